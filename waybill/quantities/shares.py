"""Shares: "a third of", "two-thirds", "one in three", "six out of ten", and the whole they are taken from."""

from __future__ import annotations

import re
from fractions import Fraction

from schemas.vocabulary import vocabulary
from waybill.quantities.cues import cue_pattern, cues
from waybill.quantities.draft import Draft, percent_of, set_value
from waybill.quantities.multiples import COMPARATIVES
from waybill.quantities.nouns import is_stop, of_phrase
from waybill.quantities.number_words import read_words
from waybill.quantities.numerals import SCALE_VALUE, Numeral, plain, read_digits
from waybill.quantities.trie import trie_pattern

DENOMINATOR = {row["fraction_of"]: int(row["rank"]) for row in vocabulary("en/ordinals") if row["fraction_of"]} | {
    "half": 2,
    "quarter": 4,
}
PART_WORDS = {form: n for word, n in DENOMINATOR.items() for form in (word, word + "s")} | {"halves": 2}
_PART_AFTER = re.compile(rf"[ -]({trie_pattern(PART_WORDS)})(?![a-z-])")
_OF_SCALE = re.compile(rf"(?:[ -]of)?(?:[ -]an?)?[ -]({trie_pattern(SCALE_VALUE)})(?![a-z])")
_OUT_OF = re.compile(r"(?:,? |-)(in|out of|out-of|of)(?: every| each)?[ -]")
# "three in 10", "one in five": bases that people use; of "one in N" any N is a base
_IN_BASES = frozenset({2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 20, 25, 50, 100, 500, 1000, 10000, 100000, 1000000})
_YEARS = range(1900, 2101)
_WHOLE_IS_TIME = re.compile(rf" (?:[a-z]+ )?{cue_pattern('whole_is_time')}(?![a-z])")
_WHOLE_OF_PEOPLE = re.compile(r" (?:of|say|said|were|are|have|had|would|people|voters|adults)(?![a-z])")
_HALF_OF_GAME = re.compile(rf"(?:^|[^a-z]){cue_pattern('half_after')}[ -]$")
_HALF_JOINED = ("-a-", "-doz", "-mil", "-bil", "-hou", "-cen", "-day", "-year")
_QUARTER_OF_YEAR = re.compile(r" of (?:\d{4}|the (?:year|fiscal|financial))")
_QUARTER_IS_PERIOD = cues("quarter_is_period")
_POINT_PARTS = frozenset({"half", "quarter"})
_WORD_AFTER = re.compile(r" ([a-z]+)")
_RANK = {row["word"]: int(row["rank"]) for row in vocabulary("en/ordinals") if int(row["rank"]) > 1}
_EACH = re.compile(r"(?:^|[^a-z])(?:each|every) $")
_RECURS = re.compile(rf" (?:{cue_pattern('each_nth_recurs')})s?(?![a-z])")
_EVERY = ("of every ", "of each ")
_IN_EVERY = re.compile(r" (?:in|out of) (?:every|each) ")
_TO_ONE = re.compile(r"(?: to |-to-)one(?![a-z-]| [a-z]+s(?![a-z]))")
_CLAUSE_END = re.compile(r"[.!?;] |\n")
_BASE_REACH = 90  # characters from "of every ten shells" to "four"
_WHOLE_LEADS = (" of ", " the ", " its ", " their ", " his ", " her ")


def fraction_after(folded: str, numeral: Numeral) -> bool:
    """Turns "two" of "two-thirds" into the fraction; False where no denominator follows.

    >>> numeral = Numeral(0, 3, 2, 2, "words", "number-word")
    >>> fraction_after("two-thirds of", numeral), numeral.low
    (True, Fraction(2, 3))
    """
    match = _PART_AFTER.match(folded, numeral.end)
    if match is None or not isinstance(numeral.low, int):
        return False
    word, below = match[1], PART_WORDS[match[1]]
    if not 0 < numeral.low < max(below, 3) or (numeral.low == 1) == (word[-1] == "s"):
        return False
    if word == "quarters" and folded.startswith(("-final", " final"), match.end()):
        return False
    numeral.low = numeral.high = numeral.face = Fraction(numeral.low, below)
    numeral.end = match.end()
    numeral.form, numeral.rule = "fraction", "fraction-words"
    _scale_fraction(folded, numeral)
    return True


