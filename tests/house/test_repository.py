"""Promises about the repository itself: what may not stand in it, and what keeps an install the same everywhere."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def tracked_files() -> list[Path]:
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True)
    if done.returncode != 0:
        pytest.skip("not a git checkout: the tracked files cannot be listed")
    return [path for name in done.stdout.decode().split("\0") if name and (path := ROOT / name).is_file()]


def lines_matching(pattern: str) -> list[str]:
    search = re.compile(pattern)
    found = []
    for path in tracked_files():
        for count, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
            if search.search(line):
                found.append(f"{path.relative_to(ROOT)}:{count}: {line[:100]}")
    return found


def test_no_tracked_file_names_a_package_registry() -> None:
    hosts = ["files." + "pythonhosted", "pypi." + "org", "registry." + "npmjs"]
    configured = subprocess.run([sys.executable, "-m", "pip", "config", "list"], capture_output=True, text=True).stdout
    hosts += [host for host in re.findall(r"https?://([A-Za-z0-9.-]+)", configured) if "." in host]
    assert lines_matching("|".join(map(re.escape, hosts))) == []


def test_no_tracked_file_names_a_path_of_one_machine() -> None:
    assert lines_matching(r"(^|[^A-Za-z0-9_.])/(work|farm|root|Users)/") == []


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt", "requirements-uv.txt"])
def test_every_requirement_is_pinned_by_hash_and_names_no_address(name: str) -> None:
    text = (ROOT / name).read_text()
    assert "://" not in text and "--index" not in text and "--find-links" not in text
    requirements = re.split(r"\n(?=\S)", re.sub(r"\n\s+#[^\n]*", "", text.strip()))
    assert len(requirements) >= 1
    for requirement in requirements:
        assert re.match(r"[A-Za-z0-9_.-]+(\[[\w,]+\])?==\S+", requirement), requirement
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", requirement), f"no hash: {requirement[:60]}"


def test_the_lock_holds_every_dependency_that_the_project_names() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = [named for extra in project["optional-dependencies"].values() for named in extra]
    for lock, named in (("requirements.txt", []), ("requirements-dev.txt", extras)):
        for requirement in project["dependencies"] + named:
            name, exact = re.match(r"([A-Za-z0-9-]+)(?:\[.*\])?(?:==(\S+))?", requirement).groups()  # type: ignore[union-attr]
            assert name == "waybill" or name.lower() in locked(lock), f"{name} is not in {lock}: make lock"
            assert exact is None or locked(lock)[name.lower()] == exact


def locked(lock: str) -> dict[str, str]:
    """Versions by package of a lock file."""
    return dict(re.findall(r"^([a-z0-9._-]+)(?:\[[\w,]+\])?==(\S+)", (ROOT / lock).read_text().lower(), re.M))


def test_tools_never_change_what_users_run() -> None:
    users, tools = locked("requirements.txt"), locked("requirements-dev.txt")
    assert {name: tools.get(name) for name in users} == users


def test_every_make_target_says_what_it_does() -> None:
    makefile = (ROOT / "Makefile").read_text()
    targets = re.findall(r"^\.PHONY: (.*)", makefile, re.M)[0].split()
    shown = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert [t for t in targets if not re.search(rf"make {t}\s+\S", shown)] == []


def test_modules_are_one_thought_and_functions_a_step() -> None:
    import ast

    too_long = []
    for path in (p for p in tracked_files() if p.suffix == ".py" and p.is_relative_to(ROOT)):
        source = path.read_text()
        if source.count("\n") > 450:
            too_long.append(f"{path.relative_to(ROOT)}: {source.count(chr(10))} lines")
        if path.relative_to(ROOT).parts[0] != "waybill":
            continue
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.FunctionDef) and node.end_lineno and node.end_lineno - node.lineno >= 60:
                too_long.append(f"{path.relative_to(ROOT)}: {node.name} has {node.end_lineno - node.lineno + 1} lines")
    assert too_long == []


def test_no_module_is_called_utils_or_helpers() -> None:
    assert [p for p in tracked_files() if p.stem in ("utils", "helpers", "common", "misc")] == []


def test_samples_keep_their_bytes_in_git() -> None:
    assert "raw/** -text" in (ROOT / ".gitattributes").read_text()
    assert not (ROOT / "raw" / "README.txt").exists(), "a text file about raw/ would be read as a report"
