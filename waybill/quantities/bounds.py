"""Words that bound or soften a number: before it ("more than", "~"), after it ("or more", "-plus", "+")."""

from __future__ import annotations

import re
from dataclasses import dataclass

from schemas.vocabulary import vocabulary
from waybill.quantities.cues import cues
from waybill.quantities.nouns import stop_class
from waybill.quantities.trie import trie_pattern

OPEN = frozenset({"more_than", "at_least", "less_than", "up_to"})
_NEUTRAL = frozenset({"exact", "increment"})
MAX_CHAIN = 4  # "up to about another 40": nobody writes longer ones


@dataclass(slots=True)
class Bound:
    """What the words around a number say: its comparator, whether it is an increment, where they begin or end."""

    comparator: str
    edge: int
    is_increment: bool
    rule: str | None


_ROWS = vocabulary("en/bounds")


def _by_last_word() -> dict[str, tuple[tuple[str, str], ...]]:
    table: dict[str, list[tuple[str, str]]] = {}
    for row in _ROWS:
        if row["place"] == "before":
            table.setdefault(row["phrase"].rsplit(" ", 1)[-1], []).append((row["phrase"], row["comparator"]))
    return {word: tuple(sorted(rows, key=lambda row: -len(row[0]))) for word, rows in table.items()}


_BEFORE = _by_last_word()
_NOT_AFTER = {
    row["phrase"]: frozenset(row["not_after"].split()) for row in _ROWS if row["place"] == "before" and row["not_after"]
}
_SIGNS = frozenset(word for word in _BEFORE if not word[0].isalpha())
_SIGN_ENDS = frozenset(word[-1] for word in _SIGNS)
_AFTER_COMPARATOR = {row["phrase"]: row["comparator"] for row in _ROWS if row["place"] == "after"}
_NUMBER_NEXT = re.compile(
    r" (?:to |than |about |some |around |nearly |[$€£¥]?\d|"
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|twice|half)\b)"
)
_NEXT_WORD = re.compile(r"[,.;:)\n]|$| ([a-z]+)")
_CLAUSE_WORDS = frozenset({"auxiliary", "verb", "preposition", "conjunction"})
_AFTER = re.compile(rf",? ?({trie_pattern(_AFTER_COMPARATOR)})(?![a-z0-9])")
_AFTER_STARTS = frozenset(" ,+-" + "".join({phrase[0] for phrase in _AFTER_COMPARATOR}))
_DIRECTIONS = (" over", " under", " up", " above", " below", " more")
_OPENING = "([{\"'—-"
_DURATION_CUES = cues("over_measures_after")


def bound_before(folded: str, start: int, is_duration: bool = False) -> Bound | None:
    """The bound words that end right before `start`, outermost open bound first.

    >>> bound_before("up to about 40", 12)
    Bound(comparator='up_to', edge=0, is_increment=False, rule='bound-before')
    """
    edge, comparator, is_increment = start, "exact", False
    for _ in range(MAX_CHAIN):
        found = _phrase_before(folded, edge, is_duration)
        if found is None:
            break
        phrase, kind, begin = found
        if kind == "increment":
            is_increment = True
        elif phrase == "over" and is_duration and not _after_cue(folded, begin):
            break
        elif kind not in _NEUTRAL and not (comparator in OPEN and kind not in OPEN):
            comparator = kind
        edge = begin
    if edge == start:
        return None
    return Bound(comparator, edge, is_increment, "bound-before")


def _phrase_before(folded: str, edge: int, is_duration: bool) -> tuple[str, str, int] | None:
    stop = edge
    if stop and folded[stop - 1] == " ":
        stop -= 1
        if stop and folded[stop - 1] == " ":
            stop -= 1
    if not stop:
        return None
    if folded[stop - 1] in _SIGN_ENDS:
        for width in (2, 1):
            sign = folded[max(0, stop - width) : stop]
            if sign in _SIGNS:
                return sign, _BEFORE[sign][0][1], stop - len(sign)
    elif stop == edge:
        return None
    word = folded[max(0, stop - 20) : stop].rpartition(" ")[2]
    rows = _BEFORE.get(word)
    if rows is None:
        if word.isalpha() or ("\n" not in word and word[:1].isalpha()):
            return None
        rows = _BEFORE.get(word.rpartition("\n")[2].lstrip(_OPENING))
        if rows is None:
            return None
    for phrase, comparator in rows:
        begin = stop - len(phrase)
        if begin >= 0 and folded.startswith(phrase, begin) and not (begin and folded[begin - 1].isalnum()):
            if phrase in _NOT_AFTER and not is_duration and _word_before(folded, begin) in _NOT_AFTER[phrase]:
                return None  # "handed over 40", "asked about 40": the word belongs to the verb
            return phrase, comparator, begin
    return None


def _after_cue(folded: str, begin: int) -> bool:
    """Whether "over" before a duration measures it ("for over two years") or spans it ("over two days")."""
    return _word_before(folded, begin) in _DURATION_CUES


def _word_before(folded: str, begin: int) -> str:
    return folded[max(0, begin - 14) : begin].rstrip(" ").rpartition(" ")[2].lstrip(_OPENING)


def bound_after(folded: str, end: int) -> Bound | None:
    """The bound words that begin right after `end`.

    >>> bound_after("12 million or more rounds", 10).comparator
    'at_least'
    """
    if folded[end : end + 1] not in _AFTER_STARTS or end >= len(folded):
        return None
    match = _AFTER.match(folded, end)
    if match is None:
        return None
    phrase = match[1]
    comparator = _AFTER_COMPARATOR[phrase]
    stop = match.end()
    if phrase[0] not in "+-" and _NUMBER_NEXT.match(folded, stop):
        return None  # "and up to 25", ", at least twice": the words belong to the next number
    if phrase.startswith("and ") and phrase.endswith(_DIRECTIONS) and not _clause_goes_on(folded, stop):
        return None  # "and under investigation", "and above all"
    if comparator == "increment":
        if folded[end] != " " or folded.startswith(" than", stop):
            return None
        return Bound("exact", stop, True, "increment-after")
    if phrase == "+" and folded[stop : stop + 2].strip(" ")[:1].isdecimal():
        return None  # "40+30" and "40 trucks + 2 cars" are sums
    return Bound(comparator, stop, False, "bound-after")


def _clause_goes_on(folded: str, stop: int) -> bool:
    """Whether "and above" ends its phrase ("500 and above go to tender") and opens none ("and above all")."""
    match = _NEXT_WORD.match(folded, stop)
    return match is not None and (match[1] is None or stop_class(match[1]) in _CLAUSE_WORDS)
