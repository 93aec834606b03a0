"""The whole line, stage by stage: list and hash, read in chunks, link and assemble, publish."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import BrokenExecutor, as_completed
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from schemas.dataset import TABLES
from waybill.documents.record import Quarantined
from waybill.releases.assemble import assemble as assemble_tables
from waybill.releases.assemble import empty, with_publishers_voice
from waybill.releases.content import canonical
from waybill.releases.corrections import BadCorrections, Corrected, apply_corrections, parse_corrections
from waybill.releases.manifest import ReleaseEntry, input_sha256, is_release_id, next_release_id
from waybill.releases.rows import Batch, merge, quarantined_rows
from waybill.releases.shelf import shelf_of
from waybill.releases.validate import Issue, validate
from waybill.store.aside import give_back, look_into, put_aside, take_up
from waybill.store.drawing import drawer
from waybill.store.errors import StoreError
from waybill.store.executors import PROCESSES, readers
from waybill.store.fingerprint import fingerprint, reading_fingerprint
from waybill.store.folders import Folder, RemoteFolder, folder_at
from waybill.store.history import INPUTS, first_seen, rows_as_of
from waybill.store.linking import link_shelf
from waybill.store.lock import writing
from waybill.store.mirror import place_to_write
from waybill.store.places import history_folder, last_standing, load_manifest, read_index, releases_folder
from waybill.store.publishing import Candidate, publish_candidate, recover
from waybill.store.raw import CORRECTIONS, RawFile, list_raw, read_corrections
from waybill.store.reading import (
    CACHE,
    CHUNK_BYTES,
    Chunk,
    cached_keys,
    chunks_of,
    clean_cache,
    keep_segment,
    listing_memory,
    load_batches,
    read_chunk,
    read_elsewhere,
    segment_of,
)
from waybill.store.remote_raw import list_remote

Progress = Callable[[str, int, int], None]
"""Called with the stage, how much of it is done, and how much there is."""


def silent(stage: str, done: int, total: int) -> None:
    """The progress that nobody watches."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a build will read and what it already knows."""

    raw: Folder
    out: Path
    release_id: str  # the id that the release will have, if it is published
    base_seq: int  # number of the newest release when the plan was made; 0 = none
    fingerprint: str  # of the code and vocabulary that reading depends on
    files: tuple[RawFile, ...]
    quarantined: tuple[Quarantined, ...]
    chunks: tuple[Chunk, ...]  # what the cache lacks
    cached: int  # files that the cache answers
    corrections: bytes


