"""Where it happened: every example of the nouns of place is read, every counter-example is none, sources have seats."""

from __future__ import annotations

import pytest

from schemas.vocabulary import phrases, vocabulary
from waybill.claims.words.lexicon import lexicon
from waybill.claims.words.location import find_location
from waybill.claims.words.marks import Sentence, tokenise

ROWS = vocabulary("en/place_nouns")


def located(text: str) -> str | None:
    tokens = tokenise(text, 0, len(text))
    return find_location(Sentence(text, (0, len(text)), tokens, lexicon().find(text, tokens)), 0)


@pytest.mark.parametrize("phrase", [phrase for row in ROWS for phrase in phrases(row["examples"])])
def test_a_noun_of_place_with_a_name_is_a_location(phrase: str) -> None:
    assert located(f"40 crates were counted {phrase} last week") == phrase.partition(" ")[2]


@pytest.mark.parametrize("phrase", [phrase for row in ROWS for phrase in phrases(row["counter_examples"])])
def test_a_noun_of_place_without_a_name_is_none(phrase: str) -> None:
    assert located(f"40 crates were counted {phrase} last week") is None


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("40 men died in Kursk", "Kursk"),
        ("40 men were trained at five sites in Russia's Far East, near the town of Ussuriysk", "the town of Ussuriysk"),
        ("40 crates left Rajin for Dunai", None),  # behind no word of place: a start and a goal, not where
        ("40 calls at a Russian port last year", None),  # whose it is, and no name
        ("40 calls at the Russian port of Nakhodka last year", "the Russian port of Nakhodka"),
        ("40 crates went to Moscow, Seoul said in May", None),
        ("40 tanks, officials in the Kursk region said", None),
        ("40 tanks, said a diplomat at the Vienna talks", None),
    ],
)
def test_places_and_what_is_none(text: str, place: str | None) -> None:
    assert located(text) == place


def test_the_place_behind_the_figure_goes_before_the_one_in_front_of_it() -> None:
    text = "In the Rostov region officers saw 40 tanks at Mozdok airfield"
    tokens = tokenise(text, 0, len(text))
    sentence = Sentence(text, (0, len(text)), tokens, lexicon().find(text, tokens))
    assert find_location(sentence, sentence.norms.index("40")) == "Mozdok airfield"
