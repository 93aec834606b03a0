"""What a build costs as reports grow: wall, CPU and peak memory per stage, from raw reports to a release.

    python -m benchmarks.scale.run                       # 1,000 and 10,000 reports, minutes
    python -m benchmarks.scale.run 10000 100000          # the bar: growth per report at most 1.1, under 3 GB

Each size is built twice: all reports new, then 1 % more. The build runs in a process of its own; memory is that of
the process and all its children together, each shared page counted once (PSS), sampled ten times a second.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from benchmarks.scale.reports import write_reports

SAMPLES_A_SECOND = 10


def main() -> None:
    """Build each size twice and print a table a build."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("sizes", nargs="*", type=int, default=[1_000, 10_000])
    options.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    options.add_argument("--folder", type=Path, help="where to write; a temporary folder that is removed otherwise")
    options.add_argument("--build", nargs=2, type=Path, metavar=("RAW", "OUT"), help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.build:
        build_here(*chosen.build, chosen.workers)
        return
    earlier: tuple[int, float] | None = None
    for size in chosen.sizes:
        with tempfile.TemporaryDirectory(dir=chosen.folder, prefix=f"scale-{size}-") as folder:
            spent = measure(Path(folder), size, chosen.workers)
        if earlier is not None:
            growth = (spent / size) / (earlier[1] / earlier[0])
            print(f"CPU per report grew by {growth:.2f} from {earlier[0]:,} to {size:,} reports")
        earlier = size, spent


def measure(folder: Path, size: int, workers: int) -> float:
    """Both builds of one size; CPU seconds of the first."""
    raw, out = folder / "raw", folder / "out"
    written = write_reports(raw, size)
    print(f"\n{size:,} reports, {written / 1e6:.1f} MB; load {os.getloadavg()[0]:.1f}")
    spent = build(raw, out, workers, "first run")
    write_reports(raw, max(1, size // 100), first=size)
    build(raw, out, workers, "1 % new")
    shutil.rmtree(raw)
    return spent


def build(raw: Path, out: Path, workers: int, name: str) -> float:
    """One build in a process of its own, printed stage by stage; its CPU seconds."""
    command = [sys.executable, "-m", "benchmarks.scale.run", "--build", str(raw), str(out), "--workers", str(workers)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        watch = _Memory(process.pid)
        marks = []
        for line in process.stdout or ():
            told = json.loads(line)
            if isinstance(told, dict):
                break
            marks.append((*told, watch.turn()))
        process.wait()
        watch.stop()
    if process.returncode:
        raise SystemExit(f"the build failed with code {process.returncode}")
    print(f"{name}: {told}")
    print(f"  {'stage':10} {'wall s':>8} {'CPU s':>8} {'peak MB':>8}")
    for (stage, at, cpu, _), (_, until, then, peak) in pairwise(marks):
        print(f"  {stage:10} {until - at:8.1f} {then - cpu:8.1f} {peak / 1e6:8.0f}")
    wall, spent, peak = marks[-1][1] - marks[0][1], marks[-1][2] - marks[0][2], max(mark[3] for mark in marks)
    print(f"  {'all':10} {wall:8.1f} {spent:8.1f} {peak / 1e6:8.0f}   load {os.getloadavg()[0]:.1f}", flush=True)
    return float(spent)


def build_here(raw: Path, out: Path, workers: int) -> None:
    """The build itself: says in lines of JSON when each stage begins, then what came of it."""
    _mark("import")
    from waybill import store
    from waybill.store.drawing import drawer

    said: list[str] = []

    def say(stage: str, _done: int, _total: int) -> None:
        if stage not in said:
            said.append(stage)
            _mark(stage)

    _mark("list")
    report = store.build(raw, out, workers=workers, progress=say)
    drawer().close()
    _mark("end")
    facts = ("status", "documents", "claims", "rejected", "assertions", "documents_read", "first_errors")
    print(json.dumps({name: getattr(report, name) for name in facts}), flush=True)


def _mark(stage: str) -> None:
    print(json.dumps([stage, time.monotonic(), sum(os.times()[:4])]), flush=True)


class _Memory:
    """The peak of a process and its children between two calls of `turn`, in bytes."""

    def __init__(self, pid: int) -> None:
        self._pid, self._peak, self._running = pid, 0, True
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def _watch(self) -> None:
        while self._running:
            self._peak = max(self._peak, sum(_pss(pid) for pid in _tree(self._pid)))
            time.sleep(1 / SAMPLES_A_SECOND)

    def turn(self) -> int:
        """The peak since the last call."""
        peak, self._peak = self._peak, 0
        return peak

    def stop(self) -> None:
        self._running = False
        self._thread.join()


def _tree(pid: int) -> Iterator[int]:
    yield pid
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return
    for child in children:
        yield from _tree(int(child))


def _pss(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


if __name__ == "__main__":
    main()
