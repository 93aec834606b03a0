"""Promises about figures that somebody takes back: each row of the vocabulary denies the figure of its example."""

from __future__ import annotations

import pytest

from schemas.vocabulary import phrases, vocabulary
from tests.claims.test_statements import claims_in


@pytest.mark.parametrize("example", [one for row in vocabulary("en/denials") for one in phrases(row["examples"])])
def test_a_row_denies_the_figure_of_its_example(example: str) -> None:
    text, _, figure = example.partition(" => ")
    claim = claims_in(text)[figure]
    assert claim.modality == "denied"
    assert [name.lower() for name in claim.attributed_to] == (["the ministry"] if "The ministry" in text else [])


@pytest.mark.parametrize(
    "text",
    [
        "Seoul says North Korea has sent Russia 90 tanks. Moscow denies it.",
        "North Korea has sent Russia 90 tanks. The ministry denied a visa to the reporter.",
        "The general said North Korea had sent Russia 90 tanks. They were wrong for the terrain.",
        "North Korea has sent Russia 90 tanks. It had not done so before.",
    ],
)
def test_what_another_denies_stays_the_word_of_its_source(text: str) -> None:
    assert [c.modality for c in claims_in(text).values()] == ["asserted"]


def test_the_figure_that_is_put_aside_is_denied_and_the_other_stands() -> None:
    claims = claims_in("North Korea has sent Russia 150 missiles, not 250 missiles, the general said.")
    assert [(q, c.modality) for q, c in claims.items()] == [("150", "asserted"), ("250", "denied")]
