"""The words that name a source: back from a verb of saying to its subject, forward from "according to"."""

from __future__ import annotations

from waybill.claims.marks import DATE, DURATION, QUANTITY, Mark, Sentence
from waybill.claims.wordlists import (
    ADVERBS,
    AUXILIARIES,
    BE,
    CLAUSE_BREAKS,
    DETERMINERS,
    HAVE,
    OPENERS,
    PRONOUNS,
    RELATIVES,
    TITLES,
)

WordSpan = tuple[int, int]
"""Words tokens[i:j] of a sentence."""

_SUBJECT_BORDERS = frozenset({";", "•", "“", "”", '"', ".", "…", "(", ")", ":", "as", "?", "!", "]", "than"})
_IS = (HAVE | BE) - {"'s", "'re"}
_LONGEST_SUBJECT = 32  # words from a speaker's name to the verb, appositions included
_LONGEST_NAME = 14
_TIME_OPENERS = frozenset(
    {"in", "on", "at", "by", "after", "before", "since", "during", "for", "last", "under", "with"}
)
_NAME_ENDS = frozenset(
    {"told", "citing", "quoting", "on", "to", "through", "via", "after", "speaking", "when", "if", "as"}
)


def starts_lower(sentence: Sentence, k: int) -> bool:
    """Whether tokens[k] is written with a small first letter."""
    start = sentence.tokens[k].start
    return sentence.text[start].islower() and sentence.text[start - 1 : start] not in {"-", "‑"}


def is_name(sentence: Sentence, i: int, j: int) -> bool:
    """Whether words i..j could name a source: a capital letter, a word of offices, or a known actor; no quantity."""
    if i < 0 or i >= j or QUANTITY in sentence.norms[i:j]:
        return False
    if any(mark.i < j and mark.j > i for kind in ("source", "actor") for mark in sentence.of(kind)):
        return True
    return any(sentence.text[sentence.tokens[k].start].isupper() for k in range(i, j))


def trimmed(sentence: Sentence, i: int, j: int) -> WordSpan:
    """The stretch without opening connectives and without signs at its ends."""
    while i < j and (sentence.norms[i] in OPENERS or not sentence.norms[i][:1].isalnum()):
        i += 1
    while i < j and not (sentence.norms[j - 1][:1].isalnum() or sentence.norms[j - 1] == "'s"):
        j -= 1
    return i, j


def subject_before(sentence: Sentence, verb: Mark) -> WordSpan | None:
    """Words of the subject of a verb of saying; appositions and time phrases are left out."""
    j = verb.i
    while j > 0 and starts_lower(sentence, j - 1) and _is_filler(sentence.norms[j - 1]):
        j -= 1
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


def _is_filler(norm: str) -> bool:
    return norm in AUXILIARIES - {"'s"} or norm in ADVERBS or norm.endswith("ly")


def _is_border(sentence: Sentence, k: int, verb: int) -> bool:
    """Whether tokens[k] ends the way back from a verb of saying to its subject."""
    norm = sentence.norms[k]
    if norm == "that":
        return any(m.j in {k, k - 1, k - 2} for m in sentence.of("saying"))
    if norm in RELATIVES:
        closed = {",", "—", "–"} & set(sentence.norms[k:verb])
        return k > 0 and not closed and sentence.norms[k - 1] not in {",", "—", "–"}
    if norm in {"and", "or"}:
        return not (is_name(sentence, k - 1, k) and _name_soon(sentence, k + 1, verb))
    return norm in _SUBJECT_BORDERS or norm in CLAUSE_BREAKS


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
    """The index of a title whose full stop is tokens[k] ("Maj. Gen."), else 0."""
    return k - 1 if k >= 1 and sentence.norms[k] == "." and sentence.norms[k - 1] in TITLES else 0


def _acronym_before(sentence: Sentence, k: int) -> int:
    """The index of the opening bracket when tokens[k] closes "(MSMT)", else 0."""
    return k - 2 if k >= 2 and sentence.norms[k] == ")" and sentence.norms[k - 2] == "(" else 0


def _pieces(sentence: Sentence, i: int, j: int) -> list[WordSpan]:
    """Stretches of words i..j between commas and dashes."""
    found, start = [], i
    for k in range(i, j):
        if sentence.norms[k] in {",", "—", "–"}:
            found.append((start, k))
            start = k + 1
    found.append((start, j))
    return [p for p in (trimmed(sentence, *piece) for piece in found) if p[0] < p[1]]


