"""Rules for four-digit years: bare ones in calendar context, decades, ranges, quarters, halves, seasons."""

from __future__ import annotations

import re

from waybill.dates.expression import DateExpression
from waybill.dates.words import cues, is_year, season_code, word_before

_DECADE = re.compile(r"(\d{3})0['’]?s(?![A-Za-z])")
_RANGE = re.compile(r"(\d{4})\s?([-–—/])\s?(\d{4}|\d\d)(?!\d)(?![.,/-]\d)")
_ISO_MONTH = re.compile(r"(\d{4})-(\d\d)(?![\d-])")
_QUARTER_AFTER = re.compile(r"(\d{4})[\s-]?[Qq]([1-4])(?![A-Za-z\d])")
_PERIOD_BEFORE = re.compile(
    r"(?<![A-Za-z])(?:(?P<season>spring|summer|autumn|fall|winter)|(?P<nth>first|second|third|fourth|last|final|closing|opening|1st|2nd|3rd|4th)"
    r"[\s-](?P<unit>quarter|half)|[Qq](?P<q>[1-4])|(?P<qq>[1-4])Q|H(?P<h>[12])|(?P<hh>[12])H)"
    r"(?:\s?,)?\s?(?:of\s)?(?:the\s)?(?:the\syear\s)?[/-]?\s?\Z",
    re.IGNORECASE,
)
_NTH = {
    "first": 1, "1st": 1, "opening": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3,
    "fourth": 4, "4th": 4, "last": 4, "final": 4, "closing": 4,
}  # fmt: skip
_CHAIN = re.compile(r"\s?(?:,|,?\s(?:and|or|to|through|until)\s|[-–—/|]|\t|\s{1,4})\s?", re.ASCII)
_FISCAL = ("FY", "CY")
_AFTER_WORD = re.compile(r"[ \u00a0\n]{1,2}([A-Za-z][A-Za-z'’-]*)")
_JOINED_NUMBER = re.compile(r"\s(?:and|to|or)\s(\d{3,})(?!\d)")
_GROUPED = re.compile(r"\d[,\u00a0\u202f ]\d{3}(?!\d)")


def groups_thousands(text: str) -> bool:
    """Whether the text writes thousands apart ("2,024"): then four digits in a row are years rather than amounts."""
    return _GROUPED.search(text) is not None


def read_year(text: str, start: int, previous: DateExpression | None, grouped: bool) -> DateExpression | None:
    """The expression that begins with, or ends in, four digits at `start`."""
    written = text[start : start + 4]
    if not written.isdecimal() or not is_year(year := int(written)):  # "1²1²" has digits that are no decimals
        return None
    return (
        _decade(text, start)
        or _quarter_after(text, start)
        or _year_range(text, start)
        or _iso_month(text, start)
        or _period_before(text, start, year)
        or _bare_year(text, start, year, previous, grouped)
    )


def _decade(text: str, start: int) -> DateExpression | None:
    found = _DECADE.match(text, start)
    return DateExpression(start, found.end(), f"{found[1]}X", "decade", "date-decade") if found else None


def _quarter_after(text: str, start: int) -> DateExpression | None:
    found = _QUARTER_AFTER.match(text, start)
    if found is None:
        return None
    return DateExpression(start, found.end(), f"{found[1]}-Q{found[2]}", "quarter", "date-quarter")


def _iso_month(text: str, start: int) -> DateExpression | None:
    found = _ISO_MONTH.match(text, start)
    if found is None or not 1 <= int(found[2]) <= 12:
        return None
    return DateExpression(start, found.end(), found[0], "month", "date-iso-month")


def _year_range(text: str, start: int) -> DateExpression | None:
    """ "1950-53", "2023/24", "2019–2021"; "2024-12" runs backwards as a range and is left to be a month."""
    found = _RANGE.match(text, start)
    if found is None or text[found.end() : found.end() + 1].isalpha():
        return None
    first, last = found[1], found[3] if len(found[3]) == 4 else found[1][:2] + found[3]
    if not is_year(int(last)) or not int(first) < int(last):
        return None
    before = _PERIOD_BEFORE.search(text, max(0, start - 40), start)
    if before and before["season"] and before["season"].lower() == "winter" and int(last) == int(first) + 1:
        return DateExpression(before.start(), found.end(), f"{first}-24", "season", "date-winter-years")
    return DateExpression(start, found.end(), f"{first}/{last}", "range", "date-year-range")


