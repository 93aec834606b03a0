"""How much of a release people look at: the newest statements with all their mentions, as far as a browser bears."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from waybill.page.payload import Tables

CLAIMS_SHOWN = 50_000
"""A browser opens the page of so many claims in seconds; a page of a million would not open at all."""


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


def newest(tables: Tables, limit: int = CLAIMS_SHOWN) -> Extent:
    """The newest statements of a release, by date and then by id, whose mentions are `limit` claims at most.

    A statement is shown with all its mentions or not at all; undated ones come last.
    """
    claims, assertions = tables["claims"], tables["assertions"]
    if claims.num_rows <= limit:
        return Extent(tables, claims.num_rows)
    kept = pa.array(_fitting(claims, assertions, limit), pa.string())
    shown = {
        name: table.filter(pc.is_in(table.column("assertion_id"), value_set=kept))
        for name, table in (("claims", claims), ("assertions", assertions))
    }
    return Extent({**tables, **shown}, claims.num_rows)


def _fitting(claims: pa.Table, assertions: pa.Table, limit: int) -> list[str]:
    dates = pc.coalesce(assertions.column("statement_date"), assertions.column("first_published"))
    order = pa.table({"date": dates, "assertion_id": assertions.column("assertion_id")}).sort_by(
        [("date", "descending"), ("assertion_id", "ascending")]
    )
    first = (
        order.column("assertion_id").slice(0, limit).combine_chunks()
    )  # each has a mention or more: no further one can fit
    named = claims.select(["assertion_id"]).filter(pc.is_in(claims.column("assertion_id"), value_set=first))
    mentions = Counter(named.column("assertion_id").to_pylist())
    fitting, room = [], limit
    for assertion_id in first.to_pylist():
        if mentions[assertion_id] <= room:
            fitting.append(assertion_id)
            room -= mentions[assertion_id]
    return fitting
