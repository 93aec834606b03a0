"""Shares, multiples and changes: what they are a part or a multiple of tells whether and how they are in topic."""

from __future__ import annotations

from typing import cast

from waybill.claims.draft import Draft
from waybill.claims.what.persons import who_is_counted
from waybill.claims.what.verdict import Before, Verdict, reject
from waybill.claims.words.items import Item, nouns_before, read_item_after, read_noun_before
from waybill.claims.words.lexicon import Action, Noun
from waybill.claims.words.marks import QUANTITY, Sentence
from waybill.claims.words.wordlists import (
    DETERMINERS,
    MARKET_WORDS,
    MONEY_SUBJECTS,
    MONEY_WHOLES,
    WHOLE_PRONOUNS,
    YARDSTICKS,
)

_YARDSTICKS = YARDSTICKS | {"them", "these", "those", "what"}
_SUBJECT = 14  # words between the subject of a change and its multiple
_MEMORY = 16  # figures before a share that it may go on from
_OF_WHICH = 8  # words between "of which" and its share
_PRONOUNS = frozenset({"which", "whom", "them", "these", "those"})
_BASE = 20  # words from "of every ten" to what is taken of it
_COMPARES = frozenset({"from", "against", "than"})
_SUMS = frozenset({"amount", "sum", "total", "figure", "number"})
_HERE = 40  # figures of one sentence and the one before that are looked at
_CARRIED = 3  # sentences over which a share goes on from a figure
_POINTING = frozenset({"that", "this", "which", "it", "there"})
_OIL_CAPS = frozenset(["cap", "quota", "limit", "ceiling"])
_CAPPERS = frozenset({"un", "u.n.", "united", "nations", "sanctions", "security", "annual", "yearly", "the"})
_ALLOWS = frozenset(["allows", "allowed", "permits", "permitted", "permit", "allow"])
_LAWS = frozenset({"un", "u.n.", "nations", "resolution", "resolutions", "council", "sanctions"})


def set_against_cap(sentence: Sentence) -> bool:
    """Whether a sentence measures against a legal cap: its oil is refined oil."""
    norms = set(sentence.norms)
    return bool(_OIL_CAPS & norms and _CAPPERS & norms) or bool(_ALLOWS & norms and _LAWS & norms)


def _refined(sentence: Sentence, item_id: str) -> str:
    return "commodity.oil.refined" if item_id == "commodity.oil" and set_against_cap(sentence) else item_id


def multiple(sentence: Sentence, place: int, memory: list[Draft], before: Before) -> Verdict:
    """The verdict on "tripled", "twice the cap", "30 percent more"."""
    if len(MARKET_WORDS & set(sentence.norms)) > 1:
        return reject("market", "topic-market")
    same = [d for d in memory[-_HERE:] if d.sentence is sentence and not d.is_multiple]
    if same:
        base = same[-1]
        return Verdict(base.item, base.item_id, "factor", None, "item-of-base", base)
    compared = _compared(sentence, place)
    if compared is not None:
        return compared
    if MONEY_SUBJECTS & set(sentence.norms[max(0, place - _SUBJECT) : place + 2]):
        if not (sentence.of("noun") or sentence.of("actor")):
            return reject("off_topic", "topic-other-multiple")
        item = Item("money", "factor", place, place + 1, "money", sentence.words(place, place + 1), ("item-money",))
        return Verdict(item, "money", "factor", None, "item-money-subject")
    if memory and sentence.norms[place + 1 : place + 2] == ["that"] and sentence.index - memory[-1].sentence.index <= 2:
        return Verdict(memory[-1].item, memory[-1].item_id, "factor", None, "item-of-base", memory[-1])
    named = [b for b in (read_noun_before(sentence, m) for m in nouns_before(sentence, place)) if b.item_id]
    goods = [b for b in named if not (b.item_id or "").startswith("facility")]
    if named:
        chosen = _delivered(goods or named)
        return Verdict(chosen, _refined(sentence, chosen.item_id or ""), "factor", None, "item-subject")
    recent = bool(memory) and sentence.index - memory[-1].sentence.index <= 2
    if recent and any(n in _POINTING for n in sentence.norms[:place]):
        base = memory[-1]
        return Verdict(base.item, base.item_id, "factor", None, "item-of-base", base)
    after = [m for m in sentence.of("noun") if place < m.i <= place + 6]
    if after:
        item = read_noun_before(sentence, after[0])
        if item.item_id:
            return Verdict(item, _refined(sentence, item.item_id), "factor", None, "item-after-multiple")
    if recent and not sentence.of("noun"):
        base = memory[-1]
        return Verdict(base.item, base.item_id, "factor", None, "item-of-base", base)
    return _asked(before) or reject("off_topic", "topic-other-multiple")