def _period_before(text: str, start: int, year: int) -> DateExpression | None:
    found = _PERIOD_BEFORE.search(text, max(0, start - 40), start)
    if found is None or not _ends_as_year(text, start + 4):
        return None
    if found["season"]:
        code = season_code(found["season"].lower())
        return DateExpression(found.start(), start + 4, f"{year}-{code}", "season", "date-season")
    quarter = found["q"] or found["qq"]
    if quarter or (found["nth"] and found["unit"].lower() == "quarter"):
        number = int(quarter) if quarter else _NTH[found["nth"].lower()]
        return DateExpression(found.start(), start + 4, f"{year}-Q{number}", "quarter", "date-quarter")
    half = int(found["h"] or found["hh"] or min(2, _NTH[(found["nth"] or "").lower()]))
    months = "01/{0}-06" if half == 1 else "07/{0}-12"
    return DateExpression(found.start(), start + 4, f"{year}-" + months.format(year), "range", "date-half-year")


def _ends_as_year(text: str, end: int) -> bool:
    after = text[end : end + 2]
    if not after:
        return True
    if after[0].isalnum() or after[0] in "%°":
        return False
    return not (after[0] in ".,:/-–" and after[1:2].isdigit())


def _bare_year(
    text: str, start: int, year: int, previous: DateExpression | None, grouped: bool
) -> DateExpression | None:
    end = start + 4
    if not _ends_as_year(text, end):
        return None
    if not (_in_calendar_context(text, start, year, grouped) or _continues(text, start, previous)):
        return None
    first = start - 2 if text[max(0, start - 2) : start] in _FISCAL else start
    return DateExpression(first, end, f"{year}", "year", "date-year")


def _continues(text: str, start: int, previous: DateExpression | None) -> bool:
    """Years stand in lists: "2019, 2020 and 2021", "from 2014 to 2018"."""
    if previous is None or previous.kind not in ("year", "range", "decade") or start - previous.end > 12:
        return False
    return _CHAIN.fullmatch(text, previous.end, start) is not None


def _in_calendar_context(text: str, start: int, year: int, grouped: bool) -> bool:
    before = text[start - 1 : start]
    if before and (before.isalnum() or before in "$€£¥₩#№+_"):
        return text[max(0, start - 2) : start] in _FISCAL
    if before == "(" and text[start + 4 : start + 5] in (")", ",", ";"):
        return True
    after = _AFTER_WORD.match(text, start + 4)
    next_word = after[1] if after else ""
    if _stands_apart(text, start, next_word):
        return True
    word = word_before(text, start)
    counted = _joined_to_an_amount(text, start + 4) or (not grouped and _counts(next_word, year))
    if word in cues("year_before"):
        return not (counted and year % 50 == 0)
    if word in cues("year_before_weak"):
        return not counted and (grouped or year % 50 != 0)
    if word in cues("year_determiner") or text[max(0, start - 3) : start] in ("'s ", "’s "):
        return bool(next_word) and not counted
    return False


def _joined_to_an_amount(text: str, end: int) -> bool:
    """ "between 1990 and 2500 tonnes": the partner is no year."""
    partner = _JOINED_NUMBER.match(text, end)
    return partner is not None and not is_year(int(partner[1][:5]))


def _counts(next_word: str, year: int) -> bool:
    """Whether the noun behind could be what the number counts: "of 2024 shells", "by 1950 tonnes"."""
    if not next_word or not next_word[0].islower():
        return False
    return next_word in cues("counted") or (next_word.endswith("s") and next_word not in cues("year_after"))


def _stands_apart(text: str, start: int, next_word: str) -> bool:
    """A year between commas, on a line of its own, or opening a sentence as its subject."""
    end = start + 4
    if text[start - 2 : start] == ", " and text[end : end + 1] == ",":
        return True
    opens_line = start == 0 or text[start - 1] == "\n"
    if opens_line and (end == len(text) or text[end] in "\n:"):
        return True
    opens = opens_line or text[max(0, start - 2) : start] in (". ", "? ", "! ", ", ", "; ", ": ")
    return opens and next_word.lower() in cues("year_after")