def _is_time(sentence: Sentence, i: int, j: int) -> bool:
    if any(mark.j == j for mark in sentence.of("source")) or any(mark.j == j for mark in sentence.of("actor")):
        return sentence.norms[i] in {"in", "on", "under"} and not _time_first(sentence, i, j)
    if sentence.norms[i] in _TIME_OPENERS:
        return not _time_first(sentence, i, j)
    return DATE in sentence.norms[i:j] and j - i <= 3


def _time_first(sentence: Sentence, i: int, j: int) -> bool:
    """ "On Tuesday South Korean intelligence": a time of one word, then the name."""
    return j - i > 2 and (sentence.norms[i + 1] in {DATE, DURATION} or sentence.norms[i + 1].endswith("day"))


def _best_piece(sentence: Sentence, pieces: list[WordSpan]) -> WordSpan:
    """Among "X, who runs Y, says" and "Once sent, X said" the stretch that names somebody.

    A pronoun beside the verb is the subject; a first stretch that is a name on its own has an apposition after it;
    else the last stretch that names somebody counts.
    """
    first, last = pieces[0], pieces[-1]
    if last[1] - last[0] == 1 and sentence.norms[last[0]] in PRONOUNS:
        return last
    if _is_capitalised(sentence, *last) and not (len(pieces) == 2 and _is_capitalised(sentence, *first)):
        return _clean(sentence, *last)
    if len(pieces) > 1 and first[1] - first[0] <= 12 and _is_proper(sentence, *first):
        if not (starts_lower(sentence, first[0]) and not starts_lower(sentence, last[0])):
            return _clean(sentence, *first)
    for piece in reversed(pieces):
        if is_name(sentence, *piece) and sentence.norms[piece[0]] not in RELATIVES:
            return _clean(sentence, *piece)
    return _clean(sentence, *first)


def _is_capitalised(sentence: Sentence, i: int, j: int) -> bool:
    """A short name of capitalised words only: "Shin Won-sik"."""
    return j - i <= 5 and not any(starts_lower(sentence, k) and sentence.norms[k] != "'s" for k in range(i, j))


def _is_proper(sentence: Sentence, i: int, j: int) -> bool:
    """A stretch that reads as a name: its last word is capitalised or a word of offices, and it holds no verb."""
    if sentence.norms[i] in RELATIVES:
        return False
    if any(norm in _IS or norm in {QUANTITY, "if", "as", "when", "once"} for norm in sentence.norms[i:j]):
        return False
    if any(i <= m.i < j and starts_lower(sentence, m.i) for m in sentence.of("verb")):
        return False
    return (not starts_lower(sentence, j - 1) and sentence.norms[j - 1][:1].isalpha()) or any(
        mark.j == j for mark in sentence.of("source")
    )


def _clean(sentence: Sentence, i: int, j: int) -> WordSpan:
    """A name without the clause that follows it: "X briefed by Y", "X through the lawmaker Y"."""
    i, j = trimmed(sentence, i, j)
    if j - i > 2 and sentence.norms[i] in {"on", "in"} and _time_first(sentence, i, j):
        i += 2
    for k in range(i + 1, j):
        norm = sentence.norms[k]
        if norm in RELATIVES or norm in _IS or norm in _NAME_ENDS:
            return trimmed(sentence, i, k)
    return i, j


def name_after(sentence: Sentence, i: int, anything: bool = False) -> WordSpan | None:
    """Words of a name that starts at tokens[i]: up to a comma, a verb, a relative or the end.

    With `anything` the words need not look like a name: after "according to" every noun group is a source.
    """
    norms = sentence.norms
    sayings = {m.i for m in sentence.of("saying") if norms[m.i - 1] not in DETERMINERS}
    k = i
    while k < len(norms) and k - i < _LONGEST_NAME:
        norm = norms[k]
        if norm in RELATIVES | CLAUSE_BREAKS or norm in {QUANTITY, DATE} or norm in _IS or norm in _NAME_ENDS:
            break
        if not (norm[:1].isalnum() or norm in {"'s", "'", "&"} or (norm == "." and norms[k - 1] in TITLES)):
            break
        if k > i and (k in sayings or norm in {"in", "during", "by"}):
            if norm != "in" or k + 1 >= len(norms) or starts_lower(sentence, k + 1) or norms[k + 1] == DATE:
                break
        k += 1
    i, k = trimmed(sentence, i, k)
    return (i, k) if i < k and (anything or is_name(sentence, i, k)) else None
