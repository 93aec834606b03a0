"""What a report is to the rest of the house: its text, its header facts, and where its body lies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

Span = tuple[int, int]
"""Start and end in Unicode code points of the document's text; start inclusive, end exclusive."""


@dataclass(frozen=True, slots=True)
class Furniture:
    """A stretch of page around or inside the body that nobody reported: menus, tickers, captions printed twice."""

    start: int
    end: int
    reject_reason: str  # "furniture", or "market" for tickers and exchange tables
    rule_id: str


@dataclass(frozen=True, slots=True)
class Document:
    """One raw file, decoded and located; `text` is the decoded file, unchanged, so spans hold against it."""

    doc_id: str
    raw_path: str  # posix, relative to the raw folder
    raw_sha256: str
    raw_bytes: int
    media_type: str
    encoding: str  # a codec's name: raw.decode(encoding) == text
    text: str
    title: str | None
    title_span: Span | None
    byline: str | None
    publisher: str | None
    published: str | None  # EDTF at the precision given: "2024-12-23", "2024-12", "2024"
    published_date: date | None  # only when the precision is a day
    published_precision: str | None  # day, month, year
    published_basis: str | None  # sidecar, date_line, header, relative, partial
    retrieved_at: str | None
    url: str | None
    language: str | None
    body_start: int
    body_end: int
    furniture: tuple[
        Furniture, ...
    ]  # sorted, disjoint; covers all outside title, standfirst and body, and parts within


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A file that could not become a document: one stable reason word and what a person needs to mend it."""

    raw_path: str
    raw_sha256: str | None  # None when the bytes could not be read
    reason: str
    detail: str
