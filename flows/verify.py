"""Verify on a schedule: the newest release against its manifest, its schemas and the raw files."""

from __future__ import annotations

from prefect import flow, get_run_logger
from prefect.artifacts import create_table_artifact

from flows import folder
from flows.alarm import report_failure
from waybill import store


class Unsound(RuntimeError):
    """A published release that no longer proves true."""


@flow(name="verify", on_failure=[report_failure], persist_result=False, timeout_seconds=6 * 3600)
def verify(raw: str = "raw", out: str = "processed") -> None:
    """Prove the newest release under `out`; the run fails, naming the first finding, when something does not hold."""
    here = store.local(folder(out))
    release = store.release_dir(here)
    findings = store.verify(here, raw=folder(raw))
    if findings:
        rows = [{"check": f.check, "where": f.where, "message": f.message} for f in findings[:1000]]
        create_table_artifact(rows, key="waybill-findings", description=f"{release.name}: {len(findings)} findings")
        raise Unsound(f"{release.name}: {len(findings)} findings, first {findings[0]}")
    get_run_logger().info("%s is sound", release.name)
