"""Second pass over in-topic figures: source, action, parties, time, modality, aggregation; then the whole document."""

from __future__ import annotations

from datetime import date
from functools import cached_property, partial
from itertools import pairwise
from typing import cast

from waybill.claims.draft import Draft
from waybill.claims.roles.caps import resolution_of
from waybill.claims.sources.attribution import Source, read_source, source_of, spoken
from waybill.claims.sources.denials import denial_in, is_printed
from waybill.claims.sources.modality import Modality, read_modality
from waybill.claims.sources.speakers import Speakers
from waybill.claims.sources.voices import Voice, find_voices
from waybill.claims.structure import whole_of
from waybill.claims.when.aggregation import compared_base, read_aggregation
from waybill.claims.when.events import choose_times, in_order, is_statement_time
from waybill.claims.when.tense import state_of
from waybill.claims.when.timing import event_dates, opening_time, pick_time
from waybill.claims.who.actions import read_action
from waybill.claims.who.context import Habits, learn, soldiers_of, states_of
from waybill.claims.who.defaults import Scope, Told, fill_parties
from waybill.claims.who.directions import LEAD_SENTENCES, LEADING, is_returned, opening_of, stated_flows
from waybill.claims.who.discourse import Discourse, Section, is_turned
from waybill.claims.who.goods import fill_goods, names_goods, refine_oil
from waybill.claims.who.money import follow_list, follow_price
from waybill.claims.words.lexicon import Actor, Cue
from waybill.claims.words.marks import Sentence
from waybill.claims.words.periods import Time, anchor_of, read_times
from waybill.claims.words.scene import Place, Scene
from waybill.dates import precision

_FRAME_REACH = 3  # sentences of a paragraph that the time opening one of them frames
_WHOLES = 8  # figures back among which a whole is looked for
_PERIOD_LOOK = 12  # sentences in which a report says what period it covers
_HEADING_REACH = 12  # sentences under a heading that its time still dates
_LAW_REACH = 90  # code points behind a capped figure in which its law is named
_DONE = frozenset(["delivered", "arrived", "received", "landed", "handed", "supplied", "sent", "shipped"])
_BULLETS = frozenset("•-–*➡·◦▪")