def _delivered(named: list[Item]) -> Item:
    """The nearest thing; of "shell deliveries" and "fuel shipments" the goods, whatever they are sent in."""
    first = named[0]
    if first.item_id == "logistics.voyage" and len(named) > 1 and first.i < named[1].j <= first.j:
        return named[1]
    return first


def _compared(sentence: Sentence, place: int) -> Verdict | None:
    """ "half as much ammunition", "three times more shells": what is compared stands right after."""
    norms = sentence.norms[place + 1 : place + 4]
    start = 2 if norms[:1] == ["as"] and norms[1:2] and norms[1] in {"much", "many"} else 0
    start = start or (1 if norms[:1] and norms[0] in {"more", "fewer", "less"} else 0)
    if not start:
        return None
    item = read_item_after(sentence, place + start)
    return Verdict(item, _refined(sentence, item.item_id), "factor", None, "item-compared") if item.item_id else None


def _asked(before: Before) -> Verdict | None:
    """ "How much more fuel? About double.": what the question right before asks for."""
    for back in (1, 2, 3):
        asked = before(back)
        if asked is None or asked.quantities:
            return None
        marks = [m for m in asked.of("noun") if cast(Noun, m.entry).kind in {"head", "weak", "designation"}]
        item = read_noun_before(asked, marks[-1]) if marks else None
        if item is not None and item.item_id:
            return Verdict(item, item.item_id, "factor", None, "item-carried-noun")
    return None


def share(sentence: Sentence, place: int, memory: list[Draft], near: list[Sentence]) -> Verdict:
    """The verdict on percentages and fractions: the whole names the item, else the subject, else the figure before."""
    market = MARKET_WORDS & set(sentence.norms)
    if market and (not sentence.of("actor") or len(market) > 1):
        return reject("market", "topic-market")
    norms = sentence.norms
    item = read_item_after(sentence, place)
    base = _base(sentence, place, memory)
    if base is not None:
        return Verdict(base.item, base.item_id, "percent", None, "item-share-of-that", base)
    if item.kind == "none" or not item.item_id:
        item = _every(sentence, place) or item
    if item.item_id:
        item_id = who_is_counted(sentence, place, item, memory, near) if item.kind == "person" else item.item_id
        return Verdict(item, item_id, "percent", None, "item-share-of")
    whole = set(norms[place + 2 : place + 6]) if norms[place + 1 : place + 2] == ["of"] else set()
    if whole & MONEY_WHOLES and _money_near(sentence, memory):
        return Verdict(item, "money", "percent", None, "item-share-of-money")
    if whole and item.kind == "unknown" and not whole & (_YARDSTICKS | _SUMS):
        return reject("off_topic", "topic-other-share")
    near_by = [d for d in memory[-_MEMORY:] if d.sentence.index >= sentence.index - _CARRIED]
    shares = [d for d in near_by if d.is_share]
    if shares and shares[-1].sentence is sentence and _COMPARES & set(norms[max(0, place - 2) : place]):
        return Verdict(shares[-1].item, shares[-1].item_id, "percent", None, "item-share-again")
    here = [d for d in near_by if d.sentence is sentence and not d.is_multiple]
    if whole & _SUMS and here:
        return Verdict(here[-1].item, here[-1].item_id, "percent", None, "item-share-of-that", here[-1])
    if whole & _YARDSTICKS:
        planned = _planned(sentence, place)
        if planned is not None:
            return planned
    subject = _subject(sentence, place, bool(whole & _YARDSTICKS))
    if subject is not None:
        return subject
    same = [d for d in near_by if d.sentence.index >= sentence.index - 1 and d.unit not in {"percent", "factor"}]
    goods = [d for d in same if d.item_id != "money"]
    same = goods if {"arrived", "delivered", "shipped", "sent"} & set(norms) and goods else same
    if shares and (not same or shares[-1].quantity.start > same[-1].quantity.start):
        return Verdict(shares[-1].item, shares[-1].item_id, "percent", None, "item-share-again")
    if same:
        return Verdict(same[-1].item, same[-1].item_id, "percent", None, "item-share-carried", same[-1])
    return reject("off_topic", "topic-other-share")


