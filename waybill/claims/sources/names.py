"""The words that name a source: back from a verb of saying to its subject, forward from "according to"."""

from __future__ import annotations

from typing import cast

from waybill.claims.roles.parties import is_noun_use
from waybill.claims.words.lexicon import Action, Cue, Saying
from waybill.claims.words.marks import DATE, DURATION, QUANTITY, Sentence
from waybill.claims.words.wordlists import (
    BE,
    CLAUSE_BREAKS,
    DETERMINERS,
    HAVE,
    OPENERS,
    PREPOSITIONS,
    PRONOUNS,
    RELATIVES,
    TITLES,
    TO_NOUNS,
)

WordSpan = tuple[int, int]
"""Words tokens[i:j] of a sentence."""

IS_FORMS = (HAVE | BE) - {"'s", "'re"}
_FINITE_FORMS = IS_FORMS | {"will", "would", "could", "can", "may", "might", "must", "should", "did", "does"}
OPEN_GROUPS = DETERMINERS | PRONOUNS  # words that a noun group begins with
_OPEN_CLAUSES = RELATIVES | CLAUSE_BREAKS
_BIND = DETERMINERS | PREPOSITIONS | {"and", "or", "'s", "'", "-"}
_RUN_ON = PREPOSITIONS | DETERMINERS | {"and", "'s", "&"}
_LONGEST_NAME = 14
_LONGEST_FLASH = 300  # code points of a line all in capitals
TIME_OPENERS = frozenset(
    {
        "in",
        "on",
        "at",
        "by",
        "after",
        "before",
        "about",
        "over",
        "regarding",
        "since",
        "during",
        "for",
        "last",
        "under",
        "with",
        "from",
    }
)
_NAME_ENDS = frozenset(
    {
        "about",
        "over",
        "regarding",
        "told",
        "citing",
        "quoting",
        "on",
        "to",
        "through",
        "via",
        "after",
        "before",
        "speaking",
        "when",
        "if",
        "as",
    }
)
FINITE = frozenset({"third", "past", "ed", "base"})
_AMOUNTS = frozenset(
    ["most", "many", "some", "others", "half", "several", "few", "another", "more", "much", "both", "nobody", "nothing"]
)
"""Words that count what was named before: alone they name nobody."""
_MADE = frozenset(
    ["compiled", "written", "prepared", "made", "published", "issued", "released", "drafted", "produced", "collected"]
)
_GOT = frozenset(
    ["seen", "obtained", "reviewed", "viewed", "shared", "given", "submitted", "leaked", "examined", "consulted"]
)
GIVEN_BY = _MADE | _GOT | {"briefed", "provided"}
"""Participles that tell who made, saw or gave a paper: "records reviewed by"."""


def starts_lower(sentence: Sentence, k: int) -> bool:
    """Whether tokens[k] is written with a small first letter; in a line of capitals every word counts as small."""
    start = sentence.tokens[k].start
    if sentence.text[start : start + 2].isupper() and sentence.norms[k] not in {"us", "un"}:
        return sentence.text[sentence.start : sentence.end].isupper() and sentence.end - sentence.start < _LONGEST_FLASH
    return sentence.text[start].islower() and sentence.text[start - 1 : start] not in {"-", "‑"}


def is_finite(sentence: Sentence, k: int) -> bool:
    """Whether tokens[k] is a verb with a subject of its own, as far as the vocabulary knows verbs."""
    if k >= len(sentence.norms):
        return False
    norm = sentence.norms[k]
    if norm in _FINITE_FORMS:
        return starts_lower(sentence, k)
    marks = [mark for kind in ("verb", "saying") for mark in sentence.of(kind) if mark.i == k]
    if (
        not marks
        or not starts_lower(sentence, k)
        or (k and (sentence.norms[k - 1] in DETERMINERS or norm == "figures"))
    ):
        return False
    if sentence.norms[k + 1 : k + 2] == ["by"] or norm in GIVEN_BY or (k and sentence.norms[k - 1] in BE):
        return False
    if any(m.i <= k < m.j and m.j - m.i > 1 for m in sentence.of("source")):
        return False  # "a think tank", "member states"
    for mark in marks:
        if mark.kind == "saying" and sentence.norms[mark.j : mark.j + 1] == ["that"]:
            return True
        form = cast("Action | Saying", mark.entry).form
        if form in FINITE and not is_noun_use(sentence, mark, form):
            return True
    return False


def is_document(sentence: Sentence, i: int, j: int) -> bool:
    """Whether words i..j hold a word for a document: "a leaked contract", "customs data"."""
    return any(cast(Cue, m.entry).scope == "document" for m in sentence.within("source", i, j))


def is_name(sentence: Sentence, i: int, j: int) -> bool:
    """Whether words i..j could name a source: a capital letter, a word of offices, or a known actor; no quantity."""
    if i < 0 or i >= j or QUANTITY in sentence.norms[i + 1 : j]:
        return False
    if any(mark.i < j and mark.j > i for kind in ("source", "actor") for mark in sentence.of(kind)):
        return True
    if sentence.norms[i] == QUANTITY or (j - i == 1 and sentence.norms[i] in _AMOUNTS):
        return False
    return any(sentence.text[sentence.tokens[k].start].isupper() for k in range(i, j))


