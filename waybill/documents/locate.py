"""Where a report begins and ends on its page: title, header, body, and the furniture around and inside it.

When in doubt a paragraph is body: a lost sentence harms more than a menu that is read.
"""

from __future__ import annotations

import re

from waybill.documents.byline import (
    byline_of,
    is_signed,
    lone_name,
    names_role,
    people_of,
    standfirst_byline,
    with_post,
)
from waybill.documents.furniture import Verdict, is_picture, judge, judge_caption
from waybill.documents.header import HeaderDate, header_dates
from waybill.documents.headline import find_title, opens_entry
from waybill.documents.inside import find_inside, opens_with_outlet
from waybill.documents.layout import Layout
from waybill.documents.paragraphs import Paragraph, find_paragraphs

_HEADER_PARAGRAPHS = 80
_HEADER_SENTENCES = 2
"""A header may hold this many paragraphs of running text (a standfirst, a caption) above its last date or byline."""
_MANY_LINES = 6
"""More lines than this between the header and the first running text are text themselves."""
_CAPTION_WORDS = 25
"""A longer caption tells something of its own and is read, whoever took the picture."""
_ENTRIES = 3
"""This many bare date lines with running text between them head the entries of a timeline, not the page."""
_BULLET = re.compile(r"[-–—•‣◦▪●■*➡→►]|\d{1,2}[.)]\s")

_HOLDS_BYLINES = frozenset(
    f"furniture-{rule}"
    for rule in (
        *("bar-menu", "reading-time", "counters-label", "counters", "comments-end"),
        *("feed-key", "reporter-line", "mail-line"),
    )
)
_COUNTERS = frozenset({"furniture-counters", "furniture-counters-label", "furniture-views-eye"})
_DIGIT = re.compile(r"[\d²³¹\u2070-\u2089]")  # what str.isdigit takes for a digit
_CREDITED = re.compile(r"\([A-Z][^()]{1,40}\)\.?\Z")
_DOUBLED = Verdict("furniture-caption-doubled", "furniture", "line")
_CREDIT = Verdict("furniture-picture-credit", "furniture", "line")


def locate(text: str) -> Layout:
    """Find title, header, body and furniture of a decoded text.

    >>> page = "Accept all cookies\\nForty wagons leave\\n5 May 2031\\nForty wagons of shells left on Monday, he said."
    >>> layout = locate(page)
    >>> layout.title, layout.body
    (1, range(3, 4))
    """
    paragraphs = find_paragraphs(text)
    layout = Layout(paragraphs, [judge(p) for p in paragraphs])
    _find_captions(layout)
    _find_credited_captions(layout)
    _find_header(layout, len(text))
    first = _first_text(layout)
    if first is None:
        _without_sentences(layout)
        return layout
    layout.title = find_title(layout, first)
    first = _behind_standfirst(layout, first)
    layout.body = range(first, len(paragraphs))
    _find_byline(layout)
    first = _with_lines_before(layout, first)
    layout.body = range(first, len(paragraphs))
    find_inside(layout)
    layout.body = range(first, _body_stop(layout))
    _find_signature(layout)
    layout.readable = _standfirsts(layout)
    return layout


def _find_captions(layout: Layout) -> None:
    """Captions that name their photographer, and lines printed twice in a row, of which one is enough."""
    for place, paragraph in enumerate(layout.paragraphs):
        following = layout.paragraphs[place + 1] if place + 1 < len(layout.paragraphs) else None
        if following is not None and _is_doubled(paragraph, following):
            layout.verdicts[place] = _DOUBLED
            if len(following.text) > len(paragraph.text) or _CREDITED.search(following.text):
                layout.captions.add(place + 1)
        elif layout.verdicts[place] is None and place not in layout.captions and paragraph.words <= _CAPTION_WORDS:
            layout.verdicts[place] = judge_caption(paragraph)
        if is_picture(paragraph):
            layout.captions.add(place)


