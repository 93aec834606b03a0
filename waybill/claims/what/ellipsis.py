"""Figures whose noun stands elsewhere: before them, in the question above, or with the figure they carry on from."""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import cache
from typing import cast

from schemas.vocabulary import vocabulary
from waybill.claims.draft import Draft
from waybill.claims.what.persons import who_is_counted
from waybill.claims.what.verdict import Before, Verdict, reject
from waybill.claims.words.items import Item, nouns_before, own_calibre, read_noun_before
from waybill.claims.words.itemtree import common_item, unit_of
from waybill.claims.words.lexicon import Action, Noun
from waybill.claims.words.marks import QUANTITY, Mark, Sentence
from waybill.claims.words.wordlists import AUXILIARIES, PREPOSITIONS
from waybill.quantities.record import Quantity

PEOPLE_ACTIONS = frozenset({"killed", "wounded", "captured", "killed_or_wounded"})
_LARGE = 1000  # bare figures from here on rarely count anything but what the report is about
_SHORT = 10  # words; "none" answers a question in a short sentence and is a pronoun in a longer one
_PREDICATE = 10  # words from a figure to the designation in its predicate
_BARE = frozenset(["one", "two", "three", "once", "twice"])
_MEASURES = frozenset({"bbl", "t", "kg", "L"})
_TAKEN = frozenset({"one-taken", "zero-single", "single"})
_OF_WHICH = 8  # words between "of which" and its figure
_HOW_MANY = (["how", "many"], ["how", "much"])
_MILLIONS = 6  # powers of ten from which on a bare figure beside sums is a sum
_MEMORY = 16  # figures before one that it may carry on from
_ORDERS = 1.1  # powers of ten between a measured amount and a bare figure that repeats it


@cache
def _most() -> dict[str, float]:
    return {row["item_id"]: float(row["most"]) for row in vocabulary("plausible")}


def is_plausible(item_id: str, quantity: Quantity) -> bool:
    """Whether so many of a thing exist at all: no one has a million ships, so a bare million counts something else."""
    value = max(quantity.value_low or 0, quantity.value_high or 0)
    path = item_id
    while path and path not in _most():
        path = path.rpartition(".")[0]
    return value <= _most().get(path, math.inf)


def supports(sentence: Sentence, memory: list[Draft], reach: int = 2) -> bool:
    """A cue of the topic in the sentence for a noun that could be of any topic."""
    if any(cast(Noun, m.entry).kind in {"head", "designation"} for m in sentence.of("noun")):
        return True
    if memory and sentence.index - memory[-1].sentence.index <= reach:
        return True
    return bool(sentence.of("actor"))


def _harms(sentence: Sentence, place: int) -> Mark | None:
    for mark in sentence.of("verb"):
        action = cast(Action, mark.entry)
        if action.detail in PEOPLE_ACTIONS and place < mark.i <= place + 6 and action.form != "ing":
            return mark
    return None


def elliptical(
    sentence: Sentence, place: int, quantity: Quantity, item: Item, memory: list[Draft], before: Before
) -> Verdict:
    """The noun stands elsewhere: in the predicate of harm, before the figure, or in a sentence before."""
    text = quantity.text.lower()
    word = sentence.norms[place - 1] if place else ""
    taken = bool(_TAKEN & set(quantity.rule_ids))
    if _harms(sentence, place) is not None and text not in {"one", "once"} and (memory or sentence.of("actor")):
        return Verdict(item, "personnel.troops", "person", None, "item-harmed")
    if text in {"none", "no one", "nobody"} and len(sentence.norms) > _SHORT and sentence.norms[place + 1 :] != ["."]:
        return reject("off_topic", "topic-bare-word")
    if word == "the" and "." in text and text.replace(".", "").isdecimal():
        return reject("off_topic", "topic-bare-word")
    if _is_of_name(sentence, place, quantity):
        return reject("identifier", "topic-name-number")
    bare = text in _BARE and not taken and not _of_them(sentence, item, memory)
    if bare and (word in {"the", "", "no", "this", "that", "or"} or text in {"one", "once"}):
        return reject("off_topic", "topic-bare-word")
    pointed = pointed_at(sentence, place, item, memory)
    if pointed is not None and is_plausible(pointed.item_id, quantity):
        item_id = own_calibre(sentence, place, _designated(sentence, place, pointed.item_id))
        return Verdict(item, item_id, _unit(pointed), None, "item-pointed-at", pointed)
    named = _predicate(sentence, place, memory)
    if named is not None:
        return named
    return _noun_before(sentence, place, quantity, memory) or _carried(sentence, quantity, item, memory, before)


