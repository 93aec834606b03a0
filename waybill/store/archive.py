"""What happens to releases after publishing: compared, withdrawn, pruned, and written out again from the history."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa

from schemas.dataset import PARQUET_TABLES
from waybill.releases.changes import changes_between
from waybill.releases.content import content_sha256
from waybill.releases.manifest import Manifest, ReleaseEntry
from waybill.releases.pages import diff_page
from waybill.store.database import write_database
from waybill.store.drawn import is_drawn, write_drawn
from waybill.store.errors import StoreError
from waybill.store.files import TEMPORARY, remove, sha256_of, sync, sync_tree
from waybill.store.history import CHANGES, changes_of, rows_as_of
from waybill.store.lock import writing
from waybill.store.places import (
    DATABASE,
    archive_folder,
    entry_of,
    history_folder,
    load_manifest,
    newest,
    read_index,
    releases_folder,
    write_index,
)
from waybill.store.publishing import file_facts, recover, side_of
from waybill.store.tables import write_parquet
from waybill.store.verifying import schema_of


@dataclass(frozen=True, slots=True)
class ReleaseDiff:
    """What changed from one release to another."""

    changes: pa.Table  # rows of release_changes
    markdown: str
    counts: Mapping[tuple[str, str, str], int]  # (table, change type, cause) -> lines


def diff(out: Path, a: str, b: str) -> ReleaseDiff:
    """What changed from release `a` to release `b`, whether their folders are still there or not."""
    old, new = (side_of(out, entry_of(out, release_id)) for release_id in (a, b))
    changes = changes_between(old, new)
    lines = zip(
        *(changes.column(name).to_pylist() for name in ("table_name", "change_type", "change_cause")), strict=True
    )
    page = diff_page(new.release_id, old.release_id, changes, new.tables["corrections"])
    return ReleaseDiff(changes, page, dict(Counter(lines)))


def withdraw(out: Path, release_id: str, reason: str) -> None:
    """Mark a bad release; its files stay, `latest` moves to the newest release that may be used."""
    if not reason.strip():
        raise StoreError(f"{release_id}: say why it is withdrawn, for those who cited it")
    with writing(out):
        recover(out)
        entry = entry_of(out, release_id)
        if entry.status == "withdrawn":
            raise StoreError(f"release {entry.release_id} is withdrawn already: {entry.note}")
        _replace_entry(out, replace(entry, status="withdrawn", note=reason.strip()))


def prune(out: Path, release_id: str) -> None:
    """Remove a release's folder, once the history has proved that it can be written out again.

    Raises StoreError for the newest release, and where the history does not hold the release's rows.
    """
    with writing(out):
        recover(out)
        entries = read_index(out)
        entry, latest = entry_of(out, release_id), newest(entries)
        folder = releases_folder(out) / entry.release_id
        if latest is not None and entry.release_id == latest.release_id:
            raise StoreError(f"{folder}: the newest release stays; publish or withdraw first")
        if not folder.is_dir():
            raise StoreError(f"{folder}: pruned already")
        _tables_of(out, entry, load_manifest(out, entry.release_id))
        if entry.status == "published":
            _replace_entry(out, replace(entry, status="pruned"))
        aside = folder.with_name(f"{TEMPORARY}{os.getpid()}-{folder.name}")
        os.rename(folder, aside)
        remove(aside)


def restore(out: Path, release_id: str) -> None:
    """Write a pruned release out again: every file byte for byte, but for claims.duckdb and the
    page, which are made from the same rows anew.

    Raises StoreError where the bytes would differ, naming the library that decides them.
    """
    with writing(out):
        recover(out)
        entry = entry_of(out, release_id)
        folder = releases_folder(out) / entry.release_id
        if folder.is_dir():
            raise StoreError(f"{folder}: it is there already; nothing to restore")
        manifest = load_manifest(out, entry.release_id)
        beside = folder.with_name(f"{TEMPORARY}{os.getpid()}-{folder.name}")
        remove(beside)
        beside.mkdir(parents=True)
        tables = _tables_of(out, entry, manifest)
        for name, table in tables.items():
            write_parquet(table, name, beside / f"{name}.parquet", schema_of(manifest, name))
        for page in archive_folder(out, entry.release_id).iterdir():
            (beside / page.name).write_bytes(page.read_bytes())
        upto = [_unpruned(known) for known in read_index(out) if known.release_seq <= entry.release_seq]
        write_drawn(beside, tables, entry.release_id)
        write_database(beside / DATABASE, beside, [history_folder(out)], upto)
        _demand_same_bytes(beside, manifest)
        sync_tree(beside)
        os.rename(beside, folder)
        sync(folder.parent)
        redrawn = {name: str(facts["sha256"]) for name, facts in file_facts(folder).items() if _is_derived(name)}
        _replace_entry(out, replace(_unpruned(entry), redrawn=redrawn))


def _is_derived(name: str) -> bool:
    return name == DATABASE or is_drawn(name)


def _unpruned(entry: ReleaseEntry) -> ReleaseEntry:
    return replace(entry, status="published") if entry.status == "pruned" else entry


def _tables_of(out: Path, entry: ReleaseEntry, manifest: Manifest) -> dict[str, pa.Table]:
    """Every Parquet table of a release from the history; StoreError where it is not what the manifest says."""
    history = history_folder(out)
    names = [name for name in PARQUET_TABLES if name != CHANGES]
    tables = {name: rows_as_of(history, name, entry.release_seq, schema_of(manifest, name)) for name in names}
    tables[CHANGES] = changes_of(history, entry.release_id, entry.release_seq)
    for name, table in tables.items():
        if content_sha256(table) != manifest.tables[name]["content_sha256"]:
            raise StoreError(f"{history}: the history of {name} does not hold release {entry.release_id} any more")
    return tables


def _demand_same_bytes(folder: Path, manifest: Manifest) -> None:
    for name, facts in manifest.files.items():
        if not _is_derived(name) and sha256_of(folder / name) != facts["sha256"]:
            made_with = ", ".join(f"{library} {version}" for library, version in manifest.libraries.items())
            raise StoreError(f"{folder / name}: the same rows, but other bytes; the release was written by {made_with}")


def _replace_entry(out: Path, entry: ReleaseEntry) -> None:
    entries = [entry if known.release_seq == entry.release_seq else known for known in read_index(out)]
    write_index(out, entries)
