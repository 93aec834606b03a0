"""Reference tables from the vocabulary: items, actors, units, benchmarks; and the names and ids that they give."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

import pyarrow as pa

from schemas.columns import TEXT_LIST, Table
from schemas.dataset import TABLES
from schemas.render import Column, arrow_schema, columns
from schemas.vocabulary import phrases, vocabulary

REFERENCE_TABLES = ("items", "actors", "units", "benchmarks")
_CALIBRE = re.compile(r"\.(\d{1,4})mm$")


@cache
def reference_table(name: str) -> pa.Table:
    """The table `name` as the vocabulary holds it: the declared columns, the others of the file left out.

    >>> reference_table("benchmarks").column("benchmark_id").to_pylist()[0]
    'unsc_2397_refined_cap'
    """
    model = TABLES[name]
    rows = [_row(model, row) for row in vocabulary(name)]
    return pa.Table.from_pylist(rows, schema=arrow_schema(model))


def _row(model: type[Table], row: Mapping[str, str]) -> dict[str, Any]:
    read = {column.name: _cell(column, row.get(column.name) or "") for column in columns(model)}
    if "parent_item_id" in read:
        read["parent_item_id"] = read["parent_item_id"] or parent_item_id(str(read["item_id"]))
        read["calibre_mm"] = read["calibre_mm"] or _calibre(str(read["item_id"]))
    return read


def _cell(column: Column, text: str) -> Any:
    if column.type == TEXT_LIST:
        return list(phrases(text))
    if not text:
        return None
    if column.type == pa.float64():
        return float(text)
    return date.fromisoformat(text) if column.type == pa.date32() else text


def parent_item_id(item_id: str) -> str | None:
    """The item above `item_id` in the tree.

    >>> parent_item_id("logistics.crate"), parent_item_id("logistics")
    ('logistics', None)
    """
    head, dot, _ = item_id.rpartition(".")
    return head if dot else None


def _calibre(item_id: str) -> float | None:
    found = _CALIBRE.search(item_id)
    return float(found[1]) if found else None


@cache
def names(table: str) -> Mapping[str, str]:
    """Ids of items or actors with their names."""
    key, name = {"items": ("item_id", "item"), "actors": ("actor_id", "actor")}[table]
    rows = reference_table(table)
    return dict(zip(rows.column(key).to_pylist(), rows.column(name).to_pylist(), strict=True))


@cache
def _actor_ids() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for row in reference_table("actors").to_pylist():
        for name in (row["actor"], *row["aliases"]):
            found.setdefault(name.casefold(), row["actor_id"])
    return found


def publisher_id(publisher: str | None) -> str | None:
    """Id of a publisher: an actor's, else the name in lower case with hyphens.

    >>> publisher_id("The Lantern Gazette")
    'lantern-gazette'
    """
    if not publisher:
        return None
    bare = publisher.casefold().strip().removeprefix("the ")
    known = _actor_ids()
    return known.get(publisher.casefold().strip()) or known.get(bare) or "-".join(re.findall(r"\w+", bare)) or None