def trimmed(sentence: Sentence, i: int, j: int) -> WordSpan:
    """The stretch without opening connectives and without signs at its ends."""
    while (
        i < j
        and (sentence.norms[i] in OPENERS or not sentence.norms[i][:1].isalnum() or sentence.norms[i].isdecimal())
        and not _counted(sentence, i, j)
    ):
        i += 1
    while i < j and (
        not (sentence.norms[j - 1][:1].isalnum() or sentence.norms[j - 1] == "'s")
        or sentence.norms[j - 1] in {"in", "on"}
    ):
        j -= 1
    return i, j


def _counted(sentence: Sentence, i: int, j: int) -> bool:
    """ "two officials", "five people": a number that counts the speakers."""
    if sentence.norms[i] != QUANTITY:
        return False
    return any(i < m.i <= i + 3 and m.j <= j for m in sentence.of("source"))


def abbreviates(sentence: Sentence, k: int) -> bool:
    """Whether the full stop tokens[k] belongs to a title or an initial and a name goes on after it."""
    if sentence.norms[k] != "." or k == 0 or k + 1 >= len(sentence.norms):
        return False
    before = sentence.tokens[k - 1]
    initial = before.end - before.start == 1 and sentence.text[before.start].isupper()
    return (initial or before.norm in TITLES) and not starts_lower(sentence, k + 1)


def second_group(sentence: Sentence, i: int, j: int) -> int:
    """Where a new noun group starts after an opening phrase: "On Tuesday | the ministry", "By its count | we"."""
    if sentence.norms[i] not in TIME_OPENERS:
        return 0
    found = 0
    for k in range(i + 2, j):
        before = sentence.norms[k - 1]
        opens = sentence.norms[k] in OPEN_GROUPS or not starts_lower(sentence, k)
        opens = opens or (not found and any(mark.i == k and mark.j == j for mark in sentence.of("source")))
        if before in _BIND or not opens or (not before[:1].isalnum() and before not in {DATE, DURATION}):
            continue
        day = before.endswith("day") or before in {DATE, DURATION}
        if starts_lower(sentence, k - 1) or day:
            found = k
    return found


def clean_name(sentence: Sentence, i: int, j: int) -> WordSpan | None:
    """A name without the clause that follows it: "X briefed by Y", "X through the lawmaker Y"."""
    i, j = trimmed(sentence, i, j)
    if "(" in sentence.norms[i:j] and ")" not in sentence.norms[i:j]:
        j = i + sentence.norms[i:j].index("(")  # "the intelligence agency (HUR) reported"
    timed = next((m.j for m in sentence.of("period") if m.i <= i < m.j < j), 0)
    second = timed or second_group(sentence, i, j)
    if second:
        i = second  # "Earlier this month | the chief", "On Tuesday | the ministry"
    for k in range(i + 1, j):
        if _cuts(sentence, i, k):
            i, j = trimmed(sentence, i, k)
            break
    return (i, j) if i < j else None


def _cuts(sentence: Sentence, i: int, k: int) -> bool:
    norm, norms = sentence.norms[k], sentence.norms
    if norm in RELATIVES or norm in IS_FORMS:
        return True
    if (norm == "to" and norms[k - 1] in TO_NOUNS) or (norm == "on" and norms[k - 1] == "briefed"):
        return False
    if norm in GIVEN_BY and norms[k + 1 : k + 2] == ["by"]:
        return norm not in _MADE or not is_document(sentence, i, k)
    return norm in _NAME_ENDS


def name_after(sentence: Sentence, i: int, anything: bool = False) -> WordSpan | None:
    """Words of a name that starts at tokens[i]: up to a comma, a verb, a relative or the end.

    With `anything` the words need not look like a name: after "according to" every noun group is a source.
    """
    k = i
    while k < len(sentence.norms) and k - i < _LONGEST_NAME and not _ends_name(sentence, i, k, anything):
        k += 1
    i, k = trimmed(sentence, i, k)
    return (i, k) if i < k and (anything or is_name(sentence, i, k)) else None


def _ends_name(sentence: Sentence, i: int, k: int, anything: bool = False) -> bool:
    norm, norms = sentence.norms[k], sentence.norms
    if norm == ".":
        return not abbreviates(sentence, k)
    if k == i and norm == QUANTITY:
        return not anything and not _counted(sentence, i, min(i + 5, len(norms)))
    if norm in _OPEN_CLAUSES or norm in {QUANTITY, DATE} or norm in IS_FORMS:
        return True
    if k > i and _cuts(sentence, i, k):
        return True
    if (k == i and norm in _NAME_ENDS) or not (norm[:1].isalnum() or norm in {"'s", "'", "&"}):
        return True
    if k == i:
        return False
    if any(m.i == k for m in sentence.of("sourcing")):
        return True
    if norm == "by":
        return not is_document(sentence, i, k)
    if norm == "during":
        return True
    if norm == "in":
        return k + 1 >= len(norms) or starts_lower(sentence, k + 1) or norms[k + 1] == DATE
    return is_finite(sentence, k) or _leaves_name(sentence, k)


def _leaves_name(sentence: Sentence, k: int) -> bool:
    """A small word after a capital one that no word of offices follows: "the Odra Institute | range from"."""
    norm = sentence.norms[k]
    if not starts_lower(sentence, k) or starts_lower(sentence, k - 1) or not sentence.norms[k - 1][:1].isalpha():
        return False
    if norm in _RUN_ON or sentence.norms[k - 1] in DETERMINERS:
        return False
    return not any(m.i <= k + 2 and m.j > k for m in sentence.of("source"))
