"""Records of one batch of documents as Arrow tables, and back: what reading hands to linking and to a release.

A batch is the unit that reading works and caches in: its four tables hold everything that was read from some files.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

import pyarrow as pa

from schemas.claims import Claims
from schemas.documents import Documents
from schemas.issues import Quarantine
from schemas.rejected_quantities import RejectedQuantities
from schemas.render import arrow_schema
from waybill.claims.record import Claim, ClaimReading
from waybill.documents.record import Document, Furniture, Quarantined
from waybill.quantities.record import Rejection


@dataclass(frozen=True, slots=True)
class ReadFile:
    """What became of one raw file: a document with its claims, or a reason why not.

    `input_key` names the file's bytes, sidecar and path together; `sidecar_sha256` is None without a sidecar.
    """

    input_key: str
    sidecar_sha256: str | None
    document: Document | Quarantined
    reading: ClaimReading | None  # None for a quarantined file


@dataclass(frozen=True, slots=True)
class Batch:
    """Everything read from some files; each table starts with the column `input_key`."""

    documents: pa.Table
    claims: pa.Table
    rejected: pa.Table
    quarantine: pa.Table

    def tables(self) -> Mapping[str, pa.Table]:
        return {field.name: getattr(self, field.name) for field in fields(self)}


_KEY = pa.field("input_key", pa.string(), nullable=False)
_DOCUMENT_TYPES = arrow_schema(Documents)
_FURNITURE_TYPE = pa.list_(
    pa.struct([("start", pa.int32()), ("end", pa.int32()), ("reject_reason", pa.string()), ("rule_id", pa.string())])
)
_OWN_TYPES = {
    "furniture": _FURNITURE_TYPE,
    "sidecar_sha256": pa.string(),
    "published": pa.string(),
    "text": pa.string(),
    "title_start": pa.int32(),
    "title_end": pa.int32(),
}
_DOCUMENT_FIELDS = tuple(f.name for f in fields(Document) if f.name not in {"furniture", "title_span"})
_CLAIM_FIELDS = tuple(f.name for f in fields(Claim))
_REJECTED_FIELDS = tuple(arrow_schema(RejectedQuantities).names)


def _document_schema() -> pa.Schema:
    names = (*_DOCUMENT_FIELDS, "furniture", "sidecar_sha256", "title_start", "title_end")
    declared = {name: _DOCUMENT_TYPES.field(name).type for name in _DOCUMENT_TYPES.names} | _OWN_TYPES
    return pa.schema([_KEY, *(pa.field(name, declared[name]) for name in names)])


def _subschema(schema: pa.Schema, names: Iterable[str]) -> pa.Schema:
    return pa.schema([_KEY, *(pa.field(name, schema.field(name).type) for name in names)])


SCHEMAS: Mapping[str, pa.Schema] = {
    "documents": _document_schema(),
    "claims": _subschema(arrow_schema(Claims), _CLAIM_FIELDS),
    "rejected": _subschema(arrow_schema(RejectedQuantities), _REJECTED_FIELDS),
    "quarantine": _subschema(arrow_schema(Quarantine), arrow_schema(Quarantine).names),
}
"""Arrow schemas of a batch's tables: the columns that reading knows, in the types that the dataset declares."""


def batch_of(files: Sequence[ReadFile]) -> Batch:
    """The tables of a batch, rows in the order of `files`."""
    read = [f for f in files if isinstance(f.document, Document)]
    return Batch(
        documents=_table("documents", [_document_row(f) for f in read]),
        claims=_table("claims", [(f.input_key, *_values(c, _CLAIM_FIELDS)) for f in read for c in _claims(f)]),
        rejected=_table("rejected", [_rejected_row(f, r) for f in read for r in _rejections(f)]),
        quarantine=_table("quarantine", [_quarantine_row(f.input_key, f.document) for f in files]),
    )


def _table(name: str, rows: Iterable[tuple[Any, ...] | None]) -> pa.Table:
    schema = SCHEMAS[name]
    columns = list(zip(*(row for row in rows if row is not None), strict=True)) or [()] * len(schema)
    arrays = [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)


def _values(record: object, names: Iterable[str]) -> tuple[Any, ...]:
    return tuple(getattr(record, name) for name in names)


def _claims(file: ReadFile) -> Sequence[Claim]:
    return () if file.reading is None else file.reading.claims


def _rejections(file: ReadFile) -> Sequence[Rejection]:
    return () if file.reading is None else file.reading.rejections


def _document_row(file: ReadFile) -> tuple[Any, ...]:
    document = file.document
    assert isinstance(document, Document)
    title = document.title_span or (None, None)
    furniture = [asdict(stretch) for stretch in document.furniture]
    return (file.input_key, *_values(document, _DOCUMENT_FIELDS), furniture, file.sidecar_sha256, *title)


def _rejected_row(file: ReadFile, rejection: Rejection) -> tuple[Any, ...]:
    assert isinstance(file.document, Document)
    reading = rejection.reading
    head = (file.input_key, file.document.doc_id, rejection.text, rejection.start, rejection.end)
    if reading is None:
        return (*head, None, None, None, None, None, rejection.reject_reason)
    bounds = (reading.value_low, reading.value_high, reading.comparator, reading.unit, reading.item)
    return (*head, *bounds, rejection.reject_reason)


def _quarantine_row(input_key: str, document: Document | Quarantined) -> tuple[Any, ...] | None:
    if isinstance(document, Document):
        return None
    return (input_key, document.raw_path, document.raw_sha256, document.reason, document.detail)


def quarantined_rows(files: Iterable[Quarantined]) -> pa.Table:
    """Quarantined files as a batch's table, for files that never became bytes."""
    return _table("quarantine", [_quarantine_row("", file) for file in files])


def merge(batches: Sequence[Batch]) -> Batch:
    """All batches as one; an empty sequence gives empty tables."""
    return Batch(
        **{
            name: pa.concat_tables([schema.empty_table(), *(getattr(batch, name) for batch in batches)])
            for name, schema in SCHEMAS.items()
        }
    )


def claims_from(table: pa.Table) -> list[Claim]:
    """The claims of a batch's table as records.

    >>> claims_from(SCHEMAS["claims"].empty_table())
    []
    """
    columns = [_shared(table.column(name)) for name in _CLAIM_FIELDS]
    return [Claim(*values) for values in zip(*columns, strict=True)]


def _shared(column: pa.ChunkedArray) -> list[Any]:
    """The values of a column, equal ones as one object: a million claims have few suppliers. Lists become tuples."""
    if pa.types.is_list(column.type):
        known: dict[tuple[Any, ...], tuple[Any, ...]] = {}
        return [known.setdefault(tuple(values), tuple(values)) for values in column.to_pylist()]
    coded = column.combine_chunks().dictionary_encode()
    values = [*coded.dictionary.to_pylist(), None]
    return [values[place] for place in coded.indices.fill_null(len(values) - 1).to_numpy()]


def documents_from(table: pa.Table) -> list[Document]:
    """The documents of a batch's table as records."""
    records = table.select([*_DOCUMENT_FIELDS, "furniture", "title_start", "title_end"]).to_pylist()
    for record in records:
        start, end = record.pop("title_start"), record.pop("title_end")
        record["title_span"] = None if start is None else (start, end)
        record["furniture"] = tuple(Furniture(**stretch) for stretch in record["furniture"])
    return [Document(**record) for record in records]
