"""Every row once, with the releases it was valid in: any release can be written out again, bit for bit.

`<table>_history.parquet` holds the columns of the table and `valid_from_seq`, `valid_to_seq` (the first release that
no longer holds the row; null = the newest release holds it). The file `.unfinished` stands beside them while a run
replaces them; when a run finds it there, it takes back what releases.json does not name.
"""

from __future__ import annotations

import os
from collections.abc import Container, Mapping, Sequence
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from schemas.dataset import PARQUET_TABLES, TABLES
from schemas.render import key_columns
from waybill.releases.assemble import empty
from waybill.releases.content import canonical
from waybill.store.files import TEMPORARY, sync, write_atomically
from waybill.store.tables import ROW_GROUP, read_parquet

INPUTS = pa.schema(
    [
        pa.field("raw_path", pa.string()),
        pa.field("raw_sha256", pa.string()),
        pa.field("sidecar_sha256", pa.string()),
    ]
)
"""What a release was made from, kept in the history alone: it tells why a row changed."""

CHANGES = "release_changes"
UNFINISHED = ".unfinished"
KEPT = (*(name for name in PARQUET_TABLES if name != CHANGES), "inputs")
"""Tables whose rows are kept with their validity; the changes of each release are kept by release id."""


def history_file(folder: Path, name: str) -> Path:
    """The history of table `name`."""
    return folder / f"{name}_history.parquet"


def _keys(name: str) -> tuple[str, ...]:
    return ("raw_path",) if name == "inputs" else key_columns(TABLES[name])


def _names(name: str) -> list[str]:
    return list(INPUTS.names if name == "inputs" else TABLES[name].to_schema().columns)


def open_history() -> duckdb.DuckDBPyConnection:
    """A connection of one's own, for one piece of work."""
    return duckdb.connect(":memory:", config={"threads": 2})


def rows_as_of(folder: Path, name: str, seq: int) -> pa.Table:
    """Table `name` as release number `seq` held it, canonical; no rows when there is no history yet."""
    path = history_file(folder, name)
    if not path.exists():
        return _shaped(name, None)
    ends = pc.field("valid_to_seq")
    held = (pc.field("valid_from_seq") <= seq) & (ends.is_null() | (ends > seq))
    return _shaped(name, read_parquet(path, _names(name), held))


def _shaped(name: str, rows: pa.Table | None) -> pa.Table:
    if name == "inputs":
        table = INPUTS.empty_table() if rows is None else rows.cast(INPUTS)
        return table.sort_by("raw_path").combine_chunks()
    return canonical(empty(name) if rows is None else rows, TABLES[name])


def changes_of(folder: Path, release_id: str) -> pa.Table:
    """The rows of release_changes that release `release_id` published."""
    path = history_file(folder, CHANGES)
    if not path.exists():
        return _shaped(CHANGES, None)
    return _shaped(CHANGES, read_parquet(path, None, pc.field("release_id") == release_id))


def first_seen(folder: Path, name: str, seq: int) -> Mapping[str, str]:
    """Row id -> first release that held it, over all releases up to number `seq`; every version of a row names it."""
    path = history_file(folder, name)
    if not path.exists():
        return {}
    (key,) = _keys(name)
    rows = read_parquet(path, [key, "first_release"], pc.field("valid_from_seq") <= seq)
    return dict(zip(rows.column(key).to_pylist(), rows.column("first_release").to_pylist(), strict=True))


def write_history(
    folder: Path,
    beside: Path,
    tables: Mapping[str, pa.Table],
    seq: int,
    releases: Sequence[str],
    unchanged: Container[str] = (),
) -> None:
    """Write the histories that release number `seq` makes into the folder `beside`.

    `tables` are the tables of the new release and `inputs`; `releases` the ids of the releases so far; the histories
    of `unchanged` tables stay as they are, and so do those of tables that never held a row.
    """
    with open_history() as base:
        for name in KEPT:
            past = history_file(folder, name)
            if name not in unchanged and (tables[name].num_rows or past.exists()):
                _write_one(base, past, beside, name, tables[name], seq)
        _write_changes(base, folder, beside, tables[CHANGES], releases)


