"""What is in topic: which quantities count something of the vocabulary, and why the others are set aside."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from functools import cache
from typing import NamedTuple, cast

from schemas.vocabulary import phrases, vocabulary
from waybill.claims.draft import Draft
from waybill.claims.items import Item, nouns_before, own_calibre, read_item_after, read_noun_before
from waybill.claims.itemtree import common_item, unit_of
from waybill.claims.lexicon import Action, Noun, plural
from waybill.claims.marks import QUANTITY, Mark, Sentence
from waybill.claims.wordlists import MARKET_WORDS, MEMBER_WORDS, PERFORMANCE_WORDS, PREPOSITIONS, WHOLE_PRONOUNS
from waybill.quantities.record import Quantity
from waybill.quantities.trie import trie_pattern

_CURRENCY = re.compile(r"^[A-Z]{3}$")
_TRIP_VERBS = frozenset(
    {
        "arrived", "called", "calling", "docked", "entered", "visited", "sailed", "travelled", "traveled", "crossed",
        "loaded", "landed", "berthed", "moored", "made", "gone", "returned", "flew", "flown", "went", "stopped",
    }
)  # fmt: skip
_OIL_CAPS = frozenset(["cap", "quota", "limit", "ceiling"])
_PEOPLE_ACTIONS = frozenset({"killed", "wounded", "captured", "killed_or_wounded"})
_SHORT_NAME = 3  # shorter designations are words of other topics too
_LARGE = 1000  # bare figures from here on rarely count anything but what the report is about
_SHORT = 10  # words; "none" answers a question in a short sentence and is a pronoun in a longer one
_MONEY_REACH = 3  # sentences
_PREDICATE = 10  # words from a figure to the designation in its predicate
_YARDSTICKS = frozenset({"capacity", "plan", "target", "quota", "them", "these", "those"})
_BARE = frozenset(["one", "two", "three", "once", "twice"])


Before = Callable[[int], Sentence | None]
"""The sentence so many places before the one at hand."""


class Verdict(NamedTuple):
    """The item and unit of an in-topic quantity, or the reason why it is none."""

    item: Item | None
    item_id: str
    unit: str
    reject_reason: str | None
    rule_id: str
    base: Draft | None = None


@cache
def _topic_pattern() -> re.Pattern[str]:
    heads = [row["noun"] for row in vocabulary("en/item_nouns") if row["kind"] in {"head", "measure"}]
    names = [a for row in vocabulary("items") for a in phrases(row["aliases"]) if len(a) > _SHORT_NAME]
    forms = {form.lower() for noun in (*heads, *names) for form in (noun, plural(noun))}
    forms |= {row["cue"] for row in vocabulary("en/topic")}
    forms |= {form.replace("defence", "defense").replace("armour", "armor") for form in forms}
    written = {variant for form in forms for variant in (form, form.replace(" ", "-"), form.replace(" ", "-", 1))}
    return re.compile(r"(?<![a-z0-9])(?:" + trie_pattern(written) + r")(?![a-z0-9])")


def speaks_of_topic(text: str) -> bool:
    """Whether a text holds a word of the topic at all: the first scan, before anything is looked at closely.

    >>> speaks_of_topic("Prices of tomatoes rose 4 percent"), speaks_of_topic("Some 40 Howitzers left")
    (False, True)
    """
    return _topic_pattern().search(text.lower()) is not None


def _reject(reason: str, rule_id: str) -> Verdict:
    return Verdict(None, "", "", reason, rule_id)


def decide(
    sentence: Sentence, place: int, quantity: Quantity, memory: list[Draft], near: list[Sentence], before: Before
) -> Verdict:
    """Whether the quantity at tokens[place] is a claim of the topic.

    `memory` holds the drafts read so far, `near` the sentences with candidates before this one, nearest first; `before`
    gives any sentence before this one.
    """
    kind, unit = quantity.quantity_kind, quantity.unit or ""
    if kind in {"duration", "time"}:
        return _reject("duration", "topic-duration")
    if kind == "money" or (_CURRENCY.match(unit) and kind not in {"mass", "volume"}):
        return _money(sentence, place, unit, memory)
    if unit == "factor":
        return _multiple(sentence, place, memory)
    if unit == "percent":
        return _share(sentence, place, memory, near)
    if kind in {"length", "area", "speed", "temperature", "pressure", "energy", "power", "frequency", "data", "angle"}:
        fast = any(n in PERFORMANCE_WORDS for n in sentence.norms[max(0, place - 8) : place + 6])
        return _reject("performance" if fast else "off_topic", "topic-physical")
    item = read_item_after(sentence, place)
    if kind in {"mass", "volume"} or unit in {"bbl", "t", "kg", "L"}:
        return _amount(sentence, place, unit, item, near, memory)
    if item.kind == "unknown" and _are_harmed(sentence, item) and any(d.unit == "person" for d in memory):
        return Verdict(item, "personnel.troops", "person", None, "item-harmed")
    if item.kind == "unknown" and _are_trips(sentence, place, item):
        return Verdict(item, "logistics.voyage", "voyage", None, "item-times-called")
    if item.kind == "unknown":
        counted = (
            any(item.i <= m.i < item.j for m in sentence.of("source"))
            or set(sentence.norms[item.i : item.j]) & MEMBER_WORDS
        )
        return _reject("membership_count" if counted else "off_topic", "topic-other-noun")
    if item.item_id is not None:
        return _counted(sentence, place, quantity, memory, item, near)
    return _elliptical(sentence, place, quantity, item, memory, before)


def of_cell(item: Item | None, quantity: Quantity) -> Verdict | None:
    """The verdict on a figure in a table whose column or row names its item."""
    if item is None or not item.item_id or quantity.unit is not None:
        return None
    return Verdict(item, item.item_id, item.unit or unit_of(item.item_id), None, "item-column")


def _has_support(sentence: Sentence, memory: list[Draft]) -> bool:
    """A cue of the topic in the sentence for a noun that could be of any topic."""
    if any(cast(Noun, m.entry).kind in {"head", "designation"} for m in sentence.of("noun")):
        return True
    if memory and sentence.index - memory[-1].sentence.index <= 2:
        return True
    return bool(sentence.of("actor"))


def _counted(
    sentence: Sentence, place: int, quantity: Quantity, memory: list[Draft], item: Item, near: list[Sentence]
) -> Verdict:
    item_id = item.item_id or ""
    if item.item_id == "commodity.oil" and item.kind == "measure":
        item = item._replace(item_id=_refined_before(sentence, place, near) or item.item_id)
    if item.kind == "weak" and quantity.text.lower() == "one":
        return _reject("off_topic", "topic-one")
    if item.kind == "weak" and not _has_support(sentence, memory):
        return _reject("off_topic", "topic-weak-noun")
    return Verdict(item, item.item_id or item_id, item.unit or unit_of(item_id), None, item.rule_ids[0])


def _amount(
    sentence: Sentence, place: int, unit: str, item: Item, near: list[Sentence], memory: list[Draft]
) -> Verdict:
    """Tonnes and barrels: what was weighed stands after "of", before the figure, or in the sentence before."""
    item_id = item.item_id
    if item_id == "commodity.oil" and item.kind == "measure":
        item_id = _refined_before(sentence, place, near) or item_id
    if item_id is None:
        before = [read_noun_before(sentence, m) for m in nouns_before(sentence, place)]
        roots = ("commodity", "munition") if unit != "bbl" else ("commodity.oil", "commodity.oil")
        found = [b for b in before if b.item_id and b.item_id.startswith(roots)]
        if found:
            item, item_id = found[0], found[0].item_id
        elif item.kind != "unknown" and memory and memory[-1].unit == unit:
            item_id = memory[-1].item_id
        elif item.kind != "unknown" and _amount_near(near, roots):
            item_id = _amount_near(near, roots)
        elif unit == "bbl":
            item_id = "commodity.oil"
    if item_id is None or not item_id.startswith(("commodity", "munition", "weapon", "logistics")):
        return _reject("off_topic", "topic-other-mass")
    if item_id == "commodity.oil" and _set_against_cap(sentence, near):
        item_id = "commodity.oil.refined"
    return Verdict(item, item_id, unit, None, "item-amount")


def _refined_before(sentence: Sentence, place: int, near: list[Sentence]) -> str | None:
    """Which oil bare barrels hold: as named before in the sentence, else in the sentences before."""
    marks = [*nouns_before(sentence, place), *(m for other in near[:2] for m in reversed(other.of("noun")))]
    found = (cast(Noun, m.entry).item_id for m in marks)
    return next((i for i in found if i.startswith("commodity.oil.")), None)


def _amount_near(near: list[Sentence], roots: tuple[str, ...] | str) -> str | None:
    """What the sentences before weigh: the last noun of goods that are weighed."""
    for other in near[:2]:
        for mark in reversed(other.of("noun")):
            noun = cast(Noun, mark.entry)
            if noun.item_id.startswith(("commodity", "munition.explosive")) and noun.item_id.startswith(roots):
                return noun.item_id
    return None


def _set_against_cap(sentence: Sentence, near: list[Sentence]) -> bool:
    return any(n in _OIL_CAPS for n in sentence.norms) and any(
        n in {"un", "u.n.", "united", "nations", "sanctions", "security", "annual", "yearly", "the"}
        for n in sentence.norms
    )


def _money(sentence: Sentence, place: int, unit: str, memory: list[Draft]) -> Verdict:
    item = Item("money", unit, place, place + 1, "money", sentence.words(place, place + 1), ("item-money",))
    topical = any(cast(Noun, m.entry).kind in {"head", "designation", "weak"} for m in sentence.of("noun"))
    acts = any(cast(Action, m.entry).fits("money") for k in ("verb", "nominal") for m in sentence.of(k))
    military = any(
        n in {"military", "security", "arms", "weapons", "defence", "aid", "war", "army"} for n in sentence.norms
    )
    recent = bool(memory) and sentence.index - memory[-1].sentence.index <= _MONEY_REACH
    if MARKET_WORDS & set(sentence.norms) and not topical:
        return _reject("market", "topic-market")
    if not ((topical or military or recent) and (acts or recent)):
        return _reject("off_topic", "topic-other-money")
    if not (sentence.of("actor") or topical or recent):
        return _reject("off_topic", "topic-other-money")
    return Verdict(item, "money", unit, None, "item-money")


def _multiple(sentence: Sentence, place: int, memory: list[Draft]) -> Verdict:
    same = [d for d in memory if d.sentence is sentence and not d.is_multiple]
    if same:
        base = same[-1]
        return Verdict(base.item, base.item_id, "factor", None, "item-of-base", base)
    before = [read_noun_before(sentence, m) for m in nouns_before(sentence, place)]
    named = [b for b in before if b.item_id]
    if named:
        return Verdict(named[0], named[0].item_id or "", "factor", None, "item-subject")
    pronoun = any(n in {"that", "this", "which", "it"} for n in sentence.norms[:place])
    if pronoun and memory and sentence.index - memory[-1].sentence.index <= 1:
        base = memory[-1]
        return Verdict(base.item, base.item_id, "factor", None, "item-of-base", base)
    after = [m for m in sentence.of("noun") if place < m.i <= place + 6]
    if after:
        item = read_noun_before(sentence, after[0])
        if item.item_id:
            return Verdict(item, item.item_id, "factor", None, "item-after-multiple")
    return _reject("off_topic", "topic-other-multiple")


def _share(sentence: Sentence, place: int, memory: list[Draft], near: list[Sentence]) -> Verdict:
    if MARKET_WORDS & set(sentence.norms) and not sentence.of("actor"):
        return _reject("market", "topic-market")
    item = read_item_after(sentence, place)
    if sentence.norms[place + 1 : place + 2] == ["of"] and set(sentence.norms[place + 2 : place + 3]) & WHOLE_PRONOUNS:
        same = [d for d in memory if d.sentence.index >= sentence.index - 1 and not d.is_share]
        if same:
            return Verdict(same[-1].item, same[-1].item_id, "percent", None, "item-share-of-that", same[-1])
    if item.item_id:
        return Verdict(item, item.item_id, "percent", None, "item-share-of")
    whole = set(sentence.norms[place + 2 : place + 5]) if sentence.norms[place + 1 : place + 2] == ["of"] else set()
    if whole and item.kind == "unknown" and not whole & _YARDSTICKS:
        return _reject("off_topic", "topic-other-share")
    for mark in nouns_before(sentence, place):
        named = read_noun_before(sentence, mark)
        if named.item_id:
            return Verdict(named, named.item_id, "percent", None, "item-share-subject")
    same = [d for d in memory if d.sentence.index >= sentence.index - 1 and d.unit not in {"percent", "factor"}]
    goods = [d for d in same if d.item_id != "money"]
    same = goods if {"arrived", "delivered", "shipped", "sent"} & set(sentence.norms) and goods else same
    if same:
        return Verdict(same[-1].item, same[-1].item_id, "percent", None, "item-share-carried", same[-1])
    return _reject("off_topic", "topic-other-share")


def _are_trips(sentence: Sentence, place: int, item: Item) -> bool:
    """ "tankers called at the port 43 times": the times that ships, trains or planes did something are their trips."""
    if sentence.norms[place + 1 : place + 2] not in (["times"], ["separate"], ["occasions"]):
        return False
    if not {"times", "occasions"} & set(sentence.norms[place + 1 : place + 3]):
        return False
    carriers = ("logistics.vessel", "logistics.voyage", "logistics.aircraft", "logistics.train")
    ships = [m for m in sentence.of("noun") if m.j <= place and cast(Noun, m.entry).item_id.startswith(carriers)]
    return bool(ships) and bool(_TRIP_VERBS & set(sentence.norms[:place]))


def _harms(sentence: Sentence, place: int) -> Mark | None:
    for mark in sentence.of("verb"):
        action = cast(Action, mark.entry)
        if action.detail in _PEOPLE_ACTIONS and place < mark.i <= place + 6 and action.form != "ing":
            return mark
    return None


def _are_harmed(sentence: Sentence, item: Item) -> bool:
    """A predicate of harm right after an unknown noun: "6,000 of his boys are dead"."""
    marks = [*sentence.of("nominal"), *sentence.of("verb")]
    return any(
        cast(Action, m.entry).detail in _PEOPLE_ACTIONS
        and 0 <= m.i - item.j <= 3
        and {"are", "were", "been"} & set(sentence.norms[item.j : m.i])
        for m in marks
    )


def _elliptical(
    sentence: Sentence, place: int, quantity: Quantity, item: Item, memory: list[Draft], before: Before
) -> Verdict:
    """The noun stands elsewhere: in the predicate of harm, before the figure, or in a sentence before."""
    text = quantity.text.lower()
    word = sentence.norms[place - 1] if place else ""
    if _harms(sentence, place) is not None and text not in {"one", "once"} and (memory or sentence.of("actor")):
        return Verdict(item, "personnel.troops", "person", None, "item-harmed")
    if text in {"none", "no one", "nobody"} and len(sentence.norms) > _SHORT:
        return _reject("off_topic", "topic-bare-word")
    if word == "the" and "." in text and text.replace(".", "").isdecimal():
        return _reject("off_topic", "topic-bare-word")
    if text in _BARE and (word in {"the", "", "no", "this", "that", "or"} or text in {"one", "once"}):
        return _reject("off_topic", "topic-bare-word")
    for mark in nouns_before(sentence, place):
        noun = cast(Noun, mark.entry)
        makes = quantity.rate_per is not None or _produces(sentence, mark.j, place)
        if noun.item_id.startswith("facility") and makes:
            continue
        if mark.i > 0 and sentence.norms[mark.i - 1] in PREPOSITIONS - {"of", "with", "for", "in"}:
            continue
        if noun.item_id.startswith("logistics.voyage") or sentence.norms[mark.j : place] == ["of"]:
            continue
        named = read_noun_before(sentence, mark)
        if named.item_id and (noun.kind != "weak" or _has_support(sentence, memory)):
            item_id = own_calibre(sentence, place, _designated(sentence, place, named.item_id))
            return Verdict(named, item_id, named.unit or unit_of(item_id), None, "item-before")
    return _carried(sentence, quantity, item, memory, before)


def _designated(sentence: Sentence, place: int, item_id: str) -> str:
    """ "ten of the missiles were KN-23": a designation in the predicate narrows what is counted."""
    for mark in sentence.of("noun"):
        noun = cast(Noun, mark.entry)
        if (
            place < mark.i <= place + _PREDICATE
            and noun.kind == "designation"
            and noun.item_id.startswith(item_id + ".")
        ):
            between = sentence.norms[place + 1 : mark.i]
            return noun.item_id if {"were", "are", "was", "is"} & set(between) and QUANTITY not in between else item_id
    return item_id


def _produces(sentence: Sentence, i: int, j: int) -> bool:
    return any(i <= m.i < j and cast(Action, m.entry).frame.frame == "produce" for m in sentence.of("verb"))


def _carried(sentence: Sentence, quantity: Quantity, item: Item, memory: list[Draft], before: Before) -> Verdict:
    large = max(quantity.value_low or 0, quantity.value_high or 0) >= _LARGE
    labelled = ":" in sentence.norms and len(sentence.norms) <= 2 * _SHORT
    zero = quantity.value_high == 0 and len(sentence.norms) <= _SHORT
    there = "there" in sentence.norms
    if not (
        large or labelled or zero or there or sentence.of("verb") or sentence.of("saying") or sentence.of("nominal")
    ):
        return _reject("off_topic", "topic-no-noun")
    reach = 5 if large else 2
    previous = before(1)
    asked = _noun_of(previous)
    if asked is None and previous is not None and not previous.quantities:
        asked = _noun_of(before(2))
    if asked is not None:
        return asked
    recent = [
        d for d in memory if 0 <= sentence.index - d.sentence.index <= reach and d.unit not in {"percent", "factor"}
    ]
    things = [d for d in recent if d.unit not in {"bbl", "t", "kg"} and d.item_id != "money"]
    recent = things if quantity.unit is None and not large and _is_handed(sentence, quantity) else recent
    if recent:
        last = [d for d in recent if d.sentence is recent[-1].sentence]
        if large and all(d.unit in {"bbl", "t", "kg"} or d.item_id == "money" for d in last):
            last = [d for d in things if sentence.index - d.sentence.index <= 2][-1:] or last
        nearest = min(last, key=lambda d: abs(_magnitude(d.quantity) - _magnitude(quantity)))
        shared = common_item(d.item_id for d in last) if len({d.unit for d in last}) == 1 else nearest.item_id
        last = [nearest]
        if shared and last[0].unit not in {"bbl", "t", "kg"} and last[0].item_id != "money":
            return Verdict(item, shared, last[0].unit, None, "item-carried", last[0])
    return _reject("off_topic", "topic-no-noun")


def _is_handed(sentence: Sentence, quantity: Quantity) -> bool:
    """Whether a bare number is the object of a verb of giving, taking or having: "Mali has received at least 40"."""
    at = next((p for q, p in zip(sentence.quantities, sentence.places, strict=True) if q is quantity), 0)
    return any(m.j == at and cast(Action, m.entry).frame.action == "transfer" for m in sentence.of("verb"))


def _magnitude(quantity: Quantity) -> float:
    value = abs(quantity.value_low or quantity.value_high or 0)
    return math.log10(value) if value > 0 else 0.0


def _noun_of(other: Sentence | None) -> Verdict | None:
    """The last plain noun of the topic in a sentence without figures: a question, a heading."""
    if other is None or other.quantities:
        return None
    marks = [m for m in other.of("noun") if cast(Noun, m.entry).kind == "head"]
    named = read_noun_before(other, marks[-1]) if marks else None
    if named is None or not named.item_id:
        return None
    return Verdict(named, named.item_id, named.unit or unit_of(named.item_id), None, "item-carried-noun")
