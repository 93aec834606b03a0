"""The canonical form of a table and its content hash: equal rows give an equal hash, however they are stored."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from schemas.columns import Table
from schemas.render import arrow_schema, sort_columns


def canonical(table: pa.Table, model: type[Table]) -> pa.Table:
    """`table` with the declared columns and types, rows sorted by key, one chunk a column, no metadata, no -0.0.

    Raises pyarrow.ArrowInvalid where a value does not fit the declared type, KeyError where a column is missing.
    """
    return canonical_as(table, arrow_schema(model), sort_columns(model))


def canonical_as(table: pa.Table, schema: pa.Schema, order: Sequence[str]) -> pa.Table:
    """`table` under another schema than the declared one, such as that of an older release, rows in `order`."""
    bare = pa.schema([pa.field(field.name, field.type) for field in schema])
    loose = table.select(schema.names).cast(bare)
    for place, field in enumerate(bare):
        if field.type == pa.float64():
            loose = loose.set_column(place, field, pc.add(loose.column(place), 0.0))
    ordered = loose.sort_by([(name, "ascending") for name in order])
    return ordered.replace_schema_metadata(None).combine_chunks()


def shaped(table: pa.Table, schema: pa.Schema) -> pa.Table:
    """`table` with the columns of `schema`, those that it lacks null: rows that another version of the schema wrote.

    >>> shaped(pa.table({"mood": ["calm"]}), pa.schema([("pier", pa.string())])).to_pylist()
    [{'pier': None}]
    """
    rows = table.num_rows
    columns = [table.column(f.name) if f.name in table.schema.names else pa.nulls(rows, f.type) for f in schema]
    return pa.Table.from_arrays(columns, names=schema.names)


def declared(table: pa.Table, schema: pa.Schema) -> pa.Table:
    """`table` under `schema` with its NOT NULL columns; raises ArrowInvalid where one holds a null."""
    for field in schema:
        if not field.nullable and table.column(field.name).null_count:
            raise pa.ArrowInvalid(f"{field.name} holds nulls")
    return pa.Table.from_arrays(table.columns, schema=schema)


def content_sha256(table: pa.Table) -> str:
    """Hash of names, types and values of `table` in row order; independent of chunks, files and library versions.

    >>> one = pa.table({"quay": ["North", None]})
    >>> content_sha256(one) == content_sha256(pa.concat_tables([one.slice(0, 1), one.slice(1)]))
    True
    """
    return content_sha256_of(table.schema, table.num_rows, table.columns)


def content_sha256_of(schema: pa.Schema, rows: int, columns: Iterable[pa.ChunkedArray]) -> str:
    """The same hash of a table whose columns come one after the other, so that no more than one need be held."""
    digest = hashlib.sha256()
    for field, column in zip(schema, columns, strict=True):
        digest.update(f"{field.name}\0{_type_name(field.type)}\0{rows}\0".encode())
        _hash_column(digest, column, field.type)
    return digest.hexdigest()


def _type_name(kind: pa.DataType) -> str:
    return "list<string>" if pa.types.is_list(kind) else str(kind)


def _hash_column(digest: Any, column: pa.ChunkedArray, kind: pa.DataType) -> None:
    digest.update(np.packbits(_valid(column)).data)
    if pa.types.is_list(kind):
        lengths = pc.fill_null(pc.list_value_length(column), 0)
        digest.update(lengths.to_numpy().astype("<i8").data)
        inner = pa.chunked_array([chunk.flatten() for chunk in column.chunks], pa.string())
        if column.num_chunks:
            _hash_column(digest, inner, pa.string())
    elif pa.types.is_string(kind):
        filled = pc.fill_null(column, "") if column.null_count else column
        digest.update(pc.binary_length(filled).to_numpy().astype("<i8").data)
        for chunk in filled.chunks:
            _hash_characters(digest, chunk)
    elif pa.types.is_boolean(kind):
        digest.update(np.packbits(pc.fill_null(column, False).to_numpy().astype(bool)).data)
    else:
        plain = column.cast(pa.int32()) if pa.types.is_date32(kind) else column
        filled = pc.fill_null(plain, 0).to_numpy()
        digest.update(np.ascontiguousarray(filled, dtype=filled.dtype.newbyteorder("<")).data)


def _valid(column: pa.ChunkedArray) -> Any:
    if column.null_count in (0, len(column)):
        return np.full(len(column), not column.null_count)
    return pc.is_valid(column).to_numpy().astype(bool)


def _hash_characters(digest: Any, chunk: pa.Array) -> None:
    _, offsets, characters = chunk.buffers()
    if characters is None or len(chunk) == 0:
        return
    places = np.frombuffer(offsets, dtype="<i4")[chunk.offset : chunk.offset + len(chunk) + 1]
    digest.update(memoryview(characters)[int(places[0]) : int(places[-1])])
