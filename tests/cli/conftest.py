"""Two ways to run the `waybill` command: as a process of its own, as people do, or in this process, quickly."""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

import pytest

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Done:
    """What came of a command."""

    returncode: int
    stdout: bytes
    stderr: bytes


Run = Callable[..., Done]


@pytest.fixture(scope="session")
def run() -> Run:
    """`run(*arguments, stdin=b"", cwd=None, **environment)` as a process of its own."""

    def run_command(*arguments: str | Path, stdin: bytes = b"", cwd: Path | None = None, **environment: str) -> Done:
        done = subprocess.run(
            [sys.executable, "-m", "waybill.cli", *map(str, arguments)],
            input=stdin,
            cwd=cwd or ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
            capture_output=True,
            timeout=120,
        )
        return Done(done.returncode, done.stdout, done.stderr)

    return run_command


@pytest.fixture(scope="session")
def run_here() -> Run:
    """The same in this process, without a standard input."""
    from waybill.cli import main

    def run_main(*arguments: str | Path, cwd: Path | None = None) -> Done:
        out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
        code: object = None
        with (
            contextlib.chdir(cwd or ROOT),
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
            mock.patch.object(sys, "argv", ["waybill", *map(str, arguments)]),
        ):
            try:
                main()
            except SystemExit as leaving:
                code = leaving.code
        assert isinstance(code, int)
        return Done(code, *(stream.buffer.getvalue() for stream in (out, err)))  # type: ignore[attr-defined]

    return run_main
