"""Figures in rows of a plain-text table: the heading of the column names the thing, the first cell who says it."""

from __future__ import annotations

import re
from typing import NamedTuple

from waybill.claims.words.items import Item, item_of_words
from waybill.claims.words.lexicon import lexicon
from waybill.claims.words.marks import Sentence, tokenise
from waybill.claims.words.scene import Place, Scene
from waybill.claims.words.wordlists import SOURCE_COLUMNS
from waybill.documents.record import Span
from waybill.quantities.record import Quantity

_GAP = re.compile(r"\t+| {2,}| ?\| ?")
_FEWEST = 3  # cells of a line from which on it is read as a row
_WIDEST = 2_000  # characters of a line; what is longer is text, and is not walked through for each figure in it
_TALLEST = 60  # rows above a figure in which the heading is looked for


class Cell(NamedTuple):
    """A figure's place in a table: what its column counts, and the source that its row names."""

    item: Item | None
    source: str | None


def cells_of(text: str, span: Span) -> list[Span]:
    """Cells of one line, parted by tabs, bars or two spaces.

    >>> cells_of("Desk  40  or  50", (0, 16))
    [(0, 4), (6, 8), (10, 12), (14, 16)]
    """
    cells, start = [], span[0]
    for gap in _GAP.finditer(text, *span):
        if gap.start() > start:
            cells.append((start, gap.start()))
        start = gap.end()
    if start < span[1]:
        cells.append((start, span[1]))
    return cells


def find_cell(scene: Scene, place: Place, quantity: Quantity) -> Cell | None:
    """The cell that holds a quantity, None where its line is no row under a heading line."""
    if place.span[1] - place.span[0] > _WIDEST:
        return None
    row = cells_of(scene.text, place.span)
    if len(row) < _FEWEST:
        return None
    heading = _heading_above(scene, place, len(row))
    column = next((n for n, (start, end) in enumerate(row) if start <= quantity.start < end), 0)
    if heading is None or column == 0:
        return None
    label = scene.text[slice(*row[0])].strip()
    source = label if scene.text[slice(*heading[0])].strip().lower() in SOURCE_COLUMNS else None
    item = _named(scene, heading[column])
    return Cell(item or (_named(scene, row[0]) if source is None else None), source)


def _heading_above(scene: Scene, place: Place, width: int) -> list[Span] | None:
    """Cells of the topmost line of the same table, when it is another line."""
    found = None
    for n in range(place.number - 1, max(-1, place.number - _TALLEST), -1):
        other = scene.places[n]
        cells = cells_of(scene.text, other.span)
        following = scene.places[n + 1].span[0]
        if "\n\n" in scene.text[other.span[1] : following] or len(cells) != width:
            break
        found = cells
    return found


def _named(scene: Scene, span: Span) -> Item | None:
    tokens = tokenise(scene.text, *span)
    words = Sentence(scene.text, span, tokens, lexicon().find(scene.text, tokens))
    item = item_of_words(words)
    return item._replace(kind="table", rule_ids=(*item.rule_ids, "item-column")) if item is not None else None
