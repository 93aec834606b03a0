"""The facts above a report: who wrote it, which outlet, which day; read from the text, never guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from schemas.vocabulary import vocabulary
from waybill.dates import DateExpression, bounds, find_dates, precision, weekday_numbers
from waybill.documents.paragraphs import Paragraph, has_sentence


@cache
def _cues(role: str) -> re.Pattern[str]:
    words = [row["cue"] for row in vocabulary("en/header_cues") if row["role"] == role]
    return re.compile(
        rf"(?:{'|'.join(re.escape(w) for w in sorted(words, key=len, reverse=True))})(?![a-z])", re.IGNORECASE
    )


@cache
def _date_cues() -> tuple[re.Pattern[str], dict[str, str]]:
    roles = {
        row["cue"]: row["role"]
        for row in vocabulary("en/header_cues")
        if row["role"] in ("published", "updated", "other")
    }
    words = "|".join(re.escape(cue) for cue in sorted(roles, key=len, reverse=True))
    return re.compile(rf"(?<![a-z])(?:{words})(?![a-z])"), roles


@dataclass(frozen=True, slots=True)
class HeaderDate:
    """A date in a line about the page: its EDTF at day, month or year, and what the words before make of it."""

    edtf: str | None  # None where the line gives a day without month or year
    role: str  # published, updated, other, plain
    basis: str  # header, date_line, relative, partial


def labelled(paragraph: Paragraph, role: str) -> tuple[int, str] | None:
    """Offset and text behind a label such as "title:" or "Forwarded from"; None where the paragraph has none.

    >>> from waybill.documents.paragraphs import find_paragraphs
    >>> labelled(find_paragraphs("title: Nine freighters")[0], "title")
    (7, 'Nine freighters')
    """
    lead = _SIGNS.match(paragraph.text)
    start = lead.end() if lead else 0
    cue = _cues(role).match(paragraph.text, start)
    if cue is None:
        return None
    behind = (_COLON_OR_SPACE if role in ("byline", "publisher") else _COLON).match(paragraph.text, cue.end())
    if behind is None or behind.end() >= len(paragraph.text):
        return None
    answered = _ANSWERED.match(paragraph.text, behind.end()) if role == "title" else None
    begin = answered.end() if answered is not None else behind.end()
    return begin, paragraph.text[begin:].rstrip("\"',; ")


_SIGNS = re.compile(r"[\W_]*")
_COLON = re.compile(r"[\"']?\s*[:=]\s*[\"']?")
_COLON_OR_SPACE = re.compile(rf"{_COLON.pattern}|\s+")
_ANSWERED = re.compile(r"(?:(?:re|fw|fwd)\s?:\s*){1,4}(?=\S)", re.IGNORECASE)  # "Subject: Re: Fwd: Nine freighters"


def is_dated_heading(paragraph: Paragraph) -> bool:
    """Whether a line with a date reads as a title: "Northern Assessment, 4 May 2031"; labels and bars do not.

    >>> from waybill.documents.paragraphs import find_paragraphs
    >>> [is_dated_heading(p) for p in find_paragraphs("Harbour Assessment, 4 May 2031\\nPosted 4 May 2031")]
    [True, False]
    """
    plain = all(date.role == "plain" for date in header_dates(paragraph))
    return (
        plain
        and _other_words(paragraph.text, find_dates(paragraph.text)) >= 2
        and re.search(r"[|·•/]|\s{2}", paragraph.text) is None
    )


def says_more_than_its_date(paragraph: Paragraph) -> bool:
    """Whether a line has words enough besides its plain date to be a heading: "Fact sheet | Ports | 4 May 2031"."""
    words = _other_words(paragraph.text, find_dates(paragraph.text))
    return words >= _HEADING_WORDS and all(date.role == "plain" for date in header_dates(paragraph))


_HEADING_WORDS = 4


def header_dates(paragraph: Paragraph) -> tuple[HeaderDate, ...]:
    """Dates of a line that is about the page; none where the paragraph is running text or says more than that.

    >>> from waybill.documents.paragraphs import find_paragraphs
    >>> header_dates(find_paragraphs("Posted Aug. 15, 2031 | 4 comments")[0])
    (HeaderDate(edtf='2031-08-15', role='published', basis='header'),)
    """
    text = paragraph.text
    if len(text) > 240:
        return ()
    expressions = find_dates(text)
    found = [e for e in expressions if e.kind != "time"]
    relative = _relative(text, found)
    if relative is not None:
        return (relative,)
    days = [e for e in found if e.kind in ("day", "day_month", "month", "day_only") and not _tells(text, e)]
    closes = (
        days
        and days[-1].kind == "day"
        and _CLOSING.fullmatch(text[days[-1].end :])
        and _STOP.search(text[: days[-1].start])
    )
    others = _other_words(text, expressions)
    if not days or others > _MOST_WORDS:
        return ()
    if has_sentence(paragraph) and others > _FEW_WORDS and not (_leads_with_cue(text) or closes):
        return ()
    return tuple(_header_date(text, days, place, expressions) for place in range(len(days)))


_MOST_WORDS, _FEW_WORDS = 9, 3
"""Words besides its dates that a line about the page may have, and those of which no sentence is made."""
_CLOSING = re.compile(r"[\s.)]*")
_STOP = re.compile(r"[.!]\s+(?:[A-Z][a-z]+day,?\s+)?\Z")  # "This page is closed. Sunday, 4 May 2031"
_PREPOSITION = re.compile(
    r"\b(?:since|in|of|by|until|till|from|during|between|after|before|for|to|through|as of|than|with)(?:\sthe)?\s\Z",
    re.IGNORECASE,
)


def _tells(text: str, date: DateExpression) -> bool:
    """Whether a preposition makes the date part of what a line tells ("since May 2031") and no cue stands before."""
    before = text[: date.start]
    return _PREPOSITION.search(before[-24:]) is not None and _date_cues()[0].search(before.lower()) is None


def _leads_with_cue(text: str) -> bool:
    pattern, _ = _date_cues()
    return pattern.match(re.sub(r"^[\W_]+", "", text).lower()) is not None


def _other_words(text: str, expressions: list[DateExpression]) -> int:
    """Words of a line besides its dates and clock times (`expressions`), weekdays and cues."""
    for expression in reversed(expressions):
        text = text[: expression.start] + " " + text[expression.end :]
    text = _date_cues()[0].sub(" ", text.lower())
    return sum(word not in weekday_numbers() for word in re.findall(r"[^\W\d_]{2,}", text))


def _header_date(text: str, days: list[DateExpression], place: int, expressions: list[DateExpression]) -> HeaderDate:
    day = days[place]
    before = text[days[place - 1].end if place else 0 : day.start].lower()
    pattern, roles = _date_cues()
    cues = pattern.findall(before)
    role = roles[cues[-1]] if cues else "plain"
    edtf = str(day.edtf)
    if edtf.startswith("XXXX"):
        return HeaderDate(None, role, "partial")
    bare = not cues and _other_words(text, expressions) == 0
    return HeaderDate(edtf, role, "date_line" if bare else "header")


_RELATIVE = re.compile(
    r"\b(?:written|published|posted|dated|issued|recorded)\s(?:on\s)?(?:the\s|(?P<n>two|three)\s|one\s)(?:days?)\s"
    r"(?P<way>after|before|following)\b",
    re.IGNORECASE,
)


def _relative(text: str, found: list[DateExpression]) -> HeaderDate | None:
    """ "Written the day after the ministry's statement of 27 August 2031": counted from the day that the line names."""
    cue = _RELATIVE.search(text)
    if cue is None:
        return None
    days = [e for e in found if e.start >= cue.end()]
    if len(days) != 1 or days[0].kind != "day" or len(str(days[0].edtf)) != 10:
        return None
    anchor = bounds(str(days[0].edtf))[0]
    steps = {"two": 2, "three": 3}.get((cue["n"] or "").lower(), 1) * (-1 if cue["way"].lower() == "before" else 1)
    return HeaderDate((anchor + timedelta(days=steps)).isoformat(), "published", "relative") if anchor else None


_DATELINE = re.compile(
    r"(?P<place>[A-Z][\w .,'’/()-]{0,90}?)?\s*(?:[(\[](?P<agency>[A-Z][^()\[\]\n\d]{1,40}?)(?:\s\d.{0,20}?)?[)\]])?\s*"
    r"(?:--|[-–—])(?:\s(?=\S)|\Z)"
)


_SLASHED = re.compile(r"(?P<place>[A-Z][\w ,.'’-]{1,90}?)\s*/(?P<agency>[A-Z][A-Za-z -]{1,40})/[.,]?\s(?=\S)")
"""East European agencies: "ODRA, October 8. /VEST/. Forty wagons"."""


@dataclass(frozen=True, slots=True)
class Dateline:
    """How a wire story begins: place, perhaps a day, perhaps the agency."""

    edtf: str | None
    day: str | None  # month and day where the year is missing: "12-02"
    agency: str | None

    @property
    def is_partial(self) -> bool:
        return self.edtf is None and self.day is not None


def dateline_of(paragraph: Paragraph) -> Dateline | None:
    """The dateline that opens a paragraph; None where it opens as text.

    >>> from waybill.documents.paragraphs import find_paragraphs
    >>> dateline_of(find_paragraphs("ODRA, May 5, 2031 (Quay Wire) - Forty wagons left.")[0])
    Dateline(edtf='2031-05-05', day=None, agency='Quay Wire')
    """
    head = paragraph.text[:140]
    found = _SLASHED.match(head) or _DATELINE.match(head)
    if found is None or found.end() < 4:
        return None
    days = [e for e in find_dates(head[: found.end()]) if e.kind in ("day", "day_month")]
    place = (found["place"] or "").split(",")[0].strip()
    in_capitals = len(place) > 2 and place == place.upper() and any(c.isalpha() for c in place)
    if not days and not (found["agency"] and (in_capitals or not place)):
        return None
    if not in_capitals and not found["agency"]:
        return None
    agency = re.split(r",\s", found["agency"])[0] if found["agency"] else None
    edtf = str(days[0].edtf) if days else None
    partial = edtf is not None and edtf.startswith("XXXX")
    return Dateline(None if partial else edtf, str(edtf)[5:] if partial else None, agency)


def dated_in_words(text: str) -> str | None:
    """The day that a title calls its own: "Letter dated 8 April 2031 from the panel".

    >>> dated_in_words("Letter dated 8 April 2031 from the panel"), dated_in_words("Losses since 8 April 2031")
    ('2031-04-08', None)
    """
    days = (e for e in find_dates(text) if e.kind == "day" and len(str(e.edtf)) == 10)
    return next((str(e.edtf) for e in days if text[: e.start].lower().endswith(("dated ", "submitted on "))), None)


def choose_date(
    header: list[HeaderDate], dateline: Dateline | None, tail: list[HeaderDate]
) -> tuple[str | None, str | None]:
    """EDTF and basis of the day of publication: what is called so, a plain date, the dateline, an update, in turn."""
    ranked = [
        [d for d in header if d.role == "published"],
        [d for d in header if d.role == "plain"],
        [HeaderDate(dateline.edtf, "plain", "date_line")] if dateline else [],
        [d for d in tail if d.role == "published"],
        [d for d in header if d.role == "updated"],
        [d for d in tail if d.role == "updated"],
        [d for d in tail if d.role == "plain" and d.basis == "date_line"],
    ]
    if dateline is not None and dateline.is_partial:
        ranked.append([d for d in tail if dateline.day is not None and (d.edtf or "").endswith(dateline.day)])
    for dates in ranked:
        for date in dates:
            if date.edtf is not None and precision(date.edtf) in ("day", "month", "year"):
                return date.edtf, date.basis
    partial = any(d.edtf is None and d.role != "other" for d in header) or (
        dateline is not None and dateline.is_partial
    )
    return None, "partial" if partial else None
