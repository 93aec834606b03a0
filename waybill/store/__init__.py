"""The one room that touches the disk: raw folder in, releases out.

build(raw, out)                          the whole line
plan_build, read_chunk, assemble, publish    the same, stage by stage
verify, release_dir, load_table, connect     what was published
"""

from __future__ import annotations

from waybill.store.archive import ReleaseDiff, diff, prune, restore, withdraw
from waybill.store.correcting import add_correction
from waybill.store.database import connect
from waybill.store.errors import Locked, NoSuchRelease, StoreError
from waybill.store.executors import readers
from waybill.store.export import export
from waybill.store.folders import folder_at
from waybill.store.line import (
    BuildReport,
    Draft,
    Plan,
    assemble,
    build,
    plan_build,
    publish,
    report_unchanged,
    unchanged_inputs,
)
from waybill.store.mirror import local, place_to_write
from waybill.store.places import load_table, read_index, release_dir
from waybill.store.raw import list_raw
from waybill.store.reading import Chunk, read_chunk
from waybill.store.rebuilding import rebuild
from waybill.store.verifying import Finding, verify

__all__ = [
    "BuildReport",
    "Chunk",
    "Draft",
    "Finding",
    "Locked",
    "NoSuchRelease",
    "Plan",
    "ReleaseDiff",
    "StoreError",
    "add_correction",
    "assemble",
    "build",
    "connect",
    "diff",
    "export",
    "folder_at",
    "list_raw",
    "load_table",
    "local",
    "place_to_write",
    "plan_build",
    "prune",
    "publish",
    "read_chunk",
    "read_index",
    "readers",
    "rebuild",
    "release_dir",
    "report_unchanged",
    "restore",
    "unchanged_inputs",
    "verify",
    "withdraw",
]
