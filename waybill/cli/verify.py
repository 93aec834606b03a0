"""`waybill verify`: prove a release against its manifest, its schemas and the raw files."""

from __future__ import annotations

from pathlib import Path

import click

from waybill.cli.exits import Exit
from waybill.cli.options import complete_release, json_option, out_option, raw_option
from waybill.cli.terminal import Refusal, echo_json, one_line

_SHOWN = 20


@click.command()
@click.argument("release", required=False, shell_complete=complete_release)
@out_option
@raw_option
@click.option("--no-raw", is_flag=True, help="Do not re-slice spans; for releases whose reports are not at hand.")
@click.option("--strict", is_flag=True, help="Also fail on raw files that have changed or gone since.")
@json_option
@click.pass_context
def verify(
    ctx: click.Context, release: str | None, out: Path, raw: Path, no_raw: bool, strict: bool, as_json: bool
) -> None:
    """Prove a release: checksums, schemas, keys, and every span re-sliced from RAW.

    RELEASE is a release id; without one, the newest. Exit code 5 when something does not hold.

    \b
    waybill verify
    waybill verify 2026.11.1 --strict
    """
    from waybill import store

    if not no_raw and not raw.is_dir():
        raise Refusal(
            f"--raw {raw}: no such folder. Name the reports with --raw DIR, or leave spans out with --no-raw",
            Exit.NOT_FOUND,
        )
    try:
        folder = store.release_dir(out, release)
        findings = store.verify(out, release, raw=None if no_raw else raw, strict=strict)
    except store.NoSuchRelease as error:
        raise Refusal(str(error), Exit.NOT_FOUND) from error
    except (store.StoreError, OSError) as error:
        raise Refusal(str(error)) from error
    name = folder.resolve().name
    if as_json:
        rows = [{"check": f.check, "where": f.where, "message": f.message} for f in findings]
        echo_json({"release_id": name, "sound": not findings, "findings": rows})
    elif not findings:
        click.echo(f"sound: {name} ({'everything but the spans' if no_raw else 'files, schemas, keys, every span'})")
    else:
        click.echo(f"NOT sound: {name}, {len(findings):,} findings", err=True)
        for finding in findings[:_SHOWN]:
            click.echo(f"  {finding.check}: {one_line(finding.where)}: {one_line(finding.message)}", err=True)
        if len(findings) > _SHOWN:
            click.echo(f"  ... and {len(findings) - _SHOWN:,} more (--json lists them)", err=True)
    ctx.exit(Exit.UNSOUND if findings else Exit.DONE)
