"""Promises about confidence: what it means, and that it keeps its word on the reports that ship with the project."""

from __future__ import annotations

from pathlib import Path

from tests.claims.test_statements import claims_in
from tests.gold.scoring import load_gold, score
from waybill.claims import Claim, read_claims
from waybill.documents import Document, read_document

DEV = Path(__file__).parents[1] / "gold/reports/dev"


def claims_of(path: Path) -> tuple[Claim, ...]:
    document = read_document(path.read_bytes(), path.name)
    assert isinstance(document, Document)
    return read_claims(document).claims


def test_of_the_rows_called_high_ninety_seven_in_a_hundred_have_number_bound_and_unit_right() -> None:
    gold = load_gold(DEV / "gold")
    total = score(gold, {d.stem: claims_of(DEV / f"raw/{d.stem}.txt") for d in gold})
    right = {name: good / all_ for name, (good, all_) in total.confidence.items()}
    assert right["high"] >= 0.97
    assert right["high"] >= right["medium"] >= right["low"]
    assert total.confidence["high"][1] / total.found >= 0.3


def test_a_figure_is_sure_where_its_sentence_says_all_and_less_where_it_leans_on_others() -> None:
    plain = claims_in("Seoul says North Korea sent Russia 40 howitzers in May.")["40"]
    leaning = claims_in("Seoul says North Korea sent Russia 40 howitzers in May. It was 60 in June.")
    assert plain.confidence == "high"
    assert [c.confidence for q, c in leaning.items() if q == "60"] in (["medium"], ["low"], [])
