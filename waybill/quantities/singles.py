"""One and none in the singular: "no tanker", "a single launcher", "has not received one", "donated one to Kyiv"."""

from __future__ import annotations

import re

from schemas.vocabulary import phrases, vocabulary
from waybill.quantities.cues import cues
from waybill.quantities.nouns import SINGLE, noun_phrase
from waybill.quantities.numerals import Numeral

_MEASURED = frozenset({"t", "bbl"})
_NOUNS = [row for row in vocabulary("en/item_nouns") if row["kind"] in {"head", "weak"}]
_NAMES = {name.lower() for row in vocabulary("items") for name in phrases(row["aliases"])}
_LAST_WORDS = {row["noun"].rpartition(" ")[2] for row in _NOUNS if row["unit"] not in _MEASURED}
_COUNTED = frozenset(_LAST_WORDS - cues("not_single") | _NAMES)
_NEGATED = re.compile(
    r"(?:(?<![a-z])(?:not|never|without|nor|deny|denies|denied|denying)|n't)(?: [a-z'-]{1,20}){0,4} $"
)
_NEGATION_REACH = 70
_TAKEN = re.compile(r"(?:^|[^a-z'])([a-z]{2,14}) $")
_TAKING = cues("one_object_after")
_OBJECT_ENDS = re.compile(
    r"[.,;:!?)\"\n]|$| (?:to|from|in|at|on|last|this|for|back|by|of (?:these|those|them))(?![a-z])"
)
_NONE_GOES_ON = re.compile(
    r"[.,;:!?)\"\n]|$| (?:has|have|had|is|was|were|are|came|arrived|got|of (?:them|these|those))(?![a-z])"
)
_SINGLE_ONE = " one"


def counts_single(folded: str, end: int) -> bool:
    """Whether a noun that is counted follows in the singular: "no North Korean vessel".

    >>> counts_single("no tanker came", 2), counts_single("no answer came", 2)
    (True, False)
    """
    phrase = noun_phrase(folded, end, SINGLE) if folded[end : end + 1] == " " else None
    return phrase is not None and (phrase.head in _COUNTED or phrase.head.rpartition("-")[2] in _COUNTED)


def counts_several(folded: str, end: int) -> bool:
    """Whether a noun that is counted follows in the plural: "a pair of tanks".

    >>> counts_several("a pair of tanks", 9), counts_several("a pair of trousers", 9)
    (True, False)
    """
    phrase = noun_phrase(folded, end) if folded[end : end + 1] == " " else None
    return phrase is not None and (phrase.head in _COUNTED or phrase.head.rpartition("-")[2] in _COUNTED)


def is_negated(folded: str, start: int) -> bool:
    """Whether the words before deny what follows: "has never sold", "denies handing over".

    >>> is_negated("it has never sold one", 18), is_negated("it has sold one", 12)
    (True, False)
    """
    return _NEGATED.search(folded[max(0, start - _NEGATION_REACH) : start]) is not None


def single_at(folded: str, start: int, end: int) -> Numeral | None:
    """What "a single" counts: one thing, or none behind a negation; None where no counted noun follows.

    >>> single_at("it has a single launcher", 7, 15).low, single_at("it never sold a single one", 14, 22).low
    (1, 0)
    """
    is_pronoun = folded.startswith(_SINGLE_ONE, end) and not folded[end + 4 : end + 5].isalnum()
    if not is_pronoun and not counts_single(folded, end):
        return None
    stop = end + len(_SINGLE_ONE) if is_pronoun else end
    if is_negated(folded, start):
        return Numeral(start, stop, 0, 0, "zero", "zero-single")
    return Numeral(start, stop, 1, 1, "words", "single")


def not_one(folded: str, start: int) -> bool:
    """Whether "one" at `start` ends "not one" that stands for none: "not one has come", "no shells, not one"."""
    if folded.endswith((" was not ", " is not ", " were not ", " are not "), 0, start):
        return False
    return folded.startswith("not ", start - 4) and _NONE_GOES_ON.match(folded, start + 3) is not None


def one_taken(folded: str, start: int, end: int) -> Numeral | None:
    """The "one" that is given, had or seen in place of its noun; None where it is a pronoun of other sorts.

    >>> one_taken("it has not received one.", 20, 23).low, one_taken("they sent one to Kyiv", 10, 13).low
    (0, 1)
    >>> one_taken("nobody sees one run", 12, 15)
    """
    before = _TAKEN.search(folded[max(0, start - 16) : start])
    if before is None or before[1] not in _TAKING or _OBJECT_ENDS.match(folded, end) is None:
        return None
    low = 0 if is_negated(folded, start) else 1
    return Numeral(start, end, low, low, "zero" if low == 0 else "words", "one-taken")
