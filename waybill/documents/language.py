"""Which language a text is in: a decision by stop words and scripts, or none."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from schemas.vocabulary import vocabulary

_WORD = re.compile(r"[^\W\d_]+")
_ASCII_WORD = re.compile(r"[a-z]+")
_SCRIPTS = ((re.compile(r"[가-힣]"), "ko"), (re.compile(r"[ぁ-んァ-ン]"), "ja"), (re.compile(r"[一-鿿]"), "zh"))
_SAMPLE = 4_000
"""Characters looked at: more changes no decision."""
_LEAST_WORDS, _LEAST_SHARE, _LEAST_LEAD = 12, 0.12, 1.5


@cache
def _languages_of() -> dict[str, tuple[str, ...]]:
    """The languages of each stop word."""
    found: dict[str, tuple[str, ...]] = {}
    for row in vocabulary("stopwords"):
        for word in set(row["words"].split()):
            found[word] = (*found.get(word, ()), row["language"])
    return found


@cache
def _languages() -> tuple[str, ...]:
    return tuple(row["language"] for row in vocabulary("stopwords"))


def language_of(text: str) -> str | None:
    """ISO 639-1 code of the text's language; None when too few words speak for one.

    >>> language_of("The ministry said that 40 wagons had left the depot for the port in the east of the country.")
    'en'
    >>> language_of("40 t") is None
    True
    """
    sample = text[:_SAMPLE]
    for script, code in _SCRIPTS if not sample.isascii() else ():
        if len(script.findall(sample)) * 3 > len(sample.replace(" ", "")):
            return code
    words = Counter((_ASCII_WORD if sample.isascii() else _WORD).findall(sample.lower()))
    total = words.total()
    if total < _LEAST_WORDS:
        return None
    spoken, languages = dict.fromkeys(_languages(), 0), _languages_of()
    for word in words.keys() & languages.keys():
        for code in languages[word]:
            spoken[code] += words[word]
    shares = sorted(((count / total, code) for code, count in spoken.items()), reverse=True)
    (best, code), (second, _) = shares[0], shares[1]
    return code if best >= _LEAST_SHARE and best >= second * _LEAST_LEAD else None
