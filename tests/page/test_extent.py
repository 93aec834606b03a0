"""A page of a large release shows what is newest, says so, and counts everything."""

from __future__ import annotations

import json
import re

import pyarrow.compute as pc

from tests.page.planted import planted_tables
from waybill.page import newest, render_page


def test_a_release_that_fits_is_shown_whole_and_without_a_note() -> None:
    tables = planted_tables(9)
    assert newest(tables, 9).tables == tables
    assert 'id="extent"' not in render_page(tables, "2026.11.0")


def test_the_newest_statements_stay_with_all_their_mentions() -> None:
    tables = planted_tables(12)
    shown = newest(tables, 5).tables
    kept, cut = shown["assertions"], tables["assertions"]
    cut = cut.filter(pc.invert(pc.is_in(cut.column("assertion_id"), value_set=kept.column("assertion_id"))))
    assert shown["claims"].num_rows == 5 and cut.num_rows == 7
    assert pc.min(kept.column("statement_date")).as_py() >= pc.max(cut.column("statement_date")).as_py()
    assert set(shown["claims"].column("assertion_id").to_pylist()) == set(kept.column("assertion_id").to_pylist())
    assert newest(tables, 5).tables["claims"].equals(shown["claims"])


def test_a_cut_page_says_how_much_it_shows_and_counts_all() -> None:
    tables = planted_tables(12)
    page = render_page(tables, "2026.11.0", extent=newest(tables, 5))
    assert "This page shows the newest 5 of 12 claims; the files hold all." in page
    data, mentions = (
        json.loads(block) for block in re.findall(r'<script type="application/json"[^>]*>(.*?)</script>', page, re.S)
    )
    facts = dict(data["facts"])
    assert (len(data["assertions"]["rows"]), len(mentions["rows"])) == (5, 5)
    assert (facts["statements"], facts["mentions"]) == (12, 12)