class Deepening:
    """What second reading keeps at hand: voices and times by sentence, the anchor, the day of the story's statement."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.anchor = anchor_of(scene.document.published, scene.document.published_basis)
        self._times: dict[int, list[Time]] = {}
        self.last_time: Time | None = None
        self.speakers = Speakers(scene, self._said_day)
        self.discourse = Discourse(scene, self.sources)

    def sentence(self, index: int) -> Sentence:
        """The sentence of that number."""
        return self.scene.sentence(self.scene.places[index])

    def voices(self, index: int) -> list[Voice]:
        """Its speakers."""
        return self.speakers.voices(index)

    def sources(self, index: int) -> set[int]:
        """The words that name its sources."""
        return {k for voice in self.voices(index) for k in range(voice.i, voice.j)}

    def times(self, index: int) -> list[Time]:
        """Its times."""
        if index not in self._times:
            times = read_times(self.sentence(index), self.scene.dates, self.anchor, self.last_time)
            self._times[index] = [self._reported(index, time) for time in times]
        return self._times[index]

    def _reported(self, index: int, time: Time) -> Time:
        """ "The reporting period": the stretch that the document says it covers, or the one named just before."""
        if time.relation != "reporting":
            return time
        known = self.reporting_period
        if known is None and self.last_time is not None and self.last_time.relation in {"within", "between"}:
            known = self.last_time
        if known is None or known.first is None:
            return time._replace(relation="closed")
        if {"end", "close"} & set(self.sentence(index).norms[max(0, time.i - 3) : time.i]):
            return time._replace(first=known.last, last=known.last, relation="within")
        return time._replace(first=known.first, last=known.last, relation="between")

    @cached_property
    def reporting_period(self) -> Time | None:
        """The stretch that the opening of a report calls its period: "(reporting period: 1 January to 30 June)"."""
        head = self.scene.places[:_PERIOD_LOOK]
        lines = [self.scene.sentence(place) for place in head]
        lines += self.scene.header_sentences()
        for sentence in lines:
            if not {"period", "covers", "covering"} & set(sentence.norms):
                continue
            for time in read_times(sentence, self.scene.dates, self.anchor, None):
                if time.relation == "between" and time.first is not None:
                    return time
        return None

    def heading_time(self, index: int) -> Time | None:
        """The closed time that the heading above a paragraph names: "Week of 3 June", "May 2024"."""
        places = self.scene.places
        for n in range(index - 1, max(-1, index - _HEADING_REACH), -1):
            if places[n].is_heading:
                return None
            if self.scene.is_heading(places[n]) and not self.sentence(n).quantities:
                times = [t for t in self.times(n) if t.relation in {"within", "between"} and t.first is not None]
                own = self.anchor.edtf if self.anchor is not None else None
                return times[-1] if times and times[-1].last != own else None  # a date line dates the report
        return None

    def frame_time(self, index: int) -> Time | None:
        """The closed time that opens one of the sentences right before in the same paragraph."""
        places = self.scene.places
        for n in range(index - 1, max(-1, index - 1 - _FRAME_REACH), -1):
            if places[n].paragraph != places[index].paragraph:
                return None
            if self.times(n):
                return opening_time(self.sentence(n), self.times(n))
        return None

    def picture_time(self, index: int) -> Time | None:
        """The day that the sentence before names, where it tells of a picture or of nothing else: "on 3 May"."""
        places = self.scene.places
        if index == 0 or places[index - 1].paragraph != places[index].paragraph:
            return None
        days = [t for t in self.times(index - 1) if t.relation == "within" and precision(t.first or "") == "day"]
        return days[0] if len(days) == 1 else None

    def latest_time(self, index: int) -> Time | None:
        """The last time that a sentence names: what "the same year" after it means."""
        return next((t for t in reversed(self.times(index)) if t.first is not None), None)

    def said_by_default(self, draft: Draft) -> str | None:
        """The story's day for figures of the story's speaker and for headlines; another speaker has another day."""
        day, voice = self.story
        if day is None or voice is None:
            return None
        if draft.is_heading or voice[1]:
            return day
        first = draft.chain[0] if draft.chain else ""
        definite = first.lower().startswith("the ") and first[4:5].islower()
        names = any(a in b or b in a for a in draft.chain for b in voice[0])
        return day if definite or names else None

    @cached_property
    def story(self) -> tuple[str | None, tuple[tuple[str, ...], bool] | None]:
        """The day on which the statement that the story is about was made, from a saying in its first sentences."""
        if self.anchor is None or self.anchor.precision != "day":
            return None, None
        start = next((n for n, p in enumerate(self.scene.places) if not p.is_heading), 0)
        for n in range(start, min(start + LEAD_SENTENCES, len(self.scene.places))):
            day = self._said_day(n)
            if day is not None and 0 <= (self.anchor.day - _day(day)).days <= 31:
                sentence, voices = self.sentence(n), [v for v in self.voices(n) if v.kind not in {"watch", "count"}]
                chain = source_of(sentence, spoken(sentence, voices)).chain
                return day, (chain, any(self._is_outlet(sentence, v) for v in voices))
        return None, None

    @staticmethod
    def _is_outlet(sentence: Sentence, voice: Voice) -> bool:
        actors = [cast(Actor, m.entry).actor_type for m in sentence.within("actor", voice.i, voice.j)]
        kinds = [cast(Cue, m.entry).scope for m in sentence.within("source", voice.i, voice.j)]
        reports = sentence.norms[voice.at] in {"reported", "reports"} and not actors and not kinds
        return "outlet" in actors or "outlet" in kinds or reports

    def _said_day(self, index: int) -> str | None:
        for voice in self.voices(index):
            if voice.kind in {"watch", "label", "count"}:
                continue
            if voice.rule.endswith("-watch"):
                continue
            for time in self._times.get(index) or read_times(self.sentence(index), self.scene.dates, self.anchor, None):
                if time.relation == "to_date":
                    continue
                if is_statement_time(self.sentence(index), time, (voice.at,)) and precision(time.last or "") == "day":
                    return time.last
        return None


def _day(edtf: str) -> date:
    return date.fromisoformat(edtf)


def deepen(scene: Scene, drafts: list[Draft]) -> None:
    """Fills every field of the drafts, in text order, then what only the whole document settles."""
    if not drafts:
        return
    deep = Deepening(scene)
    last: Draft | None = None
    for n, draft in enumerate(drafts):
        lead = _lead(scene, draft)
        _read_source(deep, draft, lead)
        read_action(draft, deep.voices(draft.sentence.index), lead, last, deep.discourse.topic_before)
        _read_law(deep, draft)
        if draft.action == "casualties" and draft.actor is None and last is not None and last.action == "casualties":
            draft.actor = last.actor if last.sentence is draft.sentence else None
        follow_list(draft, last)
        follow_price(draft, last)
        _read_time(deep, draft, lead, drafts[max(0, n - _WHOLES) : n])
        if compared_base(draft, last) is None:
            deep.last_time = draft.time or deep.latest_time(draft.sentence.index) or deep.last_time
        _read_stance(deep, draft, lead, last)
        last = draft
    opening = [*[p for p in scene.places if p.is_heading], *opening_of(scene, LEADING)]
    leading = states_of((scene.sentence(place) for place in opening), deep.sources)
    owner = soldiers_of(scene.sentence(place) for place in scene.places[:LEAD_SENTENCES])
    refine_oil(drafts)
    figures = [scene.sentence(place) for place in _told(scene, drafts)]
    goods = states_of(s for s in map(scene.sentence, opening) if names_goods(s))
    named = frozenset(states_of(figures))
    fill_goods(drafts, goods, named)
    habits = learn(
        drafts, stated_flows(scene, deep.sources), lambda back: is_returned(scene, back, deep.sources), leading, owner
    )
    told = Told()
    for draft in drafts:
        _settle(deep, draft, habits, deep.discourse.section(draft.sentence.index), told, named)
    for last, draft in pairwise(drafts):
        if draft.action == "limit" and draft.recipient is None and last.sentence is draft.sentence:
            draft.recipient = last.recipient


def _told(scene: Scene, drafts: list[Draft]) -> list[Place]:
    """The title and the sentences that hold figures."""
    return [scene.places[n] for n in sorted({0, *(draft.sentence.index for draft in drafts)})]


def _lead(scene: Scene, draft: Draft) -> Sentence | None:
    """The sentence that opens the list of a figure without a verb of its own."""
    place = scene.places[draft.sentence.index]
    bulleted = scene.text[place.span[0]] in _BULLETS
    if not bulleted and (len(draft.sentence.norms) > 30 or _has_verb(draft.sentence)):
        return None
    lead = scene.lead_of(place)
    return scene.joined(*lead) if lead is not None else None


def _has_verb(sentence: Sentence) -> bool:
    nouns = {mark.i for mark in sentence.of("noun")}
    return any(mark.i not in nouns for kind in ("verb", "saying") for mark in sentence.of(kind))


def _read_source(deep: Deepening, draft: Draft, lead: Sentence | None) -> None:
    if draft.row_source is not None:
        _read_row_source(deep, draft)
        return
    source, draft.statement = deep.speakers.read(draft.sentence, draft.place, lead, draft.is_heading)
    draft.source = source
    if source is not None:
        draft.chain, draft.stance = source.chain, source.stance
        draft.rules.extend(source.rule_ids)


def _read_law(deep: Deepening, draft: Draft) -> None:
    """A cap that nobody in its sentence tells of is the word of the resolution named there."""
    resolution = resolution_of(draft.sentence) if draft.action == "limit" else None
    if resolution is not None and (not deep.voices(draft.sentence.index) or _is_set_by(draft, resolution)):
        draft.chain, draft.stance = (resolution,), "asserted"
        draft.rules.append("source-resolution")


def _is_set_by(draft: Draft, resolution: str) -> bool:
    """ "A ceiling of 500,000 established by resolution 2397": the law stands right behind its figure."""
    after = draft.sentence.text[draft.quantity.end : draft.quantity.end + _LAW_REACH]
    return resolution in after and " by " in after[: after.find(resolution)]


def _read_row_source(deep: Deepening, draft: Draft) -> None:
    """The chain of a table row: the outlet in its first cell, then whoever spoke before the table."""
    index = draft.sentence.index
    places, text = deep.scene.places, deep.scene.text
    while index > 0 and "\n\n" not in text[places[index - 1].span[1] : places[index].span[0]]:
        index -= 1
    named, draft.statement = deep.speakers.carried(index, pronoun=True)
    draft.chain = (draft.row_source or "", *(named.chain[-1:] if named is not None else ()))
    draft.source = Source(draft.chain, "asserted", frozenset(), (), ("source-row",))
    draft.rules.append("source-row")


def _read_time(deep: Deepening, draft: Draft, lead: Sentence | None, before: list[Draft]) -> None:
    """The time a figure speaks of and the day it was said, from its own words or from what stands around them."""
    index = draft.sentence.index
    event, statement = choose_times(draft, deep.times(index))
    led: Time | None = None
    if lead is not None and (event is None or statement is None):
        end = Draft(draft.quantity, lead, len(lead.norms), draft.item._replace(i=0, j=0), "", "")
        end.source = read_source(lead, len(lead.norms), find_voices(lead))
        led, lead_statement = choose_times(end, read_times(lead, deep.scene.dates, deep.anchor, None))
        statement = statement or lead_statement
    if statement is not None and statement.relation != "to_date":
        draft.statement = statement.last
    draft.statement_basis = "resolved" if draft.statement else None
    sources = {
        "own": event,
        "lead": led,
        "frame": deep.frame_time(index),
        "picture": deep.picture_time(index),
        "heading": deep.heading_time(index),
    }
    draft.whole = whole_of(before, draft)
    draft.time = pick_time(draft, before[-1] if before else None, draft.whole, sources, statement)
    if draft.time is not None:
        draft.rules.append(f"period-{draft.time.relation}")


def _take_back(deep: Deepening, draft: Draft) -> None:
    """A figure of the document's own or of the press that the next sentence takes back is denied by who does so."""
    after = draft.sentence.index + 1
    places = deep.scene.places
    if draft.is_heading or draft.modality in {"denied", "limit"} or after >= len(places):
        return
    sayings = [v for v in deep.voices(draft.sentence.index) if v.kind != "label"]
    printed = any(is_printed(draft.sentence.norms[v.i : v.j]) for v in sayings) or is_printed(draft.sentence.norms[:3])
    own = any(v.kind == "self" for v in sayings) and not draft.chain
    near = places[after].paragraph == draft.sentence.paragraph
    denial = denial_in(deep.sentence(after)) if near and (printed or own) else None
    if denial is None or (denial.by is not None and not printed):
        return
    words = deep.sentence(after).words(*denial.by) if denial.by is not None else None
    draft.modality, draft.hedge_text = "denied", None
    draft.chain = (words,) if words else ()
    draft.rules.append("modality-taken-back")


