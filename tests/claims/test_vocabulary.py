"""Every row of the claim vocabularies does what it says: the examples and the words themselves are the tests."""

from __future__ import annotations

import pytest

from schemas.vocabulary import phrases, vocabulary
from tests.claims.reports import claim, read
from waybill.claims.who.discourse import is_turned
from waybill.claims.words.items import Item, read_item_after
from waybill.claims.words.lexicon import Action, Actor, Noun, frames, inflect, lexicon, plural
from waybill.claims.words.marks import QUANTITY, Hole, Sentence, tokenise
from waybill.claims.words.phrases import phrases_of

ITEMS = [(row["item_id"], example) for row in vocabulary("items") for example in phrases(row["examples"])]
HEADS = [row for row in vocabulary("en/item_nouns") if row["kind"] == "head"]


def sentence_of(text: str, quantity_end: int) -> Sentence:
    tokens = tokenise(text, 0, len(text), [Hole(0, quantity_end, QUANTITY)])
    return Sentence(text, (0, len(text)), tokens, lexicon().find(text, tokens))


def item_of(text: str) -> Item:
    """The item of "40 shells": the first word is the quantity."""
    return read_item_after(sentence_of(text, len(text.split()[0])), 0)


@pytest.mark.parametrize(("item_id", "example"), ITEMS)
def test_each_example_of_an_item_is_read_as_that_item(item_id: str, example: str) -> None:
    if item_id == "money":
        sums = [c for c in read(f"The North sold Russia howitzers worth {example}.").claims if c.unit != "system"]
        assert [c.item_id for c in sums] == ["money"]
        return
    example = example.replace(" million", "")
    assert item_of(example).item_id == item_id


def test_every_item_has_an_example() -> None:
    assert [row["item_id"] for row in vocabulary("items") if not row["examples"]] == []


def test_a_bare_figure_beyond_all_that_exists_counts_something_else() -> None:
    for row in vocabulary("plausible"):
        for example in phrases(row["examples"]):
            text, _, figure = example.partition(" => ")
            shells = f"North Korea has sent Russia shells for years. {text}."
            read_as = {c.quantity_text: c.item_id or "" for c in read(shells).claims}
            assert not read_as.get(figure, "").startswith(row["item_id"]), row


def test_the_item_tree_is_whole() -> None:
    rows = vocabulary("items")
    ids = {row["item_id"] for row in rows}
    assert len(ids) == len(rows)
    for row in rows:
        assert row["parent_item_id"] == row["item_id"].rpartition(".")[0]
        assert not row["parent_item_id"] or row["parent_item_id"] in ids
        assert not row["ammunition_item_id"] or row["ammunition_item_id"] in ids
        assert not row["calibre_mm"] or row["item_id"].endswith(f"{row['calibre_mm']}mm")


def test_nouns_modifiers_and_calibres_name_items_that_exist() -> None:
    ids = {row["item_id"] for row in vocabulary("items")}
    named = {row["item_id"] for row in vocabulary("en/item_nouns")}
    named |= {row[c] for row in vocabulary("en/item_modifiers") for c in ("item_id", "head_item_id")}
    named |= {row[c] for row in vocabulary("calibres") for c in ("ammunition_item_id", "piece_item_id")}
    assert named - {""} <= ids


@pytest.mark.parametrize("row", HEADS, ids=lambda row: row["noun"])
def test_each_counted_noun_stands_for_its_item_in_the_plural(row: dict[str, str]) -> None:
    assert item_of(f"40 {plural(row['noun'])}").item_id == row["item_id"]


@pytest.mark.parametrize("row", vocabulary("actors"), ids=lambda row: row["actor_id"])
def test_each_example_of_an_actor_holds_the_actor(row: dict[str, str]) -> None:
    for example in phrases(row["examples"]):
        tokens = tokenise(example, 0, len(example))
        found = {mark.entry for mark in lexicon().find(example, tokens).get("actor", [])}
        states = {actor.state for actor in found if isinstance(actor, Actor)}
        ids = {actor.actor_id for actor in found if isinstance(actor, Actor)}
        assert row["actor_id"] in ids or row["actor_id"] in states, example


def test_actors_have_parents_countries_and_one_id_each() -> None:
    rows = vocabulary("actors")
    ids = [row["actor_id"] for row in rows]
    assert len(set(ids)) == len(ids)
    for row in rows:
        assert not row["parent_actor_id"] or row["parent_actor_id"] in ids
        assert not row["country_iso3"] or row["country_iso3"] in ids


