"""The last steps of a draft: bounds around it, rate, share or multiple, and the thing counted."""

from __future__ import annotations

import re

from schemas.vocabulary import vocabulary
from waybill.quantities.bounds import OPEN, bound_after, bound_before
from waybill.quantities.draft import Draft
from waybill.quantities.measures import take_unit
from waybill.quantities.multiples import relative_base, take_change, take_times
from waybill.quantities.nouns import EITHER, PLURAL, SINGLE, is_stop, label_noun, noun_phrase, of_phrase, singular
from waybill.quantities.numerals import SCALE_VALUE, times
from waybill.quantities.shares import as_share, take_base_after, whole_of
from waybill.quantities.trie import trie_pattern

_RATES = {row["phrase"]: row["per"] for row in vocabulary("en/rates")}
_RATE = re.compile(rf",? ?({trie_pattern(_RATES)})(?![a-z])(?! (?:ago|earlier|later|half))")
_PER = re.compile(r" per ([a-z][a-z-]+)")
_WORD_NEXT = re.compile(
    r" (?!(?:in|on|by|at|from|to|since|for|and|or|but|as|during|with|last|this|until|through)\b)[a-z]"
)
_MAGNITUDE_NEXT = re.compile(rf" ({trie_pattern(SCALE_VALUE)})(?![a-z])")
_UNDER = re.compile(r"under ")
_DEAL_NEXT = re.compile(
    r" (?:[a-z]+ )?(?:deal|contract|agreement|programme|program|package|scheme|pact|order|accord)(?![a-z])"
)
_RATE_STARTS = frozenset(" /,")
_SHARE_STARTS = (" of ", " the ", " its ", " their ", " his ", " her ")


def finish(folded: str, text: str, draft: Draft, floor: int = 0) -> Draft:
    """Fills in what the words around the measure say. `floor` is where the words of the number before it end."""
    if draft.form == "fraction" and draft.unit is None:
        as_share(draft)
    elif draft.unit is None:
        take_times(folded, draft)
    _take_bounds_before(folded, draft, floor)
    _take_bounds_after(folded, text, draft)
    take_change(folded, draft)
    _take_rate(folded, draft, draft.after)
    if draft.rate_per and draft.kind == "money":
        _take_bound_after_rate(folded, draft)
    if draft.kind == "count":
        _take_item(folded, text, draft)
    elif draft.kind == "share":
        _take_whole(folded, text, draft)
    elif draft.kind == "factor":
        base = relative_base(folded, draft.after)
        if base:
            draft.relative_to = text[base[0] : base[1]]
    elif draft.kind not in {"duration", "money"}:
        _take_measured(folded, draft)
    return draft


def _take_bounds_before(folded: str, draft: Draft, floor: int) -> None:
    before = bound_before(folded, draft.start, draft.kind == "duration")
    if before is None or before.edge < floor:
        return
    if draft.kind == "money" and _UNDER.match(folded, before.edge) and _DEAL_NEXT.match(folded, draft.after):
        return  # "under a $10 bln deal", "under $10 bln deal": the deal is worth so much
    draft.start = before.edge
    draft.is_increment = before.is_increment
    if before.comparator != "exact":
        _give(draft, before.comparator)
        draft.rules.append("bound-before")


def _take_bounds_after(folded: str, text: str, draft: Draft) -> None:
    """Bounds right after the number ("12 or more tonnes") or after its unit ("12 tonnes or more")."""
    after = bound_after(folded, draft.end)
    if after is not None:
        if after.is_increment and draft.kind in {"share", "factor"}:
            return  # "40 percent more" is a change, "five times more" a multiple
        draft.end, draft.after = after.edge, max(draft.after, after.edge)
        draft.is_increment = draft.is_increment or after.is_increment
        _give_after(draft, after.comparator, "bound-after")
        _take_magnitude_after_bound(folded, draft)
        if draft.unit is None:
            take_unit(folded, text, draft, draft.after)
    elif draft.after > draft.end:
        after = bound_after(folded, draft.after)
        if after is not None and not after.is_increment:
            draft.after = after.edge
            _give_after(draft, after.comparator, "bound-after-unit")


def _take_bound_after_rate(folded: str, draft: Draft) -> None:
    """A bound behind the rate: "$1.2bn a year at the most"."""
    match = _RATE.match(folded, draft.after)
    after = bound_after(folded, match.end()) if match else None
    if after is not None and not after.is_increment and after.comparator in OPEN:
        _give_after(draft, after.comparator, "bound-after-rate")


