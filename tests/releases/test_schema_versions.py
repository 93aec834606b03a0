"""A table may gain a column: its history goes on, and a release of the older schema is written out as it was."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from stand_ins import build

from schemas.dataset import TABLES
from schemas.render import arrow_schema, schema_of_words, schema_words
from waybill import store
from waybill.releases.content import content_sha256
from waybill.releases.delta import advance, delta
from waybill.store.tables import write_plainly

OLD = pa.table({"pier": ["a", "b", "c"], "ships": [1, 2, 3], "mood": ["calm", None, None]})
NEW = pa.table({"pier": ["a", "b", "d"], "ships": [1, 5, 4], "depth": [None, None, 7.5]})


def test_a_new_column_changes_the_rows_that_fill_it_and_a_lost_one_changes_nothing() -> None:
    filled = pa.table({"pier": ["a", "b", "c"], "ships": [1, 2, 3], "depth": [None, 7.5, None]})
    assert delta(OLD, filled, ["pier"]).fresh.column("pier").to_pylist() == ["b"]
    assert delta(OLD, OLD.drop_columns(["mood"]), ["pier"]).fresh.num_rows == 0


def test_a_lost_column_stays_with_the_rows_that_end() -> None:
    change = advance([OLD.slice(0, 2), OLD.slice(2)], NEW, ["pier"])
    assert change.gone.to_pylist() == [
        {"pier": "b", "ships": 2, "mood": None}, {"pier": "c", "ships": 3, "mood": None},
    ]  # fmt: skip
    assert [(row["pier"], row["depth"]) for row in change.fresh.to_pylist()] == [("b", None), ("d", 7.5)]


def test_pieces_of_any_size_give_the_same_difference() -> None:
    old = pa.table({"a": ["k", "k", "l", "n"], "b": [2, 10, 1, 3], "v": ["x", "y", "z", None]})
    new = pa.table({"a": ["j", "k", "l", "l", "n", "o"], "b": [9, 10, 1, 2, 3, 0], "v": ["x", "q", "z", "z", None, ""]})
    whole = delta(old, new, ["a", "b"])
    assert whole.gone.column("v").to_pylist() == ["x", "y"]
    assert whole.fresh.column("b").to_pylist() == [9, 10, 2, 0]
    for size in (1, 2, 3):
        pieces = [old.slice(start, size) for start in range(0, old.num_rows, size)]
        change = advance(pieces, new, ["a", "b"])
        assert (change.gone.to_pylist(), change.fresh.to_pylist()) == (whole.gone.to_pylist(), whole.fresh.to_pylist())


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
    new = pa.table({"a": ["x", "x"], "b": ["1", "2"], "v": [9, 2]})
    change = delta(old, new, ["a", "b"])
    assert change.fresh.to_pylist() == [{"a": "x", "b": "1", "v": 9}]


def test_a_schema_survives_being_written_down() -> None:
    for model in TABLES.values():
        schema = arrow_schema(model)
        assert schema_of_words(schema_words(schema)).equals(schema)


def _other_columns(table: pa.Table) -> pa.Table:
    """Claims as an older schema had them: with `mood`, without `hedge_text` and the mandatory `date_precision`."""
    older = table.drop_columns(["hedge_text", "date_precision"])
    return older.append_column(pa.field("mood", pa.string()), pa.array(["calm"] * table.num_rows))


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture
def older(published: Path) -> Path:
    """The release of `published` as if code of an older schema had published it."""
    release, kept = published / "releases" / "2031.05.0", published / "history" / "releases" / "2031.05.0"
    for path in (release / "claims.parquet", published / "history" / "claims" / "000001.parquet"):
        write_plainly(_other_columns(pq.read_table(path, partitioning=None)), path)
    claims = pq.read_table(release / "claims.parquet", partitioning=None)
    manifest = json.loads((release / "manifest.json").read_text(encoding="utf-8"))
    manifest["schema_version"] = "0.9.0"
    manifest["tables"]["claims"] |= {"content_sha256": content_sha256(claims), "columns": schema_words(claims.schema)}
    manifest["files"]["claims.parquet"]["sha256"] = _sha256(release / "claims.parquet")
    for folder in (release, kept):
        (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    index = json.loads((published / "releases.json").read_text(encoding="utf-8"))
    index["releases"][0] |= {"manifest_sha256": _sha256(release / "manifest.json"), "schema_version": "0.9.0"}
    (published / "releases.json").write_text(json.dumps(index), encoding="utf-8")
    return published


def test_a_release_of_an_older_schema_stays_readable(older: Path) -> None:
    assert store.load_table(older, "claims", "2031.05.0").column("mood").to_pylist() == ["calm"] * 4
    assert store.verify(older, "2031.05.0") == ()


def test_what_breaks_its_readers_is_named_in_the_next_manifest_and_diff(older: Path, raw: Path) -> None:
    (raw / "new.txt").write_text("New Paper\nThere were 5 shells.\n", encoding="utf-8")
    build(raw, older)
    release = older / "latest"
    assert json.loads((release / "manifest.json").read_text(encoding="utf-8"))["schema_breaks"] == [
        "claims.mood is gone"
    ]
    assert "- claims.mood is gone" in (release / "diff.md").read_text(encoding="utf-8")
    (raw / "newer.txt").write_text("New Paper\nThere were 6 shells.\n", encoding="utf-8")
    build(raw, older)
    assert json.loads((release / "manifest.json").read_text(encoding="utf-8"))["schema_breaks"] == []


def test_a_pruned_release_of_an_older_schema_comes_back_bit_for_bit(older: Path, raw: Path) -> None:
    (raw / "new.txt").write_text("New Paper\nThere were 5 shells.\n", encoding="utf-8")
    build(raw, older)
    before = _sha256(older / "releases" / "2031.05.0" / "claims.parquet")
    store.prune(older, "2031.05.0")
    store.restore(older, "2031.05.0")
    assert _sha256(older / "releases" / "2031.05.0" / "claims.parquet") == before
    assert store.verify(older, "2031.05.0") == ()
    with store.connect(older, "2031.05.0") as base:
        assert base.execute("SELECT count(*), count(date_precision) FROM claims").fetchone() == (4, 0)