def _scale_fraction(folded: str, numeral: Numeral) -> None:
    """ "Half a million", "three quarters of a million", "half-dozen": a part of a magnitude is a number."""
    match = _OF_SCALE.match(folded, numeral.end)
    if match is None:
        return
    numeral.low = numeral.high = numeral.face = plain(Fraction(numeral.low) * SCALE_VALUE[match[1]])
    numeral.end = match.end()
    numeral.form, numeral.rule = "words", "fraction-of-magnitude"


def part_word(folded: str, start: int, word: str) -> Numeral | None:
    """The share named by "half", "a third", "a quarter" at `start`; None where the word is an ordinal or a period.

    >>> part_word("about a third of them", 8, "third").low
    Fraction(1, 3)
    """
    below = DENOMINATOR.get(word)
    if below is None:
        return None
    end = start + len(word)
    has_article = folded.startswith(("a ", "a-"), start - 2) and not folded[max(0, start - 3) : start - 2].isalnum()
    begin = start - 2 if has_article and start >= 2 else start
    part = Fraction(1, below)
    numeral = Numeral(begin, end, part, part, "fraction", "fraction-words", part)
    if folded.startswith((" point", "-point", " percentage point", " percentage-point"), end) and word in _POINT_PARTS:
        return numeral  # "a quarter point": of a percentage point
    if word == "half":
        if folded[end : end + 1] == "-" and not folded.startswith(_HALF_JOINED, end):
            return None
        if _HALF_OF_GAME.search(folded[max(0, start - 10) : start]):
            return None
    elif (begin == start and not folded.endswith("a good ", 0, start)) or not _names_share(folded, end, word):
        return None
    _scale_fraction(folded, numeral)
    return numeral


def _names_share(folded: str, end: int, word: str) -> bool:
    """Whether "a third", "a quarter" is a part here and not the third of a row or three months."""
    if folded.startswith((" of ", "-of-"), end):
        return word != "quarter" or _QUARTER_OF_YEAR.match(folded, end) is None
    following = _WORD_AFTER.match(folded, end)
    if following is None:
        return True
    if not is_stop(following[1]) and following[1] not in COMPARATIVES:
        return False
    return word != "quarter" or following[1] not in _QUARTER_IS_PERIOD


def out_of(folded: str, text: str, numeral: Numeral) -> bool:
    """Turns "one" of "one in three" and "six" of "six out of ten" into the share.

    >>> numeral = Numeral(0, 3, 1, 1, "words", "number-word")
    >>> out_of("one in three of", "", numeral), numeral.low
    (True, Fraction(1, 3))
    """
    match = _OUT_OF.match(folded, numeral.end)
    if match is None or not isinstance(numeral.low, int) or numeral.low < 1:
        return False
    is_digit = folded[match.end() : match.end() + 1].isdecimal()
    whole = read_digits(folded, text, match.end()) if is_digit else read_words(folded, text, match.end())
    if whole is None or not isinstance(whole.low, int) or whole.low <= numeral.low:
        return False
    if whole.form not in {"digits", "words"} or folded[whole.end : whole.end + 1] in {"-", "%"}:
        return False
    if match[1] == "in":
        is_base = whole.low in _IN_BASES or (numeral.low == 1 and whole.low not in _YEARS)
        if not is_base or _WHOLE_IS_TIME.match(folded, whole.end):
            return False
    elif match[1] == "of" and not (
        numeral.low <= 10 and whole.low in _IN_BASES and _WHOLE_OF_PEOPLE.match(folded, whole.end)
    ):
        return False
    numeral.low = numeral.high = Fraction(numeral.low, whole.low)
    numeral.end = whole.end
    numeral.form, numeral.rule = "fraction", "share-out-of"
    return True


