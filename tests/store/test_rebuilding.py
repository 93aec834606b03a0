"""Promise: a release is made again from raw bytes and compared to the last byte; a planted difference is named."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from waybill import claims, store
from waybill.claims.record import ClaimReading
from waybill.documents.record import Document

ROOT = Path(__file__).resolve().parents[2]


def everything_under(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_sound_release_comes_out_equal_and_nothing_of_it_is_touched(raw: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    store.build(raw, out)
    (raw / "12.txt").write_text("Tokyo said on June 3, 2030 that 90 launchers went to Russia in May.\n")
    (raw / "00.txt").unlink()
    store.build(raw, out)
    before = everything_under(out)
    assert store.rebuild(raw, out, tmp_path / "aside") == ()
    changed = {name for name, content in everything_under(out).items() if before.get(name) != content}
    assert changed <= {".lock"}


def test_without_a_release_or_with_other_reports_there_is_nothing_to_compare(raw: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert store.rebuild(raw, out, tmp_path / "one") is None
    store.build(raw, out)
    (raw / "12.txt").write_text("Tokyo said on June 3, 2030 that 90 launchers went to Russia in May.\n")
    assert store.rebuild(raw, out, tmp_path / "two") is None


def misread(raw: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Publish with a reader that takes one figure for another, as a bad core or a flipped bit would."""
    read_claims = claims.read_claims

    def wrong(document: Document, *more: Any) -> ClaimReading:
        reading = read_claims(document, *more)
        if document.raw_path != "05.txt":
            return reading
        first, *others = reading.claims
        return replace(reading, claims=(replace(first, item_detail="crates"), *others))

    with monkeypatch.context() as patch:
        patch.setattr(claims, "read_claims", wrong)
        assert store.build(raw, out).status == "published"


def test_one_wrong_word_in_one_claim_is_found_and_named(
    raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    misread(raw, out, monkeypatch)
    found = store.rebuild(raw, out, tmp_path / "aside")
    assert found is not None
    assert [finding.where.split()[1] for finding in found] == ["claims.parquet"]
    assert "1 rows come out otherwise, the first: c_" in found[0].message


def test_the_flow_alarms_whoever_listens(raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out, heard = tmp_path / "out", tmp_path / "heard.txt"
    misread(raw, out, monkeypatch)
    code = "import sys; from flows.rebuild import rebuild; print(rebuild(sys.argv[1], sys.argv[2]))"
    environment = {
        "PREFECT_HOME": str(tmp_path / "prefect"),
        "WAYBILL_ALARM": f"tee '{heard}'",
        "PATH": "/usr/bin:/bin",
    }

    def run() -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", code, str(raw), str(out)]
        return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300)

    alarmed = run()
    assert alarmed.returncode != 0
    assert "Differs" in alarmed.stderr and "claims.parquet" in alarmed.stderr
    message = heard.read_text()
    assert message.startswith("Waybill: run ") and "claims.parquet: 1 rows come out otherwise" in message

    store.build(raw, tmp_path / "sound")
    out = tmp_path / "sound"
    quiet = run()
    assert quiet.returncode == 0, quiet.stderr
    assert quiet.stdout.strip().endswith("equal")
