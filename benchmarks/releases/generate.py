"""A generated table of claims that changes a little with every release: as wide and as varied as a real one."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

import numpy as np
import pyarrow as pa

from schemas.dataset import PARQUET_TABLES, TABLES
from schemas.render import arrow_schema
from waybill.releases.assemble import empty
from waybill.releases.content import canonical
from waybill.releases.reference import REFERENCE_TABLES, reference_table

CLAIMS_A_DOCUMENT = 10
_WORDS = (
    "quay", "convoy", "depot", "ministry", "ferry", "harbour", "rail", "crate", "escort", "manifest", "tonnage",
    "ledger", "pier", "night", "crossing",
)  # fmt: skip
_OUTLETS = [f"{adjective} {noun}" for adjective in ("Morning", "Evening", "Northern", "Coastal", "Open")
            for noun in ("Courier", "Gazette", "Observer", "Wire", "Ledger", "Post")]  # fmt: skip


def tables(claims: int, release: int, share: float, seed: int = 7) -> Mapping[str, pa.Table]:
    """Tables of release number `release` (from 1): each release after the first changes `share` of its claims.

    Half of what changes is a reading (a column), a quarter goes, and as much comes.
    """
    versions, alive = _versions(claims, release, share, seed)
    ids = np.flatnonzero(alive)
    claim_table = _claims(ids, versions[ids])
    found: dict[str, pa.Table] = {
        "claims": claim_table,
        "documents": _documents(np.unique(ids // CLAIMS_A_DOCUMENT)),
        "assertions": _assertions(claim_table),
        **{name: reference_table(name) for name in REFERENCE_TABLES},
    }
    wanted = [name for name in PARQUET_TABLES if name != "release_changes"]
    return {name: canonical(found.get(name, empty(name)), TABLES[name]) for name in wanted}


def _versions(claims: int, release: int, share: float, seed: int) -> tuple[Any, Any]:
    total = int(claims * (1 + share * release))
    versions, alive = np.zeros(total, np.int64), np.zeros(total, bool)
    alive[:claims] = True
    for step in range(1, release):
        draw = np.random.default_rng(seed * 1000 + step)
        touched = draw.choice(np.flatnonzero(alive), int(claims * share), replace=False)
        half, quarter = len(touched) // 2, len(touched) // 4
        versions[touched[:half]] += 1
        alive[touched[half : half + quarter]] = False
        start = claims + (step - 1) * quarter
        alive[start : start + quarter] = True
    return versions, alive


def _hex(numbers: Any, prefix: str) -> list[str]:
    return [prefix + hashlib.blake2b(int(n).to_bytes(8, "big"), digest_size=8).hexdigest() for n in numbers]


def _column(words: list[str], picks: Any) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array(picks, pa.int32()), pa.array(words)).cast(pa.string())


def _claims(ids: Any, versions: Any) -> pa.Table:
    docs = ids // CLAIMS_A_DOCUMENT
    values = np.floor(np.exp((ids * 2654435761 % 1000) / 1000 * 14)) + versions
    claim_ids = _hex(ids, "c_")
    texts = [f"{int(value):,}" for value in values]
    quotes = [
        f"{_WORDS[i % 15]} {_WORDS[i * 7 % 13]} number {i} counted {text} shells near {_WORDS[i * 3 % 15]}"
        for i, text in zip(ids.tolist(), texts, strict=True)
    ]
    days = [date(2020, 1, 1) + timedelta(days=int(d) % 2000) for d in docs]
    outlet = docs % len(_OUTLETS)
    stated: dict[str, Any] = {
        "claim_id": claim_ids,
        "assertion_id": _hex(ids, "a_"),
        "published_date": days,
        "publisher": _column(_OUTLETS, outlet),
        "publisher_id": _column([name.lower().replace(" ", "-") for name in _OUTLETS], outlet),
        "origin": _column(["the ministry", "the watch", "a lawmaker"], ids % 3),
        "origin_id": _column(["ministry", "watch", "lawmaker"], ids % 3),
        "url": [f"https://example.org/{d}" for d in docs],
        "value_low": values, "value_best": values, "value_high": values, "value_point": values,
        "quantity_text": texts,
        "quote": quotes,
        "item_id": _column(["munition.artillery.shell", "logistics.container"], ids % 2),
        "item": _column(["artillery shell", "container"], ids % 2),
        "unit": _column(["round", "container"], ids % 2),
        "item_detail": _column(["shells", "containers"], ids % 2),
        "supplier_id": _column(["PRK", "IRN"], ids % 2),
        "recipient_id": _column(["RUS"], ids * 0),
        "statement_date": days,
        "doc_id": _hex(docs, "d_"),
        "quantity_start": ids % CLAIMS_A_DOCUMENT * 250 + 40,
        "quantity_end": ids % CLAIMS_A_DOCUMENT * 250 + 46,
        "quote_start": ids % CLAIMS_A_DOCUMENT * 250,
        "quote_end": ids % CLAIMS_A_DOCUMENT * 250 + 80,
        "modality": _column(["asserted", "estimated"], (ids + versions) % 2),
    }  # fmt: skip
    constant = {
        "action": "transfer", "comparator": "exact", "value_point_basis": "stated", "quantity_kind": "count",
        "date_precision": "unknown", "first_release": "2031.01.0", "bound_basis": "stated", "aggregation": "cumulative",
        "confidence": "high", "review_status": "auto", "statement_date_basis": "published_date", "supplier": "someone",
    }  # fmt: skip
    return _filled("claims", len(ids), stated, constant)


def _filled(name: str, rows: int, stated: Mapping[str, Any], constant: Mapping[str, Any]) -> pa.Table:
    schema = arrow_schema(TABLES[name])
    arrays = [_array(field, rows, stated, constant) for field in schema]
    return pa.Table.from_arrays(arrays, names=schema.names)


def _array(field: pa.Field, rows: int, stated: Mapping[str, Any], constant: Mapping[str, Any]) -> Any:
    if field.name in stated:
        column = stated[field.name]
        return column.cast(field.type) if isinstance(column, pa.Array) else pa.array(column, field.type)
    if field.name in constant:
        return pa.repeat(pa.scalar(constant[field.name], field.type), rows)
    if pa.types.is_list(field.type):
        return pa.array([["rule-of-the-sea"]], field.type).take(pa.array(np.zeros(rows, np.int64)))
    return pa.nulls(rows, field.type)


def _documents(docs: Any) -> pa.Table:
    stated = {
        "doc_id": _hex(docs, "d_"),
        "raw_path": [f"{d % 100:02d}/{d}.txt" for d in docs],
        "raw_sha256": [hashlib.sha256(int(d).to_bytes(8, "big")).hexdigest() for d in docs],
        "publisher": _column(_OUTLETS, docs % len(_OUTLETS)),
    }
    constant = {
        "media_type": "text/plain", "encoding": "utf-8", "raw_bytes": 3000, "text_length": 3000, "body_start": 0,
        "body_end": 3000, "first_release": "2031.01.0", "status": "current",
    }  # fmt: skip
    return _filled("documents", len(docs), stated, constant)


def _assertions(claims: pa.Table) -> pa.Table:
    schema = arrow_schema(TABLES["assertions"])
    shared = {name: claims.column(name).combine_chunks() for name in schema.names if name in claims.schema.names}
    points = claims.column("value_point").combine_chunks()
    stated = shared | {
        "canonical_claim_id": claims.column("claim_id").combine_chunks(),
        "first_published": claims.column("published_date").combine_chunks(),
        "mention_point_min": points,
        "mention_point_max": points,
    }
    return _filled("assertions", claims.num_rows, stated, {"mention_count": 1, "outlet_count": 1})


def releases(claims: int, count: int, share: float) -> Iterator[tuple[int, Mapping[str, pa.Table]]]:
    """The tables of `count` releases, one after the other."""
    for number in range(1, count + 1):
        yield number, tables(claims, number, share)
