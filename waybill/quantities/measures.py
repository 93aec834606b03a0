"""A number with its unit or money, and the number that may be joined to it."""

from __future__ import annotations

import re
from decimal import Decimal

from waybill.quantities.candidates import WORD_KIND
from waybill.quantities.draft import Draft, draft_of, set_value
from waybill.quantities.number_words import read_words
from waybill.quantities.numerals import Numeral, plain, read_digits
from waybill.quantities.shares import fraction_after
from waybill.quantities.units import PERCENTAGE_POINT, FoundUnit, UnitName, find_money_before, find_unit, in_unit

_POUND_SCALE = 10**6
_JOIN = re.compile(
    r"- (?:to|or|and) |-to-|-or-| ?-[ \n]?| ?— ?|[ \n](?:to|and|or)[ \n]| ?(?:±|\+/-) ?|[ \n]through[ \n]| up to "
)
_JOIN_START = frozenset(" -—±+\n")
_SECOND_SOFTENER = re.compile(
    r"(?:about|around|nearly|almost|some|roughly|approximately|perhaps|maybe|as many as|as much as|up to|an estimated|"
    r"over|more than|just over) "
)
_NUMBER_AHEAD = re.compile(r"(?:[a-z]{0,3}[$€£¥₩₽₴₹₺₪₦₱] ?|(?:usd|eur|gbp|krw|rub|rs\.?) ?)?(\d)")
_WORD_AHEAD = re.compile(r"(an? )?([a-z]+)")
_OF_UNIT = re.compile(r" of(?= )")
_OF_A_UNIT = re.compile(r"(?: of)?[ -](?:an?)?(?=[ -])")
_EURO_NEAR = re.compile(r"euro|€")
_NEAR = 24
_SEA = re.compile(r" (?:off|from|north|south|east|west|out|away|offshore|radius|zone|range|limit)")
_TEMPERATURE_TAIL = re.compile(r"[\s,.;:)?!]|$")


Money = tuple[UnitName, int]


def read_measure(folded: str, text: str, numeral: Numeral, money: Money | None = None, in_money: bool = False) -> Draft:
    """The number with sign, the money found before it (`money`) and the unit after it.

    `in_money`: the number is the second end of a range that began with money, so "m" means millions.
    """
    draft = draft_of(numeral)
    start = numeral.start
    if money:
        row, start = money
        draft.unit, draft.kind, draft.start, draft.has_money_sign = row.unit, "money", start, True
        _rescale(draft, row)
        draft.rules.append("money-before")
    _take_sign(folded, draft, start)
    if not in_money:
        take_unit(folded, text, draft, draft.end)
    return draft


def _take_sign(folded: str, draft: Draft, start: int) -> None:
    before = folded[start - 1] if start else ""
    if before == " " and folded.startswith("minus ", start - 6) and not folded.startswith("plus or ", start - 14):
        draft.start = start - 6
        draft.low = draft.high = -draft.low
    elif before in "-+" and before and (start < 2 or folded[start - 2] in " (\n\t[:"):
        draft.start = start - 1
        if before == "-":
            draft.low = draft.high = -draft.low


def _rescale(draft: Draft, row: UnitName) -> None:
    """Turns the number into the unit's own size: 50 cents are 0.5."""
    if row.scale != 1:
        same = draft.high is draft.low
        draft.low = in_unit(draft.low, row.scale)
        draft.high = draft.low if same else in_unit(draft.high, row.scale)


def take_unit(folded: str, text: str, draft: Draft, end: int) -> None:
    """Takes the unit at `end`, right after the number, if there is one that fits its number and hyphen."""
    if draft.kind == "money":
        found = find_unit(folded, text, end)
        if found and found.unit.kind == "money" and (found.unit.unit == draft.unit or found.unit.exact):
            draft.unit = found.unit.unit  # "$500 CAD": the code is the narrower word
            draft.after = draft.end = found.end
        return
    found = find_unit(folded, text, end)
    if found is None and folded.startswith("mach ", draft.start - 5):
        draft.unit, draft.kind, draft.start = "mach", "speed", draft.start - 5
        return
    if found is None:
        found = _unit_after_of(folded, text, draft, end)
        if found is None:
            return
    elif not _fits(folded, text, draft, found.unit, end, found.end):
        return
    row = found.unit
    draft.unit, draft.kind = row.unit, row.kind
    if row.name in {"pounds", "pound"} and draft.scale >= _POUND_SCALE:
        draft.unit, draft.kind = "GBP", "money"  # nobody weighs in millions of pounds
    elif row.name in {"cents", "cent", "c"} and _EURO_NEAR.search(folded[end : end + _NEAR]):
        draft.unit = "EUR"
    elif row.name == "nm" and _SEA.match(folded, found.end):
        draft.unit = "nmi"
    _rescale(draft, row)
    draft.after = found.end
    draft.rate_per = row.rate_per
    if row.in_text:
        draft.end = found.end
    if draft.form == "fraction":
        draft.form = "words"
        set_value(draft, plain(draft.low))
    draft.rules.append("unit-after")
    if folded.startswith(" and a half", draft.after) and isinstance(draft.low, int) and draft.high is draft.low:
        draft.after += len(" and a half")
        draft.end = draft.after
        set_value(draft, Decimal(draft.low) + Decimal("0.5"))


