"""How the origin stands to its figure: asserted, estimated, possible, planned, denied, limit; and by what words."""

from __future__ import annotations

from typing import NamedTuple, cast

from waybill.claims.roles.parties import Acting
from waybill.claims.sources.names import is_finite
from waybill.claims.words.items import Item
from waybill.claims.words.lexicon import Action, Cue, Saying
from waybill.claims.words.marks import QUANTITY, Mark, Sentence
from waybill.claims.words.wordlists import CLAUSE_BREAKS

_BORDERS = CLAUSE_BREAKS | {";", "—", "…", "•", "“", "”", '"', "→", "➡"}
_RANK = ("denied", "planned", "possible", "estimated")
_ANNOUNCE = frozenset({"announce", "unveil"})
_LATER_CLAUSE = frozenset({"before", "after", "until", "which", "since", "when"})
_VERB_REACH = 5  # words between a modal and its verb: "could by then have been sent"


class Modality(NamedTuple):
    """Modality, the words that hedge, and the rules."""

    modality: str
    hedge_text: str | None
    rule_ids: tuple[str, ...]


def clause_of(sentence: Sentence, place: int) -> tuple[int, int]:
    """Words i..j of the clause around a quantity: between semicolons, dashes, brackets and clause conjunctions."""
    norms, i, j = sentence.norms, place, place
    while i > 0 and norms[i - 1] not in _BORDERS:
        i -= 1
    while j < len(norms) and norms[j] not in _BORDERS:
        j += 1
    return i, j


def _reaches(
    sentence: Sentence, mark: Mark, place: int, item: Item, acting: Acting | None, clause: tuple[int, int]
) -> bool:
    cue = cast(Cue, mark.entry)
    if not (clause[0] <= mark.i < clause[1]):
        return False
    if mark.i > place and acting is not None and acting.mark.j <= place and "and" in sentence.norms[place : mark.i]:
        return False  # "has received 10, and expects": a second verb hedges only its own figure
    if cue.scope == "verb":
        verb = acting.mark.i if acting is not None else place
        reach = any(0 <= verb - mark.j <= _VERB_REACH for _ in (0,)) and QUANTITY not in sentence.norms[mark.j : verb]
        near = 0 <= place - mark.j <= _VERB_REACH and QUANTITY not in sentence.norms[mark.j : place]
        after = 0 <= mark.i - item.j <= 3 if item.j > place else 0 <= mark.i - place - 1 <= 2
        return reach or near or after
    if cue.scope == "lead":
        return 0 <= place - mark.j <= 3 and not any(
            q.unit == "percent" for q, at in zip(sentence.quantities, sentence.places, strict=True) if at == place
        )
    if cue.value == "denied" and mark.j <= place and ":" in sentence.norms[mark.j : place]:
        return False  # "that was wrong: 60 had left" puts right what stands before
    if mark.i > place and cue.scope == "after":
        return False
    if mark.i > place:
        return mark.i - max(item.j, place + 1) <= 8 and QUANTITY not in sentence.norms[place + 1 : mark.i]
    return True


