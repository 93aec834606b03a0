"""A claim keeps its id when a better reading takes in one more modifier: such a reading shows as changed."""

from __future__ import annotations

import pytest

from waybill.claims.build import claim_id_of
from waybill.quantities.record import Quantity

TEXT = "At least 4,300 crates or so, about three hundred or more barges, and 12 to 15 tugs; a few dozen ferries."


def id_of(words: str) -> str:
    start = TEXT.index(words)
    return claim_id_of("d_quay", Quantity(start, start + len(words), words, 1.0, 1.0, 1.0, "exact", None, "count"))


@pytest.mark.parametrize(
    ("narrow", "wide"),
    [
        ("4,300", "At least 4,300"),
        ("three hundred", "about three hundred"),
        ("three hundred", "three hundred or more"),
        ("12", "12 to 15"),
        ("dozen", "a few dozen"),
    ],
)
def test_one_more_modifier_changes_no_id(narrow: str, wide: str) -> None:
    assert id_of(narrow) == id_of(wide)


def test_numbers_of_a_document_have_ids_of_their_own() -> None:
    words = ("At least 4,300", "about three hundred or more", "12", "15", "a few dozen")
    assert len({id_of(each) for each in words}) == len(words)
