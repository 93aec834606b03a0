"""Rules that start at digits and are no bare year: "23 Dec 2024", "2024-12-23", "23.01.2025", "10:31 AM"."""

from __future__ import annotations

import re

from waybill.dates.expression import DateExpression
from waybill.dates.words import MONTH, SPACE, ZONE, cues, is_day, month_of, months_needing_context, word_before, year_of

_NOT_MORE = r"(?!\d)(?![.,]\d)"
_SUFFIX = r"(?:st|nd|rd|th)"
_YEAR_FIRST = re.compile(r"(\d{4})([-./])\s?(\d{1,2})\2\s?(\d{1,2})(?!\d)(?!\2\d)")
_EAST_ASIAN = re.compile(r"(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월](?:\s?(\d{1,2})\s?[日일])?")
_YEAR_LAST = re.compile(r"(\d{1,2})([-./])\s?(\d{1,2})\2\s?(\d{4}|\d{2})(?!\d)(?![-./]\d)")
_DAY_NAME = re.compile(
    rf"(?P<day>\d{{1,2}}){_SUFFIX}?(?:{SPACE}?(?:[-–—]|to|and){SPACE}?(?P<last>\d{{1,2}}){_SUFFIX}?)?"
    rf"(?:{SPACE}of{SPACE}|{SPACE}|-)?(?P<month>{MONTH})"
    rf"(?:\.?(?:,|{SPACE}of)?{SPACE}?(?:(?P<year>\d{{4}})|['’](?P<short>\d\d)|-(?P<dashed>\d{{4}}|\d\d)){_NOT_MORE})?"
)
_MERIDIEM = r"(?:[AaPp][Mm](?![A-Za-z])|[AaPp]\.\s?[Mm]\.?(?![A-Za-z]))"
_TIME = re.compile(
    rf"(?P<hour>\d{{1,2}})[:.](?P<minute>\d\d)(?P<second>:\d\d(?:[.,]\d{{1,6}})?)?(?!\d|:\d)"
    rf"(?:\s?(?P<half>{_MERIDIEM}))?(?:\s?(?P<zone>{ZONE}))?"
)
_HOUR = re.compile(rf"(?P<hour>\d{{1,2}})\s?(?P<half>{_MERIDIEM})(?:\s?{ZONE})?")
_MILITARY = re.compile(rf"(?P<hour>\d\d)(?P<minute>\d\d)(?:\s?hrs)?\s?(?P<zone>{ZONE})|(?P<h>\d\d)(?P<m>\d\d)\s?hrs\b")
_DAY_ONLY = re.compile(rf"(\d{{1,2}}){_SUFFIX}(?![A-Za-z-])")


def read_short_number(text: str, start: int) -> DateExpression | None:
    """The expression that begins with a number of one or two digits at `start`.

    A letter may stand right before it only where the whole date is spelled out ("Published23 Dec 2024").
    """
    glued = start > 0 and text[start - 1].isalpha()
    return (
        _day_month_name(text, start, glued)
        or _time(text, start)
        or (None if glued else _numeric_year_last(text, start) or _day_only(text, start))
    )


def read_year_first(text: str, start: int) -> DateExpression | None:
    """The full date or military time that begins with four digits at `start`."""
    return _numeric_year_first(text, start) or _east_asian(text, start) or _military(text, start)


def _day_month_name(text: str, start: int, glued: bool) -> DateExpression | None:
    found = _DAY_NAME.match(text, start)
    if found is None:
        return None
    month, day = month_of(found["month"]), int(found["day"])
    digits = found["year"] or found["short"] or found["dashed"]
    year = year_of(digits) if digits else None
    if not is_day(month, day, year) or (glued and year is None):
        return None
    if year is None and found["month"].islower() and month in months_needing_context():
        return None  # "10 may have died"
    end = found.end() if year else found.end("month")
    stamp = f"{year or 'XXXX'}-{month:02}"
    if found["last"] is None:
        return DateExpression(start, end, f"{stamp}-{day:02}", "day" if year else "day_month", "date-day-month")
    last = int(found["last"])
    if not day < last or not is_day(month, last, year):
        return None
    return DateExpression(start, end, f"{stamp}-{day:02}/{stamp}-{last:02}", "range", "date-day-range")


def _numeric_year_first(text: str, start: int) -> DateExpression | None:
    found = _YEAR_FIRST.match(text, start)
    if found is None:
        return None
    year, month, day = year_of(found[1]), int(found[3]), int(found[4])
    if year is None or not is_day(month, day, year):
        return None
    return DateExpression(start, found.end(), f"{year}-{month:02}-{day:02}", "day", "date-year-first")


