"""Whether the words around a figure tell of a state or of an event, and when: "are stationed", "has sent", "had"."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import cast

from schemas.vocabulary import vocabulary
from waybill.claims.draft import Draft
from waybill.claims.words.lexicon import Action, inflect
from waybill.claims.words.marks import QUANTITY
from waybill.claims.words.wordlists import ADVERBS, DETERMINERS, HAVE, PREPOSITIONS

_IS = frozenset({"is", "are", "am", "'re"})
_WAS = frozenset({"was", "were"})
_BEING = _IS | _WAS
_BEING_OR_HAVING = _BEING | HAVE
_HELPING = HAVE | {"will", "would", "could", "may", "might"}
_BEFORE_NOUNS = PREPOSITIONS | {"the", "a", "of", "and", "'s"}
_FILLERS = ADVERBS | DETERMINERS
_AHEAD = frozenset({"to", "expected", "due", "set", "about", "scheduled", "slated"})
_HELD_TRUE = frozenset({"believed", "said", "thought", "estimated", "reported", "known", "understood", "assessed"})
_MODALS = frozenset({"will", "would", "could", "can", "may", "might", "must", "shall", "should", "'ll", "'d", "to"})
_MOVES = frozenset({"give", "arrive", "leave", "receive", "pledge", "order", "harm", "suffer"})
_STATES = frozenset({"hold", "employ"})
_STAYED = frozenset({"remained", "stayed", "lived", "worked", "served", "stood", "numbered", "fought"})
_REACH = 14  # words after the thing in which its verb is looked for
_AUXILIARIES = 4  # words before a verb that say its tense


@cache
def _state_verbs() -> dict[str, str]:
    """Form ("base", "third", "ing", "ed", "past") by surface word of the verbs of being and having."""
    forms: dict[str, str] = {}
    irregular = {"stand": "stood", "sit": "sat", "lie": "lay", "have": "had", "hold": "held", "keep": "kept"}
    irregular |= {"fight": "fought"}
    for row in vocabulary("en/state_words"):
        if row["kind"] == "verb":
            forms |= inflect(row["word"], irregular.get(row["word"], ""))
    return forms | {"has": "third"}


@cache
def _state_participles() -> frozenset[str]:
    return frozenset(row["word"] for row in vocabulary("en/state_words") if row["kind"] == "participle")


def state_of(draft: Draft) -> str:
    """ "now" or "then" where the figure is what somebody has or what is somewhere, "" where something happens.

    "Now" is told in the present tense, "then" in the past: "12 tanks are left", "had 12 tanks left".
    """
    return (
        _by_action(draft)
        or _by_copula_before(draft)
        or _by_words_beside(draft)
        or _by_verb_after(draft)
        or _by_verb_before(draft)
    )


def is_told_in_the_present(draft: Draft) -> bool:
    """Whether the verb of a figure stands in the present: "half of them come from the North"."""
    if draft.own_acting is not None and draft.own_acting.mark.kind == "verb":
        return _tense(draft.sentence.norms, draft.own_acting.mark.i, draft.own_acting.action.form) == "now"
    norms = draft.sentence.norms
    return bool(_IS & set(norms[draft.place + 1 : draft.place + 1 + _REACH]))


def _tense(norms: list[str], verb: int, form: str) -> str:
    """Tense of the verb at norms[verb] by its form and the words before it: now, then, perfect, ahead."""
    before = norms[max(0, verb - _AUXILIARIES) : verb]
    while before and (before[-1] in ADVERBS or before[-1].endswith("ly") or before[-1] in {"not", "never"}):
        before = before[:-1]
    last = before[-1:]
    if last and last[0] in _MODALS:
        return "ahead"
    if set(before[-2:]) & HAVE:
        return "perfect"
    if form in {"base", "third"}:
        return "now"
    if form == "ing":
        return "now" if last and last[0] in _IS else "then" if last and last[0] in _WAS else ""
    if last and last[0] in _IS:
        return "now"
    return "then"


def _by_action(draft: Draft) -> str:
    """What the chosen verb says: "has 40 tanks" now, "had 40 tanks" then; "has had" and "will have" are no state."""
    if draft.own_acting is None or draft.own_acting.mark.kind != "verb":
        return ""
    if draft.action != "hold" and not draft.item_id.startswith("personnel"):
        return ""
    if draft.own_acting.action.frame.frame not in _STATES:
        return ""
    tense = _tense(draft.sentence.norms, draft.own_acting.mark.i, draft.own_acting.action.form)
    return tense if tense in {"now", "then"} else ""


def _by_copula_before(draft: Draft) -> str:
    """ "There are now about 400", "the rest are 40 tanks"."""
    norms, k = draft.sentence.norms, draft.place - 1
    while k >= 0 and draft.place - k < _AUXILIARIES and (norms[k] in ADVERBS or norms[k].endswith("ly")):
        k -= 1
    if k < 1:
        return ""
    there = "there" in norms[max(0, k - 1) : k]
    if norms[k] in _IS and there:
        return "now"
    if norms[k] in _WAS and there:
        return "then"
    verb = _state_verbs().get(norms[k], "")
    people = draft.item_id.startswith("personnel")
    if people and verb in {"base", "third"} and norms[k] not in HAVE and norms[k - 1] not in _MODALS:
        return "now"  # "in the region already work about 3,000 builders"
    return ""


def _by_words_beside(draft: Draft) -> str:
    """People who are "still in" a place, or named by what they are doing: "workers staying in Russia"."""
    if not draft.item_id.startswith("personnel"):
        return ""
    norms, k = draft.sentence.norms, draft.item.j
    if norms[draft.place + 1 : draft.place + 2] == ["left"] and HAVE & set(
        norms[max(0, draft.place - 4) : draft.place]
    ):
        return "now" if {"has", "have"} & set(norms[max(0, draft.place - 4) : draft.place]) else "then"
    lead = norms[max(0, draft.place - 8) : draft.place]
    if any(a == "still" and b in PREPOSITIONS for a, b in pairwise(lead)):
        return "now"
    if norms[k : k + 1] == ["still"] and norms[k + 1 : k + 2] and norms[k + 1] in PREPOSITIONS:
        return "now"
    return "now" if k < len(norms) and _state_verbs().get(norms[k]) == "ing" else ""


def _by_verb_after(draft: Draft) -> str:
    """The first verb after the thing: "400 soldiers are stationed", "remain", "are clearing mines", "were left"."""
    norms = draft.sentence.norms
    past = {m.i for m in draft.sentence.of("verb") if cast(Action, m.entry).form == "past"}
    k = max(draft.item.j if draft.item.i >= draft.place else 0, draft.place + 1)
    for n in range(k, min(len(norms), k + _REACH)):
        if norms[n] == "and" and norms[n + 1 : n + 2] and norms[n + 1] in _BEING_OR_HAVING:
            return ""  # "took 120 and is waiting": the subject stands before
        if norms[n] in _BEING:
            return _after_be(draft, n)
        if norms[n] in _state_verbs() and norms[n] not in HAVE and not draft.is_share:
            form = _state_verbs()[norms[n]]
            if form in {"base", "third"} and norms[n - 1] not in _MODALS and not _is_noun_here(draft, n):
                return "now"
            if form in {"past", "ed"} and norms[n] in _STAYED and draft.item_id.startswith("personnel"):
                return "then"
        if norms[n] in {";", ".", QUANTITY, ":"} or norms[n] in _HELPING or n in past:
            return ""
    return ""


def _is_noun_here(draft: Draft, n: int) -> bool:
    """ "400 soldiers for work in Vladivostok": a noun after a preposition or an article."""
    return draft.sentence.norms[n - 1] in _BEFORE_NOUNS


def _after_be(draft: Draft, n: int) -> str:
    """What follows a form of be: a place, a state, people doing something; a plain passive is an event."""
    norms = draft.sentence.norms
    when = "now" if norms[n] in _IS else "then"
    k = n + 1
    while k < len(norms) and (norms[k] in ADVERBS or norms[k].endswith("ly") or norms[k] == "not"):
        k += 1
    word = norms[k] if k < len(norms) else "."
    if word in _HELD_TRUE and norms[k + 1 : k + 3] == ["to", "be"]:
        k += 3
        word = norms[k] if k < len(norms) else "."
    if word in _AHEAD or word == "home":
        return ""
    if word in _state_participles():
        return when
    if word == "being":
        return f"{when} being" if draft.item_id.startswith("personnel") else ""
    if word.endswith("ing"):
        moved = any(m.i == k and cast(Action, m.entry).frame.frame in _MOVES for m in draft.sentence.of("verb"))
        return when if word in _state_verbs() or not moved else ""
    if word in {"in", "at", "on", "near", "inside", "with", "under", "among", "within", "still", "abroad"}:
        return when
    if norms[n] in _IS and not draft.is_share and any(m.i <= k + 2 and m.i >= k for m in draft.sentence.of("noun")):
        return "now"  # "1,200 are engineers"
    return ""


def _by_verb_before(draft: Draft) -> str:
    """The verb whose object the thing is, where the vocabulary of actions has none: "operates 14 launchers"."""
    if draft.own_acting is not None and draft.action != "hold":
        return ""
    norms = draft.sentence.norms
    for n in range(draft.place - 1, max(-1, draft.place - 5), -1):
        if norms[n] in {",", ";", ":", ".", QUANTITY}:
            return ""
        form = _state_verbs().get(norms[n], "")
        between = norms[n + 1 : draft.place]
        if norms[n] in HAVE and any(w not in _FILLERS and not w.endswith("ly") for w in between):
            return ""  # "has reported just 92,300": no having
        if form and not _is_noun_here(draft, n):
            tense = _tense(norms, n, form)
            return tense if tense in {"now", "then"} else ""
    return ""
