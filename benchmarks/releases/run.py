"""Twenty releases of a million claims, 1 % changed each: time, memory and disk of publishing, against full copies.

    python -m benchmarks.releases.run [--claims N] [--releases N] [--share S] [--folder DIR]

Prints one line a release and the bars of the issue at the end. deltalake is measured in the same run where it is
installed; it is no dependency of the project.
"""

from __future__ import annotations

import argparse
import importlib.util
import resource
import tempfile
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa

from benchmarks.releases.generate import releases
from schemas.dataset import TABLES
from waybill import store
from waybill.releases.content import canonical, content_sha256
from waybill.releases.manifest import Fingerprint
from waybill.store.history import INPUTS
from waybill.store.lock import writing
from waybill.store.publishing import Candidate, publish_candidate

NOW = datetime(2031, 1, 31, tzinfo=UTC)


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--claims", type=int, default=1_000_000)
    options.add_argument("--releases", type=int, default=20)
    options.add_argument("--share", type=float, default=0.01)
    options.add_argument("--folder", type=Path)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory(dir=chosen.folder) as folder:
        run(Path(folder), chosen.claims, chosen.releases, chosen.share)


def run(folder: Path, claims: int, count: int, share: float) -> None:
    out, delta = folder / "processed", _Delta(folder / "delta")
    seconds, fifth = [], ""
    for number, tables in releases(claims, count, share):
        began, spent = time.perf_counter(), time.process_time()
        publish(out, number, tables)
        seconds.append(time.perf_counter() - began)
        spent = time.process_time() - spent
        if number == 5:
            fifth = content_sha256(tables["claims"])
        delta.write(tables["claims"])
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
        took = f"{seconds[-1]:5.1f} s ({spent:.1f} s of CPU)"
        print(f"release {number:2d}: {took}, peak memory {peak:.2f} GB, history {size(out / 'history')}")
    print(f"publishing: median {sorted(seconds)[len(seconds) // 2]:.1f} s, slowest {max(seconds):.1f} s")
    copies = sum(path.stat().st_size for path in out.glob("releases/*/claims.parquet"))
    print(f"claims: history {size(out / 'history' / 'claims_history.parquet')}, full copies {copies / 1e6:.1f} MB")
    print(f"all tables: history {size(out / 'history')}, one release {size(out / 'latest')}; {delta.report()}")
    ask(out, count, fifth)


def publish(out: Path, number: int, tables: Mapping[str, pa.Table]) -> None:
    paths = tables["documents"].column("raw_path")
    inputs = pa.Table.from_arrays([paths, tables["documents"].column("raw_sha256"), pa.nulls(len(paths), pa.string())],
                                  schema=INPUTS)  # fmt: skip
    same = Fingerprint("0", "c" * 64, "v" * 64)
    with writing(out):
        publish_candidate(out, Candidate(f"2031.01.{number - 1}", tables, inputs, "0" * 64, same), NOW)


def ask(out: Path, count: int, fifth: str) -> None:
    """`claims_as_of` of the fifth release: how long, and whether every row is what it was."""
    wanted = min(5, count)
    with store.connect(out) as base:
        began = time.perf_counter()
        rows = base.sql(f"SELECT * FROM claims_as_of('2031.01.{wanted - 1}')").to_arrow_table()
        took = time.perf_counter() - began
    right = content_sha256(canonical(rows, TABLES["claims"])) == fifth if fifth else "not asked"
    print(f"claims_as_of(release {wanted}): {rows.num_rows} rows in {took:.2f} s, content as published: {right}")


class _Delta:
    """The same claims written to a Delta table, where that library is at hand."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.seconds: list[float] = []

    def write(self, claims: pa.Table) -> None:
        if importlib.util.find_spec("deltalake") is None:
            return
        from deltalake import write_deltalake

        began = time.perf_counter()
        write_deltalake(str(self.folder), claims, mode="overwrite")
        self.seconds.append(time.perf_counter() - began)

    def report(self) -> str:
        if not self.seconds:
            return "deltalake not installed"
        return f"deltalake {size(self.folder)}, {max(self.seconds):.1f} s at most"


def size(path: Path) -> str:
    files = [path] if path.is_file() else [p for p in path.resolve().rglob("*") if p.is_file()]
    return f"{sum(file.stat().st_size for file in files) / 1e6:.1f} MB"


if __name__ == "__main__":
    main()
