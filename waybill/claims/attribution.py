"""On whose word: the chain of sources around a quantity, outermost to innermost, as the text names them."""

# COORDINATION 08:16: engineer B owns this file from now on, see notes-claims.md beside the brief (B removes this line).
from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple, cast

from waybill.claims.lexicon import Actor, Saying
from waybill.claims.marks import QUANTITY, Mark, Sentence
from waybill.claims.names import WordSpan, is_name, name_after, starts_lower, subject_before, trimmed
from waybill.claims.parties import is_noun_use
from waybill.claims.wordlists import ACCOUNT_NOUNS, ADVERBS, BE, EVIDENCE_NOUNS, HAVE, LABELS, PREPOSITIONS, PRONOUNS

_ESTIMATES = frozenset({"estimate", "calculation", "calculations", "assessment"})
_INNER = frozenset("briefed given submitted compiled written prepared made obtained released".split())


class Source(NamedTuple):
    """Sources of one statement, outermost to innermost, with the words that name them and the stance of the verb."""

    chain: tuple[str, ...]
    stance: str
    words: frozenset[int]  # token indices of the names
    sayings: tuple[int, ...]  # token indices of the verbs, empty for a source carried over
    rule_ids: tuple[str, ...]
    pronoun: bool = False  # the chain's last name is still a pronoun to be resolved
    is_self: bool = False  # "we", "my guess": the document or the one who is speaking


class Voice(NamedTuple):
    """One speaker found in a sentence: who (words i..j), where the saying stands, with what stance."""

    i: int
    j: int
    at: int
    stance: str
    kind: str  # say tell put give speak watch cite citing according count label pronoun by
    rule: str
    nested: WordSpan | None = None  # words of a further, inner source


def find_voices(sentence: Sentence) -> list[Voice]:
    """All speakers of a sentence, in the order of their sayings."""
    norms = sentence.norms
    voices = [v for m in sentence.of("saying") if (v := _voice_of(sentence, m, cast(Saying, m.entry))) is not None]
    for i, norm in enumerate(norms):
        named: WordSpan | None = None
        if norm == "according" and norms[i + 1 : i + 2] == ["to"]:
            named = name_after(sentence, i + 2, anything=True)
            named = _submitter(sentence, named) if named else None
        elif norm == "per" and i + 1 < len(norms) and not starts_lower(sentence, i + 1):
            named = name_after(sentence, i + 1)
        if named:
            stance = _document_stance(sentence, *named)
            voices.append(Voice(*named, i, stance, "according", "source-according-to"))
        elif norm in ACCOUNT_NOUNS:
            owner = _owner(sentence, i)
            if owner:
                stance = "estimated" if norm in _ESTIMATES else "asserted"
                voices.append(Voice(*owner, i, stance, "count", "source-account-of"))
    for i, norm in enumerate(norms[:-1]):
        if norm in {"my", "our"} and set(norms[i + 1 : i + 3]) & ACCOUNT_NOUNS:
            voices.append(Voice(i, i + 1, i, "estimated", "self", "source-self"))
    label = find_label(sentence)
    if label:
        voices.append(label)
    speakers = [v for v in voices if sentence.norms[v.j - 1] not in EVIDENCE_NOUNS]
    return sorted(speakers or voices, key=lambda v: v.at)


def _submitter(sentence: Sentence, named: WordSpan) -> WordSpan:
    """ "material which the agency submitted" is the agency's."""
    if sentence.norms[named[1] : named[1] + 1] in (["which"], ["that"]) and starts_lower(sentence, named[0]):
        inner = name_after(sentence, named[1] + 1)
        if inner is not None and inner[1] < len(sentence.norms) and sentence.norms[inner[1]] in _INNER | {"has", "had"}:
            return inner
    return named


def _document_stance(sentence: Sentence, i: int, j: int) -> str:
    return "estimated" if any(norm in _ESTIMATES for norm in sentence.norms[i:j]) else "asserted"


def _owner(sentence: Sentence, i: int) -> WordSpan | None:
    """ "Seoul's count", "the centre's own estimate": the words before the possessive."""
    bodies = [m for m in sentence.of("actor") if m.j == i and cast(Actor, m.entry).actor_type in {"body", "person"}]
    if bodies:
        return bodies[0].i, bodies[0].j
    own = next((k for k in (i - 1, i - 2) if k > 0 and sentence.norms[k] in {"'s", "'"}), 0)
    start = own
    while start > 0 and own - start < 6:
        norm = sentence.norms[start - 1]
        if not norm[:1].isalnum() or norm in PREPOSITIONS or norm == QUANTITY:
            break
        start -= 1
    start, end = trimmed(sentence, start, own)
    return (start, end) if start < end and is_name(sentence, start, end) else None


