"""Promises about the lines above a report, one head each: who publishes, what it is called, who wrote it, which day."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from waybill.documents import Document, read_document

BODY = "Forty wagons of shells crossed the bridge on Monday, the harbour office said in a note to the members."

SECOND = "Nobody at the port would say what was in the wagons, and the railway did not answer questions on Tuesday."
HEADS = yaml.safe_load((Path(__file__).parent / "heads.yaml").read_text(encoding="utf-8"))


def read(head: str) -> Document:
    document = read_document(f"{head}\n\n{BODY}\n\n{SECOND}".encode(), "a.txt")
    assert isinstance(document, Document)
    return document


@pytest.mark.parametrize("case", HEADS, ids=lambda case: case["head"][:40])
def test_the_head_of_a_report_names_publisher_writer_and_day(case: dict[str, str | None]) -> None:
    document = read(str(case["head"]))
    assert document.published == "2031-05-04"
    if case["publisher"] != "*":
        assert str(case["publisher"]) in str(document.publisher)
    assert (document.byline is None) == (case["byline"] is None)
    assert case["byline"] is None or case["byline"] in str(document.byline)


@pytest.mark.parametrize(
    "line", ["Harbour Institute", "Joint Committee on Ports and Rail", "Northern Press", "World News", "Kim's Boxes"]
)
def test_an_office_or_a_heading_is_no_writer(line: str) -> None:
    assert read(f"The Quay Herald\n\nWagons leave the northern port\n{line}\n4 May 2031").byline is None


def test_a_dateline_on_a_line_of_its_own_names_the_agency() -> None:
    document = read("Wagons leave the northern port\n\nOdra, May 4, 2031 (Quay Press) -")
    assert (document.publisher, document.published) == ("Quay Press", "2031-05-04")
