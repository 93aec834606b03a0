"""Promises about how figures hang together: parts, figures told again, options; each cue's example runs."""

from __future__ import annotations

import pytest

from schemas.vocabulary import phrases, vocabulary
from tests.claims.test_statements import claims_in
from waybill.claims.record import Claim

CUES = [one for row in vocabulary("en/structure_cues") for one in phrases(row["examples"])]


def by_figure(text: str) -> dict[str, Claim]:
    """The claims of a text by their figures, bounds and all."""
    return dict(claims_in(text))


def link(text: str, figure: str, kind: str) -> str | None:
    """The figure that one figure of a text is linked to."""
    claims = by_figure(text)
    of = {c.claim_id: quantity for quantity, c in claims.items()}
    return of.get(str(getattr(claims[figure], f"{kind}_claim_id")))


@pytest.mark.parametrize("example", CUES)
def test_a_cue_links_the_figures_of_its_example(example: str) -> None:
    text, _, figures = example.partition(" => ")
    kind, sign = ("computed_from", " << ") if " << " in figures else ("part_of", " < ")
    figure, whole = figures.split(sign)
    assert link(text, figure, kind) == whole


PARTS = [
    ("Ukraine shot down 19 of 20 North Korean missiles.", "19", "20"),
    ("Russia has received 28 of the 60 North Korean guns that it was promised.", "28", "60"),
    ("Of 78 North Korean shells dug up in May, 51 shells carried old dates.", "51", "78"),
    ("Poland gave Ukraine 324 tanks: 250 T-72 tanks and 14 Leopard tanks.", "250", "324"),
    (
        "About 12,000 North Korean soldiers are in Kursk. More than 100 have been killed.",
        "More than 100",
        "About 12,000",
    ),
]


@pytest.mark.parametrize(("text", "part", "whole"), PARTS, ids=[text[:40] for text, _, _ in PARTS])
def test_a_part_knows_its_whole(text: str, part: str, whole: str) -> None:
    assert link(text, part, "part_of") == whole


@pytest.mark.parametrize(
    "text",
    [
        "North Korea sent Russia 900 guns and 200 howitzers.",
        "North Korea sent Russia 900 guns in May. Iran sent 200 of its drones.",
        "North Korea sent 900 soldiers. A further 3,000 soldiers left, the ministry said.",
    ],
)
def test_figures_beside_each_other_are_no_parts(text: str) -> None:
    assert all(c.part_of_claim_id is None for c in claims_in(text).values())


def test_loads_of_one_cargo_are_options_and_point_at_it() -> None:
    text = (
        "Russia has received 2,000 North Korean containers. They could hold 600,000 152 mm shells. "
        "With rockets they could hold 90,000 122 mm rockets."
    )
    claims = by_figure(text)
    shells, rockets = claims["600,000"], claims["90,000"]
    assert shells.alternative_group == rockets.alternative_group is not None
    assert shells.computed_from_claim_id == rockets.computed_from_claim_id == claims["2,000"].claim_id


def test_a_rate_told_per_another_time_is_computed_and_no_option() -> None:
    text = "Russia makes 250,000 shells a month, or 3 million shells a year."
    claims = by_figure(text)
    assert link(text, "3 million", "computed_from") == "250,000"
    assert claims["3 million"].alternative_group is None
