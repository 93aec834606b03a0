"""Reading time stays in proportion to length on text made to hurt: a unit repeated without end."""

from __future__ import annotations

import time

import pytest

from waybill.quantities import read_numbers

LINEAR = [
    "1 ",
    "$5 ",
    "5% ",
    "3-1 ",
    "1\n",
    "more than ",
    "between 5 and ",
    "5 to 6 to 7 to ",
    "a third of a ",
    "1'111",
]
LINEAR += [
    "not a ",
    "hundred and ",
    "tens of thousands of ",
    "+44 20 ",
    "12:30 ",
    "http://a.b/1 ",
    "[1] ",
    "Rs ",
    "1.",
    "٣",
    "1,",
    "½",
    "one-",
    "a-one-",
    "one½",
    "1,1.",
    "1,111",
    "x1",
    "½ ",
    "million ",
]


def cost(unit: str, length: int, rounds: int) -> float:
    """Least CPU seconds of some rounds for a text of that length."""
    text = (unit * length)[:length]
    times = []
    for _ in range(rounds):
        begun = time.process_time()
        read_numbers(text)
        times.append(time.process_time() - begun)
    return min(times)


@pytest.mark.parametrize("unit", LINEAR, ids=repr)
def test_four_times_the_text_costs_about_four_times(unit: str) -> None:
    """Linear is 4, quadratic 16; below a tenth of a second the clock is too coarse to say."""
    short, long = cost(unit, 5_000, 3), cost(unit, 20_000, 2)
    assert long < 0.1 or long / short < 8


def test_one_word_without_end_is_no_trap_for_the_numbers_in_it() -> None:
    """Look-backs are bounded: no space stands before any of these numbers."""
    short, long = (cost("a" * length + "-one" * (length // 4), 2 * length, 2) for length in (5_000, 20_000))
    assert long < 0.1 or long / short < 8
