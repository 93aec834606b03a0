"""The counted thing: the noun phrase after a number, its head noun, and what follows with "of".

There is no part-of-speech tagger here. A plural noun ends the phrase, function words and common verbs cut it,
and the exceptions ("troops", "aircraft", "arms plants") are vocabulary.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from schemas.vocabulary import vocabulary
from waybill.quantities.numerals import WORD_VALUE

MAX_MODIFIERS = 7  # "50 armored long-range mine-protected ambulance vehicles": the longest runs seen in news


@dataclass(slots=True)
class NounPhrase:
    """A noun phrase at [start, end) and its head noun in the singular."""

    start: int
    end: int
    head: str
    head_end: int


_FORMS = vocabulary("en/noun_forms")
_SINGULAR_OF = {row["form"]: row["singular"] for row in _FORMS if row["class"] in {"irregular", "invariant"}}
_STATES = frozenset(row["form"] for row in _FORMS if row["class"] == "person_state")
_MODIFIERS = frozenset(row["form"] for row in _FORMS if row["class"] == "plural_modifier")
_SINGULAR_S = frozenset(row["form"] for row in _FORMS if row["class"] == "singular_s")
_STOP_CLASS = {row["word"]: row["class"] for row in vocabulary("en/noun_stops")}
_CALENDAR = frozenset(
    [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "january",
        "february",
        "march",
        "april",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ]
)
_WORD = re.compile(r" ?\"?([^\W_]+(?:['./-][^\W_]+)*+)('(?![a-z]))?")
_DETERMINER = re.compile(r" (?:the|a|an|his|her|its|their|our|my|your|these|those|all)(?= )")
_CALIBRE_TAIL = re.compile(r" ?-?(?:mm|㎜|millimet(?:er|re)s?|cal)(?![a-z])")
_OF = re.compile(r" of(?= )")
_OTHER = re.compile(r" (?:and|or) other [a-z-]+s(?![a-z'])")
_VERB_ENDING = ("ed", "ing")
_PARTITIVE_PRONOUNS = frozenset(["them", "us", "you", "whom", "which", "it", "those", "these"])


def is_stop(word: str) -> bool:
    """Whether `word` cannot stand inside a counted noun phrase.

    >>> is_stop("were"), is_stop("artillery")
    (True, False)
    """
    return word in _STOP_CLASS or word in _CALENDAR


def is_plural(word: str) -> bool:
    """Whether `word` looks like a plural noun.

    >>> is_plural("containers"), is_plural("troops"), is_plural("virus")
    (True, True, False)
    """
    if word in _SINGULAR_OF:
        return True
    if len(word) < 3 or word[-1] != "s":
        return False
    return word[-2] not in "sui'" and word not in _SINGULAR_S


def singular(word: str) -> str:
    """The singular of a noun, by list and by rule.

    >>> singular("factories"), singular("men"), singular("rocket-launchers")
    ('factory', 'man', 'rocket-launcher')
    """
    known = _SINGULAR_OF.get(word)
    if known:
        return known
    tail = word.rpartition("-")[2]
    if tail != word and tail in _SINGULAR_OF:
        return word[: -len(tail)] + _SINGULAR_OF[tail]
    if not is_plural(word):
        return word
    if word.endswith("ies") and len(word) > 4 and not word.endswith(("movies", "calories", "cookies", "zombies")):
        return word[:-3] + "y"
    if word.endswith(
        ("ches", "shes", "sses", "xes", "zzes", "viruses", "buses", "gases", "bonuses", "heroes", "tatoes")
    ):
        return word[:-2]
    return word[:-1]


def noun_phrase(folded: str, end: int, is_single: bool = False) -> NounPhrase | None:
    """The noun phrase counted by a number that ends at `end`; None where no noun can be told.

    >>> noun_phrase("40 armoured vehicles were seen", 2)
    NounPhrase(start=3, end=20, head='vehicle', head_end=20)
    """
    position = end
    is_compound = folded[end : end + 1] == "-"
    if is_compound:
        position += 1
    phrase = _head(folded, position, is_single or is_compound, is_compound)
    if phrase is None:
        return None
    return _with_complement(folded, phrase)


def _head(folded: str, position: int, is_single: bool, is_compound: bool) -> NounPhrase | None:
    start = -1
    words: list[tuple[str, int]] = []
    fallback: tuple[str, int] | None = None
    for _ in range(MAX_MODIFIERS + 1):
        match = _WORD.match(folded, position)
        if match is None:
            break
        word = match[1]
        if word in _STOP_CLASS or word in _CALENDAR:
            if word in {"and", "or"} and words and fallback is None and _joins_modifiers(folded, match.end(), words):
                position = match.end()
                continue
            if word == "of" and not words:
                after = _after_partitive(folded, match.end())
                if after < 0:
                    return None
                position = after
                continue
            break
        if word.isdigit() or word in WORD_VALUE:
            calibre = _CALIBRE_TAIL.match(folded, match.end()) if word.isdigit() else None
            if calibre is None:
                break
            start = match.start(1) if start < 0 else start
            words.append((word, calibre.end()))
            position = calibre.end()
            continue
        if start < 0:
            start = match.start(1)
        if match[2] or word.endswith("'s"):
            words.append((word, match.end()))
            position = match.end()
            continue
        if is_plural(word) and not (is_single and not words):
            if is_single and fallback is None and word not in _SINGULAR_OF:
                break
            if word not in _MODIFIERS or is_single:
                return NounPhrase(start, match.end(1), singular(word), match.end(1))
            fallback = (word, match.end(1))
        elif is_single and words and word.endswith(_VERB_ENDING):
            break
        elif word in _STATES and not words:
            fallback = (word, match.end(1))
        words.append((word, match.end(1)))
        position = match.end(1)
        if is_compound:
            break
    if fallback is not None:
        return NounPhrase(start, _state_pair(folded, fallback[1]), singular(fallback[0]), fallback[1])
    if is_single and words:
        word, stop = words[-1]
        return NounPhrase(start, stop, singular(word), stop)
    return None


_STATE_PAIR = re.compile(r" (?:and|or) (?:killed|wounded|injured|hurt|dead|missing|captured)(?![a-z])")


def _state_pair(folded: str, end: int) -> int:
    pair = _STATE_PAIR.match(folded, end)
    return pair.end() if pair else end


def _joins_modifiers(folded: str, end: int, words: list[tuple[str, int]]) -> bool:
    """Whether "and" joins two modifiers ("artillery and mortar shells"): a plural follows within three words."""
    position = end
    for _ in range(3):
        match = _WORD.match(folded, position)
        if match is None or match[1] in _STOP_CLASS or match[1].isdigit() or match[1] in WORD_VALUE:
            return False
        if is_plural(match[1]):
            return True
        position = match.end()
    return False


def _joins(folded: str, match: re.Match[str]) -> bool:
    """Whether a mass noun is only the first of two modifiers: "artillery and mortar shells"."""
    return match[1] in {"and", "or"} and _joins_modifiers(folded, match.end(), [])


def _after_partitive(folded: str, end: int) -> int:
    """Where the noun of "of the soldiers" begins; -1 for "of them"."""
    match = _WORD.match(folded, end)
    if match is None or match[1] in _PARTITIVE_PRONOUNS:
        return -1
    determiner = _DETERMINER.match(folded, end)
    return determiner.end() if determiner else end


def _with_complement(folded: str, phrase: NounPhrase) -> NounPhrase:
    """Adds "of 152 mm artillery shells" to "rounds", "and other munitions" to "shells"."""
    match = _OF.match(folded, phrase.end)
    if match is None:
        other = _OTHER.match(folded, phrase.end)
        if other:
            phrase.end = other.end()
        return phrase
    inner = of_phrase(folded, match.end())
    if inner is not None:
        phrase.end = inner.end
    return phrase


def of_phrase(folded: str, end: int) -> NounPhrase | None:
    """The noun phrase after "of", a determiner left out: mass nouns ("oil") as well as plurals.

    >>> of_phrase("60% of the artillery and mortar shells fired", 6).head
    'shell'
    """
    determiner = _DETERMINER.match(folded, end)
    position = determiner.end() if determiner else end
    start = -1
    last = ("", position)
    count = 0
    for _ in range(MAX_MODIFIERS + 1):
        match = _WORD.match(folded, position)
        if match is None:
            break
        word = match[1]
        if word in _STOP_CLASS or word in _CALENDAR:
            if word in {"and", "or"} and count and _joins_modifiers(folded, match.end(), []):
                position = match.end()
                continue
            break
        if word.isdigit() or word in WORD_VALUE:
            calibre = _CALIBRE_TAIL.match(folded, match.end()) if word.isdigit() else None
            if calibre is None:
                break
            start = match.start(1) if start < 0 else start
            last, position = (word, calibre.end()), calibre.end()
            continue
        if count and word.endswith(_VERB_ENDING) and not match[2]:
            break
        start = match.start(1) if start < 0 else start
        count += 1
        last, position = (word, match.end(1)), match.end()
        if is_plural(word) and word not in _MODIFIERS and not match[2]:
            following = _WORD.match(folded, position)
            if following is None or (not is_plural(following[1]) and not _joins(folded, following)):
                break
    if start < 0:
        return None
    return NounPhrase(start, last[1], singular(last[0]), last[1])
