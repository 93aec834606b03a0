"""Reading costs the same for every character, whatever the text: no input makes it slow."""

from __future__ import annotations

import time

import pytest

from waybill.quantities import read_numbers

SMALL = 6_000
FACTOR = 8
# Twice the size may cost a little more than twice the time on a busy machine; quadratic work would cost eight times.
GENEROUS = 3.0
SECONDS_PER_MEGABYTE = 40.0

WORST = {
    "digits": "1",
    "grouped digits": "123,",
    "spaced digits": "123 ",
    "dotted digits": "1.",
    "number words": "one hundred and ",
    "magnitudes": "million ",
    "million of": "millions of ",
    "bounds": "more than ",
    "bounds and numbers": "up to about 4 ",
    "hyphens": "-",
    "hyphenated numbers": "1-",
    "hyphenated words": "twenty-",
    "currency signs": "$",
    "currency and numbers": "$1 ",
    "percent": "%",
    "points": ".",
    "commas": ",",
    "spaces": " ",
    "new lines": "\n",
    "brackets": "[1]",
    "nouns": "40 artillery and mortar ",
    "hyphenated nouns": "1 a-",
    "of": "1 of ",
    "fractions": "half a third of a ",
    "one in": "one in ",
    "times": "10 times ",
    "plus minus": "5±",
    "ages": "aged 1, ",
    "labels": "No. 1 ",
    "mail": "a@b.",
    "sites": "a.com/",
    "slashes": "1/",
    "colons": "1:",
    "apostrophes": "1'",
    "letters": "a",
    "model letters": "A1-",
    "full-width": "１",
    "combining": "1\u0301",
    "exponents": "1e",
    "no": "no ",
    "quotes": "'",
    "calibres": "152 mm ",
}


def seconds(text: str) -> float:
    """The least processor time of two readings."""
    best = float("inf")
    for _ in range(2):
        begun = time.process_time()
        read_numbers(text)
        best = min(best, time.process_time() - begun)
    return best


@pytest.mark.parametrize("name", WORST)
def test_cost_grows_with_size_and_no_faster(name: str) -> None:
    unit = WORST[name]
    small = (unit * (SMALL // len(unit) + 1))[:SMALL]
    large = small * FACTOR
    cost_small, cost_large = seconds(small), seconds(large)
    assert cost_large < GENEROUS * FACTOR * max(cost_small, 0.003), (cost_small, cost_large)
    assert cost_large / (len(large) / 1e6) < SECONDS_PER_MEGABYTE, cost_large
