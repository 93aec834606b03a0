"""The words that name a source: back from a verb of saying to its subject, forward from "according to"."""

from __future__ import annotations

from typing import cast

from waybill.claims.lexicon import Action, Cue, Saying
from waybill.claims.marks import DATE, DURATION, QUANTITY, Mark, Sentence
from waybill.claims.parties import is_noun_use
from waybill.claims.wordlists import (
    ADVERBS,
    AUXILIARIES,
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

_SUBJECT_BORDERS = frozenset({";", "•", "“", "”", '"', ".", "…", "(", ")", ":", "as", "?", "!", "]", "than"})
_IS = (HAVE | BE) - {"'s", "'re"}
_LONGEST_SUBJECT = 32  # words from a speaker's name to the verb, appositions included
_LONGEST_NAME = 14
_LONGEST_FLASH = 300  # code points of a line all in capitals
_TIME_OPENERS = frozenset(
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
_FINITE = frozenset({"third", "past", "ed", "base"})
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
    if norm in _IS or norm in {"will", "would", "could", "can", "may", "might", "must", "should", "did", "does"}:
        return starts_lower(sentence, k)
    if not starts_lower(sentence, k) or (k and (sentence.norms[k - 1] in DETERMINERS or norm == "figures")):
        return False
    if sentence.norms[k + 1 : k + 2] == ["by"] or norm in GIVEN_BY or (k and sentence.norms[k - 1] in BE):
        return False
    for kind in ("verb", "saying"):
        for mark in sentence.of(kind):
            if mark.i == k:
                if kind == "saying" and sentence.norms[mark.j : mark.j + 1] == ["that"]:
                    return True
                form = cast("Action | Saying", mark.entry).form
                if form in _FINITE and not is_noun_use(sentence, mark, form):
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
    if sentence.norms[i] == QUANTITY:
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


def subject_before(sentence: Sentence, verb: Mark) -> WordSpan | None:
    """Words of the subject of a verb of saying; appositions and time phrases are left out."""
    j = verb.i
    while j > 0 and starts_lower(sentence, j - 1) and _is_filler(sentence.norms[j - 1]):
        j -= 1
    if j > 1 and sentence.norms[j - 1] in {"who", "which"}:
        j -= 2 if sentence.norms[j - 2] in {",", "—", "–"} else 1
    j = _past_insertion(sentence, j)
    low = j
    while low > 0 and j - low < _LONGEST_SUBJECT:
        opening = (
            _title_before(sentence, low - 1) or _quoted_before(sentence, low - 1) or _acronym_before(sentence, low - 1)
        )
        if opening and opening <= low - 1:
            low = opening
        elif _is_border(sentence, low - 1, j):
            break
        else:
            low -= 1
    pieces = [p for p in _pieces(sentence, low, j) if not _is_time(sentence, *p)]
    return _best_piece(sentence, pieces) if pieces else None


def _past_insertion(sentence: Sentence, j: int) -> int:
    """Back over an insertion that a comma closes before the verb: "X, who would not be named because ..., said"."""
    if j < 3 or sentence.norms[j - 1] != ",":
        return j
    for k in range(j - 2, max(0, j - _LONGEST_SUBJECT), -1):
        if sentence.norms[k] in {"“", "”", '"', ";"}:
            return j
        if sentence.norms[k] == ",":
            return j if _is_capitalised(sentence, k + 1, j - 1) else k
    return j


def _is_filler(norm: str) -> bool:
    return norm in AUXILIARIES - {"'s"} or norm in ADVERBS or norm.endswith("ly") or norm == "first"


def _is_border(sentence: Sentence, k: int, verb: int) -> bool:
    """Whether tokens[k] ends the way back from a verb of saying to its subject."""
    norm = sentence.norms[k]
    if norm == "that":
        return any(0 <= k - m.j <= 14 for m in sentence.of("saying"))
    if norm in RELATIVES:
        if norm in {"who", "which"} and k > 0 and verb - k >= 3 and _is_noun_like(sentence.norms[k - 1]):
            return False
        closed = {",", "—", "–"} & set(sentence.norms[k:verb])
        return k > 0 and not closed and sentence.norms[k - 1] not in {",", "—", "–"}
    if norm in {"and", "or"}:
        return not (is_name(sentence, k - 1, k) and _name_soon(sentence, k + 1, verb))
    if norm in _SUBJECT_BORDERS or norm in CLAUSE_BREAKS:
        return True
    return _is_said(sentence, k, verb)


def _is_noun_like(norm: str) -> bool:
    """A word that a relative clause can belong to: "lawmakers who", and no preposition: "a call in which"."""
    return norm[:1].isalpha() and norm not in PREPOSITIONS


def _is_said(sentence: Sentence, k: int, verb: int) -> bool:
    """A verb of saying right before the subject opens the clause: "lawmakers said the agency believes"."""
    if any(n in {",", "—", "–"} for n in sentence.norms[k:verb]) or sentence.norms[k + 1] in GIVEN_BY:
        return False
    return any(
        m.i == k and cast(Saying, m.entry).form in _FINITE and is_finite(sentence, k) for m in sentence.of("saying")
    )


def _name_soon(sentence: Sentence, k: int, verb: int) -> bool:
    """A name that reaches the verb follows "and": "officials in Washington and Seoul say"."""
    return verb - k <= 4 and is_name(sentence, k, verb)


def _quoted_before(sentence: Sentence, k: int) -> int:
    """The index of the opening mark when tokens[k] closes a short quoted name, else 0."""
    if sentence.norms[k] not in {'"', "”"}:
        return 0
    for at in range(k - 1, max(-1, k - 8), -1):
        if sentence.norms[at] in {'"', "“"}:
            return at if all(n[:1].isalnum() for n in sentence.norms[at + 1 : k]) else 0
    return 0


def _title_before(sentence: Sentence, k: int) -> int:
    """The index of a title or an initial whose full stop is tokens[k] ("Maj. Gen.", "John F."), else 0."""
    return k - 1 if k >= 1 and abbreviates(sentence, k) else 0


def abbreviates(sentence: Sentence, k: int) -> bool:
    """Whether the full stop tokens[k] belongs to a title or an initial and a name goes on after it."""
    if sentence.norms[k] != "." or k == 0 or k + 1 >= len(sentence.norms):
        return False
    before = sentence.tokens[k - 1]
    initial = before.end - before.start == 1 and sentence.text[before.start].isupper()
    return (initial or before.norm in TITLES) and not starts_lower(sentence, k + 1)


def _acronym_before(sentence: Sentence, k: int) -> int:
    """The index of the opening bracket when tokens[k] closes "(MSMT)", else 0."""
    return k - 2 if k >= 2 and sentence.norms[k] == ")" and sentence.norms[k - 2] == "(" else 0


def _pieces(sentence: Sentence, i: int, j: int) -> list[WordSpan]:
    """Stretches of words i..j between commas and dashes; a list of names ("Oslo, Riga and Bern") is one."""
    found, start = [], i
    for k in range(i, j):
        if sentence.norms[k] in {",", "—", "–"}:
            found.append((start, k))
            start = k + 1
    found.append((start, j))
    pieces = [p for p in (trimmed(sentence, *piece) for piece in found) if p[0] < p[1]]
    pieces = [p for p in pieces if any(n[:1].isalpha() or n[:1] == "#" for n in sentence.norms[slice(*p)])] or pieces
    if len(pieces) > 1 and "and" in sentence.norms[slice(*pieces[-1])]:
        first = len(pieces) - 1
        while (
            first > 0
            and _is_capitalised(sentence, *pieces[first - 1])
            and pieces[first - 1][1] - pieces[first - 1][0] <= 3
        ):
            first -= 1
        if first < len(pieces) - 1 and all(_named_list(sentence, *p) for p in pieces[first:]):
            return [*pieces[:first], (pieces[first][0], pieces[-1][1])]
    return pieces


def _named_list(sentence: Sentence, i: int, j: int) -> bool:
    return all(sentence.norms[k] in {"and", "the", "of"} or not starts_lower(sentence, k) for k in range(i, j))


def _is_time(sentence: Sentence, i: int, j: int) -> bool:
    if any(mark.j == j for mark in sentence.of("source")) or any(mark.j == j for mark in sentence.of("actor")):
        return sentence.norms[i] in {"in", "on", "under"} and not _second_group(sentence, i, j)
    if sentence.norms[i] in _TIME_OPENERS:
        return not _second_group(sentence, i, j)
    return DATE in sentence.norms[i:j] and j - i <= 3


def _second_group(sentence: Sentence, i: int, j: int) -> int:
    """Where a new noun group starts after an opening phrase: "On Tuesday | the ministry", "By its count | we"."""
    if sentence.norms[i] not in _TIME_OPENERS:
        return 0
    found = 0
    for k in range(i + 2, j):
        before = sentence.norms[k - 1]
        opens = sentence.norms[k] in DETERMINERS | PRONOUNS or not starts_lower(sentence, k)
        opens = opens or (not found and any(mark.i == k and mark.j == j for mark in sentence.of("source")))
        if (
            before in DETERMINERS | PREPOSITIONS | {"and", "or", "'s", "'", "-"}
            or not opens
            or (not before[:1].isalnum() and before not in {DATE, DURATION})
        ):
            continue
        day = before.endswith("day") or before in {DATE, DURATION}
        if starts_lower(sentence, k - 1) or day:
            found = k
    return found


def _best_piece(sentence: Sentence, pieces: list[WordSpan]) -> WordSpan | None:
    """Among "X, who runs Y, says" and "Once sent, X said" the stretch that names somebody.

    A pronoun beside the verb is the subject; a first stretch that is a name on its own has an apposition after it;
    else the last stretch that names somebody counts. What stands before a clause of its own is another subject.
    """
    for n in range(len(pieces) - 2, -1, -1):
        if _is_clause(sentence, *pieces[n]):
            pieces = pieces[n + 1 :]
            break
    first, last = pieces[0], pieces[-1]
    if sentence.norms[last[1] - 1] in {"it", "he", "she", "they"}:
        inside = sentence.norms[last[0]] == "in" and is_name(sentence, last[0] + 1, last[1] - 1)
        if inside and sentence.norms[last[1] - 1] == "they":
            return last[0] + 1, last[1] - 1  # "in the ministry they say"
        return last[1] - 1, last[1]
    if last[1] - last[0] == 1 and sentence.norms[last[0]] in PRONOUNS:
        return last
    if _is_capitalised(sentence, *last) and not (len(pieces) == 2 and _is_capitalised(sentence, *first)):
        return _clean(sentence, *last)
    small = starts_lower(sentence, first[0]) and not starts_lower(sentence, last[0])
    if len(pieces) > 1 and first[1] - first[0] <= 12 and _is_proper(sentence, *first) and not small:
        return _clean(sentence, *first)
    for piece in reversed(pieces):
        if is_name(sentence, *piece) and sentence.norms[piece[0]] not in RELATIVES | {"citing", "quoting"}:
            return _clean(sentence, *piece)
    return _clean(sentence, *first)


def _is_clause(sentence: Sentence, i: int, j: int) -> bool:
    """A stretch with a verb of its own that is no relative clause: it has its own subject."""
    if sentence.norms[i] in RELATIVES | {"citing", "quoting", "speaking"}:
        return False
    if any(n in {"who", "which", "that"} for n in sentence.norms[i:j]):
        return False
    return any(is_finite(sentence, k) for k in range(i + 1, j)) or QUANTITY in sentence.norms[i + 1 : j]


def _is_capitalised(sentence: Sentence, i: int, j: int) -> bool:
    """A short name of capitalised words only: "Shin Won-sik"."""
    return j - i <= 5 and not any(starts_lower(sentence, k) and sentence.norms[k] != "'s" for k in range(i, j))


def _is_proper(sentence: Sentence, i: int, j: int) -> bool:
    """A stretch that reads as a name: its last word is capitalised or a word of offices, and it holds no verb."""
    if sentence.norms[i] in RELATIVES:
        return False
    if any(norm in _IS or norm in {QUANTITY, "if", "as", "when", "once"} for norm in sentence.norms[i + 1 : j]):
        return False
    if any(i <= m.i < j and starts_lower(sentence, m.i) for m in sentence.of("verb")):
        return False
    return (not starts_lower(sentence, j - 1) and sentence.norms[j - 1][:1].isalpha()) or any(
        mark.j == j for mark in sentence.of("source")
    )


def _clean(sentence: Sentence, i: int, j: int) -> WordSpan | None:
    """A name without the clause that follows it: "X briefed by Y", "X through the lawmaker Y"."""
    i, j = trimmed(sentence, i, j)
    timed = next((m.j for m in sentence.of("period") if m.i <= i < m.j < j), 0)
    second = timed or _second_group(sentence, i, j)
    if second:
        i = second  # "Earlier this month | the chief", "On Tuesday | the ministry"
    for k in range(i + 1, j):
        if _cuts(sentence, i, k):
            i, j = trimmed(sentence, i, k)
            break
    return (i, j) if i < j else None


def _cuts(sentence: Sentence, i: int, k: int) -> bool:
    norm, norms = sentence.norms[k], sentence.norms
    if norm in RELATIVES or norm in _IS:
        return True
    if norm == "to" and norms[k - 1] in TO_NOUNS:
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
    if norm in RELATIVES | CLAUSE_BREAKS or norm in {QUANTITY, DATE} or norm in _IS:
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
    if norm in PREPOSITIONS | DETERMINERS | {"and", "'s", "&"} or sentence.norms[k - 1] in DETERMINERS:
        return False
    return not any(m.i <= k + 2 and m.j > k for m in sentence.of("source"))
