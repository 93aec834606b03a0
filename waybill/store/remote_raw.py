"""A raw folder that is not on this disk: which of its files are reports, hashed without fetching what is known."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from waybill.documents.record import Quarantined
from waybill.store.errors import StoreError
from waybill.store.files import write_atomically
from waybill.store.folders import RemoteFolder, mark_of
from waybill.store.raw import REPORT, SIDECAR, RawFile, RawListing, sidecar_path

Hashes = dict[str, tuple[str, str, int]]
"""Path -> what the server said of the file when it was hashed, its sha256, its bytes."""


def list_remote(raw: RemoteFolder, memory: Path) -> RawListing:
    """Every report below `raw`, as `list_raw` lists a folder of this disk.

    Only files that the server says have changed are fetched to be hashed; `memory` is the file that remembers the
    others, and may be deleted at any time. Raises StoreError where nothing lies there.
    """
    there = raw.files()
    if not there:
        raise StoreError(f"{raw}: no such folder, or nothing in it; name the folder of your reports")
    reports = [name for name in there if name.lower().endswith(REPORT)]
    beside = {sidecar_path(name) for name in reports} & there.keys()
    marks = {name: mark_of(there[name]) for name in (*reports, *beside)}
    known, refused = _known(memory, raw), dict[str, str]()
    fresh = [name for name, mark in marks.items() if mark is None or known.get(name, ("",))[0] != mark]
    for name, content in raw.read_all(fresh):
        if isinstance(content, Exception):
            refused[name] = f"{type(content).__name__}: {str(content)[:200]}; check the server and its permissions"
        else:
            known[name] = (marks[name] or "", hashlib.sha256(content).hexdigest(), len(content))
    _remember(memory, raw, {name: known[name] for name in marks if name in known and marks[name]})
    files = [_raw_file(name, known, beside) for name in reports if not {name, sidecar_path(name)} & refused.keys()]
    quarantined = [*_refusals(reports, beside, refused), *_orphans(there, beside)]
    return RawListing(
        tuple(sorted(files, key=lambda file: file.raw_path)), tuple(sorted(quarantined, key=lambda q: q.raw_path))
    )


def _raw_file(name: str, known: Hashes, beside: set[str]) -> RawFile:
    _, sha256, size = known[name]
    sidecar = sidecar_path(name)
    return RawFile(name, sha256, known[sidecar][1] if sidecar in beside else None, size)


def _refusals(reports: Sequence[str], beside: set[str], refused: dict[str, str]) -> Iterator[Quarantined]:
    for name in reports:
        sidecar = sidecar_path(name)
        if name in refused:
            yield Quarantined(name, None, "unreadable", refused[name])
        elif sidecar in beside and sidecar in refused:
            yield Quarantined(name, None, "sidecar_unreadable", f"{sidecar}: {refused[sidecar]}")


def _orphans(there: Iterable[str], beside: set[str]) -> Iterator[Quarantined]:
    for name in there:
        if name.endswith(SIDECAR) and name not in beside:
            expected = name.removesuffix(SIDECAR).rpartition("/")[2] + REPORT
            yield Quarantined(name, None, "sidecar_without_report", f"no report beside it; expected {expected}")


def contents(raw: RemoteFolder, files: Sequence[RawFile]) -> Iterator[tuple[RawFile, bytes, bytes | None]]:
    """The bytes of reports and of their sidecars, many fetched at a time; what cannot be had is left out."""
    sidecars = [sidecar_path(file.raw_path) for file in files if file.sidecar_sha256 is not None]
    beside = dict(raw.read_all(sidecars))
    for file, (_, content) in zip(files, raw.read_all([file.raw_path for file in files]), strict=True):
        sidecar = beside.get(sidecar_path(file.raw_path))
        if isinstance(content, bytes) and not isinstance(sidecar, Exception):
            yield file, content, sidecar


def _known(memory: Path, raw: RemoteFolder) -> Hashes:
    try:
        kept = json.loads(memory.read_text(encoding="utf-8"))
        return {name: (mark, sha256, size) for name, (mark, sha256, size) in kept[str(raw)].items()}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _remember(memory: Path, raw: RemoteFolder, known: Hashes) -> None:
    memory.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(memory, json.dumps({str(raw): known}, ensure_ascii=False).encode())
