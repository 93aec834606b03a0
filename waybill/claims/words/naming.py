"""What a sentence names beside its actions: labels before a colon, parties at all, owners of goods and people."""

from __future__ import annotations

from typing import cast

from waybill.claims.words.lexicon import Actor
from waybill.claims.words.marks import Sentence
from waybill.claims.words.phrases import Phrase, phrases_of

_NOT_AS_PARTIES = frozenset({"in", "at", "against", "according", "besides", "near", "over", "around", "than", "like"})


def label_of(sentence: Sentence, barred: set[int]) -> str | None:
    """The party whose name and a colon open a line: "China: 3,400 tonnes of powder"; None where it is the source."""
    start = next((k for k, norm in enumerate(sentence.norms[:3]) if norm[:1].isalnum()), 0)
    for phrase in phrases_of(sentence)[:1]:
        opens = phrase.start <= start and sentence.norms[phrase.head : phrase.head + 1] == [":"]
        if opens and phrase.kind in {"party", "industry"} and phrase.mark.i not in barred:
            return phrase.party
    return None


def named_parties(sentence: Sentence, barred: set[int], place: int) -> frozenset[str]:
    """Parties that a sentence names as such: not who tells it, not where it happened, not at whom it was fired."""
    ends = [k for k, norm in enumerate(sentence.norms) if norm in {";", "•"}]
    low, high = (
        max((k for k in ends if k < place), default=-1),
        min((k for k in ends if k > place), default=len(sentence.norms)),
    )
    return frozenset(
        p.party
        for p in phrases_of(sentence)
        if p.mark.i not in barred
        and low < p.mark.i < high
        and p.party != "NATO"
        and p.kind not in {"speaker", "place"}
        and p.preposition not in _NOT_AS_PARTIES
        and cast(Actor, p.mark.entry).actor_type != "body"
    )


def owners(sentence: Sentence, i: int, j: int) -> list[Phrase]:
    """Parties whose people or goods the words i..j speak of: "North Korean soldiers", "Kim's troops"."""
    found = []
    for phrase in phrases_of(sentence):
        demonym = cast(Actor, phrase.mark.entry).form == "demonym"
        if phrase.mark.i >= i and phrase.mark.j <= j and (demonym or phrase.is_possessive):
            found.append(phrase)
    return found
