"""Names across spellings: "Centre" and "Center", "Guseinova" and "Huseynova", "MSMT" and its long form."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache

from schemas.vocabulary import vocabulary

_TOKEN = re.compile(r"[^\W_]+(?:['’.&][^\W_]+)*")
_CAPITALISED = re.compile(r"\b[A-Z][^\W_]*(?:['’.&-][^\W_]+)*")
_ACRONYM_SKIPS = frozenset({"of", "the", "and", "for", "on", "in", "to"})
_NEAR_LENGTH = 5
"""Tokens shorter than this must be spelled alike after folding; longer ones may differ by one letter."""


@lru_cache(maxsize=1 << 16)
def name_tokens(text: str) -> tuple[str, ...]:
    """Words of a name in lower case, without possessive, dots of abbreviations and hyphens.

    >>> name_tokens("Ukraine’s SBU")
    ('ukraine', 'sbu')
    >>> name_tokens("U.S. officials, London-based")
    ('us', 'officials', 'london', 'based')
    """
    words = (word.replace("’", "'").replace(".", "") for word in _TOKEN.findall(text.casefold()))
    return tuple(word.removesuffix("'s").replace("'", "") for word in words)


@cache
def _rows(kind: str) -> Mapping[str, str]:
    return {row["written"]: row["folded"] for row in vocabulary("en/name_variants") if row["kind"] == kind}


def spelled(tokens: Sequence[str]) -> tuple[str, ...]:
    """Tokens with whole-word spelling variants made one.

    >>> spelled(("open", "source", "centre"))
    ('open', 'source', 'center')
    """
    words = _rows("word")
    return tuple(words.get(token, token) for token in tokens)


@lru_cache(maxsize=1 << 16)
def folded(token: str) -> str:
    """One spelling for all transliterations of a name's word; no word to print, only a key to compare.

    >>> folded("guseinova") == folded("huseynova")
    True
    >>> folded("andriy") == folded("andrii") == folded("andrey")
    True
    """
    token = _rows("word").get(token, token)
    token = _rows("given").get(token, token)
    for written, sound in _rows("letters").items():
        if written in token:
            token = token.replace(written, sound)
    return "".join(letter for n, letter in enumerate(token) if n == 0 or letter != token[n - 1])


def one_letter_apart(one: str, other: str) -> bool:
    """Whether one insertion, deletion or exchange of a letter makes the words equal.

    >>> one_letter_apart("oleana", "olena"), one_letter_apart("olena", "irina")
    (True, False)
    """
    if abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    return (
        one[start + 1 :] == other[start + 1 :] or one[start:] == other[start + 1 :] or one[start + 1 :] == other[start:]
    )


def _token_like(one: str, other: str) -> bool:
    left, right = folded(one), folded(other)
    if left == right:
        return True
    return min(len(left), len(right)) >= _NEAR_LENGTH and left[:1] == right[:1] and one_letter_apart(left, right)


def initials(tokens: Sequence[str]) -> str:
    """First letters of the words that an acronym takes up.

    >>> initials(("federation", "of", "harbour", "pilots"))
    'fhp'
    """
    return "".join(token[0] for token in tokens if token not in _ACRONYM_SKIPS)


def is_acronym_of(short: Sequence[str], long: Sequence[str]) -> bool:
    """Whether `short` is one word made of the initials of `long`.

    >>> is_acronym_of(("msmt",), ("multilateral", "sanctions", "monitoring", "team"))
    True
    """
    return len(short) == 1 and len(long) >= 2 and len(short[0]) >= 3 and short[0] == initials(long)


def same_name(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two names may be the same one: every word of the shorter has its like in the longer, in order.

    A single given name does not make a person: where one name is shorter, its last word must be matched by the last
    of the other, or, for a family name in front, its only word by the first of three.

    >>> same_name(("elena", "huseynova"), ("olena", "guseinova")), same_name(("kovalenko",), ("andrii", "kovalenko"))
    (True, True)
    >>> same_name(("andrii", "kovalenko"), ("andrii", "kostin"))
    False
    """
    if not one or not other:
        return False
    short, long = (one, other) if len(one) <= len(other) else (other, one)
    if is_acronym_of(short, long):
        return True
    if len(short) == len(long):
        return all(_token_like(a, b) for a, b in zip(short, long, strict=True)) or _joined(short) == _joined(long)
    if len(short) == 1:
        return _token_like(short[0], long[-1]) or (
            len(long) == 3 and _token_like(short[0], long[0]) and len(short[0]) > 2
        )
    remaining = iter(long)
    return all(any(_token_like(word, candidate) for candidate in remaining) for word in short) or _joined(
        short
    ) == _joined(long)


def _joined(tokens: Sequence[str]) -> str:
    """Names of several syllables, however they are hyphenated: "won-sik", "wonsik", "won sik"."""
    return folded("".join(tokens))


def name_was_respelled(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two writings of the same name differ in the spelling of a word both have.

    >>> name_was_respelled(("open", "source", "center"), ("open", "source", "centre"))
    True
    >>> name_was_respelled(("kovalenko",), ("andrii", "kovalenko"))
    False
    """
    if "".join(one) == "".join(other) or is_acronym_of(one, other) or is_acronym_of(other, one):
        return False
    left, right = set(one) - set(other), set(other) - set(one)
    return bool(left and right) and any(_token_like(a, b) for a in left for b in right)


def stands_respelled(name: Sequence[str], text: str) -> bool:
    """Whether a text has this name of two words or more in another spelling, and not in this one.

    >>> stands_respelled(("rhee", "sung", "jun"), "Lawmaker Rhee Sung-joon spoke.")
    True
    >>> stands_respelled(("rhee", "sung", "joon"), "Lawmaker Rhee Sung-joon spoke.")
    False
    """
    if len(name) < 2:
        return False
    words = [token for word in _CAPITALISED.findall(text) for token in name_tokens(word)]
    windows = [words[at : at + len(name)] for at, word in enumerate(words) if _token_like(word, name[0])]
    alike = [window for window in windows if len(window) == len(name) and all(map(_token_like, window, name))]
    return bool(alike) and list(name) not in alike
