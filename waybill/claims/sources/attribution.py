"""On whose word: the chain of sources around a quantity, outermost to innermost, as the text names them."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from waybill.claims.sources.voices import Voice
from waybill.claims.words.marks import QUANTITY, Sentence

_FRAMES = frozenset({"according", "count", "citing"})
_JOINS = frozenset({"and", "but", "while", "whereas", "although", "though"})


class Source(NamedTuple):
    """Sources of one statement, outermost to innermost, with the words that name them and the stance of the verb."""

    chain: tuple[str, ...]
    stance: str
    words: frozenset[int]  # token indices of the names
    sayings: tuple[int, ...]  # token indices of the verbs, empty for a source carried over
    rule_ids: tuple[str, ...]
    pronoun: bool = False  # the chain's last name is still a pronoun to be resolved
    is_self: bool = False  # "we", "my guess": the document or the one who is speaking


def spoken(sentence: Sentence, voices: list[Voice]) -> list[Voice]:
    """Voices of a whole sentence as they bear on what follows it, outermost first."""
    first = next((v for v in voices if v.kind not in {"label", *_FRAMES}), None)
    if first is not None and first.closes and not first.opens:
        whole = _ordered(sentence, voices, max(0, first.i - 1))
        return whole or voices
    return _ordered(sentence, voices, first.at + 1 if first is not None else len(sentence.norms)) or voices


def read_source(sentence: Sentence, place: int, voices: list[Voice]) -> Source | None:
    """The sources of the quantity at tokens[place], or None where its sentence names none."""
    ordered = _ordered(sentence, voices, place)
    return source_of(sentence, ordered) if ordered else None


def _ordered(sentence: Sentence, voices: list[Voice], place: int) -> list[Voice]:
    """Voices around one quantity, outermost first: labels, what closes after it (last first), what opens before it."""
    labels = [v for v in voices if v.kind == "label" and v.at < place]
    spoken_before = [v for v in voices if v.kind != "label" and v.at < place and v.opens]
    before = [v for v in spoken_before if not _parted(sentence, v.at, place)]
    frames = [v for v in before if v.kind in _FRAMES and _frames(sentence, v, place)]
    inner = _nested(sentence, [v for v in before if v.kind not in _FRAMES], place)
    after = [
        v for v in voices if v.at >= place and v.closes and (v.kind == "bracket" or not _parted(sentence, place, v.at))
    ]
    if inner:
        after = [v for v in after if not _another_clause(sentence, place, v)]
        if any(v.kind == "according" and _own_clause(sentence, place, v) for v in after):
            inner = [v for v in inner if not _left_behind(sentence, v, place)]
    else:
        after = _one_statement(sentence, after)
    found = labels + after[::-1] + frames + inner
    if len(found) == len(labels):
        found += _elsewhere(sentence, voices, place)
    return _distinct(found)


def _one_statement(sentence: Sentence, after: list[Voice]) -> list[Voice]:
    """Voices that close one after the other: "X believes, the agency Y reported"; a figure between them parts them."""
    kept = after[:1]
    for voice in after[1:]:
        if QUANTITY in sentence.norms[kept[-1].at : voice.at] or voice.kind == "unnamed":
            break
        kept.append(voice)
    return kept


def _elsewhere(sentence: Sentence, voices: list[Voice], place: int) -> list[Voice]:
    """Nothing speaks in the figure's own part: the nearest voice of the sentence does, a closing one before others."""
    named = [v for v in voices if v.kind not in {"label", "unnamed"}]
    before = [v for v in named if v.at < place and v.kind != "bracket"]
    closing = [v for v in before if v.closes]
    if before:
        found = closing[-1:] or _nested(sentence, [v for v in before if v.kind not in _FRAMES], place) or before[-1:]
    elif sentence.norms[:1] == ["asked"]:
        found = named[:1]  # "Asked about 40 wagons, she replied ..."
    else:
        found = [v for v in named if v.closes and not (v.kind == "count" and _parted(sentence, place, v.at))][:1]
    return [v._replace(stance="asserted") if _parted(sentence, v.at, place) else v for v in found]


