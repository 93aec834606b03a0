"""From a draft to the row of the claims table: ids, points, dates, quote, confidence."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache, lru_cache
from typing import cast

from schemas.vocabulary import vocabulary
from waybill.claims.draft import Draft
from waybill.claims.quotes import find_quote
from waybill.claims.record import Claim
from waybill.claims.words.lexicon import Actor, Cue, lexicon
from waybill.claims.words.location import find_location
from waybill.claims.words.marks import tokenise
from waybill.claims.words.scene import Scene
from waybill.dates import bounds, level1, precision
from waybill.quantities.record import Quantity

_REMEMBERED = 4096  # sources by name; a document names the same few again and again
_DIGIT, _WORD = re.compile(r"\d"), re.compile(r"[^\W\d_]+")
_AFTER_NUMBERS = frozenset({"or", "so", "more", "less", "fewer", "plus", "odd", "at", "least", "most", "and", "above"})
_PHYSICAL = frozenset({"mass", "volume", "length", "area"})
_WEAK_RULES = frozenset(
    {
        "action-default",
        "item-before",
        "item-carried",
        "item-carried-noun",
        "item-of-base",
        "item-share-carried",
        "item-share-subject",
        "item-subject",
        "source-carried",
    }
)
_PLAIN_NOUNS = frozenset({"head", "designation", "table", "measure", "money"})


def claim_id_of(doc_id: str, quantity: Quantity) -> str:
    """The id of a claim: its document and the place of its bare number, nothing that a better reading changes.

    A reading that takes in one more modifier ("more than", "or so") has the same number at the same place. Quantities
    share no character, so no two of a document have one id.

    >>> few = Quantity(20, 23, "900", 900.0, 900.0, 900.0, "exact", None, "count")
    >>> more = Quantity(10, 29, "at least 900 or so", 900.0, None, None, "at_least", None, "count")
    >>> claim_id_of("d_1", few) == claim_id_of("d_1", replace(more, start=11))
    True
    """
    raw = f"{doc_id}:{quantity.start + _number_at(quantity.text)}"
    return "c_" + hashlib.sha256(raw.encode()).hexdigest()[:16]


def _number_at(text: str) -> int:
    """Where the bare number of a quantity's words begins: its first digit, else its last word but for what follows it.

    >>> _number_at("more than 4,300"), _number_at("about three hundred or so")
    (10, 12)
    """
    if digit := _DIGIT.search(text):
        return digit.start()
    words = [word for word in _WORD.finditer(text) if word.group().casefold() not in _AFTER_NUMBERS]
    return words[-1].start() if words else 0


def point_of(quantity: Quantity) -> tuple[float, str]:
    """A value for plotting and what it rests on.

    >>> point_of(Quantity(0, 1, "", 200.0, None, 999.0, "vague", None, "count"))
    (200.0, 'vague_lower')
    """
    low, high = quantity.value_low, quantity.value_high
    if quantity.comparator == "vague" and low is not None:
        return low, "vague_lower"
    if quantity.value_best is not None:
        return quantity.value_best, "stated"
    if low is not None and high is not None:
        return ((low + high) / 2, "midpoint") if low != high else (low, "stated")
    if low is not None:
        return low, "lower_bound"
    return (high if high is not None else 0.0), "upper_bound"


@cache
def _si() -> dict[str, tuple[str, float]]:
    """SI unit and factor by unit id, for the physical dimensions that the table knows."""
    base = {"mass": "kg", "volume": "m3", "length": "m", "area": "m2"}
    return {
        row["unit"]: (base[row["dimension"]], float(row["si_factor"]))
        for row in vocabulary("units")
        if row["dimension"] in base and row["si_factor"]
    }


def _bound(edtf: str | None, side: int) -> date | None:
    if not edtf:
        return None
    try:
        return bounds(edtf)[side]
    except ValueError:
        return None


def _interval(start: str | None, end: str | None) -> tuple[str | None, str]:
    """EDTF interval and precision of the event."""
    if start is None and end is None:
        return None, "unknown"
    if start == end and start is not None:
        return level1(start), precision(start)
    text = f"{start or '..'}/{end or '..'}"
    return text, precision(text) if start and end else precision(start or end or "")


@lru_cache(maxsize=_REMEMBERED)
def origin_id_of(origin: str) -> str | None:
    """The actor that a source's words name, the most telling one: a body before the state it belongs to."""
    tokens = tokenise(origin, 0, len(origin))
    marks = lexicon().find(origin, tokens).get("actor", [])
    actors = [cast(Actor, mark.entry) for mark in marks]
    bodies = [a for a in actors if a.actor_type not in {"state", "bloc"}]
    if bodies:
        return bodies[-1].actor_id
    if len(actors) == 1 and len(tokens) - (marks[0].j - marks[0].i) <= 1:
        return actors[0].actor_id
    return None


@cache
def _anonymous() -> frozenset[str]:
    return frozenset(row["noun"] for row in vocabulary("en/source_nouns") if row["is_anonymous"] == "yes")


