"""The whole line as one Prefect flow: ingest, extract, link, publish. `python -m flows` runs it here and now.

One flow and four kinds of task: every further flow call would cost a second, every task a few milliseconds.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

from prefect import flow
from prefect.task_runners import ThreadPoolTaskRunner

from flows import PROJECT
from flows.alarm import report_failure
from flows.extract import extract, reading_processes
from flows.ingest import ingest
from flows.link import link
from flows.publish import publish
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
    timeout_seconds=12 * 3600,
    on_failure=[report_failure],
)
def build(
    raw: Path = Path("raw"), out: Path = Path("processed"), workers: int = 0, release_id: str | None = None
) -> BuildReport:
    """Read the reports under `raw` and publish a release under `out`; relative folders lie in the project.

    `workers` processes read (0: as many as there are cores). A run that changes nothing publishes nothing.
    """
    began = time.monotonic()
    raw, out = PROJECT / raw, PROJECT / out
    plan = ingest(raw, out, release_id)
    with reading_processes(len(plan.chunks), workers or os.cpu_count() or 1) as pool:
        names = [f"{number}/{len(plan.chunks)}" for number in range(1, len(plan.chunks) + 1)]
        reading = [extract.submit(plan, chunk, name, pool) for chunk, name in zip(plan.chunks, names, strict=True)]
        for batch in reading:
            batch.result()
    report = publish(link(plan), out, began)
    if report.status == "refused":
        raise Refused(report)
    return report
