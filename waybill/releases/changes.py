"""What changed between two releases, row by row and column by column, each change with one cause."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from schemas.dataset import TABLES
from schemas.render import arrow_schema, columns, key_columns
from waybill.releases.content import canonical
from waybill.releases.workbench import workbench

COMPARED = ("documents", "claims", "assertions", "claim_relations")
"""Tables whose changes are told; the others follow from them."""

_LINKED = frozenset({"assertion_id", "is_origin_mention"})
"""Columns of claims that linking fills: a report elsewhere can change them."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two releases: its tables, its inputs (raw_path, raw_sha256, sidecar_sha256) and its fingerprints."""

    release_id: str
    tables: Mapping[str, pa.Table]
    inputs: pa.Table
    code_sha256: str
    vocabulary_sha256: str


def changes_between(old: Side, new: Side) -> pa.Table:
    """The rows of `release_changes` that lead from `old` to `new`, canonical."""
    causes = _Causes.of(old, new)
    with workbench() as base:
        rows = [
            {"release_id": new.release_id, "prev_release_id": old.release_id, "table_name": name} | change
            for name in COMPARED
            for change in _table_changes(name, _differing_rows(base, name, old, new), causes)
        ]
    model = TABLES["release_changes"]
    return canonical(pa.Table.from_pylist(rows, schema=arrow_schema(model)), model)


Row = dict[str, Any]


def _table_changes(
    name: str, differing: Iterable[tuple[Row | None, Row | None]], causes: _Causes
) -> Iterator[dict[str, Any]]:
    keys = key_columns(TABLES[name])
    for before, after in differing:
        row = after or before
        assert row is not None
        change: dict[str, Any] = {"row_key": "|".join(str(row[key]) for key in keys)}
        if before is None or after is None:
            change["change_type"] = "added" if before is None else "removed"
            yield change | {"change_cause": causes.of_row(name, before, after, None)}
            continue
        change["change_type"] = "changed"
        for column in columns(TABLES[name]):
            if before[column.name] != after[column.name]:
                yield change | {
                    "column_name": column.name,
                    "old_value": as_text(before[column.name]),
                    "new_value": as_text(after[column.name]),
                    "change_cause": causes.of_row(name, before, after, column.name),
                }


def _differing_rows(
    base: duckdb.DuckDBPyConnection, name: str, old: Side, new: Side
) -> Iterator[tuple[Row | None, Row | None]]:
    """Rows of one side only, and rows that differ, as (before, after); the columns' order is the schema's."""
    keys = key_columns(TABLES[name])
    joined = " AND ".join(f'o."{key}" = n."{key}"' for key in keys)
    others = [column.name for column in columns(TABLES[name]) if column.name not in keys]
    differs = " OR ".join(f'o."{column}" IS DISTINCT FROM n."{column}"' for column in others)
    base.register("old", old.tables[name])
    base.register("new", new.tables[name])
    for side, other in (("old", "new"), ("new", "old")):
        found = base.sql(f"SELECT * FROM {side} {side[0]} ANTI JOIN {other} {other[0]} ON {joined}")
        for row in found.to_arrow_table().to_pylist():
            yield (row, None) if side == "old" else (None, row)
    pairs = f"FROM old o JOIN new n ON {joined} WHERE {differs} ORDER BY {', '.join(f'o.{key}' for key in keys)}"
    before, after = (base.sql(f"SELECT {side}.* {pairs}").to_arrow_table().to_pylist() for side in ("o", "n"))
    yield from zip(before, after, strict=True)


def as_text(value: Any) -> str | None:
    """A cell as text: whole numbers without point, lists as JSON, null as None.

    >>> as_text(40.0), as_text(["sea", "rail"]), as_text(None)
    ('40', '["sea", "rail"]', None)
    """
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list) else str(value)


