"""Rebuild and compare: the newest release once more from raw bytes, aside, alarming on any difference."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from prefect import flow, get_run_logger

from flows import PROJECT
from flows.alarm import report_failure
from waybill import store


class Differs(RuntimeError):
    """The same reports, code and history gave other rows."""


@flow(name="rebuild", on_failure=[report_failure], persist_result=False, timeout_seconds=12 * 3600)
def rebuild(raw: Path = Path("raw"), out: Path = Path("processed")) -> str:
    """Read every report of the newest release again, trusting no cache; nothing under `out` is touched.

    Says "equal", or "skipped" when reports or code changed since (the next build is the comparison then).
    """
    with tempfile.TemporaryDirectory(prefix="waybill-rebuild-") as folder:
        aside = Path(folder) / "out"
        _copy_history(PROJECT / out, aside)
        plan = store.plan_build(PROJECT / raw, aside)
        if store.unchanged_inputs(plan) is None:
            get_run_logger().info("skipped: reports or code changed since the newest release")
            return "skipped"
        for chunk in plan.chunks:
            store.read_chunk(plan.raw, plan.out, chunk, plan.fingerprint)
        report = store.publish(store.assemble(plan))
    if report.status != "unchanged":
        raise Differs(f"{report.status}: {report.changes} changed values; the same input must give the same rows")
    get_run_logger().info("equal: %s", report.release_id)
    return "equal"


def _copy_history(out: Path, aside: Path) -> None:
    """What a build knows of the past: the list of releases, their manifests, the history. No cache, no tables."""
    aside.mkdir()
    shutil.copy2(out / "releases.json", aside)
    shutil.copytree(out / "history", aside / "history")