def each_nth(folded: str, start: int, word: str) -> Numeral | None:
    """The share named by "every third", "each fifth"; None where it tells how often, "every second day".

    >>> each_nth("every fifth shell is a dud", 6, "fifth").low
    Fraction(1, 5)
    """
    lead = _EACH.search(folded[max(0, start - 8) : start]) if word in _RANK else None
    if lead is None or _RECURS.match(folded, start + len(word)):
        return None
    begin = start - len(lead[0].lstrip("([\"'\n "))
    part = Fraction(1, _RANK[word])
    return Numeral(begin, start + len(word), part, part, "fraction", "share-each-nth", part)


def base_of_every(folded: str, numeral: Numeral) -> bool:
    """Whether a number is the base that a later count is taken from: "of every ten shells fired, four"."""
    if numeral.form not in {"digits", "words"} or numeral.low not in _IN_BASES:
        return False
    return folded.endswith(_EVERY, 0, numeral.start)


def take_base_before(folded: str, draft: Draft, base: tuple[int, int]) -> bool:
    """Turns the "four" of "of every ten shells fired, four" into a share of the base (its value and its end)."""
    value, end = base
    if draft.kind != "count" or draft.unit is not None or draft.item is not None or draft.high >= value:
        return False
    if not 0 < draft.start - end < _BASE_REACH or _CLAUSE_END.search(folded, end, draft.start):
        return False
    _into_share(draft, value)
    return True


def take_base_after(folded: str, text: str, draft: Draft, end: int) -> bool:
    """Turns "six shells in every ten" into a share: the base stands after the noun, which ends at `end`."""
    match = _IN_EVERY.match(folded, end) if draft.form in {"digits", "words"} and draft.unit is None else None
    if match is None:
        return False
    is_digit = folded[match.end() : match.end() + 1].isdecimal()
    base = read_digits(folded, text, match.end()) if is_digit else read_words(folded, text, match.end())
    if base is None or not isinstance(base.low, int) or base.low not in _IN_BASES or draft.high >= base.low:
        return False
    if _WHOLE_IS_TIME.match(folded, base.end):
        return False
    _into_share(draft, base.low)
    draft.after = base.end
    return True


def _into_share(draft: Draft, base: int) -> None:
    same = draft.high is draft.low
    draft.low = percent_of(Fraction(draft.low) / base)
    draft.high = draft.low if same else percent_of(Fraction(draft.high) / base)
    draft.unit, draft.kind = "percent", "share"
    draft.rules.append("share-of-every")


def ratio_to_one(folded: str, numeral: Numeral) -> bool:
    """Reads "three to one" as a ratio of 3; False where no such words follow the number.

    >>> ratio_to_one("outgunned three to one", Numeral(10, 15, 3, 3, "words", "number-word"))
    True
    """
    match = _TO_ONE.match(folded, numeral.end) if numeral.low > 1 else None
    if match is None or folded.endswith("from ", 0, numeral.start):
        return False
    numeral.end = match.end()
    numeral.rule = "ratio-to-one"
    return True


def as_share(draft: Draft) -> None:
    """A fraction in percent."""
    set_value(draft, percent_of(draft.low))
    draft.unit, draft.kind = "percent", "share"


def whole_of(folded: str, end: int) -> tuple[int, int, str] | None:
    """The whole of a share: "of the shells used" gives the span of "shells" and its head.

    >>> whole_of("60% of the shells", 3)
    (11, 17, 'shell')
    """
    if folded.startswith(" of all ", end):
        position = end + 7
    elif folded.startswith(" of ", end):
        position = end + 3
    elif folded.startswith(_WHOLE_LEADS, end):
        position = end
    else:
        return None
    phrase = of_phrase(folded, position, past_numbers=True)
    return (phrase.start, phrase.end, phrase.head) if phrase else None
