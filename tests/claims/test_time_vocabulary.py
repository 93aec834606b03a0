"""Every row of the tables of time, kind and stance does what it says: its examples are read here."""

from __future__ import annotations

from functools import cache

import pytest

from schemas.vocabulary import phrases, vocabulary
from tests.claims.test_statements import claims_in
from waybill.claims.record import Claim


def examples(table: str, column: str = "examples") -> list[tuple[dict[str, str], str, str]]:
    """Row, text and figure of each example that is written as "text => figure"."""
    found = []
    for row in vocabulary(table):
        for one in phrases(row.get(column, "")):
            text, _, figure = one.partition(" => ")
            found.append((dict(row), text, figure))
    return found


@cache
def claim(text: str, figure: str) -> Claim:
    """The one claim of a text whose quantity ends as the figure of the example."""
    found = [c for quantity, c in claims_in(text).items() if quantity.endswith(figure)]
    assert len(found) == 1, sorted(claims_in(text))
    return found[0]


def names(case: tuple[dict[str, str], str, str] | object) -> str:
    return case if isinstance(case, str) else ""


@pytest.mark.parametrize(("row", "text", "figure"), examples("aggregation_order"), ids=names)
def test_a_row_of_the_order_decides_its_example(row: dict[str, str], text: str, figure: str) -> None:
    read = claim(text, figure)
    assert row["rule_id"] in read.rule_ids, [rule for rule in read.rule_ids if rule.startswith("aggregation")]
    if not row["aggregation"].startswith("="):
        assert read.aggregation == row["aggregation"]


@pytest.mark.parametrize(("row", "text", "figure"), examples("en/state_words"), ids=names)
def test_a_word_of_being_makes_its_figure_a_stock(row: dict[str, str], text: str, figure: str) -> None:
    assert claim(text, figure).aggregation == "stock"


@pytest.mark.parametrize(("row", "text", "figure"), examples("period_order"), ids=names)
def test_a_row_of_the_order_of_periods_gives_its_example_the_time(row: dict[str, str], text: str, figure: str) -> None:
    figure, _, days = figure.partition(" @ ")
    read = claim(text.replace(" ¶ ", "\n\n"), figure)
    assert row["rule_id"] in read.rule_ids, [rule for rule in read.rule_ids if rule.startswith("period")]
    assert f"{read.event_start} {read.event_end}" == days


@pytest.mark.parametrize(("row", "text", "figure"), examples("event_dates"), ids=names)
def test_a_row_of_the_event_dates_decides_its_example(row: dict[str, str], text: str, figure: str) -> None:
    read = claim(text, figure)
    assert row["rule_id"] in read.rule_ids, [rule for rule in read.rule_ids if rule.startswith(("dates", "aggr"))]
    assert (read.event_start is None) >= (not row["start"]) and (read.event_end is None) >= (not row["end"])
