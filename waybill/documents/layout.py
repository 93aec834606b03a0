"""Where a report begins and ends on its page: title, header, body, and the furniture around and inside it.

When in doubt a paragraph is body: a lost sentence harms more than a menu that is read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import accumulate

from waybill.documents.furniture import Verdict, inline_furniture, judge, judge_caption
from waybill.documents.header import (
    HeaderDate,
    byline_of,
    header_dates,
    is_dated_heading,
    labelled,
    names_people,
    names_role,
)
from waybill.documents.paragraphs import Paragraph, find_paragraphs, has_sentence
from waybill.documents.publisher import is_masthead

_HEADER_PARAGRAPHS = 80
_HEADER_SENTENCES = 2
"""A header may hold this many paragraphs of running text (a standfirst, a caption) above its last date or byline."""
_TEASERS = 15
_CAPTION_WORDS = 25
"""A longer caption tells something of its own and is read, whoever took the picture."""
_BULLET = re.compile(r"[-–—•‣◦▪●■*➡→►]|\d{1,2}[.)]\s")
_TOKEN = re.compile(r"[^\W_]{4,}")
_SEPARATED = re.compile(r"\s[|›»·>/]\s|\s{3,}")
_LEAST_TITLE = 2.5

_HOLDS_BYLINES = frozenset(
    {"furniture-bar-menu", "furniture-reading-time", "furniture-counters-label", "furniture-feed-key"}
)
_OUTSIDE = Verdict("furniture-outside-body", "furniture", "line")
_DOUBLED = Verdict("furniture-caption-doubled", "furniture", "line")
_CREDIT = Verdict("furniture-picture-credit", "furniture", "line")
_BIOGRAPHY = Verdict("furniture-biography", "furniture", "line")
_REPEATED = Verdict("furniture-running-head", "furniture", "line")
_FOOTNOTE = Verdict("furniture-footnote", "furniture", "line")
_NOTE = re.compile(r"\[?(\d{1,3})[\].]?\s+(?=[^\W\d])")
_MARK = re.compile(r"(?:\[(\d{1,3})\]|(?<=[a-z]{4}[.,;])(\d{1,3})(?=\s|$))")
_ENUMERATION = Verdict("furniture-heading-number", "furniture", "line")


@dataclass(slots=True)
class Layout:
    """Paragraphs of a page with the verdict on each, and which of them are title, header and body."""

    paragraphs: list[Paragraph]
    verdicts: list[Verdict | None]
    dates: dict[int, tuple[HeaderDate, ...]] = field(default_factory=dict)
    byline: str | None = None
    signed: int | None = None  # the paragraph that names the writers
    title: int | None = None
    header_end: int = -1  # last paragraph that holds a header's date, byline or counter
    body: range = range(0)
    captions: set[int] = field(default_factory=set)  # told apart from the body, but read
    readable: frozenset[int] = frozenset()  # standfirsts above the body: no furniture, no body

    def is_text(self, place: int) -> bool:
        """Whether the paragraph is running text that no rule calls furniture."""
        return self.verdicts[place] is None and place not in self.captions and has_sentence(self.paragraphs[place])


def lay_out(text: str) -> Layout:
    """Find title, header, body and furniture of a decoded text."""
    paragraphs = find_paragraphs(text)
    layout = Layout(paragraphs, [judge(p) for p in paragraphs])
    _find_captions(layout)
    _find_credited_captions(layout)
    _find_header(layout, len(text))
    first = _first_text(layout)
    if first is None:
        _without_sentences(layout)
        return layout
    layout.title = _find_title(layout, first)
    layout.body = range(first, len(paragraphs))
    _find_byline(layout)
    _spread_verdicts(layout)
    _find_biographies(layout)
    _find_notes(layout)
    _find_running_heads(layout)
    layout.body = range(first, _body_stop(layout))
    _find_signature(layout)
    layout.readable = _standfirsts(layout)
    return layout


def _find_captions(layout: Layout) -> None:
    for place, paragraph in enumerate(layout.paragraphs):
        following = layout.paragraphs[place + 1] if place + 1 < len(layout.paragraphs) else None
        if (
            following
            and paragraph.words >= 3
            and len(paragraph.text) < 600
            and following.text.startswith(paragraph.text[:300])
        ):
            if len(following.text) - len(paragraph.text) < 80:
                layout.verdicts[place] = layout.verdicts[place + 1] = _DOUBLED
        elif layout.verdicts[place] is None and paragraph.words <= _CAPTION_WORDS:
            layout.verdicts[place] = judge_caption(paragraph)


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


def _is_counter(verdict: Verdict | None) -> bool:
    return verdict is not None and verdict.rule_id in (
        "furniture-counters",
        "furniture-counters-label",
        "furniture-views-eye",
    )


def _find_header(layout: Layout, length: int) -> None:
    """Dates, bylines and counters near the top; the last of them ends the header."""
    sentences = 0
    limit = max(2_500, length * 35 // 100)
    for place, paragraph in enumerate(layout.paragraphs[:_HEADER_PARAGRAPHS]):
        if paragraph.start > limit or sentences > _HEADER_SENTENCES:
            break
        dates = header_dates(paragraph) if any(c.isdigit() for c in paragraph.text[:240]) else ()
        if dates:
            layout.dates[place] = dates
        is_mark = (
            bool(dates)
            or _is_counter(layout.verdicts[place])
            or (labelled(paragraph, "byline") is not None and byline_of(paragraph, False) is not None)
        )
        if is_mark and _text_behind(layout, place):
            layout.header_end = place
        elif layout.is_text(place) and not _could_be_headline(layout, place):
            sentences += 1


def _text_behind(layout: Layout, place: int) -> bool:
    return any(layout.is_text(later) for later in range(place + 1, len(layout.paragraphs)))


def _could_be_headline(layout: Layout, place: int) -> bool:
    """Questions and cries of one sentence at the top may be headlines."""
    paragraph = layout.paragraphs[place]
    return place < 12 and paragraph.words <= 20 and paragraph.text[-1:] in "?!" and paragraph.after_gap >= (place > 0)


def _first_text(layout: Layout) -> int | None:
    candidates = [p for p in range(layout.header_end + 1, len(layout.paragraphs)) if layout.is_text(p)]
    firm = [p for p in candidates if not _could_be_headline(layout, p)]
    return next(iter(firm or candidates), None)


def _find_title(layout: Layout, first: int) -> int | None:
    labels = [p for p in range(first) if labelled(layout.paragraphs[p], "title") is not None]
    if labels:
        return labels[0]
    body = " ".join(p.text for p in layout.paragraphs[first : first + 12])[:4_000]
    known = {token.lower() for token in _TOKEN.findall(body)}
    scores: dict[int, float] = {}
    for place in range(first):
        paragraph = layout.paragraphs[place]
        if layout.verdicts[place] is not None or not 2 <= paragraph.words <= 32:
            continue
        if place not in layout.dates or is_dated_heading(paragraph):
            scores[place] = _title_score(layout, place, known) - 0.1 * len(scores)
    best = max(scores, key=lambda place: scores[place], default=None)
    if best is None or scores[best] < _LEAST_TITLE:
        return None
    above = best - 1
    is_kicker = layout.paragraphs[above].text.isupper() and not layout.paragraphs[best].text.isupper()
    is_subtitle = not layout.paragraphs[best].after_gap and layout.paragraphs[above].after_gap and not is_kicker
    return above if is_subtitle and scores.get(above, 0.0) >= _LEAST_TITLE else best


def _title_score(layout: Layout, place: int, known: set[str]) -> float:
    paragraph = layout.paragraphs[place]
    text, words = paragraph.text, paragraph.words
    tokens = {token.lower() for token in _TOKEN.findall(text)}
    score = 3.0 if 5 <= words <= 24 else 1.0 if 3 <= words <= 4 else 0.0
    score += 4.0 * len(tokens & known) / max(2, len(tokens))
    score += 1.0 if paragraph.after_gap and paragraph.before_gap else 0.0
    beside = {place - 1, place + 1, place + 2} & (set(layout.dates) | {layout.header_end})
    score += 1.0 if beside else 0.0
    score -= 3.0 if _SEPARATED.search(text) else 0.0
    score -= 2.0 if text.endswith((".", ",", ";")) else 0.0
    score -= 5.0 if is_masthead(text) is not None else 0.0
    score -= 2.0 if _BULLET.match(text) and not text[0].isdigit() else 0.0
    score -= 4.0 if byline_of(paragraph, False) is not None or labelled(paragraph, "publisher") is not None else 0.0
    score -= 6.0 if names_people(paragraph) else 0.0
    return score


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
        if layout.byline is None and below_title and names_people(paragraph):
            layout.byline = paragraph.text
        if layout.byline:
            layout.signed = place
            return


def _find_signature(layout: Layout) -> None:
    """A byline below the text, where none stands above it."""
    for place in range(layout.body.stop - 1, min(layout.body.stop + 12, len(layout.paragraphs))):
        if labelled(layout.paragraphs[place], "byline") is not None:
            layout.byline = layout.byline or byline_of(layout.paragraphs[place], False)
            if place == layout.body.stop - 1 and layout.byline and not layout.is_text(place):
                layout.body = range(layout.body.start, place)
            return


def _spread_verdicts(layout: Layout) -> None:
    """Let openers of teaser blocks, adverts and closing sections speak for what stands behind them."""
    text_until = _text_until(layout)
    place = layout.body.start
    while place < len(layout.paragraphs):
        verdict = layout.verdicts[place]
        place += 1
        if verdict is None or verdict.effect == "line":
            continue
        if verdict.effect in ("closes", "comments"):
            before, whole = text_until[place], text_until[-1]
            if before and before >= (whole - before) * _CLOSING_SHARE[verdict.effect]:
                for later in range(place, len(layout.paragraphs)):
                    layout.verdicts[later] = layout.verdicts[later] or verdict
                return
            continue
        stop = min(len(layout.paragraphs), place + _TEASERS)
        while place < stop and _belongs(layout, place, verdict):
            layout.verdicts[place] = layout.verdicts[place] or Verdict(verdict.rule_id, verdict.reject_reason, "line")
            place += 1


_CLOSING_SHARE = {"closes": 1.0, "comments": 0.1}
"""How much running text must stand before a closing section, measured against the text behind it."""


def _text_until(layout: Layout) -> list[int]:
    """Characters of running text before each paragraph, and in all."""
    lengths = (p.end - p.start if layout.is_text(place) else 0 for place, p in enumerate(layout.paragraphs))
    return [0, *accumulate(lengths)]


def _belongs(layout: Layout, place: int, verdict: Verdict) -> bool:
    paragraph = layout.paragraphs[place]
    if verdict.effect == "block":
        return not paragraph.after_gap
    own = layout.verdicts[place]
    reads_on = has_sentence(paragraph) and (paragraph.is_closed or paragraph.words >= 25)
    return (own is None or own.effect == "line") and not reads_on  # teasers may hold a question, but end as headlines


def _find_biographies(layout: Layout) -> None:
    """A last paragraph that begins with the writer's name and tells what the writer is or does."""
    names = [re.escape(n) for n in re.split(r",\s|\s(?:and|&)\s", layout.byline or "") if n]
    who = "|".join([*names, r"[Tt]he (?:author|writer)s?"])
    biography = re.compile(
        rf"(?:{who})(?:,[^,]{{3,80}},)?\s(?:is|are|was|has|holds|covers|writes|reports|joined|teaches|works|serves|contributed|studies)\b"
    )
    texts = [p for p in layout.body if layout.is_text(p)]
    for place in texts[1:][-4:]:
        if biography.match(layout.paragraphs[place].text):
            layout.verdicts[place] = _BIOGRAPHY


