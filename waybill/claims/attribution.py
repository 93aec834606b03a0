"""On whose word: the chain of sources around a quantity, outermost to innermost, as the text names them."""

from __future__ import annotations

from typing import NamedTuple, cast

from waybill.claims.lexicon import Saying
from waybill.claims.marks import DATE, QUANTITY, Mark, Sentence
from waybill.claims.parties import is_noun_use
from waybill.claims.wordlists import ADVERBS, AUXILIARIES, BE, CLAUSE_BREAKS, HAVE, PREPOSITIONS, PRONOUNS, RELATIVES

_LABELS = frozenset(
    [
        "q",
        "a",
        "note",
        "correction",
        "summary",
        "update",
        "anchor",
        "report",
        "reporter",
        "host",
        "table",
        "source",
        "photo",
        "caption",
        "question",
        "answer",
        "figure",
        "moderator",
        "introduction",
        "conclusion",
        "background",
        "results",
        "methodology",
        "comparison",
    ]
)
_OPENERS = frozenset(
    [
        "but",
        "and",
        "meanwhile",
        "however",
        "moreover",
        "also",
        "yesterday",
        "today",
        "then",
        "earlier",
        "later",
        "separately",
        "still",
    ]
)
_NEEDED = {
    "give": frozenset(
        ["figure", "figures", "total", "number", "count", "tally", "estimate", "range", "breakdown", "toll"]
    ),
    "put": frozenset({"at"}),
    "speak": frozenset({"of"}),
    "talk": frozenset({"of"}),
}
_COUNT_NOUNS = frozenset(
    [
        "count",
        "estimate",
        "tally",
        "figure",
        "figures",
        "reckoning",
        "account",
        "assessment",
        "calculation",
        "calculations",
    ]
)
_TRAIL = frozenset(["according", "per", "citing", "quoting"])


class Source(NamedTuple):
    """Sources of one statement, outermost to innermost, with the words that name them and the stance of the verb."""

    chain: tuple[str, ...]
    stance: str
    words: frozenset[int]  # token indices of the names
    saying: int | None  # token index of the verb, None for "according to"
    rule_ids: tuple[str, ...]
    pronoun: bool = False  # the chain's last name is still a pronoun to be resolved


class _Voice(NamedTuple):
    """One speaker found in a sentence: who, where the saying stands, what stance."""

    i: int
    j: int
    at: int
    stance: str
    kind: str
    rule: str
    nested: tuple[int, int] | None = None  # words of a further, inner source


def _trim(sentence: Sentence, i: int, j: int) -> tuple[int, int]:
    while i < j and (sentence.norms[i] in _OPENERS or not sentence.norms[i][:1].isalnum()):
        i += 1
    while i < j and not (sentence.norms[j - 1][:1].isalnum() or sentence.norms[j - 1] == "'s"):
        j -= 1
    return i, j


def _name_before(sentence: Sentence, verb: Mark) -> tuple[int, int] | None:
    """Words of the subject of a verb of saying: back to the clause's start, appositions and time phrases left out."""
    norms = sentence.norms
    j = verb.i
    while j > 0 and (norms[j - 1] in AUXILIARIES - {"'s"} or norms[j - 1] in ADVERBS or norms[j - 1].endswith("ly")):
        j -= 1
    low = j
    while (
        low > 0
        and norms[low - 1] not in {";", "—", "•", "“", '"', "”", QUANTITY, ".", "…", "(", "that", "and"} | CLAUSE_BREAKS
    ):
        if norms[low - 1] == ":" or norms[low - 1] in {"as"}:
            break
        low -= 1
    if low > 0 and norms[low - 1] == "and" and _is_name(sentence, low - 2, low - 1) and _is_name(sentence, low, j):
        low = _np_start(sentence, low - 1)
    pieces = _pieces(sentence, low, j)
    pieces = [p for p in pieces if not _is_time(sentence, *p)]
    if not pieces:
        return None
    return _best_piece(sentence, pieces)


def _pieces(sentence: Sentence, i: int, j: int) -> list[tuple[int, int]]:
    """Comma-separated stretches of words i..j."""
    found, start = [], i
    for k in range(i, j):
        if sentence.norms[k] == ",":
            found.append((start, k))
            start = k + 1
    found.append((start, j))
    return [p for p in (_trim(sentence, *piece) for piece in found) if p[0] < p[1]]


