"""The conventions of the design and the guideline, phrase by phrase."""

from __future__ import annotations

import pytest

from waybill.quantities import Quantity, read_numbers, read_quantities


def only(phrase: str) -> Quantity:
    quantities = read_quantities(phrase)
    assert len(quantities) == 1, quantities
    return quantities[0]


@pytest.mark.parametrize(
    ("words", "comparator", "low", "best", "high"),
    [
        ("40", "exact", 40, 40, 40),
        ("about 40", "about", 40, 40, 40),
        ("an estimated 40", "about", 40, 40, 40),
        ("nearly 40", "nearly", 40, 40, 40),
        ("just under 40", "nearly", 40, 40, 40),
        ("just over 40", "just_over", 40, 40, 40),
        ("a little more than 40", "just_over", 40, 40, 40),
        ("more than 40", "more_than", 40, None, None),
        ("upwards of 40", "more_than", 40, None, None),
        ("well over 40", "more_than", 40, None, None),
        ("40-plus", "more_than", 40, None, None),
        ("40+", "more_than", 40, None, None),
        ("at least 40", "at_least", 40, None, None),
        ("no fewer than 40", "at_least", 40, None, None),
        ("as little as 40", "at_least", 40, None, None),
        ("40 or more", "at_least", 40, None, None),
        ("fewer than 40", "less_than", None, None, 40),
        ("up to 40", "up_to", None, None, 40),
        ("as many as 40", "up_to", None, None, 40),
        ("not more than 40", "up_to", None, None, 40),
        ("up to about 40", "up_to", None, None, 40),
        ("about 40 or so", "about", 40, 40, 40),
        ("barely 40", "about", 40, 40, 40),
        ("~40", "about", 40, 40, 40),
        ("40-odd", "about", 40, 40, 40),
        ("twenty-odd thousand", "about", 20_000, 20_000, 20_000),
        ("10 or so million", "about", 10_000_000, 10_000_000, 10_000_000),
        ("no lower than 40", "at_least", 40, None, None),
        ("1910-thousand", "exact", 1_910_000, 1_910_000, 1_910_000),
        ("2,4 million", "exact", 2_400_000, 2_400_000, 2_400_000),
        ("40 to 50", "between", 40, None, 50),
        ("40 to\n50", "between", 40, None, 50),
        ("between 40\nand 50", "between", 40, None, 50),
        ("between\n40 and 50", "between", 40, None, 50),
        ("60-65", "between", 60, None, 65),
        ("40–50", "between", 40, None, 50),
        ("between 40 and 50", "between", 40, None, 50),
        ("between about 40 and 50", "between", 40, None, 50),
        ("45 ± 5", "between", 40, None, 50),
        ("a dozen", "exact", 12, 12, 12),
        ("dozens of", "vague", 24, None, 99),
        ("several dozen", "vague", 36, None, 99),
        ("a few dozen", "vague", 36, None, 99),
        ("a couple dozen", "vague", 24, None, 24),
        ("a couple of", "vague", 2, None, 2),
        ("a handful of", "vague", 3, None, 9),
        ("scores of", "vague", 40, None, 99),
        ("hundreds of", "vague", 200, None, 999),
        ("several hundred", "vague", 300, None, 999),
        ("tens of thousands of", "vague", 20_000, None, 99_999),
        ("hundreds of thousands of", "vague", 200_000, None, 999_999),
        ("several million", "vague", 3_000_000, None, 9_999_999),
        ("no", "exact", 0, 0, 0),
        ("zero", "exact", 0, 0, 0),
        ("12 000", "exact", 12_000, 12_000, 12_000),
        ("2.7k", "exact", 2_700, 2_700, 2_700),
        ("8m+", "more_than", 8_000_000, None, None),
        ("28 thousand", "exact", 28_000, 28_000, 28_000),
        ("6 thousand 700", "exact", 6_700, 6_700, 6_700),
        ("one-thousand", "exact", 1_000, 1_000, 1_000),
        ("12 million or more", "at_least", 12_000_000, None, None),
        ("half a million", "exact", 500_000, 500_000, 500_000),
        ("a million and a half", "exact", 1_500_000, 1_500_000, 1_500_000),
        ("two and a half thousand", "exact", 2_500, 2_500, 2_500),
        ("10,00,000", "exact", 1_000_000, 1_000_000, 1_000_000),
        ("five lakh", "exact", 500_000, 500_000, 500_000),
        ("1'234'000", "exact", 1_234_000, 1_234_000, 1_234_000),
        ("１２０", "exact", 120, 120, 120),
        ("3 x 10^6", "exact", 3_000_000, 3_000_000, 3_000_000),
    ],
)
def test_words_of_the_table(
    words: str, comparator: str, low: float | None, best: float | None, high: float | None
) -> None:
    found = only(f"They saw {words} crates there")
    assert (found.comparator, found.value_low, found.value_best, found.value_high) == (comparator, low, best, high)
    assert (found.item, found.item_head, found.unit) == ("crates", "crate", None)
    assert found.bound_basis == ("convention" if comparator == "vague" else "stated")


