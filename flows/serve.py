"""`make serve` and `make stop`: a Prefect server on loopback, the work pool, the deployments and one worker.

What was started is written down with its start time, and only that is ended: a process id that somebody else has
been given since is left alone.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from dataclasses import asdict, dataclass
from pathlib import Path

from flows import PROJECT, prefect_home

POOL = "waybill"
_PATIENCE = 120.0


@dataclass(frozen=True, slots=True)
class Started:
    """A process that we started, told from a later one of the same id by its start time in clock ticks since boot."""

    name: str
    pid: int
    start_ticks: int

    def runs(self) -> bool:
        """Whether that very process is still there and no zombie."""
        return _start_ticks(self.pid) == self.start_ticks


def _start_ticks(pid: int) -> int | None:
    try:
        after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return None if after_name[0] == "Z" else int(after_name[19])


def _state_file() -> Path:
    return Path(os.environ["PREFECT_HOME"]) / "serve.json"


def _read_state() -> tuple[int, list[Started]]:
    try:
        state = json.loads(_state_file().read_text())
    except FileNotFoundError:
        return 0, []
    return state["port"], [Started(**process) for process in state["processes"]]


def _start(name: str, *arguments: str) -> Started:
    log = Path(os.environ["PREFECT_HOME"]) / f"{name}.log"
    with log.open("ab") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "prefect", *arguments],
            cwd=PROJECT,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            start_new_session=True,
        )
    return Started(name, process.pid, _start_ticks(process.pid) or 0)


def _prefect(*arguments: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "prefect", "--no-prompt", *arguments],
        cwd=PROJECT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    if done.returncode != 0:
        raise SystemExit(f"prefect {' '.join(arguments)} failed:\n{done.stdout}{done.stderr}")


def _wait_until_healthy(url: str, server: Started) -> None:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        if not server.runs():
            break
        try:
            with urllib.request.urlopen(f"{url}/health", timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.3)
    raise SystemExit(f"the Prefect server did not come up; its log: {os.environ['PREFECT_HOME']}/server.log")


def start(port: int) -> None:
    """Start what is not running yet, deploy what prefect.yaml names, and say where to look."""
    _, running = _read_state()
    if any(process.runs() for process in running):
        raise SystemExit("already serving; end it first:  make stop")
    Path(os.environ["PREFECT_HOME"]).mkdir(parents=True, exist_ok=True)
    url = f"http://127.0.0.1:{port}/api"
    os.environ["PREFECT_API_URL"] = url
    os.environ.setdefault("WAYBILL_PROJECT", str(PROJECT))
    processes = [_start("server", "server", "start", "--host", "127.0.0.1", "--port", str(port))]
    _write_state(port, processes)
    try:
        _wait_until_healthy(url, processes[0])
        _prefect("work-pool", "create", POOL, "--type", "process", "--overwrite")
        _prefect("deploy", "--all")
    except SystemExit:
        stop()
        raise
    processes.append(_start("worker", "worker", "start", "--pool", POOL, "--type", "process", "--limit", "4"))
    _write_state(port, processes)
    print(f"serving on http://127.0.0.1:{port} (look there); logs in {os.environ['PREFECT_HOME']}; end it:  make stop")


def _write_state(port: int, processes: list[Started]) -> None:
    _state_file().write_text(json.dumps({"port": port, "processes": [asdict(p) for p in processes]}, indent=1))


def stop() -> None:
    """End the worker, then the server: first politely, twice, for a worker takes the first word as a hint only."""
    _, processes = _read_state()
    for process in reversed(processes):
        for word, patience in ((signal.SIGTERM, 15.0), (signal.SIGTERM, 15.0), (signal.SIGKILL, 5.0)):
            if _ended(process, word, patience):
                break
        else:
            raise SystemExit(f"{process.name} (process {process.pid}) does not end")
    _state_file().unlink(missing_ok=True)
    print("stopped" if processes else "nothing was serving")


def _ended(process: Started, word: signal.Signals, patience: float) -> bool:
    if process.runs():
        os.kill(process.pid, word)
    until = time.monotonic() + patience
    while process.runs() and time.monotonic() < until:
        time.sleep(0.1)
    return not process.runs()


def main() -> None:
    """`python -m flows.serve start|stop`."""
    parser = argparse.ArgumentParser(prog="python -m flows.serve", description=__doc__.partition("\n")[0])
    parser.add_argument("what", choices=["start", "stop"])
    parser.add_argument("--port", type=int, default=4200)
    chosen = parser.parse_args()
    os.environ.setdefault("PREFECT_HOME", str(prefect_home()))
    if chosen.what == "start":
        start(chosen.port)
    else:
        stop()


if __name__ == "__main__":
    main()
