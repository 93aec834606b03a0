"""Who wrote a report: names behind a label, among the dates of a line, beside a post, or on a line of their own."""

from __future__ import annotations

import re
from functools import cache

from schemas.vocabulary import vocabulary
from waybill.dates import find_dates, month_numbers, weekday_numbers
from waybill.documents.header import labelled
from waybill.documents.mastheads import names_a_section
from waybill.documents.paragraphs import Paragraph, has_sentence

_NAME = r"[^\W\d_a-zà-ÿ][\w.'’-]*"
_SHIFT = r"(?:\s\((?:now|earlier|until|from|also)[^()]{0,20}\))?"  # "(now)", "(earlier)" of live pages
_PERSON = rf"{_NAME}(?:\s(?:(?:de|da|der|den|van|von|bin|al|el|la|le|di|du)\s)?{_NAME}){{1,3}}"
_PEOPLE = re.compile(rf"{_PERSON}{_SHIFT}(?:(?:,\s|,?\s(?:and|with|&)\s){_PERSON}{_SHIFT}){{0,7}}")
_HANDLES = re.compile(r"(?i:(?:posted |written |compiled |thread )?by:?) (?P<who>@\w+(?:(?:, | and | & )@\w+)*)")
_AMONG_BARS = re.compile(rf"(?:^|[|·•/–—]\s?)(?:[Bb]y|BY|[Aa]uthor:?)\s+(?P<who>{_PEOPLE.pattern})")
_AMONG_DATES = re.compile(rf"(?:^|\W)(?:[Bb]y|BY|[Aa]uthor:?)\s+(?P<who>{_PEOPLE.pattern})")
_KIND_BY = re.compile(rf"(?P<kind>[A-Za-z]+(?:\s[a-z]+)?)\s(?:by|BY)\s(?P<who>{_PEOPLE.pattern})")  # "Commentary by"
_STANDFIRST = re.compile(
    rf"(?:^|[.!?]\s)(?P<who>{_PERSON})\s"
    r"(?:on (?:a|an|the|why|how|what)|(?:talks|speaks) (?:to|with)|reports (?:from|on)|explains|meets|writes from)\b"
)
_CREDIT = re.compile(r"\(\s*with inputs? from[^()]*\)", re.IGNORECASE)
_BESIDE = re.compile(r"\s\((?!now|earlier)[^()]{1,30}\)")
_CUT = re.compile(
    r"\s*[|·•∙/]\s*|\s[–—-]\s|\s{2,}|\s+(?:in|on|at|for|from|via)\s+(?=[A-Z\d])|\s+with\s+(?=[a-z])"
    r"|\s+\S+@\S+|\s+\((?!now|earlier)"
)
"""What ends the names of a line: a bar, a place, a helper, an address, a remark in brackets."""
_LONGEST_POST = 10  # words of a name with its post
_LONGEST_STANDFIRST = 40
_MOST_NAME_WORDS = 24


def byline_of(paragraph: Paragraph, beside_date: bool) -> str | None:
    """The writers that a line names: behind "By", or bare names right beside the line with the date.

    >>> from waybill.documents.paragraphs import find_paragraphs
    >>> byline_of(find_paragraphs("By Ada Brandt, staff reporter")[0], beside_date=False)
    'Ada Brandt'
    """
    if paragraph.words > 18 or has_sentence(paragraph):
        return None
    handles = _HANDLES.match(paragraph.text)
    if handles is not None:
        return handles["who"]
    behind = labelled(paragraph, "byline") or labelled(paragraph, "byline_label")
    if behind is not None and _opens_a_name(behind[1]):
        return _names(behind[1]) or None
    kind = _KIND_BY.fullmatch(paragraph.text)
    if kind is not None and names_a_section(kind["kind"].lower().split()):
        return kind["who"]
    leading = _people_before_date(paragraph.text) if beside_date else None
    if leading is not None:
        return leading
    in_middle = (_AMONG_DATES if beside_date else _AMONG_BARS).search(paragraph.text)
    if in_middle is not None:
        return _names(in_middle["who"])
    named = _names(paragraph.text.strip(" ,;")) if beside_date else ""
    return named if _PEOPLE.fullmatch(named) and not _names_office(named) else None


def standfirst_byline(paragraph: Paragraph) -> str | None:
    """The writer whom a standfirst names: "Ada Brandt on a deal that runs late", "Ada Brandt talks to a tracer".

    >>> from waybill.documents.paragraphs import find_paragraphs
    >>> standfirst_byline(find_paragraphs("The first boxes were due in May. Ada Brandt on a port that waits")[0])
    'Ada Brandt'
    """
    found = _STANDFIRST.search(paragraph.text) if paragraph.words <= _LONGEST_STANDFIRST else None
    return found["who"] if found is not None and not _names_office(found["who"]) else None


def lone_name(paragraph: Paragraph, common: frozenset[str] = frozenset()) -> str | None:
    """A line that is nothing but the name of one person: two to four words with capital initials, none of them common.

    `common` are words that the text has in lower case: headings are made of them, names hardly ever.

    >>> from waybill.documents.paragraphs import find_paragraphs
    >>> lone_name(find_paragraphs("Ada Brandt")[0]), lone_name(find_paragraphs("Harbour Institute")[0])
    ('Ada Brandt', None)
    """
    text = _BESIDE.sub("", paragraph.text)
    if not 2 <= len(text.split()) <= 4 or text.isupper() or re.fullmatch(_PERSON, text) is None:
        return None
    is_heading = any(word.lower() in common for word in text.split())
    return None if is_heading or _names_office(text) else text


