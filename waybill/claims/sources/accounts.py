"""Who speaks without a verb of saying: "according to X", "Seoul's count", a name and a colon; and what a speaker is."""

from __future__ import annotations

import re
from typing import NamedTuple, cast

from waybill.claims.sources.names import (
    WordSpan,
    is_document,
    is_finite,
    is_name,
    name_after,
    starts_lower,
    trimmed,
)
from waybill.claims.words.lexicon import Actor, Cue
from waybill.claims.words.marks import DATE, QUANTITY, Mark, Sentence
from waybill.claims.words.wordlists import (
    LABELS,
    OWN_ROLES,
    PREPOSITIONS,
    PRONOUNS,
    SELVES,
)

INNER = frozenset(
    ["briefed", "given", "submitted", "compiled", "written", "prepared", "made", "obtained", "released", "informed"]
)
STOPS = frozenset({"-", ",", ".", ";", "”", '"', "—", "–", ")", "!", "?", "…", "•"})
QUOTES = frozenset({'"', "“", "”", "'", "‘", "’"})
_GIVEN_OUT = INNER | {"provided", "published", "collected", "issued"}
_ENDS_INNER = STOPS - {","}
_LONGEST_LABEL = 6
_QUESTION_NUMBER = re.compile(r"q\d{1,4}")
_COUNTED_HEADS = (["person"], ["man"], ["soldier"], ["worker"], ["head"], ["pilot"], ["prisoner"], ["member"])
_ROLES = OWN_ROLES
_BULLETS = frozenset("•-–*➡·◦▪»")
_LABEL_REACH = 14
_LONGEST_BRACKET = 10
_DASHES = frozenset({"-", "–", "—", "|"})
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
    if cue.cue == "per" and sentence.norms[mark.j : mark.j + 1] in _COUNTED_HEADS:
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
    if sentence.norms[mark.j : mark.j + 1] == ["for"] and sentence.norms[mark.i] == "account":
        return None  # "wages account for 600m"
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
    if PREPOSITIONS & set(sentence.norms[own:i]):
        return None  # "the Workers' Party through accounts": the noun is not its own
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
    if sentence.norms[k : k + 1] == [","] and sentence.norms[k + 1 : k + 2] and sentence.norms[k + 1] in INNER:
        k += 1  # "at the last count, made by a think-tank"
    if sentence.norms[k : k + 1] == ["of"]:
        n = k + 1
        while n < min(len(sentence.norms), k + SCAN) and sentence.norms[n] not in {"by", "from", ".", ";", "that"}:
            n += 1
        acted = any(k <= m.i < n for m in sentence.of("nominal"))
        k = n if QUANTITY in sentence.norms[k:n] and not acted else k
    if sentence.norms[k : k + 1] and sentence.norms[k] in _GIVEN_OUT:
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
    first += (
        norms[0] == QUANTITY and sentence.words(0, 1).isdecimal() and len(sentence.words(0, 1)) == 4
    )  # "0534 X: ..."
    close = norms.index("(", first) if "(" in norms[first:k] else k
    i, j = trimmed(sentence, first, close)
    if i + 1 < j and _QUESTION_NUMBER.fullmatch(norms[i]):
        i += 1  # "Q41 Chair: ..."
    office = next((n for n in range(i, j) if norms[n] == ","), 0)
    if office and not any(starts_lower(sentence, n) for n in range(i, office)) and 1 <= office - i <= 4:
        if _ROLES & set(norms[office:j]):
            return Voice(i, office, k, "asserted", "self", "source-own-turn")
        j = office  # "ANDRIY KOVTUN, DEPUTY MINISTER: ..."
    elif i < j and _ROLES & set(norms[i:j]) and j - i <= 2 and sentence.words(i, j).isupper():
        return Voice(i, j, k, "asserted", "self", "source-own-turn")
    if i < j and norms[i] in LABELS and close < k:
        i, j = trimmed(sentence, close + 1, next((n for n in range(close, k) if norms[n] in {",", ")"}), k))
        return Voice(i, j, k, "asserted", "label", "source-label") if i < j and is_name(sentence, i, j) else None
    if i >= j or j - i > _LONGEST_LABEL or QUANTITY in norms[i:j] or norms[i] in LABELS:
        return None
    names = [m for kind in ("actor", "source") for m in sentence.within(kind, i, j) if j - i > 1]
    things = [m for m in sentence.within("noun", i, j) if not any(n.i <= m.i and m.j <= n.j for n in names)]
    if things or sentence.within("account", i, j):
        return None
    if any(m.i == i or starts_lower(sentence, m.i) for kind in ("verb", "saying") for m in sentence.within(kind, i, j)):
        return None
    if not _names_speaker(sentence, i, j, k) or _is_row_of_state(sentence, i, j, k):
        return None
    via = next((n for n in range(close, k) if norms[n] in {"via", "through"}), 0)
    carrier = name_after(sentence, via + 1, anything=True) if via else None
    return Voice(i, j, k, "asserted", "label", "source-label", (carrier,) if carrier else ())


