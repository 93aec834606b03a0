"""Running totals replace each other, origins contradict each other, and nothing else does."""

from __future__ import annotations

from typing import Any

import pytest

from tests.assertions.making import claim, report
from waybill.assertions import link
from waybill.claims.record import Claim

MARCH, JUNE, AUGUST = (
    report(name, day) for name, day in (("A", "2031-03-01"), ("B", "2031-06-01"), ("C", "2031-08-01"))
)
DOCUMENTS = [MARCH, JUNE, AUGUST]


def successors(*claims: Claim) -> dict[str, str | None]:
    """What supersedes the canonical mention of each assertion."""
    found = link(claims, DOCUMENTS)
    canonical = {a.assertion_id: a.canonical_claim_id for a in found.assertions}
    return {a.canonical_claim_id: canonical.get(a.superseded_by or "") for a in found.assertions}


def relations(kind: str, *claims: Claim) -> set[tuple[str, str]]:
    return {(r.from_claim_id, r.to_claim_id) for r in link(claims, DOCUMENTS).relations if r.relation == kind}


def test_each_total_is_superseded_by_the_next_one_and_none_is_lost() -> None:
    first, second, third = claim(MARCH, 6700), claim(JUNE, 10_000, high=None), claim(AUGUST, 13_000)
    assert successors(first, second, third) == {
        first.claim_id: second.claim_id,
        second.claim_id: third.claim_id,
        third.claim_id: None,
    }
    assert relations("supersedes", first, second, third) == {
        (second.claim_id, first.claim_id),
        (third.claim_id, second.claim_id),
    }


def test_bodies_of_one_state_keep_one_running_total() -> None:
    first = claim(MARCH, 300, by="South Korea's spy agency")
    second = claim(JUNE, 600, by="South Korea's defence ministry")
    assert successors(first, second)[first.claim_id] == second.claim_id


@pytest.mark.parametrize(
    ("why", "row"),
    [
        ("another origin", {"by": "Ukrainian officials"}),
        ("another taker", {"recipient": "SYR"}),
        ("another item", {"item": "logistics.railcar", "unit": "railcar"}),
        ("a plan", {"modality": "planned"}),
        ("a denial", {"modality": "denied"}),
        ("an increment", {"notes": "agg=increment"}),
        ("an amount a year", {"notes": "agg=cumulative; rate_per=year"}),
        ("an option of two", {"notes": "agg=cumulative; alt=A; op=or"}),
        ("something much narrower", {"number": 50}),
        ("the same total, told again", {"number": 6700}),
        ("the wounded after the dead", {"notes": "agg=cumulative; detail=wounded"}),
    ],
)
def test_no_total_is_superseded_by(why: str, row: dict[str, Any]) -> None:
    first = claim(MARCH, 6700, notes="agg=cumulative; detail=killed" if "wounded" in why else "agg=cumulative")
    later = claim(JUNE, **{"number": 10_000, **row})
    assert successors(first, later)[first.claim_id] is None, why


def test_a_document_may_set_its_own_totals_in_order_without_naming_anybody_again() -> None:
    now = claim(AUGUST, 28_000, by="the Defence Intelligence Agency", at=10)
    then = claim(AUGUST, 13_000, by="the minister", at=90, event_end="2030-08")
    assert relations("supersedes", now, then) == {(now.claim_id, then.claim_id)}


def test_a_count_raised_within_the_day_replaces_the_first_one() -> None:
    night = {"event_start": "2031-07-30", "event_end": "2031-07-31", "notes": "agg=period"}
    raised = claim(AUGUST, 458, by="Ukraine's air force", at=10, **night)
    first = claim(AUGUST, 430, high=None, by="Ukraine's air force", at=90, **night)
    assert relations("supersedes", raised, first) == {(raised.claim_id, first.claim_id)}


def test_two_things_counted_in_one_breath_do_not_replace_each_other() -> None:
    night = {"event_start": "2031-07-30", "event_end": "2031-07-31", "notes": "agg=period", "by": "the ministry"}
    ships = claim(AUGUST, 4, at=10, item_detail="landing ships", **night)
    escorts = claim(AUGUST, 3, at=40, item_detail="escorts", **night)
    assert relations("supersedes", ships, escorts) == set()


def test_origins_contradict_each_other_where_their_bounds_do_not_meet() -> None:
    more, less = claim(JUNE, 12_000, by="Kyiv", high=None), claim(JUNE, 9000, by="Seoul officials", at=90)
    assert relations("contradicts", more, less) == {(more.claim_id, less.claim_id)}


@pytest.mark.parametrize(
    ("why", "row"),
    [
        ("the bounds meet", {"low": 9000, "high": None}),
        ("one is a plan", {"modality": "planned"}),
        ("the same origin", {"by": "Seoul officials"}),
        ("half a year apart", {"event_end": "2030-11-01"}),
        ("the smaller total is of an earlier day", {"event_end": "2031-05-10"}),
        ("hardly the same thing is counted", {"number": 900}),
        ("another taker", {"recipient": "SYR"}),
        ("nobody is named", {"by": None}),
        ("a computed capacity", {"notes": "agg=capacity"}),
    ],
)
def test_no_contradiction_where(why: str, row: dict[str, Any]) -> None:
    one = claim(JUNE, 12_000, by="Seoul officials")
    other = claim(JUNE, at=90, **{"number": 9000, "by": "Kyiv", **row})
    assert relations("contradicts", one, other) == set(), why


def test_a_total_that_only_its_own_document_replaces_is_superseded_too() -> None:
    now = claim(AUGUST, 28_000, by="the Defence Intelligence Agency", at=10)
    then = claim(AUGUST, 13_000, by="the minister", at=90, event_end="2030-08")
    assert successors(now, then) == {then.claim_id: now.claim_id, now.claim_id: None}