def pointed_at(sentence: Sentence, place: int, item: Item, memory: list[Draft]) -> Draft | None:
    """The figure that words point back to: "of which 14", "Of 78 fuzes opened, 51", "189 of the former"."""
    norms = sentence.norms
    near = [d for d in memory[-_MEMORY:] if 0 <= sentence.index - d.sentence.index <= 1 and _counts_things(d)]
    here = [d for d in near if d.sentence is sentence and d.place < place]
    after = norms[place + 1 : place + 4]
    if after[:2] == ["of", "the"] and after[2:] in (["former"], ["latter"]):
        pair = near[:2] if len(near) > 1 else []
        return (pair[0] if after[2] == "former" else pair[1]) if pair else None
    if not here:
        return None
    if norms[place - 1] == "thereof":
        return here[-1]
    for k in range(max(here[-1].place + 1, place - _OF_WHICH), place):
        if norms[k] in {"which", "whom"} and norms[k - 1] == "of" and QUANTITY not in norms[k:place]:
            return here[-1]
    first = here[0]
    k = first.place - 1
    while k >= 0 and norms[k] in {"the", "those", "these", "more", "some"}:
        k -= 1
    opens = k >= 0 and norms[k] == "of" and (k == 0 or norms[k - 1] in {",", ";", "and", '"', "“"})
    return first if opens and item.kind == "none" and norms[place - 1] in {",", "only", "some", "but"} else None


def _predicate(sentence: Sentence, place: int, memory: list[Draft]) -> Verdict | None:
    """ "about 3,000 are welders": the noun stands in the predicate."""
    if sentence.norms[place + 1 : place + 2] not in (["are"], ["were"]):
        return None
    for mark in sentence.of("noun"):
        between = sentence.norms[place + 2 : mark.i]
        if place + 2 <= mark.i <= place + 4 and all(n.isalpha() and n not in AUXILIARIES for n in between):
            noun = cast(Noun, mark.entry)
            plain = not any(n in PREPOSITIONS or n.endswith(("ed", "ing")) for n in between)
            if plain and noun.kind in {"head", "weak", "designation"} and supports(sentence, memory):
                item = read_noun_before(sentence, mark)
                if item.item_id:
                    return Verdict(item, item.item_id, item.unit or unit_of(item.item_id), None, "item-predicate")
    return None


def _of_them(sentence: Sentence, item: Item, memory: list[Draft]) -> bool:
    """ "One of them came down": a part of the things just counted."""
    return "item-of-them" in item.rule_ids and any(
        0 <= sentence.index - d.sentence.index <= 1 and (d.quantity.value_low or 0) > 1 for d in memory[-3:]
    )


def _is_of_name(sentence: Sentence, place: int, quantity: Quantity) -> bool:
    """Whether a bare number is the last word of a ship's or a unit's name: "the Chon Un 9, sailed"."""
    if not quantity.text.isdecimal() or len(quantity.text) > 2 or place < 2:
        return False
    before, token = sentence.tokens[place - 1], sentence.tokens[place]
    word = sentence.text[before.start : before.end]
    if not (word[:1].isupper() and word[1:].islower()) or token.start - before.end != 1:
        return False
    if any(m.i <= place - 1 < m.j for kind in ("actor", "noun", "verb", "saying") for m in sentence.of(kind)):
        return False
    following = sentence.norms[place + 1 : place + 2]
    return not following or following[0] in {",", ".", "(", ")", ";", ":", "and", "'s"} or following[0] in AUXILIARIES


