"""What is decided of a figure before its roles are read: its item and unit, or the reason why it is no claim."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from waybill.claims.draft import Draft
from waybill.claims.words.items import Item
from waybill.claims.words.marks import Sentence

Before = Callable[[int], Sentence | None]
"""The sentence so many places before the one at hand."""


class Verdict(NamedTuple):
    """The item and unit of an in-topic quantity, or the reason why it is none."""

    item: Item | None
    item_id: str
    unit: str
    reject_reason: str | None
    rule_id: str
    base: Draft | None = None


def reject(reason: str, rule_id: str) -> Verdict:
    """A verdict that sets a figure aside.

    >>> reject("off_topic", "topic-other-noun").item is None
    True
    """
    return Verdict(None, "", "", reason, rule_id)
