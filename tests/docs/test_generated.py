"""Generated pages are what the code says today."""

from __future__ import annotations

import pytest

from docs.generate import HERE, PAGES, imports_between_rooms
from docs.generate import ROOMS as ORDER


@pytest.mark.parametrize("name", sorted(PAGES))
def test_a_generated_page_matches_the_code(name: str) -> None:
    assert (HERE / name).read_text(encoding="utf-8") == PAGES[name](), "run `make docs`"


def test_every_arrow_of_the_picture_points_down() -> None:
    order = ["flows", *reversed(ORDER), "schemas"]
    arrows = [(room, there) for room, below in imports_between_rooms().items() for there in below]
    assert len(arrows) > 10
    assert [arrow for arrow in arrows if order.index(arrow[0]) > order.index(arrow[1])] == []
