"""Who speaks without a verb of saying: "according to X", "Seoul's count", a name and a colon; and what a speaker is."""

from __future__ import annotations

from typing import NamedTuple, cast

from waybill.claims.lexicon import Actor, Cue
from waybill.claims.marks import QUANTITY, Mark, Sentence
from waybill.claims.names import (
    WordSpan,
    is_document,
    is_finite,
    is_name,
    name_after,
    starts_lower,
    trimmed,
)
from waybill.claims.wordlists import (
    LABELS,
    PREPOSITIONS,
    PRONOUNS,
    SELVES,
)

INNER = frozenset(
    ["briefed", "given", "submitted", "compiled", "written", "prepared", "made", "obtained", "released", "informed"]
)
STOPS = frozenset({"-", ",", ".", ";", "”", '"', "—", "–", ")", "!", "?", "…", "•"})
QUOTES = frozenset({'"', "“", "”", "'", "‘", "’"})
_LONGEST_LABEL = 6
_LABEL_REACH = 12
SCAN = 14  # words after a verb of saying in which its complement shows


class Voice(NamedTuple):
    """One speaker found in a sentence: words i..j name it, `at` is where the saying stands."""

    i: int
    j: int
    at: int
    stance: str
    kind: str  # say tell put give speak watch make cite citing by according count label pronoun self
    rule: str
    outer: tuple[WordSpan, ...] = ()  # who passes the words on: "the agency, through the lawmaker Kang"
    inner: tuple[WordSpan, ...] = ()  # whom the speaker relies on: "a lawmaker briefed by the agency"
    opens: bool = True  # what follows is said
    closes: bool = False  # what stands before is said: ", X said"


def phrase_voice(sentence: Sentence, mark: Mark) -> Voice | None:
    """ "according to X", "in the words of X", "data from X": the name follows the phrase."""
    cue = cast(Cue, mark.entry)
    if cue.scope in {"name", "cited"} and not _is_proper_next(sentence, mark.j):
        return None
    named = name_after(sentence, mark.j, anything=cue.scope == "any")
    if named is None:
        return None
    named = _submitter(sentence, named)
    first = sentence.norms[named[0]]
    if first in SELVES or (first in PRONOUNS and named[1] - named[0] == 1):
        kind = "self" if first in SELVES else "pronoun"
        return Voice(*named, mark.i, cue.value or "asserted", kind, f"source-{kind}", closes=True)
    if cue.scope == "cited":
        return Voice(*named, mark.i, cue.value or "asserted", "citing", "source-citing", (), (), True, True)
    stance = cue.value or stance_of(sentence, *named)
    rule = f"source-{cue.cue.replace(' ', '-')}"
    return Voice(*named, mark.i, stance, "according", rule, (), inner_after(sentence, named[1]), True, True)


def _is_proper_next(sentence: Sentence, k: int) -> bool:
    """Whether a name or a word of offices follows: "per the Odra Institute", and no "per day"."""
    norms = sentence.norms
    at = k + 1 if norms[k : k + 1] in (["the"], ["a"], ["an"]) else k
    if at >= len(norms):
        return False
    return not starts_lower(sentence, at) or any(at <= m.i <= at + 2 for m in sentence.of("source"))


def _submitter(sentence: Sentence, named: WordSpan) -> WordSpan:
    """ "material which the agency submitted" is the agency's."""
    if sentence.norms[named[1] : named[1] + 1] in (["which"], ["that"]) and starts_lower(sentence, named[0]):
        inner = name_after(sentence, named[1] + 1)
        if inner is None:
            return named
        given = next(
            (k for k in range(inner[0] + 1, inner[1] + 1) if sentence.norms[k : k + 1] and sentence.norms[k] in INNER),
            0,
        )
        if given:
            return inner[0], given
    return named


def stance_of(sentence: Sentence, i: int, j: int) -> str:
    """The stance that the noun of a source brings: an estimate estimates."""
    nouns = [cast(Cue, m.entry).value for m in sentence.within("source", i, j)]
    return next((stance for stance in nouns if stance), "asserted")


def account_voice(sentence: Sentence, mark: Mark) -> Voice | None:
    """ "Seoul's count", "its own estimate", "a NATO estimate", "the account of the ministry": whose figure it is."""
    stance = cast(Cue, mark.entry).value or "asserted"
    lead = sentence.norms[max(0, mark.i - 4) : mark.i]
    closes = bool({"by", "in", "on", "to"} & set(lead))
    for k in range(mark.i - 1, max(-1, mark.i - 4), -1):
        norm = sentence.norms[k]
        if norm in SELVES:
            return Voice(k, k + 1, mark.i, stance, "self", "source-self", closes=closes)
        if norm in {"its", "his", "her", "their"} and k and sentence.norms[k - 1] in {"by", "in", "on", "to"}:
            return Voice(k, k + 1, mark.i, stance, "pronoun", "source-pronoun", closes=True)
    owner = _owner(sentence, mark.i) or _author(sentence, mark)
    if owner is None:
        return None
    closes = closes or bool({"by", "in", "on", "to"} & set(sentence.norms[max(0, owner[0] - 2) : owner[0]]))
    return Voice(*owner, mark.i, stance, "count", "source-account-of", closes=closes)


