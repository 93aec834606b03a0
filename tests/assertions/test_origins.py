"""Who says so, in many words: which attributions can mean one origin, and which cannot."""

from __future__ import annotations

import pytest

from waybill.assertions.origins import LOST, OTHER, RELATED, ROLE, SAME, compare_origins, read_origin

PAIRS = [
    (SAME, "the NIS", "South Korea's National Intelligence Service"),
    (SAME, "Seoul's spy agency", "NIS"),
    (SAME, "Open Source Centre", "the London-based Open Source Center"),
    (SAME, "Rustam Horbatiuk", "Roustam Gorbatyuk"),
    (SAME, "Kovalenko", "Andrii Kovalenko"),
    (SAME, "Park Min-jae", "Park Minjae"),
    (SAME, "the Harbour Sanctions Group", "HSG"),
    (SAME, "a study by the Ostby Foundation", "the Ostby Foundation"),
    (SAME, "Ukraine's military intelligence", "GUR"),
    (SAME, "the Pentagon", "US Department of Defense"),
    (ROLE, "Ukrainian officials", "officials in Kyiv"),
    (ROLE, "officials of the United States and South Korea", "Washington and Seoul officials"),
    (ROLE, "spies in Seoul", "South Korea's spy agency"),
    (RELATED, "Seoul", "South Korea's spy agency"),
    (RELATED, "American officials", "officials in Washington and Seoul"),
    (RELATED, "Defence minister Kang Ho-sik", "South Korea's defence minister"),
    (RELATED, "Volodymyr Zelensky", "Ukraine's president"),
    (LOST, "the magazine", "Ukrainian officials"),
    (LOST, "the report", "the Ostby Foundation"),
    (LOST, "Reuters", "NATO officials"),
    (OTHER, "Kyiv", "Seoul"),
    (OTHER, "Andrii Kovalenko", "Andrii Kostin"),
    (OTHER, "U.S. officials", "CSIS"),
    (OTHER, "South Korea's spy agency", "Ukraine's spy agency"),
    (OTHER, "Kim Jae-won", "Kim Dae-sik"),
    (OTHER, "South Korean prosecutors", "South Korea's spy agency"),
    (OTHER, "a nurse", "a freight clerk"),
    (OTHER, "the Ostby Foundation", "the Lindqvist Foundation"),
]


@pytest.mark.parametrize(("wanted", "one", "other"), PAIRS)
def test_two_attributions(wanted: int, one: str, other: str) -> None:
    assert compare_origins(read_origin(one), read_origin(other)) == wanted
    assert compare_origins(read_origin(other), read_origin(one)) == wanted


def test_an_origin_is_like_itself() -> None:
    for _, one, other in PAIRS:
        for text in (one, other):
            origin = read_origin(text)
            named = origin.name or origin.actor_id or origin.states or origin.roles
            assert compare_origins(origin, read_origin(text)) >= (RELATED if named else LOST)
