"""Histories of early builds, one file a table with `valid_to_seq`, are read on beside what later releases add."""

from __future__ import annotations

import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from stand_ins import build

from waybill import store
from waybill.releases.content import content_sha256
from waybill.store.history import CHANGES, KEPT, begun_files, ended_rows, rows_as_of
from waybill.store.tables import write_plainly


@pytest.fixture
def early(raw: Path, published: Path) -> Path:
    """Two releases whose history lies as early builds wrote it."""
    (raw / "lantern.txt").unlink()
    build(raw, published)
    history = published / "history"
    for name in (*KEPT, CHANGES):
        if not (history / name).is_dir():
            continue
        rows = pa.concat_tables(pq.read_table(path, partitioning=None) for path in begun_files([history], name, 2))
        if name != CHANGES:
            rows = _with_ends(rows, ended_rows([history], name, 2))
        write_plainly(rows, history / f"{name}_history.parquet")
        shutil.rmtree(history / name)
    return published


def _with_ends(rows: pa.Table, ends: pa.Table) -> pa.Table:
    *keys, _ = ends.schema.names
    known = {tuple(row[key] for key in keys): row["valid_to_seq"] for row in ends.to_pylist()}
    found = [known.get(tuple(row[key] for key in keys)) for row in rows.select(keys).to_pylist()]
    return rows.append_column("valid_to_seq", pa.array(found, pa.int32()))


def test_releases_of_an_early_history_are_replayed_and_compared(early: Path) -> None:
    for entry in store.read_index(early):
        for name in set(KEPT) - {"inputs"}:
            held = content_sha256(store.load_table(early, name, entry.release_id))
            assert content_sha256(rows_as_of(early / "history", name, entry.release_seq)) == held, name
    assert store.diff(early, "2031.05.0", "2031.05.1").counts["claims", "removed", "document_withdrawn"] == 2


def test_the_next_release_builds_on_it_and_an_early_one_is_restored(early: Path, raw: Path) -> None:
    (raw / "new.txt").write_text("New Paper\nThere were 5 shells.\n", encoding="utf-8")
    assert build(raw, early).release_id == "2031.05.2"
    with store.connect(early) as base:
        asked = [f"SELECT count(*) FROM claims_as_of('2031.05.{number}')" for number in range(3)]
        assert [base.execute(sql).fetchone() for sql in asked] == [(4,), (2,), (3,)]
    store.prune(early, "2031.05.1")
    store.restore(early, "2031.05.1")
    assert store.verify(early, "2031.05.1") == ()