def test_short_names_in_capitals_match_only_in_capitals() -> None:
    for text, expected in (("the US sent it", {"USA"}), ("they told us all", set())):
        marks = lexicon().find(text, tokenise(text, 0, len(text))).get("actor", [])
        assert {mark.entry.state for mark in marks if isinstance(mark.entry, Actor)} == expected


@pytest.mark.parametrize("table", ["en/verbs", "en/nominals"])
def test_each_action_word_has_a_frame_and_known_items(table: str) -> None:
    roots = {row["item_id"] for row in vocabulary("items")}
    for row in vocabulary(table):
        assert row["frame"] in frames(), row
        assert set(row["items"].split()) <= roots, row


@pytest.mark.parametrize("row", vocabulary("en/verbs"), ids=lambda row: f"{row['verb']} {row['particle']}".strip())
def test_each_verb_is_found_in_all_its_forms(row: dict[str, str]) -> None:
    for word in inflect(row["verb"], row["past"], row["participle"]):
        text = f"they {word} {row['particle']} it"
        marks = lexicon().find(text, tokenise(text, 0, len(text))).get("verb", [])
        found = {(m.entry.word, m.entry.frame.frame) for m in marks if isinstance(m.entry, Action)}
        assert (row["verb"], row["frame"]) in found


def test_a_designation_gives_the_kind_and_only_the_text_the_calibre() -> None:
    assert item_of("40 M777s").item_id == "weapon.artillery.gun"
    assert item_of("40 155 mm M777s").item_id == "weapon.artillery.gun.155mm"
    assert item_of("40 HIMARS rockets").item_id == "munition.artillery.rocket"
    assert item_of("40 Patriot interceptors").item_id == "missile.airdefence"


@pytest.mark.parametrize(
    "text", ["40 spokesmen", "40 missile engineers' unions", "40 tank museums", "40 kinds of drone", "40 systems"]
)
def test_other_nouns_are_no_item(text: str) -> None:
    assert item_of(text).item_id is None


def test_two_calibres_in_one_phrase_say_nothing_of_the_figure() -> None:
    assert item_of("40 122 mm and 152 mm artillery shells").item_id == "munition.artillery.shell"


def test_alternatives_keep_their_own_calibres() -> None:
    text = "The North sent Russia 700 rounds of 152 mm shells or 90 rounds of 122 mm rockets."
    assert claim(text, "700").item_id == "munition.artillery.shell.152mm"
    assert claim(text, "90").item_id == "munition.artillery.rocket.122mm"


def test_every_noun_row_is_a_kind_that_the_reader_knows() -> None:
    kinds = {"head", "weak", "measure", "unit", "partitive", "kind", "generic", "act", "designation", "person"}
    for mark in lexicon().find("shells", tokenise("shells", 0, 6))["noun"]:
        assert isinstance(mark.entry, Noun)
    assert {row["kind"] for row in vocabulary("en/item_nouns")} <= kinds


def test_a_designation_outweighs_a_noun_of_other_meanings() -> None:
    found = item_of("24 Su-35 fighters")
    assert (found.item_id, found.unit) == ("weapon.aircraft.fixedwing", "vehicle")
    assert item_of("24 North Korean fighters").item_id == "personnel.troops"


PARTY_NOUNS = {"stand_in": "party", "industry": "industry", "kin": "kin", "place": "place", "carrier": "carrier"}


@pytest.mark.parametrize("row", vocabulary("en/party_nouns"), ids=lambda row: f"{row['class']} {row['noun']}")
def test_each_party_noun_stands_for_what_its_class_says(row: dict[str, str]) -> None:
    assert row["class"] in {*PARTY_NOUNS, "people", "company", "unnamed"}
    assert row["noun"] in tokenised(row["examples"])
    text = row["examples"].replace("Valmoran", "Romanian").replace("Valmora", "Romania")
    found = [p for p in phrases_of(sentence_of(text, 0)) if p.party == "ROU"]
    if row["class"] in PARTY_NOUNS and found:
        assert found[0].kind == PARTY_NOUNS[row["class"]]


def tokenised(text: str) -> list[str]:
    return [token.norm for token in tokenise(text, 0, len(text))]


@pytest.mark.parametrize("row", vocabulary("en/return_cues"), ids=lambda row: row["cue"])
def test_each_cue_of_return_is_found_in_its_example(row: dict[str, str]) -> None:
    assert is_turned(sentence_of(row["examples"], 0))


def test_enemies_are_known_states_and_mutual() -> None:
    ids = {row["actor_id"] for row in vocabulary("actors")}
    wars = {row["party_id"]: row["enemy_id"] for row in vocabulary("wars")}
    for party, enemy in wars.items():
        assert {party, enemy} <= ids
        assert wars[enemy] == party
