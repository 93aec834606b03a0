"""Oil, coal and food over a whole document: which way they go, and which oil bare barrels hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import cast

from waybill.claims.draft import Draft
from waybill.claims.words.lexicon import Noun
from waybill.claims.words.marks import DATE, DURATION, QUANTITY, Sentence
from waybill.claims.words.wordlists import DETERMINERS

_OIL, _REFINED = "commodity.oil", "commodity.oil.refined"
_SANCTIONED = "PRK"  # the only state whose imports of oil a resolution caps

Pair = tuple[str | None, str | None]


def names_goods(sentence: Sentence) -> bool:
    """Whether a sentence speaks of goods that are weighed or measured: oil, coal, flour."""
    return any(cast(Noun, mark.entry).item_id.startswith("commodity") for mark in sentence.of("noun"))


def _root(draft: Draft) -> str:
    """The kind of goods that share a direction: all oil, or the item itself."""
    return _OIL if draft.item_id.startswith(_OIL) else draft.item_id


def refine_oil(drafts: Sequence[Draft]) -> None:
    """Bare barrels of a document that sets oil against a yearly cap are refined products, unless it says crude."""
    oil = [d for d in drafts if d.item_id.startswith(_OIL)]
    if not any(d.action == "limit" or d.item_id == _REFINED for d in oil):
        return
    for draft in oil:
        if draft.item_id == _OIL and "crude" not in draft.sentence.norms:
            draft.item_id = _REFINED
            draft.rules.append("item-oil-of-document")
        elif draft.item_id == _REFINED and draft.action in {"limit", "transfer"} and _only_crude(draft):
            draft.item_id = _OIL


def _only_crude(draft: Draft) -> bool:
    norms = set(draft.sentence.norms)
    refined = {"refined", "diesel", "gasoil", "gasoline", "petrol", "kerosene", "fuel", "products", "petroleum"}
    return "crude" in norms and not norms & refined


def _sole(values: Iterable[str | None]) -> str | None:
    found = {value for value in values if value}
    return found.pop() if len(found) == 1 else None


def _direction(moved: Sequence[Draft], leading: Sequence[str]) -> Pair:
    """From whom to whom goods go: as most figures say together, else as their only giver and their only taker."""
    pairs = Counter((d.supplier, d.recipient) for d in moved if d.supplier and d.recipient)
    if pairs:
        best = pairs.most_common(2)
        return best[0][0] if len(best) == 1 or best[0][1] > best[1][1] else (None, None)
    giver, taker = _sole(d.supplier for d in moved), _sole(d.recipient for d in moved)
    if giver == taker:
        return None, None
    if len(leading) == 2 and (giver is None) != (taker is None) and (giver or taker) in leading:
        other = leading[0] if leading[1] == (giver or taker) else leading[1]
        return giver or other, taker or other
    return giver, taker


def fill_goods(drafts: Sequence[Draft], leading: Sequence[str], named: frozenset[str]) -> None:
    """Parties that a sentence on goods leaves open, from the other figures of the same goods in the document.

    `leading` are the states that title and lead name beside goods, `named` all that the sentences with figures name.
    A capped oil whose taker is nowhere said goes to the state that the cap is for, where the document names it.
    """
    goods = [d for d in drafts if d.item_id.startswith("commodity") and d.action in {"transfer", "limit"}]
    by_kind: dict[str, list[Draft]] = {}
    for draft in goods:
        by_kind.setdefault(_root(draft), []).append(draft)
    for kind, moved in by_kind.items():
        if kind == _OIL and _SANCTIONED in named and any(d.action == "limit" for d in moved):
            for draft in moved:
                if draft.action == "limit" and draft.recipient is None:
                    draft.recipient = _SANCTIONED
        giver, taker = _direction(moved, leading)
        for draft in moved:
            if not goes_elsewhere(draft):
                _fill(draft, giver, taker)


def goes_elsewhere(draft: Draft) -> bool:
    """ "passed 1,900 tonnes to the Yu Son": a taker that no vocabulary knows is a taker all the same."""
    sentence = draft.sentence
    for k in range(max(draft.item.j, draft.place + 1), len(sentence.norms) - 1):
        if sentence.norms[k] in {"into", "to"}:
            n = k + 2 if sentence.norms[k + 1] in DETERMINERS else k + 1
            return n < len(sentence.norms) and _is_unknown_name(sentence, n)
        if sentence.norms[k] in {";", ".", ","}:
            return False
    return False


def _is_unknown_name(sentence: Sentence, n: int) -> bool:
    token = sentence.tokens[n]
    if sentence.norms[n] in {DATE, DURATION, QUANTITY}:
        return False
    return sentence.text[token.start].isupper() and not any(m.i <= n < m.j for m in sentence.of("actor"))


def _fill(draft: Draft, giver: str | None, taker: str | None) -> None:
    if draft.action == "limit":
        draft.recipient = draft.recipient or taker
        return
    if draft.supplier is None and giver and draft.recipient in {None, taker} and giver != draft.recipient:
        draft.supplier = giver
        draft.rules.append("party-goods-flow")
    if draft.recipient is None and taker and draft.supplier in {None, giver} and taker != draft.supplier:
        draft.recipient = taker
        draft.rules.append("party-goods-flow")
