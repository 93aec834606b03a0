"""Where a document states its directions: the title, the first sentences, section headings, what went back."""

from __future__ import annotations

import re
from collections.abc import Callable

from waybill.claims.who.context import Flow, flows_of
from waybill.claims.words.phrases import party_of
from waybill.claims.words.scene import Place, Scene

LEAD_SENTENCES = 4  # sentences of the body that are read for directions and for the day of the story's statement
LEADING = 2  # sentences that, with the title, name the states that the story is about
_RETURN = re.compile(r"\b(?:in return|in exchange|the other way|fuel|oil|food)\b", re.IGNORECASE)
_RETURN_SENTENCES = 12


def stated_flows(scene: Scene, speakers: Callable[[int], set[int]]) -> list[Flow]:
    """Directions that the title and the first sentences state; `speakers` gives a sentence's words that name sources.

    Who says it neither gives nor takes.
    """
    flows: list[Flow] = []
    for place in [*[p for p in scene.places if p.is_heading], *opening_of(scene, LEAD_SENTENCES)]:
        flows += flows_of(scene.sentence(place), speakers(place.number))
    return flows


def opening_of(scene: Scene, most: int) -> list[Place]:
    """The first sentences of the report that are no headings."""
    found = [p for p in scene.places[: 4 * most] if not scene.is_heading(p)]
    return found[:most]


def is_returned(scene: Scene, back: Flow, speakers: Callable[[int], set[int]]) -> bool:
    """Whether a sentence says that goods went back: "in return", "Russia is sending fuel", "the other way"."""
    at: set[int] = set()
    for found in _RETURN.finditer(scene.text, scene.places[0].span[0], scene.places[-1].span[1]):
        place = scene.place_at(found.start())
        if place is not None and place.number not in at and len(at) < _RETURN_SENTENCES:
            at.add(place.number)
    for number in sorted(at):
        sentence = scene.sentence(scene.places[number])
        flows = flows_of(sentence, speakers(number))
        if any(flow.supplier == back.supplier and flow.recipient in {None, back.recipient} for flow in flows):
            return True
        named = {party_of(mark) for mark in sentence.of("actor")}
        turned = {"return", "exchange", "way"} & set(sentence.norms)
        if turned and (back.supplier in named or back.recipient in named or "way" in turned):
            return True
    return False
