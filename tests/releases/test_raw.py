"""The raw folder may hold anything: odd files end in quarantine with a stable word, the others are published."""

from __future__ import annotations

import os
import shutil
import socket
from pathlib import Path

import pytest
from stand_ins import build

from waybill import documents, store
from waybill.store.raw import RawFile
from waybill.store.reading import Chunk, read_chunk


def reasons(report: store.BuildReport) -> dict[str, str]:
    return {q.raw_path: q.reason for q in report.quarantined}


def test_odd_entries_end_in_quarantine_and_the_others_are_published(raw: Path, out: Path, tmp_path: Path) -> None:
    sound = build(raw, tmp_path / "sound").claims
    (tmp_path / "secret.txt").write_text("Outside\nThere were 77 shells.\n")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "report.txt").write_text("Outside\nThere were 78 shells.\n")
    (raw / "empty.txt").touch()
    (raw / "broken.txt").write_bytes(b"\xff\xfe\xfa 12 shells")
    (raw / "outside.txt").symlink_to(tmp_path / "secret.txt")
    (raw / "inside.txt").symlink_to(raw / "lantern.txt")
    (raw / "nowhere.txt").symlink_to(raw / "gone.txt")
    (raw / "circle.txt").symlink_to(raw / "circle.txt")
    (raw / "folder").symlink_to(tmp_path / "elsewhere")
    (raw / "up").symlink_to(raw)
    (raw / "folder.txt").mkdir()
    (raw / "folder.txt" / "real.txt").write_text("Inner Post\nThere were 3 shells.\n")
    os.mkfifo(raw / "pipe.txt")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(raw / "socket.txt"))
    (raw / "lost.meta.yml").write_text("publisher: Nobody\n")
    os.mkfifo(raw / "may" / "harbour.meta.yml")
    report = build(raw, out)
    assert reasons(report) == {
        "empty.txt": "empty",
        "broken.txt": "undecodable",
        "outside.txt": "symlink_outside",
        "inside.txt": "symlink",
        "nowhere.txt": "symlink_broken",
        "circle.txt": "symlink_broken",
        "folder": "symlink_outside",
        "up": "symlink",
        "folder.txt": "directory",
        "pipe.txt": "not_a_file",
        "socket.txt": "not_a_file",
        "lost.meta.yml": "sidecar_without_report",
        "may/harbour.txt": "sidecar_unreadable",
    }
    assert report.exit_code == 3
    assert report.claims == sound - 2 + 1  # harbour.txt waits for its sidecar, folder.txt/real.txt is read
    assert 77.0 not in store.load_table(out, "claims").column("value_point").to_pylist()
    assert store.verify(out, raw=raw) == ()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_files_and_folders_that_may_not_be_read_are_named(raw: Path, out: Path) -> None:
    (raw / "lantern.txt").chmod(0)
    (raw / "may").chmod(0)
    assert reasons(build(raw, out)) == {"lantern.txt": "unreadable", "may": "unreadable"}
    (raw / "may").chmod(0o755)


def test_a_name_that_is_no_text_is_quarantined(raw: Path, out: Path) -> None:
    (raw / os.fsdecode(b"caf\xe9.txt")).write_text("Odd Name\nThere were 3 shells.\n")
    report = build(raw, out)
    assert list(reasons(report).values()) == ["bad_name"]
    assert store.verify(out, raw=raw) == ()


def break_the_reader(monkeypatch: pytest.MonkeyPatch, on: str) -> None:
    sound = documents.read_document

    def failing(content: bytes, raw_path: str, sidecar: bytes | None = None) -> object:
        if raw_path.startswith(on):
            raise RecursionError("too deep")
        return sound(content, raw_path, sidecar)

    monkeypatch.setattr(documents, "read_document", failing)


def test_a_reader_that_fails_costs_one_report(raw: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    break_the_reader(monkeypatch, on="lantern.txt")
    report = build(raw, out)
    assert reasons(report) == {"lantern.txt": "reader_failed"}
    assert report.documents == 2


def test_a_reader_that_fails_on_what_is_published_unpublishes_nothing(
    raw: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(raw, out)
    shutil.rmtree(out / ".cache")
    break_the_reader(monkeypatch, on="lantern.txt")
    report = build(raw, out)
    assert (report.status, report.exit_code) == ("refused", 4)
    assert "lantern.txt reader-failed" in report.first_errors[0]
    assert [entry.release_id for entry in store.read_index(out)] == ["2031.05.0"]


def test_a_reader_that_fails_on_everything_publishes_nothing(
    raw: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    break_the_reader(monkeypatch, on="")
    assert build(raw, out).status == "refused"
    assert store.read_index(out) == ()


def test_twin_files_are_one_document_and_a_warning_names_the_other(raw: Path, out: Path) -> None:
    (raw / "zzz-copy.txt").write_bytes((raw / "lantern.txt").read_bytes())
    report = build(raw, out)
    assert (report.documents, report.exit_code, report.issues) == (3, 0, {"warning": 1})
    (issue,) = store.load_table(out, "validation_issues").to_pylist()
    assert (issue["row_key"], issue["rule_id"]) == ("zzz-copy.txt", "same-bytes")
    assert "lantern.txt" in issue["message"]


def test_a_file_that_changes_under_the_reader_is_left_for_the_next_run(raw: Path, out: Path) -> None:
    plan = store.plan_build(raw, out)
    (raw / "lantern.txt").write_text("Lantern Gazette\nNow 1 shells.\n", encoding="utf-8")
    for chunk in plan.chunks:
        store.read_chunk(plan.raw, plan.out, chunk, plan.fingerprint)
    report = store.publish(store.assemble(plan))
    assert reasons(report) == {"lantern.txt": "changed_while_reading"}
    after = build(raw, out)
    assert (after.status, after.quarantined) == ("published", ())
    assert store.verify(out, raw=raw) == ()


def test_a_file_that_vanished_is_left_out_of_its_segment(raw: Path, out: Path) -> None:
    gone = Chunk((RawFile("gone.txt", "0" * 64, None, 5),))
    segment = read_chunk(raw, out, gone, "f" * 64)
    assert segment.is_file()


def test_only_reports_are_read(raw: Path, out: Path) -> None:
    (raw / "notes.md").write_text("There were 9 shells.\n")
    (raw / "README").write_text("There were 9 shells.\n")
    (raw / "UPPER.TXT").write_text("Upper Post\nThere were 9 shells.\n")
    report = build(raw, out)
    assert report.documents == 4
    assert report.quarantined == ()
