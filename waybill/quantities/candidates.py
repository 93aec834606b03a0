"""One compiled scan that finds where a number may begin; everything else looks closely only there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from schemas.vocabulary import vocabulary
from waybill.quantities.numerals import VAGUE_PLURALS, VULGAR, WORD_CLASS
from waybill.quantities.trie import trie_pattern
from waybill.quantities.units import SINGULAR_UNITS

_MULTIPLES = {row["word"]: row for row in vocabulary("en/multiples")}
_ORDINALS = [row["word"] for row in vocabulary("en/ordinals")]
_FRACTIONS = [row["fraction_of"] + "s" for row in vocabulary("en/ordinals") if row["fraction_of"]]
_IDIOMS = {row["phrase"]: row["reject_reason"] for row in vocabulary("en/number_idioms")}
GROUPS = {row["phrase"]: int(row["low"]) for row in vocabulary("en/vague_amounts") if row["class"] == "group"}
FOLD_WORDS = {f"{word}{glue}fold": word for word, kind in WORD_CLASS.items() if kind != "ordinal" for glue in ("", "-")}


def _kinds() -> dict[str, str]:
    kinds = dict.fromkeys(WORD_CLASS, "number")
    kinds |= dict.fromkeys(VAGUE_PLURALS, "vague") | dict.fromkeys(("several", "few", "couple", "handful"), "vague")
    kinds |= dict.fromkeys(_ORDINALS, "ordinal") | dict.fromkeys(_FRACTIONS, "ordinal")
    kinds |= dict.fromkeys(("half", "quarter", "quarters"), "share") | dict.fromkeys(_MULTIPLES, "multiple")
    kinds |= dict.fromkeys(("no", "none", "nil", "not a single", "zero"), "zero") | dict.fromkeys(GROUPS, "group")
    kinds |= {"once": "once", "one": "one", "a single": "single"}
    kinds |= dict.fromkeys(FOLD_WORDS, "fold") | {"decades": "decades"}
    kinds |= dict.fromkeys((f"{article} {unit}" for unit in SINGULAR_UNITS for article in ("a", "an")), "article")
    return kinds


WORD_KIND = _kinds()
_SCAN = re.compile(rf"[0-9{''.join(VULGAR)}]|\b{trie_pattern(WORD_KIND)}\b")
_LEAD = re.compile(r"[a-z]+(?:&[a-z])?")
_IDIOM_LEADS = frozenset(lead[0] for phrase in _IDIOMS if (lead := _LEAD.match(phrase)) and lead[0] not in WORD_KIND)
_IDIOM = re.compile(rf"\b{trie_pattern(_IDIOMS)}\b")


def find_candidates(folded: str) -> Iterator[re.Match[str]]:
    """Where a number may begin: single digits (the grammar reads on) and whole number words, in order.

    >>> [match[0] for match in find_candidates("some 40 tanks and one-thousand crates")]
    ['4', '0', 'one', 'thousand']
    """
    return _SCAN.finditer(folded)


def idiom_at(folded: str, start: int) -> tuple[str, int, int] | None:
    """Reason and span of a fixed phrase that holds a number word at `start` but no number ("one another").

    >>> idiom_at("they shot at one another", 13)
    ('off_topic', 13, 24)
    """
    match = _IDIOM.match(folded, start)
    if match is not None:
        return _IDIOMS[match[0]], start, match.end()
    # "the S&P 500", "number one": the phrase may begin a word or two before the number.
    begin = start
    for _ in range(2):
        floor = max(0, begin - 12)
        begin = folded.rfind(" ", floor, max(0, begin - 1)) + 1
        if begin == 0 and floor:
            break  # one long word
        lead = _LEAD.match(folded, begin, start)
        if lead is not None and lead[0] in _IDIOM_LEADS:
            match = _IDIOM.match(folded, begin)
            if match is not None and match.end() > start:
                return _IDIOMS[match[0]], begin, match.end()
    return None
