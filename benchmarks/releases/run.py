"""Twenty releases of a million claims, 1 % changed each: time, memory and disk of publishing, beside its peers.

    python -m benchmarks.releases.run [--claims N] [--releases N] [--share S] [--folder DIR]

Each release is published by a process of its own, which maps the generated tables from files: its peak is that
of publishing, tables included. Publishing means all that `waybill build` does once the tables are validated: content
hashes, comparison with the release before, history, changes with causes, Parquet, claims.duckdb, the page and figures
(of the newest 20,000 claims), cards, the Parquet files read back and compared, everything forced to the disk, the move.
The peers get the claims table alone: a full Parquet copy a release, and a Delta table (overwritten, and merged by key).
A peer that dies or takes longer than two minutes is told as such, with its release, and not tried again.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow import ipc

from benchmarks.releases.generate import releases
from schemas.dataset import TABLES
from waybill import store
from waybill.releases.content import canonical, content_sha256
from waybill.releases.manifest import Fingerprint
from waybill.store.history import INPUTS
from waybill.store.lock import writing
from waybill.store.publishing import Candidate, publish_candidate

OURS = ("publish", "ask")
"""Steps that must succeed; what a peer cannot do is told, and the run goes on."""
PATIENCE = 120
"""Seconds that a peer may take for a release."""
SPILL, BOUND = 4 * 10**9, 16 * 10**9
"""Bytes that a merge may hold before it spills to the disk, and at which it dies instead of the machine."""
NOW = datetime(2031, 1, 31, tzinfo=UTC)
Tables = Mapping[str, pa.Table]
Found = dict[str, Any]


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--claims", type=int, default=1_000_000)
    options.add_argument("--releases", type=int, default=20)
    options.add_argument("--share", type=float, default=0.01)
    options.add_argument("--folder", type=Path)
    options.add_argument("--step", choices=STEPS, help=argparse.SUPPRESS)
    options.add_argument("--number", type=int, help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.step:
        print(json.dumps(STEPS[chosen.step](chosen.folder, chosen.number)))
        return
    with tempfile.TemporaryDirectory(dir=chosen.folder) as folder:
        run(Path(folder), chosen.claims, chosen.releases, chosen.share)


def run(folder: Path, claims: int, count: int, share: float) -> None:
    out = folder / "processed"
    measured: dict[str, list[Found]] = {step: [] for step in ("publish", "copy", "overwrite", "merge")}
    for number, tables in releases(claims, count, share):
        save(tables, folder / "tables")
        if number == min(5, count):
            fifth = content_sha256(tables["claims"])
        del tables
        for step, found in measured.items():
            if not (found and "died" in found[-1]):
                found.append(alone(step, folder, number))
        here = measured["publish"][-1]
        took = f"{here['seconds']:5.1f} s ({here['cpu']:4.1f} s of CPU), peak {here['peak_gb']:.2f} GB"
        print(f"release {number:2d}: {took}, history {size(out / 'history')}", flush=True)
    for step, found in measured.items():
        report(step, found, folder)
    print(f"history: claims {size(out / 'history' / 'claims')}, all tables {size(out / 'history')}")
    print(f"one release: {size(out / 'latest')}, of it claims.duckdb {size(out / 'latest' / 'claims.duckdb')}")
    asked = alone("ask", folder, min(5, count))
    took, right = f"{asked['seconds']:.2f} s ({asked['cpu']:.1f} s of CPU)", asked["sha256"] == fifth
    print(f"claims_as_of(release {min(5, count)}): {asked['rows']} rows in {took}, content as published: {right}")


def alone(step: str, folder: Path, number: int) -> Found:
    """What one step took in a process of its own; of a peer that did not come to its end, how it died."""
    command = [sys.executable, "-m", "benchmarks.releases.run", "--step", step, "--folder", str(folder)]
    ours = step in OURS
    try:
        ran = subprocess.run([*command, "--number", str(number)], check=ours, stdout=subprocess.PIPE, text=True,
                             timeout=None if ours else PATIENCE)  # fmt: skip
    except subprocess.TimeoutExpired:
        return {"died": f"stopped after {PATIENCE} s"}
    if ran.returncode:
        return {"died": f"exit code {ran.returncode}"}
    found: Found = json.loads(ran.stdout)
    return found


def report(step: str, tried: list[Found], folder: Path) -> None:
    found = [each for each in tried if "seconds" in each]
    if died := [f"release {number}: {each['died']}" for number, each in enumerate(tried, 1) if "died" in each]:
        print(f"{step}: did not come to its end at {died[0]}; not tried again")
    elif not found:
        print(f"{step}: deltalake is not installed")
    if not found:
        return
    seconds, cpu = [each["seconds"] for each in found], [each["cpu"] for each in found]
    disk = "" if step == "publish" else f", {size(folder / step)} on the disk"
    print(
        f"{step}: {len(found)} times, median {median(seconds):.1f} s, slowest {max(seconds):.1f} s; CPU median "
        f"{median(cpu):.1f} s, most {max(cpu):.1f} s; peak {max(each['peak_gb'] for each in found):.2f} GB{disk}"
    )


def timed(work: Callable[[], object]) -> Found:
    began, spent = time.perf_counter(), time.process_time()
    work()
    spent = time.process_time() - spent
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return {
        "seconds": time.perf_counter() - began,
        "cpu": spent + children.ru_utime + children.ru_stime,
        "peak_gb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6,
    }


def save(tables: Tables, folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    for name, table in tables.items():
        with pa.OSFile(str(folder / f"{name}.arrow"), "wb") as sink, ipc.new_file(sink, table.schema) as file:
            file.write_table(table)


def load(folder: Path) -> Tables:
    return {path.stem: ipc.open_file(pa.memory_map(str(path))).read_all() for path in sorted(folder.glob("*.arrow"))}


def publish(folder: Path, number: int) -> Found:
    tables, out = load(folder / "tables"), folder / "processed"
    paths = tables["documents"].column("raw_path")
    inputs = pa.Table.from_arrays([paths, tables["documents"].column("raw_sha256"), pa.nulls(len(paths), pa.string())],
                                  schema=INPUTS).sort_by("raw_path")  # fmt: skip
    same = Fingerprint("0", "c" * 64, "v" * 64)
    candidate = Candidate(release_id(number), tables, inputs, "0" * 64, same)

    def work() -> None:
        with writing(out):
            publish_candidate(out, candidate, NOW)

    return timed(work)


def release_id(number: int) -> str:
    return f"2031.01.{number - 1}"


def copy(folder: Path, number: int) -> Found:
    claims = load(folder / "tables")["claims"]
    (folder / "copy").mkdir(exist_ok=True)
    return timed(lambda: pq.write_table(claims, folder / "copy" / f"{number}.parquet", compression="zstd"))


def overwrite(folder: Path, number: int) -> Found:
    if importlib.util.find_spec("deltalake") is None:
        return {}
    from deltalake import write_deltalake

    claims = load(folder / "tables")["claims"]
    return timed(lambda: write_deltalake(str(folder / "overwrite"), claims, mode="overwrite"))


def merge(folder: Path, number: int) -> Found:
    """The Delta table is told the new table, the key and, unlike publishing, which columns may differ."""
    if importlib.util.find_spec("deltalake") is None:
        return {}
    from deltalake import DeltaTable, write_deltalake

    claims, place = load(folder / "tables")["claims"], str(folder / "merge")
    if number == 1:
        return timed(lambda: write_deltalake(place, claims))
    resource.setrlimit(resource.RLIMIT_AS, (BOUND, BOUND))
    differs = "n.value_point <> o.value_point OR n.modality <> o.modality"  # all that generate.py changes in a row

    def work() -> None:
        merging = DeltaTable(place).merge(
            claims, "n.claim_id = o.claim_id", source_alias="n", target_alias="o", max_spill_size=SPILL
        )
        merging.when_matched_update_all(
            differs
        ).when_not_matched_insert_all().when_not_matched_by_source_delete().execute()

    return timed(work)


def ask(folder: Path, number: int) -> Found:
    """`claims_as_of` of an earlier release: how long, and the content of what it gives."""
    with store.connect(folder / "processed") as base:
        rows: list[pa.Table] = []
        sql = f"SELECT * FROM claims_as_of('{release_id(number)}')"
        found = timed(lambda: rows.append(base.sql(sql).to_arrow_table()))
    content = content_sha256(canonical(rows[0], TABLES["claims"]))
    return found | {"rows": rows[0].num_rows, "sha256": content}


STEPS: Mapping[str, Callable[[Path, int], Found]] = {
    "publish": publish, "copy": copy, "overwrite": overwrite, "merge": merge, "ask": ask,
}  # fmt: skip


def size(path: Path) -> str:
    files = [path] if path.is_file() else [p for p in path.resolve().rglob("*") if p.is_file()]
    return f"{sum(file.stat().st_size for file in files) / 1e6:.1f} MB"


if __name__ == "__main__":
    main()
