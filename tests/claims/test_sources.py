"""Promises about who says so: each row of the vocabulary names its speaker, and English does so in many ways."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
import yaml

from schemas.vocabulary import phrases, vocabulary
from waybill.claims import read_claims
from waybill.claims.record import Claim
from waybill.documents import read_document

HEAD = "The boxes at the pier\n\nThe Yonder Gazette\n\n12 June 2030\n\n"
CASES = yaml.safe_load((Path(__file__).parent / "sources.yaml").read_text(encoding="utf-8"))
TABLES = ("en/attribution", "en/source_phrases", "en/account_nouns")


@cache
def claims_in(text: str) -> tuple[Claim, ...]:
    return read_claims(read_document((HEAD + text).encode(), "a.txt")).claims


def plain(name: str) -> str:
    """A name without its article: "The ministry" and "the ministry" are one source."""
    first, _, rest = name.partition(" ")
    return rest.lower() if first.lower() in {"the", "a", "an"} and rest else name.lower()


def chain(claim: Claim) -> list[str]:
    return [plain(name) for name in claim.attributed_to]


def examples(column: str) -> list[tuple[str, str]]:
    return [(name, one) for name in TABLES for row in vocabulary(name) for one in phrases(row.get(column, ""))]


@pytest.mark.parametrize(("table", "example"), examples("examples"))
def test_a_row_brings_the_source_of_its_example(table: str, example: str) -> None:
    text, _, wanted = example.partition(" => ")
    assert [chain(c) for c in claims_in(text)] == [[plain(name) for name in wanted.split(" > ")]]


@pytest.mark.parametrize(("table", "example"), examples("counter_examples"))
def test_a_row_brings_no_source_in_its_counter_example(table: str, example: str) -> None:
    assert all(not c.attributed_to for c in claims_in(example))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:60])
def test_a_figure_has_the_source_that_the_text_names(case: dict[str, object]) -> None:
    read = {c.quantity_text: chain(c) for c in claims_in(str(case["text"]))}
    wanted = case["chains"]
    assert isinstance(wanted, dict)
    assert {str(q): read.get(str(q)) for q in wanted} == {
        str(q): [plain(n) for n in names] for q, names in wanted.items()
    }


def test_the_publisher_is_no_source_of_its_own() -> None:
    (claim,) = claims_in("The Yonder Gazette has counted 40 North Korean howitzers at the border.")
    assert claim.attributed_to == ()


def test_whose_voice_it_is_does_not_depend_on_what_follows_in_the_text() -> None:
    """A later paragraph may not change the sources of an earlier one."""
    first = "Kim Dae-su said North Korea had sent 40 howitzers to Russia."
    alone = chain(claims_in(first)[0])
    followed = chain(claims_in(first + "\n\nOslo put the number at 70 howitzers. The ministry denied it.")[0])
    assert alone == followed == ["kim dae-su"]


def test_an_interview_is_the_word_of_the_one_who_is_asked() -> None:
    asked = "How many?\n\nRussia got 40 North Korean howitzers.\n\nAnd shells?\n\nIt got 7,000 shells.\n\nWhy?"
    text = f"Ona Berg talks to the arms tracer Pavel Osk about what he finds\n\n{asked}"
    assert [chain(c) for c in claims_in(text)] == [["arms tracer pavel osk"]] * 2
