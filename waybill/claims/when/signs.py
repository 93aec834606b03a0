"""Decisions as data: a table gone through from the top, whose first row that fits the signs of a figure decides."""

from __future__ import annotations

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
        return self.bars.isdisjoint(signs) and not any(one.isdisjoint(signs) for one in self.needs)


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


def fitting(table: str, columns: tuple[str, ...], signs: frozenset[str]) -> Iterator[Row]:
    """The rows that fit, in the order of the table."""
    return (row for row in rows_of(table, columns) if row.fits(signs))
