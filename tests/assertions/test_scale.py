"""The work of linking grows with the documents, whatever the machine is busy with: pairs are counted, not seconds."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from waybill.assertions import Memory, relink

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
    _, memory = relink(claims, made, Memory())
    return sum(1 + len(pair.facts[2].met) for pair in memory.pairs.values()) / documents


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
    links, memory = relink(claims, [document for document, _ in made], Memory())
    assert len(links.assertions) == 1
    assert links.assertions[0].mention_count == 600
    assert len(memory.pairs) <= 600 * 8