def people_of(paragraph: Paragraph) -> str | None:
    """A line that holds nothing but names of two or more people, as below the title of a paper.

    >>> from waybill.documents.paragraphs import find_paragraphs
    >>> people_of(find_paragraphs("Ada Brandt and Olav Ruud")[0]), people_of(find_paragraphs("Ports and Rail")[0])
    ('Ada Brandt and Olav Ruud', None)
    """
    if paragraph.words > _MOST_NAME_WORDS:
        return None
    text = _BESIDE.sub("", paragraph.text)
    several = re.search(r",|\band\b|&", text) is not None and _PEOPLE.fullmatch(text) is not None
    return paragraph.text if several and not _names_office(text) else None


def with_post(paragraph: Paragraph) -> str | None:
    """The writer of a line that tells the post behind the name: "Ada Brandt, World Affairs Correspondent"."""
    if paragraph.words > _LONGEST_POST or paragraph.is_closed or not is_role(paragraph.text):
        return None
    names = _names(paragraph.text)
    return names if names != paragraph.text and _PEOPLE.fullmatch(names) is not None else None


def is_signed(paragraph: Paragraph) -> bool:
    """Whether a label ("By", "Reporter:") says that the line names its writers."""
    label = labelled(paragraph, "byline") or labelled(paragraph, "byline_label")
    return label is not None and byline_of(paragraph, False) is not None


def names_role(paragraph: Paragraph) -> bool:
    """Whether a short line tells a writer's post: "Brussels correspondent"."""
    return paragraph.words <= 5 and not paragraph.is_closed and is_role(paragraph.text)


def is_role(text: str) -> bool:
    """Whether words name a writer's post: "staff reporter", "Odra bureau"."""
    return _roles().search(text) is not None


@cache
def _roles() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(row['role'] for row in vocabulary('en/byline_roles'))})s?\b", re.IGNORECASE)


def _names_office(text: str) -> bool:
    """Whether words name an office, an outlet, a desk or a part of a page, or own something: no writer."""
    words = [word.lower() for word in re.split(r"[\s-]", text)]
    owns = "'s" in text or "’s" in text
    return owns or bool(set(words) & _no_names()) or words[0] == "the" or is_role(words[-1])


@cache
def _no_names() -> frozenset[str]:
    """Words that make a line an office, an outlet or a part of a page and no person."""
    rows = [row["noun"] for row in vocabulary("en/outlet_nouns")]
    rows += [row["word"] for row in vocabulary("en/section_words")]
    rows += [row["cue"] for row in vocabulary("en/header_cues") if row["role"] in {"published", "updated", "other"}]
    rows += [row["noun"] for row in vocabulary("en/source_nouns") if row["kind"] in {"body", "outlet", "document"}]
    return frozenset(word.lower() for row in rows for word in row.split())


def _opens_a_name(text: str) -> bool:
    """Whether a name may follow "By": a capital or "the", and no date, day or number."""
    first = re.match(r"(?:the\s)?([^\W\d_][\w'’-]*)", text)
    if first is None or not (first[1][0].isupper() or text.startswith("the ")):
        return False
    if first[1].lower() in weekday_numbers() or first[1].lower() in month_numbers():
        return False
    return not any(character.isdigit() for character in re.split(r"[|·•,–—(-]|\s{2,}|\sfrom\s|\son\s", text)[0])


def _people_before_date(text: str) -> str | None:
    """ "ADA BRANDT — MONDAY, 4 MAY 2031" and "Ada Brandt May 4, 2031": names that open the line with the date."""
    dates = find_dates(text)
    if not dates:
        return None
    before = re.split(r"\s[—–|·•-]\s", text[: dates[0].start])[0].strip(" ,")
    return _capitalised(before) if _PEOPLE.fullmatch(before) and not _names_office(before) else None


def _capitalised(names: str) -> str:
    return " ".join(n if n == "and" else n.capitalize() for n in names.lower().split()) if names.isupper() else names


_NAMED = re.compile(r"(?:and\s|&\s)?[^\W\d_a-zà-ÿ]")


def _names(text: str) -> str:
    """Names without date, post, outlet and place: "Ada Brandt, staff reporter | 4 May" gives "Ada Brandt"."""
    text = _CUT.split(_CREDIT.sub("", text))[0]
    dates = find_dates(text)
    text = text[: dates[0].start] if dates else text
    parts = text.split(", ")
    while len(parts) > 1 and _is_no_writer(parts[-1], parts[0]):
        parts.pop()
    return ", ".join(parts).strip(" ,;.:(")


def _is_no_writer(part: str, first: str) -> bool:
    """Whether the last part of a line of names is a post, an outlet, a place or lower-case words."""
    if _roles().search(part) or not _NAMED.match(part) or (part.isupper() and not first.isupper()):
        return True
    is_place = " " not in part.strip() and " " in first.strip()
    return is_place or (not part.startswith(("and ", "& ")) and _names_office(part))
