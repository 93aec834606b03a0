"""Publish: move a verified release into place in one step, and leave a summary that a person wants to open."""

from __future__ import annotations

import time
from pathlib import Path

from prefect import get_run_logger, task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State

from waybill import store
from waybill.cli.build import summary


def another_writer(_task: object, _run: object, state: State[object]) -> bool:
    """Whether a failed attempt met the lock of another writer."""
    try:
        state.result()
    except store.Locked:
        return True
    except Exception:
        return False
    return False


@task(
    retries=3,
    retry_delay_seconds=[10, 60, 300],
    retry_condition_fn=another_writer,
    cache_policy=NO_CACHE,
    persist_result=False,
)
def publish(draft: store.Draft, out: Path, began: float) -> store.BuildReport:
    """Write the release beside, verify it, move it into place; `began` is when the run began, in monotonic seconds.

    Tried again only while another writer holds the folder: nothing else that fails here would fail less later.
    """
    report = store.publish(draft)
    lines = summary(report, out, time.monotonic() - began)
    get_run_logger().info(lines[0])
    create_markdown_artifact("```text\n" + "\n".join(lines) + "\n```", key="waybill-build", description=lines[0])
    return report
