"""What is in topic: which quantities count something of the vocabulary, and why the others are set aside."""

from __future__ import annotations

import re
from functools import cache
from typing import cast

from schemas.vocabulary import phrases, vocabulary
from waybill.claims.draft import Draft
from waybill.claims.what.ellipsis import PEOPLE_ACTIONS, elliptical, pointed_at, supports
from waybill.claims.what.persons import of_craft, who_is_counted
from waybill.claims.what.portions import multiple, set_against_cap, share
from waybill.claims.what.verdict import Before, Verdict, reject
from waybill.claims.words.items import Item, nouns_before, read_item_after, read_noun_before
from waybill.claims.words.itemtree import related, unit_of
from waybill.claims.words.lexicon import Action, Noun, plural
from waybill.claims.words.marks import Sentence
from waybill.claims.words.wordlists import MARKET_WORDS, MEMBER_WORDS, PERFORMANCE_WORDS
from waybill.quantities.record import Quantity
from waybill.quantities.trie import trie_pattern

_CURRENCY = re.compile(r"^[A-Z]{3}$")
_TRIP_VERBS = frozenset(
    {
        "arrived", "called", "calling", "docked", "entered", "visited", "sailed", "travelled", "traveled", "crossed",
        "loaded", "landed", "berthed", "moored", "made", "gone", "returned", "flew", "flown", "went", "stopped",
    }
)  # fmt: skip
_SEA_VERBS = frozenset({"docked", "berthed", "moored", "sailed"})  # only ships do so
_HARM = frozenset({"hurt", "injured", "killed", "wounded", "dead", "died"})
_NAMED = 12  # figures before one that may have told its thing in full
_NEAR_BY = 6  # figures before "fighters" that may have been of aircraft
_PARTS = frozenset({"percent", "factor"})
_WARHEADS = frozenset({"warhead", "warheads", "payload", "payloads", "weighing", "weighs", "weigh", "displacing"})
_OIL = "commodity.oil"
_FURTHER = 6  # sentences over which "two more vessels" goes on from what was counted
_SHORT_NAME = 3  # shorter designations are words of other topics too
_MARKET_REACH = 9  # words around a sum that tell it is of the exchange
_MONEY_REACH = 3  # sentences


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


def decide(
    sentence: Sentence, place: int, quantity: Quantity, memory: list[Draft], near: list[Sentence], before: Before
) -> Verdict:
    """Whether the quantity at tokens[place] is a claim of the topic.

    `memory` holds the drafts read so far, `near` the sentences with candidates before this one, nearest first; `before`
    gives any sentence before this one.
    """
    kind, unit = quantity.quantity_kind, quantity.unit or ""
    if kind in {"duration", "time"}:
        return reject("duration", "topic-duration")
    if kind == "money" or (_CURRENCY.match(unit) and kind not in {"mass", "volume"}):
        return _money(sentence, place, unit, memory)
    if unit == "factor":
        return multiple(sentence, place, memory, before)
    if unit == "percent":
        return share(sentence, place, memory, near)
    if kind in {"length", "area", "speed", "temperature", "pressure", "energy", "power", "frequency", "data", "angle"}:
        fast = any(n in PERFORMANCE_WORDS for n in sentence.norms[max(0, place - 8) : place + 6])
        return reject("performance" if fast else "off_topic", "topic-physical")
    if _is_compound(sentence, place):
        return reject("off_topic", "topic-compound")
    item = read_item_after(sentence, place)
    if kind in {"mass", "volume"} or unit in {"bbl", "t", "kg", "L"}:
        last = before(1)
        return _amount(sentence, place, unit, item, near if last is None or last in near else [last, *near], memory)
    if item.kind == "unknown" and _are_harmed(sentence, item) and any(d.unit == "person" for d in memory[-_NAMED:]):
        return Verdict(item, "personnel.troops", "person", None, "item-harmed")
    if item.kind == "unknown" and _are_trips(sentence, place, item):
        return Verdict(item, "logistics.voyage", "voyage", None, "item-times-called")
    if item.kind == "unknown" and len(item.detail.split()) == 1 and not item.detail.endswith("s"):
        pointed = pointed_at(sentence, place, item._replace(kind="none"), memory)
        if pointed is not None:  # "of which some 30 blue"
            return Verdict(item, pointed.item_id, pointed.unit, None, "item-pointed-at", pointed)
    if item.kind == "unknown":
        counted = (
            any(item.i <= m.i < item.j for m in sentence.of("source"))
            or set(sentence.norms[item.i : item.j]) & MEMBER_WORDS
        )
        return reject("membership_count" if counted else "off_topic", "topic-other-noun")
    if item.item_id is not None:
        return _counted(sentence, place, quantity, memory, item, near)
    return elliptical(sentence, place, quantity, item, memory, before)


