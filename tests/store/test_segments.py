"""Promises of the reading cache: damage costs a reading and nothing else; it never grows into thousands of files."""

from __future__ import annotations

from pathlib import Path

import pytest

from waybill import store
from waybill.store import reading
from waybill.store.reading import MANY, cached_keys, segments


def segments_of(raw: Path, out: Path) -> tuple[Path, ...]:
    return segments(out, store.plan_build(raw, out).fingerprint)


def test_a_segment_whose_keys_are_damaged_is_read_again(raw: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    store.build(raw, out)
    (segment,) = segments_of(raw, out)
    segment.write_bytes(b"\0" * 100)
    (raw / "12.txt").write_text("Tokyo said on June 3, 2030 that 90 launchers went to Russia in May.\n")
    report = store.build(raw, out)
    assert report.documents_read == 13 and report.documents == 13


def test_a_segment_cut_short_is_removed_and_the_next_build_mends_it(raw: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    store.build(raw, out)
    (segment,) = segments_of(raw, out)
    segment.write_bytes(segment.read_bytes()[:-400])
    (raw / "12.txt").write_text("Tokyo said on June 3, 2030 that 90 launchers went to Russia in May.\n")
    with pytest.raises(store.StoreError, match="removed, build again"):
        store.build(raw, out)
    assert store.build(raw, out).documents == 13


def test_many_small_segments_become_one(raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out"
    plan = store.plan_build(raw, out, chunk_bytes=1)
    assert len(plan.chunks) == 12
    for chunk in plan.chunks:
        store.read_chunk(plan.raw, plan.out, chunk, plan.fingerprint)
    before = cached_keys(out, plan.fingerprint)
    monkeypatch.setattr(reading, "MANY", 12)
    store.build(raw, out)
    assert len(segments_of(raw, out)) == 1
    assert cached_keys(out, plan.fingerprint) == before
    (raw / "03.txt").unlink()
    report = store.build(raw, out)
    assert report.documents_read == 0 and report.documents == 11
    assert MANY > 12, "two or three segments are not worth joining"


def test_reading_twice_gives_the_same_segment(raw: Path, tmp_path: Path) -> None:
    one, other = (store.plan_build(raw, tmp_path / name) for name in ("one", "other"))
    paths = [store.read_chunk(plan.raw, plan.out, plan.chunks[0], plan.fingerprint) for plan in (one, other)]
    assert paths[0].name == paths[1].name
    assert paths[0].read_bytes() == paths[1].read_bytes()
