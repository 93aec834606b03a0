"""Sentences end where a reader would end them."""

from __future__ import annotations

import pytest

from schemas.vocabulary import phrases, vocabulary
from waybill.documents import split_sentences

TEXTS = [
    ["The U.S. sent 4.5 tonnes.", "It left on Jan. 4 at 4 p.m. Monday."],
    ["Gen. Ash met Dr. Lam.", "They spoke of Karst Works No. 2."],
    ["“Forty,” he said.", "“Not four hundred.”", "Nobody laughed."],
    ["Did it burn?", "It did!", "All of it…", "Ash fell for days."],
    ["It took 40. 12 came back."],
    ["The count rose.[3]", "Nobody knows why."],
    ["J. R. Moss and A.B. Cole signed.", "So did we."],
    ["It held 40 crates.”", "He left."],
]


@pytest.mark.parametrize("sentences", TEXTS, ids=lambda s: s[0][:20])
def test_sentences_of_a_paragraph(sentences: list[str]) -> None:
    text = " ".join(sentences)
    expected = sentences if sentences[0] != "It took 40. 12 came back." else ["It took 40.", "12 came back."]
    assert [text[a:b] for a, b in split_sentences(text, 0, len(text))] == expected


def test_borders_of_paragraphs_always_split() -> None:
    text = "Q: How many\nA: Forty\n\n• 12 crates\n• 4 guns\nTable: 9"
    assert [text[a:b] for a, b in split_sentences(text, 0, len(text))] == [line for line in text.split("\n") if line]


def test_a_missing_space_still_ends_a_sentence() -> None:
    text = "It showed three photographs.They trace 40 boxes.[1]The rest is at quay.example and v2.Beta."
    assert [text[a:b] for a, b in split_sentences(text, 0, len(text))] == [
        "It showed three photographs.",
        "They trace 40 boxes.[1]",
        "The rest is at quay.example and v2.Beta.",
    ]


def test_wrapped_lines_are_one_paragraph() -> None:
    text = (
        "Deliveries along the northern line rose for a third year, and nobody on the\n"
        "quay could say why. The wagons came in at night and left before the morning\n"
        "shift, so that the crane drivers saw only tracks in the snow and oil on the\n"
        "sleepers. A guard counted 22 trains a month, a dispatcher spoke of more than\n"
        "thirty of them."
    )
    assert [" ".join(text[a:b].split())[:16] for a, b in split_sentences(text, 0, len(text))] == [
        "Deliveries along",
        "The wagons came ",
        "A guard counted ",
    ]


def test_a_stretch_is_split_within_its_bounds() -> None:
    text = "One. Two. Three."
    assert split_sentences(text, 5, 9) == [(5, 9)]
    assert split_sentences(text, 4, 4) == []


@pytest.mark.parametrize("row", vocabulary("en/abbreviations"), ids=lambda row: row["abbreviation"])
def test_each_abbreviation_stays_inside_its_sentence(row: dict[str, str]) -> None:
    for phrase in phrases(row["examples"]):
        first = phrase.split(". They")[0].rstrip(".") + "."
        start, end = split_sentences(phrase, 0, len(phrase))[0]
        assert phrase[start:end] == first


@pytest.mark.parametrize("row", vocabulary("en/sentence_starters"), ids=lambda row: row["word"])
def test_each_starter_begins_a_sentence_after_an_abbreviation(row: dict[str, str]) -> None:
    for phrase in phrases(row["examples"]):
        assert len(split_sentences(phrase, 0, len(phrase))) == 2