def _is_compound(sentence: Sentence, place: int) -> bool:
    """A number bound to an unknown noun by a hyphen tells a sort and counts nothing: "a three-star general"."""
    end = sentence.tokens[place].end
    if sentence.text[end : end + 1] not in {"-", "‑"} or place + 1 >= len(sentence.tokens):
        return False
    if sentence.norms[place + 1] in {"strong", "plus", "odd"} or sentence.quantities == ():
        return False
    return not any(m.i == place + 1 for m in sentence.of("noun"))


def of_cell(item: Item | None, quantity: Quantity) -> Verdict | None:
    """The verdict on a figure in a table whose column or row names its item."""
    if item is None or not item.item_id or quantity.unit is not None:
        return None
    return Verdict(item, item.item_id, item.unit or unit_of(item.item_id), None, "item-column")


def _counted(
    sentence: Sentence, place: int, quantity: Quantity, memory: list[Draft], item: Item, near: list[Sentence]
) -> Verdict:
    item_id = item.item_id or ""
    if item.item_id == "commodity.oil" and item.kind == "measure":
        item = item._replace(item_id=_refined_before(sentence, place, near) or item.item_id)
    if quantity.text.lower() in {"one", "a single"} and (
        item.kind in {"weak", "person"} or _is_priced(sentence, place)
    ):
        return reject("off_topic", "topic-one")
    if item.kind in {"weak", "person"} and not supports(sentence, memory, _FURTHER if quantity.is_increment else 2):
        return reject("off_topic", "topic-weak-noun")
    if item.kind == "person" and _are_bystanders(sentence, item, memory):
        return reject("off_topic", "topic-bystanders")
    if item.kind == "person":
        item = item._replace(item_id=who_is_counted(sentence, place, item, memory, near))
    crafted = of_craft(sentence, item)
    if crafted is not None:
        return Verdict(item, crafted, "person", None, "item-uniformed")
    named = _named_before(sentence, item, memory)
    if named is not None and named.item_id:
        return Verdict(item, named.item_id, named.unit or unit_of(named.item_id), None, "item-named-before")
    return Verdict(item, item.item_id or item_id, item.unit or unit_of(item_id), None, item.rule_ids[0])


def _named_before(sentence: Sentence, item: Item, memory: list[Draft]) -> Item | None:
    """The thing that a bare noun stands for when it was told in full before: "launchers" of an air defence system."""
    if item.rule_ids != ("item-head-noun",) or item.j - item.i != 1:
        return None
    word = sentence.norms[item.i]
    if word in {"fighter", "fighters"} and any(d.item_id.startswith("weapon.aircraft") for d in memory[-_NEAR_BY:]):
        return item._replace(item_id="weapon.aircraft.fixedwing", unit="vehicle")
    for draft in reversed(memory[-_NAMED:]):
        if draft.item.rule_ids[:1] != ("item-head-noun",) or word not in draft.item.detail.lower().split():
            continue
        one, other = draft.item_id, item.item_id or ""
        told = len(draft.item.detail.split()) > 1 or draft.rules[:1] == ["item-named-before"]
        if told and draft.unit not in _PARTS:
            return draft.item._replace(item_id=one, unit=draft.unit) if not related(one, other) else None
    return None


def _are_bystanders(sentence: Sentence, item: Item, memory: list[Draft]) -> bool:
    """ "two people were hurt": people that nothing makes soldiers of, harmed where they live."""
    if not {"people", "person", "persons"} & set(sentence.norms[item.i : item.j]):
        return False
    soldiers = any(cast(Noun, m.entry).item_id == "personnel.troops" for m in sentence.of("noun"))
    losses = any(d.unit == "person" and sentence.index - d.sentence.index <= 2 for d in memory[-3:])
    return not soldiers and not losses and bool(_HARM & set(sentence.norms))


