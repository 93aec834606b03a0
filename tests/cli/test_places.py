"""Promise: every command works in folders whose names hold spaces and letters beyond ASCII, without a home."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from .conftest import Done, Run

REPORT = "Pyongyang sent about {} containers of shells to Russia in May, Seoul said on 3 June 2030.\n"


def test_every_command_works_whatever_the_folders_are_called(run: Run, run_here: Run, tmp_path: Path) -> None:
    place = tmp_path / "Größe und Ort é" / "eine 'Kopie' 東"
    raw, out = place / "neue Berichte", place / "Ausgabe für alle"
    raw.mkdir(parents=True)

    def told(done: Done) -> str:
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode()

    def waybill(*arguments: str | Path) -> str:
        return told(run_here(*arguments, cwd=place))

    def waybill_without_home(*arguments: str | Path, stdin: bytes = b"") -> str:
        return told(run(*arguments, stdin=stdin, cwd=place, HOME=str(tmp_path / "no home"), LC_ALL="C"))

    for count, name in ((40, "naïve.txt"), (60, "zwei Züge ё.txt")):
        (raw / name).write_text(REPORT.format(count))
        waybill_without_home("build", "--raw", raw.name, "--out", out.name)
    claim = pd.read_parquet(out / "latest" / "claims.parquet")["claim_id"][0]
    first, second = sorted(path.name for path in (out / "releases").iterdir())

    assert "sound" in waybill("verify", "--raw", raw.name, "--out", out.name)
    assert "zwei Züge ё.txt" in waybill("query", "--out", out.name, "select raw_path from documents")
    assert second in waybill("releases", "--out", out.name)
    assert "new_document" in waybill("diff", "--out", out.name, first, second)
    assert claim in waybill("trace", "--raw", raw.name, "--out", out.name, claim)
    assert "6,700" in waybill_without_home("extract", stdin="Größe: Seoul counts 6,700 containers.".encode())
    waybill("export", "--out", out.name, "Bündel é.zip")
    assert (place / "Bündel é.zip").stat().st_size
    waybill(
        "correct", "--raw", raw.name, "--out", out.name, claim, "unit", "missile", "--reason", "weil é", "--editor", "J"
    )
    waybill("build", "--raw", raw.name, "--out", out.name)
    assert "weil é" in waybill("query", "--out", out.name, "select reason from corrections")
