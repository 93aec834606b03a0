"""Releases: the same rows give the same bytes, nothing changed publishes nothing, a reader never sees half of one."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow.parquet as pq
import pytest
from stand_ins import NOW, TODAY, build

from schemas.dataset import PARQUET_TABLES, TABLES
from schemas.render import arrow_schema
from waybill import store
from waybill.store.lock import writing
from waybill.store.places import write_index


def parquet_bytes(out: Path, release_id: str) -> dict[str, str]:
    folder = out / "releases" / release_id
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.glob("*.parquet"))}


def test_a_release_holds_every_table_and_the_pages_around_them(raw: Path, out: Path) -> None:
    report = build(raw, out)
    assert (report.status, report.release_id, report.exit_code) == ("published", "2031.05.0", 0)
    assert (report.documents, report.claims, report.rejected) == (3, 4, 1)
    names = {path.name for path in (out / "latest").iterdir()}
    pages = {
        "claims.duckdb",
        "manifest.json",
        "datapackage.json",
        "croissant.json",
        "diff.md",
        "README.md",
        "index.html",
        "figures",
    }
    assert names == {f"{name}.parquet" for name in PARQUET_TABLES} | pages
    assert os.readlink(out / "latest") == "releases/2031.05.0"


def test_two_builds_into_two_folders_give_the_same_bytes(raw: Path, tmp_path: Path) -> None:
    build(raw, tmp_path / "one")
    build(raw, tmp_path / "two", now=datetime(2031, 5, 9, 1, 2, 3, tzinfo=UTC))
    assert parquet_bytes(tmp_path / "one", "2031.05.0") == parquet_bytes(tmp_path / "two", "2031.05.0")
    assert len(parquet_bytes(tmp_path / "one", "2031.05.0")) == len(PARQUET_TABLES)


def test_no_parquet_file_holds_a_clock_or_foreign_metadata(raw: Path, published: Path) -> None:
    for name in PARQUET_TABLES:
        path = published / "latest" / f"{name}.parquet"
        assert pq.read_schema(path).equals(arrow_schema(TABLES[name]))
        assert not pq.read_schema(path).metadata
        assert b"2031-05-02T06" not in path.read_bytes()


def test_a_run_that_changes_nothing_publishes_nothing(raw: Path, published: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in published.rglob("*.parquet")}
    again = build(raw, published, now=datetime(2031, 6, 1, tzinfo=UTC), today=date(2031, 6, 1))
    assert (again.status, again.release_id) == ("unchanged", "2031.05.0")
    assert {path: path.stat().st_mtime_ns for path in published.rglob("*.parquet")} == before
    assert len(store.read_index(published)) == 1
    assert not list((published / "releases").glob(".tmp-*"))


def test_the_next_release_of_the_month_counts_on_and_a_new_month_starts_at_zero(raw: Path, published: Path) -> None:
    (raw / "new.txt").write_text("New Paper\nThere were 5 shells.\n", encoding="utf-8")
    assert build(raw, published).release_id == "2031.05.1"
    (raw / "newer.txt").write_text("New Paper\nThere were 6 shells.\n", encoding="utf-8")
    assert build(raw, published, today=date(2031, 6, 1)).release_id == "2031.06.0"
    assert [entry.release_seq for entry in store.read_index(published)] == [1, 2, 3]
    assert os.readlink(published / "latest") == "releases/2031.06.0"


def test_rows_remember_the_release_that_first_held_them(raw: Path, published: Path) -> None:
    text = (raw / "lantern.txt").read_text(encoding="utf-8")
    (raw / "lantern.txt").unlink()
    (raw / "new.txt").write_text("New Paper\nThere were 5 shells.\n", encoding="utf-8")
    build(raw, published)
    (raw / "lantern.txt").write_text(text, encoding="utf-8")
    build(raw, published)
    claims = pd.read_parquet(published / "latest" / "claims.parquet")
    first = claims.groupby("publisher")["first_release"].agg(set).to_dict()
    assert first == {"Lantern Gazette": {"2031.05.0"}, "Harbour Watch": {"2031.05.0"}, "New Paper": {"2031.05.1"}}


def test_the_database_opens_with_tables_keys_comments_views_and_macros(raw: Path, published: Path) -> None:
    (raw / "lantern.txt").unlink()
    build(raw, published)
    with store.connect(published) as base:
        tables = {name for (name,) in base.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
        assert tables == set(TABLES) - {"claims_history"} | {"since", "ended"}
        bare = "SELECT table_name, column_name FROM duckdb_columns() WHERE comment IS NULL AND NOT internal"
        ours = "AND schema_name IN ('main', 'history')"
        assert base.execute(f"{bare} {ours}").fetchall() == []
        assert (
            base.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal AND comment IS NULL").fetchall() == []
        )
        for (view,) in base.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal").fetchall():
            base.execute(f"SELECT * FROM {view}").fetchall()
        assert base.execute("SELECT count(*) FROM claims_as_of('2031.05.0')").fetchone() == (4,)
        assert base.execute("SELECT count(*) FROM claims_as_of('2031.05.1')").fetchone() == (2,)
        assert base.execute("SELECT count(*) FROM claims_known_on(DATE '2031-05-01')").fetchone() == (2,)
        assert base.execute("SELECT count(*) FROM claims_known_on(DATE '2031-04-30')").fetchone() == (0,)
        with pytest.raises(duckdb.Error, match="no such release"):
            base.execute("SELECT * FROM claims_as_of('1999.01.0')").fetchall()
        released = base.execute("SELECT release_id, released_at FROM releases ORDER BY release_seq").fetchall()
        assert released == [("2031.05.0", "2031-05-02T06:30:00Z"), ("2031.05.1", "2031-05-02T06:30:00Z")]


def test_the_database_holds_what_the_parquet_files_hold(raw: Path, published: Path) -> None:
    with store.connect(published) as base:
        for name in PARQUET_TABLES:
            path = published / "latest" / f"{name}.parquet"
            rows = f"SELECT * FROM {name}"
            file = f"SELECT * FROM read_parquet('{path}')"
            assert base.execute(f"({rows} EXCEPT ALL {file}) UNION ALL ({file} EXCEPT ALL {rows})").fetchall() == []


def test_a_reader_keeps_its_old_release_while_a_new_one_appears(raw: Path, published: Path) -> None:
    with store.connect(published) as reader:
        (raw / "lantern.txt").unlink()
        build(raw, published)
        assert reader.execute("SELECT count(*) FROM claims").fetchone() == (4,)
    with store.connect(published) as reader:
        assert reader.execute("SELECT count(*) FROM claims").fetchone() == (2,)


def test_published_releases_never_change(raw: Path, published: Path) -> None:
    release = published / "releases" / "2031.05.0"
    before = {path: path.read_bytes() for path in release.rglob("*") if path.is_file()}
    (raw / "lantern.txt").unlink()
    build(raw, published)
    assert {path: path.read_bytes() for path in release.rglob("*") if path.is_file()} == before
    (raw / "may" / "harbour.txt").unlink()
    with pytest.raises(store.StoreError, match="exists already"):
        build(raw, published, release_id="2031.05.0")


def test_a_release_id_of_ones_own_must_look_like_one(raw: Path, out: Path) -> None:
    with pytest.raises(store.StoreError, match="not a release id"):
        build(raw, out, release_id="../../etc")
    assert build(raw, out, release_id="2030.12.7").release_id == "2030.12.7"


def test_a_second_writer_is_turned_away_and_a_dead_one_holds_nobody_up(raw: Path, out: Path) -> None:
    with writing(out), pytest.raises(store.Locked, match=str(os.getpid())):
        build(raw, out)
    code = (
        f"import os; from pathlib import Path; from waybill.store.lock import writing\n"
        f"with writing(Path({str(out)!r})): os._exit(9)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 9
    assert build(raw, out).status == "published"


def test_what_a_crash_left_is_removed_by_the_next_run(raw: Path, published: Path) -> None:
    for left in ("releases/.tmp-1-2031.05.1", "history/.tmp-1", "releases/2031.05.1", "history/releases/2031.05.1"):
        (published / left).mkdir()
        (published / left / "half.parquet").write_bytes(b"PAR1")
    (published / ".tmp-1-releases.json").write_text("{")
    (published / "latest").unlink()
    assert build(raw, published).status == "unchanged"
    assert sorted(path.name for path in (published / "releases").iterdir()) == ["2031.05.0"]
    assert sorted(path.name for path in (published / "history" / "releases").iterdir()) == ["2031.05.0"]
    assert not list(published.glob(".tmp-*"))
    assert os.readlink(published / "latest") == "releases/2031.05.0"


def test_a_history_that_ran_ahead_of_the_list_is_ignored(raw: Path, published: Path) -> None:
    """A crash after the history was replaced and before releases.json was: the next run must not see its rows."""
    entries = store.read_index(published)
    (raw / "lantern.txt").unlink()
    build(raw, published)
    write_index(published, entries)  # as if the second release had never been listed
    again = build(raw, published)
    assert (again.status, again.release_id, again.changes > 0) == ("published", "2031.05.1", True)
    with store.connect(published) as base:
        assert base.execute("SELECT count(*) FROM claims_as_of('2031.05.0')").fetchone() == (4,)
        assert base.execute("SELECT count(*) FROM claims_as_of('2031.05.1')").fetchone() == (2,)
        assert base.execute("SELECT max(valid_from_seq), max(valid_to_seq) FROM claims_history").fetchone() == (1, 2)


def test_the_output_must_not_lie_inside_the_raw_folder(raw: Path) -> None:
    with pytest.raises(store.StoreError, match="must not lie inside"):
        build(raw, raw / "processed")


def test_no_raw_folder_is_named_with_the_mend(tmp_path: Path) -> None:
    with pytest.raises(store.StoreError, match=r"no such folder.*--raw"):
        build(tmp_path / "nowhere", tmp_path / "out")


def test_an_empty_raw_folder_gives_an_empty_release(tmp_path: Path, out: Path) -> None:
    (tmp_path / "raw").mkdir()
    report = build(tmp_path / "raw", out)
    assert (report.status, report.documents, report.claims) == ("published", 0, 0)
    assert store.verify(out, raw=tmp_path / "raw") == ()


def test_the_stages_give_what_the_whole_line_gives(raw: Path, tmp_path: Path) -> None:
    build(raw, tmp_path / "whole")
    plan = store.plan_build(raw, tmp_path / "staged", today=TODAY, chunk_bytes=50)
    assert len(plan.chunks) == 3
    for chunk in reversed(plan.chunks):
        first = store.read_chunk(plan.raw, plan.out, chunk, plan.fingerprint)
        assert store.read_chunk(plan.raw, plan.out, chunk, plan.fingerprint) == first
    report = store.publish(store.assemble(plan), now=NOW)
    assert report.status == "published"
    assert parquet_bytes(tmp_path / "whole", "2031.05.0") == parquet_bytes(tmp_path / "staged", "2031.05.0")


def test_a_draft_that_another_run_overtook_is_refused(raw: Path, out: Path) -> None:
    plan = store.plan_build(raw, out, today=TODAY)
    for chunk in plan.chunks:
        store.read_chunk(plan.raw, plan.out, chunk, plan.fingerprint)
    draft = store.assemble(plan)
    build(raw, out)
    with pytest.raises(store.StoreError, match="meanwhile"):
        store.publish(draft, now=NOW)


def test_the_manifest_names_what_the_release_was_made_from(raw: Path, published: Path) -> None:
    manifest = json.loads((published / "latest" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["counts"]["claims"] == 4
    assert {"code_sha256", "vocabulary_sha256", "input_sha256", "schema_version", "released_at"} <= set(manifest)
    folder = published / "releases" / "2031.05.0"
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert set(manifest["files"]) == there - {"manifest.json"}


def test_naive_pandas_reads_a_release_right(raw: Path, published: Path) -> None:
    frame = pd.read_parquet(published / "latest" / "claims.parquet")
    assert list(frame.columns[:4]) == ["claim_id", "assertion_id", "published_date", "publisher"]
    assert frame.set_index("quantity_text")["value_low"].to_dict()["more than 4300"] == 4300
