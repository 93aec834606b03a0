"""Every change has one cause, and a better reading shows as changed rows, never as removed and added ones."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pytest
import stand_ins
from stand_ins import build

from waybill import claims, store
from waybill.claims.record import ClaimReading
from waybill.documents.record import Document
from waybill.releases.manifest import Fingerprint
from waybill.store import line, linking

Change = tuple[str, str, str | None, str]


def told(out: Path, table: str = "claims") -> set[Change]:
    rows = store.load_table(out, "release_changes").to_pylist()
    return {
        (row["change_type"], row["column_name"] or "", row["new_value"], row["change_cause"])
        for row in rows
        if row["table_name"] == table
    }


@contextmanager
def other_code(monkeypatch: pytest.MonkeyPatch, code: str = "c" * 64, vocabulary: str = "v" * 64) -> Iterator[None]:
    """Readers that find another modality, under another fingerprint."""

    def reading(document: Document) -> ClaimReading:
        found = stand_ins.read_claims(document)
        better = tuple(dataclasses.replace(claim, modality="estimated") for claim in found.claims)
        return ClaimReading(better, found.rejections)

    with monkeypatch.context() as patch:
        patch.setattr(claims, "read_claims", reading)
        for room in (line, linking):
            patch.setattr(room, "fingerprint", lambda: Fingerprint("2", code, vocabulary))
        patch.setattr(line, "reading_fingerprint", lambda: code[:32] + vocabulary[:32])
        yield


def test_a_better_reading_shows_as_changed_rows(raw: Path, published: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with other_code(monkeypatch):
        report = build(raw, published)
    assert report.documents_read == 3
    assert told(published) == {("changed", "modality", "estimated", "reading_changed")}
    assert told(published, "assertions") == {("changed", "modality", "estimated", "reading_changed")}


def test_other_vocabulary_under_the_same_code_is_a_cause_of_its_own(
    raw: Path, published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = line.fingerprint().code_sha256
    with other_code(monkeypatch, code=code):
        build(raw, published)
    assert told(published) == {("changed", "modality", "estimated", "vocabulary_changed")}


def test_code_that_reads_the_same_publishes_nothing(
    raw: Path, published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(line, "fingerprint", lambda: Fingerprint("2", "c" * 64, "v" * 64))
        assert build(raw, published).status == "unchanged"


def test_an_edited_report_is_revised_and_nothing_else_changes(raw: Path, published: Path) -> None:
    text = (raw / "lantern.txt").read_text(encoding="utf-8")
    (raw / "lantern.txt").write_text(text.replace("250", "260"), encoding="utf-8")
    build(raw, published)
    assert told(published) == {("added", "", None, "document_revised"), ("removed", "", None, "document_revised")}
    assert ("changed", "status", "superseded", "document_revised") in told(published, "documents")
    assert ("added", "", None, "document_revised") in told(published, "documents")


def test_a_renamed_report_keeps_its_claims(raw: Path, published: Path) -> None:
    (raw / "lantern.txt").rename(raw / "renamed.txt")
    build(raw, published)
    assert told(published) == set()
    assert told(published, "documents") == {("changed", "raw_path", "renamed.txt", "document_revised")}
    assert store.verify(published, raw=raw) == ()


def test_a_removed_report_stays_as_withdrawn_and_comes_back(raw: Path, published: Path) -> None:
    text = (raw / "lantern.txt").read_bytes()
    (raw / "lantern.txt").unlink()
    build(raw, published)
    assert told(published) == {("removed", "", None, "document_withdrawn")}
    assert told(published, "documents") == {("changed", "status", "withdrawn", "document_withdrawn")}
    kept = {row["raw_path"]: row["status"] for row in store.load_table(published, "documents").to_pylist()}
    assert kept["lantern.txt"] == "withdrawn"
    assert store.load_table(published, "texts").num_rows == 2
    assert store.verify(published, raw=raw) == ()
    (raw / "lantern.txt").write_bytes(text)
    build(raw, published)
    assert told(published) == {("added", "", None, "new_document")}
    assert told(published, "documents") == {("changed", "status", "current", "new_document")}


def test_a_sidecar_given_later_changes_the_columns_that_follow_from_it(raw: Path, published: Path) -> None:
    (raw / "lantern.meta.yml").write_text("Lantern Evening Edition")
    build(raw, published)
    assert {(kind, cause) for kind, _, _, cause in told(published)} == {("changed", "document_revised")}
    assert {column for _, column, _, _ in told(published)} == {"publisher", "publisher_id", "origin", "origin_id"}


def test_every_change_names_what_was_before(raw: Path, published: Path) -> None:
    (raw / "lantern.meta.yml").write_text("Lantern Evening Edition")
    build(raw, published)
    rows = store.load_table(published, "release_changes").to_pylist()
    publisher = [row for row in rows if row["table_name"] == "documents" and row["column_name"] == "publisher"]
    assert [(row["old_value"], row["new_value"]) for row in publisher] == [
        ("Lantern Gazette", "Lantern Evening Edition")
    ]
    page = (published / "latest" / "diff.md").read_text(encoding="utf-8")
    assert "| documents | changed | document_revised | 1 |" in page


def test_the_first_release_has_nothing_to_compare_with(raw: Path, published: Path) -> None:
    assert store.load_table(published, "release_changes").num_rows == 0
    assert "first release" in (published / "latest" / "diff.md").read_text(encoding="utf-8")


def test_diff_pages_escape_what_would_break_a_table(raw: Path, published: Path) -> None:
    (raw / "lantern.meta.yml").write_text("Pipe | and <b>bold</b>\nof two lines")
    build(raw, published)
    lines = (published / "latest" / "diff.md").read_text(encoding="utf-8").splitlines()
    (line,) = [line for line in lines if "| publisher |" in line and line.startswith("| documents")]
    assert "Pipe \\| and &lt;b>bold&lt;/b> of two lines" in line


def test_changes_have_the_declared_columns(raw: Path, published: Path) -> None:
    (raw / "lantern.txt").unlink()
    build(raw, published)
    causes = store.load_table(published, "release_changes").column("change_cause")
    assert causes.null_count == 0
    assert isinstance(causes, pa.ChunkedArray)
