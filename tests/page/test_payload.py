"""What the page is told is what the release says, and no text of a report can become markup or script."""

from __future__ import annotations

import json
import re

from tests.page.planted import SCRIPT, planted_tables
from waybill.page import render_figures, render_page
from waybill.page.figures import MARKS
from waybill.page.payload import page_payload


def test_every_mark_lies_on_its_quantity_also_behind_characters_outside_the_basic_plane() -> None:
    _, mentions = page_payload(planted_tables(), "2026.11.1", [])
    rows = [dict(zip(mentions["columns"], row, strict=True)) for row in mentions["rows"]]
    for row in rows:
        units = row["quote"].encode("utf-16-le")
        marked = units[2 * row["mark_start"] : 2 * row["mark_end"]].decode("utf-16-le")
        assert marked.startswith("more than ") and marked[10:].replace(",", "").isdigit()


def test_drift_stands_with_the_words_of_its_source() -> None:
    _, mentions = page_payload(planted_tables(), "2026.11.1", [])
    rows = [dict(zip(mentions["columns"], row, strict=True)) for row in mentions["rows"]]
    drifted = [row for row in rows if row["drift_types"]]
    assert [(row["drift_types"], row["source_text"]) for row in drifted] == [(["bound_dropped"], "more than 1,000")]


def test_the_page_holds_hostile_text_only_inside_its_json() -> None:
    page = render_page(planted_tables(), "2026.11.1")
    assert SCRIPT not in page and "onerror=" not in re.sub(r"<script.*?</script>", "", page, flags=re.S)
    blocks = re.findall(r'<script type="application/json" id="([\w-]+)">(.*?)</script>', page, flags=re.S)
    assert [name for name, _ in blocks] == ["data", "mentions-data"]
    assert SCRIPT in json.loads(blocks[1][1])["rows"][1]


def test_the_page_names_nothing_to_fetch() -> None:
    head = render_page(planted_tables(), "2026.11.1").split("<script")[0]
    assert "default-src 'none'" in head
    assert not re.search(r"""(src|href)=["']?(https?:)?//""", head)


def test_a_page_of_nothing_is_still_a_page() -> None:
    empty = {name: table.slice(0, 0) for name, table in planted_tables().items()}
    assert "This page is one file" in render_page(empty, "2026.11.0")
    assert render_figures(empty) == {}


def test_figures_leave_superseded_statements_out() -> None:
    tables = planted_tables(5)
    figures = render_figures(tables)
    assert list(figures) == ["round-over-time.svg"]
    assert figures["round-over-time.svg"].count('aria-roledescription="point"') == 4


def test_a_figure_of_very_many_statements_draws_the_newest_and_says_so() -> None:
    drawn: list[str] = []
    render_figures(planted_tables(MARKS + 30), lambda specification: drawn.append(specification) or "<svg/>")
    (specification,) = [json.loads(text) for text in drawn]
    days = [mark["date"] for mark in specification["data"]["values"]]
    every = [f"{day}" for day in planted_tables(MARKS + 30)["assertions"].column("statement_date").to_pylist()]
    assert len(days) == MARKS and specification["title"] == "The newest 2,000 statements"
    assert min(days) >= sorted(every)[29]
