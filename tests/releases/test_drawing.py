"""Figures drawn beside are those drawn here, and a drawing process that dies stops nobody."""

from __future__ import annotations

from waybill.page.svg import WARM_UP, svg
from waybill.store.drawing import Drawer


def test_the_process_beside_draws_what_this_one_draws() -> None:
    beside = Drawer()
    try:
        assert beside.draw(WARM_UP) == svg(WARM_UP)
        assert beside._process is not None
    finally:
        beside.close()


def test_a_drawing_process_that_died_is_done_without() -> None:
    beside = Drawer()
    assert beside._process is not None
    beside._process.kill()
    beside._process.wait()
    assert beside.draw(WARM_UP) == svg(WARM_UP)
    assert beside._process is None
