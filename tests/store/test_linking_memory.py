"""Promise: what linking remembers spares work and changes nothing; lost, damaged or of other code it is made anew."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from waybill import store
from waybill.assertions import EMPTY
from waybill.store import linking
from waybill.store.linking import load_ledger
from waybill.store.reading import linking_memory

LATER = "Tokyo said on June 3, 2030 that 90 launchers went to Russia in May.\n"


def _tables(out: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (out / "latest").glob("*.parquet")}


def _opened(raw: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    """How many documents a build has to look into."""
    relink, found = linking.relink, []

    def watched(library, before):  # type: ignore[no-untyped-def]
        done = relink(library, before)
        found.append(len(done.opened))
        return done

    with monkeypatch.context() as patch:
        patch.setattr(linking, "relink", watched)
        store.build(raw, out)
    (opened,) = found
    return opened


def test_the_second_build_looks_only_at_what_is_new(raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out"
    assert _opened(raw, out, monkeypatch) == 12
    (raw / "12.txt").write_text(LATER)
    assert _opened(raw, out, monkeypatch) == 1
    assert load_ledger(out)["reports"].num_rows == 13


def test_a_claim_that_is_corrected_is_linked_anew(raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out"
    store.build(raw, out)
    claim = pq.read_table(out / "latest" / "claims.parquet").filter(pc.field("recipient_id") == "RUS").to_pylist()[0]
    line_of = f"{claim['claim_id']},{claim['quantity_text']},recipient_id,RUS,BLR,misread,desk"
    (raw / "corrections.csv").write_text(
        f"claim_id,quantity_text,column_name,old_value,new_value,reason,editor\n{line_of}\n"
    )
    assert _opened(raw, out, monkeypatch) >= 1
    whole = tmp_path / "whole"
    store.build(raw, whole)
    assert _tables(out)["assertions.parquet"] == _tables(whole)["assertions.parquet"]


def _truncate(place: Path) -> None:
    place.write_bytes(place.read_bytes()[:-2000])


def _overwrite(place: Path) -> None:
    place.write_bytes(b"\0" * 5000)


@pytest.mark.parametrize("damage", [Path.unlink, _truncate, _overwrite])
def test_without_it_the_same_tables_come_out(raw: Path, tmp_path: Path, damage: Callable[[Path], None]) -> None:
    sound, damaged = tmp_path / "sound", tmp_path / "damaged"
    for out in (sound, damaged):
        store.build(raw, out)
    damage(linking_memory(damaged))
    (raw / "12.txt").write_text(LATER)
    for out in (sound, damaged):
        store.build(raw, out)
    assert _tables(sound) == _tables(damaged)
    assert load_ledger(damaged)["reports"].num_rows == 13


def test_what_other_code_linked_is_no_help(raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out"
    store.build(raw, out)
    monkeypatch.setattr(linking, "_made_by", lambda: "another version")
    assert load_ledger(out) is EMPTY


def test_a_large_folder_is_linked_in_a_process_of_its_own_to_the_same_tables(
    raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, beside = tmp_path / "here", tmp_path / "beside"
    store.build(raw, here)
    monkeypatch.setattr(linking, "LARGE", 5)
    store.build(raw, beside)
    assert _tables(here) == _tables(beside)