def _find_notes(layout: Layout) -> None:
    """Footnotes: paragraphs that begin with a number which a mark in the running text before has called for."""
    called: set[str] = set()
    for place in layout.body:
        if layout.verdicts[place] is not None:
            continue
        paragraph = layout.paragraphs[place]
        note = _NOTE.match(paragraph.text)
        if note is not None and note[1] in called:
            layout.verdicts[place] = _FOOTNOTE
        else:
            called.update(found[1] or found[2] for found in _MARK.finditer(paragraph.text))


def _find_running_heads(layout: Layout) -> None:
    """Lines in the body that print the title or outlet again beside a page number."""
    head = " ".join(p.text for p in layout.paragraphs[: layout.body.start])[:2_000].lower()
    known = set(re.findall(r"[^\W\d_]{3,}", head))
    title = layout.paragraphs[layout.title].text if layout.title is not None else None
    for place in layout.body:
        paragraph = layout.paragraphs[place]
        if layout.verdicts[place] is not None or paragraph.words > 30 or has_sentence(paragraph):
            continue
        words = re.findall(r"[^\W\d_]{3,}", paragraph.text.lower())
        numbered = (
            re.search(r"(?:^\d{1,4}\s{2,}|\s{2,}\d{1,4}$|\|\s?\d{1,4}$|^\d{1,4}\s?\|)", paragraph.text) is not None
        )
        if paragraph.text == title or (numbered and words and sum(w in known for w in words) * 10 >= len(words) * 6):
            layout.verdicts[place] = _REPEATED


