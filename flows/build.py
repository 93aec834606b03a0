"""The whole line as one Prefect flow: ingest, extract, link, publish. `python -m flows` runs it here and now.

One flow and four kinds of task: every further flow call would cost a second, every task a few milliseconds.
"""

from __future__ import annotations

import os
import time
from concurrent.futures import Executor

from prefect import flow
from prefect.artifacts import create_progress_artifact, update_progress_artifact
from prefect.task_runners import ThreadPoolTaskRunner

from flows import folder
from flows.alarm import report_failure
from flows.extract import extract
from flows.ingest import ingest
from flows.link import link
from flows.publish import leave_summary, publish
from waybill import store
from waybill.store import BuildReport


class Refused(RuntimeError):
    """The tables failed validation; nothing was published, and whoever watches the runs must hear of it."""

    def __init__(self, report: BuildReport) -> None:
        super().__init__("; ".join(report.first_errors))
        self.report = report


@flow(
    name="build",
    flow_run_name="build {raw} -> {out}",
    task_runner=ThreadPoolTaskRunner(max_workers=os.cpu_count() or 1),
    validate_parameters=True,
    persist_result=False,
    cache_result_in_memory=False,  # else what a failed run raised stays with Prefect to the end of the process
    timeout_seconds=12 * 3600,
    on_failure=[report_failure],
)
def build(
    raw: str = "raw",
    out: str = "processed",
    workers: int = 0,
    release_id: str | None = None,
    executor: str = "processes",
) -> BuildReport:
    """Read the reports under `raw` and publish a release under `out`: fsspec addresses, or paths in the project.

    `workers` read (0: as many as there are cores): processes of this machine, or with `executor` "dask" those of a
    Dask cluster on it, or with the address of a scheduler those of that cluster. A run that changes nothing
    publishes nothing.
    """
    began = time.monotonic()
    with store.place_to_write(store.folder_at(folder(out))) as here:
        plan = ingest(folder(raw), here, release_id)
        same = store.report_unchanged(plan)
        if same is not None:
            leave_summary(same, here, began)
            return same
        with store.readers(executor, len(plan.chunks), workers or os.cpu_count() or 1) as pool:
            read_batches(plan, pool)
        report = publish(link(plan), here, began)
    if report.status == "refused":
        raise Refused(report)
    return report


def read_batches(plan: store.Plan, pool: Executor | None) -> None:
    """One task a batch, all submitted at once, and one artifact that shows how far they are."""
    total = len(plan.chunks)
    if not total:
        return
    shown = create_progress_artifact(0.0, key="waybill-reading", description=f"{total} batches of reports")
    names = [f"{number}/{total}" for number in range(1, total + 1)]
    reading = [extract.submit(plan, chunk, name, pool) for chunk, name in zip(plan.chunks, names, strict=True)]
    for done, batch in enumerate(reading, start=1):
        batch.result()
        update_progress_artifact(shown, 100.0 * done / total)
