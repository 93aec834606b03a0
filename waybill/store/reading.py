"""Reading in batches, cached by content: a segment is one file that holds what some reports gave, table after table."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import ipc

from waybill import claims, documents
from waybill.assertions.memory import without_cycle_search
from waybill.documents.record import Document, Quarantined
from waybill.releases.rows import SCHEMAS, Batch, ReadFile, batch_of, merge
from waybill.store.errors import StoreError
from waybill.store.files import TEMPORARY, remove, remove_temporary, write_atomically
from waybill.store.fingerprint import reading_fingerprint
from waybill.store.folders import Folder, RemoteFolder
from waybill.store.raw import RawFile, RawRefusal, read_bytes, read_sidecar
from waybill.store.remote_raw import contents

CACHE = ".cache"
CHUNK_BYTES = 4_000_000
"""Raw bytes that one task reads: seconds of work, so that what a task costs beside it does not count."""
SMALL, MANY = 200_000, 64
"""So many segments of fewer bytes than this are made one."""
_KEYS = pa.schema([pa.field("input_key", pa.string(), nullable=False)])


@dataclass(frozen=True, slots=True)
class Chunk:
    """Files that one task reads together."""

    files: tuple[RawFile, ...]

    @property
    def name(self) -> str:
        """Name of the segment it becomes: a hash of its files."""
        return hashlib.sha256("".join(file.input_key for file in self.files).encode()).hexdigest()[:32]


def listing_memory(out: Path) -> Path:
    """What is remembered of a raw folder elsewhere, so that its files are not fetched to be hashed; may be deleted."""
    return out / CACHE / "listing.json"


def linking_memory(out: Path) -> Path:
    """What linking remembers from one run to the next; may be deleted."""
    return out / CACHE / "linking"


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


def read_chunk(raw: Folder, out: Path, chunk: Chunk, fingerprint: str, readers: Executor | None = None) -> Path:
    """Read the files of `chunk`, here or by one of `readers`, and keep the segment.

    A segment that is already there is left alone: a second attempt finds the work of the first.
    """
    segment = segment_of(out, chunk, fingerprint)
    if segment.exists():
        return segment
    if readers is None:
        return keep_segment(segment, read_batch(raw, chunk))
    return keep_segment(segment, readers.submit(read_elsewhere, raw, chunk, fingerprint).result())


def segment_of(out: Path, chunk: Chunk, fingerprint: str) -> Path:
    """Where the segment of `chunk` lies, whether it was read yet or not."""
    return cache_folder(out, fingerprint) / chunk.name


def keep_segment(segment: Path, content: bytes) -> Path:
    """Write what `read_batch` gave to its place in the cache."""
    segment.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(segment, content)
    return segment


def read_batch(raw: Folder, chunk: Chunk) -> bytes:
    """Read the files of `chunk` into a segment's bytes; nothing is written, so any process anywhere may do it.

    Files that changed since they were hashed are left out: the release then names them in its quarantine.
    """
    with without_cycle_search():
        opened = contents(raw, chunk.files) if isinstance(raw, RemoteFolder) else _contents(raw, chunk.files)
        return segment_bytes(
            batch_of([read_report(file, content, sidecar) for file, content, sidecar in opened
                      if _is_as_hashed(file, content, sidecar)])
        )  # fmt: skip


def read_elsewhere(raw: Folder, chunk: Chunk, fingerprint: str) -> bytes:
    """As `read_batch`, in another process, perhaps on another machine.

    Raises StoreError where that process runs other code or vocabulary than the build does.
    """
    if reading_fingerprint() != fingerprint:
        raise StoreError("a worker runs other code or vocabulary than the build; bring it to the same version")
    return read_batch(raw, chunk)


def _contents(raw: Path, files: Iterable[RawFile]) -> Iterator[tuple[RawFile, bytes, bytes | None]]:
    for file in files:
        try:
            yield file, read_bytes(raw, file.raw_path), read_sidecar(raw, file.raw_path)
        except RawRefusal:
            continue


def _is_as_hashed(file: RawFile, content: bytes, sidecar: bytes | None) -> bool:
    sidecar_sha256 = None if sidecar is None else hashlib.sha256(sidecar).hexdigest()
    return (hashlib.sha256(content).hexdigest(), sidecar_sha256) == (file.raw_sha256, file.sidecar_sha256)


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


def segment_bytes(batch: Batch) -> bytes:
    """A batch as one segment: Arrow streams, the keys of its files first; the same batch gives the same bytes."""
    keys = pa.concat_tables([batch.documents.select(["input_key"]), batch.quarantine.select(["input_key"])])
    options = ipc.IpcWriteOptions(compression="zstd")
    whole = io.BytesIO()
    for table in (keys.cast(_KEYS), *(batch.tables()[name] for name in SCHEMAS)):
        with ipc.new_stream(whole, table.schema, options=options) as stream:
            stream.write_table(table.combine_chunks())
    return whole.getvalue()


def _tables_of(segment: Path, only_keys: bool = False) -> Mapping[str, pa.Table]:
    """The tables of a segment by name, its keys under "keys"; raises OSError or ArrowInvalid where it is damaged."""
    with pa.memory_map(str(segment)) as source:
        names = ("keys",) if only_keys else ("keys", *SCHEMAS)
        return {name: ipc.open_stream(source).read_all() for name in names}


def _keys_of(segment: Path) -> list[Any]:
    found: list[Any] = _tables_of(segment, only_keys=True)["keys"].column("input_key").to_pylist()
    return found


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
            found.update(_keys_of(segment))
        except (OSError, pa.ArrowInvalid, KeyError):
            remove(segment)
    return frozenset(found)


def load_batches(out: Path, fingerprint: str, files: Sequence[RawFile]) -> Iterator[Batch]:
    """What the cache holds of `files`, segment by segment; each file once. StoreError where a segment is damaged."""
    wanted = {file.input_key for file in files}
    for segment in segments(out, fingerprint):
        here = wanted.intersection(_keys_of(segment))
        wanted -= here
        if here:
            yield _batch_of_segment(segment, here)


def _batch_of_segment(segment: Path, wanted: set[str]) -> Batch:
    try:
        tables = _tables_of(segment)
    except (OSError, pa.ArrowInvalid) as reason:
        remove(segment)
        raise StoreError(f"{segment}: a damaged piece of the cache ({reason}); it was removed, build again") from None
    if tables["keys"].num_rows == len(wanted):
        return Batch(**{name: tables[name] for name in SCHEMAS})
    keys = pa.array(sorted(wanted), pa.string())
    return Batch(**{n: tables[n].filter(pc.is_in(tables[n].column("input_key"), value_set=keys)) for n in SCHEMAS})


def clean_cache(out: Path, fingerprint: str) -> None:
    """Remove segments of other code and vocabulary, and what an interrupted run left."""
    current = cache_folder(out, fingerprint)
    folder = out / CACHE
    for path in folder.iterdir() if folder.is_dir() else ():
        if path not in (current, listing_memory(out), linking_memory(out)):
            remove(path)
    remove_temporary(current)
    _join_small(current)


def _join_small(folder: Path) -> None:
    """Make one segment of many small ones: a folder that is built every few minutes would come to thousands."""
    small = [path for path in sorted(folder.iterdir()) if path.stat().st_size < SMALL] if folder.is_dir() else []
    if len(small) < MANY:
        return
    batch = merge([_batch_of_segment(path, set(_keys_of(path))) for path in small])
    keys = sorted(key for path in small for key in _keys_of(path))
    keep_segment(folder / hashlib.sha256("".join(keys).encode()).hexdigest()[:32], segment_bytes(batch))
    for path in small:
        remove(path)
