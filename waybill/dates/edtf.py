"""Calendar arithmetic on date strings (EDTF level 1 and "2024-Q1"): bounds, precision, completion."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from functools import cache

from schemas.vocabulary import phrases, vocabulary

SEASON_MONTHS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 2)}
"""EDTF season codes of the northern hemisphere: first and last month; a winter ends in the year after its own."""

_POINT = re.compile(r"(\d{3}[\dX])(?:-(Q[1-4]|\d{2})(?:-(\d{2}))?)?[~?%]?", re.ASCII)


def bounds(edtf: str) -> tuple[date | None, date | None]:
    """First and last day that `edtf` covers, both inclusive; None on a side that is open ("..").

    Raises ValueError where the string has no place in the calendar: no year yet ("XXXX-09-07"), no such day.

    >>> bounds("2023-09")
    (datetime.date(2023, 9, 1), datetime.date(2023, 9, 30))
    >>> bounds("2029-24")
    (datetime.date(2029, 12, 1), datetime.date(2030, 2, 28))
    >>> bounds("2022~/..")
    (datetime.date(2022, 1, 1), None)
    """
    if "/" in edtf:
        first, last = edtf.split("/", 1)
        return bounds(first)[0], bounds(last)[1]
    if edtf == "..":
        return None, None
    found = _POINT.fullmatch(edtf)
    if found is None:
        raise ValueError(f"{edtf!r} has no place in the calendar: it needs a year, as in 2024, 2024-12 or 2024-12-23")
    year, part, day = found.groups()
    if year.endswith("X"):
        return date(int(year[:3]) * 10, 1, 1), date(int(year[:3]) * 10 + 9, 12, 31)
    return _point_bounds(int(year), part, day)


def _point_bounds(year: int, part: str | None, day: str | None) -> tuple[date, date]:
    if part is None:
        return date(year, 1, 1), date(year, 12, 31)
    if part.startswith("Q"):
        last_month = 3 * int(part[1])
        return date(year, last_month - 2, 1), _last_day(year, last_month)
    month = int(part)
    if month in SEASON_MONTHS and day is None:
        first, last = SEASON_MONTHS[month]
        return date(year, first, 1), _last_day(year + (last < first), last)
    if day is None:
        return date(year, month, 1), _last_day(year, month)
    return date(year, month, int(day)), date(year, month, int(day))


def _last_day(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def precision(edtf: str) -> str:
    """How fine `edtf` is, in the words of the `date_precision` column.

    >>> [precision(e) for e in ("2024-12-23", "XXXX-09", "2024-Q1", "2029-23", "2024~", "199X", "1950/1953")]
    ['day', 'month', 'quarter', 'season', 'year', 'multi_year', 'multi_year']
    """
    if "/" in edtf:
        return _range_precision(edtf)
    fields = edtf.rstrip("~?%").split("-")
    if len(fields) == 3:
        return "day"
    if len(fields) == 2:
        if fields[1].startswith("Q"):
            return "quarter"
        return "season" if fields[1].isdigit() and int(fields[1]) in SEASON_MONTHS else "month"
    return "multi_year" if edtf[3:4] == "X" else "year"


def _range_precision(edtf: str) -> str:
    try:
        first, last = bounds(edtf)
    except ValueError:
        return "unknown"
    if first is None or last is None:
        return "unknown"
    days = (last - first).days + 1
    limits = ((1, "day"), (7, "week"), (31, "month"), (92, "quarter"), (366, "year"))
    return next((word for most, word in limits if days <= most), "multi_year")


def level1(edtf: str) -> str:
    """`edtf` with quarters and decades written the way level 1 knows them.

    >>> level1("2024-Q1"), level1("2024-12")
    ('2024-01/2024-03', '2024-12')
    """
    quarter = re.fullmatch(r"(\d{4})-Q([1-4])", edtf, re.ASCII)
    if quarter is None:
        return edtf
    last = 3 * int(quarter[2])
    return f"{quarter[1]}-{last - 2:02}/{quarter[1]}-{last:02}"


def latest_not_after(edtf: str, anchor: date) -> str | None:
    """The most recent meaning of a date without year (or month) that does not lie after `anchor`.

    Reports look back: in a text of 23 December "20 December" is of the same year, "the 30th" of the month before.
    None where the calendar has no such day within the last eight years.

    >>> latest_not_after("XXXX-12-20", date(2024, 12, 23)), latest_not_after("XXXX-XX-30", date(2024, 3, 2))
    ('2024-12-20', '2024-01-30')
    >>> latest_not_after("XXXX-03", date(2024, 12, 23)), latest_not_after("2021-05", date(2024, 12, 23))
    ('2024-03', '2021-05')
    """
    if not edtf.startswith("XXXX"):
        return edtf
    fields = edtf.split("-")
    for back in range(8 * 12 + 1):
        years, month = divmod(anchor.year * 12 + anchor.month - 1 - back, 12)
        if fields[1] not in ("XX", f"{month + 1:02}"):
            continue
        if len(fields) == 2:
            return f"{years:04}-{month + 1:02}"
        day = int(fields[2])
        if day <= monthrange(years, month + 1)[1] and date(years, month + 1, day) <= anchor:
            return f"{years:04}-{month + 1:02}-{day:02}"
    return None


@cache
def weekday_numbers() -> dict[str, int]:
    """English names of weekdays, long and short, in lower case, with their ISO number (Monday is 1).

    >>> weekday_numbers()["thursday"], weekday_numbers()["tue"]
    (4, 2)
    """
    return {
        name.lower(): int(row["weekday"])
        for row in vocabulary("en/weekdays")
        for name in (row["name"], *phrases(row["short_forms"]))
    }


@cache
def month_numbers() -> dict[str, int]:
    """English names of months, long and short, in lower case, with their number.

    >>> month_numbers()["sept"], month_numbers()["may"]
    (9, 5)
    """
    return {
        name.lower(): int(row["month"])
        for row in vocabulary("en/months")
        for name in (row["name"], *phrases(row["short_forms"]))
    }