@dataclass(frozen=True, slots=True)
class _Causes:
    """Why rows may have changed, looked up from the nearest reason to the widest."""

    of_document: Mapping[str, str]  # doc_id -> cause, for documents that came, went or were revised
    of_assertion: Mapping[str, str]  # assertion_id -> cause, where a mention's document has one
    document_of_claim: Mapping[str, str]
    corrected: frozenset[str]  # claim_ids whose corrections differ between the two
    corrected_assertions: frozenset[str]
    by_code: str | None  # reading_changed or vocabulary_changed
    widest: str

    @classmethod
    def of(cls, old: Side, new: Side) -> _Causes:
        of_document = document_causes(old, new)
        claims = [*_claim_ids(old.tables["claims"]), *_claim_ids(new.tables["claims"])]
        corrected = _corrected(old.tables["corrections"], new.tables["corrections"])
        ranked = sorted(set(of_document.values()), key=_DOCUMENT_CAUSES.index)
        by_code = _by_code(old, new)
        return cls(
            of_document,
            {assertion: of_document[doc] for _, assertion, doc in reversed(claims) if doc in of_document},
            {claim: doc for claim, _, doc in claims if doc in of_document},
            corrected,
            frozenset(assertion for claim, assertion, _ in claims if claim in corrected),
            by_code,
            next(iter(ranked), None) or ("correction" if corrected else by_code) or "reading_changed",
        )

    def of_row(self, name: str, before: Row | None, after: Row | None, column: str | None) -> str:
        """The cause of a change of a row, or of its column `column`."""
        row = after or before or {}
        rows = [side for side in (before, after) if side is not None]
        if name in {"claims", "documents"} and row["doc_id"] in self.of_document:
            return self.of_document[row["doc_id"]]
        if name == "claims":
            if row["claim_id"] in self.corrected and column not in _LINKED:
                return "correction"
            return self._linked([side["assertion_id"] for side in rows]) if column in _LINKED else self._wide()
        if name == "assertions":
            return self._linked([side["assertion_id"] for side in rows])
        if name == "claim_relations":
            ends = [row["from_claim_id"], row["to_claim_id"]]
            near = [self.of_document[self.document_of_claim[end]] for end in ends if end in self.document_of_claim]
            return near[0] if near else ("correction" if self.corrected.intersection(ends) else self._wide())
        return self._wide()

    def _linked(self, assertions: Iterable[str]) -> str:
        near = [self.of_assertion[assertion] for assertion in assertions if assertion in self.of_assertion]
        if near:
            return near[0]
        return "correction" if self.corrected_assertions.intersection(assertions) else self._wide()

    def _wide(self) -> str:
        return self.by_code or self.widest


_INPUTS = ("raw_path", "raw_sha256", "sidecar_sha256")
_DOCUMENT_CAUSES = ("new_document", "document_revised", "document_withdrawn")


def _by_code(old: Side, new: Side) -> str | None:
    if old.code_sha256 != new.code_sha256:
        return "reading_changed"
    return "vocabulary_changed" if old.vocabulary_sha256 != new.vocabulary_sha256 else None


def _claim_ids(claims: pa.Table) -> Iterator[tuple[str, str, str]]:
    names = ("claim_id", "assertion_id", "doc_id")
    return zip(*(claims.column(name).to_pylist() for name in names), strict=True)


def _corrected(old: pa.Table, new: pa.Table) -> frozenset[str]:
    sides = [
        {
            (row["correction_id"], row["claim_id"], row["status"])
            for row in side.to_pylist()
            if row["status"] == "active"
        }
        for side in (old, new)
    ]
    return frozenset(claim for _, claim, _ in sides[0] ^ sides[1] if claim is not None)


def document_causes(old: Side, new: Side) -> dict[str, str]:
    """Documents that came, went, moved, or got another sidecar, with the cause that this is for their rows."""
    before, after = _by_path(old.inputs), _by_path(new.inputs)
    old_ids, new_ids = _current(old), _current(new)
    causes: dict[str, str] = {}
    for doc_id, path in new_ids.items():
        if doc_id not in old_ids:
            causes[doc_id] = "document_revised" if path in before else "new_document"
        elif old_ids[doc_id] != path or before.get(path) != after.get(path):
            causes[doc_id] = "document_revised"
    for doc_id, path in old_ids.items():
        if doc_id not in new_ids:
            causes[doc_id] = "document_revised" if path in after else "document_withdrawn"
    return causes


def _by_path(inputs: pa.Table) -> dict[str, tuple[str, str | None]]:
    paths, contents, sidecars = (inputs.column(name).to_pylist() for name in _INPUTS)
    return dict(zip(paths, zip(contents, sidecars, strict=True), strict=True))


def _current(side: Side) -> dict[str, str]:
    documents = side.tables["documents"]
    documents = documents.filter(pc.equal(documents.column("status"), "current"))
    return dict(zip(*(documents.column(name).to_pylist() for name in ("doc_id", "raw_path")), strict=True))
