"""What the quantity reader hands on: quantities and rejected numbers, each with its exact characters."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Quantity:
    """A stated quantity: value with its bound, unit and the thing counted. Spans are code points, end exclusive."""

    start: int
    end: int
    text: str  # text[start:end]: the number with its modifier, currency sign or percent, without the noun
    value_low: float | None  # None = no bound stated; never NaN, never infinite
    value_best: float | None
    value_high: float | None
    comparator: str  # exact about nearly just_over more_than at_least less_than up_to between vague
    unit: str | None  # id of schemas/vocab/units.csv, "percent", "factor", an ISO 4217 code; None = a plain count
    quantity_kind: str  # count mass volume length area duration money share factor (and what units.csv adds)
    item: str | None = None  # counted or measured noun phrase as written ("152 mm artillery shells")
    item_start: int | None = None
    item_end: int | None = None
    item_head: str | None = None  # head noun of it, lower case, singular where the vocabulary or a rule knows it
    rate_per: str | None = None  # day, month, year, container ...
    share_of: str | None = None  # the whole of a share, as written
    relative_to: str | None = None  # the base of a multiple, as written
    bound_basis: str | None = None  # "stated", or "convention" where the words name no number ("dozens")
    is_increment: bool = False  # "a further 3,000", "another 150", "120 more"
    rule_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rejection:
    """A number-like expression that is no claim, and why; the reading is kept where it is a quantity."""

    start: int
    end: int
    text: str
    reject_reason: str
    reading: Quantity | None = None
    rule_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything number-like of a text, in order and disjoint: nothing disappears."""

    quantities: tuple[Quantity, ...]
    rejections: tuple[Rejection, ...]
