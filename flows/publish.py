"""Publish: move a verified release into place in one step, and leave a summary that a person wants to open."""

from __future__ import annotations

from pathlib import Path

from prefect import get_run_logger, task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE

from waybill import store
from waybill.cli.build import summary


@task(cache_policy=NO_CACHE, persist_result=False)
def publish(draft: store.Draft, out: Path, release_id: str | None = None) -> store.BuildReport:
    """Write the release beside, verify it, move it into place. Not retried: a second builder must wait, not repeat."""
    report = store.publish(draft, release_id=release_id)
    lines = summary(report, out)
    get_run_logger().info(lines[0])
    create_markdown_artifact("```text\n" + "\n".join(lines) + "\n```", key="waybill-build", description=lines[0])
    return report
