"""Relative words of time against the day of the report: "last year", "a year earlier", "the spring", "Monday"."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple, cast

from waybill.claims.words.lexicon import Cue
from waybill.claims.words.marks import Mark
from waybill.dates import bounds, precision, weekday_numbers


class Anchor(NamedTuple):
    """The day that relative words count from, and how much of it is known: day, month or year."""

    day: date
    precision: str
    is_stated: bool = True  # False where the month was only inferred

    @property
    def dates_statements(self) -> bool:
        """Whether an undated statement may be dated by it: a day, or a month that the document bears."""
        return self.precision == "day" or (self.precision == "month" and self.is_stated)

    @property
    def edtf(self) -> str:
        """The anchor at its own precision."""
        if self.precision == "day":
            return self.day.isoformat()
        return f"{self.day:%Y-%m}" if self.precision == "month" else f"{self.day:%Y}"


class Time(NamedTuple):
    """A stretch of time named by tokens[i:j]: its first and last EDTF point (None = open or unknown)."""

    i: int
    j: int
    first: str | None
    last: str | None
    relation: str  # since by after within between to_date recent as_of rest before event


def anchor_of(published: str | None, basis: str | None = None) -> Anchor | None:
    """The anchor that a publication date allows; `basis` is how it is known ("header", "sidecar", ...).

    A month that only a sidecar knows, or that was inferred, says nothing of when something was said.

    >>> anchor_of("2024-12").edtf
    '2024-12'
    """
    if not published:
        return None
    try:
        first, last = bounds(published)
    except ValueError:
        return None
    if first is None or last is None:
        return None
    fine = precision(published)
    if fine == "day":
        return Anchor(first, "day")
    return Anchor(last, "month" if fine == "month" else "year", basis not in {"partial", "sidecar"})


def month_shifted(day: date, months: int) -> date:
    """The same day some months away, or the last one of a shorter month.

    >>> month_shifted(date(2025, 1, 31), 1)
    datetime.date(2025, 2, 28)
    """
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = bounds(f"{years:04}-{month + 1:02}")[1]
    return date(years, month + 1, min(day.day, last.day if last else 28))


def _shifted(anchor: Anchor, unit: str, steps: int) -> tuple[str, str] | None:
    day = anchor.day
    if unit == "year":
        return f"{day.year + steps:04}", f"{day.year + steps:04}"
    if anchor.precision == "year":
        return None
    if unit == "month":
        moved = month_shifted(day.replace(day=1), steps)
        return f"{moved:%Y-%m}", f"{moved:%Y-%m}"
    if unit == "quarter":
        moved = month_shifted(date(day.year, 3 * ((day.month - 1) // 3) + 1, 1), 3 * steps)
        return f"{moved:%Y-%m}", f"{month_shifted(moved, 2):%Y-%m}"
    if anchor.precision != "day":
        return None
    if unit == "week":
        monday = day - timedelta(days=day.weekday()) + timedelta(weeks=steps)
        return monday.isoformat(), (monday + timedelta(days=6)).isoformat()
    moved = day + timedelta(days=steps)
    return moved.isoformat(), moved.isoformat()


def _same_time(mark: Mark, value: list[str], anchor: Anchor, previous: Time | None) -> Time | None:
    """ "the same period", "that year": the time named before; "the same months of last year" shifts it."""
    if previous is None or previous.first is None:
        return None
    if value[0] == "year":
        return Time(mark.i, mark.j, previous.first[:4], previous.first[:4], "within")
    if len(value) > 1:
        first, last = _in_year(previous.first, anchor.day.year - 1), _in_year(previous.last, anchor.day.year - 1)
        return Time(mark.i, mark.j, first, last, "between")
    return previous._replace(i=mark.i, j=mark.j)


def _in_year(edtf: str | None, year: int) -> str | None:
    return None if edtf is None else f"{year}{edtf[4:]}"


def _year_before(mark: Mark, value: list[str], anchor: Anchor, previous: Time | None) -> Time | None:
    """ "a year earlier": the time named before, one year back; without one the year before the report's."""
    closed = previous is not None and previous.first and previous.last and previous.relation != "since"
    if closed and previous is not None and previous.first and previous.last and value[0] == "year":
        first, last = int(previous.first[:4]) - 1, int(previous.last[:4]) - 1
        return Time(mark.i, mark.j, _in_year(previous.first, first), _in_year(previous.last, last), "within")
    moved = _shifted(anchor, value[0], int(value[1]))
    return None if moved is None else Time(mark.i, mark.j, *moved, "within")


