"""A small raw folder for tests of the store: enough reports for several batches when batches are small."""

from __future__ import annotations

from pathlib import Path

import pytest

REPORT = (
    "Convoy {n} is counted\n\nSEOUL, May {day}, 2030 (Harbour Wire) - Pyongyang sent about {n} containers of shells to "
    "Russia in April, Seoul's army said. At least {tonnes} tonnes of fuel came back.\n"
)


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """Twelve reports in a folder whose name has spaces and letters beyond ASCII."""
    folder = tmp_path / "Berichte aus Köln" / "raw"
    folder.mkdir(parents=True)
    for number in range(12):
        text = REPORT.format(n=40 + 7 * number, day=number + 1, tonnes=300 + number)
        (folder / f"{number:02}.txt").write_text(text, encoding="utf-8")
    return folder
