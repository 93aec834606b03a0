"""Talking to a terminal or a pipe: safe characters, colours only where eyes are, refusals, progress on stderr."""

from __future__ import annotations

import json
import os
import re
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any

import click

from waybill.cli.exits import Exit

# C0 and C1 controls, and the bidirectional overrides that let a text show other characters than it holds.
_UNSAFE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


class Refusal(click.ClickException):
    """A refusal that names the file, the place and the mend, with the exit code that says which kind it is."""

    def __init__(self, message: str, code: Exit = Exit.FAILED) -> None:
        super().__init__(message)
        self.code = code

    def show(self, file: Any = None) -> None:
        """Print the message to stderr, its first word coloured in a terminal."""
        click.echo(f"{click.style('waybill:', fg='red', bold=True)} {printable(self.message)}", err=True)


def printable(text: str) -> str:
    r"""`text` with every character that could steer a terminal shown instead of obeyed.

    >>> printable("40\x1b[31m shells")
    '40␛[31m shells'
    """
    return _UNSAFE.sub(lambda m: chr(0x2400 + ord(m[0])) if ord(m[0]) < 0x20 else "\N{REPLACEMENT CHARACTER}", text)


def one_line(text: str) -> str:
    r"""`text` on one line, safe to print.

    >>> one_line("about 40\n  containers")
    'about 40 containers'
    """
    return printable(" ".join(text.split()))


def number(value: float | None) -> str:
    """A value as people write it: grouped, no empty decimals; a dash for an open bound.

    >>> number(6700.0), number(33.333), number(None), number(5.5e9)
    ('6,700', '33.333', '–', '5,500,000,000')
    """
    if value is None:
        return "–"
    if value == int(value) and abs(value) < 1e18:
        return f"{int(value):,}"
    return f"{value:,.10g}"


def json_line(record: Mapping[str, Any]) -> bytes:
    """One JSON line in UTF-8; what UTF-8 cannot carry (a lone surrogate of the input) is escaped.

    >>> json_line({"id": 1, "text": "₩2tn"}).decode()
    '{"id": 1, "text": "₩2tn"}\\n'
    """
    try:
        return _ENCODER.encode(record).encode() + b"\n"
    except UnicodeEncodeError:
        return _ASCII_ENCODER.encode(record).encode() + b"\n"


def echo_json(record: Any) -> None:
    """Print one JSON document, the last word of a command that a machine listens to."""
    sys.stdout.flush()
    sys.stdout.buffer.write(json.dumps(record, ensure_ascii=False, indent=2, default=_plain).encode() + b"\n")


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (set, frozenset, tuple)):
        return list(value)
    return str(value)


_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, default=_plain)
_ASCII_ENCODER = json.JSONEncoder(allow_nan=False, default=_plain)


def wants_colour() -> bool | None:
    """False where colours are unwelcome whatever the stream; None leaves it to the stream (a terminal or not)."""
    return False if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb" else None


@contextmanager
def progress() -> Iterator[Callable[[str, int, int], None] | None]:
    """A `(stage, done, total)` callback that keeps one line on stderr up to date; None where nobody watches.

    A total of 0 is one that nobody knows. The line is gone at the end.
    """
    if not sys.stderr.isatty():
        yield None
        return
    last = 0.0

    def show(stage: str, done: int, total: int) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= 0.1:
            last = now
            click.echo(f"\r\x1b[2K{stage} {done:,}" + (f"/{total:,}" if total else ""), err=True, nl=False)

    try:
        yield show
    finally:
        if last:
            click.echo("\r\x1b[2K", err=True, nl=False)
