"""What happens when a run fails: one line to whoever listens.

`WAYBILL_ALARM` names a command (`mail -s waybill ops@example.org`, a script); it gets the message on its standard
input. The words of a report never reach a shell: the command is split once and run without one.
"""

from __future__ import annotations

import os
import shlex
import subprocess
from typing import Any

from prefect.client.schemas.objects import FlowRun, State
from prefect.flows import Flow


def report_failure(flow: Flow[..., Any], run: FlowRun, state: State[Any]) -> None:
    """Tell the command of WAYBILL_ALARM, if there is one, which run failed and why."""
    command = shlex.split(os.environ.get("WAYBILL_ALARM", ""))
    if command:
        message = f"Waybill: run {run.name!r} of {flow.name!r} ended {state.name}: {state.message}\n"
        subprocess.run(command, input=message, text=True, timeout=60, check=False)
