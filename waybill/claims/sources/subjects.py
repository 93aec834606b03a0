"""The subject of a verb of saying: back from the verb over insertions and appositions to the words that speak."""

from __future__ import annotations

from typing import cast

from waybill.claims.sources.names import (
    FINITE,
    GIVEN_BY,
    IS_FORMS,
    OPEN_GROUPS,
    TIME_OPENERS,
    WordSpan,
    abbreviates,
    clean_name,
    is_finite,
    is_name,
    second_group,
    starts_lower,
    trimmed,
)
from waybill.claims.words.lexicon import Saying
from waybill.claims.words.marks import DATE, QUANTITY, Mark, Sentence
from waybill.claims.words.wordlists import (
    ADVERBS,
    AUXILIARIES,
    CLAUSE_BREAKS,
    PREPOSITIONS,
    PRONOUNS,
    RELATIVES,
)

_SUBJECT_BORDERS = frozenset({";", "•", "“", "”", '"', ".", "…", "(", ")", ":", "as", "?", "!", "]", "than"})
_DASHES = frozenset({"-", "–", "—"})
_ENDS_PART = frozenset({".", '"', "”", ")"})  # signs that can close a part of a name
_CLOSERS = frozenset({",", "—", "–"})
_HELPING = AUXILIARIES - {"'s"}
_CITING = RELATIVES | {"citing", "quoting"}
_ASIDES = _CITING | {"speaking"}
_DATELINE = 12  # words of a dateline
_LONGEST_SUBJECT = 32  # words from a speaker's name to the verb, appositions included


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
        opening = _opening_before(sentence, low - 1) if sentence.norms[low - 1] in _ENDS_PART else 0
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
    return norm in _HELPING or norm in ADVERBS or norm.endswith("ly") or norm in {"first", "able"}


def _is_border(sentence: Sentence, k: int, verb: int) -> bool:
    """Whether tokens[k] ends the way back from a verb of saying to its subject."""
    norm = sentence.norms[k]
    if norm in _DASHES and k <= _DATELINE and sentence.words(0, 1).isupper() and sentence.norms[0][:1].isalpha():
        return True  # "SEOUL, 4 Nov. (Agency) -- The ministry says"
    if norm == "that":
        opens = sentence.norms[k + 1] in OPEN_GROUPS or not starts_lower(sentence, k + 1)
        alone = opens and not any(is_finite(sentence, n) for n in range(k + 2, verb))
        return alone or any(0 <= k - m.j <= 14 for m in sentence.of("saying"))  # "a sum that its embassy puts at"
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
    told = [m for m in sentence.of("saying") if m.i == k and cast(Saying, m.entry).form in FINITE]
    if not told or not _CLOSERS.isdisjoint(sentence.norms[k:verb]) or sentence.norms[k + 1] in GIVEN_BY:
        return False
    return is_finite(sentence, k)


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


def _opening_before(sentence: Sentence, k: int) -> int:
    """Where the title, the quoted name or the acronym begins that tokens[k] closes; 0 where it closes none."""
    return _title_before(sentence, k) or _quoted_before(sentence, k) or _acronym_before(sentence, k)


def _title_before(sentence: Sentence, k: int) -> int:
    """The index of a title or an initial whose full stop is tokens[k] ("Maj. Gen.", "John F."), else 0."""
    return k - 1 if k >= 1 and abbreviates(sentence, k) else 0


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
        return sentence.norms[i] in {"in", "on", "under"} and not second_group(sentence, i, j)
    if sentence.norms[i] in TIME_OPENERS:
        return not second_group(sentence, i, j)
    return DATE in sentence.norms[i:j] and j - i <= 3


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
    if len(pieces) > 1 and _opens_subject(sentence, pieces):
        return clean_name(sentence, *last)  # "157 soldiers and border guards, its staff says"
    if sentence.norms[last[1] - 1] in {"it", "he", "she", "they", "i", "we"}:
        inside = sentence.norms[last[0]] == "in" and is_name(sentence, last[0] + 1, last[1] - 1)
        if inside and sentence.norms[last[1] - 1] == "they":
            return last[0] + 1, last[1] - 1  # "in the ministry they say"
        return last[1] - 1, last[1]
    if last[1] - last[0] == 1 and sentence.norms[last[0]] in PRONOUNS:
        return last
    if _is_capitalised(sentence, *last) and not (len(pieces) == 2 and _is_capitalised(sentence, *first)):
        return clean_name(sentence, *last)
    small = starts_lower(sentence, first[0]) and not starts_lower(sentence, last[0])
    if len(pieces) > 1 and first[1] - first[0] <= 12 and _is_proper(sentence, *first) and not small:
        return clean_name(sentence, *first)
    for piece in reversed(pieces):
        if is_name(sentence, *piece) and sentence.norms[piece[0]] not in _CITING:
            return clean_name(sentence, *piece)
    return clean_name(sentence, *first)


def _opens_subject(sentence: Sentence, pieces: list[WordSpan]) -> bool:
    """Whether the last stretch is a subject of its own: no comma parts it from the verb, and a figure stands before.

    An apposition is closed by a comma ("X, who runs Y, says"); what stands before an unclosed stretch is said.
    """
    last = pieces[-1]
    if sentence.norms[last[1] : last[1] + 1] == [","] or not is_name(sentence, *last):
        return False
    if pieces[0][1] - pieces[0][0] == 1 and sentence.within("source", *last) and len(pieces) == 2:
        return True  # "General, last week the Minister told us"
    office = any(m.j == last[1] for m in sentence.of("source"))
    if office and sentence.norms[last[1] + 1 : last[1] + 2] == [","]:
        return True  # "North Korea, Seoul's ministry estimates, earned ..."
    if "and" in sentence.norms[slice(*last)] and _named_list(sentence, *last):
        return False  # "officials in Kyiv, Warsaw and Oslo say"
    return QUANTITY in sentence.norms[: last[0]] and not _is_person(sentence, *pieces[0])


def _is_person(sentence: Sentence, i: int, j: int) -> bool:
    """A proper name of two to four words: what follows it is an apposition, closed or not."""
    return 2 <= j - i <= 4 and _is_capitalised(sentence, i, j)


def _is_clause(sentence: Sentence, i: int, j: int) -> bool:
    """A stretch with a verb of its own that is no relative clause: it has its own subject."""
    if sentence.norms[i] in _ASIDES:
        return False
    if any(n in {"who", "which", "that"} for n in sentence.norms[i:j]):
        return False
    return QUANTITY in sentence.norms[i + 1 : j] or any(is_finite(sentence, k) for k in range(i + 1, j))


def _is_capitalised(sentence: Sentence, i: int, j: int) -> bool:
    """A short name of capitalised words only: "Shin Won-sik"."""
    return j - i <= 5 and not any(starts_lower(sentence, k) and sentence.norms[k] != "'s" for k in range(i, j))


def _is_proper(sentence: Sentence, i: int, j: int) -> bool:
    """A stretch that reads as a name: its last word is capitalised or a word of offices, and it holds no verb."""
    if sentence.norms[i] in RELATIVES:
        return False
    if any(norm in IS_FORMS or norm in {QUANTITY, "if", "as", "when", "once"} for norm in sentence.norms[i + 1 : j]):
        return False
    if any(i <= m.i < j and starts_lower(sentence, m.i) for m in sentence.of("verb")):
        return False
    return (not starts_lower(sentence, j - 1) and sentence.norms[j - 1][:1].isalpha()) or any(
        mark.j == j for mark in sentence.of("source")
    )
