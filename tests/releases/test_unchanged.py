"""A run over unchanged input answers at once with the figures of the release, and never when something changed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import stand_ins

from waybill.store import line


@pytest.fixture
def nothing_is_assembled(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("an unchanged run assembled its tables")

    monkeypatch.setattr(line, "assemble", refuse)


def test_it_says_what_the_full_run_says(raw: Path, published: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    quick = stand_ins.build(raw, published)
    with monkeypatch.context() as patch:
        patch.setattr(line, "unchanged_inputs", lambda plan: None)
        full = stand_ins.build(raw, published)
    assert quick.status == "unchanged" and set(quick.seconds) < set(full.seconds)
    assert replace(quick, seconds={}) == replace(full, seconds={})


@pytest.mark.usefixtures("nothing_is_assembled")
def test_it_reads_and_assembles_nothing(raw: Path, published: Path) -> None:
    assert stand_ins.build(raw, published).documents_read == 0


@pytest.mark.usefixtures("nothing_is_assembled")
@pytest.mark.parametrize("name", ["new.txt", "may/harbour.meta.yml", "corrections.csv"])
def test_a_file_more_is_a_change(raw: Path, published: Path, name: str) -> None:
    (raw / name).write_text("Harbour Watch\n", encoding="utf-8")
    with pytest.raises(AssertionError, match="assembled"):
        stand_ins.build(raw, published)


@pytest.mark.usefixtures("nothing_is_assembled")
def test_a_file_that_cannot_be_opened_is_a_change(raw: Path, published: Path) -> None:
    (raw / "folder.txt").mkdir()
    with pytest.raises(AssertionError, match="assembled"):
        stand_ins.build(raw, published)


@pytest.mark.usefixtures("nothing_is_assembled")
def test_other_code_is_a_change(raw: Path, published: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = replace(line.fingerprint(), code_sha256="0" * 64)
    monkeypatch.setattr(line, "fingerprint", lambda: other)
    with pytest.raises(AssertionError, match="assembled"):
        stand_ins.build(raw, published)