def _is_time(sentence: Sentence, i: int, j: int) -> bool:
    if any(mark.i >= i and mark.j <= j for mark in sentence.of("source")):
        return False
    first = sentence.norms[i]
    if first in {"in", "on", "at", "by", "after", "before", "since", "during", "for", "last", "one"}:
        return True
    return DATE in sentence.norms[i:j] and j - i <= 3


def _best_piece(sentence: Sentence, pieces: list[tuple[int, int]]) -> tuple[int, int]:
    """Among "X, who runs Y, says" the name is X: the first stretch, unless it reads as a clause of its own."""
    if len(pieces) == 1:
        return _clean(sentence, *pieces[0])
    first, last = pieces[0], pieces[-1]
    middle_is_apposition = len(pieces) >= 2 and (
        sentence.norms[pieces[1][0]] in RELATIVES | {"the", "a", "an", "head", "chief"}
        or _starts_lower(sentence, pieces[1][0])
    )
    if middle_is_apposition and _is_name(sentence, *first):
        return _clean(sentence, *first)
    if _is_name(sentence, *last):
        return _clean(sentence, *last)
    return _clean(sentence, *first)


def _starts_lower(sentence: Sentence, k: int) -> bool:
    return sentence.text[sentence.tokens[k].start].islower()


def _is_name(sentence: Sentence, i: int, j: int) -> bool:
    """Whether words i..j could name a source: a capital letter, a word of offices, or a known actor; no quantity."""
    if i < 0 or i >= j or QUANTITY in sentence.norms[i:j]:
        return False
    if any(mark.i < j and mark.j > i for kind in ("source", "actor") for mark in sentence.of(kind)):
        return True
    return any(sentence.text[sentence.tokens[k].start].isupper() for k in range(i, j))


def _np_start(sentence: Sentence, j: int) -> int:
    k = j
    while (
        k > 0
        and sentence.norms[k - 1][:1].isalnum()
        and sentence.norms[k - 1] not in RELATIVES | CLAUSE_BREAKS | {QUANTITY}
    ):
        k -= 1
    return k


def _clean(sentence: Sentence, i: int, j: int) -> tuple[int, int]:
    """A name without the clause that follows it: "X briefed by Y", "X through the lawmaker Y"."""
    i, j = _trim(sentence, i, j)
    for k in range(i + 1, j):
        norm = sentence.norms[k]
        if (
            norm in RELATIVES
            or norm in HAVE | BE
            or norm in {"told", "citing", "quoting", "on", "to", "through", "via", "after"}
        ):
            return _trim(sentence, i, k)
    if i + 1 < j and sentence.norms[i] in {"on", "in"}:
        for k in range(i + 1, min(i + 4, j)):
            if sentence.norms[k] == DATE or sentence.norms[k].endswith("day"):
                return _trim(sentence, k + 1, j)
    return i, j


def name_after(sentence: Sentence, i: int) -> tuple[int, int] | None:
    """Words of a name that starts at tokens[i]: up to a comma, a verb, a relative or the end."""
    norms = sentence.norms
    sayings = {m.i for m in sentence.of("saying")}
    k = i
    while k < len(norms) and k - i < 14:
        norm = norms[k]
        if (
            norm in RELATIVES | CLAUSE_BREAKS
            or norm in {QUANTITY, DATE}
            or norm in BE | HAVE
            or norm in {"told", "as", "on", "if", "when"}
        ):
            break
        if not (norm[:1].isalnum() or norm in {"'s", "'", "&"}):
            break
        if k > i and (k in sayings or norm in {"in", "after", "during", "to", "by", "through"}):
            if norm == "in" and k + 1 < len(norms) and not _starts_lower(sentence, k + 1):
                k += 1
                continue
            break
        k += 1
    i, k = _trim(sentence, i, k)
    return (i, k) if i < k and _is_name(sentence, i, k) else None


