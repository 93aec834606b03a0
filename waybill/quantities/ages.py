"""Ages of persons: "aged 42", "58-year-old", "Mr Ito, 58,", "pensioners over 65", "under-16s"."""

from __future__ import annotations

import re

from waybill.quantities.cues import cue_pattern
from waybill.quantities.nouns import PERSONS, noun_phrase
from waybill.quantities.numerals import WORD_VALUE
from waybill.quantities.rejects import Reason
from waybill.quantities.trie import trie_pattern
from waybill.quantities.units import find_unit

OLDEST = 120
_NUMBER = rf"(?:\d{{1,3}}|{trie_pattern(WORD_VALUE)})"
_AFTER = re.compile(
    r"-(?:year|month|week|day)s?-olds?(?![a-z])| years?-olds?(?![a-z])|-years? olds?(?![a-z])| years? of age"
    r"|[ -]yr[ -]olds?(?![a-z])|[ -]?y/?o(?![a-z])"
)
_YEARS_OLD = re.compile(r" (?:year|month|week)s? old(?![a-z])")
_PERSON_BEFORE = re.compile(rf"\b(?:{cue_pattern('person_subject')})\b")
_AGED = re.compile(
    rf"(?:^|[^a-z])(?:aged?|ages)(?: of)?(?: (?:between|from|about|around|over|under|up to|at least|just|only))? "
    rf"(?:{_NUMBER}(?:,| and| or| to|-) ?(?:and )?){{0,5}}$"
)
_TURNING = re.compile(
    r"(?:^|[^a-z])(?:(?:he|she|who|i|they) (?:was|is|were|are|turned|turns)|turned|turning) (?:only |just )?$"
)
_AT = re.compile(rf"(?:^|[^a-z])(?:{cue_pattern('age_at')}) at $")
_OF_PERSON = re.compile(
    rf"([a-z]+),? (?:aged )?(?:(?:over|under) {_NUMBER} (?:or|and) )?(?:of|over|under|above|below|up to) $"
)
_PERSON_IS = re.compile(rf"([a-z]+) (?:is|are|was|were) (?:(?:over|under|aged) )?(?:{_NUMBER} and )?$")
_AS_YOUNG_AS = re.compile(r"as (?:young|old) as $")
_AT_START = re.compile(r"(?:^|[.\n\"] ?)at $")
_AT_GOES_ON = re.compile(r", (?:the |he |she |his |her |[A-Z])")
_PERSON_COMMA = re.compile(rf"([a-z]+), (?:{_NUMBER},? and )?$")
_NAME_COMMA = re.compile(r"[A-Z][\w'’-]+, $")
_RANGE_OR_MORE = re.compile(
    rf"(?: to |-| and )(?:{_NUMBER})(?![\w%])(?! [a-z]+s(?![a-z]))"
    r"| (?:and|or) (?:over|under|older|younger|above|up)(?![a-z])"
)
_OLDER = re.compile(r" (?:and|or) (?:older|younger)(?![a-z])")
_CLOSES = frozenset(",.;)\n:")
_PAIR_CLOSES = re.compile(rf" and {_NUMBER}[,.;]")
_LAST_WORDS = frozenset(
    {"aged", "age", "ages", "of", "between", "from", "about", "around", "over", "under", "to", "at", "least", "just"}
    | {"only", "and", "as", "or", "was", "is", "were", "are", "turned", "turning", "turns", "above", "below"}
)


def age(folded: str, text: str, start: int, end: int, value: object) -> Reason | None:
    """Rejects the age of a person.

    >>> age("aged 42 and", "aged 42 and", 5, 7, 42)
    ('age', 5, 7, 'age-before')
    >>> age("pensioners over 65 travel", "", 16, 18, 65)
    ('age', 16, 18, 'age-bound')
    """
    if not isinstance(value, int) or value > OLDEST:
        return None
    next_sign = folded[end : end + 1]
    if next_sign in "- y":
        after = _AFTER.match(folded, end)
        if after:
            return "age", start, after.end(), "age-after"
        old = _YEARS_OLD.match(folded, end)
        if old and _PERSON_BEFORE.search(folded[max(0, start - 40) : start]):
            return "age", start, old.end(), "age-years-old"
        if next_sign == " " and _OLDER.match(folded, end):
            return "age", start, end, "age-or-older"
    if not start or folded[start - 1] != " ":
        return None
    before = folded[max(0, start - 60) : start]
    word = before[before.rfind(" ", 0, len(before) - 1) + 1 : -1]
    if word in _LAST_WORDS or word[-1:] == ",":
        return _from_before(folded, text, start, end, before, value)
    span = _RANGE_OR_MORE.match(folded, end) if word in PERSONS else None
    return ("age", start, span.end(), "age-range") if span else None


def _from_before(folded: str, text: str, start: int, end: int, before: str, value: int) -> Reason | None:
    if _AGED.search(before):
        return "age", start, end, "age-before"
    if _AS_YOUNG_AS.search(before):
        return "age", start, end, "age-as-young-as"
    if before.endswith(", "):
        closes = folded[end : end + 1] in _CLOSES and not folded[end + 1 : end + 2].isdecimal()
        if closes and value >= 5 and _NAME_COMMA.search(text[max(0, start - 30) : start]):
            return "age", start, end, "age-apposition"
        person = _PERSON_COMMA.search(before)
        follows = closes or _PAIR_CLOSES.match(folded, end)
        if person and person[1] in PERSONS and follows:
            return "age", start, end, "age-apposition"
        return None
    if before.endswith(" and ") and folded[end : end + 1] == ",":
        person = _PERSON_COMMA.search(before) or _PERSON_IS.search(before)
        if person and person[1] in PERSONS:
            return "age", start, end, "age-apposition"
    if _counts_something(folded, text, end):
        return None
    of_person = _OF_PERSON.search(before)
    if of_person and of_person[1] in PERSONS:
        return "age", start, end, "age-bound"
    if _TURNING.search(before) and value >= 10 and folded[end : end + 1] in ",.;) \n":
        return "age", start, end, "age-turning"
    person_is = _PERSON_IS.search(before)
    if person_is and person_is[1] in PERSONS and folded[end : end + 1] in _CLOSES:
        return "age", start, end, "age-predicate"
    if person_is and person_is[1] in PERSONS and _PAIR_CLOSES.match(folded, end):
        return "age", start, end, "age-predicate"
    if value >= 5 and _AT_START.search(before) and _AT_GOES_ON.match(text, end):
        return "age", start, end, "age-at"
    if _AT.search(before) and value >= 5:
        return "age", start, end, "age-at"
    return None


def _counts_something(folded: str, text: str, end: int) -> bool:
    return find_unit(folded, text, end) is not None or noun_phrase(folded, end) is not None
