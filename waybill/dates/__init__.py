"""Calendar expressions in text, with spans: "23 Dec 2024", "September seventh", "2024-12-23 07:12", "the 1990s"."""

from waybill.dates.edtf import (
    SEASON_MONTHS,
    bounds,
    latest_not_after,
    level1,
    month_numbers,
    precision,
    weekday_numbers,
)
from waybill.dates.expression import DateExpression
from waybill.dates.scan import find_dates

__all__ = [
    "SEASON_MONTHS",
    "DateExpression",
    "bounds",
    "find_dates",
    "latest_not_after",
    "level1",
    "month_numbers",
    "precision",
    "weekday_numbers",
]
