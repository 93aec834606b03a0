"""Derived values: arithmetic that nobody said, with its inputs, and none where the base is not known."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.assertions.making import claim, report
from waybill.assertions import DerivedValue, link
from waybill.claims.record import Claim

NOTE = report("Note")
OIL: dict[str, Any] = {"item": "commodity.oil.refined", "supplier": "RUS", "recipient": "PRK"}


def derived(*claims: Claim) -> list[DerivedValue]:
    return list(link(claims, [NOTE]).derived)


def multiple(number: float, base: str, **row: Any) -> Claim:
    return claim(NOTE, number, unit="factor", notes=f"agg=cumulative; relative_to={base}", **{**OIL, **row})


@pytest.mark.parametrize("base", ["the annual cap set by the United Nations", "the UN limit", "the yearly UN quota"])
def test_twice_the_cap_is_a_million_barrels(base: str) -> None:
    twice = multiple(2, base)
    assert derived(twice) == [
        DerivedValue(
            twice.claim_id, "multiple-of-benchmark", 1e6, 1e6, 1e6, "bbl", f"{twice.claim_id} | unsc_2397_refined_cap"
        )
    ]


def test_a_bound_stays_a_bound() -> None:
    (found,) = derived(multiple(2, "the yearly UN cap", high=None))
    assert (found.value_low, found.value_best, found.value_high) == (1e6, None, None)


@pytest.mark.parametrize(
    ("why", "row"),
    [
        ("another thing is capped", {"item": "personnel.workers"}),
        ("before the cap was set", {"event_end": "2016-05-01"}),
    ],
)
def test_no_cap_where(why: str, row: dict[str, Any]) -> None:
    assert derived(multiple(2, "the yearly UN cap", **row)) == [], why


def test_a_multiple_of_an_unknown_base_is_left_alone() -> None:
    assert derived(multiple(3, "the level of last spring")) == []


def test_a_share_of_a_whole_that_the_text_gives() -> None:
    men = claim(NOTE, 12_000, unit="person", item="personnel.troops", action="deploy")
    third = replace(
        claim(NOTE, 33.333, unit="percent", item="personnel.troops", action="casualties", at=90),
        part_of_claim_id=men.claim_id,
        quantity_kind="share",
    )
    (found,) = derived(men, third)
    assert (found.method, found.value_best, found.unit) == ("share-of-claim", 3999.96, "person")


def test_rounds_per_container_where_the_text_computes_them() -> None:
    boxes = claim(NOTE, 6700)
    rounds = claim(NOTE, 3e6, high=None, unit="round", item="munition.artillery.shell.152mm", at=90)
    assert derived(boxes, rounds) == []
    (found,) = derived(boxes, replace(rounds, computed_from_claim_id=boxes.claim_id))
    assert (round(found.value_best or 0), found.value_high, found.unit) == (448, None, "round/container")
    assert found.inputs == f"{rounds.claim_id} | {boxes.claim_id}"
