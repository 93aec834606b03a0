"""Vocabulary as data: CSV tables under schemas/vocab/, a language being a folder (schemas/vocab/en/).

Every row says what it is by its columns; `examples` and `counter_examples` hold phrases separated by " | ", and the
tests of the room that uses the table run all of them.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

VOCAB = Path(__file__).parent / "vocab"


@cache
def vocabulary(name: str) -> tuple[Mapping[str, str], ...]:
    """Rows of the table `name`, such as "units" or "en/bounds", as mappings of column to text ("" where empty).

    >>> vocabulary("items")[0]["item_id"]
    'munition'
    """
    with (VOCAB / f"{name}.csv").open(encoding="utf-8", newline="") as table:
        return tuple(csv.DictReader(table))


def phrases(cell: str) -> tuple[str, ...]:
    """The phrases of a cell.

    >>> phrases("more than | over")
    ('more than', 'over')
    """
    return tuple(part.strip() for part in cell.split(" | ") if part.strip())


def vocabulary_sha256() -> str:
    """One hash over every vocabulary file, names included: the vocabulary half of a release's fingerprint."""
    digest = hashlib.sha256()
    for path in sorted(VOCAB.rglob("*.*")):
        if path.suffix in {".csv", ".yaml", ".yml"}:
            digest.update(path.relative_to(VOCAB).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