@pytest.mark.parametrize(
    ("phrase", "text", "value", "unit"),
    [
        ("It costs $5.5 billion now", "$5.5 billion", 5.5e9, "USD"),
        ("It costs US$1,700 now", "US$1,700", 1700, "USD"),
        ("It costs 10m euros now", "10m", 10e6, "EUR"),
        ("It costs ₩2.1tn now", "₩2.1tn", 2.1e12, "KRW"),
        ("It costs Rs 500 crore now", "Rs 500 crore", 5e9, "INR"),
        ("A 500-kg bomb fell", "500", 500, "kg"),
        ("Some 60 per cent of it burnt", "Some 60 per cent", 60, "percent"),
        ("Rates rose 25 basis points", "25 basis points", 25, "basis_point"),
        ("Two-thirds of it burnt", "Two-thirds", 200 / 3, "percent"),
        ("One in three of them left", "One in three", 100 / 3, "percent"),
        ("Six out of ten left", "Six out of ten", 60, "percent"),
        ("Four in five shook heads", "Four in five", 80, "percent"),
        ("A four-in-five chance stood", "four-in-five", 80, "percent"),
        ("The change of +70% pleased", "+70%", 70, "percent"),
        ("Output tripled", "tripled", 3, "factor"),
        ("Output was 2,4 times the plan", "2,4 times", 2.4, "factor"),
        ("Output grew by 3 times", "3 times", 3, "factor"),
        ("Output is up 40 percent", "40 percent", 1.4, "factor"),
        ("They sold a fifth less", "a fifth less", 0.8, "factor"),
        ("It was cut by half", "half", 0.5, "factor"),
        ("They sold 64 percent more", "64 percent more", 1.64, "factor"),
        ("It ran at twice the cap", "twice", 2, "factor"),
        ("It fell to -12.5°C", "-12.5", -12.5, "degC"),
        ("It was minus 22 degrees", "minus 22", -22, "deg"),
    ],
)
def test_units_shares_and_multiples(phrase: str, text: str, value: float, unit: str) -> None:
    found = only(phrase)
    assert (found.text, found.value_best, found.unit) == (text, pytest.approx(value, abs=0, rel=1e-15), unit)


def test_a_change_told_by_a_verb_stays_a_share_and_keeps_its_way() -> None:
    assert (only("exports rose 3 percent").unit, only("exports rose 3 percent").value_best) == ("percent", 3)
    assert "change-verb-up" in only("exports rose by 3 percent").rule_ids
    assert "change-verb-down" in only("exports fell 3 percent").rule_ids


def test_values_are_exact_decimals() -> None:
    assert only("1.7bn dollars").value_best == 1.7e9
    assert only("It is up 10 percent").value_best == 1.1
    assert only("0.3 percent").value_best == 0.3


@pytest.mark.parametrize(
    ("phrase", "item", "head"),
    [
        ("more than 3 million rounds of 152 mm mortar ammunition left", "rounds of 152 mm mortar ammunition", "round"),
        ("one Tor air-defence vehicle arrived", "Tor air-defence vehicle", "vehicle"),
        ("32 league goals last season", "league goals", "goal"),
        ("about 220 pieces of artillery, he said", "pieces of artillery", "piece"),
        ("60 arms plants run", "arms plants", "plant"),
        ("5,000 newly trained women officers", "newly trained women officers", "officer"),
        ("a 12-member panel met", "member", "member"),
        ("a 300,000-strong army", "army", "army"),
        ("Crates: 6,700", "Crates", "crate"),
        ("20 120mm mortar systems", "120mm mortar systems", "system"),
        ("parts for 20 120 mm mortar systems", "120 mm mortar systems", "system"),
        ("it fired 500 shells.3 Then", "shells", "shell"),
        ("it fired 500 shells¹ there", "shells", "shell"),
        ("4,000 killed or wounded", "killed or wounded", "killed"),
    ],
)
def test_counted_nouns(phrase: str, item: str, head: str) -> None:
    found = read_quantities(phrase)[0]
    assert (found.item, found.item_head) == (item, head)


def test_measured_stuff_is_the_item_and_the_unit_is_not() -> None:
    found = only("more than 74,000 tonnes of explosives moved")
    assert (found.text, found.unit, found.item) == ("more than 74,000", "t", "explosives")


def test_rates_increments_shares_and_bases_are_kept() -> None:
    assert only("up to $310 million a year").rate_per == "year"
    assert only("it needs 1,400 lorries per day").rate_per == "day"
    assert only("a further 2,500 sappers").is_increment
    assert only("120 more people").is_increment
    assert only("a third of the crates").share_of == "crates"
    assert only("twice the annual cap").relative_to == "annual cap"