def _owner(sentence: Sentence, i: int) -> WordSpan | None:
    """ "Seoul's count", "the centre's own estimate", "the NIS figure": the words before the noun."""
    bodies = [
        m for m in sentence.of("actor") if m.j == i and cast(Actor, m.entry).actor_type in {"body", "person", "bloc"}
    ]
    if bodies:
        return bodies[0].i, bodies[0].j
    own = next((k for k in (i - 1, i - 2, i - 3) if k > 0 and sentence.norms[k] in {"'s", "'"}), 0)
    start = own
    while start > 0 and own - start < 6:
        norm = sentence.norms[start - 1]
        if not norm[:1].isalnum() or norm in PREPOSITIONS or norm == QUANTITY or is_finite(sentence, start - 1):
            break
        start -= 1
    start, end = trimmed(sentence, start, own)
    return (start, end) if start < end and is_name(sentence, start, end) else None


def _author(sentence: Sentence, mark: Mark) -> WordSpan | None:
    """ "estimates by the institute", "figures from the port authority", "estimates of 40 and 60 from two analysts"."""
    k = mark.j
    if sentence.norms[k : k + 1] == ["of"]:
        n = k + 1
        while n < min(len(sentence.norms), k + SCAN) and sentence.norms[n] not in {"by", "from", ".", ";", "that"}:
            n += 1
        k = n if QUANTITY in sentence.norms[k:n] else k
    if sentence.norms[k : k + 1] and sentence.norms[k] in INNER | {"provided", "published", "collected", "issued"}:
        k += 1
    if sentence.norms[k : k + 1] not in (["by"], ["from"]) or not _is_proper_next(sentence, k + 1):
        return None
    return name_after(sentence, k + 1)


def find_label(sentence: Sentence) -> Voice | None:
    """ "White House: North shipped arms": the words before the colon speak, when they name somebody."""
    norms = sentence.norms
    if ":" not in norms[:_LABEL_REACH]:
        return None
    k = norms.index(":")
    first = norms.index(")") + 1 if norms[0] == "(" and ")" in norms[:k] else 0  # "(CLIP, 0'14) HORA: ..."
    close = norms.index("(", first) if "(" in norms[first:k] else k
    i, j = trimmed(sentence, first, close)
    if i < j and norms[i] in LABELS and close < k:
        i, j = trimmed(sentence, close + 1, next((n for n in range(close, k) if norms[n] in {",", ")"}), k))
        return Voice(i, j, k, "asserted", "label", "source-label") if i < j and is_name(sentence, i, j) else None
    if i >= j or j - i > _LONGEST_LABEL or QUANTITY in norms[i:j] or norms[i] in LABELS:
        return None
    if sentence.within("noun", i, j) or sentence.within("account", i, j):
        return None
    if any(m.i == i or starts_lower(sentence, m.i) for kind in ("verb", "saying") for m in sentence.within(kind, i, j)):
        return None
    if not _names_speaker(sentence, i, j, k):
        return None
    via = next((n for n in range(close, k) if norms[n] in {"via", "through"}), 0)
    carrier = name_after(sentence, via + 1, anything=True) if via else None
    return Voice(i, j, k, "asserted", "label", "source-label", (carrier,) if carrier else ())


def _names_speaker(sentence: Sentence, i: int, j: int, colon: int) -> bool:
    marked = {k for kind in ("actor", "source") for m in sentence.within(kind, i, j) for k in range(m.i, m.j)}
    if sentence.words(i, j).isupper() and j - i <= 4:
        return True
    if marked and len(set(range(i, j)) - marked) <= 1:
        return True
    after = sentence.norms[colon + 1 : colon + 2]
    capitals = all(not starts_lower(sentence, k) for k in range(i, j))
    clause = any(is_finite(sentence, k) for k in range(colon + 2, min(len(sentence.norms), colon + 12)))
    if capitals and 2 <= j - i <= 4 and clause and sentence.tokens[i].start == sentence.start:
        return True
    return bool(after) and after[0] in QUOTES and not starts_lower(sentence, i)


def inner_after(sentence: Sentence, k: int) -> tuple[WordSpan, ...]:
    """ "a lawmaker briefed by the spy service", "quoting Y": one step further in."""
    norms = sentence.norms
    for n in range(k, min(len(norms) - 2, k + 3)):
        if norms[n] in INNER and norms[n + 1] == "by" and not is_document(sentence, max(0, k - 4), k):
            named = name_after(sentence, n + 2)
            return (named,) if named else ()
        if norms[n] in {"citing", "quoting"}:
            named = name_after(sentence, n + 1)
            return (named, *inner_after(sentence, named[1])) if named else ()
        if norms[n] in STOPS - {","}:
            return ()
    return ()
