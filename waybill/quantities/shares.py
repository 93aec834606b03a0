"""Shares and multiples: "a third of", "one in three", "doubled", "ten times", "up 40 %", "a fifth less"."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

from schemas.vocabulary import vocabulary
from waybill.quantities.draft import Draft, percent_of, set_value
from waybill.quantities.nouns import is_stop, of_phrase
from waybill.quantities.numerals import SCALE_VALUE, Number, Numeral, plain, read_digits, read_words
from waybill.quantities.trie import trie_pattern

_MULTIPLES = {row["word"]: row for row in vocabulary("en/multiples")}
DENOMINATOR = {row["fraction_of"]: int(row["rank"]) for row in vocabulary("en/ordinals") if row["fraction_of"]} | {
    "half": 2,
    "quarter": 4,
}
_DENOMINATOR_FORMS = {form: n for word, n in DENOMINATOR.items() for form in (word, word + "s")} | {"halves": 2}
_PART_AFTER = re.compile(rf"[ -]({trie_pattern(_DENOMINATOR_FORMS)})(?![a-z-])")
_OF_SCALE = re.compile(rf"(?:[ -]of)?(?:[ -]an?)?[ -]({trie_pattern(SCALE_VALUE)})(?![a-z])")
_OUT_OF = re.compile(r",? (in|out of|of)(?: every| each)? ")
_IN_BASES = frozenset({2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 20, 25, 50, 100, 500, 1000, 10000, 100000, 1000000})
_TIMES = re.compile(
    r"[ -]times(?![a-z])(?= (?:the|as|more|less|fewer|higher|lower|larger|greater|bigger|smaller|faster|its|their|his|"
    r"her|that|what|those|longer|stronger|worse|better|heavier|cheaper|over|annual|this|last|normal)(?![a-z]))"
)
_FOLD = re.compile(r"[ -]?fold(?![a-z])")
_RATE_AFTER = re.compile(r" (?:a|per|each|every|an?) (?:year|month|week|day|hour|season|quarter|minute|night)(?![a-z])")
_MORE = {row["word"]: row["direction"] for row in vocabulary("en/changes") if row["class"] == "adverb"}
_MORE_AFTER = re.compile(rf" ({trie_pattern(word for word in _MORE if word not in {'up', 'down'})})(?![a-z])")
_UP_BEFORE = re.compile(
    r"(?:^|[^a-z])(?<!make )(?<!makes )(?<!made )(?<!making )(?<!take )(?<!taking )(?<!took )(?<!end )(?<!given )(?<!gave )(?<!give )(?<!used )(?<!using )(?<!set )(?<!broken )(?<!break )(up|down)(?: by)? $"
)
_UP_AFTER = re.compile(r" (up|down) (?:on|from)(?![a-z])")
_BY = re.compile(r"(?:^|[^a-z])by $")
_CHANGE = {row["word"]: row["direction"] for row in vocabulary("en/changes") if row["class"] == "verb"}
_BARE_MULTIPLE_BEFORE = re.compile(
    r"(?:more than|less than|nearly|almost|about|roughly|to|at least|over|around|is|was|will|than|up to|or|could|would|may) $"
)
_BARE_MULTIPLE_AFTER = re.compile(
    r" (?:the|its|his|her|their|that|what|this|those|last|previous|as|in|from|by|our|your|a year|any|over|to|since|within)(?![a-z])| \w+'s "
)
_TWICE_RATE = re.compile(
    r"[ -](?:a|an|per|each|every) (year|month|week|day|hour|season|night|minute|quarter)(?![a-z])|[ -](yearly|monthly|weekly|daily)(?![a-z])"
)
_TWICE_FACTOR = re.compile(r" (?:the|as|that|what|its|his|her|their|this|those|last|our|more|\w+'s)(?![a-z])")
_RELATIVE = re.compile(
    r" (?:as (?:many|much|high|large|big|long|fast|often|likely|heavy)(?: [a-z]+){0,3} as|more than|higher than|less than|the size of|the number of|that of|the rate of) "
)


def fraction_after(folded: str, numeral: Numeral) -> bool:
    """Turns "two" of "two-thirds" into the fraction; False where no denominator follows.

    >>> numeral = Numeral(0, 3, 2, 2, "words", "number-word")
    >>> fraction_after("two-thirds of", numeral), numeral.low
    (True, Fraction(2, 3))
    """
    match = _PART_AFTER.match(folded, numeral.end)
    if match is None or not isinstance(numeral.low, int):
        return False
    word, below = match[1], _DENOMINATOR_FORMS[match[1]]
    if not 0 < numeral.low < max(below, 2) + (below == 2) or (numeral.low == 1) == (word.endswith("s")):
        return False
    if word in {"second", "seconds"}:
        return False
    if word == "quarters" and folded.startswith(("-final", " final"), match.end()):
        return False
    numeral.low = numeral.high = numeral.face = Fraction(numeral.low, below)
    numeral.end = match.end()
    numeral.form, numeral.rule = "fraction", "fraction-words"
    scale_fraction(folded, numeral)
    return True


def scale_fraction(folded: str, numeral: Numeral) -> None:
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
    end = start + len(word)
    below = DENOMINATOR.get(word)
    if below is None:
        return None
    begin = start
    if folded.startswith(("a ", "a-"), start - 2) and not folded[start - 3 : start - 2].isalnum():
        begin = start - 2
    numeral = Numeral(begin, end, Fraction(1, below), Fraction(1, below), "fraction", "fraction-words")
    numeral.face = numeral.low
    after = folded[end : end + 4]
    if word == "half":
        if after[:1] == "-" and not after.startswith(("-a-", "-doz", "-mil", "-bil", "-hou", "-cen", "-day")):
            return None
        scale_fraction(folded, numeral)
        return numeral
    if begin == start:
        return None
    if after.startswith((" of ", "-of-")):
        if word == "quarter" and re.match(r" of (?:\d{4}|the (?:year|fiscal|financial))", folded[end : end + 16]):
            return None
        scale_fraction(folded, numeral)
        return numeral
    following = re.compile(r" ([a-z]+)").match(folded, end)
    if following and not (is_stop(following[1]) or following[1] in _MORE):
        return None
    if (
        word == "quarter"
        and following
        and following[1] in {"ago", "earlier", "later", "before", "after", "to", "past", "that", "in"}
    ):
        return None
    return numeral


def out_of(folded: str, text: str, numeral: Numeral) -> bool:
    """Turns "one" of "one in three" and "six" of "six out of ten" into the share.

    >>> numeral = Numeral(0, 3, 1, 1, "words", "number-word")
    >>> out_of("one in three of", "", numeral), numeral.low
    (True, Fraction(1, 3))
    """
    match = _OUT_OF.match(folded, numeral.end)
    if match is None or not isinstance(numeral.low, int) or numeral.low < 1:
        return False
    whole: Numeral | None
    if folded[match.end() : match.end() + 1].isdigit():
        whole = read_digits(folded, text, match.end())
    else:
        whole = read_words(folded, text, match.end())
    if (
        whole is None
        or not isinstance(whole.low, int)
        or whole.low <= numeral.low
        or whole.form not in {"digits", "words"}
    ):
        return False
    if match[1] == "in" and (
        whole.low not in _IN_BASES
        or re.match(
            r" (?:years?|months?|weeks?|days?|hours?|minutes?|games?|matches|seasons|starts|countries|states|cities|places|[a-z]+ (?:years|months|weeks|days|games|matches))(?![a-z])",
            folded[whole.end : whole.end + 24],
        )
    ):
        return False
    if match[1] == "of" and (
        numeral.low > 10 or whole.low not in _IN_BASES or not folded.startswith((" of", " say", " were"), whole.end)
    ):
        return False
    if folded[whole.end : whole.end + 1] in "-%":
        return False
    numeral.low = numeral.high = Fraction(numeral.low, whole.low)
    numeral.end = whole.end
    numeral.form, numeral.rule = "fraction", "share-out-of"
    return True


def as_share(draft: Draft) -> None:
    """A fraction in percent."""
    set_value(draft, percent_of(draft.low))
    draft.unit, draft.kind = "percent", "share"


def take_times(folded: str, draft: Draft) -> bool:
    """ "Ten times the", "5-fold": the number is a factor."""
    match = _TIMES.match(folded, draft.end) or _FOLD.match(folded, draft.end)
    if match is None:
        return False
    draft.end = draft.after = match.end()
    following = folded[draft.end : draft.end + 9]
    if following.startswith((" less", " fewer", " lower", " smaller", " cheaper")) and draft.low:
        set_value(draft, plain(1 / Fraction(draft.low)))
    draft.unit, draft.kind = "factor", "factor"
    draft.rules.append("multiple-times")
    return True


def multiple_word(folded: str, start: int, word: str) -> tuple[str, Number, str | None]:
    """What a multiple word is where it stands: ("factor", 2, None), ("rate", 2, "week"), ("off_topic", 0, None).

    >>> multiple_word("twice a week", 0, "twice")
    ('rate', 2, 'week')
    """
    row = _MULTIPLES[word]
    factor = Decimal(row["factor"]) if "." in row["factor"] else int(row["factor"])
    end = start + len(word)
    if row["class"] == "verb":
        if word in {"doubles", "triples"} and not folded[start - 2 : start - 1].isalnum():
            return "off_topic", 0, None
        if word == "halves" and folded[max(0, start - 4) : start] in {"two ", "oth ", "the "}:
            return "off_topic", 0, None
        return "factor", factor, None
    if row["class"] == "adverb":
        rate = _TWICE_RATE.match(folded, end)
        if rate:
            return (
                "rate",
                factor,
                rate[1] or {"yearly": "year", "monthly": "month", "weekly": "week"}.get(rate[2], "day"),
            )
        if _TWICE_FACTOR.match(folded, end):
            return "factor", factor, None
        return "count", factor, None
    if folded[end : end + 1] != "-" and (
        _BARE_MULTIPLE_AFTER.match(folded, end)
        or (
            _BARE_MULTIPLE_BEFORE.search(folded[max(0, start - 12) : start])
            and not folded[end : end + 2].strip(" .,;)\n")
        )
        or (
            folded[max(0, start - 3) : start] == "to "
            or folded[max(0, start - 5) : start] in {"than ", "will ", "ould "}
        )
        or (not folded[end : end + 1].strip(" \n.,;:)!?") and not re.match(r" [a-z0-9]", folded[end : end + 2]))
    ):
        return "factor", factor, None
    return "off_topic", 0, None


def take_change(folded: str, draft: Draft) -> None:
    """ "Up 40 %" is 1.4 times, "a fifth less" 0.8, "by half" 0.5: the share becomes the factor of the new level."""
    if draft.unit != "percent" or draft.comparator == "vague":
        return
    direction: str | None = None
    after = _MORE_AFTER.match(folded, draft.end)
    if after:
        direction, draft.end, draft.after = _MORE[after[1]], after.end(), after.end()
    else:
        before = folded[max(0, draft.start - 16) : draft.start]
        up = _UP_BEFORE.search(before)
        if up:
            direction = up[1]
        elif draft.form == "fraction" and _BY.search(before):
            direction = _verb_direction(folded, draft.start)
        else:
            trailing = _UP_AFTER.match(folded, draft.end)
            direction = trailing[1] if trailing else None
    if direction is None:
        return
    sign = 1 if direction == "up" else -1
    set_value(draft, plain(1 + sign * Fraction(draft.low) / 100))
    if draft.high != draft.low:
        draft.high = draft.low
    if sign < 0:
        draft.comparator = _MIRROR.get(draft.comparator, draft.comparator)
    draft.unit, draft.kind = "factor", "factor"
    draft.share_of = None
    draft.rules.append(f"change-{direction}")


_MIRROR = {"more_than": "less_than", "less_than": "more_than", "at_least": "up_to", "up_to": "at_least"}


def _verb_direction(folded: str, start: int) -> str:
    """Which way "by half" goes: the nearest verb of change before it, down where none is found."""
    for word in reversed(re.findall(r"[a-z]+", folded[max(0, start - 60) : start])):
        if word in _CHANGE:
            return _CHANGE[word]
    return "down"


def whole_of(folded: str, end: int) -> tuple[int, int, str] | None:
    """The whole of a share: "of the shells used" gives the span of "shells" and its head.

    >>> whole_of("60% of the shells", 3)
    (11, 17, 'shell')
    """
    position = end
    for lead in (" of ", " of all ", " the ", " its ", " their ", " his ", " her "):
        if folded.startswith(lead, end):
            position = end + (len(lead) - 1 if lead.startswith(" of") else 0)
            break
    else:
        return None
    phrase = of_phrase(folded, position)
    return (phrase.start, phrase.end, phrase.head) if phrase else None


def relative_base(folded: str, end: int) -> tuple[int, int] | None:
    """The base of a multiple: "twice the annual cap" gives the span of "annual cap"."""
    match = _RELATIVE.match(folded, end)
    phrase = of_phrase(folded, match.end() - 1 if match else end)
    return (phrase.start, phrase.end) if phrase else None