def _read_stance(deep: Deepening, draft: Draft, lead: Sentence | None, last: Draft | None) -> None:
    """Modality and aggregation."""
    if draft.is_led and lead is not None:
        ends = draft.item._replace(i=len(lead.norms), j=len(lead.norms))
        modality = read_modality(lead, len(lead.norms), ends, draft.acting, draft.stance)
    else:
        modality = read_modality(draft.sentence, draft.place, draft.item, draft.own_acting, draft.stance)
        modality = _of_base(draft, modality)
    modality = _shared(draft, modality, last)
    if draft.listed_in is not None:
        modality = Modality(draft.listed_in.modality, draft.listed_in.hedge_text, ("modality-listed",))
    draft.modality, draft.hedge_text = modality.modality, modality.hedge_text
    draft.rules.extend(modality.rule_ids)
    _take_back(deep, draft)
    if draft.modality == "planned" and compared_base(draft, last) is not None:
        draft.modality, draft.hedge_text, draft.time = "asserted", None, None  # "1.5 million, up from 70,000"
        draft.rules.append("modality-compared")
    if draft.row_source is not None and last is not None and _is_row_conversion(draft, last):
        draft.modality = "possible"
        draft.aggregation = "capacity"
        draft.rules.append("aggregation-row-conversion")
        return
    draft.aggregation, rule = read_aggregation(draft, last)
    draft.rules.append(rule)


