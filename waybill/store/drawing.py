"""A process that draws figures, started early, so that its slow start passes while reports are read."""

from __future__ import annotations

import atexit
import json
import subprocess
import sys
from functools import cache
from pathlib import Path
from threading import Lock

from waybill import page
from waybill.page.svg import svg

_SCRIPT = Path(page.__file__).with_name("svg.py")


class Drawer:
    """Draws in its own process; where that cannot be started or dies, in this one: the figures are the same."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._process: subprocess.Popen[str] | None = None
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-P", str(_SCRIPT)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                encoding="utf-8",
            )
        except OSError:
            return
        atexit.register(self.close)

    def draw(self, specification: str) -> str:
        """A Vega-Lite specification (JSON) as SVG text."""
        with self._lock:
            answer = self._ask(specification)
        return svg(specification) if answer is None else answer

    def _ask(self, specification: str) -> str | None:
        if self._process is None or self._process.stdin is None or self._process.stdout is None:
            return None
        try:
            self._process.stdin.write(json.dumps(specification) + "\n")
            self._process.stdin.flush()
            drawn = json.loads(self._process.stdout.readline())
        except (OSError, ValueError):
            self.close()
            return None
        return drawn if isinstance(drawn, str) else None

    def close(self) -> None:
        """End the process; what is drawn from now on is drawn here."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()


@cache
def drawer() -> Drawer:
    """The one drawer of this process; asking for it early starts it."""
    return Drawer()
