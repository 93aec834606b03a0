"""Reading in batches, cached by content: a segment is a folder of Arrow files that holds what some files gave."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import ipc

from waybill import claims, documents
from waybill.documents.record import Document, Quarantined
from waybill.releases.rows import SCHEMAS, Batch, ReadFile, batch_of
from waybill.store.files import TEMPORARY, remove, remove_temporary
from waybill.store.raw import RawFile, RawRefusal, read_bytes, read_sidecar

CACHE = ".cache"
CHUNK_BYTES = 4_000_000
"""Raw bytes that one task reads: seconds of work, so that what a task costs beside it does not count."""
_KEYS = pa.schema([pa.field("input_key", pa.string(), nullable=False)])


@dataclass(frozen=True, slots=True)
class Chunk:
    """Files that one task reads together."""

    files: tuple[RawFile, ...]

    @property
    def name(self) -> str:
        """Name of the segment it becomes: a hash of its files."""
        return hashlib.sha256("".join(file.input_key for file in self.files).encode()).hexdigest()[:32]


def cache_folder(out: Path, fingerprint: str) -> Path:
    """Where segments read under `fingerprint` lie; may be deleted at any time."""
    return out / CACHE / fingerprint[:32]


def chunks_of(files: Iterable[RawFile], chunk_bytes: int = CHUNK_BYTES) -> tuple[Chunk, ...]:
    """Cut `files` into chunks of about `chunk_bytes`; a file larger than that is a chunk of its own."""
    chunks: list[Chunk] = []
    filling: list[RawFile] = []
    size = 0
    for file in files:
        if filling and size + file.size > chunk_bytes:
            chunks.append(Chunk(tuple(filling)))
            filling, size = [], 0
        filling.append(file)
        size += file.size
    return (*chunks, Chunk(tuple(filling))) if filling else tuple(chunks)


def read_chunk(raw: Path, out: Path, chunk: Chunk, fingerprint: str) -> Path:
    """Read the files of `chunk` into a segment; a segment that is already there is left alone.

    Files that changed since they were hashed are left out: the release then names them in its quarantine.
    """
    segment = cache_folder(out, fingerprint) / chunk.name
    if segment.is_dir():
        return segment
    segment.parent.mkdir(parents=True, exist_ok=True)
    beside = segment.parent / f"{TEMPORARY}{os.getpid()}-{chunk.name}"
    remove(beside)
    beside.mkdir()
    _write_segment(beside, batch_of([read for file in chunk.files if (read := _read_file(raw, file)) is not None]))
    try:
        os.rename(beside, segment)
    except OSError:  # another worker was faster; both read the same bytes
        remove(beside)
    return segment


def _read_file(raw: Path, file: RawFile) -> ReadFile | None:
    try:
        content = read_bytes(raw, file.raw_path)
        sidecar = read_sidecar(raw, file.raw_path)
    except RawRefusal:
        return None
    sidecar_sha256 = None if sidecar is None else hashlib.sha256(sidecar).hexdigest()
    if (hashlib.sha256(content).hexdigest(), sidecar_sha256) != (file.raw_sha256, file.sidecar_sha256):
        return None
    return read_report(file, content, sidecar)


def read_report(file: RawFile, content: bytes, sidecar: bytes | None) -> ReadFile:
    """Read one report; whatever a reader trips over ends in quarantine, so that the other reports are published."""
    try:
        document = documents.read_document(content, file.raw_path, sidecar)
        reading = claims.read_claims(document) if isinstance(document, Document) else None
    except Exception as reason:
        detail = f"the reader failed with {type(reason).__name__}: {str(reason)[:200]}; please report this file"
        return ReadFile(
            file.input_key,
            file.sidecar_sha256,
            Quarantined(file.raw_path, file.raw_sha256, "reader_failed", detail),
            None,
        )
    return ReadFile(file.input_key, file.sidecar_sha256, document, reading)


def _write_segment(folder: Path, batch: Batch) -> None:
    options = ipc.IpcWriteOptions(compression="zstd")
    keys = pa.concat_tables([batch.documents.select(["input_key"]), batch.quarantine.select(["input_key"])])
    for name, table in {**batch.tables(), "keys": keys}.items():
        with (
            pa.OSFile(str(folder / f"{name}.arrow"), "wb") as sink,
            ipc.new_file(sink, table.schema, options=options) as w,
        ):
            w.write_table(table)


def _read_table(path: Path) -> pa.Table:
    with pa.memory_map(str(path)) as source:
        return ipc.open_file(source).read_all()


def segments(out: Path, fingerprint: str) -> tuple[Path, ...]:
    """Every segment that is there, in the order of names."""
    folder = cache_folder(out, fingerprint)
    if not folder.is_dir():
        return ()
    return tuple(sorted(path for path in folder.iterdir() if not path.name.startswith(TEMPORARY)))


def cached_keys(out: Path, fingerprint: str) -> frozenset[str]:
    """Input keys that the cache can answer; a damaged segment is removed and read again."""
    found: set[str] = set()
    for segment in segments(out, fingerprint):
        try:
            found.update(_read_table(segment / "keys.arrow").column("input_key").to_pylist())
        except (OSError, pa.ArrowInvalid, KeyError):
            remove(segment)
    return frozenset(found)


def load_batches(out: Path, fingerprint: str, files: Sequence[RawFile]) -> Iterator[Batch]:
    """What the cache holds of `files`, segment by segment; each file once."""
    wanted = {file.input_key for file in files}
    for segment in segments(out, fingerprint):
        here = wanted.intersection(_read_table(segment / "keys.arrow").column("input_key").to_pylist())
        wanted -= here
        if here:
            keys = pa.array(sorted(here), pa.string())
            tables = {name: _read_table(segment / f"{name}.arrow") for name in SCHEMAS}
            yield Batch(**{n: t.filter(pc.is_in(t.column("input_key"), value_set=keys)) for n, t in tables.items()})


def clean_cache(out: Path, fingerprint: str) -> None:
    """Remove segments of other code and vocabulary, and what an interrupted run left."""
    current = cache_folder(out, fingerprint)
    folder = out / CACHE
    for path in folder.iterdir() if folder.is_dir() else ():
        if path != current:
            remove(path)
    remove_temporary(current)
