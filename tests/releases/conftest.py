"""A raw folder with three reports, and readers that do not depend on how well English is read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import stand_ins

from waybill import claims, documents, store

TODAY = date(2031, 5, 2)
NOW = datetime(2031, 5, 2, 6, 30, tzinfo=UTC)

REPORTS = {
    "lantern.txt": "Lantern Gazette\nDate: 2031-04-30\nThe quay saw more than 4300 containers and 250 shells; 12 pages.\n",
    "may/harbour.txt": "Harbour Watch\nDate: 2031-05-01\nAbout the depot: 900 shells left it. Ünïcødé 😀 70 containers.\n",
    "may/quiet.txt": "Quiet Post\nNothing was counted here.\n",
}


@pytest.fixture(autouse=True)
def simple_readers(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(documents, "read_document", stand_ins.read_document, raising=False)
    monkeypatch.setattr(claims, "read_claims", stand_ins.read_claims, raising=False)
    yield


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    for name, text in REPORTS.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "processed"


def build(raw: Path, out: Path, **more: object) -> store.BuildReport:
    """Build with a fixed day and clock."""
    return store.build(raw, out, today=TODAY, now=NOW, **more)  # type: ignore[arg-type]
