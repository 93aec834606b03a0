"""What went wrong and was not hidden: rows that failed a check, files that could not be read."""

from __future__ import annotations

from schemas.columns import RULE_ID, SHA256, WORD, Table, Text, column, key
from schemas.terms import terms


class ValidationIssues(Table):
    """A row that failed a check: left out of its table (error) or published all the same (warning)."""

    class Config:
        name = "validation_issues"

    table_name: Text = key("Table of the row", pattern=WORD)
    row_key: Text = key("Primary key of the row, parts joined by |")
    rule_id: Text = key("The check or rule that it failed", pattern=RULE_ID)
    severity: Text = column("What follows from it", nullable=False, terms=terms("severity"))
    message: Text = column("What is wrong, in words", nullable=False)


class Quarantine(Table):
    """A file that could not be read, and why."""

    class Config:
        name = "quarantine"

    raw_path: Text = key("Path below the raw folder", unique=True)
    raw_sha256: Text = column("sha256 of the raw bytes; null when they could not be read", pattern=SHA256)
    reason: Text = column("One stable word", nullable=False, pattern=WORD)
    detail: Text = column("What a person needs to know to mend it", nullable=False)
