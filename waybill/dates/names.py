"""Rules that start at a month's name: "December 23, 2024", "September seventh", "Aug.–Sept. 2023", "since March"."""

from __future__ import annotations

import re

from waybill.dates.expression import DateExpression
from waybill.dates.words import (
    MONTH,
    ORDINAL_DAY,
    SPACE,
    cues,
    is_day,
    month_of,
    months_needing_context,
    ordinal_days,
    word_before,
    year_of,
)

_NOT_A_LONGER_NUMBER = r"(?![\d%])(?![.,\u00a0\u202f ]\d{3}(?!\d))(?!\.\d)"
_YEAR = rf"(?:(?:,|{SPACE}of)?{SPACE}?)(?:(?P<year>\d{{4}})|['’](?P<short>\d\d))(?!\d)(?![.,]\d)"
_NAME = re.compile(rf"(?P<month>{MONTH})\.?")
_DAY = re.compile(
    rf"(?:{SPACE}|-)?(?:the{SPACE})?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?{_NOT_A_LONGER_NUMBER}"
    rf"(?:\s?(?:[-–—]|to)\s?(?P<last>\d{{1,2}})(?:st|nd|rd|th)?{_NOT_A_LONGER_NUMBER}(?![A-Za-z]))?(?:{_YEAR})?"
)
_ORDINAL = re.compile(rf"{SPACE}(?:the{SPACE})?(?P<day>{ORDINAL_DAY})(?:{_YEAR})?")
_YEAR_AFTER = re.compile(rf"(?:{_YEAR})|-(?P<dashed>\d{{4}})(?!\d)")
_MONTH_RANGE = re.compile(rf"\s?[-–—/]\s?(?P<last>{MONTH})\.?(?:{_YEAR})?(?!{SPACE}?\d)")
_DAY_BEFORE = re.compile(rf"(?<![A-Za-z])(?P<day>{ORDINAL_DAY}){SPACE}(?:day{SPACE})?of{SPACE}\Z")


def read_month_name(text: str, start: int) -> DateExpression | None:
    """The expression whose month name begins at `start`; None where it is no month."""
    name = _NAME.match(text, start)
    if name is None or (start and text[start - 1].isalpha()):
        return None
    month = month_of(name["month"])
    if name["month"].islower() and month in months_needing_context():
        return _month_year(text, start, month, name)
    return (
        _day(text, start, month, name)
        or _ordinal_after(text, start, month, name)
        or _ordinal_before(text, start, month, name)
        or _months(text, start, month, name)
        or _month_year(text, start, month, name)
        or _month_alone(text, start, month, name)
    )


def _year(found: re.Match[str]) -> int | None:
    digits = found["year"] or found["short"] or found.groupdict().get("dashed")
    return year_of(digits) if digits else None


def _stamp(year: int | None) -> str:
    return "XXXX" if year is None else f"{year:04}"


def _day(text: str, start: int, month: int, name: re.Match[str]) -> DateExpression | None:
    found = _DAY.match(text, name.end())
    if found is None:
        return None
    day, year = int(found["day"]), _year(found)
    end = found.end() if year or not (found["year"] or found["short"]) else _before_year(found)
    if not is_day(month, day, year):
        return None
    if year is None and word_before(text, start) == "in" and text[end - 1].isdigit():
        return None  # "in March 20 ships": nobody says "in" before a day
    stamp = f"{_stamp(year)}-{month:02}"
    if found["last"] is None:
        return DateExpression(start, end, f"{stamp}-{day:02}", "day" if year else "day_month", "date-month-day")
    last = int(found["last"])
    if not day < last or not is_day(month, last, year):
        return None
    return DateExpression(start, end, f"{stamp}-{day:02}/{stamp}-{last:02}", "range", "date-day-range")


def _before_year(found: re.Match[str]) -> int:
    """End of a match without the number behind it that turned out to be no year."""
    group = "last" if "last" in found.re.groupindex and found["last"] else "day"
    return found.end(group)


def _ordinal_after(text: str, start: int, month: int, name: re.Match[str]) -> DateExpression | None:
    found = _ORDINAL.match(text, name.end())
    if found is None:
        return None
    day, year = ordinal_days()[found["day"].lower()], _year(found)
    if not is_day(month, day, year):
        return None
    end = found.end() if year or not (found["year"] or found["short"]) else found.end("day")
    kind = "day" if year else "day_month"
    return DateExpression(start, end, f"{_stamp(year)}-{month:02}-{day:02}", kind, "date-month-ordinal")


def _ordinal_before(text: str, start: int, month: int, name: re.Match[str]) -> DateExpression | None:
    before = _DAY_BEFORE.search(text, max(0, start - 32), start)
    if before is None:
        return None
    day = ordinal_days()[before["day"].lower()]
    found = _YEAR_AFTER.match(text, name.end())
    year = _year(found) if found else None
    if not is_day(month, day, year):
        return None
    end = found.end() if found and year else name.end("month")
    kind = "day" if year else "day_month"
    return DateExpression(before.start(), end, f"{_stamp(year)}-{month:02}-{day:02}", kind, "date-ordinal-of-month")


def _months(text: str, start: int, month: int, name: re.Match[str]) -> DateExpression | None:
    found = _MONTH_RANGE.match(text, name.end())
    if found is None:
        return None
    last, year = month_of(found["last"]), _year(found)
    first_year = year - 1 if year and last < month else year
    edtf = f"{_stamp(first_year)}-{month:02}/{_stamp(year)}-{last:02}"
    end = found.end() if year else found.end("last")
    return DateExpression(start, end, edtf, "range", "date-month-range")


def _month_year(text: str, start: int, month: int, name: re.Match[str]) -> DateExpression | None:
    found = _YEAR_AFTER.match(text, name.end())
    year = _year(found) if found else None
    if found is None or year is None:
        return None
    return DateExpression(start, found.end(), f"{year}-{month:02}", "month", "date-month-year")


def _month_alone(text: str, start: int, month: int, name: re.Match[str]) -> DateExpression | None:
    """A month's full name; "May" and "March" only where a word before says that a month follows."""
    if len(name["month"]) < 4 and month != 5:
        return None
    if month in months_needing_context() and word_before(text, start) not in cues("month_before"):
        return None
    return DateExpression(start, name.end("month"), f"XXXX-{month:02}", "month", "date-month-name")
