"""Bundles to hand on: a release without the reports' texts, as Parquet, as CSV that no spreadsheet runs, or zipped."""

from __future__ import annotations

import csv
import os
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa

from schemas.dataset import PARQUET_TABLES, PRIVATE_TABLES
from waybill.releases.changes import as_text
from waybill.releases.package import datapackage
from waybill.store.database import write_database
from waybill.store.errors import StoreError
from waybill.store.files import TEMPORARY, remove, sync_tree
from waybill.store.places import DATABASE, entry_of, history_folder, read_index, release_dir
from waybill.store.publishing import file_facts
from waybill.store.tables import read_parquet

SHARED = tuple(name for name in PARQUET_TABLES if name not in PRIVATE_TABLES)
"""Tables that may be handed on."""
_PAGES = ("README.md", "diff.md", "index.html")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)


def export(out: Path, target: Path, kind: str = "zip", release_id: str | None = None) -> Path:
    """Write release `release_id` (None = the newest) to `target`, which must not exist: kind "parquet", "csv" or "zip".

    A zip holds the Parquet bundle under one folder, with fixed dates: the same release gives the same tables in it.
    Raises StoreError for another kind or a target that is there already, NoSuchRelease for a pruned release.
    """
    if kind not in _WRITERS:
        raise StoreError(f"{kind}: no such kind of bundle; there is {', '.join(_WRITERS)}")
    release, entry = release_dir(out, release_id), entry_of(out, release_id)
    if target.exists():
        raise StoreError(f"{target}: is there already; name another place, or remove it")
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f"{TEMPORARY}{os.getpid()}-{target.name}")
    remove(beside)
    _WRITERS[kind](out, release, entry.release_id, beside)
    os.rename(beside, target)
    return target


def _write_parquet(out: Path, release: Path, release_id: str, beside: Path) -> None:
    beside.mkdir()
    for name in (*(f"{table}.parquet" for table in SHARED), *_PAGES, "datapackage.json", "croissant.json"):
        if (release / name).exists():
            (beside / name).write_bytes((release / name).read_bytes())
    entry = entry_of(out, release_id)
    upto = [known for known in read_index(out) if known.release_seq <= entry.release_seq]
    write_database(beside / DATABASE, release, [history_folder(out)], upto, leave_out=PRIVATE_TABLES)
    sync_tree(beside)


def _write_csv(out: Path, release: Path, release_id: str, beside: Path) -> None:
    beside.mkdir()
    for name in SHARED:
        write_csv(read_parquet(release / f"{name}.parquet"), beside / f"{name}.csv")
    for page in _PAGES:
        if (release / page).exists():
            (beside / page).write_bytes((release / page).read_bytes())
    package = datapackage(release_id, file_facts(beside), SHARED, ".csv")
    (beside / "datapackage.json").write_text(package, encoding="utf-8", newline="\n")
    sync_tree(beside)


def write_csv(table: pa.Table, path: Path) -> None:
    """Write `table` as UTF-8 CSV; a text that a spreadsheet would run as a formula gets an apostrophe in front."""
    is_text = [not pa.types.is_floating(field.type) for field in table.schema]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)  # CRLF, as RFC 4180 says: only then is a lone CR inside a cell quoted
        writer.writerow(table.schema.names)
        for batch in table.to_batches(max_chunksize=65_536):
            rows = zip(*(column.to_pylist() for column in batch.columns), strict=True)
            writer.writerows([_cell(value, text) for value, text in zip(row, is_text, strict=True)] for row in rows)


def _cell(value: Any, is_text: bool) -> str:
    text = as_text(value) or ""
    return "'" + text if is_text and text.startswith(_FORMULA) else text


def _write_zip(out: Path, release: Path, release_id: str, beside: Path) -> None:
    folder = beside.with_name(f"{beside.name}-files")
    remove(folder)
    _write_parquet(out, release, release_id, folder)
    with zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED) as bundle:
        for path in sorted(folder.iterdir()):
            info = zipfile.ZipInfo(f"waybill-claims-{release_id}/{path.name}", _ZIP_DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            bundle.writestr(info, path.read_bytes())
    remove(folder)


_WRITERS: Mapping[str, Callable[[Path, Path, str, Path], None]] = {
    "zip": _write_zip,
    "parquet": _write_parquet,
    "csv": _write_csv,
}
