"""When a word of the action tables stands as a verb, in which voice, and when it is a noun or an auxiliary."""

from __future__ import annotations

from typing import cast

from waybill.claims.words.lexicon import Action, Actor
from waybill.claims.words.marks import QUANTITY, Mark, Sentence
from waybill.claims.words.wordlists import ADVERBS, AUXILIARIES, BE, DETERMINERS, HAVE, PREPOSITIONS

_IDIOMS = {
    "take": (["part"], ["place"], ["apart"]),
    "make": (["up"],),
    "let": (["us"], ["me"]),
    "go": (["by"], ["on"]),
    "give": (["evidence"],),
    "down": (["from"], ["to"], ["by"], ["on"], ["at"], ["in"], ["the"]),
    "jam": (["equipment"], ["gear"], ["systems"], ["stations"]),
}  # the verb does not act on the figure
_NEVER = {"take": (["place"], ["part"])}  # whatever particle follows
_PARTICLE_REACH = 6  # "handed dozens of guns over"
_HAVE_OR_BE = HAVE | BE
_NO_OBJECTS = PREPOSITIONS | {".", ",", ";", ")", "so"}
_NO_THIRD = PREPOSITIONS - {"to", "of", "for", "by", "from", "in", "after", "at"}
_NO_BASE = PREPOSITIONS - {"to"}
_BEFORE_NOUNS = PREPOSITIONS | (DETERMINERS - {"that", "this"})
_HELPING = AUXILIARIES - {"'s"}
_BASE_AFTER = frozenset(
    [
        *("they", "we", "you", "i", "who", "which", "that", "people", "police", "also"),
        *("now", "still", "men", "not", "and", "or", "then"),
    ]
)


def is_noun_use(sentence: Sentence, mark: Mark, form: str) -> bool:
    """Whether a word that could be a verb stands as a noun: "the load", "an earlier count", "record highs"."""
    if mark.i == 0 or form not in {"base", "third", "ing"}:
        return False
    before = sentence.norms[mark.i - 1]
    if form == "base" and not _takes_base(sentence, mark.i):
        return True
    if form == "third" and not _takes_third(sentence, mark.i):
        return True
    if form in {"base", "third"} and before == QUANTITY:
        return True
    if before in _BASE_AFTER or before in {"this", "ever", "only", "already"}:
        return False
    if before in DETERMINERS or before in _NO_THIRD:
        return True
    return form != "ing" and before in _NO_BASE


def _takes_base(sentence: Sentence, i: int) -> bool:
    """Whether a verb without ending can follow: after a plural, a pronoun, a modal, "to" or a comma."""
    before = sentence.norms[i - 1]
    if before.endswith("s") or before in _BASE_AFTER or before in AUXILIARIES or not before[:1].isalpha():
        return True
    if any(m.j == i for m in sentence.of("actor")):
        return any(norm.endswith("s") and norm.isalpha() for norm in sentence.norms[max(0, i - 5) : i - 1])
    return before in ADVERBS


def _takes_third(sentence: Sentence, i: int) -> bool:
    """Whether a verb in -s can follow: after a name, an office, a pronoun, a singular noun; not an adjective."""
    before = sentence.norms[i - 1]
    if before in _BEFORE_NOUNS:
        return False
    if any(m.j == i and cast(Actor, m.entry).form == "demonym" for m in sentence.of("actor")):
        return False  # "North Korean ships"
    if (
        sentence.norms[i + 1 : i + 2] in (["of"], ["and"], [","])
        and sentence.text[sentence.tokens[i - 1].start].islower()
    ):
        return before in _BASE_AFTER
    if before.endswith(("ed", "ing", "ous", "ical")) or sentence.norms[i - 2 : i - 1] == ["and"]:
        return before in {"being"}
    return True


def is_passive(sentence: Sentence, mark: Mark, form: str) -> bool:
    """Passive voice: a form of "be" before the participle, or a participle right after its noun ("shells sent to")."""
    if form not in {"ed", "participle"}:
        return False
    k = mark.i - 1
    while k >= 0 and mark.i - k < 5 and (sentence.norms[k] in ADVERBS or sentence.norms[k] in {"not", "never", "to"}):
        k -= 1
    if k >= 0 and sentence.norms[k] in BE:
        return True
    if k >= 0 and sentence.norms[k] in HAVE:
        return False
    particle = mark.entry.particle if isinstance(mark.entry, Action) else ""
    after = mark.j + 1 if particle and sentence.norms[mark.j : mark.j + 1] == [particle] else mark.j
    following = sentence.norms[after] if after < len(sentence.norms) else "."
    if form == "participle":
        return True
    return following in _NO_OBJECTS and any(m.j == mark.i for m in sentence.of("noun"))


def _is_auxiliary(sentence: Sentence, mark: Mark) -> bool:
    if sentence.norms[mark.i] not in _HAVE_OR_BE:
        return False
    verbs = {m.i for m in sentence.of("verb") if m.i != mark.i} | {m.i for m in sentence.of("saying")}
    for k in range(mark.j, min(mark.j + 4, len(sentence.norms))):
        norm, token = sentence.norms[k], sentence.tokens[k]
        if k in verbs or norm in BE:
            return True
        if norm == QUANTITY and sentence.text[token.start : token.end].endswith("ed"):
            return True  # "has more than doubled"
        if norm not in ADVERBS and norm not in {"not", "to"}:
            return not (norm in DETERMINERS or norm == QUANTITY or any(m.i == k for m in sentence.of("noun")))
    return False


def has_object(sentence: Sentence, mark: Mark) -> bool:
    """A word that is a thing too ("shells", "rounds") is a verb only with an object or a particle right behind it."""
    following = sentence.norms[mark.j : mark.j + 1]
    if mark.i and sentence.norms[mark.i - 1] in _HELPING:
        return True
    particle = mark.entry.particle if isinstance(mark.entry, Action) else ""
    ends = {QUANTITY, "out", "off", "up", "down", particle}
    return bool(following) and (following[0] in DETERMINERS or following[0] in ends)


def acts(sentence: Sentence, mark: Mark) -> bool:
    """Whether a word of the action tables stands as an action: no noun use, no auxiliary, its particle after it."""
    action = cast(Action, mark.entry)
    if sentence.norms[mark.j : mark.j + 1] in _NEVER.get(action.word, ()):
        return False
    if action.particle and action.particle not in sentence.norms[mark.j : mark.j + _PARTICLE_REACH]:
        return False
    if not action.particle and sentence.norms[mark.j : mark.j + 1] in _IDIOMS.get(action.word, ()):
        return False
    if action.form in {"base", "third"} and any(m.i <= mark.i < m.j for m in sentence.of("noun")):
        return has_object(sentence, mark)
    return mark.kind != "verb" or not (is_noun_use(sentence, mark, action.form) or _is_auxiliary(sentence, mark))
