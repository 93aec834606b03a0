"""The ledger of linking on the disk: the next run looks only at what is new. It may be deleted at any time."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pyarrow as pa
from pyarrow import ipc

from waybill.assertions import EMPTY, SCHEMAS, Ledger
from waybill.store.files import TEMPORARY, remove, sync
from waybill.store.fingerprint import fingerprint
from waybill.store.reading import linking_memory

_NAMED = pa.schema([], {"made by": ""})


def _made_by() -> str:
    """Another code or vocabulary may link otherwise: its ledger is no help."""
    current = fingerprint()
    return hashlib.sha256(f"{current.code_sha256} {current.vocabulary_sha256}".encode()).hexdigest()


def load_ledger(out: Path) -> Ledger:
    """What the last run left, or `EMPTY` where there is nothing, or nothing that this code wrote whole."""
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