def _is_row_of_state(sentence: Sentence, i: int, j: int, colon: int) -> bool:
    """ "• China: 3,400 tonnes": a state before a colon heads a row of a list; it speaks where a clause follows."""
    states = [m for m in sentence.within("actor", i, j) if cast(Actor, m.entry).actor_type in {"state", "bloc"}]
    if not any((m.i, m.j) == (i, j) for m in states):
        return False
    if sentence.norms[0] in _BULLETS:
        return True
    return not any(is_finite(sentence, k) for k in range(colon + 2, min(len(sentence.norms), colon + _LABEL_REACH)))


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


def bracket_voices(sentence: Sentence) -> list[Voice]:
    """ "148 received by January (Ukrainian military intelligence)": who stands in brackets behind what it says."""
    norms, found = sentence.norms, []
    for k, norm in enumerate(norms):
        if norm != "(" or k == 0 or ")" not in norms[k : k + _LONGEST_BRACKET]:
            continue
        close = norms.index(")", k)
        i, j = trimmed(sentence, k + 1, next((n for n in range(k + 1, close) if norms[n] in {",", DATE}), close))
        if norms[i:j] == ["same", "source"]:
            found.append(Voice(i, j, k, "asserted", "pronoun", "source-bracket", opens=False, closes=True))
        elif i < j and _is_bracketed_source(sentence, i, j, close) and _explains_nothing(sentence, k):
            stance = stance_of(sentence, i, j)
            found.append(Voice(i, j, k, stance, "bracket", "source-bracket", opens=False, closes=True))
    return found


def tail_voice(sentence: Sentence) -> Voice | None:
    """ "NORTH SENT 9 MILLION SHELLS - SEOUL": the speaker behind the dash that ends a headline."""
    norms = sentence.norms
    if not norms or norms[-1] in {".", "!", "?", "”", '"'} or QUANTITY not in norms:
        return None
    k = next((k for k in range(len(norms) - 2, max(-1, len(norms) - 2 - _LONGEST_LABEL), -1) if norms[k] in _DASHES), 0)
    if not k or QUANTITY in norms[k:]:
        return None
    marked = {
        n for kind in ("actor", "source") for m in sentence.within(kind, k + 1, len(norms)) for n in range(m.i, m.j)
    }
    if set(range(k + 1, len(norms))) - marked - {n for n in range(k + 1, len(norms)) if norms[n] == "'s"}:
        return None
    return Voice(k + 1, len(norms), k, "asserted", "according", "source-tail", opens=False, closes=True)


def _is_bracketed_source(sentence: Sentence, i: int, j: int, close: int) -> bool:
    if QUANTITY in sentence.norms[i:close] or any(is_finite(sentence, n) for n in range(i, close)):
        return False
    if any(m.i == i for m in sentence.of("sourcing")):
        return False
    actors = [cast(Actor, m.entry).actor_type for m in sentence.within("actor", i, j) if m.j == j]
    sources = [m for m in sentence.within("source", i, j) if m.j == j]
    return bool(sources) or any(kind in {"body", "outlet", "person"} for kind in actors)


def _explains_nothing(sentence: Sentence, k: int) -> bool:
    """No name stands right before the bracket, which would only spell it out: "the intelligence service (NIS)"."""
    named = any(m.j == k for kind in ("actor", "source") for m in sentence.of(kind))
    return not named and (starts_lower(sentence, k - 1) or not sentence.norms[k - 1][:1].isalpha())


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
        if norms[n] in _ENDS_INNER:
            return ()
    return ()
