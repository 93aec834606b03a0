"""Small releases planted row by row in a DuckDB of the real schema, with the real views."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from schemas.dataset import TABLES
from schemas.render import duckdb_comments, duckdb_table

ROOT = Path(__file__).parents[2]


def questions(path: Path = ROOT / "docs" / "questions.sql") -> dict[str, str]:
    """Each question's SQL by its name (Q1 ... Q25)."""
    parts = re.split(r"(?m)^-- (?=Q\d+ )", path.read_text(encoding="utf-8"))[1:]
    return {part.split()[0]: part.split("\n", 1)[1].strip() for part in parts}


def empty_release() -> duckdb.DuckDBPyConnection:
    """A database with every table, comment, view and macro, and no rows."""
    base = duckdb.connect()
    for name, model in TABLES.items():
        base.execute(duckdb_table(name, model))
        base.execute(duckdb_comments(name, model))
    base.execute((ROOT / "schemas" / "views.sql").read_text(encoding="utf-8"))
    return base


class Release:
    """A planted release: short rows in, the defaults of required columns filled."""

    def __init__(self, base: duckdb.DuckDBPyConnection) -> None:
        self.base = base
        self._claims = 0

    def plant(self, table: str, **row: Any) -> None:
        names = ", ".join(row)
        self.base.execute(f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * len(row))})", list(row.values()))

    def document(self, doc_id: str, publisher: str = "Harrow Wire", **row: Any) -> str:
        facts = {
            "raw_path": f"{doc_id}.txt", "url": None, "publisher_id": publisher.upper(), "publisher": publisher,
            "language": "en", "published_date": None, "media_type": "text/plain", "encoding": "utf-8",
            "raw_sha256": "0" * 64, "raw_bytes": 1, "text_length": 1, "body_start": 0, "body_end": 1,
            "first_release": "2026.11.0", "status": "current",
        }  # fmt: skip
        self.plant("documents", doc_id=doc_id, **{**facts, **row})
        return doc_id

    def claim(self, low: float | None, high: float | None = None, *, doc: str = "d1", **row: Any) -> str:
        """A claim with its bounds; `publisher` and `published_date` come from its document."""
        self._claims += 1
        claim_id = row.pop("claim_id", f"c{self._claims:02d}")
        point = low if low is not None else high
        bounds = "lower_bound" if high is None else "upper_bound" if low is None else "midpoint"
        basis = "stated" if low == high else bounds
        words = {"stated": "exact", "lower_bound": "more_than", "upper_bound": "up_to", "midpoint": "between"}
        facts: dict[str, Any] = {
            "assertion_id": f"a{claim_id}", "modality": "asserted", "unit": "round", "action": "transfer",
            "aggregation": "cumulative", "value_low": low, "value_best": low if low == high else None,
            "value_high": high, "value_point": point, "value_point_basis": basis, "comparator": words[basis],
            "quantity_kind": "count",
            "quantity_text": f"{point:,.0f}", "quote": f"{point:,.0f} of it", "date_precision": "day",
            "first_release": "2026.11.0", "attributed_to": ["somebody"], "quantity_start": self._claims * 10,
            "quantity_end": self._claims * 10 + 5, "quote_start": 0, "quote_end": 9, "rule_ids": [],
            "is_anonymous_origin": False,
        }  # fmt: skip
        found = self.base.execute(
            "SELECT publisher, publisher_id, published_date FROM documents WHERE doc_id = ?", [doc]
        ).fetchone()
        if found:
            facts |= dict(zip(("publisher", "publisher_id", "published_date"), found, strict=True))
        self.plant("claims", claim_id=claim_id, doc_id=doc, **{**facts, **row})
        return claim_id

    def assertion(self, claim_id: str, **row: Any) -> str:
        """The assertion whose canonical mention is `claim_id`, its values copied from it."""
        names = (
            "origin_id, origin, statement_date, value_low, value_best, value_high, comparator, unit, item_id, action, "
            "supplier_id, recipient_id, actor_id, aggregation, modality, event_start, event_end, evidence_type"
        )
        values = self.base.execute(f"SELECT {names} FROM claims WHERE claim_id = ?", [claim_id]).fetchone()
        facts: dict[str, Any] = dict(zip(names.split(", "), values or (), strict=True))
        facts |= {
            "assertion_id": f"a{claim_id}", "mention_count": 1, "outlet_count": 1,
            "comparators_seen": [facts["comparator"]],
            "mention_point_min": 0.0, "mention_point_max": 0.0, "first_published": None,
        }  # fmt: skip
        self.plant("assertions", canonical_claim_id=claim_id, **{**facts, **row})
        return f"a{claim_id}"

    def stated(
        self, low: float | None, high: float | None = None, *, up: dict[str, Any] | None = None, **row: Any
    ) -> str:
        """A claim and the assertion of its own; `up` are further columns of the assertion."""
        claim_id = self.claim(low, high, **row)
        self.assertion(claim_id, **(up or {}))
        return claim_id

    def ask(self, name: str) -> list[tuple[Any, ...]]:
        return self.base.execute(questions()[name]).fetchall()


def day(text: str) -> date:
    return date.fromisoformat(text)