def _of_base(draft: Draft, modality: Modality) -> Modality:
    """ "Ordered 180 tanks. Eighty-one vehicles are included": a figure that leans on a promise is promised too."""
    base = draft.base
    if base is None or draft.own_acting is not None or modality.modality != "asserted" or base.modality != "planned":
        return modality
    if draft.is_share or state_of(draft) or _DONE & set(draft.sentence.norms):
        return modality
    return Modality("planned", base.hedge_text, ("modality-of-base",))


def _is_row_conversion(draft: Draft, last: Draft) -> bool:
    """Rounds beside containers in one row of a table are what the containers could hold."""
    held = last.unit == "container" or last.modality == "possible"
    return draft.unit == "round" and last.sentence is draft.sentence and held


def _shared(draft: Draft, modality: Modality, last: Draft | None) -> Modality:
    """ "income can reach 5 billion, and for troops 500 million": coordinated figures share the modal of the first."""
    if last is None or last.sentence is not draft.sentence or modality.hedge_text or last.hedge_text is None:
        return modality
    between = draft.sentence.norms[last.place : draft.place]
    if draft.acting is None or last.acting is None or draft.acting.mark != last.acting.mark or ";" in between:
        return modality
    return Modality(last.modality, last.hedge_text, ("modality-coordinated",))


def _settle(deep: Deepening, draft: Draft, habits: Habits, section: Section, told: Told, named: frozenset[str]) -> None:
    base = draft.base
    if base is not None and draft.is_multiple:
        draft.supplier, draft.recipient, draft.actor = base.supplier, base.recipient, base.actor
        draft.event_start, draft.event_end = base.event_start, base.event_end
        if draft.time is not None and draft.time is not base.time:
            draft.event_start, draft.event_end = event_dates(draft, deep.anchor, draft.statement)
        return
    topic = partial(deep.discourse.topic_before, draft.sentence.index)
    near, returned = told.nearest(draft, section.number), section.is_returned or is_turned(draft.sentence)
    fill_parties(
        draft,
        habits,
        Scope(section.flow, section.party, near, returned, topic, named, section.is_question, told.is_close(draft)),
    )
    told.add(draft, section.number)
    draft.event_start, draft.event_end = event_dates(
        draft, deep.anchor, None if draft.statement else deep.said_by_default(draft)
    )
    draft.event_start, draft.event_end = in_order(draft.event_start, draft.event_end)
