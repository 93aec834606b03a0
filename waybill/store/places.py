"""Where things lie below the output folder, and the list of releases."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import pyarrow as pa

from waybill.releases.manifest import Manifest, ReleaseEntry, is_release_id, manifest_from
from waybill.store.errors import NoSuchRelease, StoreError
from waybill.store.files import link_atomically, write_atomically
from waybill.store.tables import read_parquet

MANIFEST = "manifest.json"
DATABASE = "claims.duckdb"
INDEX = "releases.json"
LATEST = "latest"


def releases_folder(out: Path) -> Path:
    """The folder of published releases."""
    return out / "releases"


def history_folder(out: Path) -> Path:
    """The folder that keeps every row once, and the small files of every release."""
    return out / "history"


def archive_folder(out: Path, release_id: str) -> Path:
    """Where the manifest and the pages of a release stay after its folder was pruned."""
    return history_folder(out) / "releases" / release_id


def read_index(out: Path) -> tuple[ReleaseEntry, ...]:
    """The releases of releases.json, oldest first; empty before the first one. StoreError when it is damaged."""
    path = out / INDEX
    try:
        entries = json.loads(path.read_text(encoding="utf-8"))["releases"]
        return tuple(sorted((ReleaseEntry(**entry) for entry in entries), key=lambda entry: entry.release_seq))
    except FileNotFoundError:
        return ()
    except (ValueError, KeyError, TypeError) as reason:
        raise StoreError(f"{path}: not a list of releases ({reason}); put back its last good copy") from None


def write_index(out: Path, entries: Sequence[ReleaseEntry]) -> None:
    """Replace releases.json, then point `latest` at the newest release that may be used."""
    latest = newest(entries)
    content = {"latest": latest.release_id if latest else None, "releases": [asdict(entry) for entry in entries]}
    write_atomically(out / INDEX, (json.dumps(content, indent=1, ensure_ascii=False) + "\n").encode())
    point_latest(out, entries)


def point_latest(out: Path, entries: Sequence[ReleaseEntry]) -> None:
    """Make `latest` a relative link to the newest published release; no link when there is none."""
    latest = newest(entries)
    link = out / LATEST
    if latest is None:
        link.unlink(missing_ok=True)
        return
    target = f"releases/{latest.release_id}"
    if not link.is_symlink() or str(link.readlink()) != target:
        link_atomically(link, target)


def newest(entries: Sequence[ReleaseEntry]) -> ReleaseEntry | None:
    """The newest release that is published: neither withdrawn nor pruned."""
    return next((entry for entry in reversed(entries) if entry.status == "published"), None)


def last_standing(entries: Sequence[ReleaseEntry]) -> ReleaseEntry | None:
    """The newest release that was not withdrawn, pruned or not: what the next one is compared with."""
    return next((entry for entry in reversed(entries) if entry.status != "withdrawn"), None)


def entry_of(out: Path, release_id: str | None) -> ReleaseEntry:
    """The line of a release; None means the newest. Raises NoSuchRelease with what there is instead."""
    entries = read_index(out)
    found = newest(entries) if release_id in (None, LATEST) else named(entries, str(release_id))
    if found is None:
        known = ", ".join(entry.release_id for entry in entries[-5:]) or "none yet; run `waybill build`"
        raise NoSuchRelease(f"{out / INDEX}: no release {release_id or LATEST}; there is {known}")
    return found


def named(entries: Sequence[ReleaseEntry], release_id: str) -> ReleaseEntry | None:
    """The line of `release_id`, if there is one."""
    return next((entry for entry in entries if entry.release_id == release_id), None)


def release_dir(out: Path, release_id: str | None = None) -> Path:
    """The folder of a release; None means the newest. Raises NoSuchRelease, also for a pruned one."""
    entry = entry_of(out, release_id)
    folder = releases_folder(out) / entry.release_id
    if not folder.is_dir():
        mend = f"`waybill releases restore {entry.release_id}` writes it again"
        raise NoSuchRelease(f"{folder}: the folder of release {entry.release_id} is gone; {mend}")
    return folder


def load_table(out: Path, name: str, release_id: str | None = None) -> pa.Table:
    """A table of a release from its Parquet file."""
    return read_parquet(release_dir(out, release_id) / f"{name}.parquet")


def load_manifest(out: Path, release_id: str) -> Manifest:
    """The manifest of a release, from its archive, which outlives the release's folder."""
    if not is_release_id(release_id):
        raise NoSuchRelease(f"{release_id}: not a release id; they look like 2031.05.0")
    path = archive_folder(out, release_id) / MANIFEST
    try:
        return manifest_from(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise NoSuchRelease(f"{path}: no manifest of release {release_id} is kept here") from None
    except ValueError as reason:
        raise StoreError(f"{path}: {reason}; restore it from the release's folder") from None
