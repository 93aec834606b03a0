"""Promises about whole statements of our own: when, in which kind, with what stance and on whose word."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from waybill.claims import read_claims
from waybill.claims.record import Claim
from waybill.documents import read_document

TOPIC = "This page follows the arms that North Korea and Iran sell to Russia."
HEAD = f"The boxes at the pier\n\nThe Yonder Gazette\n\n12 June 2030\n\n{TOPIC}\n\n"
CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "statements.yaml").read_text(encoding="utf-8"))
FIELDS = ("event_start", "event_end", "aggregation", "modality", "attributed_to")


@cache
def claims_in(text: str) -> dict[str, Claim]:
    return {c.quantity_text: c for c in read_claims(read_document((HEAD + text).encode(), "a.txt")).claims}


def plain(name: str) -> str:
    """A name without its article: "The ministry" and "the ministry" are one source."""
    first, _, rest = name.partition(" ")
    return rest.lower() if first.lower() in {"the", "a", "an"} and rest else name.lower()


def read(claim: Claim | None) -> list[Any] | None:
    if claim is None:
        return None
    return [
        claim.event_start, claim.event_end, claim.aggregation, claim.modality, [plain(n) for n in claim.attributed_to]
    ]  # fmt: skip


def slips(case: dict[str, Any]) -> list[str]:
    """The fields of a case that are not read as they are written, each with what was read; "*" is not asked."""
    found: list[str] = []
    for quantity, wanted in case["figures"].items():
        got = read(claims_in(case["text"]).get(str(quantity)))
        if got is None:
            found.append(f"{quantity}: not read")
            continue
        for name, want, have in zip(FIELDS, wanted, got, strict=True):
            want = [plain(str(n)) for n in want] if isinstance(want, list) else want
            if want != "*" and want != have:
                found.append(f"{quantity}: {name} is {have}, not {want}")
    return found


def as_param(case: dict[str, Any]) -> Any:
    """A case of the table; one that is open says why, and is counted as such."""
    marks = [pytest.mark.xfail(reason=case["open"], strict=False)] if "open" in case else []
    return pytest.param(case, id=case["text"][:60], marks=marks)


@pytest.mark.parametrize("case", [as_param(case) for case in CASES])
def test_a_statement_is_read_as_it_is_written(case: dict[str, Any]) -> None:
    assert slips(case) == []


def test_an_action_carried_over_from_another_sentence_is_not_looked_for_in_its_own() -> None:
    """The figures of a short second sentence take the action of a long first one, whose words stand elsewhere."""
    long = "In the spring of 2029, after long talks in Oslo and Riga, Poland ordered 180 howitzers from South Korea"
    claims = claims_in(f"{long}. Half of them were new.")
    assert [(c.quantity_text, c.action) for c in claims.values()] == [("180", "transfer"), ("Half", "transfer")]
