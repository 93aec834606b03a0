"""The files of a release that are drawn from its tables for people: the page and the figures."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa

from waybill.page import newest, render_figures, render_page
from waybill.releases.accuracy import accuracy_lines
from waybill.store.drawing import drawer

PAGE = "index.html"
FIGURES = "figures"


def write_drawn(folder: Path, tables: Mapping[str, pa.Table], release_id: str) -> None:
    """Draw the page and the figures of a release into its folder: of a large one, what is newest."""
    extent = newest(tables)
    page = render_page(tables, release_id, accuracy_lines(), extent)
    (folder / PAGE).write_text(page, encoding="utf-8", newline="\n")
    (folder / FIGURES).mkdir()
    for name, figure in render_figures(extent.tables, drawer().draw).items():
        (folder / FIGURES / name).write_text(figure, encoding="utf-8", newline="\n")


def is_drawn(name: str) -> bool:
    """Whether a file of the manifest is drawn from the tables, so that newer code may draw it in other bytes.

    >>> is_drawn("figures/round-over-time.svg"), is_drawn("claims.parquet")
    (True, False)
    """
    return name == PAGE or name.startswith(f"{FIGURES}/")
