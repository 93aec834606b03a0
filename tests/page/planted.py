"""A small release with traps in its texts: what the page must show, and what it must never run."""

from __future__ import annotations

from datetime import date
from typing import Any

import pyarrow as pa

SCRIPT = "<script>document.title='owned'</script></script><img src=x onerror=\"document.title='owned'\">"


def _statement(number: int, **differs: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """A claim and its assertion, the quantity standing after the words "😀 It says " of the quote."""
    quantity = differs.pop("quantity", f"more than {number},000")
    quote = differs.pop("quote", f"😀 It says {quantity} shells went north")
    at = quote.index(quantity)
    claim = {
        "claim_id": f"c_{number:016x}",
        "assertion_id": f"a_{number:016x}",
        "published_date": date(2024, 1, 1 + number % 28),
        "publisher": differs.pop("publisher", "Harbour Wire"),
        "origin": "a general",
        "item": "shells",
        "quote": quote,
        "quote_start": 100,
        "quantity_start": 100 + at,
        "quantity_end": 100 + at + len(quantity),
        "quantity_text": quantity,
        "attributed_to": ["a general"],
        "url": differs.pop("url", None),
        "doc_id": "d_1",
        "confidence": "high",
        "value_point": number * 1000.0,
    }
    assertion = {
        "assertion_id": claim["assertion_id"],
        "canonical_claim_id": claim["claim_id"],
        "statement_date": date(2023 + number % 2, 1 + number % 12, 1 + number % 28),
        "first_published": claim["published_date"],
        "value_low": number * 1000.0,
        "value_best": None,
        "value_high": None,
        "comparator": "more_than",
        "unit": "round",
        "item_id": "munition.artillery.shell",
        "action": "transfer",
        "supplier_id": "PRK",
        "recipient_id": "RUS",
        "actor_id": None,
        "aggregation": "cumulative",
        "modality": "asserted",
        "origin": "a general",
        "mention_count": 1,
        "outlet_count": 1,
        "superseded_by": None,
    }
    return claim, {**assertion, **differs}


def planted_tables(statements: int = 40) -> dict[str, pa.Table]:
    """The tables the page reads: `statements` statements, the second hostile, the third superseded by the fourth."""
    pairs = [_statement(n) for n in range(1, statements + 1)]
    pairs[1] = _statement(2, quote=f"{SCRIPT} says more than 2,000 shells", publisher=SCRIPT, url="javascript:alert(1)")
    pairs[2][1]["superseded_by"] = pairs[3][1]["assertion_id"]
    link = {"from_claim_id": pairs[4][0]["claim_id"], "to_claim_id": pairs[0][0]["claim_id"]}
    change = {"release_id": "2026.11.1", "prev_release_id": "2026.11.0", "table_name": "claims"}
    return {
        "claims": pa.Table.from_pylist([claim for claim, _ in pairs]),
        "assertions": pa.Table.from_pylist([assertion for _, assertion in pairs]),
        "documents": pa.Table.from_pylist([{"doc_id": "d_1", "raw_path": "wire/one.txt"}]),
        "claim_relations": pa.Table.from_pylist([{**link, "relation": "re_reports", "drift_types": ["bound_dropped"]}]),
        "rejected_quantities": pa.Table.from_pylist([{"reject_reason": "calibre"}, {"reject_reason": "date"}]),
        "quarantine": pa.table({"raw_path": pa.array([], pa.string())}),
        "release_changes": pa.Table.from_pylist([{**change, "change_type": "added", "change_cause": "new_document"}]),
    }
