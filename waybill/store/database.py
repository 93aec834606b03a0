"""claims.duckdb: every table with types, keys and comments, views and macros, derived from the Parquet files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import duckdb

import schemas
from schemas.dataset import PARQUET_TABLES, TABLES
from schemas.render import duckdb_comments, duckdb_table
from waybill.releases.manifest import ReleaseEntry
from waybill.store.history import CHANGES, history_file
from waybill.store.places import DATABASE, release_dir

STORAGE_VERSION = "v1.0.0"
"""An old storage format, so that older DuckDB clients open the file."""
_VIEWS = Path(schemas.__file__).parent / "views.sql"


def write_database(
    path: Path,
    release: Path,
    histories: Sequence[Path],
    entries: Sequence[ReleaseEntry],
    leave_out: Iterable[str] = (),
    until: ReleaseEntry | None = None,
) -> None:
    """Write `path` from the Parquet files of the folder `release` and the first history found in `histories`.

    `entries` are the releases up to this one; tables of `leave_out` stay empty. With `until`, histories that ran on
    are cut back to what that release knew.
    """
    sources = {name: release / f"{name}.parquet" for name in PARQUET_TABLES if name not in set(leave_out)}
    for folder in reversed(histories):
        for name, history in (("claims_history", "claims"), (CHANGES, CHANGES)):
            if history_file(folder, history).exists():
                sources[name] = history_file(folder, history)
    with duckdb.connect(":memory:", config={"threads": 2}) as base:
        base.execute(f"ATTACH '{_quoted(path)}' AS target (STORAGE_VERSION '{STORAGE_VERSION}'); USE target;")
        base.execute("BEGIN")  # one transaction: a commit a statement would wait for the disk some 300 times
        for name, model in TABLES.items():
            base.execute(duckdb_table(name, model))
            base.execute(duckdb_comments(name, model))
            if name in sources:
                base.execute(f"INSERT INTO {name} BY NAME SELECT * FROM read_parquet('{_quoted(sources[name])}')")
        _insert_releases(base, entries)
        if until is not None:
            _cut_back(base, until.release_seq)
        base.execute(_VIEWS.read_text(encoding="utf-8"))
        base.execute("COMMIT; USE memory; DETACH target;")


def _cut_back(base: duckdb.DuckDBPyConnection, seq: int) -> None:
    base.execute("DELETE FROM claims_history WHERE valid_from_seq > $seq", {"seq": seq})
    base.execute("UPDATE claims_history SET valid_to_seq = NULL WHERE valid_to_seq > $seq", {"seq": seq})
    base.execute(f"DELETE FROM {CHANGES} WHERE release_id NOT IN (SELECT release_id FROM releases)")


def _insert_releases(base: duckdb.DuckDBPyConnection, entries: Sequence[ReleaseEntry]) -> None:
    names = list(TABLES["releases"].to_schema().columns)
    rows = [[getattr(entry, name) for name in names] for entry in entries]
    if rows:
        base.executemany(f"INSERT INTO releases VALUES ({', '.join('?' * len(names))})", rows)


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def connect(out: Path, release_id: str | None = None) -> duckdb.DuckDBPyConnection:
    """Open the database of a release (None = the newest) for reading; raises NoSuchRelease."""
    path = release_dir(out, release_id) / DATABASE
    return duckdb.connect(str(path), read_only=True)
