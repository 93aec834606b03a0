"""A raw folder with three reports, and readers that do not depend on how well English is read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import stand_ins

from waybill import claims, documents


@pytest.fixture(autouse=True)
def simple_readers(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(documents, "read_document", stand_ins.read_document, raising=False)
    monkeypatch.setattr(claims, "read_claims", stand_ins.read_claims, raising=False)
    yield


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    for name, text in stand_ins.REPORTS.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "processed"