def _write_one(base: duckdb.DuckDBPyConnection, past: Path, beside: Path, name: str, table: pa.Table, seq: int) -> None:

    names, keys = _names(name), _keys(name)
    listed = ", ".join(f'"{column}"' for column in names)
    key_list = ", ".join(keys)
    base.register("incoming", table)
    base.execute(f"CREATE OR REPLACE TEMP TABLE past AS {_past(past, listed)}")
    same = " AND ".join(f'(n."{c}" IS NOT DISTINCT FROM p."{c}")' for c in names if c not in keys) or "true"
    base.execute(
        f"CREATE OR REPLACE TEMP TABLE same AS SELECT {key_list} FROM incoming n JOIN past p USING ({key_list}) "
        f"WHERE p.valid_to_seq IS NULL AND {same}"
    )
    base.execute(
        f"CREATE OR REPLACE TEMP TABLE fresh AS SELECT {listed} FROM incoming ANTI JOIN same USING ({key_list})"
    )
    query = f"""
        SELECT {listed}, valid_from_seq, CASE WHEN s.is_same OR p.valid_to_seq IS NOT NULL THEN p.valid_to_seq
          ELSE {seq} END::INTEGER AS valid_to_seq
        FROM past p LEFT JOIN (SELECT {key_list}, true AS is_same FROM same) s USING ({key_list})
        UNION ALL SELECT {listed}, {seq}::INTEGER, NULL::INTEGER FROM fresh
        ORDER BY {key_list}, valid_from_seq"""
    _copy(base, query, history_file(beside, name))
    base.unregister("incoming")


def _past(path: Path, listed: str) -> str:
    if not path.exists():
        return f"SELECT {listed}, 0::INTEGER AS valid_from_seq, NULL::INTEGER AS valid_to_seq FROM incoming LIMIT 0"
    return f"SELECT {listed}, valid_from_seq, valid_to_seq FROM read_parquet('{_quoted(path)}')"


def _write_changes(
    base: duckdb.DuckDBPyConnection, folder: Path, beside: Path, changes: pa.Table, releases: Sequence[str]
) -> None:
    base.register("incoming", changes)
    past = history_file(folder, CHANGES)
    earlier = f"SELECT * FROM read_parquet('{_quoted(past)}') UNION ALL" if past.exists() and releases else ""
    _copy(base, f"{earlier} SELECT * FROM incoming ORDER BY ALL", history_file(beside, CHANGES))


def move_history(beside: Path, folder: Path) -> None:
    """Replace the histories in `folder` by those in `beside`; `finish` ends what this begins."""
    write_atomically(folder / UNFINISHED, b"")
    for name in (*KEPT, CHANGES):
        if history_file(beside, name).exists():
            os.replace(history_file(beside, name), history_file(folder, name))
    sync(folder)


def finish(folder: Path) -> None:
    """Say that the list of releases names what the histories hold."""
    (folder / UNFINISHED).unlink(missing_ok=True)


def take_back(folder: Path, seq: int, releases: Sequence[str]) -> None:
    """Undo a run that replaced histories and was cut off: nothing after release number `seq` stays."""
    if not (folder / UNFINISHED).exists():
        return
    known = ", ".join(f"'{release_id}'" for release_id in releases) or "NULL"
    for name in (*KEPT, CHANGES):
        path = history_file(folder, name)
        if not path.exists():
            continue
        source = f"read_parquet('{_quoted(path)}')"
        query = f"SELECT * FROM {source} WHERE release_id IN ({known}) ORDER BY ALL"
        if name != CHANGES:
            closed = f"CASE WHEN valid_to_seq <= {seq} THEN valid_to_seq END AS valid_to_seq"
            keys = ", ".join(_keys(name))
            query = f"SELECT * REPLACE ({closed}) FROM {source} WHERE valid_from_seq <= {seq}"
            query += f" ORDER BY {keys}, valid_from_seq"
        beside = path.with_name(f"{TEMPORARY}{os.getpid()}-{path.name}")
        with open_history() as base:
            _copy(base, query, beside)
        os.replace(beside, path)
    finish(folder)


def _copy(base: duckdb.DuckDBPyConnection, query: str, path: Path) -> None:
    options = f"FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 3, ROW_GROUP_SIZE {ROW_GROUP}"
    base.execute(f"COPY ({query}) TO '{_quoted(path)}' ({options})")
    sync(path)


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
