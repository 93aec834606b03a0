"""A table may gain a column: its history goes on, and a release of the older schema is written out as it was."""

from __future__ import annotations

import pyarrow as pa

from schemas.dataset import TABLES
from schemas.render import arrow_schema, schema_of_words, schema_words
from waybill.releases.delta import FROM, TO, advance, delta

OLD = pa.table({"pier": ["a", "b", "c"], "ships": [1, 2, 3], "mood": ["calm", None, None]})
NEW = pa.table({"pier": ["a", "b", "d"], "ships": [1, 5, 4], "depth": [None, None, 7.5]})


def past(table: pa.Table) -> pa.Table:
    rows = table.num_rows
    return table.append_column(FROM, pa.array([1] * rows, pa.int32())).append_column(TO, pa.nulls(rows, pa.int32()))


def test_a_new_column_changes_the_rows_that_fill_it_and_a_lost_one_changes_nothing() -> None:
    filled = pa.table({"pier": ["a", "b", "c"], "ships": [1, 2, 3], "depth": [None, 7.5, None]})
    assert delta(OLD, filled, ["pier"]).fresh.column("pier").to_pylist() == ["b"]
    assert delta(OLD, OLD.drop_columns(["mood"]), ["pier"]).fresh.num_rows == 0


def test_the_history_keeps_both_columns_and_closes_what_changed() -> None:
    history, _ = advance(past(OLD), NEW, ["pier"], 2)
    rows = {(row["pier"], row[FROM]): row for row in history.to_pylist()}
    assert {key: row[TO] for key, row in rows.items()} == {
        ("a", 1): None, ("b", 1): 2, ("c", 1): 2, ("b", 2): None, ("d", 2): None,
    }  # fmt: skip
    assert rows["a", 1]["mood"] == "calm"
    assert rows["a", 1]["depth"] is None
    assert rows["d", 2]["depth"] == 7.5


def test_a_row_that_comes_back_begins_again() -> None:
    first, _ = advance(past(OLD), OLD.slice(0, 2), ["pier"], 2)
    again, change = advance(first, OLD, ["pier"], 3)
    assert change.gone.num_rows == 0
    assert [(row[FROM], row[TO]) for row in again.to_pylist() if row["pier"] == "c"] == [(1, 2), (3, None)]


def test_rows_are_told_apart_in_every_type_and_by_their_nulls() -> None:
    schema = arrow_schema(TABLES["claims"])
    for field in schema:
        if field.name == "claim_id":
            continue
        ids = pa.array(["c_1"])
        kind = pa.schema([("claim_id", pa.string()), (field.name, field.type)])
        nothing = pa.Table.from_arrays([ids, pa.nulls(1, field.type)], schema=kind)
        value = {"string": "x", "double": 0.0, "int32": 0, "bool": False}.get(str(field.type), [])
        something = pa.Table.from_arrays([ids, pa.array([value if value != [] else _zero(field.type)], field.type)],
                                         schema=kind)  # fmt: skip
        assert delta(nothing, something, ["claim_id"]).fresh.num_rows == 1, field.name
        assert delta(something, something, ["claim_id"]).fresh.num_rows == 0, field.name


def _zero(kind: pa.DataType) -> object:
    return [] if pa.types.is_list(kind) else 0


def test_composite_keys_are_compared_part_by_part() -> None:
    old = pa.table({"a": ["x", "x"], "b": ["1", "2"], "v": [1, 2]})
    new = pa.table({"a": ["x", "x"], "b": ["2", "1"], "v": [2, 9]})
    change = delta(old, new, ["a", "b"])
    assert change.fresh.to_pylist() == [{"a": "x", "b": "1", "v": 9}]


def test_a_schema_survives_being_written_down() -> None:
    for model in TABLES.values():
        schema = arrow_schema(model)
        assert schema_of_words(schema_words(schema)).equals(schema)