def _distinct(voices: list[Voice]) -> list[Voice]:
    """Each stretch of words once; a pronoun after a name of the same sentence is that name."""
    kept: list[Voice] = []
    for voice in voices:
        if voice.kind == "pronoun" and any(v.kind == "pronoun" for v in kept):
            continue
        if voice.kind != "unnamed" and any(v.i < voice.j and voice.i < v.j for v in kept):
            continue
        kept.append(voice)
    return kept


def _parted(sentence: Sentence, low: int, high: int) -> bool:
    return bool({";", "•"} & set(sentence.norms[low:high]))


def _another_clause(sentence: Sentence, place: int, voice: Voice) -> bool:
    """A voice that closes a later clause or another figure: "X said 4,000 had left, and 70 too, Y added"."""
    between = sentence.norms[place + 1 : voice.i]
    if voice.kind in {"according", "citing"}:
        return QUANTITY in between and any(a in {",", "—", "–"} and b in _JOINS for a, b in pairwise(between))
    return QUANTITY in between or bool(_JOINS & set(between)) or voice.kind == "by"


def _own_clause(sentence: Sentence, place: int, voice: Voice) -> bool:
    return QUANTITY not in sentence.norms[place + 1 : voice.at]


def _left_behind(sentence: Sentence, voice: Voice, place: int) -> bool:
    """A new main clause stands between the saying and the figure: "X says A sold 400, and B paid 2 billion"."""
    between = sentence.norms[voice.at : place]
    return any(a in {",", "—", "–"} and b in _JOINS for a, b in pairwise(between))


def _frames(sentence: Sentence, voice: Voice, place: int) -> bool:
    """A frame that opens the sentence governs all of it; one in the middle only what it stands beside."""
    if voice.kind == "according" or voice.at <= 6:
        return True
    return QUANTITY not in sentence.norms[voice.at : place]


def _nested(sentence: Sentence, voices: list[Voice], place: int) -> list[Voice]:
    """Two sayings before a quantity nest only when nothing closes the first: no ", and", no other quantity."""
    if not voices:
        return []
    kept = [voices[-1]]
    for outer in reversed(voices[:-1]):
        between = sentence.norms[outer.at : kept[0].i]
        joined = any(a in {",", "—", "–"} and b in _JOINS for a, b in pairwise(between))
        if (QUANTITY in between or joined) and kept[0].kind != "pronoun":
            break
        kept.insert(0, outer)
    return kept


def source_of(sentence: Sentence, ordered: list[Voice]) -> Source:
    """The chain that voices make, outermost first; a pronoun inside it stands for the name before it."""
    chain: list[str] = []
    words: set[int] = set()
    for n, voice in enumerate(ordered):
        if voice.kind in {"self", "unnamed"} or (
            voice.kind == "pronoun" and (n > 0 or len(ordered) > 1) and _has_name(ordered)
        ):
            continue
        for span in (*voice.outer, (voice.i, voice.j), *voice.inner):
            name = sentence.words(*span)
            if name not in chain:
                chain.append(name)
            words.update(range(*span))
    stances = [v.stance for v in ordered if v.stance != "asserted"]
    named = [v for v in ordered if v.kind not in {"pronoun", "self", "unnamed"}]
    pronoun = any(v.kind == "pronoun" for v in ordered)
    return Source(
        tuple(chain),
        stances[-1] if stances else "asserted",
        frozenset(words),
        tuple(v.at for v in ordered),
        tuple(v.rule for v in ordered),
        pronoun and not [v for v in named if v.kind != "label"],
        not pronoun and not named,
    )


def _has_name(voices: list[Voice]) -> bool:
    return any(v.kind not in {"pronoun", "self", "unnamed", "label"} for v in voices)
