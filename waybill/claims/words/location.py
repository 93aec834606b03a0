"""Where it happened, as the text writes it: "the port of Rajin", "Russia's Kursk region", "Sunan airport".

A place stands behind a word of place, is a name that actors.csv knows as lying in some state or has a noun of place
beside it (schemas/vocab/en/place_nouns.csv), and does not say where a source sits ("officials in the Kursk region
said"). States and their capitals are parties, not places.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import cast

from schemas.vocabulary import vocabulary
from waybill.claims.words.lexicon import Actor
from waybill.claims.words.marks import Sentence

_AT = frozenset({"in", "at", "near", "around", "outside", "inside", "across", "on", "off", "through", "via"})
_WAY = frozenset({"from", "to", "into", "towards", "toward", "over"})  # of a way, and of much else
_ARTICLES = frozenset({"the", "a", "an", "its", "their"})
_JOINTS = frozenset({"of", "in", "at", "near", "outside"})
_LONGEST = 8  # words of a place, articles and owners included
_NAME = 4  # words of a name
_KINDS = 1  # words between a name and its noun: "training" ground
_OWNERS = frozenset({"'s", "'"})


@cache
def _place_nouns() -> frozenset[str]:
    return frozenset(row["noun"] for row in vocabulary("en/place_nouns"))


@cache
def _end_kinds() -> frozenset[str]:
    """Words that are no kind of place between a name and its noun."""
    return _JOINTS | _place_nouns()


def find_location(sentence: Sentence, place: int) -> str | None:
    """The place nearest to the figure at token `place`, those behind it first; None where the sentence names none.

    A place beyond another figure is that one's.

    >>> from waybill.claims.words.marks import tokenise
    >>> from waybill.claims.words.lexicon import lexicon
    >>> def located(text: str) -> str | None:
    ...     tokens = tokenise(text, 0, len(text))
    ...     return find_location(Sentence(text, (0, len(text)), tokens, lexicon().find(text, tokens)), 0)
    >>> located("40 crates were seen on a pier in the port of Wonsan in May")
    'the port of Wonsan'
    >>> located("40 crates went to Moscow") is None
    True
    """
    found = [
        (i, j)
        for i, j in _places(sentence)
        if not _seats_a_source(sentence, i) and _no_other_figure(sentence, place, i)
    ]
    if not found:
        return None
    i, j = min(found, key=lambda span: (span[0] < place, abs(span[0] - place)))
    return sentence.words(i, j)


def _places(sentence: Sentence) -> Iterator[tuple[int, int]]:
    """Spans of words that name a place, behind the word of place that leads to them."""
    known = {mark.i: mark.j for mark in sentence.of("actor") if cast(Actor, mark.entry).form == "place"}
    for at, norm in enumerate(sentence.norms):
        if norm not in _AT and norm not in _WAY:
            continue
        first = at + 1
        end = _with_noun(sentence, first)
        if end is None and norm in _AT:
            bare = first + (sentence.norms[first : first + 1] == ["the"])
            end = known.get(bare)
        if end is not None:
            yield first, end


def _with_noun(sentence: Sentence, first: int) -> int | None:
    """The end of a name with its noun of place, in either order: "Russia's Kursk region", "the port of Rajin"."""
    norms, nouns = sentence.norms, _place_nouns()
    stop = min(len(norms), first + _LONGEST)
    start = first + (first < stop and norms[first] in _ARTICLES)
    at, end = start, None
    while at < stop and (_is_name(sentence, at) or norms[at] in _OWNERS):
        at += 1
        if at - start > 1 and norms[at - 1] in nouns:
            end = at  # a noun in capitals: "Nakhodka Bay"
    named = at
    while at < stop and at - named < _KINDS and norms[at].isalpha() and norms[at] not in _end_kinds():
        at += 1  # a kind of place: "training ground"
    if at == stop or norms[at] not in nouns:
        return end
    behind = _name_behind(sentence, at + 1)
    if behind is None and all(_is_owner(sentence, i) for i in range(start, named)):
        return None
    return behind or at + 1


def _name_behind(sentence: Sentence, at: int) -> int | None:
    """The end of a name that "of", "in" or "near" joins to its noun, which ends at `at`."""
    norms = sentence.norms
    if at + 1 >= len(norms) or norms[at] not in _JOINTS:
        return None
    start = at + 1 + (norms[at + 1] in _ARTICLES)
    end = start
    while end < min(len(norms), start + _NAME) and _is_name(sentence, end):
        end += 1
    return end if end > start else None


def _is_owner(sentence: Sentence, at: int) -> bool:
    """Whether a word names a state rather than a place in it: "a Russian port"."""
    return any(m.i <= at < m.j and cast(Actor, m.entry).form != "place" for m in sentence.of("actor"))


def _is_name(sentence: Sentence, at: int) -> bool:
    token = sentence.tokens[at]
    return not token.norm.startswith("#") and sentence.text[token.start].isupper() and token.norm.isalpha()


def _no_other_figure(sentence: Sentence, place: int, i: int) -> bool:
    return not any(min(place, i) < other < max(place, i) for other in sentence.places)


def _seats_a_source(sentence: Sentence, first: int) -> bool:
    """Whether the place says where those sit who speak: a noun of sources stands right before the word of place."""
    return any(mark.j == first - 1 for mark in sentence.of("source"))
