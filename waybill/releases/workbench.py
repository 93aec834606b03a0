"""A DuckDB in memory to work on tables with: quiet, on two cores, gone with its block."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb


@contextmanager
def workbench(memory: str | None = None, spill: str | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection for the work of a build; `memory` bounds what it holds, the folder `spill` takes what is beyond.

    It never draws a bar: where Python was started with `-c`, DuckDB takes standard output for a person at a prompt.

    >>> with workbench() as base:
    ...     base.sql("SELECT 6 * 7").fetchall()
    [(42,)]
    """
    limits: dict[str, str | bool | int | float | list[str]] = {"threads": 2}
    if memory is not None:
        limits["memory_limit"] = memory
    if spill is not None:
        limits["temp_directory"] = spill
    with duckdb.connect(":memory:", config=limits) as base:
        base.execute("SET enable_progress_bar = false")
        yield base
