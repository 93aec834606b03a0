"""Who moved what to whom: one line a way of saying it, with invented figures."""

from __future__ import annotations

import pytest

from tests.claims.reports import claim

TRANSFERS = [
    ("North Korea sent Russia 41 howitzers in March.", "PRK", "RUS"),
    ("Russia has received 41 howitzers from North Korea.", "PRK", "RUS"),
    ("The howitzers, 41 of them, were shipped from Pyongyang to Moscow.", "PRK", "RUS"),
    ("Some 41 howitzers were delivered to Ukraine by Poland in March.", "POL", "UKR"),
    ("Deliveries of 41 howitzers from Iran to Russia ended in March.", "IRN", "RUS"),
    ("Moscow took delivery of 41 North Korean howitzers.", "PRK", "RUS"),
    ("Germany will give Ukraine 41 howitzers next year.", "DEU", "UKR"),
    ("41 howitzers reached Ukraine from Denmark.", "DNK", "UKR"),
    ("Kyiv has been promised 41 howitzers by Sweden.", "SWE", "UKR"),
    ("Kim Jong Un handed dozens of lorries and 41 howitzers over to Vladimir Putin.", "PRK", "RUS"),
    ("Seoul sold Warsaw 41 howitzers.", "KOR", "POL"),
    ("Poland bought 41 howitzers from South Korea.", "KOR", "POL"),
    ("Tehran said it had sent 41 howitzers to Moscow.", "IRN", "RUS"),
    ("A Russian ship carried 41 howitzers; they had been sent from Rajin to Vladivostok.", None, None),
    ("The United States has committed 41 howitzers to Ukraine.", "USA", "UKR"),
]


@pytest.mark.parametrize(("text", "supplier", "recipient"), TRANSFERS)
def test_giver_and_taker(text: str, supplier: str | None, recipient: str | None) -> None:
    found = claim(text, "Some 41" if text.startswith("Some") else "41")
    assert found.action == "transfer"
    if supplier is not None:
        assert (found.supplier_id, found.recipient_id) == (supplier, recipient)


ACTORS = [
    ("Russia fired 60 missiles at Ukraine overnight.", "60", "fire", "RUS"),
    ("60 missiles were launched by Russia at Kyiv.", "60", "fire", "RUS"),
    ("Iran makes 60 missiles a month.", "60", "produce", "IRN"),
    ("The plant in Tatarstan turned out 60 drones in May.", "60", "produce", "RUS"),
    ("North Korea has sent 900 soldiers to Russia.", "900", "deploy", "PRK"),
    ("About 900 North Korean soldiers are stationed in Kursk.", "About 900", "deploy", "PRK"),
    ("Ukraine says 900 North Korean soldiers were killed.", "900", "casualties", "PRK"),
    ("Russia holds 60 missiles in reserve.", "60", "hold", "RUS"),
    ("Russia's losses came to 900 soldiers, Kyiv said.", "900", "casualties", "RUS"),
]


@pytest.mark.parametrize(("text", "quantity", "action", "actor"), ACTORS)
def test_action_and_actor(text: str, quantity: str, action: str, actor: str) -> None:
    found = claim(text, quantity)
    assert (found.action, found.actor_id) == (action, actor)
    assert found.supplier_id is None and found.recipient_id is None


def test_money_for_goods_runs_against_the_goods() -> None:
    text = "Russia is to pay North Korea $300 million for the shells."
    found = claim(text, "$300 million")
    assert (found.action, found.supplier_id, found.recipient_id) == ("pay", "RUS", "PRK")


def test_a_source_is_no_party() -> None:
    found = claim("Ukrainian officials said 41 howitzers had been shipped to Russia.", "41")
    assert found.supplier_id is None and found.recipient_id == "RUS"


def test_a_document_settles_what_a_sentence_leaves_open_but_no_other_document_does() -> None:
    open_sentence = "At least 80 containers have arrived."
    lead = "North Korea sent Russia 12 containers of shells in March. North Korea sent Russia 7 tanks in April."
    assert claim(open_sentence, "At least 80").supplier_id is None
    settled = claim(f"{lead}\n\n{open_sentence}", "At least 80")
    assert (settled.supplier_id, settled.recipient_id) == ("PRK", "RUS")


def test_a_section_heading_gives_the_direction_of_its_section() -> None:
    first = "Iran to Russia\n\nA count of the port put the total at 30 containers."
    text = f"{first}\n\nSouth Korea to Poland\n\nThe first batch held 18 howitzers."
    assert claim(text, "30").recipient_id == "RUS"
    howitzers = claim(text, "18")
    assert (howitzers.supplier_id, howitzers.recipient_id) == ("KOR", "POL")


def test_one_giver_among_many_settles_nothing() -> None:
    text = "Iran sent Russia 30 drones. North Korea shipped 9 tanks.\n\nIn all, 400 containers were unloaded."
    assert claim(text, "400").supplier_id is None


def test_a_demonym_before_troops_names_whose_they_are() -> None:
    found = claim("Ukraine captured 12 North Korean soldiers in Kursk.", "12")
    assert (found.action, found.actor_id, found.action_detail) == ("casualties", "PRK", "captured")


def test_things_lost_are_neither_casualties_nor_transfers() -> None:
    assert claim("Ukraine shot down 41 drones that Russia had launched.", "41").action == "other"


def test_a_dateline_is_no_party() -> None:
    found = claim("SEOUL -- Has sent 41 howitzers to Russia, a neighbour says of the North Korean army.", "41")
    assert found.supplier_id != "KOR"


def test_getting_a_thing_to_somebody_is_giving_it() -> None:
    found = claim("The Czech Republic got 41 howitzers to Ukraine last year.", "41")
    assert (found.supplier_id, found.recipient_id) == ("CZE", "UKR")


@pytest.mark.parametrize(
    ("text", "quantity", "actor"),
    [
        ("The agency said the North's soldiers had suffered 4,700 casualties in Odra.", "4,700", "PRK"),
        ("Moscow's spokesman said Ukrainian troops had suffered 900 casualties.", "900", "UKR"),
        ("Shells supplied by Pyongyang account for 40 percent of those Russia fires.", "40 percent", "RUS"),
        ("Rounds from North Korea now make up half of Russia's shells.", "half", "RUS"),
    ],
)
def test_who_suffers_and_who_fires_is_the_nearest_subject(text: str, quantity: str, actor: str) -> None:
    assert claim(text, quantity).actor_id == actor
