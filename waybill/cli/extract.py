"""`waybill extract`: a Unix filter from text to claims or quantities, one JSON line each; in a terminal, a reading."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from io import BufferedReader
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from waybill.cli.exits import Exit
from waybill.cli.records import BadInput, Record, read_records
from waybill.cli.terminal import Refusal, json_line, one_line, progress

if TYPE_CHECKING:
    from waybill.claims.record import Claim
    from waybill.quantities.record import Quantity, Rejection

QUANTITY_FIELDS = (
    "start",
    "end",
    "text",
    "value_low",
    "value_best",
    "value_high",
    "comparator",
    "unit",
    "item",
    "quantity_kind",
    "rate_per",
    "rule_ids",
)
"""What one JSON line of `--quantities` says, after the id of its text."""


@click.command()
@click.argument("file", required=False, type=click.Path(path_type=Path, allow_dash=True))
@click.option("--quantities", is_flag=True, help="Every quantity, whatever its topic; no roles, no dates.")
@click.option("--rejected", is_flag=True, help="Also the numbers that are none, with their reject_reason.")
@click.option("--published", metavar="DATE", help="Date of a plain text, as 2024-12-23 or 2024-12.")
@click.option("--jsonl/--text", "jsonl", default=None, help="What comes in; found out from the input if not said.")
@click.option("--json", "as_json", is_flag=True, help="JSON lines even in a terminal.")
@click.pass_context
def extract(
    ctx: click.Context,
    file: Path | None,
    quantities: bool,
    rejected: bool,
    published: str | None,
    jsonl: bool | None,
    as_json: bool,
) -> None:
    """Read quantities or claims out of text, one JSON line each.

    FILE (or standard input) holds JSON lines {"id", "text", "published"?}, or plain text. A line that cannot be
    read is reported on stderr by its number, the rest goes on, and the exit code is 3.

    \b
    echo 'Seoul says about 6,700 containers were sent.' | waybill extract
    waybill extract --quantities --rejected report.txt
    waybill extract --quantities < texts.jsonl > quantities.jsonl
    """
    broken = 0
    readable = sys.stdout.isatty() and not as_json
    with _opened(file) as stream, progress() as show:
        records = read_records(stream, name=str(file or "-"), jsonl=jsonl, published=published)
        for done, record in enumerate(records):
            if show is not None and not readable:
                show("texts read", done, 0)
            if isinstance(record, BadInput):
                click.echo(f"waybill: {one_line(record.message)}", err=True)
                broken += 1
                continue
            try:
                if readable:
                    _show(record, quantities, rejected)
                else:
                    lines = quantity_lines(record, rejected) if quantities else claim_lines(record, rejected)
                    sys.stdout.buffer.write(b"".join(map(json_line, lines)))
                    sys.stdout.buffer.flush()
            except BrokenPipeError:
                raise
            except Exception as error:  # whatever one text does to a reader, the texts behind it are read
                reason = str(error) if isinstance(error, ValueError) else f"{type(error).__name__}: {error}"
                click.echo(f"waybill: {record.place}: {one_line(reason)}", err=True)
                broken += 1
    ctx.exit(Exit.SET_ASIDE if broken else Exit.DONE)


def quantity_lines(record: Record, rejected: bool = False) -> Iterator[dict[str, Any]]:
    """The quantities of one text (and its rejected numbers) as JSON-ready records, in text order.

    >>> [line["text"] for line in quantity_lines(Record("a", "up to 300 tonnes of ore", None, "line 1"))]
    ['up to 300']
    """
    from waybill.quantities import read_numbers

    reading = read_numbers(record.text)
    found: list[Quantity | Rejection] = [*reading.quantities, *(reading.rejections if rejected else ())]
    for number in sorted(found, key=lambda n: n.start) if rejected else found:
        yield {"id": record.id, **_quantity_record(number)}


def _quantity_record(number: Quantity | Rejection) -> dict[str, Any]:
    from waybill.quantities.record import Rejection

    if not isinstance(number, Rejection):
        return {name: getattr(number, name) for name in QUANTITY_FIELDS}
    line = {name: getattr(number.reading, name, None) for name in QUANTITY_FIELDS}
    own = {name: getattr(number, name) for name in ("start", "end", "text", "rule_ids")}
    return {**line, **own, "reject_reason": number.reject_reason}


def claim_lines(record: Record, rejected: bool = False) -> Iterator[dict[str, Any]]:
    """The claims of one report (and its rejected numbers) as JSON-ready records, in text order.

    Raises ValueError when the text could not be a report.
    """
    import waybill

    if not record.text.strip():
        return
    reading = waybill.read_claims(record.text, published=record.published)
    lines = [(c.quantity_start, _claim_record(c)) for c in reading.claims]
    if rejected:
        lines += [(r.start, _quantity_record(r)) for r in reading.rejections]
        lines.sort(key=lambda line: line[0])
    for _, line in lines:
        yield {"id": record.id, **line}


def _claim_record(claim: Claim) -> dict[str, Any]:
    return {field.name: getattr(claim, field.name) for field in fields(claim)}


def _show(record: Record, quantities: bool, rejected: bool) -> None:
    from waybill.cli.reading import show_claims, show_quantities

    if quantities:
        from waybill.quantities import read_numbers

        reading = read_numbers(record.text)
        click.echo(show_quantities(record.text, reading.quantities, reading.rejections if rejected else ()))
    elif record.text.strip():
        import waybill

        claims = waybill.read_claims(record.text, published=record.published)
        click.echo(show_claims(record.text, claims.claims, claims.rejections if rejected else ()))


@contextmanager
def _opened(file: Path | None) -> Iterator[BufferedReader]:
    if file is None or str(file) == "-":
        if sys.stdin.isatty():
            click.echo("Type or paste text, then end with Ctrl-D on a line of its own.", err=True)
        yield cast(BufferedReader, sys.stdin.buffer)
        return
    try:
        stream = file.open("rb")
    except FileNotFoundError as error:
        raise Refusal(f"{file}: no such file", Exit.NOT_FOUND) from error
    except OSError as error:
        raise Refusal(f"{file}: cannot be read ({error.strerror})") from error
    with stream:
        yield stream
