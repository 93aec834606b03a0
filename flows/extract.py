"""Extract: read batches of reports into claims, one task a batch of some megabytes, over processes or a cluster."""

from __future__ import annotations

from concurrent.futures import BrokenExecutor, Executor
from pathlib import Path

from prefect import get_run_logger, task
from prefect.cache_policies import NO_CACHE

from flows.retry import only
from waybill import store


@task(
    retries=1,
    retry_delay_seconds=5,
    retry_condition_fn=only(OSError, BrokenExecutor),
    cache_policy=NO_CACHE,
    persist_result=False,
    task_run_name="extract {name}",
)
def extract(plan: store.Plan, chunk: store.Chunk, name: str, pool: Executor | None) -> Path:
    """Read one batch; its result lies in a file named by its content, so that a second attempt finds it done.

    The task waits here, in a thread; the reading itself is done by `pool`, which knows nothing of Prefect.
    """
    get_run_logger().info("reading %s", name)
    return store.read_chunk(plan.raw, plan.out, chunk, plan.fingerprint, pool)
