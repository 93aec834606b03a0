"""Promises of the command line as a whole: help, typos, exit codes, completion, colours."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from waybill.cli import waybill
from waybill.cli.exits import MEANING, Exit


def commands() -> list[tuple[str, ...]]:
    group = waybill.commands
    nested = [("releases", name) for name in group["releases"].commands]  # type: ignore[attr-defined]
    return [(name,) for name in group] + nested


@pytest.mark.parametrize("words", commands(), ids=" ".join)
def test_every_command_explains_itself(run_here, words) -> None:
    done = run_here(*words, "--help")
    assert done.returncode == 0 and done.stderr == b""
    assert f"Usage: waybill {' '.join(words)}" in done.stdout.decode()


def test_exit_codes_are_documented_where_people_look(run_here) -> None:
    shown = run_here("--help").stdout.decode()
    for code, meaning in MEANING.items():
        assert f"{code.value}" in shown and meaning in shown


@pytest.mark.parametrize(
    ("typed", "meant"), [(("bild",), "build"), (("build", "--rw", "x"), "--raw"), (("releases", "prne"), "prune")]
)
def test_a_typo_gets_a_suggestion(run_here, typed, meant) -> None:
    done = run_here(*typed)
    assert done.returncode == Exit.USAGE
    assert meant in done.stderr.decode() and "Traceback" not in done.stderr.decode()


def test_bash_completion_offers_commands(run) -> None:
    script = run(_WAYBILL_COMPLETE="bash_source").stdout.decode()
    assert "_WAYBILL_COMPLETE=bash_complete" in script
    offered = run(_WAYBILL_COMPLETE="bash_complete", COMP_WORDS="waybill ext", COMP_CWORD="1").stdout.decode()
    assert offered.split() == ["plain,extract"]


@pytest.mark.parametrize(
    ("words", "code", "mend"),
    [
        (("build", "--raw", "no/such"), Exit.NOT_FOUND, "--raw DIR"),
        (("verify", "--no-raw", "--out", "no/such"), Exit.NOT_FOUND, "no/such"),
        (("verify", "--raw", "no/such"), Exit.NOT_FOUND, "--no-raw"),
        (("trace", "c_0", "--out", "no/such"), Exit.NOT_FOUND, "no/such"),
        (("query", "select 1", "--out", "no/such"), Exit.NOT_FOUND, "no/such"),
        (("releases", "show", "--out", "no/such"), Exit.NOT_FOUND, "no/such"),
        (("extract", "no/such.txt"), Exit.NOT_FOUND, "no/such.txt"),
        (("extract", "tests"), Exit.FAILED, "tests"),
    ],
)
def test_a_refusal_names_the_place_and_the_mend_without_a_traceback(run_here, words, code, mend) -> None:
    done = run_here(*words)
    said = done.stderr.decode()
    assert done.returncode == code, said
    assert mend in said and "Traceback" not in said
    assert done.stdout == b""


def test_a_user_whom_the_system_cannot_name_is_asked_who_corrects(monkeypatch: pytest.MonkeyPatch) -> None:
    def nameless() -> str:
        raise KeyError("getpwuid(): uid not found: 54321")

    monkeypatch.setattr("getpass.getuser", nameless)
    done = CliRunner().invoke(
        waybill, ["correct", "c_0123456789abcdef", "unit", "missile", "--reason", "the next sentence"]
    )
    assert done.exit_code == Exit.USAGE and "--editor" in done.output
