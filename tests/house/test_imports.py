"""Promises about who imports whom, and that what must be light is light."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def modules_after(statement: str) -> set[str]:
    code = f"import sys; {statement}; print(' '.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return {name.partition(".")[0] for name in done.stdout.split()}


def test_the_command_line_starts_without_the_heavy_libraries() -> None:
    assert modules_after("import waybill.cli").isdisjoint({"pandas", "pyarrow", "duckdb", "prefect", "numpy"})


def test_importing_the_library_loads_no_room() -> None:
    assert modules_after("import waybill").isdisjoint({"pandas", "pyarrow", "yaml", "click"})


def test_reading_quantities_needs_no_frames() -> None:
    loaded = modules_after("import waybill; waybill.read_quantities('about 40 containers')")
    assert loaded.isdisjoint({"pandas", "pyarrow", "duckdb", "prefect", "numpy", "click"})


def test_help_is_there_before_a_reader_looks_up() -> None:
    command = [sys.executable, "-m", "waybill.cli", "--help"]
    taken = []
    for _ in range(4):
        start = time.monotonic()
        subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
        taken.append(time.monotonic() - start)
    assert min(taken) < 0.5, f"fastest of four took {min(taken):.2f} s"


def test_the_import_contract_fails_when_an_arrow_is_turned_round(tmp_path: Path) -> None:
    for name in ("waybill", "schemas", "flows"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("*.js", "__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)

    def contract_holds() -> bool:
        linter = Path(sys.executable).parent / "lint-imports"
        environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
        command = [sys.executable, str(linter), "--no-cache"]
        return subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True).returncode == 0

    assert contract_holds()
    record = tmp_path / "waybill" / "quantities" / "record.py"
    whole = record.read_text()
    for forbidden in ("import waybill.claims.record", "import prefect"):
        record.write_text(whole + f"\n{forbidden}\n")
        assert not contract_holds(), f"the contract let pass: {forbidden}"
