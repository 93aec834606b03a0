"""A batch put aside on the disk, so that linking has the memory to itself."""

from __future__ import annotations

import os
from pathlib import Path

import pyarrow as pa
from pyarrow import ipc

from waybill.releases.rows import Batch
from waybill.store.files import TEMPORARY, remove


def put_aside(batch: Batch, folder: Path) -> Path:
    """Write a batch into a temporary folder below `folder`, as it lies in memory; `take_up` gives it back."""
    place = folder / f"{TEMPORARY}{os.getpid()}-batch"
    remove(place)
    place.mkdir(parents=True)
    for name, table in batch.tables().items():
        with pa.OSFile(str(place / name), "wb") as sink, ipc.new_file(sink, table.schema) as file:
            file.write_table(table)
    return place


def look_into(place: Path) -> Batch:
    """The batch that was put aside, mapped rather than read."""
    return Batch(**{path.name: ipc.open_file(pa.memory_map(str(path))).read_all() for path in place.iterdir()})


def take_up(place: Path) -> Batch:
    """The batch that was put aside, mapped rather than read; its files are gone from the folder."""
    batch = look_into(place)
    remove(place)
    return batch


def give_back() -> None:
    """Return freed memory to the system: Arrow keeps it for the next table otherwise, a gigabyte of it."""
    pa.default_memory_pool().release_unused()
