"""The scan: one walk over the text's digits and month names, one rule table for each kind of seed."""

from __future__ import annotations

import re
from dataclasses import replace

from schemas.vocabulary import vocabulary
from waybill.dates.digits import read_short_number, read_year_first, settle_slashed
from waybill.dates.expression import DateExpression
from waybill.dates.names import read_month_name
from waybill.dates.words import MONTH, month_seed
from waybill.dates.years import groups_thousands, read_year

_DIGITS = re.compile(r"[0-9]+")
_LOWER_MONTH_BEFORE = re.compile(rf"(?<![A-Za-z])(?={MONTH})(?P<month>[a-z]+)\.?,?[ \u00a0]\Z")
_PARTS = "|".join(row["cue"] for row in vocabulary("en/calendar_cues") if row["role"] == "part")
_PART_VALUE = {row["cue"]: row["value"] for row in vocabulary("en/calendar_cues") if row["role"] == "part"}
_PART_BEFORE = re.compile(rf"(?<![A-Za-z])(?P<part>(?i:{_PARTS}))(?:[\s-](?:of|in))?(?:\sthe)?[\s-]{{1,2}}\Z")
_PART_KINDS = frozenset({"month", "year", "season", "decade", "quarter"})
_PARTNER = re.compile(r"\s?(?:[-–—]|,?\s(?:to|and|through|until|till)(?:\sthe)?\s)\s?")


def find_dates(text: str) -> list[DateExpression]:
    """All absolute calendar expressions of `text`, in order and disjoint; relative words ("last autumn") are not.

    >>> [(e.edtf, e.kind) for e in find_dates("Since early May 2031 it has shipped 2,024 crates, by 12 June more.")]
    [('2031-05', 'month'), ('XXXX-06-12', 'day_month')]
    """
    grouped = groups_thousands(text)
    found: list[DateExpression] = []
    done = 0
    for seed in _seeds(text):
        if seed < done:
            continue
        expression = _read(text, seed, found[-1] if found else None, grouped)
        if expression is None or expression.start < done:
            continue
        found.append(_with_part(text, expression))
        done = expression.end
    return _borrow_years(text, settle_slashed(text, found))


def _seeds(text: str) -> list[int]:
    digits = [run.start() for run in _DIGITS.finditer(text) if run.end() - run.start() <= 4]
    names = [name.start() for name in month_seed().finditer(text)]
    return sorted([*digits, *names])


def _read(text: str, seed: int, previous: DateExpression | None, grouped: bool) -> DateExpression | None:
    if not text[seed].isdigit():
        return read_month_name(text, seed)
    if text[seed - 1 : seed] in (".", ",") and text[seed - 2 : seed - 1].isdigit():
        return None  # the tail of a longer number
    if text[seed - 1 : seed] in ("/", "=", "\\"):
        return None  # part of an address or a path
    lower_month = _LOWER_MONTH_BEFORE.search(text, max(0, seed - 12), seed) if seed > 3 else None
    if lower_month is not None:
        expression = read_month_name(text, lower_month.start())
        if expression is not None and expression.end > seed:
            return expression
    length = 1
    while length < 5 and text[seed + length : seed + length + 1].isdigit():
        length += 1
    if length <= 2:
        return read_short_number(text, seed)
    if length == 4:
        return read_year_first(text, seed) or read_year(text, seed, previous, grouped)
    return None


def _with_part(text: str, expression: DateExpression) -> DateExpression:
    if expression.kind not in _PART_KINDS:
        return expression
    before = _PART_BEFORE.search(text, max(0, expression.start - 24), expression.start)
    return replace(expression, part=_PART_VALUE[before["part"].lower()]) if before else expression


def _borrow_years(text: str, found: list[DateExpression]) -> list[DateExpression]:
    """Give the first of two joined dates the year of the second: "between January and March 2024"."""
    for place in range(len(found) - 2, -1, -1):
        first, second = found[place], found[place + 1]
        if not (first.edtf or "").startswith("XXXX-") or "/" in (first.edtf or ""):
            continue
        if first.kind == "day_only":
            if _PARTNER.fullmatch(text, first.end, second.start) is not None:
                found[place] = _borrowed_month(first, second)
            continue
        if not (second.edtf or "X")[:4].isdigit() or second.start - first.end > 9 or len(second.edtf or "") < 7:
            continue
        if _PARTNER.fullmatch(text, first.end, second.start) is not None:
            found[place] = _borrowed(first, str(second.edtf))
    return found


def _borrowed(first: DateExpression, second: str) -> DateExpression:
    own = str(first.edtf)[5:]
    year = int(second[:4]) - (own[:2] > second[5:7] and second[5:7].isdigit())
    kind = "day" if first.kind == "day_month" else first.kind
    return replace(first, edtf=f"{year:04}-{own}", kind=kind, rule_id=first.rule_id + "+year")


def _borrowed_month(first: DateExpression, second: DateExpression) -> DateExpression:
    """ "between the 3rd and the 9th of February": a day takes month and year of a later day of the same month."""
    own, other = str(first.edtf)[8:], str(second.edtf)
    if second.kind not in ("day", "day_month") or not own < other[8:]:
        return first
    return replace(first, edtf=f"{other[:8]}{own}", kind=second.kind, rule_id=first.rule_id + "+month")
