"""Proof that a release is what it says: checksums, schemas, keys, and every span cut again from the raw files."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from schemas.dataset import PARQUET_TABLES, SCHEMA_VERSION, TABLES
from schemas.render import arrow_schema, schema_of_words
from waybill import documents
from waybill.documents.record import Document
from waybill.releases.content import canonical, content_sha256
from waybill.releases.manifest import Manifest, manifest_from
from waybill.releases.validate import check_columns, check_rules
from waybill.store.drawn import is_drawn
from waybill.store.errors import StoreError
from waybill.store.files import sha256_of
from waybill.store.folders import Folder, folder_at
from waybill.store.history import CHANGES
from waybill.store.places import DATABASE, MANIFEST, entry_of, releases_folder
from waybill.store.raw import RawRefusal, read_bytes, read_sidecar
from waybill.store.tables import content_sha256_in, holds, read_parquet


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about a release that does not hold: which check, where, and what is wrong."""

    check: str
    where: str
    message: str


def verify(
    out: Path, release_id: str | None = None, raw: str | Folder | None = None, strict: bool = False
) -> tuple[Finding, ...]:
    """Everything that does not hold about a release (None = the newest); empty = it is sound.

    With `raw`, every claim and rejection is cut again from the raw files. `strict` also reports corrections that no
    longer apply and rows that failed a check. Raises NoSuchRelease when there is no such release.
    """
    entry = entry_of(out, release_id)
    folder = releases_folder(out) / entry.release_id
    if not folder.is_dir():
        return (Finding("folder", str(folder), "the release's folder is missing; `waybill releases restore` mends it"),)
    path = folder / MANIFEST
    if not path.is_file():
        return (Finding("manifest", str(path), "the manifest is missing"),)
    if sha256_of(path) != entry.manifest_sha256:
        return (Finding("manifest", str(path), "the manifest is not the one that releases.json names"),)
    try:
        manifest = manifest_from(path.read_text(encoding="utf-8"))
    except ValueError as reason:
        return (Finding("manifest", str(path), str(reason)),)
    if entry.redrawn is not None:
        kept = {name: facts for name, facts in manifest.files.items() if name != DATABASE and not is_drawn(name)}
        manifest = replace(
            manifest, files={**kept, **{name: {"sha256": sha256} for name, sha256 in entry.redrawn.items()}}
        )
    found = [*verify_folder(folder, manifest)]
    if found:
        return tuple(found)
    tables = {name: read_parquet(folder / f"{name}.parquet") for name in PARQUET_TABLES}
    if manifest.schema_version == SCHEMA_VERSION:
        found += _check_contents(tables)
        found += _check_database(folder / DATABASE, manifest)
    found += check_spans(tables, {row["doc_id"]: row["text"] for row in tables["texts"].to_pylist()}, "texts.parquet")
    if raw is not None:
        found += _check_raw(tables, folder_at(raw))
    return (*found, *(_strict_findings(tables) if strict else ()))


def verify_folder(folder: Path, manifest: Manifest) -> Iterator[Finding]:
    """Files of the manifest that are missing, damaged or of another shape; files that it does not name."""
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}
    for name in sorted(there - set(manifest.files) - {MANIFEST}):
        yield Finding("extra-file", name, "the manifest does not name this file")
    for name in sorted({f"{table}.parquet" for table in PARQUET_TABLES} - set(manifest.files)):
        yield Finding("manifest", name, "the manifest does not name this table")
    for name, facts in manifest.files.items():
        if name not in there:
            yield Finding("missing-file", name, "the manifest names this file, and it is not there")
        elif sha256_of(folder / name) != facts["sha256"]:
            yield Finding("checksum", name, "the file's bytes are not those that were published")
        elif name.endswith(".parquet"):
            yield from _check_table(folder / name, manifest)


def check_tables(folder: Path, manifest: Manifest, tables: Mapping[str, pa.Table]) -> Iterator[Finding]:
    """Tables whose Parquet file does not hold, read back, what the manifest says and `tables`, those written, hold."""
    for name in PARQUET_TABLES:
        yield from _check_table(folder / f"{name}.parquet", manifest, tables[name])


def _check_table(path: Path, manifest: Manifest, written: pa.Table | None = None) -> Iterator[Finding]:
    """What does not hold about a Parquet file; rows `written` are compared with it, which is cheaper than a hash."""
    name = path.stem
    expected = schema_of(manifest, name)
    try:
        found, rows = pq.read_schema(path), pq.read_metadata(path).num_rows
        if not found.equals(expected):
            yield Finding("schema", path.name, "the columns or types are not those that the schema declares")
        elif rows != manifest.tables[name]["rows"]:
            yield Finding("rows", path.name, f"{rows} rows, the manifest says {manifest.tables[name]['rows']}")
        elif written is not None and not holds(path, written):
            yield Finding("content", path.name, "the rows are not those that were to be written")
        elif written is None and content_sha256_in(path) != manifest.tables[name]["content_sha256"]:
            yield Finding("content", path.name, "the rows are not those that the manifest's content hash names")
    except (OSError, pa.ArrowInvalid) as reason:
        yield Finding("unreadable", path.name, str(reason)[:200])


