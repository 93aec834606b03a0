"""The record of a calendar expression: where it stands and what its words alone say."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DateExpression:
    """A calendar expression at text[start:end].

    `edtf` is what the words alone say: "2024-12-23", "2023-09", "2024", "XXXX-09-07" (no year), "XXXX-09" (only a
    month's name), "XXXX-XX-23" (only a day), "2024-Q1", "2029-23" (season), "199X" (decade), "1950/1953"; None for a
    clock time. A slashed date whose order of day and month nothing in the text settles keeps only its year.
    `part` is the word beside the span that narrows it ("early", "mid", "late", "start", "end"); the span
    leaves it out.
    """

    start: int
    end: int
    edtf: str | None
    kind: str  # day month year day_month day_only quarter season decade range time
    rule_id: str
    part: str | None = None
