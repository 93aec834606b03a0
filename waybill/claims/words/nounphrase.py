"""How far a counted noun phrase reaches: the words after a number up to a border word, a verb or another number."""

from __future__ import annotations

import re
from typing import NamedTuple, cast

from waybill.claims.words.lexicon import Noun
from waybill.claims.words.marks import DATE, DURATION, QUANTITY, Sentence
from waybill.claims.words.wordlists import ADVERBS, DETERMINERS, PHRASE_BORDERS

_CALIBRE = re.compile(r"^(\d{2,3})(mm|㎜)$")
MILLIMETRES = frozenset({"mm", "㎜", "millimetre", "millimeter", "millimetres", "millimeters"})
_LONGEST_PHRASE = 16  # words; a counted noun phrase is never longer, and a bound keeps reading linear
_ARTICLES = frozenset({"the", "an", "its", "their", "his", "her", "our"})  # a phrase that has begun never holds them


def calibres_in(sentence: Sentence, i: int, j: int) -> list[str]:
    found = []
    for k in range(max(i, 0), min(j, len(sentence.norms))):
        norm = sentence.norms[k]
        glued = _CALIBRE.match(norm)
        if glued:
            found.append(glued[1])
        elif norm.isdecimal() and (_in_millimetres(sentence, k) or _shares_millimetres(sentence, k)):
            found.append(norm)
    return found


def _in_millimetres(sentence: Sentence, k: int) -> bool:
    return sentence.norms[k + 1 : k + 2] != [] and sentence.norms[k + 1] in MILLIMETRES


def _shares_millimetres(sentence: Sentence, k: int) -> bool:
    """The 122 of "122 and 152 mm"."""
    following = sentence.norms[k + 1 : k + 3]
    if len(following) < 2 or following[0] not in {"and", "or", ",", "/"}:
        return False
    return _CALIBRE.match(following[1]) is not None or (following[1].isdecimal() and _in_millimetres(sentence, k + 2))


class Phrase(NamedTuple):
    groups: list[tuple[int, int]]
    end: int
    pronoun: bool  # "of them", "of those"


def phrase_after(sentence: Sentence, start: int) -> Phrase:
    """Noun groups after a quantity: split at "of", ended by a border word, a verb after a noun, or another quantity."""
    norms, groups, i = sentence.norms, [], start
    limit = min(len(norms), start + _LONGEST_PHRASE)
    verbs = {mark.i for kind in ("verb", "saying") for mark in sentence.of(kind)}
    if norms[start : start + 1] and norms[start].endswith("s") and start + 1 not in verbs:
        verbs.discard(start)  # "three states", "two reports": a plural right after the figure is a noun
    noun_words = {k for mark in sentence.of("noun") for k in range(mark.i, mark.j)}
    things = {k for m in sentence.of("noun") if cast(Noun, m.entry).item_id for k in range(m.i, m.j)}
    names = {mark.i for mark in sentence.of("actor")}
    group = start
    while i < limit:
        norm = norms[i]
        if norm == "of" and i not in noun_words:
            if norms[i + 1 : i + 2] and norms[i + 1] in {"them", "those", "these", "which", "whom"}:
                following = norms[i + 2 : i + 3]
                if not following or i + 2 not in noun_words:
                    return Phrase([], i + 2, True)
            if group < i:
                groups.append((group, i))
            group = i + 1
            i += 1
            continue
        seen = any(k in noun_words for k in range(group, i))
        if norm in {"and", "or", "&", ","}:
            if norm == "," and not seen and i > group and _goes_on(norms, i + 1, noun_words):
                i += 1
                continue
            if norm == "," or not _noun_follows(norms, i + 1, things, limit):
                break
        elif norm in {'"', "“", "«", "‘"} and i + 1 in noun_words:
            i += 1
            continue
        elif norm == "(":
            close = next((k for k in range(i + 1, min(i + 6, len(norms))) if norms[k] == ")"), 0)
            if not close or not calibres_in(sentence, i + 1, close + 1):
                break
            i = close + 1
            continue
        elif (
            (i not in noun_words and (norm in PHRASE_BORDERS or norm in {QUANTITY, DATE, DURATION}))
            or (norm in _ARTICLES and any(word not in DETERMINERS for word in norms[group:i]))
            or (seen and i not in noun_words and (i in verbs or i in names or norm in ADVERBS))
            or (i in verbs and i not in noun_words and not _noun_follows(norms, i + 1, noun_words, min(limit, i + 4)))
        ):
            break
        i += 1
    if group < i:
        groups.append((group, i))
    return Phrase(groups, i, False)


def _goes_on(norms: list[str], i: int, nouns: set[int]) -> bool:
    """After a comma the group goes on only with adjectives and its noun: "long, heavy missiles"."""
    return norms[i : i + 1] not in (["the"], ["a"], ["an"]) and _noun_follows(norms, i, nouns, min(len(norms), i + 4))


def _noun_follows(norms: list[str], i: int, nouns: set[int], limit: int) -> bool:
    for k in range(i, min(limit, i + 6)):
        if k in nouns:
            return True
        if norms[k] in PHRASE_BORDERS or norms[k] in {QUANTITY, DATE, ",", "("}:
            return False
    return False
