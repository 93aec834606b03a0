"""Values in words, for eyes."""

from __future__ import annotations

from waybill.cli.terminal import number

_SIGN = {
    "exact": "",
    "about": "about ",
    "nearly": "nearly ",
    "just_over": "just over ",
    "more_than": "more than ",
    "at_least": "at least ",
    "less_than": "less than ",
    "up_to": "up to ",
}


def value_in_words(comparator: str, low: float | None, best: float | None, high: float | None) -> str:
    """A value with its bound, as words.

    >>> value_in_words("more_than", 40, 40, None), value_in_words("between", 40, None, 50)
    ('more than 40', '40 to 50')
    """
    if comparator in ("between", "vague"):
        return f"{number(low)} to {number(high)}" + (" (vague)" if comparator == "vague" else "")
    point = next((v for v in (best, low, high) if v is not None), None)
    return _SIGN.get(comparator, "") + number(point)