def _every(sentence: Sentence, place: int) -> Item | None:
    """ "Of every ten rockets that they fire, four": the base names the item."""
    norms = sentence.norms
    for k in range(place - 1, max(0, place - _BASE), -1):
        if norms[k] in {"every", "each"} and norms[k - 1] == "of" and k + 1 < place:
            item = read_item_after(sentence, k + 1)
            return item if item.item_id else None
    return None


def _planned(sentence: Sentence, place: int) -> Verdict | None:
    """ "70 percent of its target for shells": what the plan is for."""
    for mark in sentence.of("noun"):
        if place < mark.i <= place + _SUBJECT and {"for", "of"} & set(sentence.norms[place + 2 : mark.i]):
            item = read_noun_before(sentence, mark)
            if item.item_id:
                return Verdict(item, item.item_id, "percent", None, "item-share-of-plan")
    return None


def _subject(sentence: Sentence, place: int, is_of_plan: bool) -> Verdict | None:
    """The noun before a share; plants that met a part of their plan are no whole of it."""
    for mark in nouns_before(sentence, place):
        named = read_noun_before(sentence, mark)
        if named.item_id and not (is_of_plan and named.item_id.startswith("facility")):
            return Verdict(named, named.item_id, "percent", None, "item-share-subject")
    return None


def _base(sentence: Sentence, place: int, memory: list[Draft]) -> Draft | None:
    """The figure that a share is taken from: "a third of those", "3,000 crates, of which a third", "Of the $800"."""
    norms = sentence.norms
    recent = [d for d in memory[-_HERE:] if d.sentence.index >= sentence.index - 1 and not d.is_share]
    if not recent:
        return None
    if norms[place + 1 : place + 2] == ["of"] and set(norms[place + 2 : place + 3]) & WHOLE_PRONOUNS:
        return recent[-1]
    here = [d for d in recent if d.sentence is sentence]
    lead = norms[max(0, place - _OF_WHICH) : place]
    pointing = max((k for k, n in enumerate(lead) if n in _PRONOUNS and k and lead[k - 1] == "of"), default=-1)
    if here and pointing >= 0 and QUANTITY not in lead[pointing:]:
        return here[-1]
    if not here or place - here[0].place > _OF_REACH:
        return None
    k = here[0].place - 1
    while k >= 0 and norms[k] in DETERMINERS:
        k -= 1
    opens = k == 0 or (k > 0 and norms[k - 1] in {"and", ",", ";", "but"})
    followed = QUANTITY in norms[here[0].place + 1 : place] or norms[place + 1 : place + 2] == ["of"]
    return here[0] if k >= 0 and norms[k] == "of" and opens and not followed else None


_OF_REACH = 24  # words from "of the $800 that ..." to the share of it


def _money_near(sentence: Sentence, memory: list[Draft]) -> bool:
    """Whether a sum of the topic, or a payment, stands near a share of a price or a budget."""
    pays = any(cast(Action, m.entry).frame.action == "pay" for m in sentence.of("verb"))
    return pays or any(d.item_id == "money" and sentence.index - d.sentence.index <= 1 for d in memory[-6:])
