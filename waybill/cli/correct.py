"""`waybill correct`: write a correction down beside the reports, where every later build applies it."""

from __future__ import annotations

import getpass
from pathlib import Path

import click

from waybill.cli.options import out_option, raw_option
from waybill.cli.releases import refusals
from waybill.cli.terminal import one_line


def user_name() -> str:
    """Who is at the terminal; raises UsageError where the system has no name for that number."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        raise click.UsageError("the system has no name for this user; say who corrects with --editor NAME") from None


@click.command()
@click.argument("claim_id")
@click.argument("column")
@click.argument("value", required=False)
@click.option("--reason", required=True, help="Why, with the place that shows it; published with the data.")
@click.option("--editor", default=user_name, show_default="your user name", help="Who says so.")
@raw_option
@out_option
def correct(claim_id: str, column: str, value: str | None, reason: str, editor: str, raw: Path, out: Path) -> None:
    """Correct one value of a claim: a line in RAW/corrections.csv, applied by the next build.

    Without VALUE the column becomes empty. The line keeps the value it replaces as its guard: when the reading
    changes later, the correction is not applied blindly but listed as orphaned.

    \b
    waybill correct c_0123456789abcdef unit missile --reason 'the next sentence says Kh-59 missiles'
    """
    from waybill import store

    with refusals():
        store.add_correction(raw, out, claim_id, column, value, reason, editor)
    click.echo(f"{one_line(claim_id)}: {column} will be {value if value is not None else 'empty'}; now:  waybill build")
