"""Promises about README and docs: commands that exist, outputs that are what is printed, links that lead somewhere."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import click
import pytest

from waybill.cli import waybill

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", ROOT / "raw" / "README.md", ROOT / "docs" / "operate.md", ROOT / "docs" / "extract.md"]


def shell_blocks(page: Path) -> str:
    return "\n".join(re.findall(r"```(?:sh|console|bash)\n(.*?)```", page.read_text(), re.S))


def words_of_commands(text: str) -> list[list[str]]:
    found = re.findall(r"(?:^|[`|] ?|\$ )(?:\.venv/bin/)?waybill ((?:[a-z]+ ?){1,2})", text, re.M)
    return [words.split() for words in found]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_command_on_a_page_exists(page: Path) -> None:
    for words in words_of_commands(page.read_text()):
        command: click.Command | None = waybill.get_command(click.Context(waybill), words[0])
        assert command is not None, f"waybill {words[0]}"
        if isinstance(command, click.Group) and len(words) > 1:
            assert words[1] in command.commands, f"waybill {' '.join(words)}"
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.M))
    for target in re.findall(r"(?:^|[`$] ?)make ([a-z]+)", shell_blocks(page), re.M):
        assert target in targets, f"make {target}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_python_session_on_a_page_gives_what_it_shows(page: Path) -> None:
    import doctest

    failed, _ = doctest.testfile(str(page), module_relative=False, encoding="utf-8")
    assert failed == 0


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_to_a_file_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text())
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_readme_fits_on_two_screens_and_shows_real_output(tmp_path: Path) -> None:
    text = (ROOT / "README.md").read_text()
    assert len(text.splitlines()) <= 110
    assert not re.search(r"@[A-Z]+@", text), "a place that was to be filled with real output is still empty"
    done = subprocess.run(["git", "check-ignore", "-q", "processed/latest"], cwd=ROOT)
    assert done.returncode in (0, 128), "releases are not tracked"


def test_the_readme_shows_the_summary_that_the_command_prints(tmp_path: Path) -> None:
    from waybill import store
    from waybill.cli.build import summary

    lines = summary(store.build(ROOT / "raw", tmp_path / "out"), Path("processed"), 1.0)
    text = (ROOT / "README.md").read_text()
    for line in lines[1:]:
        pattern = re.sub(r"\\? *[\d,.]+", r" *[\\d,.]+", re.escape(line))
        assert re.search(pattern, text), f"the README does not show: {line}"


def test_the_two_loading_lines_load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from waybill import store

    (lines,) = re.findall(r"```python\n(import pandas.*?)```", (ROOT / "README.md").read_text(), re.S)
    store.build(ROOT / "raw", tmp_path / "processed")
    monkeypatch.chdir(tmp_path)
    exec(compile(lines, "README.md", "exec"), {})
