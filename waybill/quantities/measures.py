"""A number with its unit or money, and two of them joined into a range."""

from __future__ import annotations

import re

from waybill.quantities.bounds import bound_before
from waybill.quantities.candidates import WORD_KIND
from waybill.quantities.draft import Draft, draft_of, set_value
from waybill.quantities.numerals import VULGAR, Numeral, plain, read_digits, read_words, times
from waybill.quantities.units import find_money_before, find_unit, in_unit

_POUND_SCALE = 10**6
_JOIN = re.compile(r" ?- ?|—| to | and | or |-to-|-or-| ?(?:±|\+/-) ?| ?~ ?| through ")
_JOIN_START = frozenset(" -—±+~")
_SECOND_SOFTENER = re.compile(
    r"(?:about|around|nearly|almost|some|roughly|approximately|perhaps|maybe|as many as|as much as|up to|an estimated) "
)
_NUMBER_AHEAD = re.compile(r"(?:[a-z]{0,3}[$€£¥₩₽₴₹₺₪₦₱] ?|(?:usd|eur|gbp|krw|rub|rs\.?) ?)?(\d)")
_WORD_AHEAD = re.compile(r"(an? )?([a-z]+)")
_FROM = re.compile(r"(?:^|[^a-z])(from|between|anywhere from|anywhere between|ranging from|somewhere between) $")
_MEASURE_LIKE = frozenset({"digits", "words"})


def read_measure(folded: str, text: str, numeral: Numeral, has_plus: bool = False) -> Draft:
    """The number with sign, money before it and the unit after it."""
    draft = draft_of(numeral)
    start = numeral.start
    money = find_money_before(folded, text, start) if start else None
    if money:
        row, begin = money
        draft.unit, draft.kind, draft.start = row.unit, "money", begin
        set_scaled(draft, row.scale)
        draft.rules.append("money-before")
        start = begin
    _take_sign(folded, draft, start)
    take_unit(folded, text, draft)
    return draft


def _take_sign(folded: str, draft: Draft, start: int) -> None:
    if not start or folded[start - 1] not in "-+":
        return
    if start > 1 and folded[start - 2] not in " (\n\t[":
        return
    draft.start = start - 1
    if folded[start - 1] == "-":
        draft.low = draft.high = -draft.low


def set_scaled(draft: Draft, scale: object) -> None:
    """Turns the number into the unit's own size: 50 cents are 0.5."""
    if scale != 1:
        same = draft.high is draft.low
        draft.low = in_unit(draft.low, scale)  # type: ignore[arg-type]
        draft.high = draft.low if same else in_unit(draft.high, scale)  # type: ignore[arg-type]


def take_unit(folded: str, text: str, draft: Draft) -> None:
    """Takes the unit right after the number, if there is one that fits its number and hyphen."""
    end = draft.end
    if draft.kind == "money":
        found = find_unit(folded, text, end)
        if found and found.unit.kind == "money" and (found.unit.unit == draft.unit or found.unit.exact):
            draft.unit = found.unit.unit  # "$5 USD", "$500 CAD": the code is the narrower word
            draft.after = draft.end = found.end
        return
    position = end
    if folded.startswith("+", end):
        position = end + 1
    found = find_unit(folded, text, position)
    if found is None or not _unit_fits(folded, draft, found.unit.name, found.unit.is_singular, position, found.end):
        return
    unit = found.unit
    draft.unit, draft.kind = unit.unit, unit.kind
    if unit.name in {"pounds", "pound"} and draft.scale >= _POUND_SCALE:
        draft.unit, draft.kind = "GBP", "money"  # nobody weighs in millions of pounds without saying what
    set_scaled(draft, unit.scale)
    draft.after = found.end
    if unit.rate_per:
        draft.rate_per = unit.rate_per
    if unit.in_text:
        draft.end = found.end
    draft.rules.append("unit-after")


def _unit_fits(folded: str, draft: Draft, name: str, is_singular: bool, end: int, stop: int) -> bool:
    if name == "won":
        return draft.high >= 100
    if is_singular and folded[end : end + 1] == " " and draft.high > 1:
        return False  # "five second helpings", "3,000 foot soldiers"
    if name in {"second", "seconds"} and folded[stop : stop + 1] == "-":
        return False
    if draft.form == "vague" and not name.endswith("s"):
        return False
    return not (name == "pounds" and draft.form == "vague")


def joined(folded: str, text: str, first: Draft, date_starts: frozenset[int]) -> tuple[Draft, str] | None:
    """The second number of a possible range and the connector between the two; None where nothing joins."""
    position = first.after
    if folded[position : position + 1] not in _JOIN_START:
        return None
    join = _JOIN.match(folded, position)
    if join is None:
        return None
    connector = join[0].strip(" ") or "-"
    position = join.end()
    softener = _SECOND_SOFTENER.match(folded, position)
    if softener and connector in {"to", "and"}:
        position = softener.end()
    second = number_at(folded, text, position)
    if second is None or second.start in date_starts:
        return None
    return second, connector


def number_at(folded: str, text: str, position: int) -> Draft | None:
    """The measure that begins right at `position`: money sign, digits or words."""
    ahead = _NUMBER_AHEAD.match(folded, position)
    if ahead:
        digits = ahead.start(1)
        has_money = digits > position
        draft = read_measure(folded, text, read_digits(folded, text, digits, has_money))
        if draft.form != "digits" or draft.start < position:
            return None
        following = folded[draft.number_end : draft.number_end + 1]
        if following.isalpha() and draft.after == draft.number_end:
            return None
        return draft
    word = _WORD_AHEAD.match(folded, position)
    if word is None or WORD_KIND.get(word[2]) not in {"number", "one"}:
        return None
    numeral = read_words(folded, text, word.start(2))
    if numeral is None:
        return None
    numeral.start = word.start()
    return read_measure(folded, text, numeral)


def opener_before(folded: str, start: int) -> tuple[str, int] | None:
    """The "between" or "from" that opens a range before `start`, and where it stands.

    >>> opener_before("between about 40 and 50", 14)
    ('between', 0)
    """
    bound = bound_before(folded, start)
    edge = bound.edge if bound else start
    match = _FROM.search(folded[max(0, edge - 20) : edge])
    if match is None:
        return None
    return match[1].split()[-1], edge - (len(match[1]) + 1)


def share_magnitude(first: Draft, second: Draft) -> None:
    """Gives "2" of "2 to 3 million" the million, "$10" of "$10 to 15 bn" the billion."""
    if second.scale > 1 and first.scale == 1 and first.form in _MEASURE_LIKE and 0 <= first.face < second.face:
        if first.face < 1000:
            set_value(first, times(plain(first.low), second.scale))
            first.rules.append("range-shared-magnitude")


def same_unit(first: Draft, second: Draft) -> bool:
    """Whether two measures can be ends of one range: a missing unit is lent by the other."""
    if first.unit == second.unit:
        return True
    if first.unit is None:
        return second.kind != "money" or second.rules[-1] != "money-before"
    return second.unit is None and first.kind == "money" and first.start != first.number_end


VULGAR_SIGNS = frozenset(VULGAR)
