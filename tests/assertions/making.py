"""Single claims and documents made in a line, for tests of one rule each."""

from __future__ import annotations

from typing import Any

from tests.assertions.goldrecords import claim_from, document_from
from waybill.claims.record import Claim
from waybill.documents.record import Document


def report(name: str, published: str | None = "2031-05-10", publisher: str | None = None, text: str = "") -> Document:
    facts = {"doc_id": name, "publisher": publisher or f"{name} Gazette", "published": published}
    return document_from(facts, f"{name}. {text}")


def claim(document: Document, number: float, by: str | None = "Seoul officials", at: int = 10, **row: Any) -> Claim:
    """A claim of exactly `number`, unless `low` or `high` say otherwise; notes such as agg stand in `notes`."""
    low, high = row.pop("low", number), row.pop("high", number)
    shape = "exact" if low == high else "more_than" if high is None else "up_to" if low is None else "between"
    record = {
        "quote": f"{number} of it",
        "quantity_text": f"{number:,.0f}",
        "start": at,
        "end": at + 5,
        "value_low": low,
        "value_high": high,
        "comparator": shape,
        "unit": "container",
        "item": "logistics.container",
        "item_detail": "boxes",
        "action": "transfer",
        "supplier": "PRK",
        "recipient": "RUS",
        "actor": None,
        "event_start": None,
        "event_end": document.published,
        "attributed_to": [] if by is None else [by],
        "modality": "asserted",
        "notes": "agg=cumulative",
    }
    return claim_from({**record, **row}, document)
