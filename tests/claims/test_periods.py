"""When: times in invented sentences, published on Wednesday 14 May 2031."""

from __future__ import annotations

import pytest

from tests.claims.reports import claim

SENT = "North Korea sent Russia 41 howitzers"
CASES = [
    (f"{SENT} in 2029.", "2029-01-01", "2029-12-31"),
    (f"{SENT} in March.", "2031-03-01", "2031-03-31"),
    (f"{SENT} in November.", "2030-11-01", "2030-11-30"),
    (f"{SENT} last year.", "2030-01-01", "2030-12-31"),
    (f"{SENT} between 3 April and 9 May 2030.", "2030-04-03", "2030-05-09"),
    (f"{SENT} from September to December 2030.", "2030-09-01", "2030-12-31"),
    (f"{SENT} in January and February.", "2031-01-01", "2031-02-28"),
    ("North Korea has sent Russia 41 howitzers since August 2030.", "2030-08-01", "2031-05-14"),
    ("North Korea has sent Russia 41 howitzers since the leaders met in August 2030.", "2030-08-01", "2031-05-14"),
    ("North Korea has sent Russia 41 howitzers this year.", "2031-01-01", "2031-05-14"),
    (f"{SENT} in the past three months.", "2031-02-14", "2031-05-14"),
    (f"{SENT} on Monday.", "2031-05-12", "2031-05-12"),
    (f"{SENT} yesterday.", "2031-05-13", "2031-05-13"),
    (f"{SENT} last month.", "2031-04-01", "2031-04-30"),
    (f"{SENT} in the first half of 2030.", "2030-01-01", "2030-06-30"),
    (f"{SENT} in the summer of 2030.", "2030-06-01", "2030-08-31"),
    (f"{SENT} last autumn.", "2030-09-01", "2030-11-30"),
    (f"{SENT} in August last year.", "2030-08-01", "2030-08-31"),
    ("North Korea will send Russia 41 howitzers by December.", None, "2031-12-31"),
    ("North Korea will send Russia 41 howitzers by the end of the year.", None, "2031-12-31"),
    ("North Korea had sent Russia 41 howitzers by the end of April.", None, "2031-04-30"),
    ("North Korea has sent Russia 41 howitzers so far.", None, "2031-05-14"),
    ("North Korea has sent Russia 41 howitzers, officials said on Monday.", None, "2031-05-12"),
    ("On Monday officials said that North Korea had sent Russia 41 howitzers.", None, "2031-05-12"),
    ("As of 2 May 2031 North Korea had sent Russia 41 howitzers.", None, "2031-05-02"),
]


@pytest.mark.parametrize(("text", "start", "end"), CASES)
def test_event_dates(text: str, start: str | None, end: str | None) -> None:
    found = claim(text, "41")
    assert (found.event_start and found.event_start.isoformat()) == start
    assert (found.event_end and found.event_end.isoformat()) == end


def test_without_a_publication_date_nothing_relative_is_guessed() -> None:
    found = claim("North Korea sent Russia 41 howitzers last year.", "41", published=None)
    assert found.event_start is None and found.event_end is None and found.statement_date is None


def test_a_month_of_publication_resolves_years_but_no_days() -> None:
    assert str(claim(f"{SENT} last year.", "41", published="2031-05").event_start) == "2030-01-01"
    assert claim(f"{SENT} yesterday.", "41", published="2031-05").event_start is None


def test_each_figure_takes_the_time_beside_it() -> None:
    text = "North Korea sent Russia 41 howitzers in 2029 and 52 howitzers in 2030."
    assert str(claim(text, "41").event_start) == "2029-01-01"
    assert str(claim(text, "52").event_start) == "2030-01-01"


def test_the_interval_is_edtf() -> None:
    found = claim("North Korea has sent Russia 41 howitzers since August 2030.", "41")
    assert found.event_edtf == "2030-08/2031-05-14"


AGGREGATIONS = [
    ("North Korea has sent Russia 41 howitzers since 2029.", "41", "cumulative"),
    ("North Korea sent Russia 41 howitzers in 2029.", "41", "period"),
    ("Iran makes 41 drones a month.", "41", "rate"),
    ("Russia holds 41 missiles.", "41", "stock"),
    ("North Korea sent Russia another 41 howitzers.", "another 41", "increment"),
    ("The ships could carry 41 containers of shells.", "41", "capacity"),
    ("About 900 North Korean soldiers are now in combat.", "About 900", "stock"),
    ("60% of the shells fired by Russia are North Korean.", "60%", "stock"),
]


@pytest.mark.parametrize(("text", "quantity", "aggregation"), AGGREGATIONS)
def test_aggregation(text: str, quantity: str, aggregation: str) -> None:
    assert claim(text, quantity).aggregation == aggregation
