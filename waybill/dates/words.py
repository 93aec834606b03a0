"""The calendar's vocabulary as patterns and sets, built once from the tables under schemas/vocab/en/."""

from __future__ import annotations

import re
from calendar import monthrange
from functools import cache

from schemas.vocabulary import vocabulary
from waybill.dates.edtf import month_numbers

FIRST_YEAR, LAST_YEAR = 1900, 2099
"""Bare four-digit numbers outside this span are never years."""

SPACE = r"(?:[ \t\u00a0\u202f\u2009]{1,3}\n?|\n)"
"""One gap between words: a line may break there, a paragraph may not."""


def _alternatives(words: list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


MONTH = rf"(?i:{_alternatives(list(month_numbers()))})(?![A-Za-z])"
"""A month's name, long or short, in any case; the full stop of a short form is not in it."""

_CLOCK_ZONES = _alternatives([row["zone"] for row in vocabulary("en/clock_zones")])
ZONE = rf"(?:(?:{_CLOCK_ZONES})(?![A-Za-z])(?:[+-]\d{{1,2}}(?::?\d\d)?)?|[+-]\d\d:?\d\d(?!\d))"
"""A clock zone as written behind a time: "IST", "GMT+9", "+0900"."""


@cache
def cues(role: str) -> frozenset[str]:
    """Words of one role of the cue table, lower case.

    >>> "since" in cues("year_before")
    True
    """
    return frozenset(row["cue"].lower() for row in vocabulary("en/calendar_cues") if row["role"] == role)


@cache
def ordinal_days() -> dict[str, int]:
    """Days of a month as words, with a hyphen or a space.

    >>> ordinal_days()["twenty first"]
    21
    """
    days = {row["words"]: int(row["day"]) for row in vocabulary("en/day_ordinals")}
    return days | {words.replace("-", " "): day for words, day in days.items()}


ORDINAL_DAY = rf"(?i:{_alternatives(list(ordinal_days()))})(?![A-Za-z])"


@cache
def month_seed() -> re.Pattern[str]:
    """Finds the first three letters of capitalised month names fast: the only thing searched for in every text."""
    initials: dict[str, set[str]] = {}
    for row in vocabulary("en/months"):
        name = row["name"]
        initials.setdefault(name[0], set()).update({name[1:3], name[1:3].upper()})
    branches = (f"{first}(?:{'|'.join(sorted(rest))})" for first, rest in sorted(initials.items()))
    return re.compile("|".join(branches))


@cache
def months_needing_context() -> frozenset[int]:
    """Months whose name is also an everyday word (March, May)."""
    return frozenset(int(row["month"]) for row in vocabulary("en/months") if row["needs_context"])


def month_of(name: str) -> int:
    """Number of a month's name as matched by MONTH."""
    return month_numbers()[name.lower()]


@cache
def season_code(word: str) -> int:
    """EDTF code of a season's name.

    >>> season_code("autumn"), season_code("fall")
    (23, 23)
    """
    rows = vocabulary("en/calendar_cues")
    return next(int(row["value"]) for row in rows if row["role"] == "season" and row["cue"] == word)


def is_day(month: int, day: int, year: int | None = None) -> bool:
    """Whether the calendar has that day; without a year, whether a leap year has it."""
    return 1 <= month <= 12 and 1 <= day <= monthrange(year or 2000, month)[1]


def is_year(number: int) -> bool:
    return FIRST_YEAR <= number <= LAST_YEAR


def year_of(digits: str) -> int | None:
    """Year of four digits, or of two as written behind an apostrophe or a second dot; None outside the span.

    >>> year_of("2024"), year_of("24"), year_of("98"), year_of("1789")
    (2024, 2024, 1998, None)
    """
    if len(digits) == 2:
        short = int(digits)
        return 2000 + short if short < 70 else 1900 + short
    return int(digits) if is_year(int(digits)) else None


def word_before(text: str, position: int) -> str:
    """The word that ends right before `position`, at most a gap or a hyphen away, in lower case; "" if none."""
    found = _WORD_BEFORE.search(text, max(0, position - 24), position)
    return found[1].lower() if found else ""


_WORD_BEFORE = re.compile(r"(?<![A-Za-z])([A-Za-z]{1,16})\.?[\s-]{1,2}\Z")
