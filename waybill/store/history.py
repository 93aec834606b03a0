"""Every row once, with the releases it was valid in: any release can be written out again, bit for bit.

`<table>/000007.parquet` holds the rows that began with release number 7 (column `valid_from_seq`), and
`<table>/000007-ended.parquet` the keys and beginnings of the rows that no longer held from then on. A release only
adds files; nothing that stands there is ever written again. Files of a number that releases.json does not name are what
a run that was cut off left, and the next run removes them. `<table>_history.parquet`, where there is one, is what an
early version kept of the releases up to its time: rows with their `valid_to_seq`.
"""

from __future__ import annotations

import os
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from schemas.dataset import PARQUET_TABLES, TABLES
from schemas.render import arrow_schema, key_columns, sort_columns
from waybill.releases.assemble import empty
from waybill.releases.content import canonical, canonical_as, shaped
from waybill.releases.delta import FROM, TO, Delta, advance, joined, row_keys
from waybill.store.files import remove, sync
from waybill.store.tables import read_parquet, write_in_order

INPUTS = pa.schema(
    [
        pa.field("raw_path", pa.string()),
        pa.field("raw_sha256", pa.string()),
        pa.field("sidecar_sha256", pa.string()),
    ]
)
"""What a release was made from, kept in the history alone: it tells why a row changed."""

CHANGES = "release_changes"
KEPT = (*(name for name in PARQUET_TABLES if name != CHANGES), "inputs")
"""Tables whose rows are kept with their validity; the changes of each release are kept as that release told them."""

_TOGETHER: Mapping[str, tuple[str, ...]] = {
    "claims": ("doc_id", "quantity_start"),
    "assertions": ("statement_date", "origin_id", "item_id", "assertion_id"),
}
"""Order of rows in a file of the history, where another than that of keys makes it a third smaller."""


def history_file(folder: Path, name: str, seq: int) -> Path:
    """The rows of table `name` that began with release number `seq`."""
    return folder / name / f"{seq:06d}.parquet"


def ended_file(folder: Path, name: str, seq: int) -> Path:
    """The keys of rows of table `name` that ended with release number `seq`."""
    return folder / name / f"{seq:06d}-ended.parquet"


def begun_files(folders: Sequence[Path], name: str, seq: int) -> list[Path]:
    """Files with the rows of table `name` that releases up to number `seq` began, oldest first."""
    return [*_early_files(folders, name), *_upto(folders, name, seq, ".parquet")]


def _early_files(folders: Iterable[Path], name: str) -> list[Path]:
    return [path for folder in folders if (path := folder / f"{name}_history.parquet").exists()]


def _upto(folders: Iterable[Path], name: str, seq: int, ending: str) -> list[Path]:
    found = [
        path
        for folder in folders
        if (folder / name).is_dir()
        for path in (folder / name).iterdir()
        if path.name == path.name[:6] + ending and int(path.name[:6]) <= seq
    ]
    return sorted(found, key=lambda path: path.name)


def ended_rows(folders: Sequence[Path], name: str, seq: int) -> pa.Table:
    """Keys, `valid_from_seq` and `valid_to_seq` of the rows that ended with a release up to number `seq`."""
    schema, ended = _ended_schema(name), pc.field(TO) <= seq
    files = [*_early_files(folders, name), *_upto(folders, name, seq, "-ended.parquet")]
    return pa.concat_tables([schema.empty_table(), *(read_parquet(p, schema.names, ended).cast(schema) for p in files)])


def _ended_schema(name: str) -> pa.Schema:
    declared = INPUTS if name == "inputs" else arrow_schema(TABLES[name])
    keys = [pa.field(key, declared.field(key).type) for key in history_keys(name)]
    return pa.schema([*keys, pa.field(FROM, pa.int32()), pa.field(TO, pa.int32())])


def history_keys(name: str) -> tuple[str, ...]:
    """Columns that name a row of table `name`; with `valid_from_seq` they name one of its versions."""
    return ("raw_path",) if name == "inputs" else key_columns(TABLES[name])


def rows_as_of(folder: Path, name: str, seq: int, schema: pa.Schema | None = None) -> pa.Table:
    """Table `name` as release number `seq` held it, canonical; no rows when there is no history yet.

    `schema` is that of an older release, where it differs from the declared one. A column that the history does not
    know yet is null.
    """
    wanted = schema or (INPUTS if name == "inputs" else arrow_schema(TABLES[name]))
    rows = shaped(_standing(folder, name, seq, wanted.names), wanted)
    return canonical_as(rows, wanted, ("raw_path",) if name == "inputs" else sort_columns(TABLES[name]))


def _standing(folder: Path, name: str, seq: int, columns: Sequence[str] | None = None) -> pa.Table:
    """Rows that release number `seq` held: these columns, or every one that a row ever had; in no order."""
    ended = row_keys(ended_rows([folder], name, seq), (*history_keys(name), FROM))
    parts = []
    for path in begun_files([folder], name, seq):
        known = pq.read_schema(path).names
        wanted = {*(known if columns is None else columns), *history_keys(name), FROM} - {TO}
        rows = read_parquet(path, [column for column in known if column in wanted], pc.field(FROM) <= seq)
        gone = pc.is_in(row_keys(rows, (*history_keys(name), FROM)), value_set=ended)
        parts.append((rows.filter(pc.invert(gone)) if len(ended) else rows).drop_columns([FROM]))
    return joined(parts) if parts else pa.table({})


