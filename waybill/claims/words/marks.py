"""A sentence as a row of words with marks on them: which words name an actor, an item, an action, a source, a cue.

Only sentences that hold a candidate quantity are ever read this way. All vocabulary stands in one table keyed by the
first word of each phrase, so finding every mark of a sentence is one walk over its words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from schemas.vocabulary import vocabulary
from waybill.quantities.record import Quantity

_WORD = re.compile(r"(?:[A-Za-z]\.){2,}|['’]s?\b|[^\W_]+(?:[.,]\d\w*)*|[^\w\s]")
_TIGHT = frozenset("-‐‑–")  # between two words they bind, and "anti-tank" reads as "anti tank"

QUANTITY = "#q"
DATE = "#d"
DURATION = "#t"


class Token(NamedTuple):
    """A word or sign at text[start:end]; `norm` is lower case in one spelling; a quantity or a date is one token."""

    start: int
    end: int
    norm: str


class Mark(NamedTuple):
    """Words tokens[i:j] stand in the vocabulary as `kind`; `entry` is what the vocabulary says of them."""

    kind: str
    i: int
    j: int
    entry: object


class Hole(NamedTuple):
    """A stretch of text that is read as one word: a quantity, a date, a duration."""

    start: int
    end: int
    norm: str


@cache
def _spellings() -> dict[str, str]:
    return {row["variant"]: row["norm"] for row in vocabulary("en/spellings")}


def tokenise(text: str, start: int, end: int, holes: Sequence[Hole] = ()) -> list[Token]:
    """Words of text[start:end] in order; each hole (sorted, disjoint) is one token of its own norm.

    >>> [t.norm for t in tokenise("Anti-armor systems", 0, 18)]
    ['anti', 'armour', 'systems']
    """
    tokens: list[Token] = []
    spellings = _spellings()
    new = tuple.__new__  # the constructor of a named tuple costs a call more, and no other is called as often
    lowered = text[start:end].lower().replace("’", "'")
    shift = start if len(lowered) == end - start else None  # None: a letter that lower() makes longer moves the rest
    at = start
    for hole in (*holes, Hole(end, end, "")):
        for found in _WORD.finditer(text, at, max(hole.start, at)):
            first, last = found.span()
            norm = found[0].lower().replace("’", "'") if shift is None else lowered[first - shift : last - shift]
            if norm in _TIGHT and first > start and text[first - 1].isalnum() and text[last : last + 1].isalnum():
                continue
            tokens.append(new(Token, (first, last, spellings.get(norm, norm))))
        if hole.norm:
            tokens.append(new(Token, (hole.start, hole.end, hole.norm)))
            at = hole.end
    return tokens


def words_of(phrase: str) -> tuple[str, ...]:
    """The norms of a vocabulary phrase, made by the same hand that reads the text."""
    return tuple(token.norm for token in tokenise(phrase, 0, len(phrase)))


class Entry(NamedTuple):
    """A phrase of the vocabulary on its way into the table; `cased` phrases match only as they are written."""

    kind: str
    phrase: str
    entry: object
    cased: bool = False


class _Known(NamedTuple):
    """What the vocabulary holds under a first word: the word alone, and longer phrases by their second word."""

    alone: tuple[Entry, ...]
    longer: dict[str, tuple[tuple[tuple[str, ...], tuple[Entry, ...]], ...]]


class Lexicon:
    """Every phrase of the vocabulary by its first two words, longest first."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        table: dict[str, dict[tuple[str, ...], list[Entry]]] = {}
        for entry in entries:
            words = words_of(entry.phrase)
            if words:
                table.setdefault(words[0], {}).setdefault(words, []).append(entry)
        self._first = {first: _known(phrases) for first, phrases in table.items()}

    def find(self, text: str, tokens: Sequence[Token]) -> dict[str, list[Mark]]:
        """Marks by kind, in order; within a kind the longest phrase wins (an ambiguous one gives several marks)."""
        norms = [token.norm for token in tokens]
        marks: dict[str, list[Mark]] = {}
        busy: dict[str, tuple[int, int]] = {}
        for i, known in enumerate(map(self._first.get, norms)):
            if known is None:
                continue
            for words, entries in known.longer.get(norms[i + 1], ()) if i + 1 < len(norms) else ():
                j = i + len(words)
                if len(words) == 2 or tuple(norms[i:j]) == words:
                    _put(marks, busy, entries, i, j, text, tokens)
            if known.alone:
                _put(marks, busy, known.alone, i, i + 1, text, tokens)
        return marks


def _known(phrases: dict[tuple[str, ...], list[Entry]]) -> _Known:
    alone: list[Entry] = []
    longer: dict[str, list[tuple[tuple[str, ...], tuple[Entry, ...]]]] = {}
    for words, entries in sorted(phrases.items(), key=lambda item: -len(item[0])):
        if len(words) == 1:
            alone += entries
        else:
            longer.setdefault(words[1], []).append((words, tuple(entries)))
    return _Known(tuple(alone), {second: tuple(found) for second, found in longer.items()})


def _put(
    marks: dict[str, list[Mark]],
    busy: dict[str, tuple[int, int]],
    entries: tuple[Entry, ...],
    i: int,
    j: int,
    text: str,
    tokens: Sequence[Token],
) -> None:
    """Adds the marks of one phrase at tokens[i:j] whose kinds are not taken by a longer phrase."""
    for kind, phrase, entry, cased in entries:
        at = busy.get(kind)
        if at is not None and at[1] > i and at != (i, j):
            if not (i == at[0] + 1 and j > at[1] and tokens[at[0]].norm == "the"):
                continue
            marks[kind] = [mark for mark in marks[kind] if mark.i != at[0]]  # "the North" in "the North Korean army"
        if cased and text[tokens[i].start : tokens[j - 1].end] != phrase:
            continue
        busy[kind] = (i, j)
        mark = tuple.__new__(Mark, (kind, i, j, entry))
        if kind in marks:
            marks[kind].append(mark)
        else:
            marks[kind] = [mark]


class Sentence:
    """A sentence that holds a candidate: its words, its marks, and the quantities at their places among the words."""

    __slots__ = (
        "end", "index", "marks", "norms", "paragraph", "place_of", "places", "quantities", "start", "text", "tokens",
    )  # fmt: skip

    def __init__(
        self,
        text: str,
        span: tuple[int, int],
        tokens: list[Token],
        marks: dict[str, list[Mark]],
        quantities: Sequence[Quantity] = (),
        index: int = 0,
        paragraph: int = 0,
    ) -> None:
        self.text, (self.start, self.end), self.tokens, self.marks = text, span, tokens, marks
        self.quantities, self.index, self.paragraph = tuple(quantities), index, paragraph
        self.norms = [token.norm for token in tokens]
        at = {token.start: i for i, token in enumerate(tokens)} if self.quantities else {}
        self.places = tuple(at[q.start] for q in self.quantities)
        self.place_of = {q.start: at[q.start] for q in self.quantities}  # place of a quantity by its offset

    def of(self, kind: str) -> list[Mark]:
        """Marks of one kind, in order."""
        return self.marks.get(kind, [])

    def within(self, kind: str, i: int, j: int) -> list[Mark]:
        """Marks of one kind that lie inside tokens[i:j]."""
        return [mark for mark in self.marks.get(kind, ()) if mark.i >= i and mark.j <= j]

    def words(self, i: int, j: int) -> str:
        """The characters of tokens[i:j] as they stand in the text."""
        if i >= j:
            return ""
        return self.text[self.tokens[i].start : self.tokens[j - 1].end]
