"""Numbers in words ("one hundred and twenty thousand", "two and a half million") and vague amounts ("dozens")."""

from __future__ import annotations

import re
from decimal import Decimal

from waybill.quantities.numerals import (
    NUMBER_WORD,
    SCALE_VALUE,
    VAGUE_PLURALS,
    VAGUE_RANGE,
    WORD_CLASS,
    WORD_VALUE,
    Numeral,
    and_a_half,
    take_magnitudes,
)
from waybill.quantities.trie import trie_pattern

_SEQUENCE = re.compile(rf"{NUMBER_WORD}(?:(?:[ -]| and | and-){NUMBER_WORD}(?![a-z])){{0,16}}+")
_TOKEN = re.compile(r"[a-z]+")
_POINT = re.compile(r" point((?: (?:zero|oh|one|two|three|four|five|six|seven|eight|nine)(?![a-z])){1,6}+)")
_OF_SCALE = re.compile(r" of (hundreds|thousands|millions|billions|trillions)(?![a-z])")
_FEW_SCALE = re.compile(
    rf"(?: of| more)?[ -]({trie_pattern([*SCALE_VALUE, *VAGUE_PLURALS])})(?![a-z])"
    rf"(?: ({trie_pattern(SCALE_VALUE)})(?![a-z]))?"
)


def read_words(folded: str, text: str, start: int) -> Numeral | None:
    """The number written in words that starts at `start`; a leading "a" is taken in by the caller.

    >>> read_words("one hundred and twenty thousand men", "", 0).low
    120000
    """
    match = _SEQUENCE.match(folded, start)
    if match is None:
        return None
    value, end, scale, face = _value_of_words(match[0])
    end += start
    if folded[end : end + 1].isalpha():
        return None
    numeral = Numeral(start, end, value, value, "words", "number-word", face, scale)
    point = _POINT.match(folded, end) if folded.startswith(" point ", end) else None
    if point:
        digits = "".join("0" if word == "oh" else str(WORD_VALUE[word]) for word in point[1].split())
        numeral.low = numeral.high = numeral.face = Decimal(f"{value}.{digits}")
        numeral.end = point.end()
        take_magnitudes(folded, text, numeral)
    elif folded.startswith((" and ", "-and-"), end):
        and_a_half(folded, numeral, scale)
    return numeral


def _value_of_words(phrase: str) -> tuple[int, int, int, int]:
    """Value, length used, last scale and face of a run of number words; stops where the run is two numbers."""
    total = group = 0
    smallest = 10**18
    last = ""
    end = 0
    kept: tuple[int, int] | None = None
    for token in _TOKEN.finditer(phrase):
        word = token[0]
        kind = WORD_CLASS.get(word, "and")
        if kind == "and":
            if last not in {"hundred", "scale"}:
                break
            kept = (total + group, end)
            last = "and"
            continue
        if kind in {"unit", "teen", "ten"}:
            if last in {"unit", "teen", "dozen"} or (last == "ten" and kind != "unit") or (group and last == "scale"):
                break
            group += WORD_VALUE[word]
        elif kind == "hundred" or kind == "dozen":
            if group >= 100 or last in {"scale", "dozen"} or (last == "and"):
                break
            group = max(group, 1) * WORD_VALUE[word]
            smallest = min(smallest, 10**18)
        elif WORD_VALUE[word] >= smallest:
            if last != "scale":
                break
            total *= WORD_VALUE[word]
        else:
            total += max(group, 1) * WORD_VALUE[word]
            group, smallest = 0, WORD_VALUE[word]
        last, end = kind, token.end()
    else:
        kept = None if last != "and" else kept
    if kept is not None:
        value, end = kept
    else:
        value = total + group
    words = _TOKEN.findall(phrase[:end])
    scale = WORD_VALUE[words[-1]] if WORD_CLASS.get(words[-1]) in {"hundred", "scale", "dozen"} else 1
    return value, end, scale, value // scale


def read_vague(folded: str, start: int, phrase: str) -> Numeral:
    """A vague amount ("dozens", "tens of thousands", "several hundred") whose first words are `phrase`.

    >>> numeral = read_vague("tens of thousands of men", 0, "tens")
    >>> numeral.low, numeral.high, numeral.end
    (20000, 99999, 17)
    """
    low, high = VAGUE_RANGE[phrase]
    end = start + len(phrase)
    if phrase in VAGUE_PLURALS:
        match = _OF_SCALE.match(folded, end)
        if match:
            factor = SCALE_VALUE[match[1][:-1]]
            return Numeral(start, match.end(), low * factor, (high + 1) * factor - 1, "vague", "vague-plural")
        return Numeral(start, end, low, high, "vague", "vague-plural")
    match = _FEW_SCALE.match(folded, end)
    if match is None:
        return Numeral(start, end, low, high, "vague", "vague-few")
    first, second = match[1], match[2]
    if first == "tens" and (tens := _OF_SCALE.match(folded, match.end())):
        factor = SCALE_VALUE[tens[1][:-1]]
        return Numeral(start, tens.end(), low * 10 * factor, 100 * factor - 1, "vague", "vague-scaled")
    factor = SCALE_VALUE.get(first) or SCALE_VALUE[first.rstrip("s")] if first in SCALE_VALUE or first != "tens" else 10
    if second:
        factor *= SCALE_VALUE[second]
    top = low * factor if low == high else 99 if factor == 12 else 10 * factor - 1
    return Numeral(start, match.end(), low * factor, top, "vague", "vague-scaled")
