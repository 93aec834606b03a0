"""First contact with a hostile folder: every odd file in quarantine under one word, the neighbours as if alone."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from waybill.cli.exits import Exit

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "raw" / "strait-observer"

REASONS = {
    "empty.txt": "empty",
    "picture.txt": "binary",
    "mixed.txt": "invalid_utf8",
    "outside.txt": "symlink_outside",
    "folder.txt": "directory",
    "sidecar.txt": "bad_sidecar",
}


def plant(raw: Path, secret: Path) -> None:
    (raw / "empty.txt").write_bytes(b"")
    (raw / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)))
    (raw / "mixed.txt").write_bytes(
        "Über 40 Waggons fuhren nach Süden, später mehr.".encode() * 5 + b" \xff\xfe \xe9t\xe9"
    )
    (raw / "digits.txt").write_text("The convoy of " + "7" * 10_000 + " trucks left on Monday.\n")
    (raw / "outside.txt").symlink_to(secret)
    (raw / "folder.txt").mkdir()
    (raw / "sidecar.txt").write_text("Rome sent 40 trucks to Kyiv in May.\n")
    (raw / "sidecar.meta.yml").write_text("publisher: [unclosed\n")


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    base = tmp_path_factory.mktemp("hostile")
    secret = base / "secret.txt"
    secret.write_text("Rome sent 99 secret trucks to Kyiv.\n")
    for name in ("calm", "hostile"):
        shutil.copytree(SAMPLE, base / name / "raw")
    plant(base / "hostile" / "raw", secret)
    return {name: base / name for name in ("calm", "hostile")}


@pytest.fixture(scope="module")
def built(run_here, folders) -> dict:
    outcome = {}
    for name, folder in folders.items():
        done = run_here("build", "--json", cwd=folder)
        outcome[name] = (done.returncode, json.loads(done.stdout), done.stderr.decode())
    return outcome


def rows(folder: Path, table: str) -> list[dict]:
    return pq.read_table(folder / "processed" / "latest" / f"{table}.parquet").to_pylist()


def test_exit_code_and_summary_tell(built, run_here, folders) -> None:
    assert built["calm"][0] == Exit.DONE
    code, report, said = built["hostile"]
    assert code == Exit.SET_ASIDE and report["status"] == "published" and "Traceback" not in said
    assert {q["raw_path"]: q["reason"] for q in report["quarantined"]} == REASONS
    again = run_here("build", cwd=folders["hostile"])
    assert again.returncode == Exit.SET_ASIDE
    for path, reason in REASONS.items():
        assert f"{path}: {reason}" in again.stdout.decode()


def test_each_odd_file_lies_in_the_quarantine_table_once(built, folders) -> None:
    found = rows(folders["hostile"], "quarantine")
    assert {row["raw_path"]: row["reason"] for row in found} == REASONS
    assert len(found) == len(REASONS) and all(row["detail"] for row in found)


def test_the_long_number_is_rejected_not_claimed(built, folders) -> None:
    doc_ids = {d["doc_id"] for d in rows(folders["hostile"], "documents") if d["raw_path"] == "digits.txt"}
    assert len(doc_ids) == 1
    assert not [c for c in rows(folders["hostile"], "claims") if c["doc_id"] in doc_ids]
    rejected = [r for r in rows(folders["hostile"], "rejected_quantities") if r["doc_id"] in doc_ids]
    assert "7" * 10_000 in {r["quantity_text"] for r in rejected} or [
        r for r in rejected if "777" in r["quantity_text"]
    ]


def test_the_neighbours_come_out_as_if_alone(built, folders) -> None:
    own = {d["doc_id"] for d in rows(folders["calm"], "documents")}
    for table in ("documents", "claims", "rejected_quantities"):
        alone = rows(folders["calm"], table)
        among = [row for row in rows(folders["hostile"], table) if row["doc_id"] in own]
        assert among == alone and alone


def test_nothing_of_the_linked_file_leaks(built, folders) -> None:
    for file in (folders["hostile"] / "processed" / "latest").rglob("*"):
        assert not file.is_file() or b"99 secret" not in file.read_bytes(), file.name
