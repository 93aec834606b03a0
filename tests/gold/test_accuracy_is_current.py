"""The accuracy that each release quotes is what the reader of this checkout reaches on the gold today."""

from __future__ import annotations

from tests.gold.gains import CHECKOUT, CORPORA, read_with
from tests.gold.measure import SHIPPED, accuracy_rows
from tests.gold.scoring import load_gold, score
from waybill.releases.accuracy import FIELDS, accuracy_figures

QUOTED = ("found", "precision", "core", "row", *FIELDS, "high_share", "high_core")


def test_the_quoted_accuracy_is_measured() -> None:
    corpora = [corpus for corpus in CORPORA if corpus.name in SHIPPED]
    gold = {corpus.name: load_gold(corpus.gold) for corpus in corpora}
    scores = {corpus.name: score(gold[corpus.name], read_with(CHECKOUT, corpus)) for corpus in corpora}
    measured = [*accuracy_rows(scores, {name: len(documents) for name, documents in gold.items()})]
    quoted = accuracy_figures()
    assert [row["corpus"] for row in quoted] == [row["corpus"] for row in measured]
    for said, found in zip(quoted, measured, strict=True):
        differs = {name: (said[name], found[name]) for name in QUOTED if said[name] != found[name]}
        assert not differs, f"{said['corpus']}: run `make accuracy` and look at what changed: {differs}"
