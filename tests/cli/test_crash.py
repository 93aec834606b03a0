"""Promise: a build killed at any moment loses nothing; the last release stays sound, the next build ends as if alone.

WAYBILL_KILLS and WAYBILL_REPORTS make it larger:
WAYBILL_KILLS=60 WAYBILL_REPORTS=500 .venv/bin/python -m pytest -s tests/cli/test_crash.py
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

from waybill import store

ROOT = Path(__file__).resolve().parents[2]
KILLS = int(os.environ.get("WAYBILL_KILLS", "3"))
REPORTS = int(os.environ.get("WAYBILL_REPORTS", "20"))

BUILD = """
import sys
from pathlib import Path
from waybill import store
print("ready", flush=True)
sys.stdin.readline()
store.build(Path(sys.argv[1]), Path(sys.argv[2]))
"""


def write_reports(raw: Path, first: int, count: int) -> None:
    raw.mkdir(exist_ok=True)
    for number in range(first, first + count):
        day, sent, tonnes = number % 27 + 1, 40 + 7 * number, 300 + number
        (raw / f"{number:04}.txt").write_text(
            f"Convoy {number}\n\nSEOUL, May {day}, 2030 (Harbour Wire) - Pyongyang sent about {sent:,} containers of "
            f"shells to Russia in April, Seoul's army said. At least {tonnes} tonnes of fuel came back.\n"
        )


def start_build(raw: Path, out: Path) -> subprocess.Popen[bytes]:
    """A build in a process of its own that has loaded everything and waits for its first breath."""
    process = subprocess.Popen(
        [sys.executable, "-c", BUILD, str(raw), str(out)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert process.stdout and process.stdin and process.stdout.readline() == b"ready\n"
    process.stdin.write(b"\n")
    process.stdin.flush()
    return process


def published_bytes(out: Path) -> dict[str, bytes]:
    files = [*(out / "latest").glob("*.parquet"), *(out / "history").rglob("*.parquet")]
    return {str(path.relative_to(out)): path.read_bytes() for path in files}


def latest_of(published: dict[str, bytes]) -> dict[str, bytes]:
    return {name: content for name, content in published.items() if name.startswith("latest")}


def rubbish(out: Path, undisturbed: Path) -> set[str]:
    def names(folder: Path) -> set[str]:
        return {str(path.relative_to(folder)) for path in folder.rglob("*") if ".cache" not in path.parts}

    return names(out) - names(undisturbed)


def test_a_build_killed_at_random_moments(tmp_path: Path) -> None:
    raw, base, undisturbed = tmp_path / "raw", tmp_path / "base", tmp_path / "undisturbed"
    write_reports(raw, 0, REPORTS)
    store.build(raw, base)
    before = published_bytes(base)
    write_reports(raw, REPORTS, max(4, REPORTS // 10))
    shutil.copytree(base, undisturbed, symlinks=True)
    began = time.monotonic()
    assert start_build(raw, undisturbed).wait() == 0
    whole = time.monotonic() - began
    after = published_bytes(undisturbed)
    assert after != before

    chance, survived, cut_short = random.Random(20261122), 0, 0
    broken: list[str] = []
    for _ in range(KILLS):
        out = tmp_path / "out"
        shutil.rmtree(out, ignore_errors=True)
        shutil.copytree(base, out, symlinks=True)
        process = start_build(raw, out)
        time.sleep(chance.uniform(0, 0.9 * whole))
        process.kill()
        if process.wait() != 0:
            cut_short += 1
        else:
            whole /= 2  # the machine was busier when the whole build was timed
        sound = store.verify(out, raw=raw) == ()
        whole_release = latest_of(published_bytes(out)) in (latest_of(before), latest_of(after))
        store.build(raw, out)
        promises = {
            "the last release is sound": sound,
            "latest is the old release or the new one": whole_release,
            "the next build gives the undisturbed bytes": published_bytes(out) == after,
            "nothing is left lying about": not rubbish(out, undisturbed),
        }
        broken += [promise for promise, kept in promises.items() if not kept]
        survived += all(promises.values())
    print(f"survived/tried: {survived}/{KILLS} ({cut_short} cut short), {REPORTS} reports")
    assert broken == []
    assert cut_short, "every build ended before it was killed: this proves nothing"


def test_a_disk_that_takes_no_more_leaves_the_last_release_and_no_rubbish(tmp_path: Path) -> None:
    """Files that may not grow beyond a few kilobytes fail the way a full disk does: in the middle of a write."""
    raw, out, undisturbed = tmp_path / "raw", tmp_path / "out", tmp_path / "undisturbed"
    write_reports(raw, 0, 5)
    store.build(raw, out)
    before = published_bytes(out)
    write_reports(raw, 5, 5)
    shutil.copytree(out, undisturbed, symlinks=True)
    store.build(raw, undisturbed)
    for kilobytes in (4, 1024):
        small = ["sh", "-c", f'ulimit -f {2 * kilobytes}; exec "$0" "$@"']
        build = [sys.executable, "-m", "waybill.cli", "build", "--raw", raw, "--out", out, "--workers", "1"]
        done = subprocess.run(
            [*small, *build],
            cwd=ROOT,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 1, done.stdout + done.stderr
        assert "waybill:" in done.stderr and "Traceback" not in done.stderr
        assert latest_of(published_bytes(out)) == latest_of(before)
        assert store.verify(out) == ()
    store.build(raw, out)
    assert published_bytes(out) == published_bytes(undisturbed) and not rubbish(out, undisturbed)
