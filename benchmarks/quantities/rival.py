"""What quantulum3 reads in each sentence of standard input, as rows that the gold's scorer understands.

Runs in `benchmarks/.venv`. Its unit names are put into the gold's spelling as generously as they allow.
"""

from __future__ import annotations

import json
import sys
import warnings
from typing import Any

UNITS = {
    "dimensionless": None, "percentage": "percent", "kilometre": "km", "metre": "m", "centimetre": "cm",
    "millimetre": "mm", "mile": "mi", "foot": "ft", "inch": "in", "yard": "yd", "nautical mile": "nmi",
    "kilogram": "kg", "gram": "g", "milligram": "mg", "tonne": "t", "metric ton": "t", "ton": "t", "pound-mass": "lb",
    "ounce": "oz", "litre": "L", "cubic metre": "m3", "gallon": "gal", "barrel": "bbl", "hectare": "ha", "acre": "acre",
    "square kilometre": "km2", "square metre": "m2", "second": "s", "minute": "min", "hour": "h", "day": "day",
    "week": "week", "month": "month", "year": "year", "kilometre per hour": "km/h", "mile per hour": "mph",
    "metre per second": "m/s", "knot": "kt", "degree celsius": "°C", "degree fahrenheit": "°F", "kelvin": "K",
    "degree angle": "degree", "watt": "W", "kilowatt": "kW", "megawatt": "MW", "gigawatt": "GW", "kilowatt-hour": "kWh",
    "terawatt-hour": "TWh", "megawatt-hour": "MWh", "gigawatt-hour": "GWh", "hertz": "Hz", "kilohertz": "kHz",
    "gigahertz": "GHz", "volt": "V", "kilovolt": "kV", "hectopascal": "hPa", "gigabyte": "GB", "terabyte": "TB",
    "millilitre": "mL", "light-year": "light_year", "decibel": "dB", "parts per million": "ppm", "dollar": "USD",
    "united states dollar": "USD", "euro": "EUR", "pound sterling": "GBP", "japanese yen": "JPY", "yen": "JPY",
    "indian rupee": "INR", "rupee": "INR", "won": "KRW", "south korean won": "KRW", "swiss franc": "CHF", "cent": "USD",
    "minute of arc": "min", "second of arc": "s", "per cent": "percent", "count": None, "basis point": "basis_point",
    "per mille": "permille", "cubic centimetre": "mL", "canadian dollar": "CAD", "terawatt hour": "TWh",
    "megawatt hour": "MWh", "milliampere-hour": "mAh", "kilometre per second": "km/s", "megabit per second": "Mbit/s",
}  # fmt: skip


def row(quantity: Any) -> dict[str, Any]:
    """One quantity as a row; an uncertainty becomes a range."""
    start, end = quantity.span
    low = high = float(quantity.value)
    between = bool(quantity.uncertainty)
    if between:
        low, high = low - quantity.uncertainty, high + quantity.uncertainty
    value = {"value_low": low, "value_best": None if between else low, "value_high": high}
    name = quantity.unit.name.lower()
    base = name.partition(" per ")[0].removesuffix(" year").removesuffix(" ampere-turn")
    unit = UNITS.get(name, UNITS.get(base, base))
    words = {"comparator": "between" if between else "exact", "unit": unit, "item": None, "item_head": None}
    return {"start": start, "end": end, "text": quantity.surface} | value | words | {"rate_per": None}


def main() -> None:
    """A JSON list of rows a line, for a JSON string a line; a sentence that crashes it reads as nothing."""
    warnings.simplefilter("ignore")
    from quantulum3 import parser

    for line in sys.stdin:
        try:
            rows = [row(quantity) for quantity in parser.parse(json.loads(line))]
        except Exception as error:  # whatever it raises on news text is part of the comparison
            print(f"{type(error).__name__}: {line.strip()[:60]}", file=sys.stderr)
            rows = []
        print(json.dumps(rows))


if __name__ == "__main__":
    main()