def _is_priced(sentence: Sentence, place: int) -> bool:
    """ "the price of one finished drone": a thing named to say what each is worth."""
    return bool({"price", "cost", "worth", "value"} & set(sentence.norms[max(0, place - 3) : place]))


def _amount(
    sentence: Sentence, place: int, unit: str, item: Item, near: list[Sentence], memory: list[Draft]
) -> Verdict:
    """Tonnes and barrels: what was weighed stands after "of", before the figure, or in the sentence before."""
    item_id = item.item_id
    if item_id is None and _WARHEADS & set(sentence.norms[max(0, place - 3) : place]):
        return reject("performance", "topic-physical")
    if item_id == "commodity.oil" and item.kind == "measure":
        item_id = _refined_before(sentence, place, near) or item_id
    if item_id is None:
        before = [read_noun_before(sentence, m) for m in nouns_before(sentence, place)]
        roots = ("commodity", "munition") if unit != "bbl" else ("commodity.oil", "commodity.oil")
        found = [b for b in before if b.item_id and b.item_id.startswith(roots)]
        goods = memory[-1] if memory and sentence.index - memory[-1].sentence.index <= 1 else None
        if found:
            item, item_id = found[0], found[0].item_id
        elif item.kind != "unknown" and goods and unit in {"t", "kg"} and goods.item_id.startswith("munition"):
            item_id = goods.item_id
        elif item.kind != "unknown" and memory and memory[-1].unit == unit:
            item_id = memory[-1].item_id
        elif item.kind != "unknown" and _amount_near(near, roots):
            item_id = _amount_near(near, roots)
        elif unit == "bbl":
            item_id = "commodity.oil"
    if item_id is None or not item_id.startswith(("commodity", "munition", "weapon", "logistics")):
        return reject("off_topic", "topic-other-mass")
    if item_id == "commodity.oil" and set_against_cap(sentence):
        item_id = "commodity.oil.refined"
    return Verdict(item, item_id, "bbl" if unit == "L" and item_id.startswith(_OIL) else unit, None, "item-amount")


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


def _money(sentence: Sentence, place: int, unit: str, memory: list[Draft]) -> Verdict:
    item = Item("money", unit, place, place + 1, "money", sentence.words(place, place + 1), ("item-money",))
    topical = any(cast(Noun, m.entry).kind in {"head", "designation", "weak", "measure"} for m in sentence.of("noun"))
    acts = any(cast(Action, m.entry).fits("money") for k in ("verb", "nominal") for m in sentence.of(k))
    military = any(
        n in {"military", "security", "arms", "weapons", "defence", "aid", "war", "army"} for n in sentence.norms
    )
    recent = bool(memory) and sentence.index - memory[-1].sentence.index <= _MONEY_REACH
    market = MARKET_WORDS & set(sentence.norms[max(0, place - _MARKET_REACH) : place + 4])
    if market and (not topical or len(market) > 1):
        return reject("market", "topic-market")
    if not ((topical or military or recent) and (acts or recent)):
        return reject("off_topic", "topic-other-money")
    if not (sentence.of("actor") or topical or recent):
        return reject("off_topic", "topic-other-money")
    return Verdict(item, "money", unit, None, "item-money")


def _are_trips(sentence: Sentence, place: int, item: Item) -> bool:
    """ "tankers called at the port 43 times": the times that ships, trains or planes did something are their trips."""
    if sentence.norms[place + 1 : place + 2] not in (["times"], ["separate"], ["occasions"]):
        return False
    if not {"times", "occasions"} & set(sentence.norms[place + 1 : place + 3]):
        return False
    carriers = ("logistics.vessel", "logistics.voyage", "logistics.aircraft", "logistics.train")
    ships = [m for m in sentence.of("noun") if m.j <= place and cast(Noun, m.entry).item_id.startswith(carriers)]
    before = set(sentence.norms[:place])
    return bool(ships and _TRIP_VERBS & before) or bool(_SEA_VERBS & before)


def _are_harmed(sentence: Sentence, item: Item) -> bool:
    """A predicate of harm right after an unknown noun: "6,000 of his boys are dead"."""
    marks = [*sentence.of("nominal"), *sentence.of("verb")]
    return any(
        cast(Action, m.entry).detail in PEOPLE_ACTIONS
        and 0 <= m.i - item.j <= 3
        and {"are", "were", "been"} & set(sentence.norms[item.j : m.i])
        for m in marks
    )
