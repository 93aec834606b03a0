"""Whether a word that can bring a source is a verb of saying here: its form, what it needs, what withholds it."""

from __future__ import annotations

from itertools import pairwise

from waybill.claims.roles.parties import is_noun_use
from waybill.claims.sources.accounts import SCAN
from waybill.claims.sources.names import GIVEN_BY, is_finite, starts_lower
from waybill.claims.words.lexicon import Saying
from waybill.claims.words.marks import QUANTITY, Mark, Sentence
from waybill.claims.words.wordlists import ADVERBS, BE, DETERMINERS, EVIDENCE_NOUNS, HAVE, PRONOUNS

_POSSESSIVES = frozenset({"its", "his", "her", "their", "my", "our"})
_DETERMINED = DETERMINERS | {"'s"}
_OPENS_NOUN = (DETERMINERS - {"all", "both", "this", "that", "these", "those", "each"}) | {QUANTITY}
_SUBJECTS = PRONOUNS - {"this", "that", "these", "those", "her"}
_FIGURES = frozenset({"guess", "estimate", "count", "claim", "report"})  # what "my earlier ..." can be
_GIVEN = tuple([word] for word in sorted(GIVEN_BY))
_RELATIVE_REACH = 7  # words from a figure over "which" and its speaker to the verb


def needs_met(sentence: Sentence, mark: Mark, saying: Saying) -> bool:
    needed = set(saying.needs.split())
    if saying.particle and saying.particle not in sentence.norms[mark.j : mark.j + 2]:
        return False
    if not needed:
        return True
    if saying.kind == "put" and sentence.norms[mark.j : mark.j + 1] == ["it"]:
        return True
    if needed == {"clause"}:
        return sentence.norms[mark.j : mark.j + 1] != [QUANTITY]
    around = sentence.norms[max(0, mark.i - 4) : mark.i] if saying.kind in {"give", "make"} else []
    if saying.kind == "give" and gives_what_stands_before(sentence, mark):
        return True
    following = needed & set(sentence.norms[mark.j : mark.j + 2 * SCAN])
    return (saying.kind != "make" and bool(following)) or bool(needed & set(around))


def gives_what_stands_before(sentence: Sentence, mark: Mark) -> bool:
    """ "The 16,500 which a Pentagon official gave": the figure is the object of the relative clause."""
    before = sentence.norms[max(0, mark.i - _RELATIVE_REACH) : mark.i]
    return any(a == QUANTITY and b in {"which", "that"} for a, b in pairwise(before))


def is_withheld(sentence: Sentence, mark: Mark, saying: Saying) -> bool:
    """ "Has never admitted to anything", "does not say": nothing is said; "did not say that" leaves what follows."""
    if saying.stance == "denied" or saying.kind == "watch" or sentence.norms[mark.j : mark.j + 1] == ["that"]:
        return False
    return bool({"never", "not", "n't"} & set(sentence.norms[max(0, mark.i - 3) : mark.i]))


def put_by(sentence: Sentence, mark: Mark, saying: Saying) -> bool:
    """ "Its bill, put at up to 14bn by a think-tank": a participle after its noun, the speaker after the figure."""
    after = sentence.norms[mark.j : mark.j + 3]
    return saying.kind == "put" and after[:2] == ["at", QUANTITY] and after[2:] == ["by"]


def _is_determined(sentence: Sentence, i: int) -> bool:
    """Whether an article, an owner or a capital opens the noun group at tokens[i]: "the ministry", "Seoul's office"."""
    lead = range(max(0, i - 2), i + 1)
    return any(sentence.norms[k] in _DETERMINED or not starts_lower(sentence, k) for k in lead)


def is_noun(sentence: Sentence, mark: Mark, saying: Saying) -> bool:
    """Whether a verb of saying stands as a noun: "the report", "31 projects"; never before a clause with "that"."""
    before = sentence.norms[mark.i - 1] if mark.i else ""
    closed = sentence.norms[mark.j : mark.j + 1] in ([","], ["."], [";"])
    heads = [m.i for m in sentence.of("source") if m.j == mark.i]
    if saying.form == "third" and closed and any(_is_determined(sentence, i) for i in heads):
        return False  # "the unification ministry estimates,"
    if (
        saying.form == "base"
        and saying.lemma in _FIGURES
        and sentence.norms[max(0, mark.i - 2) : mark.i - 1]
        and sentence.norms[mark.i - 2] in _POSSESSIVES
    ):
        return True  # "my earlier guess"
    if saying.form not in {"base", "third"} or not before:
        return saying.form == "ing" and is_noun_use(sentence, mark, saying.form)
    if before in _OPENS_NOUN:
        return True
    if any(m.i <= mark.i < m.j and m.j - m.i > 1 for m in sentence.of("source")):
        return True  # "member states"
    if sentence.norms[mark.j : mark.j + 1] == ["that"] or before in _SUBJECTS:
        return False
    if before in EVIDENCE_NOUNS:
        return False
    if saying.also_noun and (is_finite(sentence, mark.j) or sentence.norms[mark.j : mark.j + 1][:1] in _GIVEN):
        return True
    return saying.also_noun and is_noun_use(sentence, mark, saying.form)


def after_be(sentence: Sentence, mark: Mark) -> bool:
    k = mark.i - 1
    while k > 0 and (sentence.norms[k] in ADVERBS or sentence.norms[k].endswith("ly")):
        k -= 1
    return k >= 0 and sentence.norms[k] in BE


def after_have(sentence: Sentence, mark: Mark) -> bool:
    return any(norm in HAVE for norm in sentence.norms[max(0, mark.i - 3) : mark.i])
