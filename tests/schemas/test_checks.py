"""Every check of every column has a planted bad row that makes it fire; a check that never runs is no check."""

from __future__ import annotations

from typing import Any

import pytest
from samples import bad_values, good_row, table_of

from schemas.dataset import PARQUET_TABLES, TABLES
from waybill.releases.validate import check_columns

BAD = bad_values()


@pytest.mark.parametrize("name", TABLES)
def test_a_good_row_passes(name: str) -> None:
    assert check_columns(name, table_of(name, [good_row(name)])) == []


@pytest.mark.parametrize(("name", "column", "check", "value"), BAD, ids=[f"{b[0]}.{b[1]}.{b[2]}" for b in BAD])
def test_a_bad_value_fires_its_check(name: str, column: str, check: str, value: Any) -> None:
    rows = [good_row(name) | {column: value}]
    assert f"{column}.{check}" in {issue.rule_id for issue in check_columns(name, table_of(name, rows))}


def test_no_number_is_a_check_of_its_own() -> None:
    rows = [good_row("claims") | {"value_low": float("nan")}]
    assert {issue.rule_id for issue in check_columns("claims", table_of("claims", rows))} == {
        "value_low.min",
        "value_low.max",
    }


@pytest.mark.parametrize("name", TABLES)
def test_a_key_given_twice_is_fatal(name: str) -> None:
    fields = TABLES[name].to_schema().columns
    unique = [column for column in fields if fields[column].unique]
    issues = check_columns(name, table_of(name, [good_row(name), good_row(name)]))
    assert {issue.rule_id for issue in issues} == {f"{column}.unique" for column in unique}
    assert all(issue.severity == "fatal" for issue in issues)


@pytest.mark.parametrize("name", PARQUET_TABLES)
def test_a_missing_column_is_fatal(name: str) -> None:
    table = table_of(name, [good_row(name)])
    issues = check_columns(name, table.drop_columns([table.schema.names[-1]]))
    assert [issue.severity for issue in issues] == ["fatal"]


def test_a_row_that_fails_is_named_by_its_key() -> None:
    rows = [good_row("rejected_quantities") | {"reject_reason": "because", "quantity_start": 7, "quantity_end": 9}]
    (issue,) = check_columns("rejected_quantities", table_of("rejected_quantities", rows))
    assert issue.row_key == "d_0123456789abcdef|7|9"
    assert "because" in issue.message
