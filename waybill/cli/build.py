"""`waybill build`: the whole line from raw reports to a release, without Prefect."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from waybill.cli.exits import Exit
from waybill.cli.options import FolderName, existing_folder, json_option
from waybill.cli.terminal import Refusal, echo_json, one_line, progress

if TYPE_CHECKING:
    from waybill.store import BuildReport


@click.command()
@click.option("--raw", type=FolderName(), default="raw", show_default=True, help="Folder of reports, or its address.")
@click.option("--out", type=FolderName(), default="processed", show_default=True, help="Folder of releases, likewise.")
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    default=lambda: os.cpu_count() or 1,
    show_default="all cores",
    help="Processes that read reports.",
)
@click.option(
    "--executor",
    default="processes",
    show_default=True,
    metavar="processes|dask|ADDRESS",
    help="Who reads: processes of this machine, a Dask cluster on it, or the one at an address.",
)
@click.option("--release", "release_id", metavar="ID", help="Release id to publish under, instead of the next one.")
@json_option
@click.pass_context
def build(
    ctx: click.Context,
    raw: Path | str,
    out: Path | str,
    workers: int,
    executor: str,
    release_id: str | None,
    as_json: bool,
) -> None:
    """Read RAW, publish a release under OUT.

    A run that changes nothing publishes nothing and says so. Files that cannot be read are set aside in the
    quarantine table and stop nobody else (exit code 3).

    \b
    waybill build
    waybill build --raw ~/reports --out ~/releases --json
    waybill build --raw s3://desk/reports --out s3://desk/releases --executor tcp://scheduler:8786
    """
    from duckdb import IOException

    from waybill import store

    if isinstance(raw, Path):
        existing_folder(raw, "--raw", "Name the folder of your reports:  waybill build --raw DIR")
    try:
        began = time.monotonic()
        with progress() as show:
            report = store.build(raw, out, workers=workers, release_id=release_id, progress=show, executor=executor)
    except store.Locked as error:
        raise Refusal(str(error), Exit.BUSY) from error
    except (store.StoreError, OSError, IOException) as error:  # the last is how a full disk meets DuckDB
        raise Refusal(str(error)) from error
    if as_json:
        echo_json(report_record(report))
    else:
        click.echo("\n".join(summary(report, folder_shown(report, out), time.monotonic() - began)))
    ctx.exit(report.exit_code)


def folder_shown(report: BuildReport, out: Path | str) -> Path:
    """Where to open the release: the folder that was named, or for an address the stage it was built in."""
    return out if isinstance(out, Path) else report.release_dir.parents[1] if report.release_dir else Path(out)


def report_record(report: BuildReport) -> dict[str, object]:
    """The report as plain values, for `--json` and for the flow's artifact."""
    return {
        "status": report.status,
        "release_id": report.release_id,
        "release_dir": None if report.release_dir is None else str(report.release_dir),
        "documents": report.documents,
        "documents_read": report.documents_read,
        "claims": report.claims,
        "rejected": report.rejected,
        "assertions": report.assertions,
        "changes": report.changes,
        "quarantined": [{"raw_path": q.raw_path, "reason": q.reason, "detail": q.detail} for q in report.quarantined],
        "issues": dict(report.issues),
        "first_errors": list(report.first_errors),
        "seconds": dict(report.seconds),
    }


def summary(report: BuildReport, out: Path, seconds: float) -> list[str]:
    """What happened, as lines for people: read, claimed, rejected, quarantined, how long, where, how to open it."""
    lines = [
        _headline(report, out),
        f"  read         {report.documents:>9,} reports ({report.documents_read:,} of them new or changed)",
        f"  claimed      {report.claims:>9,} quantities, making {report.assertions:,} assertions",
        f"  rejected     {report.rejected:>9,} other numbers, each with its reason",
        f"  quarantined  {len(report.quarantined):>9,} files",
    ]
    lines += [f"      {one_line(q.raw_path)}: {q.reason} ({one_line(q.detail)})" for q in report.quarantined[:10]]
    if len(report.quarantined) > 10:
        lines.append(f"      ... and {len(report.quarantined) - 10:,} more in the table quarantine")
    lines.append(f"  took         {seconds:>9.1f} s")
    if report.status == "refused":
        return lines + [f"      {one_line(error)}" for error in report.first_errors]
    latest = out / "latest"
    page = [f"  by eye       {latest / 'index.html'}"] if (latest / "index.html").is_file() else []
    return [
        *lines,
        "open it",
        *page,
        f"  pandas       pandas.read_parquet({str(latest / 'claims.parquet')!r})",
        f"  DuckDB       duckdb.connect({str(latest / 'claims.duckdb')!r}, read_only=True).sql('from claims')",
    ]


def _headline(report: BuildReport, out: Path) -> str:
    if report.status == "published":
        return f"published {report.release_id} in {out / 'releases' / str(report.release_id)}"
    if report.status == "unchanged":
        return f"unchanged: release {report.release_id} holds these rows already, nothing published"
    return "refused: the tables did not pass validation, nothing published"
