"""Which time a figure speaks of when its own words give none, and the event dates that follow: two tables of signs.

`period_order` says from where a figure takes its time (its own clause, the list it stands in, the whole it is a part
of, what was told right before, the frame of its paragraph, the heading above); `event_dates` says which first and last
day follow from that time, the kind of the figure and the stance of its source.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import cast

from waybill.claims.draft import Draft
from waybill.claims.when.events import dates_document, is_statement_time
from waybill.claims.when.rates import cues_of
from waybill.claims.when.signs import fitting
from waybill.claims.words.clauses import Group, clauses_of
from waybill.claims.words.lexicon import Action
from waybill.claims.words.marks import DATE, QUANTITY, Sentence
from waybill.claims.words.periods import Anchor, Time
from waybill.claims.words.wordlists import ADVERBS, BE, HAVE

_CLOSE = 4  # sentences over which shots and losses are told one after the other
_OPENERS = ADVERBS | {"but", "and", "so", "then", "yet"}  # words before the time that frames a sentence
_SHIFTS = frozenset({"later", "afterwards", "then", "since", "earlier", "before", "previously"})
_PROMISES = frozenset({"order", "pledge"})
_SHOTS = frozenset({"fire", "other"})
_ARMS = ("missile", "weapon", "munition")
_MODALS = frozenset({"will", "would", "could", "can", "may", "might", "must", "shall", "should", "'ll", "to"})
_NOW = frozenset({"is", "are", "am", "'re", "'s", "does", "do"})
_WRONG = frozenset({"wrong", "incorrect", "incorrectly", "wrongly", "actually", "mistaken"})
_TRUE = frozenset({"true", "right", "real", "correct", "actual", "proper"})
_NUMBERS = frozenset({"figure", "number", "total", "count", "tally", "sum"})
_CLOSED = frozenset({"within", "between", "to_date"})


def pick_time(
    draft: Draft,
    last: Draft | None,
    whole: Draft | None,
    sources: dict[str, Time | None],
    statement: Time | None = None,
) -> Time | None:
    """The time of a figure from one of the `sources` (own, lead, frame, heading), its whole or the figure before.

    Notes the rule that chose it. `whole` is the figure that this one is a part of.
    """
    known = {
        **sources,
        "whole": whole.time if whole is not None else None,
        "last": last.time if last is not None else None,
        "base": draft.base.time if draft.base is not None else None,
    }
    signs = frozenset({*_signs(draft, last, known), *({"statement"} if statement is not None else ())})
    for row in fitting("period_order", ("source",), signs):
        time = known.get(row.values[0])
        if time is not None:
            draft.rules.append(row.rule_id)
            return time
    return None


def _signs(draft: Draft, last: Draft | None, known: dict[str, Time | None]) -> Iterator[str]:
    yield f"action:{draft.action}"
    yield f"told:{told(draft)}"
    if draft.is_heading:
        yield "heading"
    if draft.action == "observe":
        yield "seen"
    if draft.is_share:
        yield "share"
    if draft.base is not None:
        yield f"base:{draft.base.aggregation}"
        if "aggregation-compared" in draft.base.rules:
            yield "base-compared"
    if draft.stance == "denied":
        yield "denied"
    if draft.is_multiple:
        yield "multiple"
    if draft.own_acting is not None and draft.own_acting.mark.kind == "verb":
        yield "verb"
    for kind in ("cumulative", "stock", "increment", "rate"):
        if cues_of(draft, kind, max(0, draft.place - 6), min(len(draft.sentence.norms), draft.place + 8)):
            yield f"word:{kind}"
    for name, time in known.items():
        if time is not None and time.relation in _CLOSED and time.first is not None:
            yield f"{name}-closed"
    if draft.source is not None:
        yield from (f"by:{rule}" for rule in draft.source.rule_ids)
    before = draft.sentence.norms[: draft.place]
    if "capacity" in before:
        yield "word:capacity"
    if _SHIFTS & set(before):
        yield "shifted"
    if _WRONG & set(before) or any(a in _TRUE and b in _NUMBERS for a, b in pairwise(before)):
        yield "corrects"
    if last is not None:
        yield from _signs_of_last(draft, last)


def _signs_of_last(draft: Draft, last: Draft) -> Iterator[str]:
    apart = draft.sentence.index - last.sentence.index
    if draft.sentence.paragraph == last.sentence.paragraph:
        yield "paragraph"
        if apart <= 1:
            yield "near"
    if draft.action == last.action and draft.item_id.split(".")[0] == last.item_id.split(".")[0]:
        yield "alike"
    if last.is_multiple:
        yield "after-multiple"
    if last.modality == "planned":
        yield "after-planned"
    frames = [d.acting.action.frame.frame for d in (draft, last) if d.acting is not None]
    if len(frames) == 2 and set(frames) <= _PROMISES:
        yield "promises"
    arms = draft.item_id.startswith(_ARMS) and not draft.is_share
    if apart <= _CLOSE and arms and draft.action in _SHOTS and last.action in _SHOTS:
        yield "shots"


def told(draft: Draft) -> str:
    """How the clause of a figure tells: "then", "perfect", "now", "ahead", or "bare" without a verb."""
    sentence = draft.sentence
    read = clauses_of(sentence)
    group = None
    if draft.own_acting is not None and draft.own_acting.mark.kind == "verb":
        group = read.group_at(draft.own_acting.mark.i)
    if group is None or group.form != "finite":
        clause = read.of(draft.place).number
        own = [g for g in read.groups if read.owner[g.i] == clause and g.form == "finite"]
        group = next((g for g in own if g.i > draft.place), own[-1] if own else group)
    if group is not None:
        return _tense(sentence, group)
    before = sentence.norms[max(0, draft.place - 4) : draft.place]
    return "then" if any(norm.endswith("ed") and len(norm) > 4 for norm in before) else "bare"


def _tense(sentence: Sentence, group: Group) -> str:
    words = sentence.norms[max(0, group.i - (sentence.norms[group.i - 1 : group.i] == ["to"])) : group.j]
    first = next((w for w in words if w not in ADVERBS), words[0])
    before = set(sentence.norms[max(0, group.i - 2) : group.i])
    if first in _MODALS:
        return "ahead"
    if (first in HAVE and len(words) > 1) or before & HAVE:
        return "perfect"
    if first in _NOW:
        return "now"
    if first in BE:
        return "then"
    forms = {cast(Action, m.entry).form for m in sentence.of("verb") if m.i == group.head}
    if forms & {"past", "ed", "participle"} or words[-1].endswith("ed"):
        return "then"
    return "now"


def opening_time(sentence: Sentence, times: list[Time]) -> Time | None:
    """The closed time that opens a sentence and frames what the next ones tell: "In February traffic grew."."""
    bare = not any(g.form == "finite" for g in clauses_of(sentence).groups)  # "Wagons at the bridge, 9 August."
    leads = next((k for k, norm in enumerate(sentence.norms) if norm.isalpha() and norm not in _OPENERS), 0)
    opens = [t for t in times if (bare or t.i <= leads) and t.relation in _CLOSED and t.first is not None]
    if not opens or any(norm == QUANTITY for norm in sentence.norms[: opens[0].i]):
        return None
    sayings = [m.i for m in sentence.of("saying")]
    if is_statement_time(sentence, opens[0]._replace(relation="within"), sayings) or dates_document(sentence, opens[0]):
        return None
    return opens[0]


def event_dates(draft: Draft, anchor: Anchor | None, story_day: str | None = None) -> tuple[str | None, str | None]:
    """EDTF of the first and the last day of the event, by its time, its kind and its stance."""
    said = draft.statement or story_day or (anchor.edtf if anchor is not None and anchor.dates_statements else None)
    time = draft.time
    values = {
        "": None,
        "said": said,
        "first": time.first if time is not None else None,
        "last": time.last if time is not None else None,
        "report": anchor.edtf if anchor is not None else None,
    }
    signs = frozenset(_signs_of_dates(draft, said))
    row = next(fitting("event_dates", ("start", "end"), signs), None)
    if row is None:
        return None, None
    draft.rules.append(row.rule_id)
    return values[row.values[0]], values[row.values[1]]


def _signs_of_dates(draft: Draft, said: str | None) -> Iterator[str]:
    time = draft.time
    yield f"kind:{draft.aggregation}"
    yield f"action:{draft.action}"
    yield f"modality:{draft.modality}"
    yield f"time:{time.relation if time is not None else 'none'}"
    if draft.is_multiple:
        yield "multiple"
    if draft.is_share:
        yield "share"
    if time is not None and (time.first is not None or time.last is not None):
        yield "dated"
    if time is not None and (time.first or "") > (said or "9"):
        yield "ahead"
    if draft.rate_per is not None:
        yield "per"
    if "aggregation-exchange" in draft.rules:
        yield "exchange"
    frame = draft.acting.action.frame.frame if draft.acting is not None else ""
    if frame in _PROMISES:
        yield "agreed"
    if frame == "pledge" or "announced" in (draft.hedge_text or ""):
        yield "promise"
    if DATE not in draft.sentence.norms:
        yield "no-date"
