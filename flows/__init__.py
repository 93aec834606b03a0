"""The scheduled face of Waybill: Prefect flows that call, log, retry and schedule. All work is done by `waybill`.

Prefect reads its settings when it is first imported, so what a run needs here stands in the environment before that.
A setting that the environment already names wins.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent


def folder(place: str | Path) -> str | Path:
    """A folder as a flow is told it: an address (`s3://...`) as it is, a relative path inside the project."""
    return str(place) if "://" in str(place) else PROJECT / place


def prefect_home() -> Path:
    """Prefect's folder inside the project, or a temporary one where this user may not write there."""
    home = PROJECT / ".prefect"
    if os.access(home if home.exists() else PROJECT, os.W_OK):
        return home
    place = Path(tempfile.gettempdir()) / f"waybill-prefect-{os.getuid()}"
    if place.is_symlink() or (place.exists() and place.stat().st_uid != os.getuid()):  # somebody else took the name
        place = Path(tempfile.mkdtemp(prefix="waybill-prefect-"))
    return place


SETTINGS = {
    "PREFECT_HOME": str(prefect_home()),  # never the user's own
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",  # with it, each start without a network prints tracebacks
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",  # Prefect's own 20 s are too few on a busy machine
    "PREFECT_CLI_PROMPT": "false",
    "PREFECT_CLI_COLORS": "false",
}
for _name, _value in SETTINGS.items():
    os.environ.setdefault(_name, _value)
try:
    Path.home()
except RuntimeError:  # a container's user without a name: Prefect asks for a home even where it needs none
    os.environ["HOME"] = os.environ["PREFECT_HOME"]