def _needs_met(sentence: Sentence, mark: Mark, saying: Saying, place: int | None) -> bool:
    needed = _NEEDED.get(saying.lemma)
    if needed is None:
        return True
    until = len(sentence.norms) if place is None else max(place, mark.j + 8)
    return any(norm in needed for norm in sentence.norms[mark.j : until]) or (
        saying.lemma == "give" and any(norm in needed for norm in sentence.norms[max(0, mark.i - 4) : mark.i])
    )


def find_voices(sentence: Sentence) -> list[_Voice]:
    """All speakers of a sentence in text order of their sayings."""
    voices: list[_Voice] = []
    norms = sentence.norms
    for mark in sentence.of("saying"):
        voice = _voice_of(sentence, mark, cast(Saying, mark.entry))
        if voice is not None:
            voices.append(voice)
    for i, norm in enumerate(norms):
        if norm == "according" and norms[i + 1 : i + 2] == ["to"]:
            named = name_after(sentence, i + 2)
            if named:
                voices.append(_Voice(*named, i, "asserted", "according", "source-according-to"))
        elif norm == "per" and i + 1 < len(norms) and not _starts_lower(sentence, i + 1):
            named = name_after(sentence, i + 1)
            if named:
                voices.append(_Voice(*named, i, "asserted", "according", "source-per"))
        elif norm in _COUNT_NOUNS and i >= 2 and (norms[i - 1] == "'s" or norms[i - 2] == "'s" or norms[i - 1] == "'"):
            own = i - 1 if norms[i - 1] in {"'s", "'"} else i - 2
            start = own
            while (
                start > 0
                and norms[start - 1][:1].isalnum()
                and norms[start - 1] not in PREPOSITIONS | {QUANTITY}
                and own - start < 5
            ):
                start -= 1
            start, end = _trim(sentence, start, own)
            if start < end and _is_name(sentence, start, end):
                stance = (
                    "estimated" if norm in {"estimate", "calculation", "calculations", "assessment"} else "asserted"
                )
                voices.append(_Voice(start, end, i, stance, "count", "source-count-of"))
    label = _label(sentence)
    if label:
        voices.append(label)
    return sorted(voices, key=lambda v: v.at)


def _label(sentence: Sentence) -> _Voice | None:
    """ "White House: North shipped arms": the words before the colon speak, when they name somebody."""
    if ":" not in sentence.norms[:9]:
        return None
    k = sentence.norms.index(":")
    i, j = _trim(sentence, 0, k)
    if i >= j or j - i > 6 or QUANTITY in sentence.norms[i:j] or sentence.norms[i] in _LABELS:
        return None
    if any(m.i >= i and m.j <= j for kind in ("noun", "verb", "saying") for m in sentence.of(kind)):
        return None
    if not any(m.i >= i and m.j <= j for kind in ("actor", "source") for m in sentence.of(kind)):
        quoted = sentence.norms[k + 1 : k + 2] and sentence.norms[k + 1] in {'"', "“", "'", "‘"}
        if not quoted or _starts_lower(sentence, i):
            return None
    return _Voice(i, j, k, "asserted", "label", "source-label")


def _voice_of(sentence: Sentence, mark: Mark, saying: Saying) -> _Voice | None:
    norms = sentence.norms
    form = saying.form
    if is_noun_use(sentence, mark, form) or not _needs_met(sentence, mark, saying, None):
        return None
    before = norms[mark.i - 1] if mark.i else ""
    passive = form in {"ed", "participle"} and before in BE
    if saying.kind == "cite":
        named = name_after(sentence, mark.j)
        outer = None if form == "ing" else _name_before(sentence, mark)
        if named is None:
            return None
        if outer is not None and _is_name(sentence, *outer):
            return _Voice(*outer, mark.i, saying.stance, "cite", "source-cite", named)
        return _Voice(*named, mark.i, saying.stance, "citing", "source-citing")
    if passive or (
        form in {"ed", "participle"} and saying.kind in {"put", "give"} and "by" in norms[mark.j : mark.j + 8]
    ):
        for k in range(mark.j, min(len(norms), mark.j + 9)):
            if norms[k] == "by":
                named = name_after(sentence, k + 1)
                return _Voice(*named, mark.i, saying.stance, "by", "source-passive-by") if named else None
        return None
    if form in {"base", "ing"} and saying.kind != "watch" and before in {"to", "of", "for", "by"} | {"not"}:
        return None
    inverted = before in {",", '"', "”", "’"} and mark.j < len(norms)
    if inverted and saying.kind == "say":
        named = name_after(sentence, mark.j)
        if named and (not _starts_lower(sentence, named[0]) or norms[named[0]] in {"the", "a", "an", "one"}):
            return _Voice(*named, mark.i, saying.stance, "say", "source-inverted")
    subject = _name_before(sentence, mark)
    if subject is None:
        return None
    if len(norms[subject[0] : subject[1]]) == 1 and norms[subject[0]] in PRONOUNS - {
        "that",
        "this",
        "these",
        "those",
        "we",
        "i",
    }:
        return _Voice(*subject, mark.i, saying.stance, "pronoun", "source-pronoun")
    if norms[subject[0]] in {"it", "that", "this", "which", "who"} or not _is_name(sentence, *subject):
        return None
    if saying.kind == "watch" and subject[1] - subject[0] > 8:
        return None
    return _Voice(*subject, mark.i, saying.stance, saying.kind, f"source-{saying.kind}")


