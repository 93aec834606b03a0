"""Oil and other goods: caps are caps, and the direction said once holds for the other figures of the same goods."""

from __future__ import annotations

import pytest

from tests.claims.reports import claim, read

CAPS = {
    "Under Security Council resolution 2397, deliveries to the North are capped at 500,000 barrels a year.": "year",
    "North Korea is permitted to import no more than 500,000 barrels of diesel annually.": "year",
    "The limit set by the council is 4 million barrels of crude a year for Pyongyang.": "year",
    "The ceiling on oil exports to Syria was 60,000 barrels a day.": "day",
    "The council limited the North's imports of refined oil to 500,000 barrels.": "year",
    "Russia sent the North more diesel than the 500,000 barrels allowed by the sanctions.": "year",
}


@pytest.mark.parametrize(("text", "per"), CAPS.items())
def test_a_cap_is_an_upper_bound_with_its_rate(text: str, per: str) -> None:
    found = read(text).claims
    assert len(found) == 1
    cap = found[0]
    assert (cap.action, cap.modality, cap.comparator) == ("limit", "limit", "up_to")
    assert (cap.aggregation, cap.rate_per, cap.event_end) == ("rate", per, None)


def test_a_cap_is_the_word_of_its_resolution() -> None:
    cap = claim(
        "Under resolution 2397 fuel sales to the North are capped at 500,000 barrels a year.", "capped at 500,000"
    )
    assert cap.attributed_to == ("resolution 2397",)
    assert cap.recipient_id == "PRK"


def test_what_goes_beyond_a_cap_is_delivered() -> None:
    text = "The yearly cap is 500,000 barrels; Moscow has reported 92,300 barrels of diesel shipped to the North."
    sent = claim(text, "92,300")
    assert (sent.action, sent.modality, sent.comparator) == ("transfer", "asserted", "exact")


def test_the_direction_of_oil_said_once_holds_for_the_rest() -> None:
    text = (
        "Moscow sent 165,000 barrels of diesel to North Korea in March. Deliveries came to 600,000 barrels by October."
    )
    later = claim(text, "600,000")
    assert (later.supplier_id, later.recipient_id) == ("RUS", "PRK")


def test_a_taker_nobody_knows_is_not_replaced() -> None:
    text = "Moscow sent 9,000 tonnes of diesel to North Korea. It passed 1,900 tonnes of diesel to the Lena Queen."
    assert claim(text, "1,900").recipient_id != "PRK"


def test_dates_never_run_backwards() -> None:
    text = "Since October 2023 the ships moved 2 million shells. 4,000 more are due by the end of the year."
    for found in read(text, "2026-04-10").claims:
        assert found.event_start is None or found.event_end is None or found.event_start <= found.event_end


def test_pictures_from_a_day_show_that_day() -> None:
    lying = claim("On satellite pictures from 3 May, four North Korean ships lay at Vostochny.", "four")
    assert lying.action == "observe"
    assert str(lying.event_start) == str(lying.event_end) == "2031-05-03"


def test_each_month_before_the_verb_is_a_rate() -> None:
    assert claim("Each month the plant in Russia makes 20,000 shells.", "20,000").rate_per == "month"


def test_the_same_number_for_another_state_is_another_claim() -> None:
    found = read("Odra sold 24 drones to Ukraine. Poland bought 24 drones too.").claims
    assert [c.recipient_id for c in found] == ["UKR", "POL"]


def test_states_named_together_are_no_single_taker() -> None:
    assert claim("Ethiopia, Libya and Mali have received at least 40 drones.", "at least 40").recipient_id is None


def test_what_was_before_a_plan_is_no_plan() -> None:
    before = claim("The plant in Russia wants to make 1.5 million shells a year by 2033, up from 70,000.", "70,000")
    assert before.modality == "asserted"


def test_ports_are_called_at_so_many_times() -> None:
    trips = claim("North Korean tankers have called at Vostochny 43 times since March.", "43")
    assert (trips.item_id, trips.unit) == ("logistics.voyage", "voyage")


def test_a_later_verb_hedges_its_own_figure_only() -> None:
    got = claim("Ukraine has received 40 howitzers and expects more.", "40")
    assert got.modality == "asserted"


def test_firms_of_a_state_stand_for_it() -> None:
    assert claim("Chinese firms delivered 40 howitzers to Libya.", "40").supplier_id == "CHN"
