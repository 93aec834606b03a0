"""Which action governs a quantity, and who plays its roles: the nearest fitting verb or noun, read by its frame."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple, cast

from waybill.claims.words.clauses import clauses_of, subject_words
from waybill.claims.words.items import Item
from waybill.claims.words.lexicon import Action, Cue
from waybill.claims.words.marks import QUANTITY, Mark, Sentence
from waybill.claims.words.phrases import phrases_of
from waybill.claims.words.verbs import acts as acts
from waybill.claims.words.verbs import is_noun_use as is_noun_use
from waybill.claims.words.verbs import is_passive as is_passive
from waybill.claims.words.wordlists import ADVERBS, BE, CLAUSE_BREAKS, DETERMINERS, PREPOSITIONS

_FRAME_COST = {
    "exchange": -6,
    "observe": 6,
    "contain": 2,
    "hold": 4,
    "need": 3,
    "order": 2,
    "pledge": 2,
    "allow": 2,
    "ratio": -4,
}
_NOUN_COST = 4
_OF_WHICH = {("of", "which"), ("of", "whom")}
_TELLING = frozenset({"give", "put", "make", "get"})
_DIRECT = 3
_ACROSS = 3
_RIGHT_BEHIND = -2  # a participle right behind the counted noun
_PRICING = frozenset({"under", "worth", "costing", "priced", "valued"})
_FOR_A_PRICE = 12
_TOO_FAR = 60


class Acting(NamedTuple):
    """The action chosen for a quantity: its mark, its vocabulary row, and whether it is passive."""

    mark: Mark
    action: Action
    passive: bool
    cost: int


class Parties(NamedTuple):
    """Ids of the parties of one claim, None where the sentence does not say."""

    supplier: str | None = None
    recipient: str | None = None
    actor: str | None = None
    rule_ids: tuple[str, ...] = ()
    subject: str | None = None  # whoever of them is the grammatical subject
    pronouns: tuple[str, ...] = ()  # places of the frame (subject, object, to ...) that pronouns fill
    kin: str = ""  # the role of "its ally", "its neighbour": the other party of whoever is named


def _path_cost(sentence: Sentence, i: int, j: int) -> int:
    cost = 0
    for norm in sentence.norms[i:j]:
        if norm in {";", "…", "•", "→"}:
            cost += 40
        elif norm in CLAUSE_BREAKS or norm in {":", "—", "–", "("}:
            cost += 7
        elif norm == ",":
            cost += 3
        elif norm == QUANTITY:
            cost += 2
        elif norm not in ADVERBS:
            cost += 1
    return cost


def _is_copular(sentence: Sentence, mark: Mark) -> bool:
    """ "Losses came to 900", "the total reached 900": the verb only sets the figure, nothing moves."""
    if cast(Action, mark.entry).frame.frame != "arrive" or mark.kind != "verb":
        return False
    following = sentence.norms[mark.j : mark.j + 2]
    return following == ["to", QUANTITY] or (following[:1] == [QUANTITY] and cast(Action, mark.entry).word == "reach")


def find_action(sentence: Sentence, place: int, item: Item, sayings: frozenset[int] = frozenset()) -> Acting | None:
    """The verb or action noun that governs the quantity at tokens[place], or None.

    The cheapest candidate wins: words between, commas, clause breaks and other quantities cost; a participle right
    after the counted noun costs nothing; verbs of watching and having cost more than verbs of moving. `sayings` are
    the words that bring a source and move nothing ("the ministry gave a total").
    """
    best: Acting | None = None
    for mark in (*sentence.of("verb"), *sentence.of("nominal")):
        action = cast(Action, mark.entry)
        if not _is_candidate(sentence, mark, place, item, sayings):
            continue
        passive = mark.kind == "verb" and is_passive(sentence, mark, action.form)
        inside = _is_inside(mark, place, item)
        cost = _distance(sentence, mark, place, item) + _bias(sentence, mark, place, item.item_id or "", inside)
        if mark.j <= place and passive and not _agentless_list(sentence, mark, place):
            cost += 4
        if cost < _TOO_FAR and (best is None or cost < best.cost):
            best = Acting(mark, action, passive, cost)
    return best


def _is_candidate(sentence: Sentence, mark: Mark, place: int, item: Item, sayings: frozenset[int]) -> bool:
    """Whether a word of the action tables could act on the figure at all."""
    action, item_id = cast(Action, mark.entry), item.item_id or ""
    if not action.fits(item_id) or (item_id == "money" and action.frame.frame == "observe"):
        return False
    if action.frame.frame == "allow" and (item_id.startswith("commodity") or not _caps(sentence, mark, place)):
        return False
    if mark.i in sayings and action.frame.frame != "observe":
        return False
    coloured = action.frame.frame != "harm" or not item_id.startswith("personnel")  # "101 dead soldiers"
    inside = _is_inside(mark, place, item) and coloured
    if inside and any(mark.j <= m.i and m.j <= item.j for m in sentence.of("noun")):
        return False  # "strike drones": the word only colours the counted noun
    if mark.kind == "nominal" and action.frame.frame == "hold" and _is_where_from(sentence, mark):
        return False
    if mark.kind == "verb" and action.word in _TELLING and _is_told(sentence, mark):
        return False
    of_which = any(pair in _OF_WHICH for pair in pairwise(sentence.norms[place + 2 : mark.i]))
    if of_which and not item_id.startswith("personnel"):
        return False  # "60 guns, of which drones have burned 14"
    return acts(sentence, mark) and not _is_copular(sentence, mark)


def _is_told(sentence: Sentence, mark: Mark) -> bool:
    """ "the 16,500 which an official gave": people of an office give figures, not goods."""
    words = subject_words(sentence, mark.i).words
    people = [m for m in sentence.of("source") if m.i in words and cast(Cue, m.entry).scope == "person"]
    party = any(p.mark.i in words and p.kind in {"party", "industry"} for p in phrases_of(sentence))
    return bool(people) and not party


def _is_inside(mark: Mark, place: int, item: Item) -> bool:
    return place < mark.i < item.j or (item.kind != "none" and item.i <= mark.i < item.j)


def _distance(sentence: Sentence, mark: Mark, place: int, item: Item) -> int:
    """How far a candidate stands from the figure: words, signs and clause borders between the two."""
    action, after = cast(Action, mark.entry), max(item.j, place + 1)
    participle = action.form in {"ed", "participle"}
    if _is_inside(mark, place, item):
        return (-4 if action.frame.frame == "harm" else 0) + (0 if mark.kind == "nominal" or participle else 4)
    if mark.j <= place:
        return _path_cost(sentence, mark.j, place)
    close = mark.i - after <= 1 and sentence.norms[mark.i - 1] not in {"and", "or"}
    if close and (participle or action.form == "ing"):
        return _RIGHT_BEHIND
    if (
        action.frame.frame in {"harm", "observe"}
        and place in subject_words(sentence, mark.i).words
        and mark.kind == "verb"
    ):
        return _RIGHT_BEHIND - 1  # "2,300 soldiers sent by Pyongyang had been killed": what befell them
    return _path_cost(sentence, after, mark.i)


def _bias(sentence: Sentence, mark: Mark, place: int, item_id: str, inside: bool) -> int:
    """What speaks for or against a candidate beside its distance: its frame, the kind of thing, its object."""
    action = cast(Action, mark.entry)
    frame = action.frame
    cost = _FRAME_COST.get(frame.frame, 0) - (3 if action.particle else 0) + _crossing(sentence, mark, place)
    if mark.kind == "nominal" and not inside:
        cost += _NOUN_COST
    if item_id == "money" and "money" not in action.items:
        cost += 20
    if item_id == "money" and mark.kind == "verb" and _PRICING & set(sentence.norms[mark.j : place]):
        cost += _FOR_A_PRICE  # "received 40 guns under a $10 million deal": the money is not what was received
    if (
        frame.action in {"transfer", "pay", "produce"}
        and frame.frame != "contain"
        and _is_object(sentence, mark, place)
    ):
        cost -= _DIRECT  # "obtained half of the shells used there": the figure is what was obtained
    if frame.frame == "contain" and _has_holder(sentence, mark):
        cost += _FRAME_COST["hold"] + 1  # a state holds in stock, a ship holds as a vessel
    return cost


def _caps(sentence: Sentence, mark: Mark, place: int) -> bool:
    """A permission caps what it governs: "lets the North import 500,000", not "shells allowed Russia to"."""
    if mark.kind == "nominal":
        between = sentence.norms[place + 1 : mark.i]
        if mark.j <= place:
            return not any(
                mark.j <= m.i < place and cast(Action, m.entry).frame.action == "transfer" for m in sentence.of("verb")
            )
        return len(between) <= 3 and not set(between) & (PREPOSITIONS | {",", "and", "or", "."})
    if sentence.norms[mark.i - 1] in BE:
        return True
    if mark.j > place:
        return False
    moves = any(mark.j <= m.i < place for m in sentence.of("verb"))
    return place - mark.j <= 3 or (moves and any(mark.j <= m.i < place for m in sentence.of("actor")))


def _agentless_list(sentence: Sentence, mark: Mark, place: int) -> bool:
    return any(norm in {"by", ":"} for norm in sentence.norms[mark.j : place])


def _is_object(sentence: Sentence, mark: Mark, place: int) -> bool:
    """Whether the figure stands right behind a verb as its object."""
    between = sentence.norms[mark.j : place]
    return mark.kind == "verb" and mark.j <= place and all(norm in DETERMINERS for norm in between)


def _crossing(sentence: Sentence, mark: Mark, place: int) -> int:
    """What it costs to act across the border of a clause: "Kyiv, which got 40, ..."."""
    read = clauses_of(sentence)
    if not read.owner or place >= len(read.owner):
        return 0
    there, here = read.of(mark.i), read.of(place)
    if there.number == here.number or (there.kind == "relative" and there.start > place):
        return 0  # "the batteries that Tehran promised"
    return _ACROSS if here.kind != "shared" or here.parent != there.number else 0


def _is_where_from(sentence: Sentence, mark: Mark) -> bool:
    """ "from stocks of the army": where the figure comes from, not where it is."""
    before = sentence.norms[max(0, mark.i - 3) : mark.i]
    return "from" in before or before[-2:] == ["out", "of"]


def _has_holder(sentence: Sentence, mark: Mark) -> bool:
    """Whether a party is the subject of a verb: a state holds in stock, a ship holds as a vessel."""
    words = subject_words(sentence, mark.i).words
    return any(p.mark.i in words and p.preposition == "" and p.kind == "party" for p in phrases_of(sentence))
