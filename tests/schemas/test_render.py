"""One declaration a column renders everything, and what is rendered holds in DuckDB, Parquet and the documentation."""

from __future__ import annotations

import os
import re
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from samples import good_row, table_of

from schemas.columns import TEXT_LIST
from schemas.dataset import PARQUET_TABLES, TABLES
from schemas.render import (
    arrow_schema,
    columns,
    data_dictionary,
    duckdb_comments,
    duckdb_table,
    key_columns,
    table_descriptor,
)
from schemas.terms import terms

ROOT = Path(__file__).parents[2]
DESIGN = Path(os.environ.get("WAYBILL_SHARED", ROOT.parent / "shared")) / "DESIGN.md"


@pytest.mark.parametrize("name", TABLES)
def test_the_ddl_holds_the_rows_and_every_comment(name: str) -> None:
    model = TABLES[name]
    with duckdb.connect(":memory:") as base:
        base.execute(duckdb_table(name, model) + duckdb_comments(name, model))
        base.register("incoming", table_of(name, [good_row(name)]))
        base.execute(f"INSERT INTO {name} SELECT * FROM incoming")
        (table_comment,) = base.execute("SELECT comment FROM duckdb_tables()").fetchone() or (None,)
        found = base.execute("SELECT column_name, comment FROM duckdb_columns() WHERE table_name = ?", [name])
        described = dict(found.fetchall())
        assert table_comment
        assert all(described[column.name].startswith(column.description) for column in columns(model))


@pytest.mark.parametrize("name", [name for name in TABLES if key_columns(TABLES[name])])
def test_the_ddl_refuses_a_second_row_of_the_same_key(name: str) -> None:
    with duckdb.connect(":memory:") as base:
        base.execute(duckdb_table(name, TABLES[name]))
        base.register("incoming", table_of(name, [good_row(name)]))
        base.execute(f"INSERT INTO {name} SELECT * FROM incoming")
        with pytest.raises(duckdb.ConstraintException):
            base.execute(f"INSERT INTO {name} SELECT * FROM incoming")


@pytest.mark.parametrize("name", PARQUET_TABLES)
def test_parquet_gives_the_declared_schema_back_without_metadata(name: str, tmp_path: Path) -> None:
    schema = arrow_schema(TABLES[name])
    pq.write_table(schema.empty_table(), tmp_path / "t.parquet", store_schema=False)
    back = pq.read_schema(tmp_path / "t.parquet")
    assert back.equals(schema)
    assert not back.metadata


@pytest.mark.parametrize("name", TABLES)
def test_only_plain_types(name: str) -> None:
    plain = {pa.string(), pa.date32(), pa.float64(), pa.int32(), pa.int64(), pa.bool_(), TEXT_LIST}
    assert {column.type for column in columns(TABLES[name])} <= plain


@pytest.mark.parametrize("name", TABLES)
def test_references_lead_to_a_key(name: str) -> None:
    for column in columns(TABLES[name]):
        if column.references:
            table, target = column.references.split(".")
            assert key_columns(TABLES[table]) == (target,)


def test_every_column_is_described_and_every_term_explained() -> None:
    assert all(len(column.description) > 2 for model in TABLES.values() for column in columns(model))
    used = {column.terms for model in TABLES.values() for column in columns(model) if column.terms}
    assert all(terms("comparator").values())
    assert tuple(terms("comparator")) in used


def test_a_descriptor_names_keys_and_foreign_keys() -> None:
    descriptor = table_descriptor(TABLES["claim_relations"], ["claims", "claim_relations"])
    assert descriptor["primaryKey"] == ["from_claim_id", "to_claim_id", "relation"]
    assert descriptor["foreignKeys"][0]["reference"] == {"resource": "claims", "fields": ["claim_id"]}


def test_the_data_dictionary_is_the_rendered_one() -> None:
    assert (ROOT / "docs" / "data-dictionary.md").read_text(encoding="utf-8") == data_dictionary()


@pytest.mark.skipif(not DESIGN.exists(), reason="the design page is not beside this checkout")
def test_the_columns_stand_in_the_order_of_the_design() -> None:
    tables = DESIGN.read_text(encoding="utf-8").split("## 3. Tables")[1].split("## 4. Values")[0]
    head, others = tables.split("### the others")
    claims = [word for line in head.splitlines() if line.startswith("| ") for word in _words(line.split("|", 2)[2])]
    assert claims == arrow_schema(TABLES["claims"]).names
    for name, cells in re.findall(r"^\| `(\w+)` \| (.*) \|$", others, flags=re.MULTILINE):
        named = [
            word.strip().removesuffix("[]") for cell in re.findall(r"`([^`]+)`", cells) for word in cell.split(",")
        ]
        own = arrow_schema(TABLES[name]).names
        if name != "claims_history":
            assert list(dict.fromkeys(word for word in named if word in own)) == own, name


def _words(cell: str) -> list[str]:
    return re.findall(r"`(\w+)`", cell)