def _is_doubled(paragraph: Paragraph, following: Paragraph) -> bool:
    if paragraph.words < 3 or not len(paragraph.text) <= len(following.text) < len(paragraph.text) + 80:
        return False
    return len(paragraph.text) < 600 and following.text.startswith(paragraph.text)


def _find_credited_captions(layout: Layout) -> None:
    """Name, "/" and agency on three short lines are the credit of the caption below them."""
    for place in range(1, len(layout.paragraphs) - 2):
        if layout.paragraphs[place].text != "/":
            continue
        beside = layout.paragraphs[place - 1], layout.paragraphs[place + 1]
        if all(paragraph.words <= 5 and not paragraph.is_closed for paragraph in beside):
            for credit in (place - 1, place + 1):
                layout.verdicts[credit] = layout.verdicts[credit] or _CREDIT
            if layout.verdicts[place + 2] is None and layout.paragraphs[place + 2].words <= _CAPTION_WORDS:
                layout.captions.add(place + 2)


def _find_header(layout: Layout, length: int) -> None:
    """Dates, bylines and counters near the top; the last of them ends the header."""
    last_text = max((p for p in range(len(layout.paragraphs)) if layout.is_text(p)), default=-1)
    entries = _dated_entries(layout)
    sentences = 0
    limit = max(2_500, length * 35 // 100)
    for place, paragraph in enumerate(layout.paragraphs[:_HEADER_PARAGRAPHS]):
        if paragraph.start > limit or sentences > _HEADER_SENTENCES:
            break
        dates = () if place in entries else _dates(paragraph)
        if dates:
            layout.dates[place] = dates
        if place < last_text and (dates or _is_counter(layout.verdicts[place]) or is_signed(paragraph)):
            layout.header_end = place
        elif layout.is_text(place) and not _could_be_headline(layout, place):
            sentences += 1


def _dates(paragraph: Paragraph) -> tuple[HeaderDate, ...]:
    return header_dates(paragraph) if _DIGIT.search(paragraph.text, 0, 240) else ()


def _is_counter(verdict: Verdict | None) -> bool:
    return verdict is not None and verdict.rule_id in _COUNTERS


def _dated_entries(layout: Layout) -> frozenset[int]:
    """Bare date lines that head entries of a timeline: three or more, each with running text before the next."""
    entries: list[int] = []
    text_between = True
    for place, paragraph in enumerate(layout.paragraphs):
        if layout.is_text(place):
            text_between = True
        elif len(paragraph.text) <= 40 and text_between and any(d.basis != "header" for d in _dates(paragraph)):
            entries.append(place)
            text_between = False
    return frozenset(entries) if len(entries) >= _ENTRIES else frozenset()


def _could_be_headline(layout: Layout, place: int) -> bool:
    """Questions and cries of one sentence at the top may be headlines."""
    paragraph = layout.paragraphs[place]
    return place < 12 and paragraph.words <= 20 and paragraph.text[-1:] in "?!" and paragraph.after_gap >= (place > 0)


def _first_text(layout: Layout) -> int | None:
    candidates = [p for p in range(layout.header_end + 1, len(layout.paragraphs)) if layout.is_text(p)]
    firm = (p for p in candidates if not _could_be_headline(layout, p))
    return next(firm, candidates[0] if candidates else None)


def _behind_standfirst(layout: Layout, first: int) -> int:
    """Where the body begins when the first running text hangs on the title and names its writer: a standfirst."""
    hangs = layout.title == first - 1 and not layout.paragraphs[first].after_gap
    if not hangs or standfirst_byline(layout.paragraphs[first]) is None:
        return first
    return next((place for place in range(first + 1, len(layout.paragraphs)) if layout.is_text(place)), first)


def _with_lines_before(layout: Layout, first: int) -> int:
    """Where the body begins when what stands above its first running text is no header.

    A question right above its answer belongs to it; many lines that no rule judges are items and table rows.
    """
    known = [place for place in (layout.title, layout.signed) if place is not None]
    head = max([layout.header_end, *known])
    judged = (place for place in range(head + 1, first) if layout.verdicts[place] or place in layout.captions)
    head = max([head, *judged])
    if layout.title is None:
        return first
    if first - head > _MANY_LINES:
        return head + 1
    above = layout.paragraphs[first - 1]
    return first - 1 if first - 1 > head and above.text.endswith("?") else first


def _find_byline(layout: Layout) -> None:
    """The first line above the body that names writers: by a label, or by bare names beside a date or a post."""
    for place in range(layout.body.start):
        verdict = layout.verdicts[place]
        if place == layout.title or (verdict is not None and verdict.rule_id not in _HOLDS_BYLINES):
            continue
        paragraph = layout.paragraphs[place]
        below_title = layout.title is not None and place > layout.title
        near_date = bool({place - 1, place, place + 1} & set(layout.dates))
        near_role = names_role(layout.paragraphs[place + 1])
        layout.byline = byline_of(paragraph, below_title and (near_date or near_role))
        if layout.byline is None and below_title:
            layout.byline = with_post(paragraph)
        if layout.byline is None and below_title:
            layout.byline = people_of(paragraph)
        if layout.byline is None and below_title and verdict is None:
            named = lone_name(paragraph) and lone_name(paragraph, layout.common_words(layout.body.start))
            layout.byline = named or standfirst_byline(paragraph)
        if layout.byline:
            layout.signed = place
            return


def _find_signature(layout: Layout) -> None:
    """A byline below the text, where none stands above it."""
    for place in range(layout.body.stop - 1, min(layout.body.stop + 12, len(layout.paragraphs))):
        if not is_signed(layout.paragraphs[place]):
            continue
        layout.byline = layout.byline or byline_of(layout.paragraphs[place], False)
        if place == layout.body.stop - 1 and place > layout.body.start and not layout.is_text(place):
            layout.body = range(layout.body.start, place)
        return


def _body_stop(layout: Layout) -> int:
    """Where the body ends: behind the last running text, the items and table rows that follow it, and its footnotes."""
    last = len(layout.paragraphs)
    stop = max(p for p in layout.body if layout.is_text(p)) + 1
    while stop < last and layout.verdicts[stop] is None and _still_body(layout.paragraphs[stop]):
        if opens_with_outlet(layout, stop):
            break
        stop += 1
    rule = stop < last and (verdict := layout.verdicts[stop]) is not None and verdict.rule_id == "furniture-separator"
    notes = stop + rule
    while notes < last and (verdict := layout.verdicts[notes]) is not None and verdict.rule_id == "furniture-footnote":
        notes += 1
    return notes if notes > stop + rule else stop


def _still_body(paragraph: Paragraph) -> bool:
    """Short lines behind the last running text: items, table rows, short sentences; no dates of the page."""
    if any(date.role != "plain" for date in _dates(paragraph)):
        return False
    if _BULLET.match(paragraph.text) or (paragraph.is_closed and paragraph.words >= 2):
        return True
    return any(c.isdigit() for c in paragraph.text) or paragraph.words >= 5


def _standfirsts(layout: Layout) -> frozenset[int]:
    """Paragraphs above the body that tell something: read, though no part of it; running text is never dropped."""
    top = layout.title if layout.title is not None else -1
    return frozenset(
        place
        for place in range(layout.body.start)
        if layout.verdicts[place] is None
        and (place > top or layout.is_text(place))
        and place not in layout.dates
        and layout.paragraphs[place].words >= 4
        and byline_of(layout.paragraphs[place], False) is None
    )


def _without_sentences(layout: Layout) -> None:
    """A page of fragments: all that no rule calls furniture is body, its first line the title when others follow."""
    places = [p for p, v in enumerate(layout.verdicts) if v is None and p not in layout.dates]
    if not places:
        return
    first = layout.paragraphs[places[0]]
    is_heading = not _BULLET.match(first.text) and not opens_entry(first.text)
    if len(places) > 2 and 3 <= first.words <= 24 and is_heading:
        layout.title = places.pop(0)
    layout.body = range(places[0], places[-1] + 1)
