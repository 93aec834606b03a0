"""Every vocabulary row of the quantity reader does what its examples say, and not what its counter-examples say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

import pytest

from schemas.vocabulary import phrases, vocabulary
from waybill.quantities import Quantity, Reading, read_numbers
from waybill.quantities.nouns import singular

Row = Mapping[str, str]
Promise = Callable[[Row, Reading], bool]


def any_quantity(reading: Reading, holds: Callable[[Quantity], bool]) -> bool:
    return any(holds(quantity) for quantity in reading.quantities)


def rejected(reading: Reading, *reasons: str) -> bool:
    return any(rejection.reject_reason in reasons for rejection in reading.rejections)


def point(quantity: Quantity) -> float:
    known = quantity.value_low if quantity.value_low is not None else quantity.value_high
    assert known is not None
    return known


def is_multiple_of(value: str, low: float) -> bool:
    return low > 0 and Decimal(str(low)) % Decimal(value) == 0 if value != "0" else low == 0


def number_word(row: Row, reading: Reading) -> bool:
    return any_quantity(reading, lambda q: q.comparator != "vague" and is_multiple_of(row["value"], point(q)))


def magnitude(row: Row, reading: Reading) -> bool:
    return any_quantity(reading, lambda q: q.unit != "m" and point(q) >= int(row["value"]))


def vague(row: Row, reading: Reading) -> bool:
    if row["class"] == "group":
        return any_quantity(reading, lambda q: q.comparator == "exact" and point(q) == int(row["low"]))
    return any_quantity(
        reading,
        lambda q: q.comparator == "vague" and q.bound_basis == "convention" and is_multiple_of(row["low"], point(q)),
    )


def bound(row: Row, reading: Reading) -> bool:
    if row["comparator"] == "increment":
        return any_quantity(reading, lambda q: q.is_increment and row["phrase"] in q.text.lower())
    return any_quantity(
        reading,
        lambda q: q.comparator == row["comparator"] and (q.comparator != "exact" or row["phrase"] in q.text.lower()),
    )


def noun_form(row: Row, reading: Reading) -> bool:
    kind = row["class"]
    if kind == "person":
        return rejected(reading, "age")
    if kind == "abstract":  # counted where a number says so, and no zero behind "no"
        return any_quantity(reading, lambda q: q.item_head == singular(row["form"]))
    heads = {"plural_modifier": "shop", "mass": "tanker", "person_state": row["form"], "singular_s": row["form"]}
    return any_quantity(reading, lambda q: q.item_head == heads.get(kind, row["singular"]))


def noun_stop(row: Row, reading: Reading) -> bool:
    if row["class"] == "verb":
        return any_quantity(reading, lambda q: q.item == "soldier")
    if row["class"] == "homograph":
        return any_quantity(reading, lambda q: q.item == f"{row['word']} passes")
    return any_quantity(reading, lambda q: q.item is None)


def change(row: Row, reading: Reading) -> bool:
    if row["class"] == "adverb":
        factor = 1.4 if row["direction"] == "up" else 0.6
        return any_quantity(reading, lambda q: q.unit == "factor" and point(q) == factor)
    return len(reading.quantities) == 2 and all(q.comparator == "exact" for q in reading.quantities)


CUES: dict[str, Callable[[Reading], bool]] = {
    "pronoun_one_after": lambda reading: rejected(reading, "off_topic"),
    "over_measures_after": lambda reading: any_quantity(reading, lambda q: q.comparator == "more_than"),
    "sport": lambda reading: rejected(reading, "off_topic"),
    "vote": lambda reading: rejected(reading, "off_topic"),
    "cricket": lambda reading: rejected(reading, "off_topic"),
    "size_not_calibre": lambda reading: any_quantity(reading, lambda q: q.unit == "mm"),
    "calibre_mm": lambda reading: rejected(reading, "calibre"),
    "calibre_or_size_mm": lambda reading: rejected(reading, "calibre"),
    "weapon_near": lambda reading: rejected(reading, "calibre"),
    "street": lambda reading: rejected(reading, "identifier"),
    "no_code": lambda reading: any_quantity(reading, lambda q: point(q) == 454),
    "half_after": lambda reading: not reading.quantities,
    "up_completes": lambda reading: any_quantity(reading, lambda q: q.unit == "percent"),
    "age_at": lambda reading: rejected(reading, "age"),
    "person_subject": lambda reading: rejected(reading, "age"),
    "times_base": lambda reading: any_quantity(reading, lambda q: q.unit == "factor"),
    "times_less": lambda reading: any_quantity(reading, lambda q: q.unit == "factor" and point(q) == 0.5),
    "bare_multiple_after": lambda reading: any_quantity(reading, lambda q: q.unit == "factor"),
    "bare_multiple_before": lambda reading: any_quantity(reading, lambda q: q.unit == "factor"),
    "whole_is_time": lambda reading: not any_quantity(reading, lambda q: q.unit == "percent"),
    "change_beside_verbs": lambda reading: all(q.comparator == "exact" for q in reading.quantities),
    "million_thing": lambda reading: any_quantity(reading, lambda q: point(q) == 2_000_000),
    "million_verb": lambda reading: any_quantity(reading, lambda q: point(q) == 2_000_000),
    "sea": lambda reading: any_quantity(reading, lambda q: q.unit == "nmi"),
    "metre_thing": lambda reading: any_quantity(reading, lambda q: q.unit == "m"),
    "furniture_count": lambda reading: rejected(reading, "furniture"),
    "partitive_pronoun": lambda reading: any_quantity(reading, lambda q: q.item is None),
    "skipped_compound": lambda reading: any_quantity(reading, lambda q: q.item_head == "army"),
    "not_prefix": lambda reading: any_quantity(reading, lambda q: point(q) == 40),
    "each_nth_recurs": lambda reading: rejected(reading, "ordinal"),
    "one_object_after": lambda reading: any_quantity(reading, lambda q: q.text == "one" and q.item is None),
    "not_single": lambda reading: any_quantity(reading, lambda q: q.value_high == 0),
    "quarter_is_period": lambda reading: not reading.quantities,
}

PROMISES: dict[str, Promise] = {
    "number_words": number_word,
    "magnitude_suffixes": magnitude,
    "vague_amounts": vague,
    "ordinals": lambda row, reading: rejected(reading, "ordinal"),
    "multiples": lambda row, reading: any_quantity(
        reading, lambda q: q.unit == "factor" and point(q) == float(row["factor"])
    ),
    "bounds": bound,
    "currency_names": lambda row, reading: any_quantity(reading, lambda q: q.unit == row["currency"]),
    "unit_names": lambda row, reading: any_quantity(reading, lambda q: q.unit == row["unit"]),
    "noun_forms": noun_form,
    "noun_stops": noun_stop,
    "number_labels": lambda row, reading: rejected(reading, row["reject_reason"]),
    "number_idioms": lambda row, reading: rejected(reading, row["reject_reason"]),
    "rates": lambda row, reading: any_quantity(reading, lambda q: q.rate_per == row["per"]),
    "changes": change,
    "number_cues": lambda row, reading: CUES[row["role"]](reading),
}


@pytest.mark.parametrize("table", PROMISES)
def test_examples_read_as_the_row_says(table: str) -> None:
    broken = [
        (next(iter(row.values())), phrase)
        for row in vocabulary(f"en/{table}")
        for phrase in phrases(row["examples"])
        if not PROMISES[table](row, read_numbers(phrase))
    ]
    assert not broken


@pytest.mark.parametrize("table", PROMISES)
def test_counter_examples_do_not(table: str) -> None:
    broken = [
        (next(iter(row.values())), phrase)
        for row in vocabulary(f"en/{table}")
        for phrase in phrases(row["counter_examples"])
        if PROMISES[table](row, read_numbers(phrase))
    ]
    assert not broken


@pytest.mark.parametrize("table", PROMISES)
def test_every_row_has_an_example_and_none_stands_twice(table: str) -> None:
    rows = vocabulary(f"en/{table}")
    assert all(row["examples"] or row["counter_examples"] for row in rows)
    keys = [tuple(value for name, value in row.items() if "examples" not in name) for row in rows]
    assert len(set(keys)) == len(keys)
