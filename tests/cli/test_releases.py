"""Promises of the commands around a release, tried in the order in which a person meets them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from waybill.cli.exits import Exit

ROOT = Path(__file__).resolve().parents[2]
FIRST = "Pyongyang sent about 40 containers of shells to Russia in May, Seoul's army said on 3 June 2030.\n"
SECOND = "Pyongyang has sent at least 90 containers of shells to Russia, Seoul's army said on 9 July 2030.\n"


@pytest.fixture(scope="module")
def project(run_here, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which two releases were built, the second with one report more."""
    folder = tmp_path_factory.mktemp("Projekt – zwei")
    (folder / "raw").mkdir()
    (folder / "raw" / "june.txt").write_text(FIRST)
    assert run_here("build", cwd=folder).returncode == Exit.DONE
    (folder / "raw" / "july.txt").write_text(SECOND)
    assert run_here("build", cwd=folder).returncode == Exit.DONE
    return folder


@pytest.fixture(scope="module")
def ids(run_here, project: Path) -> list[str]:
    listed = json.loads(run_here("releases", "--json", cwd=project).stdout)
    return [entry["release_id"] for entry in listed]


@pytest.fixture(scope="module")
def claim(run_here, project: Path) -> dict:
    rows = run_here("query", "from claims where quantity_text = 'about 40'", "--json", cwd=project).stdout.splitlines()
    assert len(rows) == 1
    return json.loads(rows[0])


def test_both_releases_are_listed_for_people_and_machines(run_here, project, ids) -> None:
    assert len(ids) == 2
    shown = run_here("releases", cwd=project).stdout.decode()
    assert [line.split()[0] for line in shown.splitlines()[1:]] == ids
    manifest = json.loads(run_here("releases", "show", ids[0], "--json", cwd=project).stdout)
    assert manifest["release_id"] == ids[0] and manifest["tables"]["documents"]["rows"] == 1


def test_a_third_build_says_unchanged_and_publishes_nothing(run_here, project, ids) -> None:
    done = run_here("build", "--json", cwd=project)
    assert done.returncode == Exit.DONE and json.loads(done.stdout)["status"] == "unchanged"
    assert len(json.loads(run_here("releases", "--json", cwd=project).stdout)) == 2
    elsewhere = run_here("releases", "--out", project / "processed", "show", ids[0], cwd=project.parent)
    assert elsewhere.returncode == Exit.DONE, "an option of the group holds for its commands"


def test_trace_names_file_line_sentence_rules_and_releases(run_here, project, claim, ids) -> None:
    done = run_here("trace", claim["claim_id"][:9], cwd=project)
    shown = done.stdout.decode()
    assert done.returncode == Exit.DONE, done.stderr.decode()
    for words in (claim["quote"], "raw/june.txt, line 1, column 16 (re-sliced)", "North Korea → Russia", ids[0]):
        assert words in shown, shown
    assert all(rule in shown for rule in claim["rule_ids"])
    found = json.loads(run_here("trace", claim["claim_id"], "--json", cwd=project).stdout)
    assert found["place"]["holds"] is True and found["claim"]["claim_id"] == claim["claim_id"]


def test_trace_says_when_the_report_has_changed_since(run_here, project, claim) -> None:
    report = project / "raw" / "june.txt"
    report.write_text("Correction: " + FIRST)
    assert "CHANGED since" in run_here("trace", claim["claim_id"], cwd=project).stdout.decode()
    report.write_text(FIRST)


def test_verify_proves_and_finds(run_here, project, ids) -> None:
    assert run_here("verify", cwd=project).returncode == Exit.DONE
    report = project / "raw" / "june.txt"
    report.write_text(FIRST.replace("40", "41"))
    unsound = run_here("verify", "--json", cwd=project)
    assert unsound.returncode == Exit.UNSOUND
    assert json.loads(unsound.stdout)["findings"]
    assert run_here("verify", "--no-raw", cwd=project).returncode == Exit.DONE
    report.write_text(FIRST)
    assert run_here("verify", ids[0], cwd=project).returncode == Exit.DONE


def test_query_reads_and_only_reads(run_here, project) -> None:
    counted = run_here("query", "select count(*) as n from documents", "--csv", cwd=project)
    assert counted.stdout == b"n\n2\n"
    elsewhere = project / "copy.csv"
    for sql in (
        "drop table claims",
        f"copy claims to '{elsewhere}'",
        "from read_text('/etc/hostname')",
        "select nonsense",
    ):
        done = run_here("query", sql, cwd=project)
        assert done.returncode == Exit.FAILED and done.stdout == b"", sql
        assert "SQL:" in done.stderr.decode() and "Traceback" not in done.stderr.decode()
    assert not elsewhere.exists()


