"""Extract: read batches of reports into claims, one task a batch of some megabytes, over processes."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from pathlib import Path

from prefect import get_run_logger, task
from prefect.cache_policies import NO_CACHE

from flows.retry import only
from waybill import store


@contextmanager
def reading_processes(batches: int, workers: int) -> Iterator[Executor | None]:
    """Processes for `batches`, or None where one process reads them as fast as starting others would take.

    They are spawned, not forked: a fork would copy the locks of Prefect's threads.
    """
    if min(batches, workers) < 2:
        yield None
        return
    with ProcessPoolExecutor(min(batches, workers), mp_context=multiprocessing.get_context("spawn")) as pool:
        yield pool


@task(
    retries=1,
    retry_delay_seconds=5,
    retry_condition_fn=only(OSError, BrokenProcessPool),
    cache_policy=NO_CACHE,
    persist_result=False,
    task_run_name="extract {name}",
)
def extract(plan: store.Plan, chunk: store.Chunk, name: str, pool: Executor | None) -> Path:
    """Read one batch; its result lies in a file named by its content, so that a second attempt finds it done."""
    get_run_logger().info("reading %s", name)
    arguments = (plan.raw, plan.out, chunk, plan.fingerprint)
    if pool is None:
        return store.read_chunk(*arguments)
    return pool.submit(store.read_chunk, *arguments).result()
