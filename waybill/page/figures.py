"""The main plots of a release as SVG files: what was claimed over time, for the units that most statements use."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from typing import Any

from waybill.page.payload import Row, Tables, assertion_rows
from waybill.page.svg import svg

COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#b8860b", "#56b4e9", "#6a3d9a")  # Okabe-Ito and neighbours
FIGURES = 3
MARKS = 2_000
"""Statements that a figure holds, the newest ones: with more of them nobody tells one point from another."""
LOWER_BOUNDS, UPPER_BOUNDS = {"more_than", "at_least"}, {"up_to", "less_than"}


def render_figures(tables: Tables, draw: Callable[[str], str] = svg) -> dict[str, str]:
    """SVG texts by file name ("round-over-time.svg"), for the three units that most dated statements use.

    Only statements that no newer one supersedes are drawn, each by itself: nothing is added up. Where there are very
    many, the newest are drawn, and the figure's title says so. `draw` makes an SVG of a Vega-Lite specification (JSON).
    """
    rows = [row for row in assertion_rows(tables) if row["date"] and not row["superseded_by"] and row["unit"]]
    units = Counter(row["unit"] for row in rows)
    busiest = sorted(units, key=lambda unit: (-units[unit], unit))[:FIGURES]
    return {
        f"{unit.lower()}-over-time.svg": draw(
            json.dumps(_specification(unit, [row for row in rows if row["unit"] == unit]))
        )
        for unit in busiest
    }


def _mark(row: Row, named: set[str]) -> dict[str, Any]:
    origin = row["origin"] or "own voice"
    bound = "lower bound" if row["comparator"] in LOWER_BOUNDS else "value"
    bound = "upper bound" if row["comparator"] in UPPER_BOUNDS else bound
    span = row["comparator"] in {"between", "vague"}
    return {
        "date": row["date"].isoformat(),
        "value": row["value_point"],
        "low": row["value_low"] if span else None,
        "high": row["value_high"] if span else None,
        "claimant": origin if origin in named else "other origins",
        "bound": bound,
    }


def _specification(unit: str, of_unit: list[Row]) -> dict[str, Any]:
    rows = sorted(of_unit, key=lambda row: row["date"], reverse=True)[:MARKS] if len(of_unit) > MARKS else of_unit
    title = {"title": f"The newest {MARKS:,} statements"} if len(of_unit) > MARKS else {}
    origins = Counter(row["origin"] or "own voice" for row in rows)
    named = set(sorted(origins, key=lambda name: (-origins[name], name))[: len(COLOURS) - 1])
    marks = [_mark(row, named) for row in rows]
    values = [mark["value"] for mark in marks]
    log = min(values) > 0 and max(values) / min(values) > 50
    scale = {"type": "log" if log else "linear"}
    y_title = f"{unit.replace('_', ' ')}{' (log scale)' if log else ''}"
    x = {"field": "date", "type": "temporal", "title": "date of the statement"}
    colour = {"field": "claimant", "type": "nominal", "title": "Origin", "scale": {"range": list(COLOURS)}}
    shapes = {"domain": ["value", "lower bound", "upper bound"], "range": ["circle", "triangle-up", "triangle-down"]}
    y = {"field": "value", "type": "quantitative", "scale": scale, "title": y_title, "axis": {"format": "~s"}}
    span = {"x": x, "y": {"field": "low", "type": "quantitative", "scale": scale}, "y2": {"field": "high"}}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": 640,
        "height": 340,
        "background": "white",
        **title,
        "data": {"values": marks},
        "layer": [
            {
                "transform": [{"filter": "datum.low !== null && datum.high !== null"}],
                "mark": {"type": "rule", "strokeWidth": 3, "opacity": 0.45},
                "encoding": {**span, "color": colour},
            },
            {
                "mark": {"type": "point", "filled": True, "size": 70},
                "encoding": {
                    "x": x,
                    "y": y,
                    "color": colour,
                    "shape": {"field": "bound", "type": "nominal", "title": "Reading", "scale": shapes},
                },
            },
        ],
    }
