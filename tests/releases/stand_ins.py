"""Readers that are simple on purpose: what a store does must not depend on how well English is read."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from waybill import claims, documents, store
from waybill.claims.record import Claim, ClaimReading
from waybill.documents.record import Document, Quarantined
from waybill.quantities.record import Rejection
from waybill.store import drawn, line

TODAY = date(2031, 5, 2)
NOW = datetime(2031, 5, 2, 6, 30, tzinfo=UTC)

REPORTS = {
    "lantern.txt": "Lantern Gazette\nDate: 2031-04-30\nSeen: more than 4300 containers and 250 shells, 12 pages.\n",
    "may/harbour.txt": "Harbour Watch\nDate: 2031-05-01\nAt the depot: 900 shells left. Ünïcødé 😀 70 containers.\n",
    "may/quiet.txt": "Quiet Post\nNothing was counted here.\n",
}

_AMOUNT = re.compile(r"(more than )?(\d{1,9}) (shells|containers|pages)")
_DAY = re.compile(r"^Date: (\d{4}-\d{2}-\d{2})$", re.MULTILINE)


def read_document(raw: bytes, raw_path: str, sidecar: bytes | None = None) -> Document | Quarantined:
    """A report whose first line is its publisher and which may hold a line "Date: 2031-05-02"."""
    sha256 = hashlib.sha256(raw).hexdigest()
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as reason:
        return Quarantined(raw_path, sha256, "undecodable", str(reason))
    if not text.strip():
        return Quarantined(raw_path, sha256, "empty", "the file holds no text")
    day = _DAY.search(text)
    return Document(
        doc_id="d_" + sha256[:16],
        raw_path=raw_path,
        raw_sha256=sha256,
        raw_bytes=len(raw),
        media_type="text/plain",
        encoding="utf-8",
        text=text,
        title=None,
        title_span=None,
        byline=None,
        publisher=sidecar.decode().strip() if sidecar else text.split("\n")[0],
        published=day[1] if day else None,
        published_date=date.fromisoformat(day[1]) if day else None,
        published_precision="day" if day else None,
        published_basis="date_line" if day else None,
        retrieved_at=None,
        url=None,
        language="en",
        body_start=0,
        body_end=len(text),
        furniture=(),
    )


def read_claims(document: Document) -> ClaimReading:
    """Every amount of shells or containers is a claim, every amount of pages furniture."""
    found = [*_AMOUNT.finditer(document.text)]
    return ClaimReading(
        claims=tuple(_claim(document, m) for m in found if m[3] != "pages"),
        rejections=tuple(_rejection(m) for m in found if m[3] == "pages"),
    )


def _rejection(found: re.Match[str]) -> Rejection:
    return Rejection(found.start(2), found.end(2), found[2], "furniture")


def _claim(document: Document, found: re.Match[str]) -> Claim:
    end = found.end(2)
    value, bounded = float(found[2]), found[1] is not None
    raw_facts = f"{document.doc_id}:{found.start()}:{end}"
    return Claim(
        claim_id="c_" + hashlib.sha256(raw_facts.encode()).hexdigest()[:16],
        doc_id=document.doc_id,
        quantity_start=found.start(),
        quantity_end=end,
        quantity_text=document.text[found.start() : end],
        quote_start=found.start(),
        quote_end=found.end(),
        quote=found[0],
        value_low=value,
        value_best=None if bounded else value,
        value_high=None if bounded else value,
        value_point=value,
        value_point_basis="lower_bound" if bounded else "stated",
        comparator="more_than" if bounded else "exact",
        unit="round" if found[3] == "shells" else "container",
        quantity_kind="count",
        currency=None,
        value_si=None,
        unit_si=None,
        rate_per=None,
        share_of=None,
        relative_to=None,
        bound_basis="stated",
        item_id="munition.artillery.shell" if found[3] == "shells" else "logistics.container",
        item_detail=found[3],
        action="transfer",
        action_detail=None,
        supplier_id="PRK",
        recipient_id="RUS",
        actor_id=None,
        location=None,
        event_start=None,
        event_end=document.published_date,
        event_edtf=None,
        date_precision="unknown",
        statement_date=document.published_date,
        statement_date_basis="published_date" if document.published_date else None,
        attributed_to=(),
        origin=None,
        origin_id=None,
        is_anonymous_origin=False,
        evidence_type=None,
        hedge_text=None,
        modality="asserted",
        aggregation="cumulative",
        alternative_group=None,
        alternative_operator=None,
        part_of_claim_id=None,
        computed_from_claim_id=None,
        confidence="high",
        rule_ids=("stand-in",),
    )


def build(raw: Path, out: Path, **more: object) -> store.BuildReport:
    """Build with a fixed day and clock."""
    return store.build(raw, out, **{"today": TODAY, "now": NOW, **more})  # type: ignore[arg-type]


class Still:
    """Draws nothing, at once: real figures cost half of a small build, and have tests of their own."""

    def draw(self, _specification: str) -> str:
        return "<svg xmlns='http://www.w3.org/2000/svg'/>"


@contextmanager
def simple() -> Iterator[None]:
    """These readers, and no figures, in the place of the real ones."""
    still = Still()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(drawn, "drawer", lambda: still)
        patch.setattr(line, "drawer", lambda: still)
        patch.setattr(documents, "read_document", read_document)
        patch.setattr(claims, "read_claims", read_claims)
        yield


def write_reports(folder: Path) -> Path:
    """Write the three reports below `folder`."""
    for name, text in REPORTS.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder
