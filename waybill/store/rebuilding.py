"""Rebuild and compare: the newest release once more from raw bytes, aside, down to the bytes of its tables."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa

from schemas.dataset import TABLES
from schemas.render import key_columns
from waybill.releases.delta import delta
from waybill.releases.manifest import ReleaseEntry
from waybill.releases.validate import row_keys
from waybill.store.executors import PROCESSES
from waybill.store.files import sha256_of
from waybill.store.folders import Folder
from waybill.store.history import rows_as_of
from waybill.store.line import Progress, assemble, plan_build, read_chunks, silent, unchanged_inputs
from waybill.store.lock import writing
from waybill.store.places import INDEX, history_folder, load_manifest, read_index
from waybill.store.tables import write_parquet
from waybill.store.verifying import Finding

_NAMED = 3  # rows that a finding names


def rebuild(
    raw: str | Folder,
    out: Path,
    aside: Path,
    *,
    workers: int = 1,
    executor: str = PROCESSES,
    progress: Progress | None = None,
) -> tuple[Finding, ...] | None:
    """Read every report of the newest release again, trusting no cache, and say which tables come out otherwise.

    Works in the folder `aside`, which must not exist; nothing under `out` changes. Empty = equal to the last byte of
    every table. None = nothing to compare: there is no release yet, or reports, code or vocabulary changed since.
    """
    if not read_index(out):
        return None
    aside.mkdir(parents=True)
    with writing(out):  # what a build knows of the past, all of one moment: no cache, no tables
        shutil.copy2(out / INDEX, aside)
        shutil.copytree(history_folder(out), history_folder(aside))
    plan = plan_build(raw, aside)
    entry = unchanged_inputs(plan)
    if entry is None:
        return None
    read_chunks(plan, workers, progress or silent, executor)
    draft = assemble(plan, progress)
    refused = [Finding(issue.rule_id, f"{issue.table_name} {issue.row_key}", issue.message) for issue in draft.fatal]
    return (*refused, *_differences(draft.candidate.tables, aside, entry))


def _differences(tables: Mapping[str, pa.Table], aside: Path, entry: ReleaseEntry) -> list[Finding]:
    """Tables whose Parquet file would have other bytes than the release's, and which rows differ."""
    published, found = load_manifest(aside, entry.release_id).files, []
    for name, table in tables.items():
        path = aside / f"{name}.parquet"
        write_parquet(table, name, path)
        if sha256_of(path) != published[path.name]["sha256"]:
            old = rows_as_of(history_folder(aside), name, entry.release_seq)
            found.append(Finding("rebuild", f"{entry.release_id} {path.name}", _told(name, old, table)))
    return found


def _told(name: str, old: pa.Table, new: pa.Table) -> str:
    if old.equals(new):
        return "the same rows, but other bytes: the libraries that write them changed"
    keys = key_columns(TABLES[name])
    if not keys:
        return f"{old.num_rows} rows were published, {new.num_rows} come out now"
    differing = delta(old, new, keys)
    rows = [*dict.fromkeys([*row_keys(name, differing.gone), *row_keys(name, differing.fresh)])]
    return f"{len(rows)} rows come out otherwise, the first: {', '.join(rows[:_NAMED])}"