def find_label(sentence: Sentence) -> Voice | None:
    """ "White House: North shipped arms": the words before the colon speak, when they name somebody."""
    if ":" not in sentence.norms[:12]:
        return None
    k = sentence.norms.index(":")
    close = sentence.norms.index("(") if "(" in sentence.norms[:k] else k
    i, j = trimmed(sentence, 0, close)
    if i >= j or j - i > 6 or QUANTITY in sentence.norms[i:j] or sentence.norms[i] in LABELS:
        return None
    if any(m.i >= i and m.j <= j for kind in ("noun", "verb", "saying") for m in sentence.of(kind)):
        return None
    marked = {k for kind in ("actor", "source") for m in sentence.within(kind, i, j) for k in range(m.i, m.j)}
    shouted = sentence.words(i, j).isupper() and j - i <= 4
    if not shouted and (not marked or len(set(range(i, j)) - marked) > 1):
        quoted = sentence.norms[k + 1 : k + 2] and sentence.norms[k + 1] in {'"', "“", "'", "‘"}
        if not quoted or starts_lower(sentence, i):
            return None
    return Voice(i, j, k, "asserted", "label", "source-label")


def _needs_met(sentence: Sentence, mark: Mark, saying: Saying) -> bool:
    needed = set(saying.needs.split())
    if not needed:
        return True
    around = sentence.norms[max(0, mark.i - 4) : mark.i] if saying.kind in {"give", "make"} else []
    return (saying.kind != "make" and bool(needed & set(sentence.norms[mark.j : mark.j + 14]))) or bool(
        needed & set(around)
    )


def _voice_of(sentence: Sentence, mark: Mark, saying: Saying) -> Voice | None:
    """The speaker of one verb of saying, None where the word is no such verb here or nobody is named."""
    form = saying.form
    if saying.particle and saying.particle not in sentence.norms[mark.j : mark.j + 2]:
        return None
    if is_noun_use(sentence, mark, form) or not _needs_met(sentence, mark, saying):
        return None
    before = sentence.norms[mark.i - 1] if mark.i else ""
    if saying.kind == "cite":
        return _citing(sentence, mark, saying)
    given_by = form == "participle" and "by" in sentence.norms[mark.j : mark.j + 9]
    if form in {"ed", "participle"} and (_after_be(sentence, mark) or given_by):
        return _passive_voice(sentence, mark, saying)
    if form == "ing" or (form == "participle" and not _after_have(sentence, mark)):
        return None
    if form in {"base", "ing"} and saying.kind != "watch" and before in {"to", "of", "for", "by", "not"}:
        return None
    if before in {",", '"', "”", "’"} and saying.kind == "say":
        named = name_after(sentence, mark.j)
        speaker = named and any(m.i == named[0] for m in sentence.of("source"))
        if named and (
            speaker or not starts_lower(sentence, named[0]) or sentence.norms[named[0]] in {"the", "a", "an", "one"}
        ):
            return Voice(*named, mark.i, saying.stance, "say", "source-inverted")
    return _active_voice(sentence, mark, saying)


def _after_be(sentence: Sentence, mark: Mark) -> bool:
    k = mark.i - 1
    while k > 0 and (sentence.norms[k] in ADVERBS or sentence.norms[k].endswith("ly")):
        k -= 1
    return k >= 0 and sentence.norms[k] in BE


def _after_have(sentence: Sentence, mark: Mark) -> bool:
    return any(norm in HAVE for norm in sentence.norms[max(0, mark.i - 3) : mark.i])


def _active_voice(sentence: Sentence, mark: Mark, saying: Saying) -> Voice | None:
    subject = subject_before(sentence, mark)
    if subject is None:
        return None
    first = sentence.norms[subject[0]]
    if subject[1] - subject[0] == 1 and first in PRONOUNS - {"this", "these", "those", "that", "we", "i"}:
        return Voice(*subject, mark.i, saying.stance, "pronoun", "source-pronoun")
    if first in {"we", "i"} and subject[1] - subject[0] == 1:
        return Voice(*subject, mark.i, saying.stance, "self", "source-self")
    if first in {"it", "that", "this", "which", "who", "there"} or not is_name(sentence, *subject):
        return None
    if saying.kind == "watch" and subject[1] - subject[0] > 8:
        return None
    return Voice(*subject, mark.i, saying.stance, saying.kind, f"source-{saying.kind}")


def _citing(sentence: Sentence, mark: Mark, saying: Saying) -> Voice | None:
    named = name_after(sentence, mark.j)
    outer = None if saying.form == "ing" else subject_before(sentence, mark)
    if named is None:
        return None
    if sentence.norms[named[1] : named[1] + 2] in [[word, "by"] for word in _INNER]:
        named = name_after(sentence, named[1] + 2) or named
    if outer is not None and is_name(sentence, *outer):
        return Voice(*outer, mark.i, saying.stance, "cite", "source-cite", named)
    return Voice(*named, mark.i, saying.stance, "citing", "source-citing")


def _passive_voice(sentence: Sentence, mark: Mark, saying: Saying) -> Voice | None:
    for k in range(mark.j, min(len(sentence.norms), mark.j + 9)):
        if sentence.norms[k] == "by":
            named = name_after(sentence, k + 1)
            return Voice(*named, mark.i, saying.stance, "by", "source-passive-by") if named else None
    return None


