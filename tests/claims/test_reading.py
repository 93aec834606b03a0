"""Promises of the reading as a whole: every number accounted for, quotes re-slice, stable ids, linear time."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest

from tests.claims.reports import document, read
from waybill.claims import Claim, read_claims
from waybill.quantities import read_numbers

REPORT = "\n\n".join(
    [
        "North Korea has sent Russia at least 4,100 containers since August 2030, South Korea's spy agency said on"
        " Monday.",
        "If all were filled with 152 mm shells, that would be more than 2 million rounds, or 300,000 rounds of 122 mm"
        " rockets. Some 900 North Korean soldiers have been killed, including 40 officers. The 63-year-old minister"
        " spoke for 20 minutes to 11 reporters.",
        "Twelve people attended the fair, and 3 cakes were sold. Iran makes 300 drones a month.",
    ]
)


def test_every_number_is_a_claim_or_a_rejection_exactly_once() -> None:
    reading = read(REPORT)
    numbers = read_numbers(REPORT)
    spans = sorted(
        [(c.quantity_start, c.quantity_end) for c in reading.claims] + [(r.start, r.end) for r in reading.rejections]
    )
    expected = sorted((n.start, n.end) for n in (*numbers.quantities, *numbers.rejections))
    assert spans == expected
    assert all(a[1] <= b[0] for a, b in pairwise(spans))


def test_quotes_and_quantities_re_slice_and_quotes_are_unique() -> None:
    for found in read(REPORT).claims:
        assert REPORT[found.quantity_start : found.quantity_end] == found.quantity_text
        assert REPORT[found.quote_start : found.quote_end] == found.quote
        assert found.quantity_text in found.quote and len(found.quote) <= 300
        assert REPORT.count(found.quote) == 1
        assert "\n" not in found.quote


def by_text(text: str) -> dict[str, Claim]:
    return {c.quantity_text: c for c in read(text).claims}


def test_alternatives_parts_and_computed_figures_are_linked() -> None:
    claims = by_text(REPORT)
    shells, rockets = claims["more than 2 million"], claims["300,000"]
    assert shells.alternative_group == rockets.alternative_group is not None
    assert shells.alternative_operator == "or"
    assert shells.computed_from_claim_id == claims["at least 4,100"].claim_id
    assert shells.modality == "possible" and shells.aggregation == "capacity"
    assert claims["40"].part_of_claim_id == claims["Some 900"].claim_id


def test_a_claim_keeps_its_id_when_other_text_is_read_differently() -> None:
    first = read_claims(document(REPORT)).claims[0]
    again = read_claims(document(REPORT, published="2030-01-01")).claims[0]
    assert first.claim_id == again.claim_id and first.claim_id.startswith("c_") and len(first.claim_id) == 18


def test_the_same_document_gives_the_same_rows() -> None:
    assert read_claims(document(REPORT)) == read_claims(document(REPORT))


def test_a_further_mention_is_a_duplicate_and_a_differing_headline_is_a_claim() -> None:
    body = "North Korea has sent Russia about 410 tanks, Seoul said. The 410 tanks came by rail."
    reading = read(body, title="North sends 500 tanks to Russia")
    assert [c.quantity_text for c in reading.claims] == ["500", "about 410", "410"] or "duplicate" in {
        r.reject_reason for r in reading.rejections
    }
    same = read("North Korea has sent Russia 410 tanks, Seoul said.", title="North sends 410 tanks to Russia")
    assert [c.quantity_text for c in same.claims] == ["410"]
    assert same.claims[0].quantity_start > 30
    assert [r.reject_reason for r in same.rejections] == ["duplicate"]


OFF_TOPIC = [
    "The bakery sold 300 loaves and 40 cakes on Friday.",
    "Two lawmakers and three diplomats spoke to reporters about the missiles.",
    "He has two children and owns 40 sheep, the missile engineer said.",
    "The pipeline is 290 kilometres from the missile base.",
]


@pytest.mark.parametrize("text", OFF_TOPIC)
def test_figures_of_other_topics_are_kept_among_the_rejected(text: str) -> None:
    reading = read(text)
    assert reading.claims == ()
    assert {r.reject_reason for r in reading.rejections} <= {"off_topic", "membership_count", "performance", "date"}


def test_durations_are_no_claims() -> None:
    reading = read("For 20 months North Korea has sent Russia shells, some 400 of them in March.")
    assert [c.quantity_text for c in reading.claims] == ["some 400"]
    assert "duration" in {r.reject_reason for r in reading.rejections}


def test_a_cap_is_an_upper_bound() -> None:
    found = by_text("The resolution caps imports of refined oil by North Korea at 500,000 barrels a year.")["500,000"]
    assert (found.modality, found.action, found.comparator) == ("limit", "limit", "up_to")
    assert found.value_low is None and found.value_high == 500_000 and found.value_point_basis == "upper_bound"


def test_zero_is_asserted() -> None:
    found = by_text("North Korea sent no shells to Russia in August 2030.")["no"]
    assert (found.value_low, found.value_high, found.modality) == (0, 0, "asserted")


def test_rows_of_a_table_take_their_item_from_the_column() -> None:
    rows = ["Year   Containers   152 mm   Tanks", "First   4,100   900,000   12", "Second   5,200   800,000   14"]
    table = "Russia got these from North Korea.\n\n" + "\n".join(rows)
    claims = by_text(table)
    assert claims["4,100"].item_id == "logistics.container"
    assert claims["800,000"].item_id == "munition.artillery.shell.152mm"
    assert claims["14"].item_id == "weapon.vehicle.tank"


def test_every_row_names_its_rules_and_its_confidence() -> None:
    for found in read(REPORT).claims:
        assert found.rule_ids and found.confidence in {"high", "medium", "low"}


def test_hostile_texts_are_read_without_an_exception() -> None:
    for text in (
        "",
        "40",
        "40 of of of",
        "of 40 (((",
        "40 shells " * 400,
        "a, " * 3000 + "40 shells",
        "“" * 500 + "40 tanks",
    ):
        reading = read(text)
        for found in reading.claims:
            assert text[found.quote_start : found.quote_end] == found.quote


def test_reading_time_grows_with_the_text_and_not_faster() -> None:
    def seconds(times: int) -> float:
        doc = document("\n\n".join([REPORT] * times))
        start = time.process_time()
        read_claims(doc)
        return time.process_time() - start

    seconds(5)
    assert seconds(80) < 30 * max(seconds(8), 0.01)
