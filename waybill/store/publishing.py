"""Publishing: write a release beside its place, verify it, and move it there in one step."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType

import pyarrow as pa

from schemas.dataset import PARQUET_TABLES, PRIVATE_TABLES, TABLES
from schemas.render import arrow_schema, schema_words
from schemas.versions import breaks, declared
from waybill.releases.accuracy import accuracy_lines
from waybill.releases.assemble import empty
from waybill.releases.changes import Side, changes_between
from waybill.releases.content import content_sha256, shaped
from waybill.releases.croissant import croissant
from waybill.releases.delta import Delta
from waybill.releases.manifest import Fingerprint, Manifest, ReleaseEntry
from waybill.releases.package import datapackage
from waybill.releases.pages import card, diff_page
from waybill.store.database import complete, fill, writing_database
from waybill.store.drawn import write_drawn
from waybill.store.errors import StoreError
from waybill.store.files import TEMPORARY, remove, remove_temporary, sha256_of, sync, sync_tree
from waybill.store.fingerprint import writing_libraries
from waybill.store.history import CHANGES, KEPT, move_history, rows_as_of, take_back, write_changes, write_history
from waybill.store.places import (
    DATABASE,
    MANIFEST,
    archive_folder,
    history_folder,
    last_standing,
    load_manifest,
    point_latest,
    read_index,
    releases_folder,
    write_index,
)
from waybill.store.tables import write_parquet
from waybill.store.verifying import check_tables, demand

PAGES = (MANIFEST, "datapackage.json", "croissant.json", "diff.md", "README.md")
"""Small files of a release that are kept for good, so that a pruned release can be restored with them."""


FileFacts = Mapping[str, Mapping[str, object]]
"""Size and sha256 of files by name."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """What may become a release: validated tables and what they were made from."""

    release_id: str
    tables: Mapping[str, pa.Table]  # every Parquet table but release_changes, canonical
    inputs: pa.Table
    input_sha256: str
    fingerprint: Fingerprint


@dataclass(frozen=True, slots=True)
class Published:
    """Where a candidate went: into a release of its own, or nowhere because `equals` holds the same rows already."""

    release_id: str | None
    equals: str | None
    changes: int


def recover(out: Path) -> None:
    """Finish or undo what an interrupted run left: temporary files, folders that no list names, a stale `latest`."""
    entries = read_index(out)
    known = {entry.release_id for entry in entries}
    for folder in (out, releases_folder(out), history_folder(out), history_folder(out) / "releases"):
        remove_temporary(folder)
    for place in (releases_folder(out), history_folder(out) / "releases"):
        for path in place.iterdir() if place.is_dir() else ():
            if path.name not in known:
                remove(path)
    take_back(history_folder(out), entries[-1].release_seq if entries else 0)
    point_latest(out, entries)


def same_release(out: Path, hashes: Mapping[str, str]) -> str | None:
    """The release that already holds these rows: the newest one, or a newer one that was withdrawn."""
    entries = read_index(out)
    usable = last_standing(entries)
    for entry in reversed(entries):
        held = {name: facts["content_sha256"] for name, facts in load_manifest(out, entry.release_id).tables.items()}
        if {name: held.get(name) for name in hashes} == dict(hashes):
            return entry.release_id
        if entry == usable:
            break
    return None


def publish_candidate(out: Path, candidate: Candidate, now: datetime | None = None) -> Published:
    """Publish `candidate` unless its rows are published already. The caller holds the lock of `out`.

    Raises StoreError when the release's id is taken, or when what was written does not verify.
    """
    with ThreadPoolExecutor(2) as both:  # hashing is work outside the interpreter
        hashes = dict(zip(candidate.tables, both.map(content_sha256, candidate.tables.values()), strict=True))
    equals = same_release(out, hashes)
    if equals is not None:
        return Published(None, equals, 0)
    entries = read_index(out)
    if candidate.release_id in {entry.release_id for entry in entries}:
        raise StoreError(f"{out}: release {candidate.release_id} exists already; published releases never change")
    released_at = (now or datetime.now(UTC)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return _Writing(out, candidate, entries, hashes, released_at).publish()


@dataclass(frozen=True, slots=True)
class _Writing:
    """One release on its way to the disk."""

    out: Path
    candidate: Candidate
    entries: tuple[ReleaseEntry, ...]
    hashes: Mapping[str, str]
    released_at: str

    @property
    def seq(self) -> int:
        return self.entries[-1].release_seq + 1 if self.entries else 1

    def publish(self) -> Published:
        release_id = self.candidate.release_id
        releases, history = releases_folder(self.out), history_folder(self.out)
        beside = releases / f"{TEMPORARY}{os.getpid()}-{release_id}"
        past = history / f"{TEMPORARY}{os.getpid()}"
        for folder in (beside, past):
            remove(folder)
            folder.mkdir(parents=True)
        with writing_database(beside / DATABASE) as base, ThreadPoolExecutor(1) as other:
            # outside the interpreter, one after the other, while the rest is mostly inside
            written = other.submit(self._write_tables, beside)
            filled = other.submit(fill, base, beside, self.candidate.tables)
            kept = {**self.candidate.tables, "inputs": self.candidate.inputs}
            differing = write_history(history, past, kept, self.seq, self._unchanged(), self._before())
            changes = self._changes(differing)
            write_changes(past, changes, self.seq)
            tables = {**self.candidate.tables, CHANGES: changes}
            write_parquet(changes, CHANGES, beside / f"{CHANGES}.parquet")
            about = self._manifest(tables, {})
            completed = other.submit(complete, base, (history, past), (*self.entries, self._entry(about, "")))
            write_drawn(beside, tables, release_id)
            written.result()
            demand(check_tables(beside, about, tables), f"release {release_id} did not survive being written")
            files = file_facts(beside, [f"{name}.parquet" for name in PARQUET_TABLES])
            self._write_pages(beside, tables, files)
            filled.result()
            completed.result()
        manifest = replace(about, files=file_facts(beside, known=files))
        (beside / MANIFEST).write_text(manifest.to_json(), encoding="utf-8", newline="\n")
        entry = self._entry(manifest, sha256_of(beside / MANIFEST))
        sync_tree(beside)
        self._move_into_place(beside, past, entry)
        return Published(release_id, None, changes.num_rows)

    def _write_tables(self, beside: Path) -> None:
        for name, table in self.candidate.tables.items():
            write_parquet(table, name, beside / f"{name}.parquet")

    def _changes(self, differing: Mapping[str, Delta]) -> pa.Table:
        """What changed since the newest release that stands; `differing` is against the newest of all."""
        before = last_standing(self.entries)
        if before is None:
            return empty(CHANGES)
        c = self.candidate
        new = Side(c.release_id, c.tables, c.inputs, c.fingerprint.code_sha256, c.fingerprint.vocabulary_sha256)
        if before != self.entries[-1]:
            return changes_between(side_of(self.out, before), new)
        whole = ("documents", "corrections")  # they name causes, whether their own rows changed or not
        old = side_of(self.out, before, (*whole, "inputs"))
        compared = {name: change for name, change in differing.items() if name not in (*whole, "inputs")}
        gone = {name: shaped(change.gone, arrow_schema(TABLES[name])) for name, change in compared.items()}
        fresh = {name: change.fresh for name, change in compared.items()}
        return changes_between(replace(old, tables={**gone, **old.tables}), replace(new, tables={**c.tables, **fresh}))

    def _write_pages(self, beside: Path, tables: Mapping[str, pa.Table], files: FileFacts) -> None:
        release_id, before = self.candidate.release_id, last_standing(self.entries)
        shared = [name for name in PARQUET_TABLES if name not in PRIVATE_TABLES]
        pages = {
            "README.md": card(release_id, tables, "\n\n".join(accuracy_lines())),
            "diff.md": diff_page(
                release_id,
                before.release_id if before else None,
                tables[CHANGES],
                tables["corrections"],
                self._schema_breaks(),
            ),
            "datapackage.json": datapackage(release_id, files, shared),
            "croissant.json": croissant(release_id, files, shared),
        }
        for name, page in pages.items():
            (beside / name).write_text(page, encoding="utf-8", newline="\n")

    def _unchanged(self) -> frozenset[str]:
        """Tables that the release before, whatever became of it, holds row for row."""
        if not self.entries:
            return frozenset()
        held = load_manifest(self.out, self.entries[-1].release_id).tables
        return frozenset(name for name, sha256 in self.hashes.items() if held[name]["content_sha256"] == sha256)

    def _before(self) -> dict[str, Path]:
        """Parquet files of the release before that still are what was published and have the columns of today."""
        if not self.entries:
            return {}
        manifest, folder = load_manifest(self.out, self.entries[-1].release_id), releases_folder(self.out)
        files = {name: folder / manifest.release_id / f"{name}.parquet" for name in self.candidate.tables}
        return {
            name: path
            for name, path in files.items()
            if manifest.tables[name].get("columns") == schema_words(arrow_schema(TABLES[name]))
            and path.is_file()
            and sha256_of(path) == manifest.files[path.name]["sha256"]
        }

    def _manifest(self, tables: Mapping[str, pa.Table], files: FileFacts) -> Manifest:
        candidate, before = self.candidate, last_standing(self.entries)
        hashes = {**self.hashes, CHANGES: content_sha256(tables[CHANGES])}
        return Manifest(
            release_id=candidate.release_id,
            release_seq=self.seq,
            prev_release_id=before.release_id if before else None,
            released_at=self.released_at,
            code_version=candidate.fingerprint.version(),
            code_sha256=candidate.fingerprint.code_sha256,
            vocabulary_sha256=candidate.fingerprint.vocabulary_sha256,
            input_sha256=candidate.input_sha256,
            tables={name: _table_facts(name, tables[name], hashes[name]) for name in PARQUET_TABLES},
            files=files,
            counts=counts_of(tables),
            schema_breaks=self._schema_breaks(),
            libraries=writing_libraries(),
        )

    def _schema_breaks(self) -> tuple[str, ...]:
        """What readers of the release before no longer find in this one."""
        before = last_standing(self.entries)
        if before is None:
            return ()
        held = load_manifest(self.out, before.release_id).tables
        return breaks({name: facts.get("columns", {}) for name, facts in held.items()}, declared())

    def _entry(self, manifest: Manifest, manifest_sha256: str) -> ReleaseEntry:
        return ReleaseEntry(
            release_id=manifest.release_id,
            release_seq=manifest.release_seq,
            released_at=manifest.released_at,
            code_version=manifest.code_version,
            input_sha256=manifest.input_sha256,
            claims=manifest.counts["claims"],
            assertions=manifest.counts["assertions"],
            documents=manifest.counts["documents"],
            status="published",
            manifest_sha256=manifest_sha256,
        )

    def _move_into_place(self, beside: Path, past: Path, entry: ReleaseEntry) -> None:
        """The folder first, the history next, the list last: only what the list names counts as published."""
        history = history_folder(self.out)
        archive = archive_folder(self.out, entry.release_id)
        kept = archive.parent / f"{TEMPORARY}{entry.release_id}"
        remove(kept)
        kept.mkdir(parents=True)
        for name in PAGES:
            (kept / name).write_bytes((beside / name).read_bytes())
        sync_tree(kept)
        remove(archive)
        os.rename(kept, archive)
        os.rename(beside, releases_folder(self.out) / entry.release_id)
        sync(releases_folder(self.out))
        move_history(past, history)
        remove(past)
        write_index(self.out, (*self.entries, entry))


def _table_facts(name: str, table: pa.Table, content: str) -> dict[str, object]:
    columns = schema_words(arrow_schema(TABLES[name]))
    return {"rows": table.num_rows, "content_sha256": content, "columns": columns}


def file_facts(
    folder: Path, names: Iterable[str] | None = None, known: FileFacts = MappingProxyType({})
) -> dict[str, dict[str, object]]:
    """Size and sha256 of the files `names` of a release; None means every file but its manifest.

    Those `known` already are not read again.
    """
    paths = sorted(folder.rglob("*") if names is None else (folder / name for name in names))
    found = {path.relative_to(folder).as_posix(): path for path in paths if path.is_file() and path.name != MANIFEST}
    return {
        name: dict(known[name]) if name in known else {"bytes": path.stat().st_size, "sha256": sha256_of(path)}
        for name, path in found.items()
    }


def counts_of(tables: Mapping[str, pa.Table]) -> dict[str, int]:
    """Rows of each table; documents are those whose file stands in the raw folder."""
    counts = {name: table.num_rows for name, table in tables.items()}
    statuses = tables["documents"].column("status").to_pylist()
    return counts | {"documents": statuses.count("current")}


def side_of(out: Path, entry: ReleaseEntry, names: Sequence[str] = KEPT) -> Side:
    """A published release as one side of a comparison, its tables `names` (among them inputs) read from the history."""
    history = history_folder(out)
    manifest = load_manifest(out, entry.release_id)
    tables = {name: rows_as_of(history, name, entry.release_seq) for name in names}
    inputs = tables.pop("inputs")
    return Side(entry.release_id, tables, inputs, manifest.code_sha256, manifest.vocabulary_sha256)
