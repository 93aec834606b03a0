"""The page itself: template, style, script, data and chart library in one file that asks the network for nothing."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Sequence
from functools import cache
from html import escape
from pathlib import Path

import vl_convert

from waybill.page.extent import Extent, newest
from waybill.page.payload import Tables, page_payload

HERE = Path(__file__).parent


@cache
def chart_library() -> str:
    """Vega, Vega-Lite and vega-embed as one script that leaves `window.vegaEmbed`, from the pinned wheel.

    `make setup` keeps it as chart-library.js beside this file, because putting it together takes two seconds.
    """
    kept = HERE / "chart-library.js"
    if kept.exists():
        return kept.read_text(encoding="utf-8")
    bundle: str = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;")
    return bundle


def script_json(value: object) -> str:
    """JSON that cannot end its script element, whatever a headline says.

    >>> script_json("</script><!--")
    '"\\\\u003c/script\\\\u003e\\\\u003c!--"'
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026").replace("\u2028", "\\u2028")


def _sha256_source(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def render_page(tables: Tables, release_id: str, accuracy: Sequence[str] = (), extent: Extent | None = None) -> str:
    """`index.html` of a release: opens by double click, offline, under a policy that runs only its own two scripts.

    `tables` are the release's Arrow tables by name; `accuracy` is lines of text on how well the reading does;
    `extent` is how much of them is listed (default: the newest).
    """
    extent = extent or newest(tables)
    shown, mentions = page_payload(tables, release_id, accuracy, extent.tables)
    library, script = chart_library(), (HERE / "page.js").read_text(encoding="utf-8")
    policy = (
        f"default-src 'none'; script-src {_sha256_source(library)} {_sha256_source(script)}; "
        "style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
    )
    parts = {
        "policy": escape(policy, quote=False),
        "release_id": escape(release_id),
        "extent": f'<p class="note" id="extent">{escape(extent.note)}</p>' if extent.note else "",
        "style": (HERE / "page.css").read_text(encoding="utf-8"),
        "data": script_json(shown),
        "mentions": script_json(mentions),
        "library": library,
        "script": script,
    }
    template = (HERE / "page.html").read_text(encoding="utf-8")
    return re.sub(r"\{\{(\w+)\}\}", lambda slot: parts[slot[1]], template)


def main() -> None:
    """Put the chart library together once: `python -m waybill.page.render`, called by `make setup`."""
    (HERE / "chart-library.js").unlink(missing_ok=True)
    (HERE / "chart-library.js").write_text(chart_library(), encoding="utf-8")


if __name__ == "__main__":
    main()
