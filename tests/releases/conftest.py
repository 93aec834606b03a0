"""A raw folder with three reports, and readers that do not depend on how well English is read."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import stand_ins

from waybill import claims, documents


@pytest.fixture(autouse=True)
def simple_readers(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(documents, "read_document", stand_ins.read_document)
    monkeypatch.setattr(claims, "read_claims", stand_ins.read_claims)
    yield


def write_reports(folder: Path) -> Path:
    for name, text in stand_ins.REPORTS.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """A raw folder of one's own with the three reports."""
    return write_reports(tmp_path / "raw")


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """An output folder of one's own in which nothing was published yet."""
    return tmp_path / "processed"


@pytest.fixture(scope="session")
def first_release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The three reports published once, for everybody to copy."""
    folder = tmp_path_factory.mktemp("first-release")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(documents, "read_document", stand_ins.read_document)
        patch.setattr(claims, "read_claims", stand_ins.read_claims)
        stand_ins.build(write_reports(folder / "raw"), folder / "processed")
    return folder / "processed"


@pytest.fixture
def published(first_release: Path, out: Path) -> Path:
    """An output folder of one's own in which the three reports of `raw` are published."""
    shutil.copytree(first_release, out, symlinks=True)
    return out
