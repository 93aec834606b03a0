"""Promises of setup.sh on odd machines, with a stand-in for Python so that nothing is fetched.

The stand-in answers version questions through the real Python, writes every other call down, and fails those that
FAIL names.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

STAND_IN = """#!/bin/sh
case "$1 $2" in
  "-c import sys"*) exec {python} "$@" ;;
esac
echo "$@" >> "$CALLS"
case "$*" in *"$FAIL"*) [ -n "$FAIL" ] && exit 1 ;; esac
if [ "$1 $2" = "-m venv" ]; then
  for venv; do :; done
  rm -rf "$venv"; mkdir -p "$venv/bin" "$venv/lib/python3.11/site-packages"; cp "$0" "$venv/bin/python"
fi
exit 0
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "Straße mit Leerzeichen"
    folder.mkdir()
    shutil.copy(ROOT / "setup.sh", folder)
    stand_in = folder / "python-stand-in"
    stand_in.write_text(STAND_IN.format(python=sys.executable))
    stand_in.chmod(0o755)
    return folder


def set_up(
    project: Path, python: str = "./python-stand-in", fail: str = "", lock: str = "", **environment: str
) -> tuple[int, str, str]:
    (project / "calls").write_text("")
    done = subprocess.run(
        ["sh", "setup.sh", python, ".venv", *filter(None, [lock])],
        cwd=project,
        env={**os.environ, "CALLS": str(project / "calls"), "FAIL": fail, **environment},
        capture_output=True,
        text=True,
    )
    return done.returncode, done.stderr, (project / "calls").read_text()


def is_ready(project: Path) -> bool:
    return (project / ".venv" / ".waybill-ready").exists()


def test_uv_does_it_where_it_can_be_had(project: Path) -> None:
    code, _, calls = set_up(project)
    assert code == 0 and is_ready(project)
    assert "uv --system-certs pip sync" in calls and "--require-hashes requirements.txt" in calls
    assert "pip install -qq --require-hashes --no-deps -r requirements.txt" not in calls


def test_tools_come_from_a_lock_of_their_own(project: Path) -> None:
    code, _, calls = set_up(project, lock="requirements-dev.txt")
    assert code == 0 and "--require-hashes requirements-dev.txt" in calls


@pytest.mark.parametrize("missing", ["-m uv", "pip sync"])
def test_pip_is_the_fall_back_with_the_same_hashes(project: Path, missing: str) -> None:
    code, said, calls = set_up(project, fail=missing)
    assert code == 0 and is_ready(project)
    assert "pip install -qq --require-hashes --no-deps -r requirements.txt" in calls
    assert "plain pip" in said


def test_without_packages_there_is_no_stamp_and_a_word_about_the_network(project: Path) -> None:
    code, said, _ = set_up(project, fail="requirements.txt")
    assert code == 2 and not is_ready(project)
    assert "network" in said


def test_a_half_built_environment_is_started_afresh_and_a_finished_one_kept(project: Path) -> None:
    assert set_up(project)[0] == 0
    assert "-m venv" not in set_up(project)[2], "a finished environment is brought up to date, not rebuilt"
    (project / ".venv" / ".waybill-ready").unlink()  # as an interrupted set-up leaves it
    rubbish = project / ".venv" / "half-written"
    rubbish.write_text("")
    code, _, calls = set_up(project)
    assert code == 0 and "-m venv --clear" in calls and not rubbish.exists()


def test_an_update_that_fails_leaves_no_stamp(project: Path) -> None:
    assert set_up(project)[0] == 0
    assert set_up(project, fail="requirements.txt")[0] == 2
    assert not is_ready(project)


def test_a_python_that_is_not_there_is_refused_with_the_mend(project: Path) -> None:
    code, said, calls = set_up(project, python="/no/such/python")
    assert code == 2 and calls == ""
    assert "/no/such/python" in said and "make PYTHON=" in said


def test_a_python_of_another_version_is_refused(project: Path) -> None:
    other = project / "python3.13"
    other.write_text('#!/bin/sh\n[ "$1" = -V ] && echo Python 3.13.0 && exit 0\nexit 1\n')
    other.chmod(0o755)
    code, said, _ = set_up(project, python="./python3.13")
    assert code == 2 and "3.13.0" in said and not (project / ".venv").exists()


def test_the_project_joins_by_a_path_that_survives_moving_and_any_locale(project: Path) -> None:
    set_up(project)
    joined = project / ".venv" / "lib" / "python3.11" / "site-packages" / "waybill.pth"
    assert (joined.parent / joined.read_text().strip()).resolve() == project.resolve()
    assert joined.read_bytes().isascii()
