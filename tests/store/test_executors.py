"""Promise: whoever reads the batches, the release has the same bytes; what is missing is said with its mend."""

from __future__ import annotations

from pathlib import Path

import pytest

from waybill import store
from waybill.store import line
from waybill.store.reading import read_elsewhere


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
