"""Promise: two builders and three readers at once: no error, no torn read, every release whole.

WAYBILL_TOGETHER_SECONDS=60 makes it a minute instead of a few seconds.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from waybill import store

ROOT = Path(__file__).resolve().parents[2]
SECONDS = os.environ.get("WAYBILL_TOGETHER_SECONDS", "3")

COMMON = """
import sys, time
from pathlib import Path
from waybill import store
raw, out, seconds, name = Path(sys.argv[1]), Path(sys.argv[2]), float(sys.argv[3]), sys.argv[4]
rounds, until = 0, time.monotonic() + seconds
"""

BUILDER = """
while time.monotonic() < until or not rounds:
    (raw / f"{name}.txt").write_text(f"Pyongyang sent {40 + rounds} containers to Russia in May 2030, Seoul said.\\n")
    try:
        assert store.build(raw, out).status in ("published", "unchanged")
        rounds += 1
    except store.Locked:
        time.sleep(0.05)
print(rounds)
"""

PANDAS = """
import json
import pandas as pd
while time.monotonic() < until or not rounds:
    release = (out / "latest").resolve()
    claims = pd.read_parquet(release / "claims.parquet")
    manifest = json.loads((release / "manifest.json").read_text())
    assert len(claims) == manifest["tables"]["claims"]["rows"]
    assert claims["quantity_text"].notna().all()
    # Opened once: pandas opens a path several times, and the link may move to the next release in between.
    with (out / "latest" / "claims.parquet").open("rb") as newest:
        assert len(pd.read_parquet(newest)) >= 1
    rounds += 1
print(rounds)
"""

DUCKDB = """
import duckdb
while time.monotonic() < until or not rounds:
    with duckdb.connect() as con:
        con.execute("set enable_progress_bar = false")  # a script given by -c counts as a person at a prompt
        con.execute(f"attach '{out / 'latest' / 'claims.duckdb'}' as d (read_only)")
        (claims,) = con.execute("select count(*) from d.claims").fetchone()
        time.sleep(0.1)
        (again, documents) = con.execute("select count(*), count(distinct doc_id) from d.claims").fetchone()
        assert claims == again >= documents >= 1
    rounds += 1
print(rounds)
"""

LISTER = """
seen = []
while time.monotonic() < until or not rounds:
    entries = [entry.release_id for entry in store.read_index(out)]
    assert entries[: len(seen)] == seen, "a published release is never taken back"
    assert (out / "releases" / entries[-1] / "manifest.json").is_file()
    seen = entries
    rounds += 1
    time.sleep(0.02)
print(rounds)
"""


def test_builders_and_readers_do_not_disturb_each_other(tmp_path: Path) -> None:
    raw, out = tmp_path / "raw", tmp_path / "out"
    raw.mkdir()
    (raw / "base.txt").write_text("Pyongyang sent 12 launchers to Russia in April 2030, Seoul's army said.\n")
    store.build(raw, out)
    people = {"one": BUILDER, "two": BUILDER, "pandas": PANDAS, "duckdb": DUCKDB, "lister": LISTER}
    processes = {
        name: subprocess.Popen(
            [sys.executable, "-c", COMMON + script, str(raw), str(out), SECONDS, name],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for name, script in people.items()
    }
    told = {name: process.communicate(timeout=300) for name, process in processes.items()}
    assert {name: said for name, (_, said) in told.items() if processes[name].returncode != 0} == {}
    assert all(int(rounds) >= 1 for rounds, _ in told.values())
    store.build(raw, out)
    assert store.verify(out, raw=raw) == ()
    assert len(store.read_index(out)) >= 2