def _noun_before(sentence: Sentence, place: int, quantity: Quantity, memory: list[Draft]) -> Verdict | None:
    for mark in nouns_before(sentence, place):
        noun = cast(Noun, mark.entry)
        makes = quantity.rate_per is not None or _produces(sentence, mark.j, place)
        if (noun.item_id.startswith("facility") and makes) or not is_plausible(noun.item_id, quantity):
            continue
        if noun.kind == "act" and any(m.i == mark.i for m in sentence.of("verb")):
            continue  # "the plant launches into the world some 190": no launch is counted
        if mark.i > 0 and sentence.norms[mark.i - 1] in PREPOSITIONS - {"of", "with", "for", "in"}:
            continue
        if noun.item_id.startswith("logistics.voyage") and sentence.norms[place - 1] not in {"against", "than"}:
            continue
        if sentence.norms[mark.j : place] == ["of"]:
            continue
        named = read_noun_before(sentence, mark)
        if noun.kind == "person" and named.item_id:
            named = named._replace(item_id=who_is_counted(sentence, place, named, memory, []))
        if named.item_id and (noun.kind not in {"weak", "person"} or supports(sentence, memory)):
            item_id = own_calibre(sentence, place, _designated(sentence, place, named.item_id))
            return Verdict(named, item_id, named.unit or unit_of(item_id), None, "item-before")
    return None


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


def _is_predicated(sentence: Sentence, quantity: Quantity) -> bool:
    """Whether a sentence says something of a bare figure, so that it stands for a thing and for nothing else."""
    large = max(quantity.value_low or 0, quantity.value_high or 0) >= _LARGE
    labelled = ":" in sentence.norms and len(sentence.norms) <= 2 * _SHORT
    zero = quantity.value_high == 0 and len(sentence.norms) <= _SHORT
    if large or labelled or zero or quantity.is_increment or _TAKEN & set(quantity.rule_ids):
        return True
    if any(sentence.of(kind) for kind in ("verb", "saying", "nominal")) or "there" in sentence.norms:
        return True
    at = sentence.place_of.get(quantity.start, 0)
    return bool(AUXILIARIES & set(sentence.norms[max(0, at - 2) : at] + sentence.norms[at + 1 : at + 4]))


def _carried(sentence: Sentence, quantity: Quantity, item: Item, memory: list[Draft], before: Before) -> Verdict:
    large = max(quantity.value_low or 0, quantity.value_high or 0) >= _LARGE
    if not _is_predicated(sentence, quantity):
        return reject("off_topic", "topic-no-noun")
    previous = before(1)
    asked = _noun_of(previous, quantity)
    if asked is None and previous is not None and not previous.quantities:
        asked = _noun_of(before(2), quantity)
    if asked is not None:
        return asked
    reach = 5 if large else 2
    recent = [d for d in memory[-_MEMORY:] if 0 <= sentence.index - d.sentence.index <= reach]
    recent = [d for d in recent if is_plausible(d.item_id, quantity)]
    things = [d for d in recent if _counts_things(d)]
    if quantity.unit is None and not large and _is_handed(sentence, quantity):
        recent = things
    if large and not things and quantity.unit is None and not _sum_goes_on(recent, quantity):
        return _named_near(sentence, before, quantity, item)
    if not recent:
        return reject("off_topic", "topic-no-noun")
    last = [d for d in recent if d.sentence is recent[-1].sentence]
    if large and all(d.item_id == "money" for d in last) and _magnitude(quantity) >= _MILLIONS:
        currency = next((d.unit for d in reversed(memory) if d.quantity.quantity_kind == "money"), None)
        if currency:
            return Verdict(item, "money", currency, None, "item-sum-carried", last[-1])
    if large and not any(_counts_things(d) for d in last):
        again = _measured_again(last, quantity)
        if again is not None:
            return Verdict(item, again.item_id, again.unit, None, "item-carried", again)
        last = [d for d in things if sentence.index - d.sentence.index <= 2][-1:] or last
    nearest = min(last, key=lambda d: _distance(d, quantity))
    shared = common_item(d.item_id for d in last) if len({d.unit for d in last}) == 1 else nearest.item_id
    if shared and _counts_things(nearest):
        return Verdict(item, shared, _unit(nearest), None, "item-carried", nearest)
    return reject("off_topic", "topic-no-noun")


