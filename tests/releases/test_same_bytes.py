"""The same raw folder gives the same bytes: in another process, with more workers, in another place and language."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import stand_ins

SCRIPT = """
import json, sys
from datetime import date, datetime, UTC
from pathlib import Path
from waybill import store
from waybill.store import drawn, line
class Still:
    def draw(self, specification):
        return "<svg/>"
if __name__ == "__main__":
    drawn.drawer = line.drawer = lambda: Still()
    raw, out, workers = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    plan = store.plan_build(raw, out, today=date(2031, 5, 2), chunk_bytes=50)
    from waybill.store.line import read_chunks
    read_chunks(plan, workers, lambda *_: None)
    report = store.publish(store.assemble(plan), now=datetime(2031, 5, 2, tzinfo=UTC))
    print(json.dumps([report.status, len(plan.chunks), report.claims]))
"""

REPORTS = {
    "b/one.txt": "Lantern Gazette\\n30 April 2031\\n\\nThe ministry said about 4,300 containers had left the port.\\n",
    "a/two.txt": "Harbour Watch\\n1 May 2031\\n\\nAt least 900 artillery shells were counted at the depot.\\n",
    "c.txt": "Quiet Post\\n2 May 2031\\n\\nBetween 40 and 50 railcars crossed the bridge, a watcher said.\\n",
    "d.txt": "Night Wire\\n2 May 2031\\n\\nDozens of soldiers and 12 tanks were seen in Chongjin.\\n",
}


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("reports") / "raw", list(REPORTS))


def write(folder: Path, order: list[str]) -> Path:
    for name in order:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(REPORTS[name].replace("\\n", "\n"), encoding="utf-8")
    return folder


def built(raw: Path, out: Path, workers: int = 1, **environment: str) -> dict[str, str]:
    """Parquet files of a release that a fresh process builds with the real readers, by name and hash."""
    script = out.parent / f"{out.name}.py"
    script.write_text(SCRIPT, encoding="utf-8")
    root = Path(stand_ins.__file__).parents[2]
    where = os.environ | {"PYTHONPATH": str(root)} | environment
    command = [sys.executable, str(script), str(raw), str(out), str(workers)]
    ran = subprocess.run(command, env=where, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr[-2000:]
    status, chunks, claims = json.loads(ran.stdout.splitlines()[-1])
    assert (status, chunks) == ("published", 4)
    assert claims > 0
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in (out / "latest").glob("*.parquet")}


@pytest.fixture(scope="module")
def expected(reports: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return built(reports, tmp_path_factory.mktemp("expected") / "out")


def test_two_workers_give_the_bytes_of_one(reports: Path, expected: dict[str, str], tmp_path: Path) -> None:
    assert built(reports, tmp_path / "out", workers=2) == expected


def test_another_order_of_the_folder_gives_the_same_bytes(expected: dict[str, str], tmp_path: Path) -> None:
    assert built(write(tmp_path / "raw", list(REPORTS)[::-1]), tmp_path / "out") == expected


def test_another_zone_locale_and_hash_seed_give_the_same_bytes(
    reports: Path, expected: dict[str, str], tmp_path: Path
) -> None:
    elsewhere = {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "LANG": "tr_TR.UTF-8", "PYTHONHASHSEED": "7"}
    assert built(reports, tmp_path / "out", **elsewhere) == expected


def test_without_its_cache_a_release_is_rebuilt_to_the_byte(raw: Path, out: Path, tmp_path: Path) -> None:
    stand_ins.build(raw, out)
    (raw / "new.txt").write_text("New Paper\nThere were 5 shells.\n", encoding="utf-8")
    rebuilt = tmp_path / "rebuilt"
    shutil.copytree(out, rebuilt, symlinks=True)
    shutil.rmtree(rebuilt / ".cache")
    warm, cold = stand_ins.build(raw, out), stand_ins.build(raw, rebuilt)
    assert (warm.documents_read, cold.documents_read) == (1, 4)
    for path in (out / "latest").glob("*.parquet"):
        assert path.read_bytes() == (rebuilt / "latest" / path.name).read_bytes(), path.name


OTHER_DUCKDB = [path for path in os.environ.get("WAYBILL_OTHER_DUCKDB", "").split(os.pathsep) if path]


@pytest.mark.skipif(not OTHER_DUCKDB, reason="WAYBILL_OTHER_DUCKDB names no Python with another DuckDB")
@pytest.mark.parametrize("python", OTHER_DUCKDB or ["none"])
def test_an_older_duckdb_opens_the_database(python: str, raw: Path, published: Path) -> None:
    """Tables, comments, the views, and the past: what it was before, kept as rows that ended."""
    (raw / "lantern.txt").unlink()
    stand_ins.build(raw, published)
    asked = {
        "SELECT count(*) FROM claims_as_of('2031.05.0')": 4,
        "SELECT count(*) FROM claims_as_of('2031.05.1')": 2,
        "SELECT count(*) FROM claims_known_on(DATE '2031-05-01')": 2,
        "SELECT count(*) FROM history.since": 2,
        "SELECT count(*) FROM history.ended": 2,
        "SELECT count(*) FROM claims_history WHERE valid_to_seq = 2": 2,
        "SELECT count(comment) FROM duckdb_columns() WHERE table_name = 'claims'": 63,
    }
    code = (
        "import duckdb, json, sys; b = duckdb.connect(sys.argv[1], read_only=True); "
        "[b.execute(f'SELECT * FROM {view}').fetchall() for view, in "
        "b.execute('SELECT view_name FROM duckdb_views() WHERE NOT internal').fetchall()]; "
        "print(json.dumps([b.execute(sql).fetchall()[0][0] for sql in sys.argv[2:]]))"
    )
    path = str(published / "latest" / "claims.duckdb")
    ran = subprocess.run([python, "-c", code, path, *asked], capture_output=True, text=True, check=True)
    assert json.loads(ran.stdout) == [*asked.values()]
