"""The quantity in the making: what the steps of reading fill in before it becomes a frozen record."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from waybill.quantities.numerals import Number, Numeral
from waybill.quantities.record import Quantity


@dataclass(slots=True)
class Draft:
    """A measure being read: number, unit and words around it. Offsets are valid in text and folded text alike."""

    start: int
    end: int  # end of quantity_text
    after: int  # where the words after number and unit begin
    low: Number
    high: Number
    form: str
    unit: str | None = None
    kind: str = "count"
    comparator: str = "exact"
    rate_per: str | None = None
    share_of: str | None = None
    relative_to: str | None = None
    item: tuple[int, int] | None = None
    item_head: str | None = None
    is_increment: bool = False
    number_start: int = 0
    number_end: int = 0
    has_money_sign: bool = False
    face: Number = 0
    scale: int = 1
    rules: list[str] = field(default_factory=list)


def draft_of(numeral: Numeral) -> Draft:
    """A draft that holds the bare number."""
    draft = Draft(numeral.start, numeral.end, numeral.end, numeral.low, numeral.high, numeral.form)
    draft.number_start, draft.number_end = numeral.start, numeral.end
    draft.face = numeral.face
    draft.scale = numeral.scale
    draft.rules.append(numeral.rule)
    if numeral.form == "vague":
        draft.comparator = "vague"
    return draft


def as_float(value: Number) -> float:
    """The nearest float of an exact value: 1.7 * 10**9 is 1700000000.0.

    >>> as_float(Fraction(17, 10) * 3)
    5.1
    """
    return float(value)


def quantity_of(draft: Draft, text: str) -> Quantity:
    """The frozen record: bounds become missing ends, vague words their conventional span."""
    comparator = draft.comparator
    low: float | None = as_float(draft.low)
    high: float | None = low if draft.high is draft.low else as_float(draft.high)
    best: float | None = None
    if comparator in {"more_than", "at_least"}:
        high = None
    elif comparator in {"less_than", "up_to"}:
        low = None
    elif comparator not in {"between", "vague"}:
        best = low
    item = draft.item
    return Quantity(
        draft.start,
        draft.end,
        text[draft.start : draft.end],
        low,
        best,
        high,
        comparator,
        draft.unit,
        draft.kind,
        text[item[0] : item[1]] if item else None,
        item[0] if item else None,
        item[1] if item else None,
        draft.item_head,
        draft.rate_per,
        draft.share_of,
        draft.relative_to,
        "convention" if draft.form == "vague" else "stated",
        draft.is_increment,
        tuple(draft.rules),
    )


def set_value(draft: Draft, value: Number) -> None:
    """Gives the draft one number."""
    draft.low = draft.high = value


def percent_of(value: Number) -> Number:
    """A part of one in percent, exact where a decimal can say it.

    >>> percent_of(Fraction(1, 2))
    50
    """
    product = Fraction(value) * 100
    return product.numerator if product.denominator == 1 else product