def _counts_things(draft: Draft) -> bool:
    """Whether a figure counts things one by one, or is a share or a multiple of such things."""
    return draft.item_id != "money" and (draft.unit not in _MEASURES) and _unit(draft) not in {*_MEASURES, ""}


def _unit(draft: Draft) -> str:
    return unit_of(draft.item_id) if draft.unit in {"percent", "factor"} else draft.unit


def _distance(draft: Draft, quantity: Quantity) -> float:
    """How far two figures are apart in size; a share says nothing of it."""
    return 1.0 if draft.unit in {"percent", "factor"} else abs(_magnitude(draft.quantity) - _magnitude(quantity))


def _sum_goes_on(recent: list[Draft], quantity: Quantity) -> bool:
    """Whether measures or sums stand near that a bare figure of their size may tell again."""
    return bool(recent) and (_magnitude(quantity) >= _MILLIONS or _measured_again(recent, quantity) is not None)


def _named_near(sentence: Sentence, before: Before, quantity: Quantity, item: Item) -> Verdict:
    """What a large bare figure counts when no figure before tells it: the last thing named in two sentences."""
    for other in (sentence, before(1), before(2)):
        marks = other.of("noun") if other is not None else []
        if other is sentence:
            at = other.place_of.get(quantity.start, 0)
            marks = [m for m in marks if m.j <= at]
        for mark in reversed(marks):
            noun = cast(Noun, mark.entry)
            if noun.kind in {"head", "designation"} and unit_of(noun.item_id) and is_plausible(noun.item_id, quantity):
                unit = noun.unit or unit_of(noun.item_id)
                if unit not in _MEASURES and not noun.item_id.startswith(("facility", "logistics.v")):
                    return Verdict(item, noun.item_id, unit, None, "item-named-near")
    return reject("off_topic", "topic-no-noun")


def _measured_again(last: Iterable[Draft], quantity: Quantity) -> Draft | None:
    """The barrels or tonnes that a bare figure of their size estimates anew: "a lower estimate was 1.1 million"."""
    near = [d for d in last if d.unit in _MEASURES and _distance(d, quantity) <= _ORDERS]
    return near[-1] if near else None


def _is_handed(sentence: Sentence, quantity: Quantity) -> bool:
    """Whether a bare number is the object of a verb of giving, taking or having: "Mali has received at least 40"."""
    at = sentence.place_of.get(quantity.start, 0)
    return any(m.j == at and cast(Action, m.entry).frame.action == "transfer" for m in sentence.of("verb"))


def _magnitude(quantity: Quantity) -> float:
    value = abs(quantity.value_low or quantity.value_high or 0)
    return math.log10(value) if value > 0 else 0.0


def _noun_of(other: Sentence | None, quantity: Quantity) -> Verdict | None:
    """The last plain noun of the topic in a sentence without figures: a question, a heading."""
    if other is None or other.quantities:
        return None
    asks = (other.norms[-1:] == ["?"] or quantity.value_high == 0) and len(other.norms) <= _SHORT
    kinds = {"head", "designation", "weak"} if asks else {"head", "designation"}
    marks = [m for m in other.of("noun") if cast(Noun, m.entry).kind in kinds]
    how = next((k for k in range(1, len(other.norms)) if other.norms[k - 1 : k + 1] in _HOW_MANY), None)
    asked = [m for m in marks if how is not None and how < m.i <= how + _PREDICATE]
    named = read_noun_before(other, (asked[:1] or marks[-1:])[0]) if marks else None
    if named is None or not named.item_id or not is_plausible(named.item_id, quantity):
        return None
    return Verdict(named, named.item_id, named.unit or unit_of(named.item_id), None, "item-carried-noun")
