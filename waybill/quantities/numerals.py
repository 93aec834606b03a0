"""The grammar of numbers: digits with every grouping, magnitudes, number words, vague amounts.

A numeral is the bare number without sign of bound, money or unit; values stay exact (int, Decimal, Fraction).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from schemas.vocabulary import vocabulary
from waybill.quantities.cues import cue_pattern, cues
from waybill.quantities.trie import trie_pattern

Number = int | Decimal | Fraction

MAX_DIGITS = 30  # longer runs are keys, hashes or noise: no report states a quantity to 30 places
MAX_EXPONENT = 60


@dataclass(slots=True)
class Numeral:
    """A number at [start, end): `low` and `high` are equal unless the words are vague ("dozens")."""

    start: int
    end: int
    low: Number
    high: Number
    form: str  # digits words vague fraction zero code unreadable
    rule: str
    face: Number = 0  # the number before its magnitude: 2 of "2 million"
    scale: int = 1  # the magnitude: 1000000 of "2 million"


_WORD_ROWS = vocabulary("en/number_words")
WORD_VALUE = {row["word"]: int(row["value"]) for row in _WORD_ROWS}
WORD_CLASS = {row["word"]: row["class"] for row in _WORD_ROWS}
SCALE_VALUE = {word: value for word, value in WORD_VALUE.items() if WORD_CLASS[word] in {"hundred", "scale", "dozen"}}
_CALIBRES = cues("calibre_mm") | cues("calibre_or_size_mm")
_MODEL_TAIL = re.compile(r"-\d{1,2}(?:s|er|lr)?(?![\d ,.])|-\d{1,2}(?:s|er|lr)(?![a-z])")
_MILLIMETRES = re.compile(r"[ -]?(?:mm|㎜|millimet)")
_SUFFIX_ROWS = vocabulary("en/magnitude_suffixes")
_SUFFIX_VALUE = {row["suffix"]: int(row["value"]) for row in _SUFFIX_ROWS}
_SUFFIX_PLACE = {row["suffix"]: row["place"] for row in _SUFFIX_ROWS}
_VAGUE_ROWS = vocabulary("en/vague_amounts")
VAGUE_RANGE = {row["phrase"]: (int(row["low"]), int(row["high"])) for row in _VAGUE_ROWS}
VAGUE_PLURALS = tuple(row["phrase"] for row in _VAGUE_ROWS if row["class"] == "plural")

# Groups are bounded, so that a row of cells without end ("1,1,1,...") is not read through again at every cell.
_DIGITS = re.compile(
    r"(\d++)(?:((?:,\d++){1,12}+)|((?: \d{3}(?!\d)){1,12}+)|((?:'\d{3}(?!\d)){1,12}+))?+((?:\.\d++){0,12}+)"
)
_RUN_ON = re.compile(r"(?:[,.' ]?\d++)*+")
NUMBER_WORD = trie_pattern(WORD_VALUE)
_MAGNITUDE = re.compile(
    rf"[ -]?({trie_pattern([*SCALE_VALUE, *(s for s in _SUFFIX_VALUE if _SUFFIX_PLACE[s] != 'glued')])})(?![a-z])"
)
_GLUED_MAGNITUDE = re.compile(rf"({trie_pattern(_SUFFIX_VALUE)})(?![a-z0-9²³])")
_MAGNITUDE_START = frozenset(" -" + "".join(sorted({word[0] for word in (*SCALE_VALUE, *_SUFFIX_VALUE)})))
_EXPONENT = re.compile(r"e([+-]?\d++)(?![a-z0-9])| ?[x*] ?10(?:(?:\^|\*\*)([+-]?\d{1,9})(?!\d)|([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]{1,5}))")
_SUPERSCRIPTS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
_SLASH = re.compile(r"/(\d{1,9})(?![\d/.]|,\d)")
_MIXED = re.compile(r"[ -](\d{1,2})/(\d{1,2})(?![\d/])")
VULGAR = {
    "½": Fraction(1, 2), "⅓": Fraction(1, 3), "⅔": Fraction(2, 3), "¼": Fraction(1, 4), "¾": Fraction(3, 4),
    "⅕": Fraction(1, 5), "⅖": Fraction(2, 5), "⅗": Fraction(3, 5), "⅘": Fraction(4, 5), "⅙": Fraction(1, 6),
    "⅚": Fraction(5, 6), "⅛": Fraction(1, 8), "⅜": Fraction(3, 8), "⅝": Fraction(5, 8), "⅞": Fraction(7, 8),
}  # fmt: skip
_AND_A_HALF = re.compile(
    r"[ -]and[ -](a[ -]half|one[ -]half|a quarter|three[ -]quarters|a third|two[ -]thirds)(?![a-z])"
    rf"(?:[ -]({trie_pattern(SCALE_VALUE)})(?![a-z]))?"
)
_PART = {"half": Fraction(1, 2), "quarter": Fraction(1, 4), "quarters": Fraction(3, 4), "third": Fraction(1, 3)}
_SMALLER_PART = re.compile(rf" (\d{{1,3}})(?![\d,.]\d|\d|[a-z])(?: ({trie_pattern(SCALE_VALUE)})(?![a-z]))?")
_COUNTED_AFTER = re.compile(
    r"[ -]?(?:[+]|people|ppl|more|fewer|of them|men|women|children|won|yuan|yen|rand|baht|ringgit|rupiah|euro|dollar|"
    r"[a-z-]{2,}s(?![a-z]))"
)
_MILLION_THING = re.compile(
    rf"[ -](?:(?:\d{{2,3}} ?-?mm|[a-z-]{{2,20}}) ){{0,2}}(?:{cue_pattern('million_thing')})(?![a-z])"
)
_PAID_BEFORE = re.compile(
    rf"(?:^|[^a-z])(?:{cue_pattern('million_verb')}) (?:about |around |some |over |nearly |up to |more than )?"
    r"(?:[\d.,]{1,9}m(?: and | or | to |-))?[\d.,]{1,9}$"
)
_METRE_AFTER = re.compile(
    rf"[ -](?:{cue_pattern('metre_thing')}|tall|wide|long|deep|high|thick|away|from|above|below|off|across|up|down)"
    r"(?![a-z])"
)
_MILLIONS_NEAR = re.compile(r"\d ?(?:million|mn|bn|billion)(?![a-z])|\dm (?:people|[a-z-]+s)(?![a-z])")
_NEAR = 120


_ABBREVIATION_POINT = re.compile(r"\. (?=[a-z])")


def plain(value: Number) -> Number:
    """`value` as an int where it is one, else a Decimal where that is exact, else the Fraction."""
    if isinstance(value, Fraction) and value.denominator == 1:
        return value.numerator
    return value


def times(value: Number, factor: int | Fraction) -> Number:
    """The exact product.

    >>> times(Decimal("1.7"), 10**9)
    Decimal('1700000000.0')
    """
    if isinstance(value, Decimal) and isinstance(factor, Fraction):
        return plain(Fraction(value) * factor)
    return plain(value * factor)  # type: ignore[operator]


def _grouped(whole: str, commas: str) -> tuple[str, int] | None:
    """Digits of a comma-grouped number and how many characters of `commas` belong to it; None if decimal comma."""
    parts = commas[1:].split(",")
    if len(whole) <= 3 and len(parts[0]) == 3:
        taken = 0
        while taken < len(parts) and len(parts[taken]) == 3:
            taken += 1
        return whole + "".join(parts[:taken]), 4 * taken
    if len(whole) <= 2 and len(parts) > 1 and len(parts[-1]) == 3 and all(len(part) == 2 for part in parts[:-1]):
        return whole + "".join(parts), len(commas)  # 10,00,000: lakhs and crores
    return None


def read_digits(folded: str, text: str, start: int, has_money: bool = False) -> Numeral:
    """The number whose first digit stands at `start`, magnitude included.

    >>> read_digits("12 000 men", "12 000 men", 0).low
    12000
    >>> read_digits("1.7bn", "1.7bn", 0).low
    Decimal('1700000000.0')
    """
    match = _DIGITS.match(folded, start)
    assert match is not None
    whole, commas, spaces, quotes, dots = match.groups()
    end = match.end()
    value: Number
    rule = "digits"
    if commas:
        grouped = _grouped(whole, commas)
        comma_end = match.end(2)
        if grouped is not None:
            whole, taken = grouped
            if taken < len(commas):
                end, dots = comma_end - len(commas) + taken, ""
            rule = "digits-grouped"
        elif _is_decimal_comma(folded, start, end, whole, commas, dots):
            dots, rule = "." + commas[1:], "digits-decimal-comma"  # 12,5 as continental papers write it
        else:
            end, dots = match.end(1), ""
    elif spaces:
        end, whole, dots = _spaced(folded, match, whole, spaces, dots)
    elif quotes:
        whole, rule = whole + quotes.replace("'", ""), "digits-grouped"
    if len(whole) > MAX_DIGITS or len(dots) > MAX_DIGITS:
        return Numeral(start, _run_end(folded, end), 0, 0, "unreadable", "digits-too-many")
    if not dots:
        value = int(whole)
    elif dots.count(".") == 1:
        continental = _continental(folded, end) if len(dots) == 4 and len(whole) <= 3 else 0
        if continental:
            value = Decimal(f"{whole}{dots[1:]}.{folded[end + 1 : continental]}")
            end = continental
        else:
            value = Decimal(whole + dots)
    elif len(whole) <= 3 and all(len(part) == 3 for part in dots[1:].split(".")):
        value, rule = int(whole + dots.replace(".", "")), "digits-grouped"
        continental = _continental(folded, end)
        if continental:
            value, end = Decimal(f"{value}.{folded[end + 1 : continental]}"), continental
    else:
        return Numeral(start, _run_end(folded, end), 0, 0, "code", "digits-dotted")
    numeral = Numeral(start, end, value, value, "digits", rule, value)
    if (end < len(folded) and not folded[end].isspace()) or folded[end : end + 1] == " ":
        _extend(folded, text, numeral, has_money)
    return numeral


def _run_end(folded: str, end: int) -> int:
    """Where the groups that follow a number too long to read end: they are rejected as one."""
    run = _RUN_ON.match(folded, end)
    return run.end() if run else end


def _is_decimal_comma(folded: str, start: int, end: int, whole: str, commas: str, dots: str) -> bool:
    """Whether "12,5" is 12.5 as continental papers write it, and no cell of a row of numbers."""
    return (
        commas.count(",") == 1
        and len(commas) <= 3
        and len(whole) <= 4
        and not dots
        and folded[end : end + 1] != ","
        and not (start and folded[start - 1] in ",;(")
    )


def _spaced(folded: str, match: re.Match[str], whole: str, spaces: str, dots: str) -> tuple[int, str, str]:
    """End, digits and decimals of "12 000"; "20 120mm" is two numbers, for the second is glued to a unit."""
    end = match.end(3)
    groups = spaces[1:].split(" ")
    is_calibre = groups[-1] in _CALIBRES and _MILLIMETRES.match(folded, match.end())
    if not dots and (is_calibre or _MODEL_TAIL.match(folded, match.end())):
        groups.pop()
        end -= 4
    if not groups or len(whole) > 3 or whole[0] == "0":
        return match.end(1), whole, ""
    return (match.end() if end == match.end(3) else end), whole + "".join(groups), dots


def _continental(folded: str, end: int) -> int:
    """Where the decimals of "1.234,56" end; 0 if there are none."""
    decimals = re.compile(r",\d{1,2}(?!\d)").match(folded, end)
    return decimals.end() if decimals else 0


def _extend(folded: str, text: str, numeral: Numeral, has_money: bool) -> None:
    """Takes what belongs to a digit number after its digits: exponent, fraction, magnitude, "and a half"."""
    end = numeral.end
    after = folded[end]
    if after in "ex *":
        exponent = _EXPONENT.match(folded, end)
        if exponent:
            _raise(numeral, exponent)
            return
    if after in VULGAR or (after == " " and folded[end + 1 : end + 2] in VULGAR and folded[end + 1 : end + 2]):
        numeral.end = end + (2 if after == " " else 1)
        numeral.low = numeral.high = numeral.face = plain(Fraction(numeral.low) + VULGAR[folded[numeral.end - 1]])
        end = numeral.end
    elif after == "/" and _slash(folded, numeral):
        return
    elif after in " -" and isinstance(numeral.low, int):
        mixed = _MIXED.match(folded, end)
        if mixed and 0 < int(mixed[1]) < int(mixed[2]):
            numeral.low = numeral.high = numeral.face = plain(numeral.low + Fraction(int(mixed[1]), int(mixed[2])))
            numeral.end = mixed.end()
            return
    take_magnitudes(folded, text, numeral, has_money)


def _raise(numeral: Numeral, exponent: re.Match[str]) -> None:
    power_text = exponent[1] or exponent[2] or exponent[3].translate(_SUPERSCRIPTS)
    numeral.end = exponent.end()
    if len(power_text) > 4 or not power_text.lstrip("+-") or abs(int(power_text)) > MAX_EXPONENT:
        numeral.form, numeral.rule = "unreadable", "exponent-too-great"
        return
    numeral.low = numeral.high = numeral.face = plain(Fraction(numeral.low) * Fraction(10) ** int(power_text))
    numeral.rule = "digits-scientific"


def _slash(folded: str, numeral: Numeral) -> bool:
    """Reads "3/4" as a fraction and "24/7" as a code; False if the slash belongs to something else ("5/day")."""
    slash = _SLASH.match(folded, numeral.end)
    if slash is None:
        return False
    below = int(slash[1])
    if isinstance(numeral.low, int) and 0 < numeral.low < below <= 100:
        numeral.low = numeral.high = numeral.face = Fraction(numeral.low, below)
        numeral.form, numeral.rule = "fraction", "fraction-slash"
    else:
        numeral.form, numeral.rule = "code", "digits-slash"
    numeral.end = slash.end()
    return True


def take_magnitudes(folded: str, text: str, numeral: Numeral, has_money: bool = False) -> None:
    """Multiplies by what follows: "million", "bn", "k", "hundred thousand", "thousand 700", "and a half million"."""
    end = numeral.end
    if folded[end : end + 1] not in _MAGNITUDE_START:
        return
    match = _MAGNITUDE.match(folded, end)
    if match is None:
        glued = _GLUED_MAGNITUDE.match(folded, end)
        if glued and _is_magnitude(folded, text, glued, has_money):
            _scale(numeral, _SUFFIX_VALUE[glued[1]], glued.end(), "magnitude-suffix")
        elif folded.startswith((" and ", "-and-"), end):
            and_a_half(folded, numeral, 1)
        elif has_money and folded[end : end + 1] == " " and folded[end + 1 : end + 2] in "mbk":
            glued = _GLUED_MAGNITUDE.match(folded, end + 1)
            if glued:
                _scale(numeral, _SUFFIX_VALUE[glued[1]], glued.end(), "magnitude-suffix")
        return
    for _ in range(3):
        word = match[1]
        if word in _SUFFIX_VALUE:
            if not _is_magnitude(folded, text, match, has_money):
                return
            _scale(numeral, _SUFFIX_VALUE[word], match.end(), "magnitude-suffix")
            if _ABBREVIATION_POINT.match(text, numeral.end):
                numeral.end += 1  # "3 mln. tons"
            break
        _scale(numeral, SCALE_VALUE[word], match.end(), "magnitude-word")
        following = _MAGNITUDE.match(folded, numeral.end)
        if following is None or following[1] in _SUFFIX_VALUE:
            break
        match = following
    smaller = _SMALLER_PART.match(folded, numeral.end) if numeral.scale >= 1000 else None
    if smaller:
        _add_smaller(numeral, smaller)
    else:
        and_a_half(folded, numeral, numeral.scale)


def _is_magnitude(folded: str, text: str, match: re.Match[str], has_money: bool) -> bool:
    """Whether a suffix means millions and not metres: money before, a capital, or counted things after."""
    suffix, end = match[1], match.end()
    if has_money:
        return True
    place = _SUFFIX_PLACE[suffix]
    if place == "money":
        return False
    if suffix == "m":
        written = text[match.start(1)]
        if written == "M":
            return True
        if _METRE_AFTER.match(folded, end):
            return False
        return (
            _COUNTED_AFTER.match(folded, end) is not None
            or _MILLION_THING.match(folded, end) is not None
            or _PAID_BEFORE.search(folded[max(0, match.start() - 48) : match.start()]) is not None
            or _MILLIONS_NEAR.search(folded[max(0, match.start() - _NEAR) : match.start()]) is not None
        )
    if suffix == "b":
        return text[match.start(1)] == "B" or folded[end : end + 1] == "+"
    return True


def _scale(numeral: Numeral, factor: int, end: int, rule: str) -> None:
    numeral.low = numeral.high = times(numeral.low, factor)
    numeral.scale *= factor
    numeral.end = end
    numeral.rule = rule


def _add_smaller(numeral: Numeral, smaller: re.Match[str]) -> None:
    """Adds 700 to "6 thousand" and "300 thousand" to "5 million", as translated prose writes."""
    factor = SCALE_VALUE[smaller[2]] if smaller[2] else 1
    part = int(smaller[1]) * factor
    if (factor == 1 and (numeral.scale != 1000 or part < 100)) or part >= numeral.scale:
        return
    numeral.low = numeral.high = numeral.face = plain(numeral.low + part)
    numeral.scale = 1
    numeral.end = smaller.end()
    numeral.rule = "magnitude-word-continued"


def and_a_half(folded: str, numeral: Numeral, unit: int) -> None:
    """Adds "and a half", "and three quarters" to a number, of one or of its magnitude."""
    match = _AND_A_HALF.match(folded, numeral.end)
    if match is None:
        return
    words = match[1].replace("-", " ").split()
    part = (
        _PART["quarters"] if words[-1] == "quarters" else Fraction(2, 3) if words[-1] == "thirds" else _PART[words[-1]]
    )
    if match[2]:
        numeral.face = plain(Fraction(numeral.low) + part)
        numeral.low = numeral.high = times(numeral.face, SCALE_VALUE[match[2]])
        numeral.scale = SCALE_VALUE[match[2]]
    else:
        numeral.low = numeral.high = numeral.face = plain(Fraction(numeral.low) + part * unit)
        numeral.scale = 1
    numeral.end = match.end()
    numeral.rule = "and-a-half"
