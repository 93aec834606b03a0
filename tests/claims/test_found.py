"""Promises about what is a claim at all and what it counts: short reports of many kinds, read as a whole."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tests.claims.reports import read

Case = dict[str, object]
CASES: list[Case] = yaml.safe_load((Path(__file__).parent / "found.yaml").read_text(encoding="utf-8"))


def wanted(case: Case) -> dict[str, list[object]]:
    claims = case.get("claims", {})
    assert isinstance(claims, dict)
    return {str(text): list(expected) for text, expected in claims.items()}


def found(case: Case) -> dict[str, list[object]]:
    """Item, unit and bounds of each claim by its words; bounds only where the case states them."""
    asked = wanted(case)
    title = case.get("title")
    claims = read(str(case["text"]), title=str(title) if title else None).claims
    return {
        c.quantity_text: [
            c.item_id,
            c.unit,
            *(None if v is None else round(v, 3) for v in (c.value_low, c.value_high)),
        ][: len(asked.get(c.quantity_text, ("", "")))]
        for c in claims
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case.get("title") or case["text"])[:60])
def test_all_claims_of_a_report_and_nothing_else_are_found(case: Case) -> None:
    assert found(case) == wanted(case)
