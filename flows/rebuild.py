"""Rebuild and compare: the newest release once more from raw bytes, aside, alarming on any byte of difference."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from prefect import flow, get_run_logger
from prefect.artifacts import create_table_artifact

from flows import folder
from flows.alarm import report_failure
from waybill import store

_CORES = os.cpu_count() or 1


class Differs(RuntimeError):
    """The same reports, code and history gave other bytes."""


@flow(name="rebuild", on_failure=[report_failure], persist_result=False, timeout_seconds=12 * 3600)
def rebuild(raw: str = "raw", out: str = "processed", workers: int = 0, executor: str = "processes") -> str:
    """Read every report of the newest release again, trusting no cache; nothing under `out` is touched.

    Says "equal", or "skipped" when reports or code changed since (the next build is the comparison then). The run
    fails, naming the first difference, when any table comes out with other bytes.
    """
    with tempfile.TemporaryDirectory(prefix="waybill-rebuild-") as aside:
        here = store.local(folder(out))
        found = store.rebuild(folder(raw), here, Path(aside) / "out", workers=workers or _CORES, executor=executor)
    if found is None:
        get_run_logger().info("skipped: no release yet, or reports or code changed since the newest one")
        return "skipped"
    if found:
        rows = [{"check": f.check, "where": f.where, "message": f.message} for f in found]
        create_table_artifact(rows, key="waybill-differences", description=f"{len(found)} tables come out otherwise")
        raise Differs("; ".join(f"{f.where}: {f.message}" for f in found[:3]))
    get_run_logger().info("equal to the last byte")
    return "equal"
