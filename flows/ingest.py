"""Ingest: list and hash what lies in raw/, and say which batches of it are still to be read."""

from __future__ import annotations

from pathlib import Path

from prefect import get_run_logger, task
from prefect.cache_policies import NO_CACHE

from flows.retry import only
from waybill import store


@task(
    retries=2,
    retry_delay_seconds=[5, 30],
    retry_condition_fn=only(OSError),
    cache_policy=NO_CACHE,
    persist_result=False,
)
def ingest(raw: str | Path, out: Path, release_id: str | None = None) -> store.Plan:
    """The plan of a build: files by hash, batches to read, files set aside. Retried, for a share may be away."""
    plan = store.plan_build(raw, out, release_id=release_id)
    get_run_logger().info(
        "%d reports: %d known, %d batches to read, %d set aside",
        len(plan.files),
        plan.cached,
        len(plan.chunks),
        len(plan.quarantined),
    )
    return plan
