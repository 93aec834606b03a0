"""One writer at a time below an output folder; a lock left by a crashed process holds nobody up."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from waybill.store.errors import Locked


@contextmanager
def writing(out: Path) -> Iterator[None]:
    """Hold the lock of `out`; raises Locked when another process holds it.

    The kernel gives the lock back when its holder dies, however it dies; the file itself stays.
    """
    out.mkdir(parents=True, exist_ok=True)
    handle = os.open(out / ".lock", os.O_RDWR | os.O_CREAT, 0o666)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(handle, 32, 0).decode("ascii", "replace").strip() or "unknown"
            raise Locked(f"{out}: process {holder} is writing a release here; wait for it, or end it") from None
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(handle)


def start_of(pid: int) -> int | None:
    """When a process began, in clock ticks since boot; None when it is gone or a zombie.

    Tells a process from a later one that was given the same number.
    """
    try:
        after_name = Path(f"/proc/{pid}/stat").read_text(errors="replace").rpartition(")")[2].split()
    except OSError:
        return None
    return None if after_name[0] == "Z" else int(after_name[19])