def _inner_briefing(sentence: Sentence, voice: _Voice) -> tuple[int, int] | None:
    """ "a lawmaker briefed by the spy service", "material submitted by X", "quoting Y": one step further in."""
    norms = sentence.norms
    for k in range(voice.j, min(len(norms) - 2, voice.j + 3)):
        if norms[k] in {"briefed", "given", "submitted", "compiled", "written", "prepared"} and norms[k + 1] == "by":
            return name_after(sentence, k + 2)
        if norms[k] in {"citing", "quoting"}:
            return name_after(sentence, k + 1)
    return None


def _governs(sentence: Sentence, voice: _Voice, place: int) -> bool:
    low, high = sorted((voice.at, place))
    return ";" not in sentence.norms[low:high] and "•" not in sentence.norms[low:high]


def read_source(sentence: Sentence, place: int) -> Source | None:
    """The sources of the quantity at tokens[place], or None where its sentence names none."""
    voices = find_voices(sentence)
    before = [v for v in voices if v.at < place and _governs(sentence, v, place)]
    after = [v for v in voices if v.at >= place and _governs(sentence, v, place)]
    labels = [v for v in before if v.kind == "label"]
    inner_before = [v for v in before if v.kind not in {"label", "according"}]
    if len(inner_before) > 1:
        inner_before = _nested(sentence, inner_before)
    blocked = any(v.kind == "watch" or v.kind == "say" for v in before if v.kind != "according")
    if blocked:
        after = [v for v in after if v.kind in {"according", "citing"}]
    else:
        after = [v for v in after if not _own_quantity_between(sentence, v, place)]
    ordered = labels + after[::-1] + [v for v in before if v.kind == "according"] + inner_before
    if not ordered:
        return None
    chain: list[str] = []
    words: set[int] = set()
    for voice in ordered:
        for i, j in filter(None, ((voice.i, voice.j), voice.nested or _inner_briefing(sentence, voice))):
            name = sentence.words(i, j)
            if name not in chain:
                chain.append(name)
            words.update(range(i, j))
    last = ordered[-1]
    stances = [v.stance for v in ordered if v.stance != "asserted"]
    rules = tuple(v.rule for v in ordered)
    stance = stances[-1] if stances else "asserted"
    return Source(tuple(chain), stance, frozenset(words), last.at, rules, last.kind == "pronoun")


def _own_quantity_between(sentence: Sentence, voice: _Voice, place: int) -> bool:
    """A watcher after the quantity watches another one: "64 voyages, and CSIS saw 73 railcars"."""
    return voice.kind in {"watch", "put", "speak", "give"} and QUANTITY in sentence.norms[voice.at :]


def _nested(sentence: Sentence, voices: list[_Voice]) -> list[_Voice]:
    """Two sayings before a quantity nest only when nothing closes the first: no comma with "and"/"but", no quantity."""
    kept = [voices[-1]]
    for outer in reversed(voices[:-1]):
        between = sentence.norms[outer.at : kept[0].i]
        closed = QUANTITY in between or any(
            a == "," and b in {"and", "but"} for a, b in zip(between, between[1:], strict=False)
        )
        if closed:
            break
        kept.insert(0, outer)
    return kept
