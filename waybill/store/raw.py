"""The raw folder: which files are reports, and their bytes; links are never followed, nothing ever blocks."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from waybill.documents.record import Quarantined
from waybill.store.errors import StoreError
from waybill.store.folders import Folder, RemoteFolder

REPORT = ".txt"
SIDECAR = ".meta.yml"
CORRECTIONS = "corrections.csv"


@dataclass(frozen=True, slots=True)
class RawFile:
    """A report in the raw folder: its path below it (posix), and the hashes of its bytes and of its sidecar's."""

    raw_path: str
    raw_sha256: str
    sidecar_sha256: str | None
    size: int  # bytes

    @property
    def input_key(self) -> str:
        """One hash for all that reading this file depends on, besides code and vocabulary."""
        parts = "\0".join((self.raw_path, self.raw_sha256, self.sidecar_sha256 or ""))
        return hashlib.sha256(parts.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class RawListing:
    """Everything below the raw folder that calls itself a report, in the order of paths."""

    files: tuple[RawFile, ...]
    quarantined: tuple[Quarantined, ...]


class RawRefusal(Exception):
    """Why a file is not read: a stable word, and what mends it."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail


def list_raw(raw: Path) -> RawListing:
    """Find and hash every report below `raw`; raises StoreError when `raw` is no folder."""
    if not raw.is_dir():
        raise StoreError(f"{raw}: no such folder; name the folder of your reports with --raw, or create it")
    files: list[RawFile] = []
    quarantined: list[Quarantined] = []
    for path, closed in _entries(raw):
        raw_path = Path(path).relative_to(raw).as_posix()
        try:
            if closed is not None:
                raise closed
            files.append(_raw_file(raw, raw_path))
        except RawRefusal as refusal:
            quarantined.append(_quarantined(raw_path, refusal))
    return RawListing(
        tuple(sorted(files, key=lambda file: file.raw_path)), tuple(sorted(quarantined, key=lambda q: q.raw_path))
    )


def _quarantined(raw_path: str, refusal: RawRefusal) -> Quarantined:
    printable = raw_path.encode("utf-8", "backslashreplace").decode("utf-8")
    return Quarantined(printable, None, refusal.reason, refusal.detail)


def _entries(raw: Path) -> Iterator[tuple[str, RawRefusal | None]]:
    """Paths of reports, of links to folders, of folders that cannot be read, of sidecars whose report is missing."""
    folders = [str(raw)]
    while folders:
        folder = folders.pop()
        try:
            with os.scandir(folder) as listing:
                entries = sorted(listing, key=lambda entry: entry.name)
        except OSError as reason:
            yield folder, RawRefusal("unreadable", f"{reason.strerror or reason}; check the folder's permissions")
            continue
        names = {entry.name for entry in entries}
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                folders.append(entry.path)
            if _is_expected(entry) or _is_orphan(entry.name, names):
                yield entry.path, None


def _is_expected(entry: os.DirEntry[str]) -> bool:
    """Whether somebody may expect this entry to be read: it is called a report, or links to a folder of them."""
    return entry.name.lower().endswith(REPORT) or (entry.is_symlink() and entry.is_dir())


def _is_orphan(name: str, names: set[str]) -> bool:
    return name.endswith(SIDECAR) and name.removesuffix(SIDECAR) + REPORT not in names


def _raw_file(raw: Path, raw_path: str) -> RawFile:
    try:
        raw_path.encode("utf-8")
    except UnicodeEncodeError:
        raise RawRefusal("bad_name", "the file's name is not UTF-8; rename it") from None
    if raw_path.endswith(SIDECAR):
        raise RawRefusal("sidecar_without_report", f"no report beside it; expected {Path(raw_path).name[:-9]}{REPORT}")
    content = read_bytes(raw, raw_path)
    sidecar = read_sidecar(raw, raw_path)
    sidecar_sha256 = None if sidecar is None else hashlib.sha256(sidecar).hexdigest()
    return RawFile(raw_path, hashlib.sha256(content).hexdigest(), sidecar_sha256, len(content))


def sidecar_path(raw_path: str) -> str:
    """The sidecar that belongs to a report.

    >>> sidecar_path("may/quay.txt")
    'may/quay.meta.yml'
    """
    return raw_path[: -len(REPORT)] + SIDECAR


def read_bytes(raw: Folder, raw_path: str) -> bytes:
    """The bytes of a plain file below `raw`; raises RawRefusal for everything else, without opening it."""
    if isinstance(raw, RemoteFolder):
        return _fetched(raw, raw_path)
    path = raw / raw_path
    try:
        kind = os.lstat(path)
        _refuse_odd(raw, path, kind)
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(handle, "rb") as file:
            _refuse_odd(raw, path, os.fstat(handle))
            return file.read()
    except OSError as reason:
        raise RawRefusal("unreadable", f"{reason.strerror or reason}; check its permissions and the disk") from None


def _fetched(raw: RemoteFolder, raw_path: str) -> bytes:
    ((_, content),) = raw.read_all([raw_path])
    if isinstance(content, Exception):
        raise RawRefusal("unreadable", f"{type(content).__name__}: {str(content)[:200]}; check the server")
    return content


def _refuse_odd(raw: Path, path: Path, kind: os.stat_result) -> None:
    if stat.S_ISLNK(kind.st_mode):
        raise RawRefusal(*_about_link(raw, path))
    if stat.S_ISDIR(kind.st_mode):
        raise RawRefusal("directory", "a folder whose name ends like a report's; rename it")
    if not stat.S_ISREG(kind.st_mode):
        raise RawRefusal("not_a_file", "a pipe, socket or device; only plain files are read")


def _about_link(raw: Path, path: Path) -> tuple[str, str]:
    try:
        target = path.resolve(strict=True)
    except (OSError, RuntimeError):
        return "symlink_broken", "a link that leads nowhere or in a circle; put the file itself here"
    if target.is_relative_to(raw.resolve()):
        return "symlink", "a link inside the raw folder; its target is read under its own name"
    return "symlink_outside", "a link out of the raw folder; put the file itself here"


def read_sidecar(raw: Folder, raw_path: str) -> bytes | None:
    """The bytes of a report's sidecar; None when it has none."""
    sidecar = sidecar_path(raw_path)
    if isinstance(raw, RemoteFolder):
        return raw.read(sidecar)
    if not os.path.lexists(raw / sidecar):
        return None
    try:
        return read_bytes(raw, sidecar)
    except RawRefusal as refusal:
        raise RawRefusal("sidecar_unreadable", f"{sidecar}: {refusal.detail}") from None


def read_corrections(raw: Folder) -> bytes:
    """The bytes of raw/corrections.csv; empty when there is none. Raises StoreError where it cannot be read."""
    if isinstance(raw, RemoteFolder):
        return raw.read(CORRECTIONS) or b""
    if not os.path.lexists(raw / CORRECTIONS):
        return b""
    try:
        return read_bytes(raw, CORRECTIONS)
    except RawRefusal as refusal:
        raise StoreError(f"{raw / CORRECTIONS}: {refusal.detail}") from None
