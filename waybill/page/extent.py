"""How much of a release people look at: the newest statements with all their mentions, as far as a browser bears."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from waybill.page.payload import Tables

SHOWN_WHOLE = 50_000
"""A browser opens the page of so many claims in two seconds (26 MB); a page of a million would not open at all."""
NEWEST_SHOWN = 20_000
"""What is shown of a larger release: it cannot be whole, so it may as well be light (11 MB) and open at once."""


@dataclass(frozen=True, slots=True)
class Extent:
    """What is shown of a release: its tables, `claims` and `assertions` cut down, and how many claims there are."""

    tables: Tables
    claims: int  # in the release

    @property
    def note(self) -> str:
        """What a reader must know about what is missing; empty where nothing is."""
        shown = self.tables["claims"].num_rows
        if shown == self.claims:
            return ""
        return f"This page shows the newest {shown:,} of {self.claims:,} claims; the files hold all."


def newest(tables: Tables, whole: int = SHOWN_WHOLE, part: int = NEWEST_SHOWN) -> Extent:
    """All of a release of `whole` claims at most; of a larger one the newest statements, `part` claims at most.

    Newest by date and then by id. A statement is shown with all its mentions or not at all; undated ones come last.
    """
    claims, assertions = tables["claims"], tables["assertions"]
    if claims.num_rows <= whole:
        return Extent(tables, claims.num_rows)
    kept = pa.array(_fitting(claims, assertions, min(whole, part)), pa.string())
    shown = {
        name: table.filter(pc.is_in(table.column("assertion_id"), value_set=kept))
        for name, table in (("claims", claims), ("assertions", assertions))
    }
    return Extent({**tables, **shown}, claims.num_rows)


def _fitting(claims: pa.Table, assertions: pa.Table, limit: int) -> list[str]:
    dates = pc.coalesce(assertions.column("statement_date"), assertions.column("first_published"))
    order = pa.table({"date": dates, "assertion_id": assertions.column("assertion_id")})
    if limit < len(dates) - dates.null_count:  # those older than so many need not be put in order
        last = pc.array_sort_indices(dates.combine_chunks(), order="descending")[limit - 1].as_py()
        order = order.filter(pc.greater_equal(dates, dates[last]))
    order = order.sort_by([("date", "descending"), ("assertion_id", "ascending")])
    # each has a mention or more: no further one can fit
    first = order.column("assertion_id").slice(0, limit).combine_chunks()
    named = claims.select(["assertion_id"]).filter(pc.is_in(claims.column("assertion_id"), value_set=first))
    mentions = Counter(named.column("assertion_id").to_pylist())
    fitting, room = [], limit
    for assertion_id in first.to_pylist():
        if mentions[assertion_id] <= room:
            fitting.append(assertion_id)
            room -= mentions[assertion_id]
    return fitting
