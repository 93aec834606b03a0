"""Assembles quantities and rejections: numbers, ranges, bounds, units, shares, multiples and the counted nouns."""

from __future__ import annotations

from waybill.quantities.assembly import Reader
from waybill.quantities.record import Quantity, Reading


def read_numbers(text: str) -> Reading:
    """Every number-like expression of `text`, as a quantity or as a rejection with its reason, in order and disjoint.

    >>> reading = read_numbers("About 40 tanks fired 152 mm shells.")
    >>> [(q.text, q.comparator, q.item) for q in reading.quantities]
    [('About 40', 'about', 'tanks')]
    >>> [(r.text, r.reject_reason) for r in reading.rejections]
    [('152 mm', 'calibre')]
    """
    return Reader(text).read()


def read_quantities(text: str) -> tuple[Quantity, ...]:
    """The quantities of `text`: value with bound, unit, counted noun and exact characters.

    >>> [(q.value_low, q.unit, q.comparator) for q in read_quantities("It paid more than $2.5bn.")]
    [(2500000000.0, 'USD', 'more_than')]
    """
    return read_numbers(text).quantities
