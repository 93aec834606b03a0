"""`waybill export`: a release as a bundle that may be handed on, without the reports' texts."""

from __future__ import annotations

from pathlib import Path

import click

from waybill.cli.options import complete_release, out_option
from waybill.cli.releases import refusals


@click.command()
@click.argument("target", type=click.Path(path_type=Path))
@click.option(
    "--kind",
    type=click.Choice(["zip", "parquet", "csv"]),
    default="zip",
    show_default=True,
    help="One file, or a folder of files.",
)
@click.option("--release", metavar="ID", shell_complete=complete_release, help="A release other than the newest.")
@out_option
def export(target: Path, kind: str, release: str | None, out: Path) -> None:
    """Write a release to TARGET as a bundle for others.

    The reports' texts stay behind, for they have owners; spans and short quotes go along.

    \b
    waybill export arms-claims.zip
    waybill export --kind csv tables/
    """
    from waybill import store

    with refusals():
        written = store.export(out, target, kind, release)
    click.echo(f"wrote {written}")
