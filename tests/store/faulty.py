"""Builds with one fault each, in children of a process that has loaded everything once (see test_faults.py).

    python -m tests.store.faulty RAW BASE OUT UNDISTURBED killed|full SAMPLED

One line of JSON a fault: where it was, what the build said, and which promises hold after it.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from waybill import store
from waybill.store import drawn, line

_WRITING = os.O_WRONLY | os.O_RDWR
_CHANGES = ("os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.symlink")
_REFUSED_WHEN_FULL = ("open", "os.rename", "os.mkdir", "os.symlink")
Told = dict[str, Any]


class Still:
    """Draws nothing, at once: what figures look like is no matter here."""

    def draw(self, _specification: str) -> str:
        return "<svg xmlns='http://www.w3.org/2000/svg'/>"


class Fault:
    """Raised or died of before the thing number `at` that a build does to the folder `out`."""

    def __init__(self, out: Path, kind: str) -> None:
        self.out, self.kind = str(out), kind
        self.at: int | None = None
        self.seen = 0
        sys.addaudithook(self.watch)

    def watch(self, event: str, arguments: tuple[Any, ...]) -> None:
        if self.at is None or not self._changes_something(event, arguments):
            return
        if self.seen == self.at:
            if self.kind == "killed":
                os._exit(9)
            if event in _REFUSED_WHEN_FULL:
                raise OSError(errno.ENOSPC, "No space left on device", str(arguments[0]))
        self.seen += 1

    def _changes_something(self, event: str, arguments: tuple[Any, ...]) -> bool:
        if event != "open" and event not in _CHANGES:
            return False
        if event == "open" and not (arguments[2] or 0) & _WRITING:
            return False
        places = [str(place) for place in arguments[:2] if isinstance(place, (str, os.PathLike))]
        return any(place.startswith(self.out) and not place.endswith(".lock") for place in places)


class Trial:
    """The folders of one run and what is done with them."""

    def __init__(self, folders: list[str], kind: str) -> None:
        self.raw, self.base, self.out, self.undisturbed = (Path(name) for name in folders)
        self.fault = Fault(self.out, kind)

    def fresh(self) -> None:
        shutil.rmtree(self.out, ignore_errors=True)
        shutil.copytree(self.base, self.out, symlinks=True)

    def build(self, at: int | None) -> Told:
        self.fault.at, self.fault.seen = at, 0
        day = datetime(2030, 6, 1, tzinfo=UTC)
        report = store.build(self.raw, self.out, today=date(2030, 6, 1), now=day)
        return {"status": report.status, "seen": self.fault.seen}

    def promises(self) -> Told:
        before, wanted, found = tables(self.base), tables(self.undisturbed), tables(self.out)
        kept = {
            "the last release is sound": store.verify(self.out) == (),
            "latest is the old release or the new one": latest(found) in (latest(before), latest(wanted)),
        }
        self.build(None)
        kept["the next build gives the undisturbed bytes"] = tables(self.out) == wanted
        kept["nothing is left lying about"] = not names(self.out) - names(self.undisturbed)
        return kept


def tables(folder: Path) -> dict[str, bytes]:
    files = [*(folder / "latest").glob("*.parquet"), *(folder / "history").rglob("*.parquet")]
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def latest(found: dict[str, bytes]) -> dict[str, bytes]:
    return {name: content for name, content in found.items() if name.startswith("latest")}


def names(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if ".cache" not in path.parts}


def in_child(work: Callable[[], Told]) -> Told:
    """What `work` returns or raises in a child of its own; {"killed": True} where the child died."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            told = work()
        except BaseException as reason:
            told = {"raised": f"{type(reason).__name__}: {reason}"}
        with os.fdopen(writing, "w") as pipe:
            json.dump(told, pipe)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        said = pipe.read()
    os.waitpid(pid, 0)
    found: Told = json.loads(said) if said else {"killed": True}
    return found


def main() -> None:
    still = Still()
    line.drawer = drawn.drawer = lambda: still  # type: ignore[assignment,return-value]
    trial, sampled = Trial(sys.argv[1:5], sys.argv[5]), int(sys.argv[6])
    trial.fresh()
    whole = in_child(lambda: trial.build(10**9))
    shutil.copytree(trial.out, trial.undisturbed, symlinks=True)
    count = whole["seen"]
    places = range(count) if not sampled else sorted({round(n * (count - 1) / (sampled - 1)) for n in range(sampled)})
    for at in places:
        trial.fresh()
        built = in_child(lambda at=at: trial.build(at))  # type: ignore[misc]
        print(json.dumps({"at": at, "of": count, "build": built, "after": in_child(trial.promises)}), flush=True)


if __name__ == "__main__":
    main()
