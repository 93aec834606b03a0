"""What a rate is per: a year, a day, a shell, a tonne of what it is bartered for; from the words around the figure."""

from __future__ import annotations

from typing import cast

from waybill.claims.draft import Draft
from waybill.claims.sources.modality import clause_of
from waybill.claims.words.lexicon import Cue
from waybill.claims.words.marks import QUANTITY, Mark

_TIMES = {
    "annual": "year",
    "annualised": "year",
    "annualized": "year",
    "yearly": "year",
    "monthly": "month",
    "weekly": "week",
    "daily": "day",
}
_UNITS = ("year", "month", "week", "day", "hour", "container")
_ONE = frozenset({"a", "an", "one", "each", "every", "per"})
_PRICES = frozenset({"price", "prices", "cost", "costs", "priced", "sells", "sold", "fetch", "fetches", "costing"})
_AGO = (["ago"], ["earlier"], ["before"], ["later"])
_LEAD = 10  # words before the figure in which an adjective of time may stand: "annual output ... of 40"
_TAIL = 7  # words after the thing in which "a year" may stand
_CLAUSE_TAIL = 14  # where a relative clause stands between: "the $800 that a firm pays for a man each month"


def cues_of(draft: Draft, value: str, low: int, high: int) -> list[Mark]:
    """The words of one kind of aggregation inside tokens[low:high]."""
    return [
        m for m in draft.sentence.of("aggregation") if cast(Cue, m.entry).value == value and low <= m.i and m.j <= high
    ]


def rate_of(draft: Draft) -> str | None:
    """What a rate is per ("year"), from the quantity reader or from the words beside the figure; None if no rate."""
    each = draft.quantity.quantity_kind == "count" and draft.quantity.text.split()[-1:] != [draft.quantity.rate_per]
    if draft.quantity.rate_per and not (each and draft.quantity.rate_per in {"each", "piece"}):
        return draft.quantity.rate_per
    return _before(draft) or _each_time(draft) or _for_each(draft) or _after(draft) or price_per(draft)


def _before(draft: Draft) -> str | None:
    """ "annual output of 40", "a monthly 200"."""
    for k in range(draft.place - 1, max(-1, draft.place - 1 - _LEAD), -1):
        if draft.sentence.norms[k] in {QUANTITY, ";", ","}:
            break
        if draft.sentence.norms[k] in _TIMES and not draft.is_multiple:
            return _TIMES[draft.sentence.norms[k]]
    return None


def _after(draft: Draft) -> str | None:
    norms = draft.sentence.norms
    end = max(draft.item.j, draft.place + 1)
    relative = norms[end : end + 1] in (["that"], ["which"])
    for mark in cues_of(draft, "rate", max(0, draft.place - 3), min(len(norms), end + _CLAUSE_TAIL)):
        if mark.i > draft.place and "," in norms[end : mark.i]:
            continue
        if mark.i >= end + _TAIL and (not relative or "," in norms[end : mark.i]):
            continue
        if mark.i > draft.place and QUANTITY in norms[draft.place + 1 : mark.i]:
            continue
        if mark.j <= draft.place and {";", ":", ".", ","} & set(norms[mark.j : draft.place]):
            continue
        if norms[mark.j : mark.j + 1] in _AGO:
            continue
        words = " ".join(norms[mark.i : mark.j])
        unit = next((u for u in _UNITS if u in words), None)
        unit = unit or next((u for word, u in _TIMES.items() if word in words), None)
        if unit or "annually" in words or "p.a" in words:
            return unit or "year"
        if {"each", "apiece"} & set(norms[mark.i : mark.j]) and draft.quantity.quantity_kind == "money":
            return "piece"
    return None


def _each_time(draft: Draft) -> str | None:
    """ "Each month the plant makes 20,000": a rate said before the verb that governs the figure."""
    norms = draft.sentence.norms
    low, _high = clause_of(draft.sentence, draft.place)
    for k in range(draft.place - 2, low - 1, -1):
        if norms[k] in {QUANTITY, ";"}:
            return None
        if norms[k] in {"each", "every"} and norms[k + 1] in _TIMES.values() and not draft.is_multiple:
            return norms[k + 1]
    return None


def _for_each(draft: Draft) -> str | None:
    """ "For each shell that Kyiv fires Moscow fires four": a ratio of two numbers."""
    norms = draft.sentence.norms[: draft.place]
    k = next((k for k in range(len(norms) - 1) if norms[k] == "for" and norms[k + 1] in {"each", "every"}), -1)
    if k < 0 or draft.is_multiple or {QUANTITY, ";"} & set(norms[k:]):
        return None
    return "piece" if any(k < m.i <= k + 3 for m in draft.sentence.of("noun")) else None


def price_per(draft: Draft) -> str | None:
    """Money for one piece: "a shell costs 4,000", "the price of one drone at", "makes them for under 80,000"."""
    if draft.quantity.quantity_kind != "money":
        return None
    norms = draft.sentence.norms
    if norms[draft.place + 1 : draft.place + 2] in (["a"], ["an"]) and _is_one_piece(draft, draft.place + 1):
        return "piece"  # "$40,000 a drone"
    low = clause_of(draft.sentence, draft.place)[0]
    words = norms[max(low, draft.place - 9) : draft.place]
    start = max(low, draft.place - 9)
    if _PRICES & set(words) and any(_is_one_piece(draft, start + n) for n in range(len(words) - 1)):
        return "piece"
    made = draft.own_acting is not None and draft.own_acting.action.frame.frame == "produce"
    pronoun = {"them", "it", "these", "those"} & set(words[-4:])
    makes = {"makes", "make", "builds", "build", "produces", "produce", "made", "built", "sells", "sell", "sold"}
    if words[-1:] == ["for"] and pronoun and (made or makes & set(words)):
        return "piece"
    return None


def _is_one_piece(draft: Draft, k: int) -> bool:
    """ "One finished drone", "a shell", "each missile" at tokens[k]."""
    sentence = draft.sentence
    if sentence.norms[k] not in _ONE and not (sentence.norms[k] == QUANTITY and sentence.words(k, k + 1) == "one"):
        return False
    return any(k < m.i <= k + 2 for m in sentence.of("noun"))


def barter_of(draft: Draft) -> bool:
    """ "Three tonnes of diesel for one of ammunition", "three tons buys one ton of shells": a ratio of two goods."""
    norms = draft.sentence.norms
    if draft.quantity.quantity_kind not in {"mass", "volume", "count"}:
        return False
    end = max(draft.item.j if draft.item.i >= draft.place else 0, draft.place + 1)
    tail = norms[end : end + 5]
    for n, norm in enumerate(tail[:-1]):
        if norm in {"for", "against"} and tail[n + 1] in {"one", "a", "every", "each", QUANTITY}:
            return tail[n + 2 : n + 3] in (["of"], ["tonne"], ["ton"], ["tons"], ["barrel"], ["kilo"])
        if norm in {"buys", "buy"} and {"one", "a", QUANTITY} & set(tail[n + 1 :] + norms[end + 5 : end + 6]):
            return True
    return False