def _inner(sentence: Sentence, voice: Voice) -> WordSpan | None:
    """ "a lawmaker briefed by the spy service", "material submitted by X", "quoting Y": one step further in."""
    if voice.nested is not None:
        return voice.nested
    norms = sentence.norms
    for k in range(voice.j, min(len(norms) - 2, voice.j + 3)):
        if norms[k] in _INNER and norms[k + 1] == "by":
            return name_after(sentence, k + 2)
        if norms[k] in {"citing", "quoting"}:
            return name_after(sentence, k + 1)
    return None


def _messenger(sentence: Sentence, voice: Voice) -> WordSpan | None:
    """ "the agency, through the lawmaker Kang": who carries the words stands outside of whose words they are."""
    for k in range(voice.j, min(len(sentence.norms) - 1, voice.j + 3)):
        if sentence.norms[k] in {"through", "via"}:
            return name_after(sentence, k + 1)
    return None


def _governs(sentence: Sentence, voice: Voice, place: int) -> bool:
    low, high = voice.at, place
    return ";" not in sentence.norms[low:high] and "•" not in sentence.norms[low:high]


def spoken(sentence: Sentence, voices: list[Voice]) -> list[Voice]:
    """Voices of a whole sentence as they bear on what follows it, outermost first."""
    first = next((v for v in voices if v.kind not in {"label", "according", "count"}), None)
    return _ordered(sentence, voices, first.at + 1 if first is not None else len(sentence.norms)) or voices


def _ordered(sentence: Sentence, voices: list[Voice], place: int) -> list[Voice]:
    """Voices around one quantity, outermost first: labels, what follows (last first), what stands before."""
    before = [v for v in voices if v.at < place and _governs(sentence, v, place)]
    open_ended = [v for v in before if not _is_trailing(sentence, v)]
    before = open_ended if open_ended or any(v.at >= place for v in voices) else before
    after = _with_citings([v for v in voices if v.at >= place])
    labels = [v for v in before if v.kind == "label"]
    frames = [v for v in before if v.kind in {"according", "count"}]
    inner = _nested(sentence, [v for v in before if v.kind not in {"label", "according", "count"}])
    if inner:
        after = [v for v in after if v.kind in {"according", "citing"}]
    else:
        after = [v for v in after if not _of_another(sentence, v)]
    return labels + after[::-1] + frames + inner


def _with_citings(voices: list[Voice]) -> list[Voice]:
    """ "X reported, quoting Y": what is cited after a speaker lies one step further in."""
    merged: list[Voice] = []
    for voice in voices:
        if voice.kind == "citing" and merged and merged[-1].nested is None:
            merged[-1] = merged[-1]._replace(nested=(voice.i, voice.j), rule=merged[-1].rule + "+citing")
        else:
            merged.append(voice)
    return merged


def read_source(sentence: Sentence, place: int, voices: list[Voice]) -> Source | None:
    """The sources of the quantity at tokens[place], or None where its sentence names none."""
    ordered = _ordered(sentence, voices, place)
    if not ordered:
        return None
    return source_of(sentence, ordered)


def source_of(sentence: Sentence, ordered: list[Voice]) -> Source:
    """The chain that voices make, outermost first."""
    chain: list[str] = []
    words: set[int] = set()
    for voice in ordered:
        if voice.kind == "self":
            continue
        for span in (_messenger(sentence, voice), (voice.i, voice.j), _inner(sentence, voice)):
            if span is None:
                continue
            name = sentence.words(*span)
            if name not in chain:
                chain.append(name)
            words.update(range(*span))
    stances = [v.stance for v in ordered if v.stance != "asserted"]
    last = ordered[-1]
    return Source(
        tuple(chain),
        stances[-1] if stances else "asserted",
        frozenset(words),
        tuple(v.at for v in ordered),
        tuple(v.rule for v in ordered),
        last.kind == "pronoun",
        last.kind == "self",
    )


def _is_trailing(sentence: Sentence, voice: Voice) -> bool:
    """A saying that closes what stands before it: "..., the White House has said - and ..."."""
    return voice.kind == "say" and sentence.norms[voice.at + 1 : voice.at + 2] in (["—"], ["–"], [";"], ["and"], ["-"])


def _of_another(sentence: Sentence, voice: Voice) -> bool:
    """A watcher after the quantity watches another one: "64 voyages, and CSIS saw 73 railcars"."""
    return voice.kind in {"watch", "put", "speak", "give"} and QUANTITY in sentence.norms[voice.at :]


def _nested(sentence: Sentence, voices: list[Voice]) -> list[Voice]:
    """Two sayings before a quantity nest only when nothing closes the first: no ", and", no other quantity."""
    if not voices:
        return []
    kept = [voices[-1]]
    for outer in reversed(voices[:-1]):
        between = sentence.norms[outer.at : kept[0].i]
        if QUANTITY in between or any(a == "," and b in {"and", "but"} for a, b in pairwise(between)):
            break
        kept.insert(0, outer)
    return kept