def changes_of(folder: Path, release_id: str, seq: int) -> pa.Table:
    """The rows of release_changes that release `release_id`, number `seq`, published."""
    files = [*_early_files([folder], CHANGES), history_file(folder, CHANGES, seq)]
    told = [read_parquet(path, None, pc.field("release_id") == release_id) for path in files if path.exists()]
    return canonical(joined([empty(CHANGES), *told]), TABLES[CHANGES])


def first_seen(folder: Path, name: str, seq: int) -> pa.Table:
    """Row id and `first_release`, the first release that held it, of every row of all releases up to number `seq`.

    Every version of a row names it, so an id may stand there more than once.
    """
    (key,) = history_keys(name)
    none = pa.schema([(key, pa.string()), ("first_release", pa.string())]).empty_table()
    return pa.concat_tables([none, *(read_parquet(p, none.schema.names) for p in begun_files([folder], name, seq))])


def write_history(
    folder: Path,
    beside: Path,
    tables: Mapping[str, pa.Table],
    seq: int,
    unchanged: Container[str],
    before: Mapping[str, Path],
) -> dict[str, Delta]:
    """Write what release number `seq` begins and ends into the folder `beside`, and say how its tables differ.

    `tables` are the tables of the new release and `inputs`, canonical. Nothing is written for those of `unchanged`, the
    same in the release before. `before` are Parquet files of that release, sorted by key and with the columns of today,
    for tables that need not be put together from the history.
    """
    return {name: _write_one(folder, beside, name, tables[name], seq, name in unchanged, before) for name in KEPT}


def _write_one(
    folder: Path, beside: Path, name: str, table: pa.Table, seq: int, same: bool, before: Mapping[str, Path]
) -> Delta:
    none = table.slice(0, 0)
    if same:
        return Delta(none, none)
    keys = history_keys(name)
    change = advance(_pieces(folder, name, seq - 1, before.get(name)), table, keys)
    (beside / name).mkdir()
    if change.fresh.num_rows:
        begun = change.fresh.append_column(FROM, pa.repeat(pa.scalar(seq, pa.int32()), change.fresh.num_rows))
        write_in_order(begun, history_file(beside, name, seq), _TOGETHER.get(name, keys))
    if change.gone.num_rows:
        write_in_order(_ends(folder, name, change.gone, seq), ended_file(beside, name, seq), keys)
    return change


def _pieces(folder: Path, name: str, seq: int, path: Path | None) -> Iterator[pa.Table]:
    """Table `name` as release number `seq` held it, in the order of keys, piece by piece where there is a file."""
    if path is None:
        rows = _standing(folder, name, seq)
        if rows.num_rows:
            yield rows.sort_by([(key, "ascending") for key in history_keys(name)])
        return
    with pq.ParquetFile(path) as file:
        for group in range(file.num_row_groups):
            yield file.read_row_group(group)


def _ends(folder: Path, name: str, gone: pa.Table, seq: int) -> pa.Table:
    """The rows of `gone` by key, with the release that began each and the one that ends it."""
    keys = history_keys(name)
    wanted = row_keys(gone, keys)
    found = [_ended_schema(name).remove(len(keys) + 1).empty_table()]
    for path in begun_files([folder], name, seq - 1):
        rows = read_parquet(path, [*keys, FROM])
        found.append(rows.filter(pc.is_in(row_keys(rows, keys), value_set=wanted)))
    last = pa.concat_tables(found).group_by(keys).aggregate([(FROM, "max")])  # the version that stood last
    last = last.rename_columns([*keys, FROM]).append_column(TO, pa.repeat(pa.scalar(seq, pa.int32()), last.num_rows))
    return last.cast(_ended_schema(name))


def write_changes(beside: Path, changes: pa.Table, seq: int) -> None:
    """Write what release number `seq` tells of its changes into the folder `beside`."""
    if changes.num_rows:
        (beside / CHANGES).mkdir()
        write_in_order(changes, history_file(beside, CHANGES, seq), sort_columns(TABLES[CHANGES]))


def move_history(beside: Path, folder: Path) -> None:
    """Add the files of `beside` to the history in `folder`; the list of releases then makes them count."""
    for path in sorted(beside.rglob("*.parquet")):
        sync(path)
        place = folder / path.relative_to(beside)
        place.parent.mkdir(exist_ok=True)
        os.replace(path, place)
        sync(place.parent)
    sync(folder)


def take_back(folder: Path, seq: int) -> None:
    """Undo a run that was cut off: nothing after release number `seq` stays."""
    for name in (*KEPT, CHANGES):
        for path in (folder / name).iterdir() if (folder / name).is_dir() else ():
            if not path.name[:6].isdigit() or int(path.name[:6]) > seq:
                remove(path)
