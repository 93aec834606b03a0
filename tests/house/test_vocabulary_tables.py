"""Promises about vocabulary as data: tables that a person can edit by hand without breaking them unseen."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from schemas.vocabulary import VOCAB, vocabulary

TABLES = sorted(VOCAB.rglob("*.csv"))


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.relative_to(VOCAB).as_posix())
def test_a_table_is_a_rectangle_of_clean_cells(path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as table:
        head, *rows = list(csv.reader(table))
    assert rows, "a table without a row"
    assert len(set(head)) == len(head)
    for count, row in enumerate(rows, 2):
        assert len(row) == len(head), f"line {count}: {len(row)} cells, the head has {len(head)}"
        assert not [cell for cell in row if "\n" in cell or "\ufeff" in cell], f"line {count}: a broken cell"
    assert len(set(map(tuple, rows))) == len(rows), "the same row twice"


STILL_WITHOUT = {"en/furniture": 23, "en/name_variants": 1, "en/noun_forms": 68, "items": 40}
"""Rows that await their example; the number may only shrink."""


def with_examples() -> list[str]:
    names = [path.relative_to(VOCAB).with_suffix("").as_posix() for path in TABLES]
    return [name for name in names if "examples" in vocabulary(name)[0]]


@pytest.mark.parametrize("name", with_examples())
def test_a_row_is_known_by_its_examples(name: str) -> None:
    """Where a table has examples, no row goes without one: nobody could say what it is there for."""
    first = next(iter(vocabulary(name)[0]))
    shown = ("examples", "counter_examples")
    missing = [row[first] for row in vocabulary(name) if not any(row.get(column, "").strip() for column in shown)]
    assert len(missing) <= STILL_WITHOUT.get(name, 0), missing
