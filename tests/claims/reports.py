"""Short invented reports for the tests of claims: a text and its date become a document, and the document is read."""

from __future__ import annotations

import hashlib
from datetime import date

from waybill.claims import Claim, ClaimReading, read_claims
from waybill.documents.record import Document

PUBLISHED = "2031-05-14"  # a Wednesday


def document(text: str, published: str | None = PUBLISHED, title: str | None = None) -> Document:
    """A document whose whole text is body, with the title in front of it where one is given."""
    whole = f"{title}\n\n{text}" if title else text
    start = len(title) + 2 if title else 0
    sha = hashlib.sha256(whole.encode()).hexdigest()
    return Document(
        doc_id="d_" + sha[:16],
        raw_path="a.txt",
        raw_sha256=sha,
        raw_bytes=len(whole.encode()),
        media_type="text/plain",
        encoding="utf-8",
        text=whole,
        title=title,
        title_span=(0, len(title)) if title else None,
        byline=None,
        publisher=None,
        published=published,
        published_date=date.fromisoformat(published) if published and len(published) == 10 else None,
        published_precision=None,
        published_basis=None,
        retrieved_at=None,
        url=None,
        language="en",
        body_start=start,
        body_end=len(whole),
        furniture=(),
    )


def read(text: str, published: str | None = PUBLISHED, title: str | None = None) -> ClaimReading:
    """Claims and rejections of an invented report."""
    return read_claims(document(text, published, title))


def claim(text: str, quantity: str, published: str | None = PUBLISHED, title: str | None = None) -> Claim:
    """The one claim of a report whose quantity text is `quantity`."""
    reading = read(text, published, title)
    found = [c for c in reading.claims if c.quantity_text == quantity]
    assert len(found) == 1, [c.quantity_text for c in reading.claims] + [
        (r.text, r.reject_reason) for r in reading.rejections
    ]
    return found[0]
