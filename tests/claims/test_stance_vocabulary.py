"""Every row of the tables of stance, evidence and interviews does what it says: its examples are read here."""

from __future__ import annotations

import pytest

from schemas.vocabulary import phrases, vocabulary
from tests.claims.test_statements import claims_in
from waybill.claims.record import Claim

HEDGES = vocabulary("en/hedges")
EVIDENCE = vocabulary("en/evidence")
INTERVIEWS = vocabulary("en/interview_cues")


def the_claim(text: str) -> Claim:
    """The claim of an example that has 400 of something."""
    found = [c for quantity, c in claims_in(text).items() if "400" in quantity]
    assert len(found) == 1, sorted(claims_in(text))
    return found[0]


@pytest.mark.parametrize("row", HEDGES, ids=lambda row: row["cue"])
def test_a_hedge_gives_its_figure_its_stance(row: dict[str, str]) -> None:
    for text in phrases(row["examples"]):
        read = the_claim(text)
        if row["modality"] == "none":
            assert read.modality == "asserted"
        else:
            assert (read.modality, read.hedge_text is not None) == (row["modality"], True)
            assert f"modality-{row['modality']}:{row['cue']}" in read.rule_ids


@pytest.mark.parametrize("row", EVIDENCE, ids=lambda row: row["cue"])
def test_a_word_of_evidence_names_what_its_figure_rests_on(row: dict[str, str]) -> None:
    for text in phrases(row["examples"]):
        assert the_claim(text).evidence_type == row["evidence_type"]


@pytest.mark.parametrize("row", INTERVIEWS, ids=lambda row: row["cue"])
def test_an_interview_names_whom_it_is_with(row: dict[str, str]) -> None:
    for opening in phrases(row["examples"]):
        answer = "Russia got 400 North Korean howitzers, as far as anybody was able to count them."
        asked = f"How many came?\n\n{answer}\n\nAnd shells?\n\nNobody was able to count those as they came.\n\nWhy?"
        source = the_claim(f"{opening}\n\n{asked}").attributed_to
        assert len(source) == 1 and "Pavel Osk" in source[0], source