def _body_stop(layout: Layout) -> int:
    texts = [p for p in layout.body if layout.is_text(p)]
    stop = texts[-1] + 1
    while stop < len(layout.paragraphs) and layout.verdicts[stop] is None and _still_body(layout, stop):
        stop += 1
    return stop


def _still_body(layout: Layout, place: int) -> bool:
    """Short lines behind the last running text: items, table rows, short sentences."""
    paragraph = layout.paragraphs[place]
    if _BULLET.match(paragraph.text) or (paragraph.is_closed and paragraph.words >= 3):
        return True
    return any(c.isdigit() for c in paragraph.text) or paragraph.words >= 5


def _standfirsts(layout: Layout) -> frozenset[int]:
    top = layout.title if layout.title is not None else -1
    return frozenset(
        place
        for place in range(top + 1, layout.body.start)
        if layout.verdicts[place] is None
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
    if len(places) > 2 and 3 <= first.words <= 24 and not _BULLET.match(first.text):
        layout.title = places.pop(0)
    layout.body = range(places[0], places[-1] + 1)


_HEADING_NUMBER = re.compile(
    r"(?:(?:Table|Figure|Fig\.|Chart|Map|Box|Annex|Appendix|Part|Section)\s(\d{1,3})(?=[.:]|\s[A-Z]|$)|(\d{1,2})[.)](?=\s[^\W\d]))"
)
_NOTE_DIGIT = re.compile(r"(?<=[a-z]{4}[.,;])\d{1,2}(?=\s|$)")


def inner_furniture(text: str, layout: Layout) -> list[tuple[int, int, Verdict]]:
    """Numbers inside body paragraphs that only number things: headings, tables, footnote marks."""
    found: list[tuple[int, int, Verdict]] = []
    for place in layout.body:
        if layout.verdicts[place] is not None:
            continue
        paragraph = layout.paragraphs[place]
        found += inline_furniture(text, paragraph.start, paragraph.end)
        found += [(m.start(), m.end(), _REPEATED) for m in _NOTE_DIGIT.finditer(text, paragraph.start, paragraph.end)]
        heading = _HEADING_NUMBER.match(text, paragraph.start, paragraph.end)
        if heading is not None and (heading[1] or not has_sentence(paragraph)):
            group = 1 if heading[1] else 2
            found.append((heading.start(group), heading.end(group), _ENUMERATION))
    return found
