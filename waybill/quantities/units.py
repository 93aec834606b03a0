"""Units after a number and money before or after it, with the factors to SI."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from schemas.vocabulary import vocabulary
from waybill.quantities.numerals import Number


@dataclass(frozen=True, slots=True)
class UnitName:
    """One way to write a unit: "tonnes", "%", "€", "euros"."""

    name: str
    unit: str
    kind: str  # dimension: mass, share, money, duration ...
    scale: int | Decimal  # what one of the name is in `unit`: 0.01 for cents
    rate_per: str | None
    spacing: str  # any, glued
    exact: str  # the form that must stand in the text where case matters, else ""
    in_text: bool  # part of quantity_text (signs, codes, percent), unlike unit nouns (tonnes, dollars)
    is_singular: bool  # "year", "foot": after a number other than one only with a hyphen


@dataclass(frozen=True, slots=True)
class FoundUnit:
    """A unit name found in a text, ending at `end`."""

    unit: UnitName
    end: int


_DIMENSION = {row["unit"]: row["dimension"] for row in vocabulary("units")}
_IN_TEXT_KIND = frozenset({"share"})
_KEY = re.compile(r"[^\W\d_]{1,40}+|[^\w\s]")


def _scale_of(cell: str) -> int | Decimal:
    return Decimal(cell) if "." in cell else int(cell)


def _unit_rows() -> list[UnitName]:
    rows = []
    for row in vocabulary("en/unit_names"):
        kind = _DIMENSION[row["unit"]]
        rows.append(
            UnitName(
                name=row["name"].lower(),
                unit=row["unit"],
                kind=kind,
                scale=_scale_of(row["scale"]),
                rate_per=row["rate_per"] or None,
                spacing=row["spacing"],
                exact=row["name"] if row["exact_case"] else "",
                in_text=kind in _IN_TEXT_KIND,
                is_singular=row["number"] == "singular",
            )
        )
    return rows


def _money_rows(places: frozenset[str]) -> list[UnitName]:
    return [
        UnitName(
            name=row["name"].lower(),
            unit=row["currency"],
            kind="money",
            scale=_scale_of(row["scale"]),
            rate_per=None,
            spacing=row["spacing"],
            exact=row["name"] if row["exact_case"] else "",
            in_text=row["place"] != "after",
            is_singular=False,
        )
        for row in vocabulary("en/currency_names")
        if row["place"] in places
    ]


def _by_first_key(rows: list[UnitName]) -> dict[str, tuple[UnitName, ...]]:
    table: dict[str, list[UnitName]] = {}
    for row in rows:
        match = _KEY.match(row.name)
        assert match is not None, row.name
        table.setdefault(match[0], []).append(row)
    return {key: tuple(sorted(group, key=lambda row: -len(row.name))) for key, group in table.items()}


def _by_last_character(rows: list[UnitName]) -> dict[str, tuple[UnitName, ...]]:
    table: dict[str, list[UnitName]] = {}
    for row in rows:
        table.setdefault(row.name[-1], []).append(row)
    return {key: tuple(sorted(group, key=lambda row: -len(row.name))) for key, group in table.items()}


_AFTER = _by_first_key([*_unit_rows(), *_money_rows(frozenset({"after", "either"}))])
# "nearly a year", "more than a tonne": one of a unit, where a bound stands before it
SINGULAR_UNITS = tuple(
    sorted(
        {row["name"] for row in vocabulary("en/unit_names") if row["number"] == "singular"} - {"second", "degree"}
        | {"dollar", "euro"}
    )
)
PERCENTAGE_POINT = next(row for row in _AFTER["percentage"] if row.name == "percentage point")
_BEFORE = _by_last_character(_money_rows(frozenset({"before", "either"})))
_LETTER_SIGNS = tuple(row.name for rows in _BEFORE.values() for row in rows if (row.exact or row.name)[-1].islower())


def find_unit(folded: str, text: str, end: int) -> FoundUnit | None:
    """The unit that follows a number ending at `end`, glued, after a space or after a hyphen.

    >>> find_unit("500-kg bomb", "500-kg bomb", 3).unit.unit
    'kg'
    """
    start = end
    separator = folded[end : end + 1]
    if separator == " " or separator == "-":
        start += 1
    key = _KEY.match(folded, start)
    if key is None:
        return None
    for row in _AFTER.get(key[0], ()):
        if not folded.startswith(row.name, start):
            continue
        stop = start + len(row.name)
        if row.kind == "money" and not row.name[-1].isalnum() and folded[stop : stop + 1].isdecimal():
            continue  # "€3bn-€5bn": the sign belongs to the next number
        if row.name[-1].isalnum() and folded[stop : stop + 1].isalnum():
            continue
        if row.exact and text[start:stop] != row.exact:
            continue
        if row.spacing == "glued" and start != end:
            continue
        if row.exact and separator == "-":
            continue
        return FoundUnit(row, stop)
    return None


def find_money_before(folded: str, text: str, start: int) -> tuple[UnitName, int] | None:
    """The currency sign or code that stands right before the number at `start`, and where it begins.

    >>> find_money_before("cost us$500", "cost US$500", 8)[1]
    5
    """
    stop = start
    if stop and folded[stop - 1] == " ":
        stop -= 1
    if not stop:
        return None
    rows = _BEFORE.get(folded[stop - 1])
    # Codes of letters ("USD", "Rs") are few; a small letter before the number is the end of an ordinary word.
    if rows is None or (text[stop - 1].islower() and not folded.endswith(_LETTER_SIGNS, 0, stop)):
        return None
    for row in rows:
        begin = stop - len(row.name)
        if begin < 0 or not folded.startswith(row.name, begin):
            continue
        if row.name[0].isalpha() and begin and folded[begin - 1].isalnum():
            continue
        if row.exact and text[begin:stop] != row.exact:
            continue
        return row, begin
    return None


@cache
def _si_table() -> dict[str, tuple[str, float, float]]:
    return {
        row["unit"]: (row["si_unit"], float(row["si_factor"]), float(row["si_offset"] or 0))
        for row in vocabulary("units")
        if row["si_unit"]
    }


def to_si(value: float, unit: str) -> tuple[float, str] | None:
    """`value` of `unit` in the SI unit of its dimension, with that unit; None where there is none (counts, money).

    >>> to_si(2.0, "km")
    (2000.0, 'm')
    """
    row = _si_table().get(unit)
    if row is None:
        return None
    si_unit, factor, offset = row
    if offset:
        return value * factor + offset, si_unit
    return float(Decimal(repr(value)) * Decimal(repr(factor))), si_unit


def in_unit(value: Number, scale: int | Decimal) -> Number:
    """`value` of a unit name in its unit: 50 cents are 0.5 of a dollar."""
    if scale == 1:
        return value
    if isinstance(scale, int) and not isinstance(value, Decimal):
        return value * scale
    return Decimal(str(float(value))) * scale if not isinstance(value, int | Decimal) else Decimal(value) * scale
