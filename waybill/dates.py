"""Calendar expressions in text, with spans: "23 Dec 2024", "September seventh", "2024-12-23 07:12", "the 1990s"."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DateExpression:
    """A calendar expression at text[start:end].

    `edtf` is what the words alone say: "2024-12-23", "2023-09", "2024", "XXXX-09-07" (no year), "XXXX-XX-23"
    (only a day), "2024-Q1", "2029-23" (season), "199X" (decade), "1950/1953"; None for a clock time.
    """

    start: int
    end: int
    edtf: str | None
    kind: str  # day month year day_month day_only quarter season decade range time
    rule_id: str


def find_dates(text: str) -> list[DateExpression]:
    """All absolute calendar expressions of `text`, in order and disjoint."""
    raise NotImplementedError
