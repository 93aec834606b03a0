"""Each row of the vocabulary of linking does what its examples say."""

from __future__ import annotations

import pytest

from schemas.vocabulary import phrases, vocabulary
from waybill.assertions.derived import _benchmarks
from waybill.assertions.names import name_tokens, same_name, spelled
from waybill.assertions.origins import read_origin

VARIANTS = [
    (row["written"], example, wanted)
    for row in vocabulary("en/name_variants")
    for column, wanted in (("examples", True), ("counter_examples", False))
    for example in phrases(row[column])
]


@pytest.mark.parametrize(("written", "example", "wanted"), VARIANTS)
def test_name_variants(written: str, example: str, wanted: bool) -> None:
    one, other = (spelled(name_tokens(side)) for side in example.split(" = "))
    assert same_name(one, other) is wanted
    assert any(written in token for side in example.split(" = ") for token in name_tokens(side))


@pytest.mark.parametrize("row", vocabulary("en/origin_roles"), ids=lambda row: row["word"])
def test_origin_roles(row: dict[str, str]) -> None:
    origin = read_origin(row["examples"])
    words = spelled(name_tokens(row["word"]))
    assert not set(words) & {*origin.name, *origin.common}
    if row["class"] in ("outlet", "document"):
        assert origin.is_outlet
    elif row["class"] != "filler":
        assert row["class"] in origin.roles


@pytest.mark.parametrize("row", vocabulary("en/benchmark_words"), ids=lambda row: row["benchmark_id"])
def test_benchmark_words(row: dict[str, str]) -> None:
    def named(text: str) -> bool:
        return any(set(name_tokens(phrase)) <= set(name_tokens(text)) for phrase in phrases(row["base_words"]))

    assert all(named(example) for example in phrases(row["examples"]))
    assert not any(named(example) for example in phrases(row["counter_examples"]))
    assert any(known["benchmark_id"] == row["benchmark_id"] and float(known["value"]) > 0 for known in _benchmarks())
