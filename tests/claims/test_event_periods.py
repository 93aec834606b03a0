"""Promises about which period a figure speaks of and of what kind it is, on reports of our own."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
import yaml

from waybill.claims import read_claims
from waybill.claims.record import Claim
from waybill.documents import read_document

CASES = yaml.safe_load((Path(__file__).parent / "periods.yaml").read_text(encoding="utf-8"))
FIGURES = [(case["text"], str(figure), wanted) for case in CASES for figure, wanted in case["figures"].items()]
OPEN = {case["text"]: case["open"] for case in CASES if "open" in case}


@cache
def claims_in(text: str) -> tuple[Claim, ...]:
    page = f"Notes from the quay\n\nThe Yonder Gazette\n\n7 March 2031\n\n{text}"
    return read_claims(read_document(page.encode(), "a.txt")).claims


def agrees(wanted: str, value: object) -> bool:
    """Whether a value is one of those that "a|b|null" allows; "*" allows all."""
    allowed = wanted.split("|")
    return "*" in allowed or ("null" if value is None else str(value)) in allowed


@pytest.mark.parametrize(("text", "figure", "wanted"), FIGURES, ids=lambda value: value if len(value) < 24 else "")
def test_a_figure_speaks_of_its_period(text: str, figure: str, wanted: str) -> None:
    found = [c for c in claims_in(text) if c.quantity_text == figure]
    assert found, [c.quantity_text for c in claims_in(text)]
    read = (found[0].event_start, found[0].event_end, found[0].aggregation)
    if text in OPEN and not all(map(agrees, wanted.split(), read)):
        pytest.xfail(OPEN[text])
    assert all(map(agrees, wanted.split(), read)), (wanted, " ".join(map(str, read)), found[0].rule_ids)
