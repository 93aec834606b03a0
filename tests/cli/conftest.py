"""A way to run the `waybill` command as a person does: as a process, with its own streams and exit code."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
Run = Callable[..., "subprocess.CompletedProcess[bytes]"]


@pytest.fixture(scope="session")
def run() -> Run:
    """`run(*arguments, stdin=b"", cwd=None)` -> CompletedProcess with bytes."""

    def run_command(*arguments: str | Path, stdin: bytes = b"", cwd: Path | None = None, **environment: str):
        return subprocess.run(
            [sys.executable, "-m", "waybill.cli", *map(str, arguments)],
            input=stdin,
            cwd=cwd or ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
            capture_output=True,
            timeout=120,
        )

    return run_command
