"""What changed on the way: a re-report set beside its source, one typed difference after the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from waybill.assertions.names import name_was_respelled, stands_respelled
from waybill.assertions.origins import LOST, OTHER, SAME, compare_origins
from waybill.assertions.pairs import DEAL
from waybill.assertions.reports import Mention, names_report
from waybill.assertions.values import APART, COVERED, ROUNDED, SLIPPED, compare_values

_NEED_SURE_READING = frozenset({"item_changed", "action_changed", "period_changed"})
_HEDGES = {"possible": 2, "estimated": 1, "asserted": 0}
"""How far a stance holds back; a plan, a denial or a limit stands outside this order."""


def drift_types(later: Mention, source: Mention, siblings: Sequence[Mention] = ()) -> tuple[str, ...]:
    """The kinds of change from `source` to `later`, sorted.

    `siblings` are further mentions of the same statement in the later document: what one of them keeps is not lost.
    A claim that was read with low confidence is not accused of changing what the claim is about.
    """
    unsure = "low" in (later.claim.confidence, source.claim.confidence)
    checks = [(name, changed) for name, changed in _CHECKS if not (unsure and name in _NEED_SURE_READING)]
    return tuple(sorted(name for name, changed in checks if changed(later, source, siblings)))


def _value(later: Mention, source: Mention, _: Sequence[Mention]) -> bool:
    if later.claim.unit != source.claim.unit:
        return False
    return compare_values(later.claim, source.claim) in (ROUNDED, COVERED, SLIPPED, APART)


def _bound_dropped(later: Mention, source: Mention, _: Sequence[Mention]) -> bool:
    now, before = later.claim.comparator, source.claim.comparator
    return now != before and (now == "exact" or before == "between")


def _bound_changed(later: Mention, source: Mention, siblings: Sequence[Mention]) -> bool:
    return later.claim.comparator != source.claim.comparator and not _bound_dropped(later, source, siblings)


def _operator(later: Mention, source: Mention, _: Sequence[Mention]) -> bool:
    now, before = later.claim.alternative_operator, source.claim.alternative_operator
    return now is not None and before is not None and now != before


def _is_quoted_version(later: Mention, source: Mention) -> bool:
    """Whether a text quotes only the number that an outlet printed; what stance the outlet took it does not say."""
    return later.report is source.report and later.origin.is_outlet


def _hedge_dropped(later: Mention, source: Mention, _: Sequence[Mention]) -> bool:
    now, before = later.claim.modality, source.claim.modality
    if now == before or now not in _HEDGES or _is_quoted_version(later, source):
        return False
    return before == "planned" or (before in _HEDGES and _HEDGES[now] < _HEDGES[before])


def _hedge_changed(later: Mention, source: Mention, siblings: Sequence[Mention]) -> bool:
    if later.claim.modality == source.claim.modality or _is_quoted_version(later, source):
        return False
    return not _hedge_dropped(later, source, siblings)


def _item(later: Mention, source: Mention, _: Sequence[Mention]) -> bool:
    now, before = later.claim.item_id, source.claim.item_id
    return now is not None and before is not None and now != before


def _unit(later: Mention, source: Mention, _: Sequence[Mention]) -> bool:
    return later.claim.unit != source.claim.unit


def _action(later: Mention, source: Mention, _: Sequence[Mention]) -> bool:
    """Another act; goods worth an amount and the payment for them are one deal, and "other" is no act of its own."""
    now, before = later.claim, source.claim
    if "other" in (now.action, before.action):
        return False
    return now.action != before.action and not (now.quantity_kind == "money" and {now.action, before.action} == DEAL)


def _period_dropped(later: Mention, source: Mention, _: Sequence[Mention]) -> bool:
    """A yearly or monthly amount that became an amount; a lost first day of a running total is not counted."""
    now, before = later.claim, source.claim
    return before.aggregation == "rate" and now.aggregation != "rate" and now.rate_per is None


def _period_changed(later: Mention, source: Mention, _: Sequence[Mention]) -> bool:
    now, before = later.claim, source.claim
    return now.aggregation == "rate" and now.rate_per is not None and now.rate_per != before.rate_per


def _attribution(later: Mention, source: Mention, siblings: Sequence[Mention]) -> bool:
    """The source names who said it; the re-report, in none of its mentions, does."""
    if source.origin.is_outlet or source.origin.is_nobody or later.report is source.report:
        return False
    return not any(_keeps_origin(mention, source) for mention in (later, *siblings))


def _keeps_origin(mention: Mention, source: Mention) -> bool:
    """Whether a mention names the origin, or by its name the report that does."""
    if names_report(mention, source.report):
        return True
    return compare_origins(mention.origin, source.origin) not in (LOST, OTHER)


def _name(later: Mention, source: Mention, _: Sequence[Mention]) -> bool:
    if compare_origins(later.origin, source.origin) == SAME:
        return name_was_respelled(later.origin.written, source.origin.written)
    return not later.origin.is_outlet and stands_respelled(later.origin.written, source.report.text)


_CHECKS: tuple[tuple[str, Callable[[Mention, Mention, Sequence[Mention]], bool]], ...] = (
    ("value_changed", _value),
    ("bound_dropped", _bound_dropped),
    ("bound_changed", _bound_changed),
    ("operator_changed", _operator),
    ("hedge_dropped", _hedge_dropped),
    ("hedge_changed", _hedge_changed),
    ("item_changed", _item),
    ("unit_changed", _unit),
    ("period_dropped", _period_dropped),
    ("period_changed", _period_changed),
    ("attribution_lost", _attribution),
    ("name_changed", _name),
    ("action_changed", _action),
)
