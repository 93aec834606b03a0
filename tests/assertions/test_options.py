""" "or" becomes "and" on the way: seen in the words between the two options of the re-report."""

from __future__ import annotations

from typing import Any

import pytest

from tests.assertions.making import claim, report
from waybill.assertions import link

ROUNDS: dict[str, Any] = {"unit": "round", "by": "South Korea's defence ministry"}
BIG: dict[str, Any] = {**ROUNDS, "item": "munition.artillery.shell.152mm"}
SMALL: dict[str, Any] = {**ROUNDS, "item": "munition.artillery.rocket.122mm"}
OR = {"notes": "agg=capacity; alt=A; op=or"}


@pytest.mark.parametrize(
    ("words", "changed"),
    [
        ("330,000 shells and 55,000 rockets were on board", True),
        ("330,000 shells plus 55,000 rockets were on board", True),
        ("330,000 shells or 55,000 rockets were on board", False),
        ("330,000 shells or, with launchers and crews, 55,000 rockets", False),
        (
            "330,000 shells. "
            + "Much else was said that day by the ministry and by others in the long sitting. " * 3
            + "55,000 rockets",
            False,
        ),
    ],
)
def test_options_joined_on_the_way(words: str, changed: bool) -> None:
    source = report("Namsan", "2031-09-01", text="330,000 or 55,000")
    later = report("Sable", "2031-09-02", text=words)
    options = [claim(source, 330_000, at=10, **BIG, **OR), claim(source, 55_000, at=30, **SMALL, **OR)]
    told = [
        claim(later, 330_000, at=later.text.index("330,000"), end=later.text.index("330,000") + 7, **BIG),
        claim(later, 55_000, at=later.text.index("55,000"), end=later.text.index("55,000") + 6, **SMALL),
    ]
    found = {
        r.from_claim_id: r for r in link([*options, *told], [source, later]).relations if r.relation == "re_reports"
    }
    for one in told:
        assert ("operator_changed" in found[one.claim_id].drift_types) is changed