def schema_of(manifest: Manifest, name: str) -> pa.Schema:
    """The schema that table `name` had when the release was published."""
    if manifest.schema_version == SCHEMA_VERSION:
        return arrow_schema(TABLES[name])
    return schema_of_words(manifest.tables[name]["columns"])


def _check_contents(tables: Mapping[str, pa.Table]) -> Iterator[Finding]:
    issues = [issue for name, table in tables.items() for issue in check_columns(name, table)]
    for issue in (*issues, *check_rules(tables)):
        if issue.severity != "warning":
            yield Finding(issue.rule_id, f"{issue.table_name} {issue.row_key}", issue.message)


def _check_database(path: Path, manifest: Manifest) -> Iterator[Finding]:
    """Tables of the database whose rows are not those of the Parquet files."""
    with duckdb.connect(str(path), read_only=True) as base:
        base.execute("SET enable_progress_bar = false")
        for name in PARQUET_TABLES:
            if name == CHANGES:  # the database holds the changes of every release so far
                continue
            rows = canonical(base.sql(f"SELECT * FROM {name}").to_arrow_table(), TABLES[name])
            if content_sha256(rows) != manifest.tables[name]["content_sha256"]:
                yield Finding("database", f"{path.name} {name}", "the rows are not those of the Parquet file")


def check_spans(tables: Mapping[str, pa.Table], texts: Mapping[str, str], source: str) -> Iterator[Finding]:
    """Claims and rejections whose words do not stand in `texts` where their spans say."""
    spans = (("claims", "quantity_text", "quantity"), ("claims", "quote", "quote"),
             ("rejected_quantities", "quantity_text", "quantity"))  # fmt: skip
    for name, words, span in spans:
        columns = ("doc_id", words, f"{span}_start", f"{span}_end")
        rows = zip(*(tables[name].column(column).to_pylist() for column in columns), strict=True)
        for doc_id, expected, start, end in rows:
            if doc_id in texts and texts[doc_id][start:end] != expected:
                where = f"{name} {doc_id} {start}-{end}"
                yield Finding(f"{words}-span", where, f"{source} holds {texts[doc_id][start:end][:60]!r} there")


def _check_raw(tables: Mapping[str, pa.Table], raw: Folder) -> Iterator[Finding]:
    """Read every document from the raw folder again and cut every span from it."""
    published = dict(zip(*(tables["texts"].column(name).to_pylist() for name in ("doc_id", "text")), strict=True))
    texts: dict[str, str] = {}
    for row in tables["documents"].select(["doc_id", "raw_path", "raw_sha256", "status"]).to_pylist():
        if row["status"] != "current":
            continue
        text = _raw_text(raw, row["raw_path"], row["raw_sha256"])
        if isinstance(text, Finding):
            yield text
            continue
        texts[row["doc_id"]] = text
        if published.get(row["doc_id"]) != text:
            yield Finding("text", row["raw_path"], "texts.parquet does not hold the text of this file")
    yield from check_spans(tables, texts, "the raw file")


def _raw_text(raw: Folder, raw_path: str, raw_sha256: str) -> str | Finding:
    try:
        content, sidecar = read_bytes(raw, raw_path), read_sidecar(raw, raw_path)
    except RawRefusal as refusal:
        return Finding("raw-file", raw_path, f"{refusal.reason}: {refusal.detail}")
    if hashlib.sha256(content).hexdigest() != raw_sha256:
        return Finding("raw-file", raw_path, "the file changed after it was read; build again to publish its new text")
    document = documents.read_document(content, raw_path, sidecar)
    if isinstance(document, Document):
        return document.text
    return Finding("raw-file", raw_path, f"{document.reason}: {document.detail}")


def _strict_findings(tables: Mapping[str, pa.Table]) -> Iterator[Finding]:
    for row in tables["corrections"].to_pylist():
        if row["status"] in {"orphaned", "refused"}:
            where = f"{row['correction_id']} {row['claim_id']} {row['column_name']}"
            yield Finding(f"correction-{row['status']}", where, "look at it again, and mend or remove its line")
    for row in tables["validation_issues"].to_pylist():
        if row["severity"] != "warning":
            yield Finding(row["rule_id"], f"{row['table_name']} {row['row_key']}", row["message"])


def demand(findings: Iterable[Finding], what: str) -> None:
    """Raise StoreError naming the first findings, if there are any."""
    first = list(findings)[:3]
    if first:
        named = "; ".join(f"{finding.check} {finding.where}: {finding.message}" for finding in first)
        raise StoreError(f"{what}: {named}")
