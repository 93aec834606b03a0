"""The schema has versions: no change of a model without a new one, and what breaks readers is announced."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from schemas.dataset import SCHEMA_VERSION
from schemas.versions import breaks, declared, kept, versions

CHANGELOG = Path(__file__).parents[2] / "CHANGELOG.md"
QUAY = {"quays": {"pier": "string not null", "ships": "int32"}}


def test_the_models_are_those_of_the_present_version() -> None:
    assert declared() == kept(SCHEMA_VERSION), (
        "the models changed: give schemas.dataset.SCHEMA_VERSION a new number (major where `breaks` names something), "
        "then run `python -m schemas.versions`, and say it in CHANGELOG.md"
    )


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (QUAY, ()),
        ({"quays": {**QUAY["quays"], "depth": "double"}, "ships": {}}, ()),
        ({"quays": {"pier": "string not null", "ships": "int32 not null"}}, ()),
        ({"quays": {"pier": "string", "ships": "int32"}}, ("quays.pier may be null now",)),
        ({"quays": {"pier": "string not null", "ships": "int64"}}, ("quays.ships was int32 and is int64",)),
        ({"quays": {"pier": "string not null"}}, ("quays.ships is gone",)),
        ({"docks": QUAY["quays"]}, ("quays is gone",)),
    ],
)
def test_what_breaks_a_reader_is_named(now: dict[str, dict[str, str]], expected: tuple[str, ...]) -> None:
    assert breaks(QUAY, now) == expected


def test_a_step_that_breaks_readers_has_a_new_major_number_and_stands_in_the_changelog() -> None:
    told = CHANGELOG.read_text(encoding="utf-8")
    assert f"Schema {versions()[0]}" in told
    for before, after in pairwise(versions()):
        if broken := breaks(kept(before), kept(after)):
            assert int(after.split(".")[0]) > int(before.split(".")[0]), (before, after, broken)
            assert f"Schema {after}" in told
