"""How well the reading does, measured on the gold that ships with the project, as each release quotes it."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path

ACCURACY = Path(__file__).with_name("accuracy.csv")
"""Written by `make accuracy`, and compared with a fresh measurement by a test."""

FIELDS = (
    "item", "action", "supplier", "recipient", "actor", "event_start", "event_end", "origin", "modality", "aggregation",
)  # fmt: skip

CORPUS = {
    "dev": "reports written for the project, which its rules may have been tuned on",
    "heldout": "further reports that no rule was tuned on",
}


@cache
def accuracy_figures() -> tuple[Mapping[str, str], ...]:
    """The measured figures, a mapping a corpus; empty where none were measured."""
    if not ACCURACY.exists():
        return ()
    with ACCURACY.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def _percent(figure: str) -> str:
    """
    >>> _percent("0.874")
    '87 %'
    """
    return f"{100 * float(figure):.0f} %"


def accuracy_lines() -> list[str]:
    """Sentences for the dataset card and the page, a paragraph a corpus."""
    lines = []
    for row in accuracy_figures():
        fields = ", ".join(f"{name.replace('_', ' ')} {_percent(row[name])}" for name in FIELDS)
        lines.append(
            f"On {row['reports']} {CORPUS[row['corpus']]} ({row['claims']} claims marked by hand): "
            f"{_percent(row['found'])} of the claims found, {_percent(row['precision'])} of what was read is a claim; "
            f"value, bound and unit right F1 {_percent(row['core'])}, whole row right F1 {_percent(row['row'])}. "
            f"Of the claims found: {fields}. Confidence `high` stands on {_percent(row['high_share'])} of them, "
            f"and {_percent(row['high_core'])} of those have value, bound and unit right."
        )
    return lines or ["Not measured: the gold of the project was not at hand when this version was made."]
