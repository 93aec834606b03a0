"""`waybill query`: SQL over the newest release, read-only."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from waybill.cli.exits import Exit
from waybill.cli.options import complete_release, out_option
from waybill.cli.releases import refusals
from waybill.cli.terminal import Refusal, json_line


@click.command()
@click.argument("sql")
@out_option
@click.option("--release", metavar="ID", shell_complete=complete_release, help="A release other than the newest.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a row.")
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV with a header line.")
def query(sql: str, out: Path, release: str | None, as_json: bool, as_csv: bool) -> None:
    """Run SQL over a release's claims.duckdb. Nothing can be written, no other file can be reached.

    \b
    waybill query 'select origin, item, value_point from claims order by value_point desc limit 5'
    waybill query 'from documents' --csv > documents.csv
    waybill query "select table_name, comment from duckdb_tables()"
    """
    import duckdb

    from waybill import store

    with refusals():
        connection = store.connect(out, release)
    try:
        connection.execute("SET enable_external_access=false")
        if not (as_json or as_csv):
            relation = connection.sql(sql)
            click.echo("" if relation is None else str(relation), nl=False)
            return
        result = connection.execute(sql)
        names = [column[0] for column in result.description or []]
        if as_json:
            while rows := result.fetchmany(1000):
                for row in rows:
                    sys.stdout.buffer.write(json_line(dict(zip(names, row, strict=True))))
        else:
            _write_csv(names, result)
    except duckdb.Error as error:
        raise Refusal(f"SQL: {error}", Exit.FAILED) from error
    finally:
        connection.close()


def _cell(value: object) -> object:
    import json

    return json.dumps(value, ensure_ascii=False, default=str) if isinstance(value, (list, dict)) else value


def _write_csv(names: list[str], result: object) -> None:
    import csv
    import io

    text = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", newline="", write_through=True)
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(names)
    while rows := result.fetchmany(1000):  # type: ignore[attr-defined]
        writer.writerows([_cell(value) for value in row] for row in rows)
    text.detach()
