"""Walks the candidates of a text and turns each into a quantity, a rejection, or leaves it to a wider reading."""

from __future__ import annotations

import re

from waybill.dates import DateExpression
from waybill.quantities.candidates import find_candidates
from waybill.quantities.carry import ends_sentence, share_units
from waybill.quantities.digits import read_digit_candidate
from waybill.quantities.draft import Draft, quantity_of
from waybill.quantities.numerals import VULGAR
from waybill.quantities.page import Page, open_page
from waybill.quantities.record import Quantity, Reading
from waybill.quantities.units import find_money_before, find_unit
from waybill.quantities.words import read_vulgar_candidate, read_word_candidate

# Drafts are frozen in batches of sentences: fewer live objects for the garbage collector to walk in long texts.
BATCH = 48
_MAGNITUDE_NEXT = re.compile(r"[ -]?(?:k(?![a-z])|hundred|thousand|million|billion)(?![a-z])")
_YEAR_LEADS = (" in ", " since ", " from ", " by ", " of ", " for ", " until ", " before ", " after ", " during ")


def read_numbers(text: str, dates: list[DateExpression] | None = None) -> Reading:
    """Every number-like expression of `text`, as a quantity or as a rejection with its reason, in order and disjoint.

    `dates`: what `find_dates` finds in the text, where the caller has it already.

    >>> reading = read_numbers("About 40 tanks fired 152 mm shells.")
    >>> [(q.text, q.comparator, q.item) for q in reading.quantities]
    [('About 40', 'about', 'tanks')]
    >>> [(r.text, r.reject_reason) for r in reading.rejections]
    [('152 mm', 'calibre')]
    """
    page = open_page(text, dates)
    quantities: list[Quantity] = []
    for match in find_candidates(page.folded):
        start = match.start()
        if start >= page.position:
            _read_candidate(page, start, match[0])
            if len(page.drafts) >= BATCH and ends_sentence(page.folded, page.drafts[-2], page.drafts[-1]):
                quantities += _settle(page, page.drafts[:-1])
                page.drafts = page.drafts[-1:]
    quantities += _settle(page, page.drafts)
    return Reading(tuple(quantities), tuple(page.rejections))


def read_quantities(text: str) -> tuple[Quantity, ...]:
    """The quantities of `text`: value with bound, unit, counted noun and exact characters.

    >>> [(q.value_low, q.unit, q.comparator) for q in read_quantities("It paid more than $2.5bn.")]
    [(2500000000.0, 'USD', 'more_than')]
    """
    return read_numbers(text).quantities


def _settle(page: Page, drafts: list[Draft]) -> list[Quantity]:
    """Lends units and nouns among neighbours and freezes the drafts."""
    share_units(drafts, page.folded, page.text)
    return [quantity_of(draft, page.text) for draft in drafts]


def _read_candidate(page: Page, start: int, word: str) -> None:
    address = page.address_at(start) if page.addresses else None
    if address is not None:
        page.reject("identifier", address[0], address[1], "address")
        return
    date = page.date_at(start) if page.dates else None
    if date is not None and not _counts_in_spite(page, date, start):
        page.reject("date", date.start, date.end, date.rule_id)
    elif word[0].isdecimal() and word not in VULGAR:
        read_digit_candidate(page, start)
    elif word in VULGAR:
        read_vulgar_candidate(page, start, word)
    else:
        read_word_candidate(page, start, word)


def _counts_in_spite(page: Page, date: DateExpression, start: int) -> bool:
    """Whether what looks like a bare year is a measure: "$2000", "2000 tonnes"."""
    folded = page.folded
    if date.end - start == 4 and _MAGNITUDE_NEXT.match(folded, date.end):
        return True  # "October 1910-thousand": no year has a magnitude
    if date.kind != "year" or date.end - date.start != 4:
        return False
    if find_money_before(folded, page.text, start):
        return True
    if folded.endswith(_YEAR_LEADS, max(0, start - 8), start):
        return False
    unit = find_unit(folded, page.text, date.end)
    return unit is not None and unit.unit.kind != "duration"
