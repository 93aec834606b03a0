"""When: calendar expressions and relative words of a sentence, resolved against the day the report was published."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from itertools import pairwise
from typing import cast

from waybill.claims.words.lexicon import Cue
from waybill.claims.words.marks import DATE, DURATION, QUANTITY, Mark, Sentence
from waybill.claims.words.relative import (
    Anchor,
    Time,
    anchor_of,
    cue_time,
    in_year_of,
    month_shifted,
    part_of_month,
    stretch_back,
    weekday_day,
)
from waybill.claims.words.wordlists import DETERMINERS, PREPOSITIONS
from waybill.dates import DateExpression, latest_not_after, precision, weekday_numbers

__all__ = ["Anchor", "Time", "anchor_of", "month_shifted", "read_times", "relation_before"]
_UNITS = {"day": 1, "days": 1, "week": 7, "weeks": 7, "month": 30, "months": 30, "year": 365, "years": 365}
_SKIPS = 5  # words between a relation word and its time: "since the summit of September"
_BETWEEN = frozenset(
    [
        "of",
        "end",
        "beginning",
        "start",
        "middle",
        "early",
        "late",
        "mid",
        "least",
        "around",
        "about",
        "summit",
        "meeting",
        "outset",
        "half",
        "first",
        "month",
    ]
)
_SINCE_ENDS = frozenset({",", ";", ".", ":", DATE, QUANTITY, "(", ")", "—"})
_YEARS_AWAY = {"last": -1, "previous": -1, "this": 0, "next": 1}
_BACK = frozenset({"ago", "earlier"})
_STRETCH = frozenset({"in", "over", "for", "within", "during"})
_PAST = frozenset(["past", "last", "previous", "preceding"])
_WEEKDAYS = frozenset(weekday_numbers())
_BEGINS_TIME = {DATE, DURATION, "first", "those", "these"} | _STRETCH | _PAST | _WEEKDAYS  # beside the cues of periods
_COUNTS = {
    "a": 1, "one": 1, "two": 2, "couple": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "eighteen": 18,
}  # fmt: skip
_RELATIONS = {
    "since": "since", "from": "from", "between": "between", "by": "by", "before": "by", "until": "by", "till": "by",
    "through": "by", "after": "after", "following": "after", "during": "within", "in": "within", "on": "within",
    "at": "within", "for": "within", "over": "within", "within": "within", "throughout": "within",
}  # fmt: skip


_ORDINAL_DAY = re.compile(r"\d{1,2}(?:st|nd|rd|th)")
_ENDS_DAYS = PREPOSITIONS - {"of"}
_DAY_OPENERS = frozenset(
    {"on", "between", "and", "from", "to", "since", "by", "until", "till", "of", "before", "after"}
)
_JOINING = frozenset(
    {"and", "to", "until", "through", "till", "the", "end", "start", "beginning", "middle", "of", "mid"}
)
_EVIDENCE = frozenset({"picture", "image", "imagery", "photo", "photograph", "footage", "data", "video", "record"})
_PARTS = {
    "start": ("01", "03"),
    "beginning": ("01", "03"),
    "early": ("01", "04"),
    "mid": ("06", "07"),
    "end": ("12", "12"),
}


_AHEAD_PAST = frozenset({"expected", "would", "planned"})
_AHEAD = frozenset(
    [
        "could",
        "will",
        "expects",
        "expected",
        "expect",
        "plans",
        "planned",
        "planning",
        "due",
        "scheduled",
        "aims",
        "would",
        "upcoming",
        "target",
        *("await", "awaits", "awaiting", "pledges", "promises", "wants", "want"),
    ]
)


def _next_after(edtf: str, day: str) -> str:
    """The first month or day of that name that does not end before `day` ("2024-01-31" or "2024-01")."""
    year = int(day[:4])
    return f"{year + (f'{year}{edtf[4:]}' < day[: len(edtf)])}{edtf[4:]}"


def _looks_ahead(sentence: Sentence, i: int) -> bool:
    """Whether the words before a date speak of what is to come: "is due in June", "will reach 2 million by May"."""
    before = sentence.norms[max(0, i - 14) : i]
    before = before[max((k + 1 for k, norm in enumerate(before) if norm == ";"), default=0) :]
    to_come = any(a in {"are", "is"} and b == "to" for a, b in pairwise(before))
    headline = any(mark.i in {2, 3, 4} and sentence.norms[mark.i - 1] == "to" for mark in sentence.of("verb"))
    return to_come or headline or bool(_AHEAD & set(before))


def _expression_edtf(
    sentence: Sentence, i: int, found: DateExpression, anchor: Anchor | None, previous: Time | None = None
) -> tuple[str, int] | None:
    """The EDTF of a calendar expression with its year filled in, and how many following tokens belong to it."""
    if found.edtf is None:
        return None
    edtf, used = found.edtf, 0
    if not edtf.startswith("XXXX"):
        if found.part in {"mid", "end"} and len(edtf) == 4:
            return f"{edtf}-{_PARTS[found.part][0]}", 0
        return edtf, 0
    tail = sentence.norms[i + 1 : i + 5]
    skip = 1 if tail[:1] in (["of"], ["in"]) else 0
    skip += 1 if tail[skip : skip + 1] == ["the"] else 0
    which, unit = (tail[skip : skip + 1] or [""])[0], (tail[skip + 1 : skip + 2] or [""])[0]
    if anchor is None:
        return None
    if unit == "year" and which == "same" and previous is not None and previous.first:
        return edtf.replace("XXXX", previous.first[:4], 1), skip + 2
    if unit == "year" and which in _YEARS_AWAY:
        year = anchor.day.year + _YEARS_AWAY[which]
        return edtf.replace("XXXX", f"{year:04}", 1), skip + 2
    if sentence.norms[i - 1 : i] == ["next"]:
        last = latest_not_after(edtf, anchor.day)
        return (f"{int(last[:4]) + 1}{last[4:]}", 0) if last else None
    if "/" in edtf:
        return _range_not_after(edtf, anchor)
    resolved = latest_not_after(edtf, anchor.day)
    if resolved is not None and _looks_ahead(sentence, i):
        spoken = previous.last if previous is not None and _AHEAD_PAST & set(sentence.norms) else None
        return _next_after(resolved, min(spoken or anchor.edtf, anchor.edtf)), 0
    if resolved is not None and sentence.norms[i - 1 : i] == ["last"]:
        resolved = f"{anchor.day.year - 1}{resolved[4:]}"
    return (resolved, used) if resolved else None


def _range_not_after(edtf: str, anchor: Anchor) -> tuple[str, int] | None:
    """ "3-9 February": both days in the year that the last of them has behind it."""
    first, last = edtf.split("/", 1)
    end = latest_not_after(last, anchor.day)
    if end is None:
        return None
    start = f"{end[:4]}{first[4:]}"
    return (f"{start if start <= end else f'{int(end[:4]) - 1}{first[4:]}'}/{end}", 0)


def relation_before(sentence: Sentence, i: int) -> tuple[str, int]:
    """The relation word before a time and its index: ("since", 3); ("within", i) where there is none.

    A whole clause may stand between: "since the leaders met in September" still means since September.
    """
    found, k, skips = ("within", i), i - 1, 0
    while k >= 0 and skips < _SKIPS:
        norm = sentence.norms[k]
        if norm == "of" and k >= 1 and sentence.norms[k - 1] == "as":
            return "as_of", k - 1
        if norm in _RELATIONS:
            found = _RELATIONS[norm], k
            break
        if norm not in DETERMINERS and norm not in _BETWEEN:
            break
        k -= 1
        skips += 1
    if found[0] != "within":
        return found
    for k in range(i - 1, max(-1, i - 16), -1):
        norm = sentence.norms[k]
        if norm == "since":
            return "since", k
        if norm in _SINCE_ENDS:
            break
    return found


def _past_stretch(sentence: Sentence, i: int, anchor: Anchor) -> Time | None:
    """ "the past three months", "over the last two years", "the past 24 hours": ends at the anchor."""
    norms = sentence.norms
    k = i + 1
    if norms[k : k + 1] in (["few"], ["several"]):
        return Time(i, k + 2, None, None, "recent") if norms[k + 1 : k + 2] and norms[k + 1] in _UNITS else None
    count = 1
    if k < len(norms) and norms[k] not in _UNITS:
        word = sentence.text[sentence.tokens[k].start : sentence.tokens[k].end].lower().split()
        digits = word[0] if word else ""
        count = int(digits) if digits.isdecimal() and len(digits) < 4 else _COUNTS.get(digits, 0)
        unit = word[-1] if len(word) > 1 else (norms[k + 1] if k + 1 < len(norms) else "")
        k += 1 if len(word) > 1 else 2
    else:
        unit = norms[k] if k < len(norms) and (norms[k].endswith("s") or norms[i] == "past") else ""
        k += 1
    if unit in {"hours", "hour"} and count >= 24:
        count, unit = count // 24, "days"
    if not count or unit not in _UNITS or anchor.precision == "year" or (norms[i] == "last" and count == 1):
        return None
    if anchor.precision == "month" and _UNITS[unit] < 30:
        return None
    days = _UNITS[unit]
    months = count * (12 if days == 365 else 1)
    first = month_shifted(anchor.day, -months) if days >= 30 else anchor.day - timedelta(days=days * count)
    start = first.isoformat() if anchor.precision == "day" else f"{first:%Y-%m}"
    return Time(i, k, start, anchor.edtf, "between")


def _first_months(sentence: Sentence, i: int, anchor: Anchor, dates: Mapping[int, DateExpression]) -> Time | None:
    """ "the first nine months of 2029": of the year named, of last year, else of the year that has them behind it."""
    words = sentence.words(i + 1, i + 3).lower().split()
    count = int(words[0]) if words[0].isdecimal() else _COUNTS.get(words[0], 0)
    if not 0 < count <= 12 or words[-1] != "months":
        return None
    j, year = i + 3, anchor.day.year - (anchor.day.month < count)
    tail = sentence.norms[j : j + 4]
    if tail[:1] == ["of"] and tail[1:2] == [DATE]:
        named = dates.get(sentence.tokens[j + 1].start)
        if named is not None and named.edtf is not None and named.edtf[:4].isdecimal():
            j, year = j + 2, int(named.edtf[:4])
    elif tail[:3] == ["of", "last", "year"]:
        j, year = j + 3, anchor.day.year - 1
    elif tail[:3] in (["of", "this", "year"], ["of", "the", "year"]):
        j += 3
    return Time(i, j, f"{year}-01", f"{year}-{count:02}", "within")


def read_times(
    sentence: Sentence, dates: dict[int, DateExpression], anchor: Anchor | None, previous: Time | None
) -> list[Time]:
    """All times of a sentence, in order; `dates` are the calendar expressions by start offset."""
    points: list[Time] = []
    cues = {mark.i: mark for mark in sentence.of("period")}
    used = 0
    for i, norm in enumerate(sentence.norms):
        if i < used or not (norm in _BEGINS_TIME or i in cues or norm[0].isdigit()):
            continue
        time: Time | None = None
        if norm == DATE and sentence.tokens[i].start in dates:
            read = _expression_edtf(
                sentence, i, dates[sentence.tokens[i].start], anchor, points[-1] if points else previous
            )
            if read is not None:
                edtf = part_of_month(read[0], dates[sentence.tokens[i].start].part)
                first, last = edtf.split("/", 1) if "/" in edtf else (edtf, edtf)
                time = Time(i, i + 1 + read[1], first, last, "within")
        elif anchor is not None:
            if i in cues and sentence.norms[cues[i].j : cues[i].j + 2] == ["of", DATE] and _is_part(cues[i]):
                continue  # "the first half of May": the date behind tells
            if i in cues:
                time = cue_time(cues[i], anchor, _named_before(sentence, points) or previous, _looks_ahead(sentence, i))
                time = _of_year(sentence, time, cast(Cue, cues[i].entry).value, dates)
                time = _of_named_year(sentence, time, cast(Cue, cues[i].entry).value, anchor)
            elif norm == "first" and sentence.norms[i + 1 : i + 2] == [DURATION]:
                time = _first_months(sentence, i, anchor, dates)
            elif norm in _STRETCH and sentence.norms[i - 1 : i] == ["time"]:
                time = None  # "for the second time in two weeks"
            elif norm in _STRETCH and sentence.norms[i + 1 : i + 2] == [DURATION] and not _looks_ahead(sentence, i):
                time = Time(i, i + 2, None, None, "closed")
            elif norm == DURATION and _BACK & set(sentence.norms[i + 1 : i + 3]):
                time = _counted_ago(sentence, i, anchor)
            elif norm in {"those", "these"} and sentence.norms[i + 1 : i + 2] == [DURATION]:
                named = _named_before(sentence, points) or previous
                time = named._replace(i=i, j=i + 2) if named is not None and named.first is not None else None
            elif norm in _PAST:
                time = _past_stretch(sentence, i, anchor)
            elif norm[0].isdigit() and _ORDINAL_DAY.fullmatch(norm):
                time = _day_of_month(sentence, i, anchor)
            elif norm in _WEEKDAYS:
                day = weekday_day(norm, sentence.norms[i - 1] if i else "", anchor)
                time = Time(i, i + 1, day, day, "within") if day else None
        if time is not None:
            points.append(time)
            used = time.j
    return [_counted_back(sentence, time) for time in _related(sentence, points, anchor)]


def _is_part(mark: Mark) -> bool:
    return cast(Cue, mark.entry).value in {"quarter_near", "half_near"}


def _length(words: str) -> tuple[int, str] | None:
    """How many of which unit a duration is: "three years", "18 months"."""
    parts = words.lower().split()
    count = int(parts[0]) if parts[0].isdecimal() and len(parts[0]) < 4 else _COUNTS.get(parts[0], 0)
    return (count, parts[-1]) if count and parts[-1] in _UNITS else None


def _counted_ago(sentence: Sentence, i: int, anchor: Anchor) -> Time | None:
    """ "Three years ago", "five days earlier"."""
    j = next(k for k in range(i + 1, i + 3) if sentence.norms[k] in _BACK)
    length = _length(sentence.words(i, j))
    moved = stretch_back(*length, anchor) if length is not None else None
    return Time(i, j + 1, *moved, "within") if moved is not None else None


def _named_before(sentence: Sentence, points: list[Time]) -> Time | None:
    """The time that "the same period" means: the last one named, both ends of it where two points make a stretch."""
    if not points:
        return None
    last = points[-1]
    if len(points) > 1 and sentence.norms[points[-2].j : last.i] in (["and"], ["to"], ["until"], ["through"]):
        return last._replace(i=points[-2].i, first=_before(points[-2].first, last.last), relation="between")
    return last


def _of_year(sentence: Sentence, time: Time | None, kind: str, dates: dict[int, DateExpression]) -> Time | None:
    """ "The same months of 2024": the stretch in the year that follows."""
    if time is None or kind != "same" or sentence.norms[time.j : time.j + 2] != ["of", DATE]:
        return time
    named = dates.get(sentence.tokens[time.j + 1].start)
    if named is None or named.edtf is None or not named.edtf.isdecimal():
        return time
    return in_year_of(time, named.edtf, time.j + 2)


def _of_named_year(sentence: Sentence, time: Time | None, kind: str, anchor: Anchor) -> Time | None:
    """ "In the spring of last year", "the third quarter of this year": the year behind tells which."""
    if time is None or not kind.endswith("_near"):
        return time
    k = time.j + (sentence.norms[time.j : time.j + 1] == ["of"])
    which = next(iter(sentence.norms[k : k + 1]), "")
    if sentence.norms[k + 1 : k + 2] != ["year"] or which not in _YEARS_AWAY:
        return time
    return in_year_of(time, f"{anchor.day.year + _YEARS_AWAY[which]:04}", k + 2)


def _day_of_month(sentence: Sentence, i: int, anchor: Anchor) -> Time | None:
    """ "Between the 8th and the 13th", "on the 5th": days of the month of the report, or of the one before it."""
    norms = sentence.norms
    following = norms[i + 1 : i + 2]
    joined = following in (["and"], ["to"]) and bool(_ORDINAL_DAY.fullmatch("".join(norms[i + 3 : i + 4])))
    ends = not following or joined or following[0] in _ENDS_DAYS or not following[0][:1].isalnum()
    said = any(m.i == i + 1 for m in sentence.of("saying"))
    if anchor.precision != "day" or norms[i - 1 : i] != ["the"] or not (ends or said):
        return None
    if norms[i - 2 : i - 1] == [] or norms[i - 2] not in _DAY_OPENERS:
        return None
    number = int(norms[i][:-2])
    month = anchor.day if number <= anchor.day.day else month_shifted(anchor.day.replace(day=1), -1)
    if not 1 <= number <= 28 + 3 * (month.month != 2):
        return None
    day = f"{month:%Y-%m}-{number:02}"
    return Time(i, i + 1, day, day, "within")


def _dates_evidence(sentence: Sentence, k: int) -> bool:
    """ "pictures from 3 May", "data from June": the evidence is of that time, nothing starts then."""
    return sentence.norms[k] == "from" and k > 0 and sentence.norms[k - 1].removesuffix("s") in _EVIDENCE


def _counted_back(sentence: Sentence, time: Time) -> Time:
    """ "in the six months to April 2023", "in the year to March": the stretch that ends with the month named."""
    k = next((k for k in range(time.i, time.j) if sentence.norms[k] == DATE), 0)
    if k < 2 or sentence.norms[k - 1] != "to" or time.last is None or precision(time.last) != "month":
        return time
    words = sentence.words(k - 2, k - 1) if sentence.norms[k - 2] == DURATION else sentence.words(max(0, k - 3), k - 1)
    length = (1, "year") if sentence.norms[k - 2] == "year" else _length(words)
    if length is None or length[1] not in {"year", "years", "months"}:
        return time
    count = length[0] * (12 if length[1].startswith("year") else 1)
    first = month_shifted(date(int(time.last[:4]), int(time.last[5:7]), 1), 1 - count)
    return time._replace(first=f"{first:%Y-%m}", relation="between")


def _before(first: str | None, last: str | None) -> str | None:
    """The first day of a pair whose second alone carries the year: "between 1 January and 30 September 2023"."""
    if first is None or last is None or first <= last:
        return first
    year = int(last[:4])
    return f"{year}{first[4:]}" if f"{year}{first[4:]}" <= last else f"{year - 1}{first[4:]}"


def _related(sentence: Sentence, points: list[Time], anchor: Anchor | None) -> list[Time]:
    """Single points joined into periods by the words before and between them."""
    times: list[Time] = []
    n = 0
    while n < len(points):
        time = points[n]
        relation, start = relation_before(sentence, time.i)
        following = points[n + 1] if n + 1 < len(points) else None
        between = sentence.norms[time.j : following.i] if following else []
        joined = (
            following is not None
            and (len(between) <= 3 or (len(between) <= 5 and not set(between) - _JOINING))
            and QUANTITY not in between
            and between[:1] in ((["and"], ["to"], ["until"], ["through"], ["till"], ["–"], ["-"]))
        )
        closed = {"within", "to_date"}
        spans = joined and following is not None and time.relation in closed and following.relation in closed
        opened = relation in {"between", "from", "within"} or between[:1] != ["and"]
        if following is not None and spans and opened:
            first = _before(time.first, following.last)
            times.append(Time(start, following.j, first, following.last, "between"))
            n += 2
            continue
        if relation == "from" and _dates_evidence(sentence, start):
            relation = "within"
        if relation == "from":
            relation = "since" if sentence.norms[time.j : time.j + 1] in (["on"], ["onward"], ["onwards"]) else "after"
        inside = _RELATIONS.get(sentence.norms[time.i], "within")
        if time.relation == "within" and relation == "within" and inside != "within":
            time = time._replace(relation=inside)
        elif time.relation == "within":
            time = time._replace(i=start, relation=relation)
        elif relation == "since" and time.first is not None:
            time = time._replace(i=start, relation="since")
        elif relation == "by" and time.relation == "to_date":
            time = time._replace(i=start, relation="by", last=time.first)
        elif relation in {"since", "by", "after"} and time.relation == "event":
            time = time._replace(i=start, relation="since_event" if relation != "by" else "by_event")
        times.append(time)
        n += 1
    return times
