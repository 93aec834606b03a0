"""Builds one regular expression out of many phrases: a trie, so that a scan costs the same for ten or a thousand."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

_END = ""


def trie_pattern(phrases: Iterable[str]) -> str:
    """A pattern that matches the longest of `phrases`.

    >>> trie_pattern(["ten", "tens", "two"])
    't(?:en(?:s)?|wo)'
    """
    root: dict[str, Any] = {}
    for phrase in phrases:
        node = root
        for character in phrase:
            node = node.setdefault(character, {})
        node[_END] = {}
    return _pattern_of(root)


def _pattern_of(node: dict[str, Any]) -> str:
    branches = [re.escape(character) + _pattern_of(node[character]) for character in sorted(node) if character]
    if not branches:
        return ""
    if len(branches) == 1 and _END not in node:
        return branches[0]
    return f"(?:{'|'.join(branches)})" + ("?" if _END in node else "")
