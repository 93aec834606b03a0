"""A raw folder with three reports, and readers that do not depend on how well English is read."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import stand_ins


@pytest.fixture(autouse=True)
def simple_readers() -> Iterator[None]:
    with stand_ins.simple():
        yield


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """A raw folder of one's own with the three reports."""
    return stand_ins.write_reports(tmp_path / "raw")


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """An output folder of one's own in which nothing was published yet."""
    return tmp_path / "processed"


@pytest.fixture(scope="session")
def first_release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The three reports published once, for everybody to copy."""
    folder = tmp_path_factory.mktemp("first-release")
    with stand_ins.simple():
        stand_ins.build(stand_ins.write_reports(folder / "raw"), folder / "processed")
    return folder / "processed"


@pytest.fixture
def published(first_release: Path, out: Path) -> Path:
    """An output folder of one's own in which the three reports of `raw` are published."""
    shutil.copytree(first_release, out, symlinks=True)
    return out
