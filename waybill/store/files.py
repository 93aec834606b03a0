"""Small certainties about files: written whole or not at all, and on the disk before anything relies on them."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path

TEMPORARY = ".tmp-"
"""Prefix of everything that is being written beside its place; the next run removes what a crash left."""


def sync(path: Path) -> None:
    """Force a file or folder to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_atomically(path: Path, content: bytes) -> None:
    """Replace `path` by `content` in one step: a reader sees the old file or the new one, never a part."""
    beside = path.with_name(f"{TEMPORARY}{os.getpid()}-{path.name}")
    with beside.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(beside, path)
    sync(path.parent)


def link_atomically(link: Path, target: str) -> None:
    """Point the symbolic link `link` at `target` in one step."""
    beside = link.with_name(f"{TEMPORARY}{os.getpid()}-{link.name}")
    beside.unlink(missing_ok=True)
    beside.symlink_to(target)
    os.replace(beside, link)
    sync(link.parent)


def sync_tree(folder: Path) -> None:
    """Force every file of `folder`, and the folder itself, to the disk."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            sync(path)
    sync(folder)


def remove_temporary(folder: Path) -> None:
    """Remove what an interrupted run left in `folder`."""
    if not folder.is_dir():
        return
    for path in folder.iterdir():
        if path.name.startswith(TEMPORARY):
            remove(path)


def remove(path: Path) -> None:
    """Remove a file, a link or a folder with its files."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def sha256_of(path: Path) -> str:
    """sha256 of a file's bytes, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
