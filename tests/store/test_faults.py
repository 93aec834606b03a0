"""Promise: wherever a run is cut off or the disk is full, the last release stays whole and the next run completes.

Faults are put before each thing that a build does to its output folder: files opened for writing, renames, links,
folders made, things removed. By default a few of them, spread over the whole run; WAYBILL_FAULTS=1 tries every one:
WAYBILL_FAULTS=1 .venv/bin/python -m pytest -s tests/store/test_faults.py
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from waybill import store

ROOT = Path(__file__).resolve().parents[2]
EVERY = bool(os.environ.get("WAYBILL_FAULTS"))
SAMPLED = 4


@pytest.mark.parametrize("kind", ["killed", "full"])
def test_a_fault_before_anything_that_a_build_writes(kind: str, raw: Path, tmp_path: Path) -> None:
    base = tmp_path / "base"
    store.build(raw, base)
    (raw / "12.txt").write_text("Tokyo said on June 3, 2030 that 90 launchers went to Russia in May.\n")
    (raw / "03.txt").unlink()
    folders = [str(folder) for folder in (raw, base, tmp_path / "out", tmp_path / "undisturbed")]
    command = [sys.executable, "-m", "tests.store.faulty", *folders, kind, "0" if EVERY else str(SAMPLED)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=3600)
    assert done.returncode == 0, done.stderr
    faults = [json.loads(line) for line in done.stdout.splitlines()]
    survived = [fault for fault in faults if all(value is True for value in fault["after"].values())]
    told = [fault["build"] for fault in faults if "status" not in fault["build"]]
    print(f"{kind}: survived/tried: {len(survived)}/{len(faults)} of {faults[0]['of']} places")
    assert survived == faults, [fault for fault in faults if fault not in survived]
    assert len(told) >= len(faults) // 2, "most faults must really stop the build, or this proves nothing"
    if kind == "full":
        assert all("No space left" in fault["raised"] for fault in told)


def _bound_by_permissions() -> list[str]:
    """What makes a command heed permissions where root runs the tests."""
    if os.getuid() != 0:
        return []
    if shutil.which("setpriv") is None:
        pytest.skip("root may write everywhere, and there is no setpriv to give that up")
    return ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]


def test_an_output_folder_that_takes_no_writing_is_said_and_stays_as_it_is(raw: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    store.build(raw, out)
    (raw / "12.txt").write_text("Tokyo said on June 3, 2030 that 90 launchers went to Russia in May.\n")
    before = {str(path): path.read_bytes() for path in out.rglob("*") if path.is_file()}
    for folder in (tmp_path, *tmp_path.rglob("*")):
        if not folder.is_symlink():
            folder.chmod(0o555 if folder.is_dir() else 0o444)
    command = [sys.executable, "-m", "waybill.cli", "build", "--raw", str(raw), "--out", str(out)]
    done = subprocess.run([*_bound_by_permissions(), *command], cwd=ROOT, capture_output=True, text=True)
    for folder in (tmp_path, *tmp_path.rglob("*")):
        if not folder.is_symlink():
            folder.chmod(0o755 if folder.is_dir() else 0o644)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "Permission denied" in done.stderr and "Traceback" not in done.stderr
    assert {str(path): path.read_bytes() for path in out.rglob("*") if path.is_file()} == before


def test_a_clock_that_jumps_back_and_far_ahead_disturbs_nothing(raw: Path, tmp_path: Path) -> None:
    from datetime import UTC, date, datetime

    out = tmp_path / "out"
    days = [date(2030, 6, 1), date(2029, 1, 31), date(2099, 12, 31), date(1970, 1, 1), date(2030, 6, 1)]
    for number, day in enumerate(days):
        (raw / f"jump-{number}.txt").write_text(
            f"Tokyo said that {90 + number} launchers went to Russia in May 2030.\n"
        )
        report = store.build(raw, out, today=day, now=datetime(day.year, day.month, day.day, tzinfo=UTC))
        assert report.status == "published"
    entries = store.read_index(out)
    assert [entry.release_seq for entry in entries] == [1, 2, 3, 4, 5]
    assert len({entry.release_id for entry in entries}) == 5
    assert store.release_dir(out).name == entries[-1].release_id, (
        "the newest is the last one made, whatever its date says"
    )
    assert store.verify(out, raw=raw) == ()
    assert store.build(raw, out).status == "unchanged"
