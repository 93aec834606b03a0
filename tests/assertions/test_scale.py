"""The work of linking grows with the documents, whatever the machine is busy with: pairs are counted, not seconds."""

from __future__ import annotations

import importlib.util
import random
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from waybill.assertions import EMPTY, Ledger, Listed, link, relink
from waybill.claims.record import Claim

RUN = Path(__file__).parents[2] / "benchmarks" / "linking" / "run.py"


@pytest.fixture(scope="module")
def benchmark_run() -> ModuleType:
    spec = importlib.util.spec_from_file_location("linking_run", RUN)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _compared(run: ModuleType, documents: int) -> float:
    """Pairs of reports and of claims that were compared, for each document."""
    made, claims = [], []
    for document, found in run.generate(documents, a_day=2):
        made.append(document)
        claims += found
    ledger = relink(Listed.of(claims, made), EMPTY).ledger
    return (len(_pairs(ledger)) + ledger["met"].num_rows) / documents


def _pairs(ledger: Ledger) -> set[tuple[int, int]]:
    """Pairs of reports that were compared."""
    ends = ("mention_no", "other_mention_no")
    starts = np.cumsum([0, *ledger["reports"].column("claims").to_pylist()])
    met = zip(
        *((np.searchsorted(starts, ledger["met"].column(end), "right") - 1).tolist() for end in ends), strict=True
    )
    return {
        *met,
        *zip(*(ledger["common"].column(end).to_pylist() for end in ("report_no", "other_report_no")), strict=True),
    }


def test_four_times_the_documents_are_four_times_the_work(benchmark_run: ModuleType) -> None:
    few, many = _compared(benchmark_run, 500), _compared(benchmark_run, 2000)
    assert many <= 1.15 * few, (few, many)


def test_one_statement_in_very_many_reports_is_no_square(benchmark_run: ModuleType) -> None:
    """Every report carries one and the same claim: still each meets only its neighbours."""
    made = list(benchmark_run.generate(600, a_day=600))
    original = made[0][1][0]
    claims = [
        benchmark_run._claim(
            document,
            0,
            20_000.0,
            "about",
            original.item_id,
            original.unit,
            original.action,
            "PRK",
            "RUS",
            ("Seoul officials",),
        )
        for document, _ in made
    ]
    done = relink(Listed.of(claims, [document for document, _ in made]), EMPTY)
    (assertion,) = done.linked.records().assertions
    assert assertion.mention_count == 600
    assert len(_pairs(done.ledger)) <= 600 * 8


def test_crowded_days_link_as_a_rebuild_links_them(benchmark_run: ModuleType) -> None:
    """Few numbers in many reports of three days: who meets whom depends on who else is there."""
    made, claims_of = [], {}
    for document, claims in benchmark_run.generate(90, a_day=30):
        made.append(document)
        claims_of[document.doc_id] = [_one_of_few(claim) for claim in claims]
    random_ = random.Random(5)
    ledger = EMPTY
    away: set[str] = set()
    for _ in range(12):
        away ^= {document.doc_id for document in random_.sample(made, 3)}
        here = [document for document in made if document.doc_id not in away]
        claims = [claim for document in here for claim in claims_of[document.doc_id]]
        done = relink(Listed.of(claims, here), ledger)
        ledger = done.ledger
        assert done.linked.records() == link(claims, here)


def _one_of_few(claim: Claim) -> Claim:
    number = float(2 + int(claim.value_point) % 5)
    low, high = (None if bound is None else number for bound in (claim.value_low, claim.value_high))
    return replace(claim, value_low=low, value_high=high, value_best=low if low == high else None, value_point=number)
