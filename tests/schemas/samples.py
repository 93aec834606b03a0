"""A row that satisfies every check of a table, and for every check a value that breaks it; made from the models."""

from __future__ import annotations

from datetime import date
from typing import Any

import pyarrow as pa

from schemas import columns as declared
from schemas.columns import FINITE, TEXT_LIST
from schemas.dataset import TABLES
from schemas.render import Column, arrow_schema, columns

BY_PATTERN = {
    declared.CLAIM_ID: "c_0123456789abcdef",
    declared.DOC_ID: "d_0123456789abcdef",
    declared.SHA256: "0" * 64,
    declared.WORD: "word",
    declared.RELEASE_ID: "2031.05.0",
    declared.CURRENCY: "EUR",
    declared.RULE_ID: "some-rule",
    r"^a_[0-9a-f]{16}$": "a_0123456789abcdef",
    r"^k_[0-9a-f]{16}$": "k_0123456789abcdef",
    r"^https://.+$": "https://example.org/cap",
    r"^[A-Z]{3}$": "NOR",
    r"^Q[1-9][0-9]*$": "Q42",
    r"^[A-Za-z][A-Za-z0-9_/%.·-]*$": "crate",
    r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$": "en",
    r"^[a-z]+/[a-z0-9.+-]+$": "text/plain",
    r"^[a-z][a-z0-9]*(\.[a-z0-9]+)*$": "logistics.crate",
    r"^[a-z][a-z0-9_]*$": "word",
}

_BY_TYPE: dict[Any, Any] = {
    pa.string(): "words",
    pa.date32(): date(2031, 5, 2),
    pa.float64(): 1.0,
    pa.int32(): 2,
    pa.int64(): 2,
    pa.bool_(): True,
}


def good_value(column: Column) -> Any:
    """A value that every check of `column` accepts."""
    if column.type == TEXT_LIST:
        return ["one"]
    if column.terms:
        return column.terms[0]
    return BY_PATTERN[column.pattern] if column.pattern else _BY_TYPE[column.type]


def good_row(name: str) -> dict[str, Any]:
    """A row of table `name` that every column check accepts."""
    return {column.name: good_value(column) for column in columns(TABLES[name])}


def table_of(name: str, rows: list[dict[str, Any]]) -> pa.Table:
    """Rows as an Arrow table of the declared types, nullability not enforced."""
    bare = pa.schema([pa.field(field.name, field.type) for field in arrow_schema(TABLES[name])])
    return pa.Table.from_pylist(rows, schema=bare)


def bad_values() -> list[tuple[str, str, str, Any]]:
    """(table, column, check, value) for every check of every column, and for every column that may not be null."""
    found: list[tuple[str, str, str, Any]] = []
    for name, model in TABLES.items():
        for column, field in model.to_schema().columns.items():
            found += [(name, column, *_breaking(check.name, check.statistics)) for check in field.checks]
            if not field.nullable:
                found.append((name, column, "not-null", None))
    return found


def _breaking(check: str, statistics: dict[str, Any]) -> tuple[str, Any]:
    """Name of the issue and a value that breaks the check; a check that nobody thought of raises KeyError."""
    if check == "greater_than_or_equal_to":
        least = statistics["min_value"]
        return "min", float("-inf") if least == -FINITE else least - 1
    if check == "less_than_or_equal_to":
        most = statistics["max_value"]
        return "max", float("inf") if most == FINITE else most * 2
    if check == "greater_than":
        return "above", statistics["min_value"]
    return {
        "isin": ("terms", "no such word"),
        "str_matches": ("pattern", "§ no match"),
        "str_length": ("length", ""),
    }[check]
