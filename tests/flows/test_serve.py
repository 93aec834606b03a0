"""Promise of `make serve`: a worker really executes scheduled runs, one at a time, and leaves what people open."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from flows.serve import Started

ROOT = Path(__file__).resolve().parents[2]
Call = Callable[..., Any]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Call, Path]]:
    """A served project with its own Prefect folder: a function that calls its API, and a folder for releases."""
    folder, port = tmp_path_factory.mktemp("served project"), free_port()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    environment |= {"PREFECT_HOME": str(folder / "prefect"), "PYTHONPATH": str(ROOT)}

    def serve(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "flows.serve", *arguments]
        return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=170)

    def call(path: str, body: object = None, method: str | None = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        headers = {"content-type": "application/json"}
        request = urllib.request.Request(f"http://127.0.0.1:{port}/api{path}", data, headers, method=method)
        for patience in (1, 5, 15, None):  # a server on a busy machine says 503 while its database is locked
            try:
                with urllib.request.urlopen(request, timeout=60) as answer:
                    content = answer.read()
                break
            except urllib.error.HTTPError as refusal:
                if refusal.code != 503 or patience is None:
                    raise
                time.sleep(patience)
        return json.loads(content) if content else None

    started = serve("start", "--port", str(port))
    try:
        assert started.returncode == 0, started.stdout + started.stderr
        assert "already serving" in serve("start", "--port", str(port)).stderr
        yield call, folder
    finally:
        written = json.loads((folder / "prefect" / "serve.json").read_text())["processes"]
        stopped = serve("stop")
        assert stopped.returncode == 0 and len(written) == 2, stopped.stderr
        assert not [process for process in written if Started(**process).runs()]


def runs_of(call: Call, deployment_id: str) -> list[dict[str, Any]]:
    return call("/flow_runs/filter", {"deployments": {"id": {"any_": [deployment_id]}}, "sort": "START_TIME_DESC"})


def wait_for(what: Callable[[], Any], seconds: float = 120) -> Any:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if found := what():
            return found
        time.sleep(0.5)
    raise AssertionError(f"did not happen within {seconds:.0f} s")


def test_a_scheduled_run_is_executed_by_the_worker_and_an_overlapping_one_is_skipped(serving) -> None:
    call, folder = serving
    deployment = call("/deployments/name/build/drop-folder")
    overriding = {"raw": str(ROOT / "raw" / "strait-observer"), "out": str(folder / "out")}
    call(f"/deployments/{deployment['id']}", {"parameters": overriding}, "PATCH")
    schedule = {"schedule": {"interval": 8.0}, "active": True}
    (made,) = call(f"/deployments/{deployment['id']}/schedules", [schedule])

    def ended(state: str) -> list[dict[str, Any]]:
        return [run for run in runs_of(call, deployment["id"]) if run["state_type"] == state]

    (run, *_) = wait_for(lambda: ended("COMPLETED"))
    skipped = wait_for(lambda: ended("CANCELLED"))
    call(f"/deployments/{deployment['id']}/schedules/{made['id']}", method="DELETE")
    assert run["auto_scheduled"] is True
    assert "concurrency limit" in skipped[0]["state"]["message"]
    assert (folder / "out" / "latest" / "claims.parquet").is_file()

    artifacts = {artifact["key"]: artifact for artifact in call("/artifacts/latest/filter", {})}
    assert "claimed" in artifacts["waybill-build"]["data"]
    asked = {"filter": {"event": {"name": ["waybill.release.published"]}}}
    (event, *_) = wait_for(lambda: call("/events/filter", asked)["events"], 20)
    assert event["payload"]["documents"] == 1 and event["payload"]["claims"] > 0


def test_every_schedule_that_is_switched_on_has_its_next_runs(serving) -> None:
    call, _ = serving
    deployments = {deployment["name"]: deployment for deployment in call("/deployments/filter", {})}
    assert set(deployments) == {"nightly", "drop-folder", "verify", "weekly-rebuild"}
    for name in ("nightly", "verify", "weekly-rebuild"):
        assert wait_for(lambda name=name: runs_of(call, deployments[name]["id"]), 60), name
