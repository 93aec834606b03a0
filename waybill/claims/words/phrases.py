"""The noun groups that name parties: what the name stands for, whose head noun it colours, what governs the group.

"The Russian army", "Moscow", "Kyiv's gunners" name a party; "Russian ports" a place of it, "Russian officials" its
voice, "Russian shells" its goods. The classes of head nouns are schemas/vocab/en/party_nouns.csv.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple, cast

from schemas.vocabulary import vocabulary
from waybill.claims.words.lexicon import Actor
from waybill.claims.words.marks import DATE, DURATION, QUANTITY, Mark, Sentence
from waybill.claims.words.wordlists import (
    ADVERBS,
    AUXILIARIES,
    CLAUSE_BREAKS,
    DETERMINERS,
    PREPOSITIONS,
    PRONOUNS,
    RELATIVES,
    TITLES,
)
from waybill.dates import weekday_numbers

_NOT_PARTIES = frozenset({"United Nations", "UN.PANEL", "MSMT"})
_TO_NOBODY = (["according"], ["due"], ["thanks"], ["prior"], ["owing"], ["contrary"], ["compared"])
_LONGEST_HEAD = 5  # words from a name to the noun it colours
_SAYINGS = frozenset({"allegation", "allegations", "claims", "reports", "assertions", "denials", "estimates"})
_LEADING_TO = frozenset({"to", "from", "by"})
_SHORTEST_NAME = 4
_COMMON = (
    PRONOUNS
    | DETERMINERS
    | RELATIVES
    | {"north", "south", "east", "west", "parliament", "europe", "congress", "there", "most", "none", "half"}
)
_LONGEST_NAME = 5  # words of a name
_NO_NAMES = frozenset({"that", "and", "but", "while", "if", "as", "when", "because", "where", "after", "before"})
_LONGEST_WAY = 6  # words from a preposition to the name it governs
_HELPING = AUXILIARIES - {"'s"}
_NO_NOUNS = PREPOSITIONS | AUXILIARIES | ADVERBS | RELATIVES | CLAUSE_BREAKS
_END_GROUPS = RELATIVES | CLAUSE_BREAKS | {QUANTITY, DATE, DURATION, "and", "or"}
_NO_TITLES = PREPOSITIONS | {"and", "or"}
_END_NAMES = PREPOSITIONS | {","}
_BEFORE_NAMES = frozenset(
    [
        *("neighbouring", "neighboring", "nearby", "northern", "southern", "eastern", "western", "embattled", "fellow"),
        *("sanctioned", "wartime", "occupied", "isolated", "president", "leader", "premier", "dictator", "mr"),
        *("both", "mostly", "mainly", "chiefly", "and", "or", "communist", "mad", "tyrant", "ruler"),
    ]
)
_TURNED = {
    "into": "to", "toward": "to", "towards": "to", "onto": "to", "at": "in", "across": "in", "inside": "in",
    "on": "in", "within": "in", "aboard": "in", "out": "from", "throughout": "in", "near": "at",
}  # fmt: skip


class Phrase(NamedTuple):
    """One naming of a party: its mark, its id, what it names, and the preposition that governs its noun group."""

    mark: Mark
    party: str
    kind: str  # party (by itself or by a stand-in), industry, kin, place, carrier, people, speaker, goods
    preposition: str
    head: int  # the word after the last one of the group
    start: int
    listed: bool  # one of several names joined by "and" or commas
    is_possessive: bool


@cache
def _classes() -> Mapping[str, str]:
    rows = vocabulary("en/party_nouns")
    return {row["noun"]: row["class"] for row in rows if row["class"] not in {"company", "unnamed"}}


@cache
def _of_class(name: str) -> frozenset[str]:
    return frozenset(row["noun"] for row in vocabulary("en/party_nouns") if row["class"] == name)


def kin_nouns() -> frozenset[str]:
    """Words that name a party by its relation to another: "ally", "neighbour"."""
    return _of_class("kin")


def party_of(mark: Mark) -> str:
    """The party that a mark stands for: its state where it has one, else itself."""
    return cast(Actor, mark.entry).state


def is_party(mark: Mark) -> bool:
    """Whether an actor can give, take or act: outlets and bodies of the United Nations cannot."""
    return cast(Actor, mark.entry).actor_type != "outlet" and party_of(mark) not in _NOT_PARTIES


def phrases_of(sentence: Sentence) -> list[Phrase]:
    """All namings of parties in a sentence, in order, read once and kept with its marks."""
    kept = sentence.marks.get("phrase")
    if not kept:
        found = [_phrase(sentence, mark) for mark in sentence.of("actor") if is_party(mark)]
        others = [*_companies(sentence), *_behind_prepositions(sentence)]
        found = sorted([*found, *others], key=lambda phrase: phrase.mark.i)
        sentence.marks["phrase"] = kept = [Mark("phrase", 0, len(sentence.norms), _in_lists(sentence, found))]
    return cast("list[Phrase]", kept[0].entry)


def _phrase(sentence: Sentence, mark: Mark) -> Phrase:
    norms = sentence.norms
    actor = cast(Actor, mark.entry)
    possessive = norms[mark.j : mark.j + 1] in (["'s"], ["'"])
    end, kind = mark.j, "place" if actor.form == "place" else "party"
    if norms[mark.j - 1] in {"officials", "prosecutors"}:
        kind = "speaker"
    if possessive or actor.form == "demonym" or _colours(sentence, mark):
        end = _head_end(sentence, mark.j + possessive)
        if end > mark.j + possessive or _is_in_pair(sentence, mark):
            kind = _kind(sentence, mark.j + possessive, end)
        elif possessive:
            kind = "goods"
        end = max(end, mark.j)
    start = _start(sentence, _adjectives(sentence, mark.i) if actor.form == "demonym" else mark.i)
    preposition, start = _preposition(sentence, start)
    return Phrase(mark, actor.state, kind, preposition, end, start, False, possessive)


def _companies(sentence: Sentence) -> list[Phrase]:
    """Companies that no vocabulary knows, by the last word of their names: "Taunus Optik AG"."""
    found: list[Phrase] = []
    ends = _of_class("company")
    for k, norm in enumerate(sentence.norms):
        if norm not in ends or _is_small(sentence, k):
            continue
        if sentence.norms[k + 1 : k + 2] and sentence.norms[k + 1] in ends and not _is_small(sentence, k + 1):
            continue
        i = k
        while i > 0 and k - i < _LONGEST_NAME and sentence.norms[i - 1].isalpha() and not _is_small(sentence, i - 1):
            i -= 1
        if i < k and not any(m.i < k + 1 and i < m.j for m in sentence.of("actor")):
            found.append(named_phrase(sentence, i, k + 1))
    return found


def _behind_prepositions(sentence: Sentence) -> list[Phrase]:
    """Parties without a name behind a preposition: "from our partners", "paid out to makers"."""
    found = []
    unnamed = _of_class("unnamed")
    for k, norm in enumerate(sentence.norms):
        if norm not in unnamed or k == 0:
            continue
        i = next((j for j in range(k - 1, max(-1, k - _LONGEST_NAME), -1) if sentence.norms[j] in _LEADING_TO), None)
        words = sentence.norms[i + 1 : k] if i is not None else [QUANTITY]
        if QUANTITY in words or "," in words or any(m.i < k + 1 and (i or 0) < m.i for m in sentence.of("actor")):
            continue
        if i is not None and not any(m.i > i and m.j <= k for m in sentence.of("noun")):
            phrase = named_phrase(sentence, i + 1, k + 1)
            found.append(phrase._replace(preposition=sentence.norms[i]))
    return found


def named_phrase(sentence: Sentence, i: int, j: int) -> Phrase:
    """A party that is known by the words of the text alone."""
    name = sentence.words(i, j)
    mark = Mark("actor", i, j, Actor(name, name, "company", "name"))
    preposition, start = _preposition(sentence, _start(sentence, i))
    return Phrase(mark, name, "industry", preposition, j, start, False, False)


def _is_small(sentence: Sentence, k: int) -> bool:
    return not sentence.text[sentence.tokens[k].start].isupper()


def unnamed_party(sentence: Sentence, words: Sequence[int]) -> Phrase | None:
    """Makers, partners or a firm that a text names by a noun or by a name of its own: "Europe's factories"."""
    low = next((k for k in words if sentence.norms[k][:1].isalnum() and sentence.norms[k] not in _NO_NAMES), None)
    if low is None or any(sentence.norms[k] == QUANTITY for k in words):
        return None
    high = low
    while high in words and sentence.norms[high] not in _END_NAMES and high - low < _LONGEST_NAME:
        high += 1
    if sentence.norms[high - 1] in _of_class("unnamed") and not any(
        m.i < high and low < m.j for m in sentence.of("actor")
    ):
        return named_phrase(sentence, low, high)
    return named_phrase(sentence, low, high) if high == words[-1] + 1 and _is_own_name(sentence, low, high) else None


def _is_own_name(sentence: Sentence, i: int, j: int) -> bool:
    """Words with capitals that no vocabulary knows: the name of a firm. One alone at the head may be any word."""
    if any(_is_small(sentence, k) or sentence.norms[k] in TITLES for k in range(i, j)):
        return False
    words = [k for k, norm in enumerate(sentence.norms) if norm.isalpha() and not i <= k < j]
    if 2 * sum(_is_small(sentence, k) for k in words) < len(words) or ":" in sentence.norms[max(0, i - 2) : j + 1]:
        return False  # a heading with capitals throughout, a label
    known = ("actor", "source", "noun", "nominal", "verb", "saying", "hedge", "period", "account")
    if any(m.i < j and i < m.j for kind in known for m in sentence.of(kind)):
        return False
    word = sentence.norms[j - 1]
    common = word in _COMMON or word in ADVERBS or word.endswith(("s", "ed", "ing", "ly", "body", "thing", "one"))
    return not (j - i == 1 and (common or len(word) < _SHORTEST_NAME or (i == 0 and not word.isalpha())))


def _colours(sentence: Sentence, mark: Mark) -> bool:
    """A name right before a noun of the vocabulary: "Ukraine forces", "Kim's", "Iran drones"."""
    following = sentence.norms[mark.j : mark.j + 1]
    article = mark.i > 0 and sentence.norms[mark.i - 1] in {"a", "an"}
    seat = cast(Actor, mark.entry).form == "seat" and article and following[:1] != [] and following[0].isalpha()
    if _is_in_pair(sentence, mark):
        return True  # "the Russia-Ukraine war"
    if not following or not (following[0] in _classes() or (seat and starts_noun(sentence, mark.j))):
        return False
    verbs = {m.i for kind in ("verb", "saying") for m in sentence.of(kind)}
    return mark.j not in verbs and cast(Actor, mark.entry).form != "place"


def _is_in_pair(sentence: Sentence, mark: Mark) -> bool:
    pair = next((m for m in sentence.of("actor") if m.i == mark.j), None)
    return pair is not None and sentence.norms[pair.j : pair.j + 1] in (["war"], ["conflict"], ["border"])


def starts_noun(sentence: Sentence, k: int) -> bool:
    """Whether a small word that is no verb, preposition or auxiliary follows: "a London wire"."""
    norm = sentence.norms[k]
    return _is_small(sentence, k) and norm not in _NO_NOUNS


def _head_end(sentence: Sentence, k: int) -> int:
    """The end of the noun group whose adjectives start at tokens[k]."""
    norms, first = sentence.norms, k
    verbs = _verb_words(sentence)
    nouns = {m.i for m in sentence.of("noun")}
    while k < len(norms) and k - first < _LONGEST_HEAD:
        norm = norms[k]
        if norm in _classes() and k > first and norms[k - 1] in _classes() and k in verbs:
            break
        if (
            not norm[:1].isalnum()
            or norm in PREPOSITIONS
            or norm in _HELPING
            or norm in _END_GROUPS
            or norm in ADVERBS
            or (k in verbs and k not in nouns and norm not in _classes())
            or any(m.i == k for m in sentence.of("actor") if k > first)
        ):
            break
        k += 1
    return k


def _verb_words(sentence: Sentence) -> set[int]:
    return {m.i for kind in ("verb", "saying") for m in sentence.of(kind)}


def _kind(sentence: Sentence, i: int, j: int) -> str:
    """What the words i..j, coloured by a name, stand for: the class of their last word that has one."""
    last = sentence.norms[j - 1]
    if i == j:
        return "place"
    if last in _classes():
        return {"stand_in": "party"}.get(_classes()[last], _classes()[last])
    if any(m.j == j for kind in ("source", "account") for m in sentence.of(kind)) or last in _SAYINGS:
        return "speaker"
    for k in range(j - 2, i - 1, -1):
        if _classes().get(sentence.norms[k]) == "stand_in":
            return "party"
    item = any(m.j == j for m in sentence.of("noun"))
    return _classes().get(sentence.norms[j - 2], "goods") if j - i > 1 and not item else "goods"


def _adjectives(sentence: Sentence, i: int) -> int:
    """The first of the small words between a preposition and a demonym: "from immobilised Russian assets"."""
    k = i
    while k > 0 and i - k < 2 and sentence.norms[k - 1].isalpha() and starts_noun(sentence, k - 1):
        k -= 1
    verbs = _verb_words(sentence)
    led = k > 0 and sentence.norms[k - 1] in PREPOSITIONS and not any(j in verbs for j in range(k, i))
    return k if led else i


def _start(sentence: Sentence, i: int) -> int:
    """The first word of a group: articles, adjectives and titles before a name belong to it."""
    k = i
    while k > 0 and i - k < _LONGEST_WAY:
        norm = sentence.norms[k - 1]
        if norm in {"that", "those", "what"}:
            break
        kin = norm in _classes() and k < i + 1 and _classes()[norm] in {"kin", "stand_in"}
        if not (norm in DETERMINERS or norm in _BEFORE_NAMES - {"and", "or"} or kin or _is_title(sentence, k - 1)):
            break
        k -= 1
    return k


def _is_title(sentence: Sentence, k: int) -> bool:
    """A word with a capital inside a sentence, part of the name: "Vladimir Putin", "General Belous"."""
    token, norm = sentence.tokens[k], sentence.norms[k]
    if k == 0 or not norm.isalpha() or norm in _NO_TITLES or norm in weekday_numbers():
        return False
    if any(m.i <= k < m.j for m in sentence.of("actor")) or sentence.text[sentence.start : sentence.end].isupper():
        return False
    return sentence.text[token.start].isupper()


def _preposition(sentence: Sentence, start: int) -> tuple[str, int]:
    """The preposition right before a group, in one form for each direction; "" where none governs it."""
    if start == 0:
        return "", start
    norm = sentence.norms[start - 1]
    if norm == "of" and start > 1:
        before = sentence.norms[start - 2]
        if before == "out":
            return "from", start - 2
        if _classes().get(before) == "stand_in":  # "the government of X", "the army of X": the name is the party
            return _preposition(sentence, _start(sentence, start - 2))
        return "of", start - 1
    if norm not in PREPOSITIONS or norm == "'s":
        return "", start
    if norm == "to" and sentence.norms[start - 2 : start - 1] in _TO_NOBODY:
        return "according", start - 1
    if norm == "from" and sentence.norms[start - 2 : start - 1] in (["apart"], ["aside"]):
        return "besides", start - 1
    return _TURNED.get(norm, norm), start - 1


def _in_lists(sentence: Sentence, found: list[Phrase]) -> list[Phrase]:
    """Names joined by commas and "and" share the preposition of the first."""
    out: list[Phrase] = []
    for phrase in found:
        last = out[-1] if out else None
        if last is not None and phrase.preposition == "" and phrase.kind in {"party", "industry"}:
            between = sentence.norms[last.head : phrase.start]
            joined = between in (["and"], ["or"], ["&"], [",", "and"]) or (
                between == [","] and _listed(sentence, phrase)
            )
            if joined and last.kind in {"party", "industry"}:
                out[-1] = last._replace(listed=True)
                phrase = phrase._replace(preposition=last.preposition, listed=True)
        out.append(phrase)
    return out


def _listed(sentence: Sentence, phrase: Phrase) -> bool:
    """After a comma a name belongs to a list only where another name follows it by a joint: "Oslo, Riga and Bern"."""
    following = sentence.norms[phrase.head : phrase.head + 1]
    rest = sentence.norms[phrase.head : phrase.head + 2]
    if following not in (["and"], [","], ["or"]):
        return False
    at = phrase.head + (2 if rest == [",", "and"] else 1)
    return any(m.i in {at, at + 1} for m in sentence.of("actor"))
