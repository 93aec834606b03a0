"""From claims to assertions: which claims render one statement of one origin, and how the reports of it differ.

    link(claims, documents) -> Links
    relink(library, ledger) -> Relinked     the same as tables, sparing what has not changed since `ledger` was written

Pure: the same claims and documents, in whatever order, give the same links, whatever was linked before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from waybill.assertions.desk import Desk
from waybill.assertions.figures import find_contradictions, find_successors
from waybill.assertions.groups import group
from waybill.assertions.ledger import EMPTY, SCHEMAS, Ledger, columns_of
from waybill.assertions.library import Library, Listed
from waybill.assertions.linked import Linked, linked
from waybill.assertions.memory import without_cycle_search
from waybill.assertions.numbering import known_rows, number
from waybill.assertions.record import Assertion, ClaimRelation, DerivedValue, Links
from waybill.assertions.reports import outlet_names
from waybill.assertions.statements import find_copies, find_links
from waybill.assertions.told import mention_columns, told_tables
from waybill.claims.record import Claim
from waybill.documents.record import Document

__all__ = [
    "EMPTY", "SCHEMAS", "Assertion", "ClaimRelation", "DerivedValue", "Ledger", "Library", "Linked", "Links",
    "Listed", "Relinked", "link", "relink",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Relinked:
    """What a run of linking found, what the next run can spare by it, and what this one could not spare."""

    linked: Linked
    ledger: Ledger
    opened: frozenset[str]  # doc_ids that had to be looked into


def link(claims: Sequence[Claim], documents: Sequence[Document]) -> Links:
    """Assertions, relations and derived values of `claims`, which were read from `documents`.

    Raises KeyError where a claim's document is not among `documents`.
    """
    return relink(Listed.of(claims, documents, is_linked_once=True), EMPTY).linked.records()


def relink(library: Library, before: Ledger) -> Relinked:
    """Link all that stands in `library`; equal to a run that starts with the ledger `EMPTY`.

    `before` is the ledger of a run of the same code and vocabulary over another state of the library.
    """
    with without_cycle_search():
        names = outlet_names(library.publishers)
        desk = Desk(library, names)
        numbers = number(library, before, desk, known_rows(library, before, names))
        told = told_tables(desk, numbers, before)
        claim_ids, said, has_options = mention_columns(desk, numbers, before)
        alike, copies = find_copies(desk, numbers, before)
        links = find_links(desk, numbers, told, said, copies, before)
        grouped = group(desk, numbers, told["within"], links["links"], copies, before)
        successors = find_successors(desk, numbers, grouped, before)
        opposed = find_contradictions(desk, numbers, grouped, before)
        tables = {**told, **links, **grouped.tables, "alike": alike, "copies": copies, "successors": successors,
                  "opposed": opposed, "reports": numbers.reports}  # fmt: skip
        tables["mentions"] = columns_of(
            "mentions", np.array(claim_ids, object), said, has_options, grouped.is_own, grouped.group_of
        )
        found = linked(desk, numbers.doc_ids, claim_ids, has_options, grouped, tables)
    return Relinked(found, Ledger(tables), frozenset(desk.documents))