def _after(mark: Mark, value: list[str], previous: Time | None) -> Time | None:
    """ "A year later", "the following month": counted from the time named before, else not known."""
    if previous is None or previous.last is None or len(previous.last) < (4 if value[0] == "year" else 7):
        return None
    if value[0] == "year":
        return Time(mark.i, mark.j, *(f"{int(previous.last[:4]) + int(value[1]):04}",) * 2, "within")
    if previous.last[5:7] > "12":
        return None
    moved = month_shifted(date(int(previous.last[:4]), int(previous.last[5:7]), 1), int(value[1]))
    return Time(mark.i, mark.j, f"{moved:%Y-%m}", f"{moved:%Y-%m}", "within")


def _season(
    mark: Mark, code: str, year: int, anchor: Anchor, this: bool, near: bool = False, ahead: bool = False
) -> Time:
    """A season by its code; "in the spring" is the last one begun, "this winter" of a January the one that runs."""
    if code == "24" and this and anchor.day.month < 6:
        year -= 1
    first, last = bounds(f"{year}-{code}")
    if near and first is not None and first > anchor.day and not ahead:
        year -= 1
    elif near and ahead and last is not None and last < anchor.day:
        year += 1
    return Time(mark.i, mark.j, f"{year}-{code}", f"{year}-{code}", "within")


def _part_of_year(mark: Mark, kind: str, part: int, anchor: Anchor, ahead: bool) -> Time:
    """ "the first quarter", "the second half" without a year: the last one begun, or the next where a plan speaks."""
    months = 3 if kind == "quarter_near" else 6
    year, start = anchor.day.year, 1 + months * (part - 1)
    if date(year, start, 1) > anchor.day and not ahead:
        year -= 1
    return Time(mark.i, mark.j, f"{year}-{start:02}", f"{year}-{start + months - 1:02}", "within")


def cue_time(mark: Mark, anchor: Anchor, previous: Time | None, ahead: bool = False) -> Time | None:
    """The time of a relative phrase of the vocabulary."""
    cue = cast(Cue, mark.entry)
    kind, value = cue.value, cue.scope.split()
    if kind in {"recent", "event", "before", "closed", "reporting"}:
        return Time(mark.i, mark.j, None, None, kind)
    if kind == "same":
        return _same_time(mark, value, anchor, previous)
    if kind == "later":
        return _after(mark, value, previous)
    if kind == "ago":
        return _year_before(mark, value, anchor, previous)
    if kind == "season":
        return _season(mark, value[0], anchor.day.year + int(value[1]), anchor, value[1] == "0")
    if kind == "season_near":
        return _season(mark, value[0], anchor.day.year, anchor, False, near=True, ahead=ahead)
    if kind == "feast":
        return _feast(mark, int(value[0]), int(value[1]), anchor, ahead)
    if kind in {"quarter_near", "half_near"}:
        return _part_of_year(mark, kind, int(value[0]), anchor, ahead)
    if kind == "weekend":
        return _weekend(mark, anchor)
    moved = _shifted(anchor, value[0], int(value[1]))
    if moved is None:
        return None
    if kind == "to_date":
        until = anchor.edtf if anchor.precision == "day" else moved[1]
        return Time(mark.i, mark.j, moved[0], until, "to_date")
    if kind == "end" and value == ["year", "0"] and previous is not None and previous.last and not ahead:
        moved = min((previous.last[:4], previous.last[:4]), moved)
    if kind == "end":
        end = f"{moved[1]}-12" if value[0] == "year" else moved[1]
        return Time(mark.i, mark.j, end, end, "within")
    if kind == "start":
        return Time(mark.i, mark.j, f"{moved[0]}-01", f"{moved[0]}-01", "within")
    if kind == "night":
        before = (anchor.day - timedelta(days=1)).isoformat()
        return Time(mark.i, mark.j, before, anchor.edtf, "between")
    if kind == "rest":
        return Time(mark.i, mark.j, anchor.edtf, moved[1], "rest")
    if kind == "half2":
        return Time(mark.i, mark.j, f"{moved[0]}-07", f"{moved[0]}-12", "within")
    if kind == "half":
        return Time(mark.i, mark.j, f"{moved[0]}-01", f"{moved[0]}-06", "within")
    return Time(mark.i, mark.j, *moved, "within")


