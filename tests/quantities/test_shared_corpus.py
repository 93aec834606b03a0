"""The shared corpus: every gold number is found and read, every rejected span is accounted for."""

from __future__ import annotations

import json
import math
import os
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from waybill.quantities import Quantity, Rejection, read_numbers

SHARED = Path(os.environ.get("WAYBILL_SHARED", Path(__file__).resolve().parents[3] / "shared")) / "corpus"
pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="no shared corpus beside this checkout")

COUNTED = {"round", "missile", "system", "vehicle", "container", "voyage", "railcar", "person", "facility", "event"}
# A quantity that the topic turns away is a rejection of the claims room; here it is read as what it is.
LEFT_TO_CLAIMS = {"off_topic", "market", "furniture", "duplicate", "duration", "membership_count"}
Gold = dict[str, Any]


def rows(path: Path) -> list[Gold]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


@cache
def pairs() -> tuple[list[tuple[Gold, Quantity | None]], list[tuple[Gold, Rejection | None, bool]]]:
    """Gold claims with our quantity, gold rejections with ours and whether we read a quantity there."""
    claims: list[tuple[Gold, Quantity | None]] = []
    rejected: list[tuple[Gold, Rejection | None, bool]] = []
    for path in sorted((SHARED / "gold").glob("*.rejected.jsonl")):
        stem = path.name.removesuffix(".rejected.jsonl")
        source = next(SHARED.glob(f"*/{stem}.txt"))
        with source.open(encoding="utf-8", newline="") as file:
            reading = read_numbers(file.read())
        for gold in rows(SHARED / "gold" / f"{stem}.jsonl"):
            near = [q for q in reading.quantities if q.start < gold["end"] and q.end > gold["start"]]
            claims.append((gold, max(near, key=lambda q: q.end - q.start, default=None)))
        for gold in rows(path):
            ours = [r for r in reading.rejections if r.start < gold["end"] and r.end > gold["start"]]
            read = any(q.start < gold["end"] and q.end > gold["start"] for q in reading.quantities)
            same = [r for r in ours if r.reject_reason == gold["reject_reason"]]
            rejected.append((gold, (same or ours or [None])[0], read))
    return claims, rejected


def same(ours: float | None, gold: float | None) -> bool:
    if ours is None or gold is None:
        return ours is gold
    return math.isclose(ours, gold, rel_tol=1e-3)


def test_at_least_97_of_100_gold_claims_are_found() -> None:
    claims, _ = pairs()
    assert sum(found is not None for _, found in claims) >= 0.97 * len(claims)


def test_values_bounds_and_units_are_the_golds() -> None:
    claims, _ = pairs()
    right = 0
    for gold, found in claims:
        if found is None:
            continue
        is_cap = gold["modality"] == "limit"  # a permission is an upper bound: the claims room knows that, not this one
        value = same(found.value_low, gold["value_low"]) and same(found.value_high, gold["value_high"])
        unit = None if gold["unit"] in COUNTED else gold["unit"]
        right += (is_cap or (value and found.comparator == gold["comparator"])) and found.unit == unit
    assert right >= 0.97 * len(claims)


def test_every_rejected_span_is_accounted_for() -> None:
    _, rejected = pairs()
    lost = [gold for gold, ours, read in rejected if ours is None and not read]
    assert len(lost) <= 0.01 * len(rejected), lost


def test_what_this_room_can_reject_it_rejects_with_the_golds_reason() -> None:
    _, rejected = pairs()
    ours_to_tell = [(gold, ours) for gold, ours, _ in rejected if gold["reject_reason"] not in LEFT_TO_CLAIMS]
    right = sum(ours is not None and ours.reject_reason == gold["reject_reason"] for gold, ours in ours_to_tell)
    assert right >= 0.95 * len(ours_to_tell)
