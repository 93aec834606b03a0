"""Heads and feet of many shapes: title, outlet, writers, day and the borders of the body, each page a row of a table.

The rows of front_pages.yml were written before anybody looked at what the reader makes of them. A wrong fact is
counted, not forgiven; the bar is a share of all facts.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from waybill.documents import Document, read_document

ROWS: list[dict[str, Any]] = yaml.load(
    (Path(__file__).parent / "front_pages.yml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader
)
FACTS = ("title", "publisher", "byline", "published")
BAR = 0.97
NEAR = 0.05
"""A border of the body may lie this far off, as a share of the text's length."""


def read(row: dict[str, Any]) -> tuple[Document, int, int]:
    """The document of a row, and where its body begins and ends."""
    marked = row["page"]
    start, end = marked.index("⟦"), marked.index("⟧") - 1
    document = read_document(marked.replace("⟦", "").replace("⟧", "").encode(), f"{row['id']}.txt")
    assert isinstance(document, Document), document
    return document, start, end


def fold(words: str | None) -> str:
    return " ".join(re.sub(r"[^\w@:,.?']+", " ", words or "").split()).strip(" ,.").lower()


def wrong_facts(row: dict[str, Any]) -> list[str]:
    document, start, end = read(row)
    gold = {fact: None if row[fact] == "~" else row[fact] for fact in FACTS}
    wrong = [
        f"{fact}: {getattr(document, fact)!r}" for fact in FACTS if fold(getattr(document, fact)) != fold(gold[fact])
    ]
    near = NEAR * len(document.text)
    if abs(document.body_start - start) > near:
        wrong.append(f"body_start: {document.text[document.body_start :][:40]!r}")
    if abs(document.body_end - end) > near:
        wrong.append(f"body_end: {document.text[: document.body_end][-40:]!r}")
    return [f"{row['id']} {slip}" for slip in wrong]


def test_there_are_shapes_enough_to_mean_something() -> None:
    assert len(ROWS) >= 35
    assert len({row["id"] for row in ROWS}) == len(ROWS)


def test_facts_of_front_pages() -> None:
    wrong = [slip for row in ROWS for slip in wrong_facts(row)]
    asked = len(ROWS) * (len(FACTS) + 2)
    print(f"front pages: {asked - len(wrong)}/{asked} facts right", *wrong, sep="\n  ")
    assert len(wrong) <= asked * (1 - BAR), wrong


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_what_a_body_tells_is_read(row: dict[str, Any]) -> None:
    document, start, end = read(row)
    hidden = [f for f in document.furniture if f.start < end and start < f.end]
    telling = [f for f in hidden if re.search(r"[a-z]{3} [a-z]{2}", document.text[f.start : f.end])]
    assert telling == []
