"""What the sentences before leave in the reader's mind: the section one is in, and of whom was just spoken."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, cached_property
from typing import NamedTuple

from schemas.vocabulary import vocabulary
from waybill.claims.who.context import Flow, flows_of, heading_flow
from waybill.claims.words.clauses import clauses_of, subject_words
from waybill.claims.words.marks import QUANTITY, Sentence, words_of
from waybill.claims.words.phrases import Phrase, phrases_of
from waybill.claims.words.scene import Place, Scene

_BACK = 3  # sentences of one paragraph back to which "it" can lead
_LONGEST = 90  # code points of such a heading
_RUN_IN = 5  # words of a heading that stands in front of its paragraph: "TAIWAN'S BACKLOG."
_OPENERS = frozenset({"but", "and", "meanwhile", "so", "yet", "still", "now", "then"})


class Section(NamedTuple):
    """A stretch under one heading: its number, the direction its heading states, the one party it names."""

    number: int
    flow: Flow | None
    party: str | None
    is_returned: bool = False  # the heading says that what follows goes against the main direction
    is_question: bool = False  # the heading is a question: its party may give or take


class Discourse:
    """Sections and topics of one document; `speakers` gives the words of a sentence that name its sources."""

    def __init__(self, scene: Scene, speakers: Callable[[int], set[int]]) -> None:
        self.scene, self.speakers = scene, speakers
        self._topics: dict[int, str | None] = {}

    def section(self, index: int) -> Section:
        """The section that a sentence stands in."""
        return self.sections[index]

    @cached_property
    def sections(self) -> list[Section]:
        """The section of each sentence."""
        current = Section(0, None, None)
        found: list[Section] = []
        last = -1
        for place in self.scene.places:
            opens = place.paragraph != last
            last = place.paragraph
            if not place.is_heading and (self._heads(place) or (opens and self._runs_in(place))):
                opened = _section(current.number + 1, self.scene.sentence(place))
                if not opened.is_question or opened.flow or opened.party or opened.is_returned:
                    current = opened
            found.append(current)
        return found

    def _heads(self, place: Place) -> bool:
        """A line of its own without a full stop that is no item of a list and holds no figure."""
        start, end = place.span
        asks = place.span == place.paragraph_span and end - start <= _LONGEST and self.scene.text[end - 1] == "?"
        if not (asks or self.scene.is_heading(place)) or not self.scene.text[start].isalnum():
            return False
        return not self.scene.sentence(place).quantities

    def _runs_in(self, place: Place) -> bool:
        """A question, or a few words with a full stop and without a verb, at the head of a paragraph."""
        start, end = place.span
        if end - start > _LONGEST or place.span == place.paragraph_span or self.scene.text[end - 1] not in ".:?":
            return False
        sentence = self.scene.sentence(place)
        if self.scene.text[end - 1] == "?":
            return not sentence.quantities  # a question asked in print opens its answer
        return len(sentence.norms) <= _RUN_IN + 1 and not clauses_of(sentence).groups and not sentence.quantities

    def topic_before(self, index: int) -> str | None:
        """Of whom the sentences right before speak: the subject of the last one in the paragraph that has one."""
        places = self.scene.places
        for n in range(index - 1, max(-1, index - 1 - _BACK), -1):
            if places[n].paragraph != places[index].paragraph:
                return self._asked(n)
            topic = self.topic(n)
            if topic is not None:
                return topic
        return None

    def _asked(self, index: int) -> str | None:
        """The one party of the question that the paragraph answers."""
        if self.scene.text[self.scene.places[index].span[1] - 1] != "?":
            return None
        named = {p.party for p in phrases_of(self.scene.sentence(self.scene.places[index])) if p.kind != "speaker"}
        return named.pop() if len(named) == 1 else None

    def topic(self, index: int) -> str | None:
        """The party that a sentence is about: the subject of its first verb, or the name that it opens with."""
        if index not in self._topics:
            self._topics[index] = _topic(self.scene.sentence(self.scene.places[index]), self.speakers(index))
        return self._topics[index]


def _section(number: int, heading: Sentence) -> Section:
    flow = heading_flow(heading) or next(iter(flows_of(heading, set())), None)
    parties = {p.party for p in phrases_of(heading)}
    party = parties.pop() if len(parties) == 1 else None
    return Section(number, flow, party, flow is None and is_turned(heading), heading.norms[-1:] == ["?"])


@cache
def _return_cues() -> Mapping[str, tuple[tuple[str, ...], ...]]:
    cues: dict[str, tuple[tuple[str, ...], ...]] = {}
    for row in vocabulary("en/return_cues"):
        words = words_of(row["cue"])
        cues[words[0]] = (*cues.get(words[0], ()), words)
    return cues


def is_turned(sentence: Sentence) -> bool:
    """Whether a sentence speaks of what goes against the main direction: "in return", "the other way"."""
    norms, cues = sentence.norms, _return_cues()
    return any(
        tuple(norms[k : k + len(cue)]) == cue for k, norm in enumerate(norms) if norm in cues for cue in cues[norm]
    )


def _topic(sentence: Sentence, sources: set[int]) -> str | None:
    phrases = phrases_of(sentence)
    named = [p for p in phrases if p.mark.i not in sources]
    for group in clauses_of(sentence).groups:
        if group.form != "finite":
            continue
        words = subject_words(sentence, group.head).words
        bare = [p for p in named if p.mark.i in words and p.preposition == "" and not p.listed and p.kind != "speaker"]
        if bare:
            return _foremost(bare).party
    start = 1 if sentence.norms[:1] and sentence.norms[0] in _OPENERS else 0
    first = next((p for p in named if p.preposition == "" and p.kind != "speaker"), None)
    opens = first is not None and first.start <= start + 1 and QUANTITY not in sentence.norms[: first.start]
    return first.party if first is not None and opens and not first.listed else None


def _foremost(phrases: list[Phrase]) -> Phrase:
    full = [p for p in phrases if p.kind in {"party", "industry"}]
    return full[-1] if full else phrases[0]
