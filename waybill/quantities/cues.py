"""Words that tell what a number near them is, by role: `en/number_cues.csv` as sets and patterns."""

from __future__ import annotations

from schemas.vocabulary import vocabulary
from waybill.quantities.trie import trie_pattern

_ROWS = vocabulary("en/number_cues")


def cues(role: str) -> frozenset[str]:
    """The words of a role.

    >>> "jailed" in cues("age_at")
    True
    """
    return frozenset(row["phrase"] for row in _ROWS if row["role"] == role)


def cue_pattern(role: str) -> str:
    """A pattern that matches any of the words of a role, without borders."""
    return trie_pattern(cues(role))
