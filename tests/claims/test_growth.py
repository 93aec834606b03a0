"""Promise: reading claims takes time in proportion to the text, also where a page is one paragraph or one figure."""

from __future__ import annotations

import time

import pytest

from tests.claims.reports import read

UNITS = ["40 shells. ", "40 of them. ", "½", "1,", "he said 40, she said 41. ", "90 percent of it, half that. "]
SHORT, LONG = 3_000, 12_000
MOST = 8.0  # times the cost for four times the text; what grows with the square takes sixteen


def cost(text: str) -> float:
    """CPU seconds of the quickest of three readings."""
    costs = []
    for _ in range(3):
        start = time.process_time()
        read(text)
        costs.append(time.process_time() - start)
    return min(costs)


@pytest.mark.parametrize("unit", UNITS)
def test_a_page_four_times_as_long_costs_about_four_times_as_much(unit: str) -> None:
    lead = "North Korea sent shells. "
    short, long = (cost(lead + (unit * size)[:size]) for size in (SHORT, LONG))
    assert long < MOST * max(short, 0.01)