@dataclass(frozen=True, slots=True)
class Draft:
    """Validated tables that wait to be published."""

    plan: Plan
    candidate: Candidate
    fatal: tuple[Issue, ...]


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did."""

    status: str  # published, unchanged, refused
    release_id: str | None  # the release that holds the rows now; None when refused
    release_dir: Path | None
    documents: int
    claims: int
    rejected: int
    assertions: int
    changes: int
    documents_read: int  # not answered by the cache
    quarantined: tuple[Quarantined, ...]
    issues: Mapping[str, int]  # severity -> rows of validation_issues
    first_errors: tuple[str, ...]
    seconds: Mapping[str, float] = field(default_factory=dict)

    @property
    def exit_code(self) -> int:
        """0 published or unchanged, 3 the same but something is in quarantine, 4 refused."""
        if self.status == "refused":
            return 4
        return 3 if self.quarantined else 0


def plan_build(
    raw: str | Folder,
    out: Path,
    *,
    today: date | None = None,
    release_id: str | None = None,
    chunk_bytes: int = CHUNK_BYTES,
) -> Plan:
    """List and hash the raw folder and see what the cache lacks. Raises StoreError when `raw` is no folder.

    `raw` may be an fsspec address (`s3://desk/reports`): whoever reads its batches then fetches them there.
    `today` gives the month of the release's id; None means the clock's.
    """
    raw, out = folder_at(raw), Path(out)
    if isinstance(raw, RemoteFolder):
        listing = list_remote(raw, listing_memory(out))
    else:
        _keep_apart(raw, out)
        listing = list_raw(raw)
    entries = read_index(out)
    taken = [entry.release_id for entry in entries]
    if release_id is not None and not is_release_id(release_id):
        raise StoreError(f"{release_id}: not a release id; they look like 2031.05.0")
    print_ = reading_fingerprint()
    known = cached_keys(out, print_)
    missing = [file for file in listing.files if file.input_key not in known]
    return Plan(
        raw=raw,
        out=out,
        release_id=release_id or next_release_id(today or datetime.now(UTC).date(), taken),
        base_seq=entries[-1].release_seq if entries else 0,
        fingerprint=print_,
        files=listing.files,
        quarantined=listing.quarantined,
        chunks=chunks_of(missing, chunk_bytes),
        cached=len(listing.files) - len(missing),
        corrections=read_corrections(raw),
    )


def _keep_apart(raw: Path, out: Path) -> None:
    if out.resolve().is_relative_to(raw.resolve()) or raw.resolve().is_relative_to(releases_folder(out).resolve()):
        raise StoreError(f"{out}: the output must not lie inside the raw folder {raw}, nor the other way round")


def assemble(plan: Plan, progress: Progress | None = None) -> Draft:
    """Link what was read, apply corrections, make the tables and validate them; nothing stays on the disk."""
    say = progress or silent
    say("load", 0, 1)
    batch, notes = _one_document_each(merge([*load_batches(plan.out, plan.fingerprint, plan.files)]), plan)
    batch = with_publishers_voice(batch)
    corrected = _corrected(batch, plan)
    batch = Batch(batch.documents, corrected.claims, batch.rejected, batch.quarantine)
    history = history_folder(plan.out)
    earlier = rows_as_of(history, "documents", plan.base_seq)
    unreadable, review, corrections = _unreadable_now(batch, earlier), corrected.review, corrected.table
    notes += _notes(corrected)
    aside = put_aside(batch, plan.out / CACHE)
    shelf = shelf_of(batch, review, plan.corrections, partial(look_into, aside))
    del batch, corrected
    give_back()
    say("link", 0, 1)
    links = link_shelf(shelf, plan.out)
    batch = take_up(aside)
    give_back()
    say("tables", 0, 1)
    tables = assemble_tables(
        batch,
        links,
        release_id=plan.release_id,
        first_seen={name: first_seen(history, name, plan.base_seq) for name in ("claims", "documents")},
        earlier_documents=earlier,
        corrections=corrections,
        review=review,
    )
    tables["validation_issues"] = canonical(_issue_rows(notes), TABLES["validation_issues"])
    del batch, links
    give_back()
    say("validate", 0, 1)
    validated = validate(tables)
    inputs = _inputs(plan.files)
    kept = {name: table for name, table in validated.tables.items() if name != "release_changes"}
    candidate = Candidate(plan.release_id, kept, inputs, input_sha256(inputs, plan.corrections), fingerprint())
    return Draft(plan, candidate, (*validated.fatal, *unreadable))


def _unreadable_now(batch: Batch, earlier: pa.Table) -> list[Issue]:
    """Reports that the release before holds and the reader now fails on: a fault of code must not unpublish them."""
    rows = zip(earlier.column("raw_sha256").to_pylist(), earlier.column("status").to_pylist(), strict=True)
    held = {raw_sha256 for raw_sha256, status in rows if status == "current"}
    failed = [row for row in batch.quarantine.to_pylist() if row["reason"] == "reader_failed"]
    lost = failed if not batch.documents.num_rows else [row for row in failed if row["raw_sha256"] in held]
    return [Issue("documents", row["raw_path"], "reader-failed", "fatal", row["detail"]) for row in lost]


def _one_document_each(batch: Batch, plan: Plan) -> tuple[Batch, list[Issue]]:
    """One document a doc_id, the files that never became bytes in quarantine, and a warning for every twin file."""
    first: dict[str, str] = {}  # doc_id -> input key of the first path
    twins: list[tuple[str, str]] = []
    order = {file.input_key: file.raw_path for file in plan.files}
    columns = (batch.documents.column(name).to_pylist() for name in ("input_key", "doc_id"))
    for key, doc_id in sorted(zip(*columns, strict=True), key=lambda pair: order[pair[0]]):
        if doc_id in first:
            twins.append((order[key], order[first[doc_id]]))
        else:
            first[doc_id] = key
    keys = pa.array(sorted(first.values()), pa.string())
    read = {*keys.to_pylist(), *batch.documents.column("input_key").to_pylist()}
    read |= set(batch.quarantine.column("input_key").to_pylist())
    changed = [_changed(file) for file in plan.files if file.input_key not in read]
    quarantine = pa.concat_tables([batch.quarantine, quarantined_rows([*plan.quarantined, *changed])])
    if twins:
        batch = Batch(**{name: _only(table, keys) for name, table in batch.tables().items()})
    return replace(batch, quarantine=quarantine), [_twin_note(path, other) for path, other in twins]


def _only(table: pa.Table, keys: pa.Array) -> pa.Table:
    return table.filter(pc.is_in(table.column("input_key"), value_set=keys))


def _changed(file: RawFile) -> Quarantined:
    detail = "the file changed or vanished while the raw folder was being read; build again"
    return Quarantined(file.raw_path, file.raw_sha256, "changed_while_reading", detail)


def _twin_note(path: str, other: str) -> Issue:
    message = f"the same bytes as {other}; read once, under that name"
    return Issue("documents", path, "same-bytes", "warning", message)


def _corrected(batch: Batch, plan: Plan) -> Corrected:
    try:
        corrections = parse_corrections(plan.corrections, str(plan.raw / CORRECTIONS))
    except BadCorrections as reason:
        raise StoreError(str(reason)) from None
    return apply_corrections(batch.claims, corrections)


def _notes(corrected: Corrected) -> list[Issue]:
    return [
        Issue("corrections", correction.correction_id, f"correction-{correction.status}", "warning", correction.note)
        for correction in corrected.corrections
        if correction.note
    ]


def _issue_rows(issues: list[Issue]) -> pa.Table:
    schema = empty("validation_issues").schema
    values = [[getattr(issue, name) for issue in issues] for name in schema.names]
    return pa.Table.from_arrays([pa.array(column, pa.string()) for column in values], schema=schema)


def _inputs(files: tuple[RawFile, ...]) -> pa.Table:
    columns = [[getattr(file, name) for file in files] for name in INPUTS.names]
    return pa.Table.from_arrays([pa.array(column, pa.string()) for column in columns], schema=INPUTS)


def publish(draft: Draft, now: datetime | None = None) -> BuildReport:
    """Publish a draft under the lock of its output folder, or say why not.

    Raises Locked when another process is publishing, StoreError when a release appeared since the plan was made.
    """
    with writing(draft.plan.out):
        return _publish_locked(draft, now)


def _publish_locked(draft: Draft, now: datetime | None) -> BuildReport:
    plan = draft.plan
    if draft.fatal:
        return _report(draft, "refused", None, 0)
    recover(plan.out)
    entries = read_index(plan.out)
    if (entries[-1].release_seq if entries else 0) != plan.base_seq:
        raise StoreError(f"{plan.out}: another run published {entries[-1].release_id} meanwhile; build again")
    done = publish_candidate(plan.out, draft.candidate, now)
    clean_cache(plan.out, plan.fingerprint)
    return _report(draft, "unchanged" if done.equals else "published", done.equals or done.release_id, done.changes)


def _report(draft: Draft, status: str, release_id: str | None, changes: int) -> BuildReport:
    tables, plan = draft.candidate.tables, draft.plan
    issues = [Issue(**row) for row in tables["validation_issues"].to_pylist()]
    return BuildReport(
        status=status,
        release_id=release_id,
        release_dir=releases_folder(plan.out) / release_id if release_id else None,
        documents=tables["documents"].column("status").to_pylist().count("current"),
        claims=tables["claims"].num_rows,
        rejected=tables["rejected_quantities"].num_rows,
        assertions=tables["assertions"].num_rows,
        changes=changes,
        documents_read=len(plan.files) - plan.cached,
        quarantined=tuple(Quarantined(**row) for row in tables["quarantine"].to_pylist()),
        issues=_by_severity(issues),
        first_errors=_first_errors([*draft.fatal, *issues]),
    )


def build(
    raw: str | Folder,
    out: str | Folder,
    *,
    today: date | None = None,
    now: datetime | None = None,
    workers: int = 1,
    release_id: str | None = None,
    progress: Progress | None = None,
    executor: str = PROCESSES,
) -> BuildReport:
    """The whole line without Prefect: read `raw`, publish below `out` unless nothing changed.

    `workers` read in parallel: processes of this machine, or what `executor` names (`dask`, the address of a
    scheduler). Either folder may be an fsspec address; releases then stand there, and are built in a stage here.
    Raises StoreError with a mend in its message.
    """
    say = progress or silent
    clock, seconds = time.perf_counter, {}
    with place_to_write(folder_at(out)) as here, writing(here):
        began = clock()
        recover(here)
        plan = plan_build(raw, here, today=today, release_id=release_id)
        seconds["list"] = clock() - began
        same = report_unchanged(plan)
        if same is not None:
            return replace(same, seconds=seconds)
        drawer()  # gets ready while this process reads
        began = clock()
        read_chunks(plan, workers, say, executor)
        seconds["read"] = clock() - began
        began = clock()
        draft = assemble(plan, say)
        seconds["assemble"] = clock() - began
        began = clock()
        say("publish", 0, 1)
        report = _publish_locked(draft, now)
        seconds["publish"] = clock() - began
    return replace(report, seconds=seconds)


def read_chunks(plan: Plan, workers: int, say: Progress, executor: str = PROCESSES) -> None:
    """Read every chunk of `plan`; `executor` is a word or an address that `executors.readers` knows."""
    total = len(plan.chunks)
    say("read", 0, total)
    with readers(executor, total, workers) as pool:
        if pool is None:
            for done, chunk in enumerate(plan.chunks, start=1):
                read_chunk(plan.raw, plan.out, chunk, plan.fingerprint)
                say("read", done, total)
            return
        tasks = {pool.submit(read_elsewhere, plan.raw, chunk, plan.fingerprint): chunk for chunk in plan.chunks}
        try:
            for done, task in enumerate(as_completed(tasks), start=1):
                keep_segment(segment_of(plan.out, tasks.pop(task), plan.fingerprint), task.result())
                say("read", done, total)
        except BrokenExecutor:
            mend = "what was read stays read: build again, with fewer --workers if memory is short"
            raise StoreError(f"{plan.raw}: a reading process was killed; {mend}") from None


def unchanged_inputs(plan: Plan) -> ReleaseEntry | None:
    """The newest release, if it was made from the same raw files by the same code and vocabulary."""
    entry = last_standing(read_index(plan.out))
    if entry is None:
        return None
    manifest, current = load_manifest(plan.out, entry.release_id), fingerprint()
    made_from = input_sha256(_inputs(plan.files), plan.corrections)
    same_code = (manifest.code_sha256, manifest.vocabulary_sha256) == (current.code_sha256, current.vocabulary_sha256)
    if not same_code or manifest.input_sha256 != made_from:
        return None
    return entry if _same_refusals(plan, _table_of(plan, entry, "quarantine")) else None


def _same_refusals(plan: Plan, quarantine: pa.Table) -> bool:
    """Whether the quarantine of a release names the files that `plan` could not open, and no others of that kind."""
    opened = {file.raw_path for file in plan.files}
    held = {(row["raw_path"], row["reason"], row["detail"]) for row in quarantine.to_pylist()}
    now = {(refused.raw_path, refused.reason, refused.detail) for refused in plan.quarantined}
    return now == {refused for refused in held if refused[0] not in opened}


def _table_of(plan: Plan, entry: ReleaseEntry, name: str) -> pa.Table:
    return rows_as_of(history_folder(plan.out), name, entry.release_seq)


def report_unchanged(plan: Plan) -> BuildReport | None:
    """The report of a build that has nothing to do; None where something must be read, linked or published.

    After a withdrawal the rows themselves are asked, not what they were made from.
    """
    entry = None if plan.chunks else unchanged_inputs(plan)
    return None if entry is None or entry.release_seq != plan.base_seq else _report_of(plan, entry)


def _report_of(plan: Plan, entry: ReleaseEntry) -> BuildReport:
    """The report on a run that found `entry` made from the same input, with the figures of that release."""
    counts = load_manifest(plan.out, entry.release_id).counts
    rows = {name: _table_of(plan, entry, name).to_pylist() for name in ("quarantine", "validation_issues")}
    issues = [Issue(**row) for row in rows["validation_issues"]]
    return BuildReport(
        status="unchanged",
        release_id=entry.release_id,
        release_dir=releases_folder(plan.out) / entry.release_id,
        documents=counts["documents"],
        claims=counts["claims"],
        rejected=counts["rejected_quantities"],
        assertions=counts["assertions"],
        changes=0,
        documents_read=0,
        quarantined=tuple(Quarantined(**row) for row in rows["quarantine"]),
        issues=_by_severity(issues),
        first_errors=_first_errors(issues),
    )


def _by_severity(issues: Sequence[Issue]) -> dict[str, int]:
    return dict(sorted(Counter(issue.severity for issue in issues).items()))


def _first_errors(issues: Iterable[Issue]) -> tuple[str, ...]:
    named = dict.fromkeys(issue for issue in issues if issue.severity != "warning")
    return tuple(f"{i.table_name} {i.row_key} {i.rule_id}: {i.message}" for i in list(named)[:5])
