"""Sentences of a stretch of text: borders of paragraphs always split, full stops where the words allow."""

from __future__ import annotations

import re
from functools import cache

from schemas.vocabulary import vocabulary
from waybill.documents.paragraphs import paragraph_spans
from waybill.documents.record import Span

_END = re.compile(
    r"(?:[.?!…]{1,4}|[。！？])(?:[\"”’'»)\]]{0,4}(?:\[\d{1,3}\]){0,4}|\d{1,2}(?=\s))(?P<gap>\s{1,40})?(?=(?P<next>\S))"
)
_OPENING = frozenset("\"“‘'«([—–-•*")
_TOKEN_BEFORE = re.compile(r"([^\s\"“‘'«(\[]{1,16})\Z")
_NEXT_WORD = re.compile(r"[\"“‘'«(\[]{0,3}([^\W\d_]+)")
_ENUMERATOR = re.compile(r"(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,4})\Z")


def split_sentences(text: str, start: int, end: int) -> list[Span]:
    """Spans of the sentences of text[start:end], in order, without white space at either end.

    >>> text = "Gen. Ash saw 4.5 t. It left the U.S. Army depot.Nobody looked."
    >>> [text[a:b] for a, b in split_sentences(text, 0, len(text))]
    ['Gen. Ash saw 4.5 t.', 'It left the U.S. Army depot.', 'Nobody looked.']
    """
    spans: list[Span] = []
    for first, stop in paragraph_spans(text, start, end):
        begin = first
        for found in _END.finditer(text, first, stop):
            if found.start() < begin or not _ends_here(text, first, begin, found):
                continue
            last = found.start("gap") if found["gap"] else found.end()
            spans.append((begin, last))
            begin = found.end()
        if begin < stop:
            spans.append((begin, stop))
    return spans


def _ends_here(text: str, paragraph_start: int, begin: int, found: re.Match[str]) -> bool:
    following = found["next"]
    stop = text[found.start()]
    if following.islower() or following in ",;:%":
        return False
    if stop in "。！？":
        return True
    if not found["gap"]:
        return _glued(text, begin, found)
    if stop != ".":
        return True
    return _full_stop(text, paragraph_start, begin, found)


def _glued(text: str, begin: int, found: re.Match[str]) -> bool:
    """ "photographs.They": a long word in lower case, a stop, and a capitalised word without a space between."""
    if not found["next"].isupper() or text[found.start()] not in ".?!":
        return False
    word = _TOKEN_BEFORE.search(text, max(begin, found.start() - 16), found.start())
    after = text[found.end() : found.end() + 2]
    closed = word is not None and re.search(r"[a-z]{4}\Z|[a-z]{3}[”\"’)]\Z", word[1]) is not None and "." not in word[1]
    return closed and text[found.end() + 1 : found.end() + 2].islower() and "." not in after and "@" not in word[1]  # type: ignore[index]


def _full_stop(text: str, paragraph_start: int, begin: int, found: re.Match[str]) -> bool:
    token = _TOKEN_BEFORE.search(text, max(begin, found.start() - 16), found.start())
    word = token[1] if token else ""
    if found.start() - len(word) == paragraph_start and _ENUMERATOR.fullmatch(word):
        return False  # "1. North" heads an item
    if text[found.start() : found.end()].strip() != ".":
        return True  # a quote or footnote mark closes the sentence
    follows = _abbreviations().get(word)
    if not follows and word.isupper():
        follows = _abbreviations().get(word.capitalize())
    if follows is None:
        return not (len(word) == 1 and word.isupper()) and not _is_initials(word)
    next_word = _NEXT_WORD.match(text, found.end())
    if follows == "number":
        return not found["next"].isdigit()
    if follows == "may_end":
        return next_word is not None and next_word[1] in _starters()
    return False


def _is_initials(word: str) -> bool:
    """ "J.R": capitals with stops between, as before a family name."""
    parts = word.split(".")
    return len(parts) > 1 and all(len(part) == 1 and part.isupper() for part in parts)


@cache
def _abbreviations() -> dict[str, str]:
    return {row["abbreviation"]: row["follows"] for row in vocabulary("en/abbreviations")}


@cache
def _starters() -> frozenset[str]:
    return frozenset(row["word"] for row in vocabulary("en/sentence_starters"))
