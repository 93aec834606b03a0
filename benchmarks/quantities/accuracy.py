"""Accuracy of ours beside quantulum3 on our own gold sentences, dev and held-out part, totals only.

python benchmarks/quantities/accuracy.py
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests" / "quantities_gold")]

from gold_score import F1S, Row, Tally, load, read_sentence, score_sentence  # noqa: E402

SHARES = ("bounds", "ranges", "vague", "items")


def rival_readings(records: list[Row]) -> list[list[Row]]:
    """quantulum3's rows for each sentence, read in its own environment."""
    lines = "".join(json.dumps(record["text"]) + "\n" for record in records)
    command = [str(ROOT / "benchmarks/.venv/bin/python"), str(Path(__file__).with_name("rival.py"))]
    done = subprocess.run(command, input=lines, capture_output=True, text=True, check=True)
    if done.stderr.strip():
        print(f"quantulum3 raised on {len(done.stderr.strip().splitlines())} sentences; they count as read empty")
    return [json.loads(line) for line in done.stdout.splitlines()]


def line(name: str, tally: Tally) -> str:
    """The figures of one reader."""
    cells = [f"{tally.f1(level):9.3f}" for level in F1S] + [f"{tally.share(share):9.3f}" for share in SHARES]
    return f"{name:22}" + "".join(cells)


def main() -> int:
    """One line a reader and part."""
    print(f"{'reader, part':22}" + "".join(f"{name:>9}" for name in (*F1S, *SHARES)))
    for part in ("dev", "heldout"):
        records = load(part)
        totals = {"ours": Tally(), "quantulum3": Tally()}
        for record, rows in zip(records, rival_readings(records), strict=True):
            totals["ours"].add(score_sentence(record, *read_sentence(record["text"]))[0])
            totals["quantulum3"].add(score_sentence(record, rows, [])[0])
        for name, tally in totals.items():
            print(line(f"{name}, {part}", tally))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
