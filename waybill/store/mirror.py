"""Releases in a folder that is not on this disk: built in a stage here, sent there, and listed there last of all.

What a reader sees are the releases that `releases.json` there names. Their files are sent before it, under names
that no other release has, so that a run cut off anywhere leaves the last release whole; the next run removes what
no list names. `latest` there is a small text, the place of the newest release, for object stores know no links.
"""

from __future__ import annotations

import hashlib
import json
import os
import socket
import time
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path

from waybill.store.errors import Locked, StoreError
from waybill.store.files import remove
from waybill.store.folders import Folder, RemoteFolder, folder_at, mark_of
from waybill.store.lock import start_of, writing
from waybill.store.places import INDEX, LATEST, newest, read_index

LOCK = ".lock"
STAGES = ".waybill-cache"
_PAST = "history/"
_RELEASES = "releases/"
_MARKS = ".there.json"  # what the server said of each file when stage and server held the same
_HOURS_OF_A_LOCK = 24


def stage_of(there: RemoteFolder) -> Path:
    """The folder on this disk in which releases of `there` are built; WAYBILL_STAGE names another place for stages.

    It holds the reading cache and a copy of the history; it may be deleted at any time.
    """
    root = Path(os.environ.get("WAYBILL_STAGE") or STAGES)
    return root / hashlib.sha256(there.url.encode()).hexdigest()[:16]


def place_to_write(out: Folder) -> AbstractContextManager[Path]:
    """A folder of this disk to build in: `out` itself, or the stage of an `out` elsewhere (see `staged`)."""
    return staged(out) if isinstance(out, RemoteFolder) else nullcontext(out)


def local(out: str | Folder) -> Path:
    """A folder of this disk with the newest release of `out`: `out` itself, or its stage, brought up to date."""
    place = folder_at(out)
    if isinstance(place, Path):
        return place
    here = stage_of(place)
    here.mkdir(parents=True, exist_ok=True)
    fetch(place, here, with_newest=True)
    return here


@contextmanager
def staged(there: RemoteFolder) -> Iterator[Path]:
    """The stage of `there`, brought up to date; what the caller publishes in it is sent there at the end.

    Raises Locked when another run, here or on another machine, is writing there.
    """
    here = stage_of(there)
    here.mkdir(parents=True, exist_ok=True)
    with _lock_of(there):
        fetch(there, here)
        yield here
        send(here, there)


def fetch(there: RemoteFolder, here: Path, with_newest: bool = False) -> None:
    """Make the list of releases and the history in `here` those of `there`, and bring the newest release if wanted."""
    with writing(here):
        found, known = there.files(), _known(here)
        wanted = {name: mark_of(facts) for name, facts in found.items() if name == INDEX or name.startswith(_PAST)}
        for path in [*(here / _PAST).rglob("*"), here / INDEX]:
            if path.is_file() and path.relative_to(here).as_posix() not in wanted:
                remove(path)
        _bring(there, here, wanted, known)
        _remember(here, wanted)
        entry = newest(read_index(here)) if with_newest else None
        if entry is not None:
            prefix = f"{_RELEASES}{entry.release_id}/"
            files = {name: mark_of(facts) for name, facts in found.items() if name.startswith(prefix)}
            _bring(there, here, files, {})


def _bring(there: RemoteFolder, here: Path, wanted: Mapping[str, str | None], known: Mapping[str, str | None]) -> None:
    for name, mark in wanted.items():
        path = here / name
        if mark is None or known.get(name) != mark or not path.is_file() or _is_newer(path, here):
            there.fetch(name, path)


def send(here: Path, there: RemoteFolder) -> None:
    """Send what `there` lacks: files of releases and history first, the list that names them next, `latest` last."""
    found, known = there.files(), _known(here)
    entries = read_index(here)
    standing = {entry.release_id for entry in entries if (here / _RELEASES / entry.release_id).is_dir()}
    held = {name.split("/")[1] for name in found if name.startswith(_RELEASES)}
    for release_id in sorted(standing - (held & _listed(there))):
        _send_files(here, there, _RELEASES + release_id)
    for path in sorted((here / _PAST).rglob("*")):
        name = path.relative_to(here).as_posix()
        if path.is_file() and (name not in found or known.get(name) != mark_of(found[name]) or _is_newer(path, here)):
            there.send(path, name)
    if entries:
        there.send(here / INDEX, INDEX)
        entry = newest(entries)
        there.write(LATEST, f"{_RELEASES}{entry.release_id}\n".encode() if entry else b"")
    keep = {entry.release_id for entry in entries if entry.status != "pruned"}
    gone = [name for name in found if name.startswith(_RELEASES) and name.split("/")[1] not in keep]
    gone += [name for name in found if name.startswith(_PAST) and not (here / name).is_file()]
    there.remove(gone)
    _remember(here, {n: mark_of(facts) for n, facts in there.files().items() if n == INDEX or n.startswith(_PAST)})


def _listed(there: RemoteFolder) -> set[str]:
    try:
        return {entry["release_id"] for entry in json.loads(there.read(INDEX) or b"{}").get("releases", ())}
    except (ValueError, KeyError, TypeError, AttributeError) as reason:
        raise StoreError(f"{there / INDEX}: not a list of releases ({reason}); put back its last good copy") from None


def _send_files(here: Path, there: RemoteFolder, name: str) -> None:
    for path in sorted((here / name).rglob("*")):
        if path.is_file():
            there.send(path, path.relative_to(here).as_posix())


def _is_newer(path: Path, here: Path) -> bool:
    """Whether a file was written after stage and server were last the same."""
    marks = here / _MARKS
    return not marks.is_file() or path.stat().st_mtime_ns >= marks.stat().st_mtime_ns


def _known(here: Path) -> dict[str, str | None]:
    try:
        known: dict[str, str | None] = json.loads((here / _MARKS).read_text(encoding="utf-8"))
        return known
    except (OSError, ValueError):
        return {}


def _remember(here: Path, marks: Mapping[str, str | None]) -> None:
    (here / _MARKS).write_text(json.dumps(marks), encoding="utf-8")


@contextmanager
def _lock_of(there: RemoteFolder) -> Iterator[None]:
    """One writer at a time among all machines: a file that only one of them can create.

    A lock of a process of this machine that is gone, and one older than a day, hold nobody up.
    """
    me = {"host": socket.gethostname(), "pid": os.getpid(), "start": start_of(os.getpid()), "at": time.time()}
    content = json.dumps(me).encode()
    try:
        there.write(LOCK, content, only_new=True)
    except FileExistsError:
        holder = _holder(there)
        if not _is_stale(holder):
            mend = f"wait for it; if that machine is gone, remove {there / LOCK}"
            raise Locked(
                f"{there}: process {holder.get('pid')} on {holder.get('host')} is writing a release there; {mend}"
            ) from None
        there.write(LOCK, content)
    try:
        yield
    finally:
        there.remove([LOCK])


def _holder(there: RemoteFolder) -> dict[str, object]:
    try:
        found = json.loads(there.read(LOCK) or b"{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _is_stale(holder: Mapping[str, object]) -> bool:
    at, pid = holder.get("at"), holder.get("pid")
    if not isinstance(at, float) or not isinstance(pid, int):
        return True
    if holder.get("host") == socket.gethostname():
        return start_of(pid) != holder.get("start")
    return time.time() - at > _HOURS_OF_A_LOCK * 3600
