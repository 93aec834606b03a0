"""Which language a text is in: a decision by stop words and scripts, or none."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from schemas.vocabulary import vocabulary

_WORD = re.compile(r"[^\W\d_]+")
_SCRIPTS = ((re.compile(r"[가-힣]"), "ko"), (re.compile(r"[ぁ-んァ-ン]"), "ja"), (re.compile(r"[一-鿿]"), "zh"))
_SAMPLE = 4_000
"""Characters looked at: more changes no decision."""
_LEAST_WORDS, _LEAST_SHARE, _LEAST_LEAD = 12, 0.12, 1.5


@cache
def _stopwords() -> dict[str, frozenset[str]]:
    return {row["language"]: frozenset(row["words"].split()) for row in vocabulary("stopwords")}


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
    words = Counter(_WORD.findall(sample.lower()))
    total = words.total()
    if total < _LEAST_WORDS:
        return None
    shares = sorted(
        ((sum(words[word] for word in words.keys() & stops) / total, code) for code, stops in _stopwords().items()),
        reverse=True,
    )
    (best, code), (second, _) = shares[0], shares[1]
    return code if best >= _LEAST_SHARE and best >= second * _LEAST_LEAD else None
