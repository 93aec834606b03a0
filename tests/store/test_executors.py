"""Promise: whoever reads the batches, the release has the same bytes; what is missing is said with its mend."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from waybill import store
from waybill.store import line
from waybill.store.reading import read_elsewhere

ROOT = Path(__file__).resolve().parents[2]
READERS_THAT_SLEEP = """
import time
from waybill.store.executors import readers
if __name__ == "__main__":
    with readers("processes", batches=2, workers=2) as pool:
        for nap in [pool.submit(time.sleep, 0.5) for _ in range(2)]:
            nap.result()
        asleep = [pool.submit(time.sleep, 600) for _ in range(4)]
        print("ready", flush=True)
        asleep[0].result()
"""


def tables(out: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (out / "latest").glob("*.parquet")}


def build(raw: Path, out: Path, monkeypatch: pytest.MonkeyPatch, **how: object) -> dict[str, bytes]:
    monkeypatch.setattr(
        line.plan_build, "__kwdefaults__", {**(line.plan_build.__kwdefaults__ or {}), "chunk_bytes": 600}
    )
    report = store.build(raw, out, **how)  # type: ignore[arg-type]
    assert report.status == "published" and report.documents == 12
    return tables(out)


def test_processes_give_the_bytes_of_one_process(raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    alone = build(raw, tmp_path / "alone", monkeypatch, workers=1)
    assert build(raw, tmp_path / "together", monkeypatch, workers=2) == alone


def test_a_dask_cluster_gives_the_same_bytes(raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    distributed = pytest.importorskip("distributed", reason="the extra `dask` is not installed")
    alone = build(raw, tmp_path / "alone", monkeypatch, workers=1)
    assert build(raw, tmp_path / "dask", monkeypatch, workers=2, executor="dask") == alone
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=1, host="127.0.0.1", dashboard_address=None, silence_logs=40
    ) as existing:
        assert build(raw, tmp_path / "existing", monkeypatch, executor=existing.scheduler_address) == alone


@pytest.mark.parametrize("word", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_readers_are_gone_when_the_build_is(word: signal.Signals, tmp_path: Path) -> None:
    script = tmp_path / "build.py"
    script.write_text(READERS_THAT_SLEEP)
    build = subprocess.Popen(
        [sys.executable, script],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert build.stdout and build.stdout.readline() == b"ready\n"
    build.send_signal(word)
    try:
        build.communicate(timeout=20)  # until the last process that holds the other end of the pipe is gone
    except subprocess.TimeoutExpired:
        build.kill()
        pytest.fail("a reading process outlives its build")


def test_words_and_addresses_that_lead_nowhere_are_refused(raw: Path, tmp_path: Path) -> None:
    with pytest.raises(store.StoreError, match="no such executor; there is processes, dask"):
        store.build(raw, tmp_path / "out", executor="threads")
    pytest.importorskip("distributed", reason="the extra `dask` is not installed")
    with pytest.raises(store.StoreError, match="no Dask scheduler answers"):
        store.build(raw, tmp_path / "out", executor="tcp://127.0.0.1:9")


def test_without_dask_the_mend_is_named(raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(store.StoreError, match=r"pip install 'waybill\[dask\]'"):
        store.build(raw, tmp_path / "out", executor="dask")


def test_a_worker_with_other_code_is_told_apart(raw: Path, tmp_path: Path) -> None:
    plan = store.plan_build(raw, tmp_path / "out")
    with pytest.raises(store.StoreError, match="other code or vocabulary"):
        read_elsewhere(plan.raw, plan.chunks[0], "0" * 64)