def _east_asian(text: str, start: int) -> DateExpression | None:
    found = _EAST_ASIAN.match(text, start)
    year = year_of(found[1]) if found else None
    if found is None or year is None or not 1 <= int(found[2]) <= 12:
        return None
    if found[3] is None:
        return DateExpression(start, found.end(), f"{year}-{int(found[2]):02}", "month", "date-east-asian")
    if not is_day(int(found[2]), int(found[3]), year):
        return None
    return DateExpression(start, found.end(), f"{year}-{int(found[2]):02}-{int(found[3]):02}", "day", "date-east-asian")


def _numeric_year_last(text: str, start: int) -> DateExpression | None:
    """Day, month and year with dots are in that order; with slashes or hyphens only where one of the two exceeds 12.

    A slashed date that could be either keeps its year; `settle_slashed` may still complete it from its neighbours.
    """
    found = _YEAR_LAST.match(text, start)
    if found is None or (len(found[4]) == 2 and (found[2] == "-" or len(found[1]) + len(found[3]) < 4)):
        return None
    first, second, year = int(found[1]), int(found[3]), year_of(found[4])
    if year is None:
        return None
    if is_day(second, first, year) and (found[2] == "." or first > 12 or first == second):
        return DateExpression(start, found.end(), f"{year}-{second:02}-{first:02}", "day", "date-day-first")
    if found[2] == "." or not is_day(first, second, year):
        return None
    if second > 12:
        return DateExpression(start, found.end(), f"{year}-{first:02}-{second:02}", "day", "date-month-first")
    return DateExpression(start, found.end(), f"{year}", "day", "date-slashed-either-order")


def settle_slashed(text: str, found: list[DateExpression]) -> list[DateExpression]:
    """Complete slashed dates of open order where other slashed dates of the same text all show one order."""
    shown = {
        e.rule_id
        for e in found
        if e.rule_id in ("date-day-first", "date-month-first") and "." not in text[e.start : e.end]
    }
    if len(shown) != 1:
        return found
    day_first = shown == {"date-day-first"}
    return [_settled(text, e, day_first) if e.rule_id == "date-slashed-either-order" else e for e in found]


def _settled(text: str, open_date: DateExpression, day_first: bool) -> DateExpression:
    first, second = (int(part) for part in re.split(r"[-/]", text[open_date.start : open_date.end])[:2])
    month, day = (second, first) if day_first else (first, second)
    return DateExpression(
        open_date.start, open_date.end, f"{open_date.edtf}-{month:02}-{day:02}", "day", "date-slashed-settled"
    )


def _time(text: str, start: int) -> DateExpression | None:
    if start and text[start - 1] == ":":
        return None
    found = _TIME.match(text, start)
    if found is not None:
        dotted = text[found.end("hour")] == "."
        if (
            int(found["hour"]) <= 24
            and int(found["minute"]) <= 59
            and not (dotted and not (found["half"] or found["zone"]))
        ):
            return DateExpression(start, found.end(), None, "time", "time-clock")
    found = _HOUR.match(text, start)
    if found is not None and 1 <= int(found["hour"]) <= 12:
        return DateExpression(start, found.end(), None, "time", "time-hour")
    return None


def _military(text: str, start: int) -> DateExpression | None:
    found = _MILITARY.match(text, start)
    if found is None:
        return None
    hour, minute = int(found["hour"] or found["h"]), int(found["minute"] or found["m"])
    return DateExpression(start, found.end(), None, "time", "time-four-digits") if hour <= 24 and minute <= 59 else None


_AFTER_DAY = re.compile(
    r"\s*(?:[.,;:)\]?!–—]|$|\()|\s(?:that|and|to|in|at|of|local|this|last|next|when|with|as|by|for|but|or|said|says|after|before|aboard|on|from|under|during|over|"
    r"until|while|who|which|it|he|she|they|the|a|an|its|his|her|their|our|no|there|KST|IST|EST)\b"
)


def _day_only(text: str, start: int) -> DateExpression | None:
    """ "on the 13th", "reported on the 23rd (local time)": a day of a month left unnamed."""
    found = _DAY_ONLY.match(text, start)
    if found is None or not 1 <= int(found[1]) <= 31 or not _AFTER_DAY.match(text, found.end()):
        return None
    if word_before(text, start) != "the" or not _calendar_the(text, start):
        return None
    return DateExpression(start, found.end(), f"XXXX-XX-{int(found[1]):02}", "day_only", "date-day-only")


def _calendar_the(text: str, start: int) -> bool:
    the = text.rfind("the", max(0, start - 6), start)
    the = the if the >= 0 else text.rfind("The", max(0, start - 6), start)
    return the >= 0 and word_before(text, the) in cues("day_before")
