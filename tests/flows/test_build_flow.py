"""Promises of the Prefect face: thin tasks over the library, one flow that publishes what `waybill build` publishes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml

import flows

ROOT = Path(__file__).resolve().parents[2]
REPORT = "Pyongyang sent about {} containers of shells to Russia in May, Seoul said on 3 June 2030.\n"


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    folder.mkdir()
    for count in (40, 60, 90):
        (folder / f"{count}.txt").write_text(REPORT.format(count))
    return folder


def test_the_tasks_are_the_stages_of_the_library(raw: Path, tmp_path: Path) -> None:
    from prefect.logging import disable_run_logger

    from flows.extract import extract
    from flows.ingest import ingest
    from flows.link import link

    with disable_run_logger():
        plan = ingest.fn(raw, tmp_path / "out")
        assert len(plan.files) == 3 and plan.cached == 0
        segments = [extract.fn(plan, chunk, "1/1", None) for chunk in plan.chunks]
        assert all(segment.exists() for segment in segments)
        again = [extract.fn(plan, chunk, "1/1", None) for chunk in plan.chunks]
        assert again == segments, "a second attempt finds the batch done"
        assert ingest.fn(raw, tmp_path / "out").cached == 3
        link.fn(plan)
    assert not (tmp_path / "out" / "latest").exists(), "nothing is published before publish"


def test_batches_are_read_by_other_processes_too(raw: Path, tmp_path: Path) -> None:
    from prefect.logging import disable_run_logger

    from flows.extract import extract
    from waybill import store

    plan = store.plan_build(raw, tmp_path / "out")
    with disable_run_logger(), store.readers("processes", batches=2, workers=2) as pool:
        assert pool is not None
        assert extract.fn(plan, plan.chunks[0], "1/1", pool).exists()
    with store.readers("processes", batches=1, workers=8) as pool:
        assert pool is None, "one batch is not worth a process"


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that is not the project, where Prefect sets itself up once for the runs of this module."""
    return tmp_path_factory.mktemp("elsewhere")


def run_flow(elsewhere: Path, raw: Path, out: Path) -> subprocess.CompletedProcess[str]:
    """`python -m flows` somewhere else, with a Prefect of its own."""
    environment = {**os.environ, "PREFECT_HOME": str(elsewhere / "prefect home"), "PYTHONPATH": str(ROOT)}
    environment.pop("PREFECT_API_URL", None)
    command = [sys.executable, "-m", "flows", "--raw", str(raw), "--out", str(out)]
    return subprocess.run(command, cwd=elsewhere, env=environment, capture_output=True, text=True, timeout=180)


def test_the_flow_publishes_the_same_bytes_as_the_command_line(raw: Path, tmp_path: Path, elsewhere: Path) -> None:
    flow_out, build_out = tmp_path / "aus dem Fluß", tmp_path / "built"
    done = run_flow(elsewhere, raw, flow_out)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert "leaked" not in done.stderr, "what Prefect's threads keep makes DuckDB's binding complain at the end"
    for word in ("published", "read", "claimed", "rejected", "quarantined", "took", "pandas", "DuckDB", str(flow_out)):
        assert word in done.stdout
    subprocess.run(
        [sys.executable, "-m", "waybill.cli", "build", "--raw", str(raw), "--out", str(build_out)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    tables = sorted(path.name for path in (build_out / "latest").glob("*.parquet"))
    assert "claims.parquet" in tables
    for name in tables:
        assert (flow_out / "latest" / name).read_bytes() == (build_out / "latest" / name).read_bytes(), name


def test_a_run_that_cannot_be_says_so_once_and_nothing_else(raw: Path, elsewhere: Path) -> None:
    done = run_flow(elsewhere, raw, raw / "inside")
    started, *said = done.stderr.splitlines()
    assert done.returncode == 1 and started.startswith("starting Prefect")
    assert len(said) == 1 and said[0].startswith("waybill:") and "must not lie inside" in said[0], done.stderr


def test_every_deployment_names_a_flow_that_is_there_and_lets_one_writer_run_at_a_time() -> None:
    from importlib import import_module

    deployments = yaml.safe_load((ROOT / "prefect.yaml").read_text())["deployments"]
    assert deployments
    for deployment in deployments:
        path, name = deployment["entrypoint"].split(":")
        flow = getattr(import_module(path.removesuffix(".py").replace("/", ".")), name)
        unknown = set(deployment.get("parameters", {})) - set(flow.parameters.properties)
        assert unknown == set(), deployment["name"]
        assert deployment["concurrency_limit"]["limit"] == 1
        for schedule in deployment["schedules"]:
            assert "interval" in schedule or ZoneInfo(schedule["timezone"])


def test_settings_stay_inside_the_project_and_yield_to_the_environment() -> None:
    code = "import flows, os; print(os.environ['PREFECT_HOME'], os.environ['PREFECT_SERVER_ANALYTICS_ENABLED'])"
    bare = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}

    def shown(**more: str) -> str:
        command = [sys.executable, "-c", code]
        return subprocess.run(command, cwd=ROOT, env={**bare, **more}, capture_output=True, text=True).stdout.strip()

    assert shown() == f"{ROOT / '.prefect'} false"
    assert shown(PREFECT_HOME="/elsewhere") == "/elsewhere false"


def test_a_user_without_a_name_or_a_home_is_given_one_before_prefect_asks() -> None:
    """As in a container that runs under a bare number."""
    code = (
        "import pwd, os\n"
        "def getpwuid(number): raise KeyError(number)\n"
        "pwd.getpwuid = getpwuid\n"
        "import flows, prefect.settings\n"
        "print(os.environ['HOME'] == os.environ['PREFECT_HOME'])"
    )
    homeless = {name: value for name, value in os.environ.items() if name != "HOME"}
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=homeless, capture_output=True, text=True)
    assert done.stdout.strip() == "True", done.stderr


def test_a_place_for_prefect_that_somebody_else_took_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr("os.access", lambda *_: False)
    usual = flows.prefect_home()
    assert usual.parent == tmp_path
    usual.symlink_to(tmp_path / "elsewhere")
    other = flows.prefect_home()
    assert other != usual and other.is_dir() and other.stat().st_mode & 0o077 == 0
