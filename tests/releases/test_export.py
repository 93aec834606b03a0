"""Bundles hold what may be handed on, open where people work, and run nothing in a spreadsheet."""

from __future__ import annotations

import csv
import hashlib
import json
import zipfile
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest
from stand_ins import build

from schemas.dataset import TABLES
from schemas.render import columns
from waybill import store
from waybill.store.export import SHARED, export, write_csv


def test_the_parquet_bundle_leaves_the_texts_out(published: Path, tmp_path: Path) -> None:
    bundle = export(published, tmp_path / "bundle", "parquet")
    names = {path.name for path in bundle.iterdir()}
    assert {f"{name}.parquet" for name in SHARED} <= names
    assert "texts.parquet" not in names
    with duckdb.connect(str(bundle / "claims.duckdb"), read_only=True) as base:
        assert base.execute("SELECT count(*) FROM texts").fetchone() == (0,)
        assert base.execute("SELECT count(*) FROM claims").fetchone() == (4,)
    assert all(b"Nothing was counted here" not in path.read_bytes() for path in bundle.iterdir())


def test_the_zip_gives_the_same_files(published: Path, tmp_path: Path) -> None:
    bundle = export(published, tmp_path / "bundle.zip", "zip")
    with zipfile.ZipFile(bundle) as files:
        assert files.testzip() is None
        read = files.read("waybill-claims-2031.05.0/claims.parquet")
        assert {info.date_time for info in files.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert read == (published / "latest" / "claims.parquet").read_bytes()
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".tmp")] == []


def test_the_csv_bundle_reads_back_cell_for_cell(published: Path, tmp_path: Path) -> None:
    bundle = export(published, tmp_path / "bundle", "csv")
    with (bundle / "claims.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    claims = store.load_table(published, "claims").to_pylist()
    assert [row["quote"] for row in rows] == [row["quote"] for row in claims]
    assert [float(row["value_low"]) for row in rows] == [row["value_low"] for row in claims]
    assert [json.loads(row["rule_ids"]) for row in rows] == [row["rule_ids"] for row in claims]
    package = json.loads((bundle / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        content = (bundle / resource["path"]).read_bytes()
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_no_cell_is_run_as_a_formula(start: str, tmp_path: Path) -> None:
    table = pa.table({"words": [f"{start}HYPERLINK(1)"], "list": [[f"{start}x"]], "number": [-5.0]})
    write_csv(table, tmp_path / "t.csv")
    with (tmp_path / "t.csv").open(encoding="utf-8", newline="") as file:
        _, (words, listed, number) = csv.reader(file)
    assert words[0] == "'"
    assert listed[0] == "["
    assert number == "-5"


def test_what_cannot_be_written_is_named(published: Path, tmp_path: Path) -> None:
    with pytest.raises(store.StoreError, match="no such kind"):
        export(published, tmp_path / "x", "xlsx")
    (tmp_path / "x").mkdir()
    with pytest.raises(store.StoreError, match="there already"):
        export(published, tmp_path / "x", "csv")


def test_an_older_release_can_be_handed_on_as_it_was(raw: Path, published: Path, tmp_path: Path) -> None:
    (raw / "lantern.txt").unlink()
    build(raw, published)
    bundle = export(published, tmp_path / "old", "parquet", "2031.05.0")
    with duckdb.connect(str(bundle / "claims.duckdb"), read_only=True) as base:
        assert base.execute("SELECT count(*) FROM releases").fetchone() == (1,)
        assert base.execute("SELECT max(valid_from_seq), max(valid_to_seq) FROM claims_history").fetchone() == (1, None)


def test_the_package_describes_every_shared_table(published: Path) -> None:
    package = json.loads((published / "latest" / "datapackage.json").read_text(encoding="utf-8"))
    assert [resource["name"] for resource in package["resources"]] == list(SHARED)
    for resource in package["resources"]:
        fields = resource["schema"]["fields"]
        assert [field["name"] for field in fields] == [c.name for c in columns(TABLES[resource["name"]])]
        assert all(field["description"] for field in fields)


def test_frictionless_accepts_the_release(published: Path) -> None:
    frictionless = pytest.importorskip("frictionless", reason="frictionless is not installed here")
    report = frictionless.validate(str(published / "latest" / "datapackage.json"))
    assert report.valid, report.flatten(["name", "fieldName", "message"])[:5]


def test_mlcroissant_accepts_the_release(published: Path) -> None:
    mlcroissant = pytest.importorskip("mlcroissant", reason="mlcroissant is not installed here")
    dataset = mlcroissant.Dataset(jsonld=str(published / "latest" / "croissant.json"))
    assert not dataset.metadata.ctx.issues.errors
    assert len(list(dataset.records(record_set="claims"))) == 4


def test_polars_reads_a_release(published: Path) -> None:
    polars = pytest.importorskip("polars", reason="polars is not installed here")
    assert polars.read_parquet(published / "latest" / "claims.parquet").height == 4