def test_a_noun_or_unit_said_once_serves_its_neighbours() -> None:
    may, june = read_quantities("It lost 3,000 men in May and 4,500 in June.")
    assert (may.item, june.item) == ("men", "men")
    assert [q.unit for q in read_quantities("They walked 12, 19 and 23 km.")] == ["km", "km", "km"]
    assert [q.item for q in read_quantities("200 tanks or 300 lorries")] == ["tanks", "lorries"]


def test_a_bound_governs_the_first_of_two_numbers_only() -> None:
    first, second = read_quantities("more than 800,000 shells or 130,000 rockets")
    assert (first.comparator, second.comparator) == ("more_than", "exact")


def test_a_currency_said_once_serves_the_givers_listed_after_it() -> None:
    listed = read_quantities("Freedonia paid 576 million euros, the Sylvanias 87.5 million and Osterlich 30 million.")
    assert [q.unit for q in listed] == ["EUR", "EUR", "EUR"]
    assert [q.unit for q in read_quantities("It lost $3 million and 2 million users.")] == ["USD", None]
    assert [q.unit for q in read_quantities("It paid $3 million. Sylvania has 2 million.")] == ["USD", None]


def test_both_ends_of_a_range_carry_their_sign_and_share_their_base() -> None:
    for phrase in ("Aid of $3 billion to $5 billion", "Aid of $3bn-$5bn", "Aid of $3bn to\n$5bn"):
        found = only(phrase)
        assert (found.unit, found.value_low, found.value_high) == ("USD", 3e9, 5e9)
    found = only("Six to eight in every ten failed")
    assert (found.text, found.unit, found.value_low, found.value_high) == (
        "Six to eight in every ten",
        "percent",
        60,
        80,
    )


def test_a_floor_that_is_not_passed_is_a_lower_bound() -> None:
    for words in ("will not fall below", "never dropped below", "has not fallen below", "is no lower than"):
        assert (only(f"It {words} 100,000 crates").comparator, only(f"It {words} 9 crates").value_low) == (
            "at_least",
            9,
        )


def test_a_small_m_is_millions_before_people_and_rounds_and_metres_elsewhere() -> None:
    assert only("some 2m artillery rounds").value_best == 2e6
    assert [(q.value_best, q.unit) for q in read_quantities("a 2m wall")] == [(2, "m")]


def test_a_change_is_two_values_and_a_range_is_one() -> None:
    assert [q.value_best for q in read_quantities("The fleet rose from 200 to 350 ships")] == [200, 350]
    assert only("prices ranging from 200 to 350 euros").comparator == "between"
    assert [q.comparator for q in read_quantities("the index fell 5 to 350")] == ["exact", "exact"]


@pytest.mark.parametrize(
    ("phrase", "text", "reason"),
    [
        ("guns of 152 mm and", "152 mm", "calibre"),
        ("a 9mm pistol", "9mm", "calibre"),
        ("the KN-23 flew", "KN-23", "model"),
        ("two K9s and", "K9s", "model"),
        ("on 23 December 2024 it", "23 December 2024", "date"),
        ("in the 1990s they", "1990s", "date"),
        ("a 58-year-old man", "58-year-old", "age"),
        ("aged 12, 13 and 15 were", "13", "age"),
        ("pensioners over 65 travel free", "65", "age"),
        ("under Resolution 2397 it", "2397", "resolution"),
        ("the 44th drawdown", "44th", "ordinal"),
        ("the third launch", "third", "ordinal"),
        ("see note no. 7 there", "7", "identifier"),
        ("call +44 0000 000000 now", "+44 0000 000000", "identifier"),
        ("at example.com/a1b2 today", "example.com/a1b2", "identifier"),
        ("they won 3-1 at home", "3-1", "off_topic"),
        ("more than once it", "once", "off_topic"),
        ("this is the one that", "one", "off_topic"),
        ("It began in 2023.1 Then", "2023", "date"),
        ("It began in 2023.1 Then", "1", "furniture"),
        ("It fired shells.3 Then", "3", "furniture"),
        ("It fired shells.[3] Then", "3", "furniture"),
        ("it says 1e999999 there", "1e999999", "unreadable"),
        ("it says " + "9" * 10_000, "9" * 10_000, "unreadable"),
    ],
)
def test_what_is_no_quantity_leaves_with_its_reason(phrase: str, text: str, reason: str) -> None:
    found = [(r.text, r.reject_reason) for r in read_numbers(phrase).rejections]
    assert (text, reason) in found


def test_every_digit_of_a_text_is_spoken_for() -> None:
    text = "On 3 May 2024, 12 of 15 KN-23s (152 mm) flew 400 km; see [3], p. 7, or call 02-000-0000. It cost $5m, +3%."
    reading = read_numbers(text)
    covered = [False] * len(text)
    for part in (*reading.quantities, *reading.rejections):
        covered[part.start : part.end] = [True] * (part.end - part.start)
    assert not [text[i - 3 : i + 3] for i, sign in enumerate(text) if sign.isdigit() and not covered[i]]