def _take_magnitude_after_bound(folded: str, draft: Draft) -> None:
    """The magnitude that a softener parts from its number: "twenty-odd thousand", "10 or so million"."""
    match = _MAGNITUDE_NEXT.match(folded, draft.end)
    if match is None or draft.scale > 1 or draft.form not in {"digits", "words"} or draft.unit is not None:
        return
    draft.scale = SCALE_VALUE[match[1]]
    draft.low, draft.high = times(draft.low, draft.scale), times(draft.high, draft.scale)
    draft.end = draft.after = match.end()
    draft.rules.append("magnitude-after-bound")


def _give_after(draft: Draft, comparator: str, rule: str) -> None:
    """A bound after the number counts where none stands before it."""
    if draft.comparator in {"exact", "about", "vague"} and comparator != "exact":
        _give(draft, comparator)
        draft.rules.append(rule)


def _take_bound_after_noun(folded: str, draft: Draft, *ends: int) -> None:
    for end in ends:
        after = bound_after(folded, end)
        if after is not None and not after.is_increment:
            _give_after(draft, after.comparator, "bound-after-noun")
            return


def _give(draft: Draft, comparator: str) -> None:
    """Sets a comparator; a range or vague amount keeps its own unless an open bound stands over it."""
    if comparator == "exact" or draft.comparator == "between":
        return
    if draft.comparator == "vague":
        if comparator in {"more_than", "at_least"}:
            draft.comparator, draft.high = comparator, draft.low
        elif comparator in {"less_than", "up_to"}:
            draft.comparator, draft.low = comparator, draft.high
        return
    draft.comparator = comparator


def _take_rate(folded: str, draft: Draft, end: int) -> None:
    if draft.rate_per or folded[end : end + 1] not in _RATE_STARTS:
        return
    match = _RATE.match(folded, end)
    if match is None:
        per = _PER.match(folded, end)
        if per and not is_stop(per[1]):
            draft.rate_per = singular(per[1])
            draft.rules.append("rate-per-thing")
        return
    phrase = match[1]
    if phrase.endswith("ly") and draft.kind == "count" and _WORD_NEXT.match(folded, match.end()):
        return  # "2.7 billion monthly users" are no rate
    if phrase == "a second" and draft.kind not in {"length", "data", "count", "money"}:
        return
    if draft.kind == "duration" and not phrase.startswith(("a ", "per ", "each ", "every ", "an ")):
        return
    draft.rate_per = _RATES[phrase]
    draft.rules.append("rate-after")


def _take_item(folded: str, text: str, draft: Draft) -> None:
    high = draft.high
    is_single = high == 1 or draft.rules[0] == "zero-single"
    phrase = noun_phrase(folded, draft.after, SINGLE if is_single else EITHER if high < 1 else PLURAL)
    if phrase is None:
        _take_label(folded, draft)
        return
    draft.item, draft.item_head = (phrase.start, phrase.end), phrase.head
    draft.rules.append("noun-after")
    if take_base_after(folded, text, draft, phrase.end):
        draft.share_of = text[phrase.start : phrase.end]
        return
    _take_rate(folded, draft, phrase.end)
    if phrase.head_end != phrase.end:
        _take_rate(folded, draft, phrase.head_end)
    _take_bound_after_noun(folded, draft, phrase.end, phrase.head_end)


def _take_label(folded: str, draft: Draft) -> None:
    """The noun of a label: "Containers: 6,700"."""
    if folded[draft.start - 2 : draft.start] == ": ":
        label = label_noun(folded, draft.start)
        if label:
            draft.item, draft.item_head = (label.start, label.end), label.head
            draft.rules.append("noun-label")


def _take_whole(folded: str, text: str, draft: Draft) -> None:
    if folded.startswith(_SHARE_STARTS, draft.after):
        whole = whole_of(folded, draft.after)
        if whole:
            draft.share_of = text[whole[0] : whole[1]]
            draft.item, draft.item_head = (whole[0], whole[1]), whole[2]


def _take_measured(folded: str, draft: Draft) -> None:
    """The stuff measured: "74,000 tonnes of explosives", "a 500-kg bomb"."""
    if folded.startswith(" of ", draft.after):
        phrase = of_phrase(folded, draft.after + 3)
        if phrase:
            draft.item, draft.item_head = (phrase.start, phrase.end), phrase.head
            _take_rate(folded, draft, phrase.end)
            _take_bound_after_noun(folded, draft, phrase.end)
