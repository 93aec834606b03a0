"""`python -m flows --raw DIR --out DIR`: the build flow in this process, without a server to set up, offline.

Prefect is imported inside: a reading process that starts anew loads this module first and needs none of it.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from waybill.cli.exits import Exit

if TYPE_CHECKING:
    from prefect.client.schemas.objects import State

    from waybill.store import BuildReport


def outcome(state: State[BuildReport]) -> BuildReport | BaseException:
    """What a run returned or raised, taken out of its state.

    Prefect's event thread is a daemon that begins inside the run: it keeps the run's context, and that state, as long
    as the process lives. A result or an error's frames that hang on it keep whole modules through the interpreter's
    end, and DuckDB's binding then prints a page for those that name one of its types.
    """
    found = state.result(raise_on_failure=False)
    state.data = None
    return found


def main() -> int:
    """Run the flow, print what came of it, and return the exit code of `waybill build`."""
    parser = argparse.ArgumentParser(prog="python -m flows", description="Run the build flow here and now.")
    parser.add_argument("--raw", default="raw", help="folder of reports: a path or an address (s3://...)")
    parser.add_argument("--out", default="processed", help="folder of releases, likewise")
    folders = parser.parse_args()
    began = time.monotonic()
    os.environ.setdefault("PREFECT_LOGGING_LEVEL", "CRITICAL")  # what a person can mend is said below, once
    raw, out = (place if "://" in place else Path(place).absolute() for place in (folders.raw, folders.out))
    if isinstance(raw, Path) and not raw.is_dir():
        print(f"waybill: {folders.raw}: no such folder; name your reports:  make dataset RAW=DIR", file=sys.stderr)
        return Exit.NOT_FOUND
    print("starting Prefect, which takes 10 to 20 seconds (waybill build does the same without it)", file=sys.stderr)

    from duckdb import IOException

    from flows.build import Refused, build
    from waybill.cli.build import folder_shown, summary
    from waybill.store import Locked, StoreError

    found = outcome(build(str(raw), str(out), return_state=True))
    if isinstance(found, (StoreError, OSError, IOException)):
        print(f"waybill: {found}", file=sys.stderr)
        return Exit.BUSY if isinstance(found, Locked) else Exit.FAILED
    if isinstance(found, Refused):
        report = found.report
    elif isinstance(found, BaseException):
        raise found
    else:
        report = found
    shown = folder_shown(report, Path(folders.out) if isinstance(out, Path) else out)
    print("\n".join(summary(report, shown, time.monotonic() - began)))
    return report.exit_code


if __name__ == "__main__":
    sys.exit(main())
