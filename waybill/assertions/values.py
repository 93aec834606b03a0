"""How the number of one report stands to the number of another: equal, or one of the ways in which numbers wear."""

from __future__ import annotations

import math
from functools import lru_cache

from waybill.claims.record import Claim

EQUAL, RANGE_END, ROUNDED, COVERED, SLIPPED, APART = "equal", "range-end", "rounded", "vague-word", "slipped", "apart"

_ROUNDING = 0.07  # a rounded number differs from the exact one by no more than this share
_SHARE_ROUNDING = 0.5  # percentage points between "a third" and "33 percent"
_SLIPS = (1e3, 1e6, 10.0)  # thousand for million, million for billion, a nought lost
_LEAST_SLIPPED = 10  # below it a number is counted, not written with noughts: two are not a slip of 2,000


def numbers_of(claim: Claim) -> tuple[float, ...]:
    """The numbers that the words state, smallest first; a vague word states none.

    An open bound states its one number, a range its two.
    """
    return _numbers(claim.comparator, claim.value_low, claim.value_best, claim.value_high)


@lru_cache(maxsize=1 << 16)
def _numbers(comparator: str, *values: float | None) -> tuple[float, ...]:
    return () if comparator == "vague" else tuple(sorted({number for number in values if number is not None}))


def significant_digits(number: float) -> int:
    """Significant digits of a number as people write it.

    >>> significant_digits(4_800_000), significant_digits(5_000_000), significant_digits(15_809)
    (2, 1, 5)
    """
    digits = f"{abs(number):.12g}".replace(".", "").split("e")[0].strip("0")
    return len(digits)


@lru_cache(maxsize=1 << 16)
def _roundings(number: float) -> tuple[float, ...]:
    """The rounder numbers that a newsroom may print for `number`, down and up, to one and two digits."""
    if number <= 0 or not math.isfinite(number):
        return ()
    found = []
    size = math.floor(math.log10(number))
    for digits in (1, 2):
        step = 10.0 ** (size - digits + 1)
        for rounder in (math.floor(number / step) * step, math.ceil(number / step) * step):
            rounder = float(f"{rounder:.12g}")
            if rounder != number and abs(rounder - number) <= _ROUNDING * number:
                found.append(rounder)
    return tuple(found)


def number_keys(claim: Claim) -> tuple[str, ...]:
    """Keys under which a claim meets others of the same or a rounder number."""
    if claim.comparator == "vague":
        return (f"v{claim.value_low:.12g}" if claim.value_low is not None else "v",)
    return _keys_of_numbers(numbers_of(claim), claim.unit == "percent")


@lru_cache(maxsize=1 << 16)
def _keys_of_numbers(numbers: tuple[float, ...], are_shares: bool) -> tuple[str, ...]:
    if are_shares:
        return tuple(dict.fromkeys(f"{round(number)}" for number in numbers))
    keys = [f"{number:.12g}" for number in numbers]
    for number in numbers:
        keys += [f"{rounder:.12g}" for rounder in _roundings(number)]
    return tuple(dict.fromkeys(keys))


def compare_values(one: Claim, other: Claim) -> str:
    """How the numbers of two claims in one unit stand: EQUAL, RANGE_END, ROUNDED, COVERED, SLIPPED or APART."""
    left, right = numbers_of(one), numbers_of(other)
    if not left or not right:
        return _compare_vague(one, other, left or right)
    if left == right:
        return EQUAL
    if one.unit == "percent":
        return EQUAL if abs(left[-1] - right[-1]) <= _SHARE_ROUNDING and len(left) == len(right) else APART
    if set(left) & set(right):
        return RANGE_END
    if len(left) > 1 or len(right) > 1:
        return APART
    small, large = sorted((left[0], right[0]))
    if small <= 0:
        return APART
    if large - small <= _ROUNDING * large:
        return ROUNDED if large in _roundings(small) or small in _roundings(large) else APART
    if small < _LEAST_SLIPPED:
        return APART
    return SLIPPED if any(math.isclose(large / small, slip) for slip in _SLIPS) else APART


def _compare_vague(one: Claim, other: Claim, numbers: tuple[float, ...]) -> str:
    if not numbers:
        same = (one.value_low, one.value_high) == (other.value_low, other.value_high)
        return EQUAL if same else APART
    vague = one if one.comparator == "vague" else other
    low, high = vague.value_low or 0.0, vague.value_high if vague.value_high is not None else math.inf
    return COVERED if low <= numbers[0] and numbers[-1] <= high else APART
