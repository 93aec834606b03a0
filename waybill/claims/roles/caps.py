"""Legal caps: a figure that a permission, a ceiling or a quota sets on goods, and the resolution that sets it."""

from __future__ import annotations

import re
from functools import cache
from typing import cast

from schemas.vocabulary import vocabulary
from waybill.claims.roles.parties import Acting
from waybill.claims.words.lexicon import Action, frames
from waybill.claims.words.marks import QUANTITY, Mark, Sentence
from waybill.claims.words.wordlists import ADVERBS, BE, CLAUSE_BREAKS, RELATIVES

_REACH = 16  # words between the word that caps and its figure
_WORDED = re.compile(r"^(?:capped|limited|restricted|a ceiling)\b", re.IGNORECASE)  # the quantity reader keeps the verb
_NAMED = 4  # words from a figure to the cap that it names
_MODAL = 8  # words from "may" to the figure
_LAW = frozenset(
    [
        "un",
        "u.n.",
        "council",
        "resolution",
        "rules",
        "sanctions",
        "law",
        "nations",
        "allows",
        "permits",
        "allowed",
        "may",
    ]
)
_RESOLUTION = re.compile(
    r"(?:(?:U\.?N\.?|United Nations)\s)?(?:Security Council\s)?\bresolution\s\d{3,4}\b(?!\s?\()", re.IGNORECASE
)
_BOUNDING = frozenset({"limit", "cap", "restrict"})
_SETTING = frozenset({"set", "fixed", "imposed", "stands", "stood", "placed", "agreed", "laid"})
_NO_CAP = frozenset({"by", "above", "over", "beyond", "exceeded", "exceeding", "exceeds", "than", "times", ",", "and"})
_BORDERS = CLAUSE_BREAKS | RELATIVES | {QUANTITY, ";", ".", "”", "“", '"', "—", "–", "but"}


def find_cap(sentence: Sentence, place: int, item_id: str) -> Acting | None:
    """The word that makes the figure at tokens[place] a legal upper bound on goods, read as an action; None if none.

    A cap governs one figure only: nothing but the name of the goods and infinitives stands between the two.
    """
    if not item_id.startswith("commodity"):
        return None
    token = sentence.tokens[place]
    if _WORDED.match(sentence.text[token.start : token.end]):
        return _acting(Mark("nominal", place, place + 1, None), "cap")
    for mark in sentence.of("verb"):
        action = cast(Action, mark.entry)
        if action.frame.frame == "allow" and _verb_caps(sentence, mark, action, place):
            return Acting(mark, action, False, 0)
    for mark in sentence.of("nominal"):
        action = cast(Action, mark.entry)
        if action.frame.frame == "allow" and (_noun_caps(sentence, mark, place) or _noun_names(sentence, mark, place)):
            return Acting(mark, action, False, 0)
    return _acting(Mark("nominal", place, place + 1, None), "cap") if _is_known_cap(sentence, place) else None


def _noun_names(sentence: Sentence, mark: Mark, place: int) -> bool:
    """ "the 500,000-barrel ceiling", "Legal ceiling: 500,000 barrels"."""
    if mark.i > place:
        return mark.i - place <= _NAMED and not set(sentence.norms[place + 1 : mark.i]) & (_BORDERS | _NO_CAP | {"of"})
    return sentence.norms[mark.j : place] == [":"]


@cache
def _known_caps() -> frozenset[tuple[float, str]]:
    return frozenset((float(row["value"]), row["unit"]) for row in vocabulary("benchmarks") if row["value"])


def _is_known_cap(sentence: Sentence, place: int) -> bool:
    """Whether the figure of a known cap is told as one: "it can have only 500,000", "the 500,000 barrels allowed"."""
    quantity = next((q for q, p in zip(sentence.quantities, sentence.places, strict=True) if p == place), None)
    if quantity is None or not any(quantity.value_best == value for value, _ in _known_caps()):
        return False
    before, norms = sentence.norms[max(0, place - _MODAL) : place], set(sentence.norms)
    if QUANTITY in before:
        before = before[len(before) - before[::-1].index(QUANTITY) :]
    permitted = bool({"may", "can"} & set(before))
    lawful = bool(norms & _LAW)
    return permitted or (lawful and sentence.norms[place - 1 : place] in (["the"], ["namely"]))


def _acting(mark: Mark, word: str) -> Acting:
    return Acting(mark, Action(word, "noun", frames()["allow"], (), ""), False, 0)


def _verb_caps(sentence: Sentence, mark: Mark, action: Action, place: int) -> bool:
    """ "is permitted to import 500,000", "limited the North's imports to 500,000", "500,000 barrels allowed"."""
    between = sentence.norms[mark.j : place]
    if mark.j > place:
        after = sentence.norms[place + 1 : mark.i]
        if action.form in {"base", "third"} and {"that", "which"} & set(after) and action.word not in _BOUNDING:
            return len(after) <= _REACH and not set(after) & ((_BORDERS - RELATIVES) | {","})
        return action.form in {"ed", "participle"} and len(after) <= 4 and not set(after) & (_BORDERS | {","})
    if len(between) > _REACH or set(between) & _BORDERS:
        return False
    if action.word in _BOUNDING:
        return between[-1:] in (["to"], ["at"])
    named = any(mark.j <= m.i < place for m in sentence.of("actor"))
    takes = any(mark.j <= m.i < place and cast(Action, m.entry).frame.frame == "receive" for m in sentence.of("verb"))
    if action.form not in {"ed", "participle"} and named and takes:
        return True  # "allows Pyongyang to import 500,000"
    k = mark.i - 1
    while k >= 0 and sentence.norms[k] in ADVERBS:
        k -= 1
    return action.form in {"ed", "participle"} and k >= 0 and sentence.norms[k] in BE


def _noun_caps(sentence: Sentence, mark: Mark, place: int) -> bool:
    """ "the ceiling on exports was 60,000", "the limit set by the council is 4 million"."""
    between = sentence.norms[mark.j : place]
    if mark.j > place or len(between) > _REACH or set(between[-1:] + between[:1]) & _NO_CAP:
        return False
    if set(between) & (_BORDERS | {",", "and"}):
        return False
    verbs = [m for m in sentence.of("verb") if mark.j <= m.i < place and sentence.norms[m.i] not in BE | _SETTING]
    verbs = [m for m in verbs if cast(Action, m.entry).form in {"past", "ed"} and sentence.norms[m.i - 1] not in BE]
    links = {"of", "at", "to"} | BE | _SETTING
    return not verbs and bool(set(between) & links) and between[-1] in links | ADVERBS | {"a", "just", "only", "the"}


def resolution_of(sentence: Sentence) -> str | None:
    """The resolution that a sentence names, as it is written there: "Security Council resolution 2397"."""
    found = _RESOLUTION.search(sentence.text, sentence.start, sentence.end)
    return found.group().strip() if found else None
