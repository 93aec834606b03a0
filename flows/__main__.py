"""`python -m flows --raw DIR --out DIR`: the build flow in this process, without a server to set up, offline.

Prefect is imported inside: a reading process that starts anew loads this module first and needs none of it.
"""

from __future__ import annotations

import argparse
import atexit
import os
import sys
import time
from pathlib import Path

from waybill.cli.exits import Exit


def _close_stderr() -> None:
    """DuckDB's binding lists what Prefect's threads still hold as the interpreter goes; nobody can mend that."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())


def main() -> int:
    """Run the flow, print what came of it, and return the exit code of `waybill build`."""
    parser = argparse.ArgumentParser(prog="python -m flows", description="Run the build flow here and now.")
    parser.add_argument("--raw", default="raw", help="folder of reports: a path or an address (s3://...)")
    parser.add_argument("--out", default="processed", help="folder of releases, likewise")
    folders = parser.parse_args()
    atexit.register(_close_stderr)  # first in, so last out: after Prefect's own farewells
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

    try:
        report = build(str(raw), str(out))
    except Refused as refused:
        report = refused.report
    except (StoreError, OSError, IOException) as error:
        print(f"waybill: {error}", file=sys.stderr)
        return Exit.BUSY if isinstance(error, Locked) else Exit.FAILED
    shown = folder_shown(report, Path(folders.out) if isinstance(out, Path) else out)
    print("\n".join(summary(report, shown, time.monotonic() - began)))
    return report.exit_code


if __name__ == "__main__":
    sys.exit(main())
