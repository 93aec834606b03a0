"""The table of units: factors as Pint defines them, every named unit known, money as ISO 4217."""

from __future__ import annotations

import math
import re

import pytest

from schemas.vocabulary import vocabulary
from waybill.quantities import read_quantities
from waybill.quantities.units import to_si

UNITS = vocabulary("units")
CURRENCIES = vocabulary("currencies")


def test_factors_are_pints() -> None:
    pint = pytest.importorskip("pint")
    registry = pint.UnitRegistry(autoconvert_offset_to_baseunit=True)
    registry.define("kiloton_TNT = 4.184e12 joule")
    registry.define("megaton_TNT = 4.184e15 joule")
    # The acre is the international one; Pint gives the survey acre, four parts in a million larger.
    wrong = []
    for row in UNITS:
        if not row["pint_name"] or not row["si_unit"]:
            continue
        quantity = registry.Quantity(1, row["pint_name"]) if row["si_offset"] else registry(f"1 * {row['pint_name']}")
        theirs = quantity.to(row["si_unit"].replace("m3", "m**3").replace("m2", "m**2")).magnitude
        ours = to_si(1.0, row["unit"])
        assert ours is not None
        if not math.isclose(ours[0], theirs, rel_tol=1e-5):
            wrong.append((row["unit"], ours[0], theirs))
    assert not wrong


def test_every_unit_stands_once_with_dimension_code_and_label() -> None:
    names = [row["unit"] for row in UNITS]
    assert len(set(names)) == len(names)
    assert all(row["dimension"] and row["ucum_code"] and row["label"] for row in UNITS)


def test_physical_dimensions_have_an_si_factor() -> None:
    for row in UNITS:
        if row["dimension"] in {"mass", "volume", "length", "area", "duration", "energy", "power", "pressure"}:
            assert float(row["si_factor"]) > 0, row["unit"]


def test_names_name_known_units_and_currencies() -> None:
    assert {row["unit"] for row in vocabulary("en/unit_names")} <= {row["unit"] for row in UNITS}
    assert {row["currency"] for row in vocabulary("en/currency_names")} <= {row["currency"] for row in CURRENCIES}


def test_currencies_are_codes_of_three_capitals() -> None:
    codes = [row["currency"] for row in CURRENCIES]
    assert len(set(codes)) == len(codes)
    assert all(re.fullmatch("[A-Z]{3}", code) for code in codes)


def test_money_and_unit_ids_do_not_collide() -> None:
    assert not {row["unit"] for row in UNITS} & {row["currency"] for row in CURRENCIES}


@pytest.mark.parametrize(
    ("phrase", "value", "unit"),
    [
        ("50 cents", 0.5, "USD"),
        ("50 pence", 0.5, "GBP"),
        ("2.4 mbpd", 2_400_000.0, "bbl"),
        ("12 bcm of gas", 12e9, "m3"),
        ("3 fortnights", 6.0, "week"),
        ("0.1 percent", 0.1, "percent"),
        ("1.7 million tonnes", 1_700_000.0, "t"),
    ],
)
def test_names_carry_their_scale(phrase: str, value: float, unit: str) -> None:
    quantity = read_quantities(phrase)[0]
    assert (quantity.value_best, quantity.unit) == (value, unit)


def test_si_values_have_no_float_dust() -> None:
    assert to_si(0.1, "t") == (100.0, "kg")
    assert to_si(1.1, "km") == (1100.0, "m")
    assert to_si(20.0, "degC") == (293.15, "K")
    assert to_si(3.0, "USD") is None
