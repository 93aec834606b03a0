"""Vega-Lite to SVG, here or in a process of its own: the first figure starts a script engine, which takes a second.

Run as a script it answers one figure a line, JSON in and JSON out, until its input ends. It imports nothing of the
project, so that it is ready early.
"""

from __future__ import annotations

import json
import sys

import vl_convert

WARM_UP = json.dumps({"data": {"values": [{"x": 1}]}, "mark": "point", "encoding": {"x": {"field": "x"}}})
"""The smallest figure; drawing it starts the engine."""


def svg(specification: str) -> str:
    """A Vega-Lite specification (JSON) as SVG text.

    >>> svg(WARM_UP)[:4]
    '<svg'
    """
    drawn: str = vl_convert.vegalite_to_svg(specification)
    return drawn


def main() -> None:
    """Draw what comes in, a JSON text a line, and answer with the SVG as a JSON text a line."""
    svg(WARM_UP)
    for line in sys.stdin:
        print(json.dumps(svg(json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
