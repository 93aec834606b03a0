"""Publish: move a verified release into place in one step, and leave a summary that a person wants to open."""

from __future__ import annotations

import time
from pathlib import Path

from prefect import get_run_logger, task
from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.cache_policies import NO_CACHE
from prefect.events import emit_event

from flows.retry import only
from waybill import store
from waybill.cli.build import summary


@task(
    retries=3,
    retry_delay_seconds=[10, 60, 300],
    retry_condition_fn=only(store.Locked),
    cache_policy=NO_CACHE,
    persist_result=False,
)
def publish(draft: store.Draft, out: Path, began: float) -> store.BuildReport:
    """Write the release beside, verify it, move it into place; `began` is when the run began, in monotonic seconds.

    Tried again only while another writer holds the folder: nothing else that fails here would fail less later.
    """
    report = store.publish(draft)
    leave_summary(report, out, began)
    if report.status == "published":
        _announce(report, out)
    return report


def leave_summary(report: store.BuildReport, out: Path, began: float) -> None:
    """What happened, and the files set aside, as artifacts that a person can open."""
    lines = summary(report, out, time.monotonic() - began)
    get_run_logger().info(lines[0])
    create_markdown_artifact("```text\n" + "\n".join(lines) + "\n```", key="waybill-build", description=lines[0])
    if report.quarantined:
        rows = [{"file": q.raw_path, "reason": q.reason, "detail": q.detail} for q in report.quarantined[:1000]]
        create_table_artifact(rows, key="waybill-quarantine", description=f"{len(report.quarantined)} files set aside")


def _announce(report: store.BuildReport, out: Path) -> None:
    """The event that automations wait for, and the release's diff where a person can open it."""
    counts = {name: getattr(report, name) for name in ("documents", "claims", "assertions", "rejected", "changes")}
    emit_event(
        event="waybill.release.published",
        resource={"prefect.resource.id": f"waybill.release.{report.release_id}"},
        payload={**counts, "quarantined": len(report.quarantined), "folder": str(report.release_dir)},
    )
    diff = out / "releases" / str(report.release_id) / "diff.md"
    create_markdown_artifact(diff.read_text(), key="waybill-diff", description=f"What {report.release_id} changed")
