"""From the bytes of a file to a document: decode, lay out, gather the facts; or say why not."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from waybill.dates import bounds, find_dates, precision
from waybill.documents.decode import decode
from waybill.documents.fields import find_fields
from waybill.documents.furniture import Verdict
from waybill.documents.header import (
    Dateline,
    HeaderDate,
    choose_date,
    dated_in_words,
    dateline_of,
    header_dates,
    labelled,
)
from waybill.documents.inside import inner_furniture
from waybill.documents.language import language_of
from waybill.documents.layout import Layout
from waybill.documents.locate import locate
from waybill.documents.publisher import find_publisher
from waybill.documents.reasons import Refusal
from waybill.documents.record import Document, Furniture, Quarantined, Span
from waybill.documents.sidecar import Sidecar, read_sidecar

MEDIA_TYPE = "text/plain"


def read_document(raw: bytes, raw_path: str, sidecar: bytes | None = None) -> Document | Quarantined:
    """The document that a raw file holds, or its quarantine with one word of REASONS.

    `raw_path` is posix and relative to the raw folder; `sidecar` the bytes of the .meta.yml beside it. Where the
    sidecar speaks it wins over the page. Pure: the same bytes give the same record.

    >>> raw = b"Posted May 5, 2031\\n\\nForty wagons of shells left the depot on Monday, he said."
    >>> document = read_document(raw, "a.txt")
    >>> document.published, document.text[document.body_start : document.body_end][:12]
    ('2031-05-05', 'Forty wagons')
    >>> read_document(b"", "b.txt").reason
    'empty'
    """
    raw_sha256 = hashlib.sha256(raw).hexdigest()
    try:
        text, encoding = decode(raw)
        facts = read_sidecar(sidecar)
    except Refusal as refusal:
        return Quarantined(raw_path, raw_sha256, refusal.reason, refusal.detail)
    return _document(raw_path, raw_sha256, len(raw), text, encoding, facts)


def _document(raw_path: str, raw_sha256: str, raw_bytes: int, text: str, encoding: str, facts: Sidecar) -> Document:
    page = _fields_page(text) or _read_page(text)
    published, basis = (facts.published, "sidecar") if facts.published else (page.published, page.published_basis)
    fineness = precision(published) if published else None
    title, body = page.title, page.body
    return Document(
        doc_id=f"d_{raw_sha256[:16]}",
        raw_path=raw_path,
        raw_sha256=raw_sha256,
        raw_bytes=raw_bytes,
        media_type=MEDIA_TYPE,
        encoding=encoding,
        text=text,
        title=text[title[0] : title[1]] if title else None,
        title_span=title,
        byline=page.byline,
        publisher=facts.publisher or page.publisher,
        published=published,
        published_date=bounds(published)[0] if published and fineness == "day" else None,
        published_precision=fineness,
        published_basis=basis,
        retrieved_at=facts.retrieved_at,
        url=facts.url,
        language=facts.language or language_of(text[body[0] : body[1]]),
        body_start=body[0],
        body_end=body[1],
        furniture=page.furniture,
    )


@dataclass(frozen=True, slots=True)
class _Page:
    """What the text itself tells about the report."""

    title: Span | None
    body: Span
    byline: str | None
    publisher: str | None
    published: str | None
    published_basis: str | None
    furniture: tuple[Furniture, ...]


def _read_page(text: str) -> _Page:
    layout = locate(text)
    body, title = _body_span(text, layout), _title_span(layout)
    dateline = _dateline(layout)
    published, basis = _published(layout, dateline)
    publisher = find_publisher(
        layout.paragraphs, layout.verdicts, layout.title, layout.body, dateline, layout.signed, layout.byline
    )
    furniture = _furniture(text, layout, body, title)
    return _Page(title, body, layout.byline, publisher, published, basis, furniture)


def _fields_page(text: str) -> _Page | None:
    """A page that is one JSON object; None for every other text."""
    fields = find_fields(text)
    if fields is None:
        return None
    value = {role: text[start:end] for role, (start, end) in fields.items()}
    dates = [e.edtf for e in find_dates(value.get("published", "")) if e.kind in ("day", "month")]
    kept = sorted(fields[role] for role in ("title", "text") if role in fields)
    edges = [0, *(edge for span in kept for edge in span), len(text)]
    around = [(start, end) for start, end in zip(edges[::2], edges[1::2], strict=True) if start < end]
    return _Page(
        title=fields.get("title"),
        body=fields["text"],
        byline=value.get("byline"),
        publisher=value.get("publisher"),
        published=dates[0] if dates else None,
        published_basis="header" if dates else None,
        furniture=tuple(Furniture(start, end, "furniture", "furniture-field") for start, end in around),
    )


def _body_span(text: str, layout: Layout) -> Span:
    if not layout.body:
        return len(text), len(text)
    first, last = layout.paragraphs[layout.body.start], layout.paragraphs[layout.body.stop - 1]
    label = labelled(first, "text")
    return first.start + (label[0] if label else 0), last.end


def _title_span(layout: Layout) -> Span | None:
    if layout.title is None:
        return None
    paragraph = layout.paragraphs[layout.title]
    label = labelled(paragraph, "title")
    if label is not None:
        return paragraph.start + label[0], paragraph.start + label[0] + len(label[1])
    marked = _MARKDOWN.match(paragraph.text)
    return paragraph.start + (marked.end() if marked else 0), paragraph.end


_MARKDOWN = re.compile(r"#{1,6}\s+(?=\S)")


def _published(layout: Layout, dateline: Dateline | None) -> tuple[str | None, str | None]:
    title = -1 if layout.title is None else layout.title
    places = sorted((place < title, place) for place in layout.dates if place < layout.body.start)
    header = [date for _, place in places for date in layout.dates[place]]  # the page's own day may stand above
    tail: list[HeaderDate] = []
    for paragraph in layout.paragraphs[layout.body.stop :][:60]:
        if len(paragraph.text) <= 240 and any(c.isdigit() for c in paragraph.text):
            tail += header_dates(paragraph)
    edtf, basis = choose_date(header, dateline, tail)
    if edtf is None and layout.title is not None:
        dated = dated_in_words(layout.paragraphs[layout.title].text)
        return (dated, "header") if dated is not None else (None, basis)
    return edtf, basis


def _dateline(layout: Layout) -> Dateline | None:
    """The dateline that opens the body, or that stands on a line of its own right above it."""
    if not layout.body:
        return None
    opening = dateline_of(layout.paragraphs[layout.body.start])
    above = layout.paragraphs[layout.body.start - 1] if layout.body.start else None
    return opening or (dateline_of(above) if above is not None and above.text[-1:] in "-–—" else None)


def _furniture(text: str, layout: Layout, body: Span, title: Span | None) -> tuple[Furniture, ...]:
    """Everything outside title, standfirst and body, and what lies inside the body; sorted and disjoint."""
    spans: list[tuple[int, int, Verdict]] = []
    for place, paragraph in enumerate(layout.paragraphs):
        verdict = layout.verdicts[place]
        if place in layout.body:
            if verdict is not None:
                spans.append((paragraph.start, paragraph.end, verdict))
        elif place != layout.title and place not in layout.readable:
            spans.append((paragraph.start, paragraph.end, verdict or _OUTSIDE))
    spans += inner_furniture(text, layout)
    spans += _labels(layout, body, title)
    return tuple(_disjoint(spans))


_OUTSIDE = Verdict("furniture-outside-body", "furniture", "line")
_LABEL = Verdict("furniture-label", "furniture", "line")


def _labels(layout: Layout, body: Span, title: Span | None) -> list[tuple[int, int, Verdict]]:
    labels: list[tuple[int, int, Verdict]] = []
    if layout.body:
        labels.append((layout.paragraphs[layout.body.start].start, body[0], _LABEL))
    if title is not None and layout.title is not None:
        labels.append((layout.paragraphs[layout.title].start, title[0], _LABEL))
    return labels


def _disjoint(spans: list[tuple[int, int, Verdict]]) -> list[Furniture]:
    furniture: list[Furniture] = []
    done = 0
    for start, end, verdict in sorted(spans, key=lambda span: (span[0], -span[1])):
        start = max(start, done)
        if start < end:
            furniture.append(Furniture(start, end, verdict.reject_reason, verdict.rule_id))
            done = end
    return furniture
