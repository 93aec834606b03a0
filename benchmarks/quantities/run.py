"""Speed of the quantity reader beside what people install, in one run on the same text.

python benchmarks/quantities/run.py [--repeats 5] [--large] [--only ours,re2-scan]

Every round runs each reader once, in a process of its own pinned to one core; the table gives medians over the rounds.
Slow readers get a slice of the text and are scaled by bytes. `--large` adds the 100 MB document.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from texts import dense, density, newswire

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
PYTHONS = {"ours": ROOT / ".venv/bin/python", "others": ROOT / "benchmarks/.venv/bin/python"}
# Bytes a round that a reader gets: a few seconds of work for each.
SLICES = {
    "ours": 1_000_000,
    "quantulum3": 40_000,
    "number-parser": 60_000,
    "re2-scan": 4_000_000,
    "polars-scan": 4_000_000,
}
TEXTS = {"newswire": newswire, "dense": dense}
BARS = {"newswire": (60, 100), "dense": (25, 50)}
TEXT_BYTES = 4_000_000


def time_reader(reader: str, file: Path, size: int, length: int = 3000) -> dict[str, Any]:
    """One timing of one reader in its own process."""
    python = PYTHONS.get(reader, PYTHONS["others"])
    if not python.exists():
        raise SystemExit(f"{python} is missing: run `make benchmark`, which builds it")
    command = [str(python), str(HERE / "worker.py"), reader, str(file), str(size), str(length)]
    environment = {"PATH": "/usr/bin:/bin", "POLARS_MAX_THREADS": "1", "PYTHONHASHSEED": "0", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, capture_output=True, text=True, env=environment)
    if done.returncode:
        raise SystemExit(f"{reader} failed:\n{done.stderr}")
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


def speed(result: dict[str, Any]) -> float:
    """MB a CPU second."""
    return float(result["bytes"]) / 1e6 / max(float(result["seconds"]), 1e-9)


def compare(name: str, file: Path, readers: Iterable[str], repeats: int) -> None:
    """Medians of all readers on one text, and ratios to the field."""
    rounds: dict[str, list[float]] = {reader: [] for reader in readers}
    found: dict[str, float] = {}
    for _ in range(repeats):
        for reader, speeds in rounds.items():
            result = time_reader(reader, file, SLICES[reader])
            speeds.append(speed(result))
            found[reader] = 1000 * result["found"] / result["bytes"]
    print(f"{'reader':16}{'MB/CPU s':>10}{'least':>9}{'most':>9}{'found/KB':>10}{'ours is':>12}")
    medians = {reader: statistics.median(speeds) for reader, speeds in rounds.items()}
    for reader, speeds in rounds.items():
        ratio = f"{medians['ours'] / medians[reader]:10.3g} x" if "ours" in medians else ""
        print(f"{reader:16}{medians[reader]:10.4f}{min(speeds):9.4f}{max(speeds):9.4f}{found[reader]:10.2f}{ratio:>12}")
    if {"ours", "quantulum3"} <= medians.keys():
        bar, aim = BARS[name]
        ratio_now = medians["ours"] / medians["quantulum3"]
        verdict = "aim met" if ratio_now >= aim else "bar met" if ratio_now >= bar else "BELOW THE BAR"
        print(f"against quantulum3: {ratio_now:.0f} x (bar {bar} x, aim {aim} x): {verdict}")
    print()


def growth(folder: Path, repeats: int, large: bool) -> None:
    """Cost a MB by length of document, over a MB at least: flat means linear."""
    sizes = [10_000, 100_000, 1_000_000, 10_000_000] + ([100_000_000] if large else [])
    print("ours, CPU seconds a MB by length of document")
    for name, write in TEXTS.items():
        file = folder / f"{name}-growing.txt"
        file.write_text(write(sizes[-1] + 10_000), encoding="utf-8")
        cells = []
        for size in sizes:
            rounds = repeats if size < 10_000_000 else 2 if size < 100_000_000 else 1
            costs = [1 / speed(time_reader("ours", file, max(size, 1_000_000), size)) for _ in range(rounds)]
            cells.append(f"{size // 1000} KB {statistics.median(costs):.3f}")
        print(f"  {name:10}" + " · ".join(cells))
    print()


def main() -> int:
    """Writes the texts, times everybody, prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--large", action="store_true", help="also one document of 100 MB")
    parser.add_argument("--only", default=",".join(SLICES), help="readers, separated by commas")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for name, write in TEXTS.items():
            file = Path(folder) / f"{name}.txt"
            text = write(TEXT_BYTES)
            file.write_text(text, encoding="utf-8")
            print(f"{name}: {len(text) / 1e6:.1f} MB, {density(text):.1f} numbers a KB, {options.repeats} rounds")
            sys.stdout.flush()
            compare(name, file, options.only.split(","), options.repeats)
        if "ours" in options.only:
            growth(Path(folder), options.repeats, options.large)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