@lru_cache(maxsize=_REMEMBERED)
def is_anonymous(origin: str | None) -> bool:
    """Whether a source stays without a name: "a Western official", "defectors", "three sources".

    >>> is_anonymous("a Western official"), is_anonymous("Defence minister Ona Berg")
    (True, False)
    """
    if origin is None:
        return False
    tokens = tokenise(origin, 0, len(origin))
    words = {cast(Cue, mark.entry).cue for mark in lexicon().find(origin, tokens).get("source", [])}
    if not words & _anonymous():
        return False
    last = origin.split()[-1]
    return last.islower()


def confidence_of(draft: Draft) -> str:
    """How sure the reading of a row is, by what its own sentence says.

    high: the counted noun, the action and the source (or its absence) stand beside the figure; medium: one of them
    comes from elsewhere or is a word of other topics too; low: several of them.
    """
    weak = sum(rule in _WEAK_RULES for rule in draft.rules)
    if draft.is_multiple or draft.item.kind not in _PLAIN_NOUNS:
        weak += 1
    return ("high", "medium", "low")[min(weak, 2)]


def _evidence(draft: Draft) -> str | None:
    """What the sentence rests its figure on, where it says so."""
    marks = draft.sentence.of("evidence")
    return cast(Cue, marks[0].entry).value if marks else None


def _in_si(quantity: Quantity, point: float) -> tuple[float | None, str | None]:
    """Value and unit in SI of a mass, volume, length or area."""
    known = _si().get(quantity.unit or "") if quantity.quantity_kind in _PHYSICAL else None
    return (point * known[1], known[0]) if known is not None else (None, None)


def _statement(draft: Draft, published: date | None) -> tuple[date | None, str | None]:
    """The day the statement was made and how it is known: resolved from the text, else the day of publication."""
    told = _bound(draft.statement, 1) if draft.statement and precision(draft.statement) == "day" else None
    if told is not None:
        return told, draft.statement_basis
    return published, "published_date" if published is not None else None


def as_limit(draft: Draft) -> Quantity:
    """A permission or cap of a plain figure is an upper bound, whatever the words before the figure."""
    q = draft.quantity
    if draft.modality != "limit" or q.comparator != "exact" or draft.is_multiple or draft.is_share:
        return q
    return replace(q, comparator="up_to", value_low=None, value_best=None, rule_ids=(*q.rule_ids, "bound-limit"))


def build_claim(scene: Scene, draft: Draft, twins: Sequence[int]) -> Claim:
    """The claim of one draft; `twins` are the starts of the same quantity text in the document."""
    q, doc_id, place = as_limit(draft), scene.document.doc_id, scene.places[draft.sentence.index]
    quote = find_quote(scene.text, draft, *place.paragraph_span, [start for start in twins if start != q.start])
    (value_si, unit_si), (point, basis) = _in_si(q, point_of(q)[0]), point_of(q)
    (edtf, fine), origin = _interval(draft.event_start, draft.event_end), draft.chain[-1] if draft.chain else None
    said, said_basis = _statement(draft, scene.document.published_date)
    return Claim(
        claim_id=claim_id_of(doc_id, q),
        doc_id=doc_id,
        quantity_start=q.start,
        quantity_end=q.end,
        quantity_text=q.text,
        quote_start=quote[0],
        quote_end=quote[1],
        quote=scene.text[slice(*quote)],
        value_low=q.value_low,
        value_best=q.value_best,
        value_high=q.value_high,
        value_point=point,
        value_point_basis=basis,
        comparator=q.comparator,
        unit=draft.unit,
        quantity_kind="count" if q.unit is None else q.quantity_kind,
        currency=draft.unit if q.quantity_kind == "money" else None,
        value_si=value_si,
        unit_si=unit_si,
        rate_per=draft.rate_per,
        share_of=q.share_of or (draft.item.detail or None if draft.is_share else None),
        relative_to=q.relative_to,
        bound_basis=q.bound_basis,
        item_id=draft.item_id or None,
        item_detail=draft.item.detail or q.item or draft.sentence.words(draft.place, draft.place + 1),
        action=draft.action,
        action_detail=draft.detail,
        supplier_id=draft.supplier,
        recipient_id=draft.recipient,
        actor_id=draft.actor,
        location=find_location(draft.sentence, draft.place),
        event_start=_bound(draft.event_start, 0),
        event_end=_bound(draft.event_end, 1),
        event_edtf=edtf,
        date_precision=fine,
        statement_date=said,
        statement_date_basis=said_basis,
        attributed_to=draft.chain,
        origin=origin,
        origin_id=origin_id_of(origin) if origin else None,
        is_anonymous_origin=is_anonymous(origin),
        evidence_type=_evidence(draft),
        hedge_text=draft.hedge_text,
        modality=draft.modality,
        aggregation=draft.aggregation,
        alternative_group=f"{doc_id}:{draft.group}" if draft.group else None,
        alternative_operator=draft.operator,
        part_of_claim_id=claim_id_of(doc_id, draft.part_of.quantity) if draft.part_of else None,
        computed_from_claim_id=claim_id_of(doc_id, draft.computed_from.quantity) if draft.computed_from else None,
        confidence=confidence_of(draft),
        rule_ids=tuple(dict.fromkeys([*q.rule_ids, *draft.rules])),
    )
