"""The counted thing: the noun phrase after a number, its head noun, and what follows with "of".

There is no part-of-speech tagger here. A plural noun ends the phrase, function words and common verbs cut it,
and the exceptions ("troops", "aircraft", "arms plants") are vocabulary.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from schemas.vocabulary import vocabulary
from waybill.quantities.cues import cues
from waybill.quantities.numerals import WORD_VALUE

MAX_MODIFIERS = 7  # "50 armored long-range mine-protected ambulance vehicles": the longest runs seen in news
_LOOK_AHEAD = 3

PLURAL, SINGLE, EITHER = "plural", "single", "either"


@dataclass(slots=True)
class NounPhrase:
    """A noun phrase at [start, end) and its head noun in the singular."""

    start: int
    end: int
    head: str
    head_end: int


_FORMS = vocabulary("en/noun_forms")


def _forms(kind: str) -> frozenset[str]:
    return frozenset(row["form"] for row in _FORMS if row["class"] == kind)


_SINGULAR_OF = {row["form"]: row["singular"] for row in _FORMS if row["class"] in {"irregular", "invariant", "mass"}}
_STATES = _forms("person_state")
_MASS = _forms("mass")
_MODIFIERS = _forms("plural_modifier") | _MASS
_SINGULAR_S = _forms("singular_s")
_ABSTRACT = _forms("abstract")
PERSONS = _forms("person")
_STOP_CLASS = {row["word"]: row["class"] for row in vocabulary("en/noun_stops")}
_CALENDAR = frozenset(
    row["name"].lower() for table in ("en/months", "en/weekdays") for row in vocabulary(table) if row["name"] != "May"
)
# Words are bounded: a text of one hyphened word is not read through at every number in it.
_WORD = re.compile(r" ?\"?([^\W_¹²³⁰⁴-⁹]{1,60}+(?:(?:['-]|\.(?!\d)|(?<=\d)\.)[^\W_¹²³⁰⁴-⁹]{1,60}+){0,7}+)('(?![a-z]))?")
_DETERMINER = re.compile(r" (?:the|a|an|his|her|its|their|our|my|your|these|those|all)(?= )")
_CALIBRE_TAIL = re.compile(r" ?-?(?:mm|㎜|millimet(?:er|re)s?|cal)(?![a-z])")
_OTHER = re.compile(r" (?:and|or) other [a-z-]+s(?![a-z'])")
_FIGURE = re.compile(r"\d[\d.,]*$")
_VERB_ENDING = ("ed", "ing")
_VERBS = frozenset({"verb", "homograph"})
_JOINTS = frozenset({"and", "or"})
_WALKED = frozenset({None, "calibre"})  # what a walk runs over without asking
_PARTITIVE_PRONOUNS = cues("partitive_pronoun")
_SKIPPED_COMPOUND = cues("skipped_compound")
_STATE_PAIR = re.compile(r" (?:and|or) (?:killed|wounded|injured|hurt|dead|missing|captured)(?![a-z])")
_LABEL_BEFORE = re.compile(r"(?:^|[\n;|.•*]|[\t-] ) ?([a-z][a-z' -]{2,40}): ?$")


def is_stop(word: str) -> bool:
    """Whether `word` cannot stand inside a counted noun phrase.

    >>> is_stop("were"), is_stop("artillery")
    (True, False)
    """
    return word in _STOP_CLASS or word in _CALENDAR


def stop_class(word: str) -> str | None:
    """What kind of function word `word` is, None if it is none.

    >>> stop_class("were"), stop_class("crates")
    ('auxiliary', None)
    """
    return _STOP_CLASS.get(word)


def is_plural(word: str) -> bool:
    """Whether `word` looks like a plural noun.

    >>> is_plural("containers"), is_plural("troops"), is_plural("virus")
    (True, True, False)
    """
    if word in _SINGULAR_OF:
        return True
    if len(word) < 3 or word[-1] != "s":
        return False
    return word[-2] not in "su'" and word not in _SINGULAR_S and not word.endswith(_SINGULAR_IS)


def is_abstract(word: str) -> bool:
    """Whether a plural names nothing that is counted in news: "no doubts", "no plans".

    >>> is_abstract("doubts"), is_abstract("buses")
    (True, False)
    """
    return word in _ABSTRACT


_SINGULAR_IS = ("sis", "itis", "xis")  # crisis, hepatitis, axis; but Israelis, taxis, RBIs
_ES_STEMS = ("ches", "shes", "sses", "xes", "zzes", "viruses", "buses", "gases", "bonuses", "heroes", "atoes")
_IE_WORDS = ("movies", "calories", "cookies", "zombies", "rookies", "selfies", "lies", "ties", "pies")


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
    if word.endswith("ies") and len(word) > 4 and not word.endswith(_IE_WORDS):
        return word[:-3] + "y"
    return word[:-2] if word.endswith(_ES_STEMS) else word[:-1]


def noun_phrase(folded: str, end: int, mode: str = PLURAL) -> NounPhrase | None:
    """The noun phrase counted by a number that ends at `end`; None where no noun can be told.

    `mode` says which number the noun stands in: PLURAL, SINGLE ("one tank") or EITHER ("no tank", "no tanks").

    >>> noun_phrase("40 armoured vehicles were seen", 2)
    NounPhrase(start=3, end=20, head='vehicle', head_end=20)
    """
    if folded[end : end + 1] == "-":
        phrase = _compound(folded, end + 1)
    elif mode == SINGLE:
        phrase = _single_head(folded, end)
    else:
        phrase = _plural_head(folded, end)
        if phrase is None and mode == EITHER:
            phrase = _single_head(folded, end)
    return _with_complement(folded, phrase) if phrase else None


def _compound(folded: str, position: int) -> NounPhrase | None:
    """The noun of "11-country group" (country) and of "300,000-strong army" (army)."""
    match = _WORD.match(folded, position)
    if match is None or match[1].isdecimal():
        return None
    word = match[1]
    if _STOP_CLASS.get(word, "verb") not in {"verb", "homograph"}:
        return None
    if word.partition("-")[0] in _SKIPPED_COMPOUND:
        return _plural_head(folded, match.end()) or _single_head(folded, match.end())
    return NounPhrase(match.start(1), match.end(1), singular(word.rpartition("-")[2]), match.end(1))


class _Step(NamedTuple):
    """One word of a noun phrase on the walk: where it stands, where the walk goes on, and what may end it there."""

    word: str
    start: int
    end: int
    after: int
    stop: str | None  # class of a function word or verb; "calendar", "figure"; "calibre" with its millimetres
    owns: bool  # an apostrophe ends it: "soldiers'"


def _step(folded: str, position: int) -> _Step | None:
    """The next word of a phrase; None at its end. Every walk over the words of a phrase takes these steps."""
    match = _WORD.match(folded, position)
    if match is None:
        return None
    word, after = match[1], match.end()
    stop = _STOP_CLASS.get(word)
    if stop is None:
        if word in _CALENDAR:
            stop = "calendar"
        elif word in WORD_VALUE or _FIGURE.match(word):
            tail = _CALIBRE_TAIL.match(folded, after) if word.isdecimal() else None
            if tail is not None:
                return _Step(word, match.start(1), tail.end(), tail.end(), "calibre", False)
            stop = "figure"
    return _Step(word, match.start(1), match.end(1), after, stop, match[2] is not None)


def _plural_head(folded: str, position: int) -> NounPhrase | None:
    """The phrase up to its first plural noun that modifies no other: "152 mm artillery shells"."""
    start = -1
    last_is_word = False
    fallback: tuple[str, int] | None = None
    for index in range(MAX_MODIFIERS + 1):
        step = _step(folded, position)
        if step is None:
            break
        word, stop = step.word, step.stop
        if stop == "calibre":
            start = step.start if start < 0 else start
            position = step.after
            continue
        if stop is not None:
            if stop in _VERBS and _stands_as_noun(folded, step, index):
                if is_plural(word) and not (word in _MODIFIERS and plural_ahead(folded, step.after)):
                    return NounPhrase(step.start if start < 0 else start, step.end, singular(word), step.end)
            elif word in _JOINTS and last_is_word and fallback is None and plural_ahead(folded, step.after):
                position = step.after
                continue
            elif word == "of" and start < 0:
                position = _after_partitive(folded, step.after)
                if position < 0:
                    return None
                continue
            else:
                break
        start = step.start if start < 0 else start
        last_is_word = True
        position = step.after
        if step.owns or word.endswith("'s"):
            continue
        if is_plural(word):
            reach = _LOOK_AHEAD if word in _MODIFIERS else 1  # "HIMARS launchers": a plural before a plural modifies it
            if not plural_ahead(folded, step.after, reach, nouns_only=True):
                return NounPhrase(start, step.end, singular(word), step.end)
        elif index == 0 and word in _STATES:
            fallback = (word, step.end)
    if fallback is None:
        return None
    pair = _STATE_PAIR.match(folded, fallback[1])
    return NounPhrase(start, pair.end() if pair else fallback[1], fallback[0], fallback[1])


def _stands_as_noun(folded: str, step: _Step, index: int) -> bool:
    """Whether a verb form is a noun or adjective here: "three wins", "86 close passes"."""
    if step.word[-1] == "s" and is_plural(step.word):
        return True
    return step.stop == "homograph" and plural_ahead(folded, step.after, 2) and index <= 1


def _single_head(folded: str, position: int) -> NounPhrase | None:
    """The noun of "one Pantsir air-defence vehicle": the last word before a function word, a verb or a mark."""
    start = -1
    last: tuple[str, int] | None = None
    for _ in range(MAX_MODIFIERS):
        step = _step(folded, position)
        if step is None or (step.stop not in _WALKED and not (step.stop == "homograph" and last is None)):
            break
        word = step.word
        start = step.start if start < 0 else start
        position = step.after
        if step.stop == "calibre":
            continue
        possessive = step.owns or word.endswith("'s")
        names_several = is_plural(word) and word not in _SINGULAR_OF and word not in _MODIFIERS
        if last is None and names_several:
            return None
        if last is not None and not possessive and (names_several or word.endswith(_VERB_ENDING)):
            break
        if not possessive:
            last = (word, step.end)
    if last is None:
        return None
    return NounPhrase(start, last[1], singular(last[0]), last[1])


def plural_ahead(folded: str, position: int, limit: int = _LOOK_AHEAD, nouns_only: bool = False) -> bool:
    """Whether a plural noun comes within `limit` words and before any function word.

    `nouns_only`: forms that are verbs as well ("runs", "returns") do not count.

    >>> plural_ahead("artillery and mortar shells", 13)
    True
    """
    for _ in range(limit):
        match = _WORD.match(folded, position)
        if match is None or _FIGURE.match(match[1]) or match[1] in WORD_VALUE:
            return False
        stop = _STOP_CLASS.get(match[1])
        if stop is not None and (nouns_only or (stop != "verb" and stop != "homograph")):
            return False
        if is_plural(match[1]):
            return True
        if stop is not None:
            return False
        position = match.end()
    return False


def _after_partitive(folded: str, end: int) -> int:
    """Where the noun of "of the soldiers" begins; -1 for "of them"."""
    match = _WORD.match(folded, end)
    if match is None or match[1] in _PARTITIVE_PRONOUNS:
        return -1
    determiner = _DETERMINER.match(folded, end)
    return determiner.end() if determiner else end


def _with_complement(folded: str, phrase: NounPhrase) -> NounPhrase:
    """Adds "of 152 mm artillery shells" to "rounds", "and other munitions" to "shells"."""
    if folded.startswith(" of ", phrase.end):
        inner = of_phrase(folded, phrase.end + 3)
        if inner is not None:
            phrase.end = inner.end
    elif folded.startswith((" and other ", " or other "), phrase.end):
        other = _OTHER.match(folded, phrase.end)
        if other:
            phrase.end = other.end()
    return phrase


def of_phrase(folded: str, end: int, past_numbers: bool = False) -> NounPhrase | None:
    """The noun phrase after "of", a determiner left out: mass nouns ("oil") as well as plurals.

    `past_numbers`: a number may stand before the noun, "half of the 600 respondents".

    >>> of_phrase("60% of the artillery and mortar shells fired", 6).head
    'shell'
    """
    determiner = _DETERMINER.match(folded, end)
    position = determiner.end() if determiner else end
    start = -1
    last: tuple[str, int] | None = None
    for _ in range(MAX_MODIFIERS + 1):
        step = _step(folded, position)
        if step is None:
            break
        word, stop = step.word, step.stop
        if stop == "figure" and past_numbers:
            start, last, position = -1, None, step.after
            continue
        if word in _JOINTS and last is not None and plural_ahead(folded, step.after):
            position = step.after
            continue
        if stop not in _WALKED and (stop != "homograph" or not plural_ahead(folded, step.after, 2)):
            break
        if stop != "calibre" and last is not None and _is_participle(step, last[0]):
            break
        start = step.start if start < 0 else start
        last, position = (word, step.end), step.after
        if stop != "calibre" and is_plural(word) and not step.owns:
            goes_on = plural_ahead(folded, position) or _joined_mass(folded, position)
            if word not in _MODIFIERS or not goes_on:
                break
    if start < 0 or last is None:
        return None
    return NounPhrase(start, last[1], singular(last[0]), last[1])


def _is_participle(step: _Step, before: str) -> bool:
    """ "shells fired": a verb form that ends a phrase; not so behind a possessive, "the army's training"."""
    return step.word.endswith(_VERB_ENDING) and not step.owns and not before.endswith("'s")


def _joined_mass(folded: str, position: int) -> bool:
    """Whether a mass noun is only the first of two modifiers: "artillery and mortar shells"."""
    match = _WORD.match(folded, position)
    return match is not None and match[1] in {"and", "or"} and plural_ahead(folded, match.end())


def label_noun(folded: str, start: int) -> NounPhrase | None:
    """The noun of a label before the number: "Containers: 6,700".

    >>> label_noun("containers: 6,700", 12).head
    'container'
    """
    offset = max(0, start - 48)
    match = _LABEL_BEFORE.search(folded[offset:start])
    if match is None:
        return None
    position = offset + match.start(1)
    phrase = _plural_head(folded, position)
    if phrase is None or phrase.end > start:
        return None
    return phrase