def test_diff_names_what_came_and_why(run_here, project, ids) -> None:
    lines = json.loads(run_here("diff", *ids, "--json", cwd=project).stdout)
    asked = "select claim_id from claims where quantity_text = 'at least 90'"
    new = json.loads(run_here("query", asked, "--json", cwd=project).stdout)["claim_id"]
    assert {line["change_cause"] for line in lines} == {"new_document"}
    assert [line["change_type"] for line in lines if line["row_key"] == new] == ["added"]
    assert new in run_here("diff", *ids, cwd=project).stdout.decode()


def test_an_old_release_is_put_away_and_comes_back_as_it_was(run_here, project, ids) -> None:
    folder = project / "processed" / "releases" / ids[0]
    before = {path.name: path.read_bytes() for path in folder.glob("*.parquet")}
    assert run_here("releases", "prune", ids[0], cwd=project).returncode == Exit.DONE and not folder.exists()
    assert run_here("verify", ids[0], cwd=project).returncode == Exit.NOT_FOUND
    assert run_here("releases", "restore", ids[0], cwd=project).returncode == Exit.DONE
    assert {path.name: path.read_bytes() for path in folder.glob("*.parquet")} == before


def test_a_correction_is_applied_by_the_next_build_and_survives(run_here, project, claim, tmp_path) -> None:
    folder = tmp_path / "project"
    shutil.copytree(project, folder, symlinks=True)
    done = run_here("correct", claim["claim_id"], "unit", "missile", "--reason", "a test", "--editor", "me", cwd=folder)
    assert done.returncode == Exit.DONE, done.stderr.decode()
    assert json.loads(run_here("build", "--json", cwd=folder).stdout)["status"] == "published"
    asked = f"select unit, review_status from claims where claim_id = '{claim['claim_id']}'"
    assert run_here("query", asked, "--csv", cwd=folder).stdout == b"unit,review_status\nmissile,corrected\n"
    nobody = run_here("correct", "c_0000000000000000", "unit", "missile", "--reason", "x", cwd=folder)
    assert nobody.returncode != Exit.DONE and "c_0000000000000000" in nobody.stderr.decode()


def test_a_bad_release_is_withdrawn_and_latest_moves_back(run_here, project, ids, tmp_path) -> None:
    folder = tmp_path / "project"
    shutil.copytree(project, folder, symlinks=True)
    assert run_here("releases", "withdraw", ids[1], "--reason", "wrong unit", cwd=folder).returncode == Exit.DONE
    assert (folder / "processed" / "latest").resolve().name == ids[0]
    shown = run_here("releases", cwd=folder).stdout.decode()
    assert "withdrawn" in shown


def test_a_bundle_holds_the_tables_and_not_the_texts(run_here, project, tmp_path) -> None:
    from zipfile import ZipFile

    bundle = tmp_path / "bundle.zip"
    assert run_here("export", bundle, cwd=project).returncode == Exit.DONE
    names = [Path(name).name for name in ZipFile(bundle).namelist()]
    assert "claims.parquet" in names and "texts.parquet" not in names
    twice = run_here("export", bundle, cwd=project)
    assert twice.returncode == Exit.FAILED and "bundle.zip" in twice.stderr.decode()


def test_release_ids_complete_on_the_command_line(run, project, ids) -> None:
    words = {"COMP_WORDS": "waybill verify ", "COMP_CWORD": "2", "_WAYBILL_COMPLETE": "bash_complete"}
    assert run(cwd=project, **words).stdout.decode().split() == [f"plain,{i}" for i in reversed(ids)]


def test_the_library_loads_typed_frames(project) -> None:
    import pandas as pd

    import waybill

    release = waybill.load(project / "processed" / "latest")
    claims = release["claims"]
    assert set(claims["quantity_text"]) == {"about 40", "at least 90"}
    assert pd.api.types.is_datetime64_dtype(claims["event_end"]) and pd.api.types.is_float_dtype(claims["value_low"])
    assert claims["quantity_start"].dtype == "Int32"
    with pytest.raises(KeyError, match="claims"):
        release["clams"]
    with pytest.raises(FileNotFoundError, match="waybill build"):
        waybill.load(project / "raw")