def _feast(mark: Mark, month: int, day: int, anchor: Anchor, ahead: bool) -> Time | None:
    """ "By Christmas", "since the new year": the last such day, or the next one where a plan speaks."""
    if anchor.precision == "year":
        return None
    near = date(anchor.day.year, month, day)
    year = near.year - (near > anchor.day and not ahead) + (near < anchor.day and ahead)
    edtf = f"{year:04}-{month:02}-{day:02}"
    return Time(mark.i, mark.j, edtf, edtf, "within")


def _weekend(mark: Mark, anchor: Anchor) -> Time | None:
    """ "Over the weekend", "last weekend": the last Saturday and Sunday begun."""
    if anchor.precision != "day":
        return None
    saturday = anchor.day - timedelta(days=(anchor.day.isoweekday() - 6) % 7)
    return Time(mark.i, mark.j, saturday.isoformat(), (saturday + timedelta(days=1)).isoformat(), "within")


def in_year_of(time: Time, year: str, j: int) -> Time:
    """The same stretch in another year: "the same months of 2024"."""
    return time._replace(j=j, first=_in_year(time.first, int(year)), last=_in_year(time.last, int(year)))


def weekday_day(norm: str, before: str, anchor: Anchor) -> str | None:
    """The day a weekday's name means: the last such day up to the anchor; "next" looks forward."""
    number = weekday_numbers().get(norm)
    if number is None or anchor.precision != "day":
        return None
    back = (anchor.day.isoweekday() - number) % 7
    day = anchor.day - timedelta(days=back)
    if before == "next":
        day += timedelta(days=7)
    return day.isoformat()


def stretch_back(count: int, unit: str, anchor: Anchor) -> tuple[str, str] | None:
    """The calendar unit that lies so many units back: "three years ago" is a year, "five days ago" a day."""
    singular = unit.removesuffix("s")
    return _shifted(anchor, singular, -count) if singular in {"year", "month", "week", "day"} else None


def part_of_month(edtf: str, part: str | None) -> str:
    """A part of a month as days: "the first half of May", "the last week of May"; the month where no part is meant.

    >>> part_of_month("2031-02", "half2"), part_of_month("2031-02", "week2"), part_of_month("2031-02", "mid")
    ('2031-02-16/2031-02-28', '2031-02-08/2031-02-14', '2031-02')
    """
    if part is None or len(edtf) != 7 or part[:4] not in {"half", "week"}:
        return edtf
    end = bounds(edtf)[1]
    last, number = (end.day if end is not None else 28), int(part[4:])
    if part[:4] == "half":
        days = (1, 15) if number == 1 else (16, last)
    else:
        days = (last - 6, last) if number == 5 else (7 * number - 6, 7 * number)
    return f"{edtf}-{days[0]:02}/{edtf}-{days[1]:02}"
