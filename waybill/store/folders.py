"""Folders by address: a path of this disk, or an fsspec address (`s3://desk/reports`) that other machines reach."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import Any

from waybill.store.errors import StoreError

_AT_ONCE = 256
"""Files that are fetched together: enough to hide the way to them, few enough to hold."""


_MARKS = ("ETag", "etag", "md5Hash", "mtime", "LastModified", "created")


@dataclass(frozen=True, slots=True)
class RemoteFolder:
    """A folder that is not on this disk; the address of the server and the keys come from the environment."""

    url: str

    def __str__(self) -> str:
        return self.url

    def __truediv__(self, name: str) -> str:
        return f"{self.url}/{name}"

    def __fspath__(self) -> str:
        raise StoreError(f"{self.url}: this step needs a folder on this disk; fetch it, or name a local one")

    def files(self) -> dict[str, Mapping[str, Any]]:
        """Every file below it: path -> what the server says about it. Raises StoreError where nothing answers."""
        system, root = self._system()
        try:
            system.invalidate_cache()
            found = system.find(root, detail=True)
        except FileNotFoundError:
            return {}
        except Exception as reason:  # each protocol has errors of its own
            raise StoreError(f"{self.url}: cannot be listed ({_first_line(reason)})") from None
        return {name[len(root) :].lstrip("/"): facts for name, facts in sorted(found.items())}

    def read_all(self, names: Iterable[str]) -> Iterator[tuple[str, bytes | Exception]]:
        """The bytes of files, many fetched at a time; an exception stands for a file that cannot be had."""
        system, root = self._system()
        waiting = iter(names)
        while some := list(islice(waiting, _AT_ONCE)):
            got = system.cat([f"{root}/{name}" for name in some], on_error="return")
            found = got if isinstance(got, dict) else {f"{root}/{some[0]}": got}
            yield from ((name, found.get(f"{root}/{name}", FileNotFoundError(name))) for name in some)

    def read(self, name: str) -> bytes | None:
        """The bytes of one file; None where it is not there."""
        system, root = self._system()
        try:
            content: bytes = system.cat_file(f"{root}/{name}")
        except FileNotFoundError:
            return None
        return content

    def write(self, name: str, content: bytes, only_new: bool = False) -> None:
        """Write one file whole or not at all; with `only_new` raises FileExistsError where it is there already."""
        system, root = self._system()
        if only_new:
            system.pipe_file(f"{root}/{name}", content, mode="create")
        else:
            system.pipe_file(f"{root}/{name}", content)

    def send(self, path: Path, name: str) -> None:
        """Copy a file of this disk there; it appears whole."""
        system, root = self._system()
        system.put_file(str(path), f"{root}/{name}")

    def fetch(self, name: str, path: Path) -> None:
        """Copy a file from there to this disk."""
        system, root = self._system()
        path.parent.mkdir(parents=True, exist_ok=True)
        system.get_file(f"{root}/{name}", str(path))

    def remove(self, names: Iterable[str]) -> None:
        """Remove files; one that is gone already is no error."""
        system, root = self._system()
        for name in names:
            try:
                system.rm_file(f"{root}/{name}")
            except FileNotFoundError:
                continue

    def _system(self) -> tuple[Any, str]:
        try:
            fsspec = import_module("fsspec.core")  # here, for builds of folders on this disk do without it
            system, root = fsspec.url_to_fs(self.url)
        except ImportError as reason:
            mend = "pip install 'waybill[s3]'" if self.url.startswith("s3:") else str(reason)
            raise StoreError(f"{self.url}: what reads such addresses is not installed; add it:  {mend}") from None
        except ValueError as reason:
            raise StoreError(f"{self.url}: no such kind of address ({_first_line(reason)})") from None
        return system, str(root).rstrip("/")


Folder = Path | RemoteFolder


def folder_at(place: str | Path | RemoteFolder) -> Folder:
    """The folder of a path or an address; `file://` is a path.

    >>> folder_at("file:///srv/reports").as_posix(), str(folder_at("s3://desk/reports/"))
    ('/srv/reports', 's3://desk/reports')
    """
    if isinstance(place, RemoteFolder):
        return place
    address = str(place)
    if address.startswith("file://"):
        return Path(address.removeprefix("file://"))
    return RemoteFolder(address.rstrip("/")) if "://" in address else Path(place)


def is_address(place: object) -> bool:
    """Whether a folder is named by an address rather than a path of this disk.

    >>> is_address("s3://desk/reports"), is_address("reports")
    (True, False)
    """
    return isinstance(folder_at(str(place)), RemoteFolder)


def mark_of(facts: Mapping[str, Any]) -> str | None:
    """What changes when a file's bytes do, as the server tells it; None where it tells nothing of the kind."""
    told = [str(facts[name]) for name in _MARKS if facts.get(name)]
    return f"{facts.get('size')} {told[0]}" if told else None


def _first_line(reason: BaseException) -> str:
    return (str(reason) or type(reason).__name__).splitlines()[0][:200]