def _unit_after_of(folded: str, text: str, draft: Draft, position: int) -> FoundUnit | None:
    """ "Billions of dollars", "half an hour", "three-quarters of a mile"."""
    if draft.form == "fraction":
        if folded.startswith((" point", "-point"), position):
            return FoundUnit(PERCENTAGE_POINT, position + len(" point"))
        lead = _OF_A_UNIT.match(folded, position)
        found = find_unit(folded, text, lead.end()) if lead else None
        return found if found and (found.unit.kind != "share" or found.unit.unit != "percent") else None
    if draft.form != "vague" and draft.scale < 1000:
        return None
    lead = _OF_UNIT.match(folded, position)
    found = find_unit(folded, text, lead.end()) if lead else None
    return found if found and not found.unit.is_singular and not found.unit.exact else None


def _fits(folded: str, text: str, draft: Draft, row: UnitName, end: int, stop: int) -> bool:
    name = row.name
    if name == "won":
        return draft.high >= 100
    if row.exact in {"C", "F"}:
        return -100 <= draft.low <= 200 and _TEMPERATURE_TAIL.match(folded, stop) is not None
    if name == "st":
        return draft.low % 10 != 1 or draft.low == 11  # "the 101st Division" weighs nothing
    if row.is_singular and folded[end : end + 1] == " " and draft.high > 1 and not _attributive(folded, draft, row):
        return False  # "five second helpings", "3,000 foot soldiers"
    if name in {"second", "seconds"} and folded[stop : stop + 1] == "-":
        return False
    if draft.form == "fraction" and row.kind != "share":
        return True
    return draft.form != "vague" or not row.is_singular


def _attributive(folded: str, draft: Draft, row: UnitName) -> bool:
    """Whether a singular unit stands before a noun in loose spelling: "a 30 year mortgage", "a 20-30 year plan"."""
    return row.kind == "duration" and folded.endswith((" a ", " an ", " the ", "-"), 0, draft.start)


def joined(folded: str, text: str, first: Draft) -> tuple[Draft, str] | None:
    """The second number of a possible range and the connector between the two; None where nothing joins."""
    position = first.after
    if folded[position : position + 1] not in _JOIN_START:
        return None
    join = _JOIN.match(folded, position)
    if join is None:
        return None
    connector = join[0].strip(" \n")
    connector = connector if connector in {"and", "or", "to", "±", "+/-"} else "-" if connector in {"-", "—"} else "to"
    position = join.end()
    if connector in {"to", "and"}:
        softener = _SECOND_SOFTENER.match(folded, position)
        position = softener.end() if softener else position
    second = number_at(folded, text, position, first.has_money_sign)
    return (second, connector) if second is not None else None


def number_at(folded: str, text: str, position: int, in_money: bool = False) -> Draft | None:
    """The measure that begins right at `position`: money sign, digits or words."""
    ahead = _NUMBER_AHEAD.match(folded, position)
    if ahead:
        digits = ahead.start(1)
        numeral = read_digits(folded, text, digits, digits > position or in_money)
        money = find_money_before(folded, text, digits) if digits > position else None
        if numeral.form != "digits":
            return None
        draft = read_measure(folded, text, numeral, money, in_money and money is None and numeral.scale > 1)
        following = folded[draft.number_end : draft.number_end + 1]
        if draft.start < position or (following.isalpha() and draft.after == draft.number_end):
            return None
        return draft
    word = _WORD_AHEAD.match(folded, position)
    if word is None or WORD_KIND.get(word[2]) not in {"number", "one"}:
        return None
    numeral_words = read_words(folded, text, word.start(2))
    if numeral_words is None:
        return None
    numeral_words.start = word.start()
    fraction_after(folded, numeral_words)
    return read_measure(folded, text, numeral_words)
