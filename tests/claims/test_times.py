"""Promises about when, in which kind and with what stance: English times read against the day of the report."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import pytest
import yaml

from waybill.claims import read_claims
from waybill.claims.record import Claim
from waybill.documents import read_document

CASES = yaml.safe_load((Path(__file__).parent / "times.yaml").read_text(encoding="utf-8"))


@cache
def claims_in(text: str, day: str = "12 June 2030") -> tuple[Claim, ...]:
    page = f"The boxes at the pier\n\nThe Yonder Gazette\n\n{day}\n\n{text}"
    return read_claims(read_document(page.encode(), "a.txt")).claims


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:60])
def test_a_figure_has_the_days_the_kind_and_the_stance_that_the_text_gives(case: dict[str, object]) -> None:
    read = {
        c.quantity_text: [c.event_start, c.event_end, c.aggregation, c.modality] for c in claims_in(str(case["text"]))
    }
    wanted = case["figures"]
    assert isinstance(wanted, dict)
    assert {str(q): read.get(str(q)) for q in wanted} == {str(q): values for q, values in wanted.items()}


@pytest.mark.parametrize("phrase", ["since March", "last month", "in 2028", "over the past two weeks", "in the spring"])
def test_no_event_ends_after_the_report_that_tells_of_it(phrase: str) -> None:
    (claim,) = claims_in(f"North Korea shipped 4,000 containers to Russia {phrase}.")
    assert claim.event_start is not None and claim.event_end is not None
    assert claim.event_start <= claim.event_end <= date(2030, 6, 12)


def test_a_relative_time_moves_with_the_day_of_the_report() -> None:
    text = "North Korea shipped 4,000 containers to Russia last month."
    starts = [claims_in(text, day)[0].event_start for day in ("12 June 2030", "12 January 2031")]
    assert starts == [date(2030, 5, 1), date(2030, 12, 1)]


def test_a_heading_with_a_month_dates_what_stands_under_it() -> None:
    text = "Introduction to the traffic.\n\nMay 2030\n\nRussia received 400 containers of shells."
    assert [(c.event_start, c.event_end) for c in claims_in(text)] == [(date(2030, 5, 1), date(2030, 5, 31))]
