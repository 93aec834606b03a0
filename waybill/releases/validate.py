"""Checks before publishing: pandera on every column, rules in SQL across rows; what fails is named, not hidden."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pandas as pd
import pandera.errors
import pyarrow as pa
import pyarrow.compute as pc

from schemas.dataset import PARQUET_TABLES, TABLES
from schemas.render import columns, key_columns
from schemas.terms import terms
from waybill.releases.assemble import empty
from waybill.releases.content import canonical
from waybill.releases.rules import Rule, rules
from waybill.releases.workbench import workbench

DROPPED_SHARE = 0.1
"""A release is refused when more than this share of a table's rows fails: then it is the reader that is broken."""
DROPPED_ROWS = 20
"""... and at least so many rows, so that a handful of odd reports never stops the others."""

_SLICE = 131_072  # rows

_CHECK_NAMES = {
    "not_nullable": "not-null",
    "field_uniqueness": "unique",
    "isin": "terms",
    "str_matches": "pattern",
    "str_length": "length",
    "greater_than_or_equal_to": "min",
    "less_than_or_equal_to": "max",
    "greater_than": "above",
}


@dataclass(frozen=True, slots=True)
class Issue:
    """A row that failed; the fields are the columns of `validation_issues`."""

    table_name: str
    row_key: str
    rule_id: str
    severity: str
    message: str


@dataclass(frozen=True, slots=True)
class Validated:
    """Tables without the rows that failed with severity error, `validation_issues` among them."""

    tables: Mapping[str, pa.Table]
    fatal: tuple[Issue, ...]  # reasons to refuse the release; empty = it may be published


def validate(tables: Mapping[str, pa.Table]) -> Validated:
    """Check canonical tables; rows that fail move into `validation_issues`, and so do rows that pointed to them."""
    kept, issues = dict(tables), dict[tuple[str, str, str], Issue]()
    sizes = {name: table.num_rows for name, table in tables.items()}
    with ThreadPoolExecutor(1) as other:  # rules run in DuckDB, outside the interpreter that checks the columns
        breaches = other.submit(lambda: [*check_rules(dict(tables))])
        found = [issue for name in PARQUET_TABLES for issue in check_columns(name, kept[name])]
        found += breaches.result()
    while found:
        new = [issue for issue in found if (issue.table_name, issue.row_key, issue.rule_id) not in issues]
        issues.update({(issue.table_name, issue.row_key, issue.rule_id): issue for issue in new})
        dropped = [issue for issue in new if issue.severity == "error"]
        if not dropped:
            break
        kept = _without(kept, dropped)
        found = list(check_rules(kept))
    fatal = [issue for issue in issues.values() if issue.severity == "fatal"]
    fatal += [_broken(name, size, kept[name].num_rows) for name, size in sizes.items() if _is_broken(size, kept[name])]
    kept["validation_issues"] = _issue_table([*issues.values(), *fatal, *_given(tables)])
    return Validated(kept, tuple(fatal))


def _given(tables: Mapping[str, pa.Table]) -> Iterator[Issue]:
    for row in tables["validation_issues"].to_pylist():
        yield Issue(**row)


def _is_broken(size: int, kept: pa.Table) -> bool:
    return bool(size - kept.num_rows > max(DROPPED_ROWS, DROPPED_SHARE * size))


def _broken(name: str, size: int, kept: int) -> Issue:
    message = f"{size - kept} of {size} rows failed: the reading is broken, not the reports"
    return Issue(name, "*", "too-many-failures", "fatal", message)


def check_columns(name: str, table: pa.Table) -> list[Issue]:
    """Issues of the column checks of table `name`: one a row and check.

    Rows are looked at in slices, so that a large table costs no second one; that keys are unique over all of them is a
    rule of its own (`check_rules`).
    """
    parts = (table.slice(start, _SLICE) for start in range(0, table.num_rows, _SLICE))
    return [issue for part in parts for issue in _check_slice(name, part)]


def _check_slice(name: str, table: pa.Table) -> Iterator[Issue]:
    frame = table.to_pandas(types_mapper=pd.ArrowDtype)
    try:
        TABLES[name].validate(frame, lazy=True)
    except pandera.errors.SchemaErrors as failures:
        yield from _column_issues(name, table, failures.failure_cases)


def _column_issues(name: str, table: pa.Table, cases: pd.DataFrame) -> Iterator[Issue]:
    structural = cases[cases["index"].isna()]
    for case in structural.to_dict("records"):
        message = f"{case['check']}: {case['failure_case']}"
        yield Issue(name, "*", f"{case['column'] or name}.schema".lower(), "fatal", message)
    if len(structural):
        return  # without its columns a table cannot be looked at row by row
    rows = cases[cases["index"].notna()]
    keys = row_keys(name, table.take(pa.array(rows["index"].astype("int64"), pa.int64())))
    for row_key, case in zip(keys, rows.to_dict("records"), strict=True):
        check = str(case["check"]).partition("(")[0]
        rule_id = f"{case['column']}.{_CHECK_NAMES.get(check, check)}"
        severity = "fatal" if check == "field_uniqueness" else "error"
        message = f"{case['column']} holds {str(case['failure_case'])[:80]!r}, against {str(case['check'])[:200]}"
        yield Issue(name, row_key, rule_id, severity, message)


def row_keys(name: str, table: pa.Table) -> list[str]:
    """The primary key of each row as one text, parts joined by "|"; where a table has none, all its texts."""
    keys = key_columns(TABLES[name]) or tuple(c.name for c in columns(TABLES[name]) if c.type == pa.string())
    parts = [table.column(column).cast(pa.string()) for column in keys if column in table.schema.names]
    joined = pc.binary_join_element_wise(*parts, "|", null_handling="replace", null_replacement="")
    found: list[str] = joined.to_pylist()
    return found


def check_rules(tables: Mapping[str, pa.Table], only: Iterable[Rule] | None = None) -> Iterator[Issue]:
    """Issues of the cross-row rules over `tables`."""
    with workbench() as base:
        for name, table in tables.items():
            base.register(name, table)
        for rule in rules() if only is None else only:
            drift_types = ", ".join(f"'{term}'" for term in terms("drift_type"))
            for key in base.execute(rule.breaches.replace("{drift_types}", drift_types)).fetchall():
                row_key = "|".join("" if part is None else str(part) for part in key)
                yield Issue(rule.table, row_key, rule.rule_id, rule.severity, rule.message)


def _without(tables: Mapping[str, pa.Table], dropped: Iterable[Issue]) -> dict[str, pa.Table]:
    bad: dict[str, set[str]] = {}
    for issue in dropped:
        bad.setdefault(issue.table_name, set()).add(issue.row_key)
    kept = dict(tables)
    for name, keys in bad.items():
        stays = [key not in keys for key in row_keys(name, tables[name])]
        kept[name] = tables[name].filter(pa.array(stays, pa.bool_())).combine_chunks()
    return kept


def _issue_table(issues: Iterable[Issue]) -> pa.Table:
    schema = empty("validation_issues").schema
    unique = {(issue.table_name, issue.row_key, issue.rule_id): issue for issue in issues}
    rows = [[getattr(issue, name) for name in schema.names] for issue in unique.values()]
    columns_ = zip(*rows, strict=True) if rows else [()] * len(schema)
    arrays = [pa.array(values, field.type) for values, field in zip(columns_, schema, strict=True)]
    return canonical(pa.Table.from_arrays(arrays, schema=schema), TABLES["validation_issues"])