def read_modality(
    sentence: Sentence, place: int, item: Item, acting: Acting | None, stance: str, is_heading: bool = False
) -> Modality:
    """The modality of the claim at tokens[place]; `stance` is what its verb of saying brings."""
    if acting is not None and acting.action.frame.action == "limit":
        return Modality("limit", sentence.words(acting.mark.i, acting.mark.j), ("modality-limit",))
    clause = clause_of(sentence, place)
    found: dict[str, Mark] = {}
    for mark in sentence.of("hedge"):
        cue = cast(Cue, mark.entry)
        if cue.value == "none" or not _reaches(sentence, mark, place, item, acting, clause):
            continue
        found.setdefault(cue.value, mark)
    refused = next((m for m in sentence.of("hedge") if cast(Cue, m.entry).value == "denied"), None)
    if refused is not None and sentence.norms[:1] == ["asked"] and refused.i > place:
        return Modality("denied", sentence.words(refused.i, refused.j), ("modality-denied:asked",))
    if _is_contrasted(sentence, place):
        return Modality("denied", sentence.words(place - 1, place), ("modality-denied:not",))
    frame = acting.action.frame.frame if acting is not None else ""
    if acting is not None and "possible" not in found and _would_happen(sentence, acting, place):
        found.setdefault("planned", acting.mark)
    if acting is not None and _is_headline_plan(sentence, acting):
        found.setdefault("planned", acting.mark)
    if _is_announced(sentence, place):
        found.setdefault("planned", next(m for m in sentence.of("saying") if m.j == place))
    agreed = acting is not None and frame in {"pledge", "order"} and not _is_carried_out(sentence, acting)
    agreed = agreed and not any(
        cast(Cue, m.entry).value == "none" and acting is not None and m.i <= acting.mark.i < m.j
        for m in sentence.of("hedge")
    )  # "soldiers were committed to combat"
    agreed = agreed and not (acting is not None and _LATER_CLAUSE & set(sentence.norms[place + 1 : acting.mark.i]))
    if acting is not None and agreed:
        found.setdefault("planned", acting.mark)
    if acting is not None and acting.action.frame.frame == "contain" and place < acting.mark.i:
        found.pop("possible", None)  # "what the 700 boxes may hold": the boxes are there
    elif (
        acting is not None
        and acting.action.frame.frame == "contain"
        and "planned" not in found
        and _modal(sentence, acting)
    ):
        found.setdefault("possible", acting.mark)
    for value in _RANK:
        if value in found:
            mark = found[value]
            word = _word_of(mark)
            return Modality(value, sentence.words(mark.i, mark.j), (f"modality-{value}:{word}",))
    if stance != "asserted":
        return Modality(stance, None, (f"modality-stance-{stance}",))
    return Modality("asserted", None, ("modality-flat",))


def _word_of(mark: Mark) -> str:
    if isinstance(mark.entry, Saying):
        return mark.entry.lemma
    return cast(Cue, mark.entry).cue if mark.kind == "hedge" else cast(Action, mark.entry).word


def _is_announced(sentence: Sentence, place: int) -> bool:
    """ "Announced another 400 million": what is announced on top of something has not come."""
    more = any(q.is_increment and at == place for q, at in zip(sentence.quantities, sentence.places, strict=True))
    return more and any(m.j == place and cast(Saying, m.entry).lemma in _ANNOUNCE for m in sentence.of("saying"))


def _is_contrasted(sentence: Sentence, place: int) -> bool:
    """ "19 of 20 downed (NOT 10)", "a hundred and fifty, not two hundred and fifty": the figure is put aside."""
    if sentence.norms[max(0, place - 1) : place] != ["not"]:
        return False
    return place == 1 or sentence.norms[place - 2] in {",", "(", "and", "—", "–", "“", '"', "-"}


def _would_happen(sentence: Sentence, acting: Acting, place: int) -> bool:
    """ "Announced that the North would dispatch 1,000": told as to come; with "if" it stays a possibility."""
    if acting.mark.kind != "verb" or acting.action.frame.frame in {"contain", "cost", "earn", "ratio"}:
        return False
    if {":", ";"} & set(sentence.norms[min(acting.mark.j, place) : max(acting.mark.i, place)]):
        return False
    low = clause_of(sentence, acting.mark.i)[0]
    before = sentence.norms[max(low, acting.mark.i - 3) : acting.mark.i]
    if "would" not in before or {"have", "be", "not"} & set(before[before.index("would") :]) & {"have", "not"}:
        return False
    return not {"if", "were", "had", "assuming"} & set(sentence.norms[low : acting.mark.i])


def _is_headline_plan(sentence: Sentence, acting: Acting) -> bool:
    """ "Poland to receive 96 helicopters": an infinitive as the only verb of its clause tells of what is to come."""
    verb = acting.mark.i
    if acting.mark.kind != "verb" or acting.action.form != "base" or sentence.norms[verb - 1 : verb] != ["to"]:
        return False
    low = clause_of(sentence, verb)[0]
    named = any(m.j == verb - 1 for m in sentence.of("actor"))
    return named and not any(is_finite(sentence, k) for k in range(low, verb - 1))


def _is_carried_out(sentence: Sentence, acting: Acting) -> bool:
    return any(
        norm in {"delivered", "fulfilled", "arrived", "received"} for norm in sentence.norms[acting.mark.j :][:8]
    )


def _modal(sentence: Sentence, acting: Acting) -> bool:
    return any(
        n in {"would", "could", "can", "may", "might"}
        for n in sentence.norms[max(0, acting.mark.i - 3) : acting.mark.i]
    )
