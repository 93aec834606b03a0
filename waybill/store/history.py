"""Every row once, with the releases it was valid in: any release can be written out again, bit for bit.

`<table>_history.parquet` holds the columns of the table and `valid_from_seq`, `valid_to_seq` (the first release that
no longer holds the row; null = the newest release holds it). The file `.unfinished` stands beside them while a run
replaces them; when a run finds it there, it takes back what releases.json does not name.
"""

from __future__ import annotations

import os
from collections.abc import Container, Mapping, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from schemas.dataset import PARQUET_TABLES, TABLES
from schemas.render import arrow_schema, key_columns, sort_columns
from waybill.releases.assemble import empty
from waybill.releases.content import canonical, canonical_as
from waybill.releases.delta import FROM, TO, Delta, advance, joined
from waybill.store.files import TEMPORARY, sync, write_atomically
from waybill.store.tables import read_parquet, write_plainly

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


def rows_as_of(folder: Path, name: str, seq: int, schema: pa.Schema | None = None) -> pa.Table:
    """Table `name` as release number `seq` held it, canonical; no rows when there is no history yet.

    `schema` is that of an older release, where it differs from the declared one. A column that the history does not
    know yet is null.
    """
    wanted = schema or (INPUTS if name == "inputs" else arrow_schema(TABLES[name]))
    path, order = history_file(folder, name), _order(name)
    if not path.exists():
        return canonical_as(wanted.empty_table(), wanted, order)
    known = set(pq.read_schema(path).names)
    held = (pc.field(FROM) <= seq) & (pc.field(TO).is_null() | (pc.field(TO) > seq))
    rows = read_parquet(path, [field.name for field in wanted if field.name in known], held)
    for field in wanted:
        if field.name not in known:
            rows = rows.append_column(field.name, pa.nulls(rows.num_rows, field.type))
    return canonical_as(rows, wanted, order)


def _order(name: str) -> tuple[str, ...]:
    return ("raw_path",) if name == "inputs" else sort_columns(TABLES[name])


def changes_of(folder: Path, release_id: str) -> pa.Table:
    """The rows of release_changes that release `release_id` published."""
    path, model = history_file(folder, CHANGES), TABLES[CHANGES]
    if not path.exists():
        return canonical(empty(CHANGES), model)
    return canonical(read_parquet(path, None, pc.field("release_id") == release_id), model)


def first_seen(folder: Path, name: str, seq: int) -> Mapping[str, str]:
    """Row id -> first release that held it, over all releases up to number `seq`; every version of a row names it."""
    path = history_file(folder, name)
    if not path.exists():
        return {}
    (key,) = _keys(name)
    rows = read_parquet(path, [key, "first_release"], pc.field("valid_from_seq") <= seq)
    return dict(zip(rows.column(key).to_pylist(), rows.column("first_release").to_pylist(), strict=True))


def write_history(
    folder: Path, beside: Path, tables: Mapping[str, pa.Table], seq: int, unchanged: Container[str] = ()
) -> dict[str, Delta]:
    """Write the histories that release number `seq` makes into the folder `beside`, and say how its tables differ.

    `tables` are the tables of the new release and `inputs`. The histories of `unchanged` tables stay as they are, and
    so do those of tables that never held a row.
    """
    return {name: _write_one(folder, beside, name, tables[name], seq, name in unchanged) for name in KEPT}


def _write_one(folder: Path, beside: Path, name: str, table: pa.Table, seq: int, is_unchanged: bool) -> Delta:
    path = history_file(folder, name)
    if is_unchanged or (not table.num_rows and not path.exists()):
        return Delta(table.slice(0, 0), table.slice(0, 0))
    past = read_parquet(path) if path.exists() else _no_past(table)
    whole, change = advance(past, table, _keys(name), seq)
    _write(whole, history_file(beside, name))
    return change


def _no_past(table: pa.Table) -> pa.Table:
    none = table.slice(0, 0)
    for name in (FROM, TO):
        none = none.append_column(name, pa.nulls(0, pa.int32()))
    return none


def write_changes(folder: Path, beside: Path, changes: pa.Table) -> None:
    """Write the history of changes with the rows of a new release into the folder `beside`."""
    path = history_file(folder, CHANGES)
    earlier = [read_parquet(path)] if path.exists() else []
    _write(joined([*earlier, changes]), history_file(beside, CHANGES))


def _write(table: pa.Table, path: Path) -> None:
    write_plainly(table, path)
    sync(path)


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
    for name in (*KEPT, CHANGES):
        path = history_file(folder, name)
        if path.exists():
            beside = path.with_name(f"{TEMPORARY}{os.getpid()}-{path.name}")
            _write(_taken_back(read_parquet(path), name, seq, releases), beside)
            os.replace(beside, path)
    finish(folder)


def _taken_back(rows: pa.Table, name: str, seq: int, releases: Sequence[str]) -> pa.Table:
    if name == CHANGES:
        return rows.filter(pc.is_in(rows.column("release_id"), value_set=pa.array(releases, pa.string())))
    known = rows.filter(pc.less_equal(rows.column(FROM), seq))
    ends = known.column(TO)
    ends = pc.if_else(pc.greater(ends, seq), pa.scalar(None, pa.int32()), ends)
    return known.set_column(known.schema.get_field_index(TO), TO, ends)
