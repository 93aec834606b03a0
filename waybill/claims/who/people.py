"""People who are handed over: prisoners exchanged and bodies returned go like goods, not like troops."""

from __future__ import annotations

from functools import cache

from schemas.vocabulary import vocabulary
from waybill.claims.draft import Draft
from waybill.claims.roles.parties import Acting
from waybill.claims.words.naming import owners
from waybill.claims.words.phrases import phrases_of

_HELD = frozenset(
    [
        *("prisoner", "prisoners", "pow", "pows", "captive", "captives", "body", "bodies", "remains", "corpses"),
        *("detainee", "detainees", "hostages", "swap", "swapped", "exchange", "exchanged"),
    ]
)
_NEAR = 8  # words around the figure in which such a word makes its people handed over
_NEXT = 4  # words from the people to "home"
_BACK = frozenset({"back", "home"})
_TAKES = frozenset({"receive", "arrive"})


@cache
def enemies() -> dict[str, str]:
    """Whom each party of a war exchanges prisoners and fire with (schemas/vocab/wars.csv)."""
    return {row["party_id"]: row["enemy_id"] for row in vocabulary("wars")}


def is_handed_over(draft: Draft, acting: Acting) -> bool:
    """Whether people change hands: a swap, or prisoners and bodies with a verb of giving."""
    frame = acting.action.frame.frame
    if frame in {"exchange", "free"}:
        return True
    norms = draft.sentence.norms
    near = set(norms[max(0, draft.place - _NEAR) : max(draft.item.j, draft.place) + _NEAR])
    moves = acting.action.frame.action == "transfer"
    returned = bool(_BACK & set(norms[acting.mark.j : acting.mark.j + 2])) and frame in {"give", "receive"}
    return moves and (bool(_HELD & near) or returned)


def is_home(draft: Draft) -> bool:
    """ "303 servicemen are home": people who are back have been handed over."""
    end = max(draft.item.j, draft.place + 1)
    following = draft.sentence.norms[end : end + _NEXT]
    return "home" in following and not {"to", "from", "at"} & set(following[: following.index("home")])


def as_handed_over(draft: Draft, acting: Acting) -> None:
    """Parties of people who change hands: they go home, to the state whose name they bear."""
    frame = acting.action.frame.frame
    own = owners(draft.sentence, max(0, draft.place - 1), max(draft.item.j, draft.place + 1))
    home = own[0].party if own else None
    supplier, recipient = draft.supplier, draft.recipient
    if frame == "exchange" or _is_mutual(draft):
        supplier, recipient = None, None
    elif frame in _TAKES:
        recipient = recipient or home
        supplier = (supplier if supplier != recipient else None) or enemies().get(recipient or "")
    else:
        recipient = recipient or (home if home != supplier else None) or enemies().get(supplier or "")
        supplier = supplier or enemies().get(recipient or "")
    draft.action, draft.detail = "transfer", None
    draft.supplier, draft.recipient, draft.actor = supplier, recipient, None
    draft.rules.append("action-handed-over")


def _is_mutual(draft: Draft) -> bool:
    """ "exchanged 95 prisoners each": both sides give."""
    norms = draft.sentence.norms
    following = norms[draft.place + 1 : draft.place + _NEAR]
    listed = any(p.listed and p.preposition == "" for p in phrases_of(draft.sentence))
    return listed and ("each" in following or "apiece" in following)
