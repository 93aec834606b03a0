"""Figures whose words say more than the number: changes by a share, bare "m" for millions, litres of oil as barrels."""

from __future__ import annotations

from dataclasses import replace

from waybill.claims.draft import Draft
from waybill.claims.what.verdict import Verdict
from waybill.claims.words.items import read_item_after
from waybill.claims.words.marks import Sentence
from waybill.quantities.record import Quantity

_CHANGE = {"change-verb-up": 1, "change-verb-down": -1}
_MIRROR = {"more_than": "less_than", "less_than": "more_than", "at_least": "up_to", "up_to": "at_least"}
_SIGNED = {"+": 1, "-": -1, "−": -1, "–": -1}
_THAT = (["that"], ["this"])
_LEVELS = (["level"], ["levels"], ["rate"], ["pace"])
_PLANS = frozenset({"objective", "plan", "target", "quota", "norm", "goal", "capacity"})
_PERCENT = 100
_MILLION = 1e6
_LITRES_PER_BARREL = 158.987294928


def as_change(quantity: Quantity) -> Quantity:
    """The factor of a share that a verb of change or a sign governs: "dropped 30 percent" is 0.7, "+70%" 1.7.

    >>> from waybill.quantities import read_quantities
    >>> as_change(read_quantities("Output rose by 20 percent")[0]).value_best
    1.2
    """
    sign = next((_CHANGE[rule] for rule in quantity.rule_ids if rule in _CHANGE), 0) or _SIGNED.get(quantity.text[0], 0)
    if not sign or quantity.unit != "percent":
        return quantity
    low, best, high = (
        None if value is None else round(1 + sign * abs(value) / 100, 6)
        for value in (quantity.value_low, quantity.value_best, quantity.value_high)
    )
    if sign < 0:
        low, high = high, low
    return replace(
        quantity,
        value_low=low,
        value_best=best,
        value_high=high,
        comparator=quantity.comparator if sign > 0 else _MIRROR.get(quantity.comparator, quantity.comparator),
        unit="factor",
        quantity_kind="factor",
        rule_ids=(*quantity.rule_ids, "change-of-verb"),
    )


def as_multiple(quantity: Quantity, sentence: Sentence, place: int) -> Quantity:
    """ "half that": a part of a figure that was told before is a multiple of it."""
    whole = sentence.norms[place + 1 : place + 5]
    if (
        quantity.unit == "percent"
        and (quantity.value_low or 0) > _PERCENT
        and whole[:1] == ["of"]
        and _PLANS & set(whole)
    ):
        return _as_factor(quantity, "multiple-of-plan")
    if quantity.unit == "percent" and whole[:2] == ["of", "the"] and whole[2:3] in _LEVELS:
        return _as_factor(quantity, "multiple-of-level")
    following = sentence.norms[place + 1 : place + 3]
    if quantity.unit != "percent" or following[:1] not in _THAT or (following[1:] and following[1].isalnum()):
        return quantity
    return _as_factor(quantity, "multiple-of-that")


def _as_factor(quantity: Quantity, rule_id: str) -> Quantity:
    low, best, high = (
        None if v is None else v / _PERCENT for v in (quantity.value_low, quantity.value_best, quantity.value_high)
    )
    rules = (*quantity.rule_ids, rule_id)
    return replace(
        quantity, value_low=low, value_best=best, value_high=high, unit="factor", quantity_kind="factor", rule_ids=rules
    )


def as_millions(quantity: Quantity, sentence: Sentence, place: int, memory: list[Draft]) -> Quantity:
    """Reads "another 1.4m" as millions beside a count in millions: shells and metres are not told in one breath."""
    if quantity.unit != "m" or quantity.item is not None or read_item_after(sentence, place).kind != "none":
        return quantity
    token = sentence.tokens[place]
    glued = sentence.text[token.end : token.end + 1] == "m" and quantity.text[-1:].isdecimal()
    near = [d for d in memory[-4:] if 0 <= sentence.index - d.sentence.index <= 1 and d.quantity.unit is None]
    if not glued or not any(_is_of_millions(d.quantity) for d in near):
        return quantity
    low, best, high = (
        None if v is None else v * _MILLION for v in (quantity.value_low, quantity.value_best, quantity.value_high)
    )
    return replace(
        quantity,
        value_low=low,
        value_best=best,
        value_high=high,
        unit=None,
        quantity_kind="count",
        rule_ids=(*quantity.rule_ids, "magnitude-beside-millions"),
    )


def _is_of_millions(quantity: Quantity) -> bool:
    return max(quantity.value_low or 0, quantity.value_high or 0) >= _MILLION / 5


def restated(quantity: Quantity, verdict: Verdict) -> Quantity:
    """The quantity in the unit that its verdict gives: litres of oil are barrels, a bare sum has the sum's currency."""
    if verdict.unit == "bbl" and quantity.unit == "L":
        low, best, high = (
            None if v is None else v / _LITRES_PER_BARREL
            for v in (quantity.value_low, quantity.value_best, quantity.value_high)
        )
        rules = (*quantity.rule_ids, "litres-as-barrels")
        return replace(quantity, value_low=low, value_best=best, value_high=high, unit="bbl", rule_ids=rules)
    if verdict.item_id == "money" and quantity.unit is None:
        rules = (*quantity.rule_ids, "currency-carried")
        return replace(quantity, unit=verdict.unit, quantity_kind="money", rule_ids=rules)
    return quantity
