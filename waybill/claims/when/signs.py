"""Decisions as data: a table gone through from the top, whose first row that fits the signs of a figure decides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from schemas.vocabulary import vocabulary


class Row(NamedTuple):
    """One row: signs that must be there (one of each set), signs that must not, and what follows."""

    rule_id: str
    needs: tuple[frozenset[str], ...]
    bars: frozenset[str]
    values: tuple[str, ...]

    def fits(self, signs: frozenset[str]) -> bool:
        """Whether the signs of a figure meet this row.

        >>> Row("more", (frozenset({"more"}),), frozenset({"rate"}), ("increment",)).fits(frozenset({"more"}))
        True
        """
        for one in self.needs:
            if one.isdisjoint(signs):
                return False
        return self.bars.isdisjoint(signs)


@cache
def rows_of(table: str, columns: tuple[str, ...]) -> tuple[Row, ...]:
    """A table of decision, first row first; `columns` are those whose values follow from the signs."""
    return tuple(
        Row(
            row["rule_id"],
            tuple(frozenset(need.split("/")) for need in row["needs"].split()),
            frozenset(row["bars"].split()),
            tuple(row[column] for column in columns),
        )
        for row in vocabulary(table)
    )


class _Index(NamedTuple):
    """Where to look: each row stands under the signs of its rarest need, rows that need nothing stand apart."""

    rows: tuple[Row, ...]
    by_sign: dict[str, tuple[int, ...]]
    open: tuple[int, ...]


@cache
def _index_of(table: str, columns: tuple[str, ...]) -> _Index:
    rows = rows_of(table, columns)
    common = Counter(sign for row in rows for need in row.needs for sign in need)
    by_sign: dict[str, tuple[int, ...]] = {}
    for n, row in enumerate(rows):
        for sign in min(row.needs, key=lambda need: sum(common[sign] for sign in need), default=frozenset[str]()):
            by_sign[sign] = (*by_sign.get(sign, ()), n)
    return _Index(rows, by_sign, tuple(n for n, row in enumerate(rows) if not row.needs))


def fitting(table: str, columns: tuple[str, ...], signs: frozenset[str]) -> Iterator[Row]:
    """The rows that fit, in the order of the table."""
    index = _index_of(table, columns)
    near = {n for sign in signs if sign in index.by_sign for n in index.by_sign[sign]}
    return (row for row in map(index.rows.__getitem__, sorted(near.union(index.open))) if row.fits(signs))
