"""Old releases: compared, pruned and restored bit for bit, withdrawn; the history holds every one of them."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path

import pytest
from stand_ins import build, simple, write_reports

from waybill import store
from waybill.store.archive import diff, prune, restore, withdraw
from waybill.store.history import KEPT, rows_as_of
from waybill.store.tables import read_parquet


def publish_three(raw: Path, out: Path) -> None:
    """Three releases: the first reports, one report less, one report more and one revised."""
    build(raw, out)
    (raw / "lantern.txt").unlink()
    build(raw, out)
    (raw / "new.txt").write_text("New Paper\nDate: 2031-05-02\nThere were 5 shells.\n", encoding="utf-8")
    text = (raw / "may" / "harbour.txt").read_text(encoding="utf-8")
    (raw / "may" / "harbour.txt").write_text(text.replace("900", "950"), encoding="utf-8")
    build(raw, out)


@pytest.fixture(scope="module")
def three_releases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("three-releases")
    with simple():
        publish_three(write_reports(folder / "raw"), folder / "processed")
    return folder


@pytest.fixture
def three(three_releases: Path, tmp_path: Path) -> Path:
    shutil.copytree(three_releases / "raw", tmp_path / "raw")
    shutil.copytree(three_releases / "processed", tmp_path / "processed", symlinks=True)
    return tmp_path / "processed"


@pytest.fixture
def raw(three: Path) -> Path:
    """The raw folder as the third release read it."""
    return three.parent / "raw"


def files(out: Path, release_id: str) -> dict[str, str]:
    folder = out / "releases" / release_id
    files = [p for p in folder.rglob("*") if p.is_file() and p.suffix != ".duckdb"]
    return {p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def test_the_history_replays_every_release(three: Path) -> None:
    for entry in store.read_index(three):
        for name in KEPT:
            if name != "inputs":
                published = read_parquet(three / "releases" / entry.release_id / f"{name}.parquet")
                replayed = rows_as_of(three / "history", name, entry.release_seq)
                assert replayed.to_pylist() == published.to_pylist(), (entry.release_id, name)


def test_a_pruned_release_comes_back_bit_for_bit(three: Path, raw: Path) -> None:
    before = files(three, "2031.05.0")
    with store.connect(three, "2031.05.0") as base:
        rows = base.execute("SELECT * FROM claims_history ORDER BY ALL").fetchall()
        known = base.execute("SELECT * FROM releases").fetchall()
    prune(three, "2031.05.0")
    assert not (three / "releases" / "2031.05.0").exists()
    assert store.read_index(three)[0].status == "pruned"
    with pytest.raises(store.NoSuchRelease, match="restore"):
        store.release_dir(three, "2031.05.0")
    restore(three, "2031.05.0")
    assert files(three, "2031.05.0") == before
    assert store.read_index(three)[0].status == "published"
    assert store.verify(three, "2031.05.0") == ()
    with store.connect(three, "2031.05.0") as base:
        assert base.execute("SELECT * FROM claims_history ORDER BY ALL").fetchall() == rows
        assert base.execute("SELECT * FROM releases").fetchall() == known


def test_a_restored_database_that_is_tampered_with_is_found_out(three: Path) -> None:
    prune(three, "2031.05.0")
    restore(three, "2031.05.0")
    path = three / "releases" / "2031.05.0" / "claims.duckdb"
    path.write_bytes(path.read_bytes()[:-1] + b"\1")
    assert [finding.check for finding in store.verify(three, "2031.05.0")] == ["checksum"]


def test_releases_go_on_while_old_ones_are_pruned(three: Path, raw: Path) -> None:
    for release_id in ("2031.05.0", "2031.05.1"):
        prune(three, release_id)
    (raw / "new.txt").unlink()
    assert build(raw, three).release_id == "2031.05.3"
    before = store.read_index(three)
    restore(three, "2031.05.1")
    assert store.verify(three, "2031.05.1") == ()
    assert [entry.release_id for entry in before] == [entry.release_id for entry in store.read_index(three)]


def test_the_newest_release_cannot_be_pruned_nor_a_pruned_one_again(three: Path) -> None:
    with pytest.raises(store.StoreError, match="newest release stays"):
        prune(three, "2031.05.2")
    prune(three, "2031.05.0")
    with pytest.raises(store.StoreError, match="pruned already"):
        prune(three, "2031.05.0")
    with pytest.raises(store.StoreError, match="there already"):
        restore(three, "2031.05.1")


def test_nothing_is_pruned_that_the_history_cannot_give_back(three: Path) -> None:
    path = three / "history" / "claims" / "000001.parquet"
    path.write_bytes((three / "history" / "documents" / "000001.parquet").read_bytes())
    with pytest.raises(Exception, match="claim"):
        prune(three, "2031.05.0")
    assert (three / "releases" / "2031.05.0").is_dir()


def test_a_withdrawn_release_stays_on_record_and_latest_moves_back(three: Path, raw: Path) -> None:
    withdraw(three, "2031.05.2", "wrong unit in the port table")
    assert os.readlink(three / "latest") == "releases/2031.05.1"
    entry = store.read_index(three)[-1]
    assert (entry.status, entry.note) == ("withdrawn", "wrong unit in the port table")
    assert store.verify(three, "2031.05.2") == ()
    with pytest.raises(store.StoreError, match="withdrawn already"):
        withdraw(three, "2031.05.2", "again")
    with pytest.raises(store.StoreError, match="why"):
        withdraw(three, "2031.05.1", " ")


def test_the_same_bad_rows_are_not_published_again_after_a_withdrawal(three: Path, raw: Path) -> None:
    withdraw(three, "2031.05.2", "wrong")
    again = build(raw, three)
    assert (again.status, again.release_id) == ("unchanged", "2031.05.2")
    (raw / "new.txt").unlink()
    after = build(raw, three)
    assert (after.status, after.release_id) == ("published", "2031.05.3")
    changes = store.load_table(three, "release_changes")
    assert set(changes.column("prev_release_id").to_pylist()) == {"2031.05.1"}
    with store.connect(three) as base:
        assert base.execute("SELECT status FROM releases ORDER BY release_seq").fetchall()[2] == ("withdrawn",)


def test_any_two_releases_can_be_compared(three: Path) -> None:
    prune(three, "2031.05.0")
    found = diff(three, "2031.05.0", "2031.05.2")
    assert found.counts[("claims", "removed", "document_withdrawn")] == 2
    assert found.counts[("claims", "added", "new_document")] == 1
    assert found.counts[("claims", "added", "document_revised")] == 2
    assert "2031.05.0 → 2031.05.2" in found.markdown
    back = diff(three, "2031.05.2", "2031.05.0")
    assert back.counts[("claims", "added", "new_document")] == 2
    assert diff(three, "2031.05.1", "2031.05.1").changes.num_rows == 0


def test_the_database_tells_the_changes_of_every_release(three: Path) -> None:
    with store.connect(three) as base:
        told = base.execute(
            "SELECT release_id, change_type, change_cause, count(*) FROM release_changes "
            "WHERE table_name = 'claims' GROUP BY ALL ORDER BY ALL"
        ).fetchall()
    assert told == [
        ("2031.05.1", "removed", "document_withdrawn", 2),
        ("2031.05.2", "added", "document_revised", 2),
        ("2031.05.2", "added", "new_document", 1),
        ("2031.05.2", "removed", "document_revised", 2),
    ]
