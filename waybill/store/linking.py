"""Linking what was read, by the ledger that the run before left on the disk: only what is new is looked at."""

from __future__ import annotations

import hashlib
import os
from concurrent.futures import BrokenExecutor
from pathlib import Path

import pyarrow as pa
from pyarrow import ipc

from waybill.assertions import EMPTY, SCHEMAS, Ledger, Linked, relink
from waybill.releases.shelf import Shelf
from waybill.store.errors import StoreError
from waybill.store.executors import PROCESSES, readers
from waybill.store.files import TEMPORARY, remove, sync
from waybill.store.fingerprint import fingerprint
from waybill.store.reading import linking_memory

LARGE = 10_000
"""Twice as many new documents are linked in a process of their own."""
_NAMED = pa.schema([], {"made by": ""})


def link_shelf(shelf: Shelf, out: Path) -> Linked:
    """What linking finds on the shelf; it looks only at what is new, changed or corrected since the last run.

    Where much is new, a process of its own links, with which the memory of all records goes back to the system.
    Raises StoreError where that process is killed.
    """
    before = load_ledger(out)
    new = len(shelf.doc_ids) - before["reports"].num_rows
    with readers(PROCESSES, new // LARGE, 2) as pool:
        if pool is None:
            return _link(shelf, out, before)
        del before
        try:
            return pool.submit(link_alone, shelf, out).result()
        except BrokenExecutor:
            raise StoreError(f"{out}: the process that links was killed; build again, with more memory") from None


def link_alone(shelf: Shelf, out: Path) -> Linked:
    """As `link_shelf`, in the process that is asked."""
    return _link(shelf, out, load_ledger(out))


def _link(shelf: Shelf, out: Path, before: Ledger) -> Linked:
    done = relink(shelf, before)
    keep_ledger(out, done.ledger)
    return done.linked


def _made_by() -> str:
    """Another code or vocabulary may link otherwise: its ledger is no help."""
    current = fingerprint()
    return hashlib.sha256(f"{current.code_sha256} {current.vocabulary_sha256}".encode()).hexdigest()


def load_ledger(out: Path) -> Ledger:
    """What the last run left, which may be deleted at any time; `EMPTY` where this code wrote nothing, or not whole."""
    try:
        with pa.memory_map(str(linking_memory(out))) as source:
            heading = ipc.open_stream(source).read_all().schema.metadata or {}
            if heading.get(b"made by") != _made_by().encode():
                return EMPTY
            tables = {name: ipc.open_stream(source).read_all() for name in SCHEMAS}
    except (OSError, pa.ArrowInvalid):
        return EMPTY
    whole = all(table.schema.equals(SCHEMAS[name]) for name, table in tables.items())
    return Ledger(tables) if whole else EMPTY


def keep_ledger(out: Path, ledger: Ledger) -> None:
    """Write the ledger for the next run, whole or not at all."""
    place = linking_memory(out)
    beside = place.with_name(f"{TEMPORARY}{os.getpid()}-{place.name}")
    remove(beside)
    place.parent.mkdir(parents=True, exist_ok=True)
    options = ipc.IpcWriteOptions(compression="lz4")
    with pa.OSFile(str(beside), "wb") as sink:
        for table in (_NAMED.with_metadata({"made by": _made_by()}).empty_table(), *map(ledger.__getitem__, SCHEMAS)):
            with ipc.new_stream(sink, table.schema, options=options) as stream:
                stream.write_table(table.combine_chunks())
    sync(beside)
    beside.replace(place)
