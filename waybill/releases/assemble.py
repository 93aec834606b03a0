"""From what was read and linked to the tables of a release: names beside ids, links beside claims, rows in order."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from schemas.columns import Table
from schemas.dataset import PARQUET_TABLES, TABLES
from schemas.render import arrow_schema
from waybill.assertions import Linked
from waybill.releases.content import canonical
from waybill.releases.reference import REFERENCE_TABLES, names, publisher_id, reference_table
from waybill.releases.rows import Batch

FirstSeen = Mapping[str, pa.Table]
"""Table ("claims", "documents") -> row ids with `first_release`, the first release that held them, from the history."""


def _pairs(names: tuple[str, str], pairs: Mapping[str, str]) -> pa.Table:
    return pa.table([pa.array([*pairs], pa.string()), pa.array([*pairs.values()], pa.string())], names=names)


def with_publishers_voice(batch: Batch) -> Batch:
    """Claims that the document makes in its own voice get its publisher as their origin.

    Their chain (`attributed_to`) stays empty; who says so is then the outlet itself.
    """
    claims = batch.claims
    publishers = _lookup(claims.column("doc_id"), batch.documents.column("doc_id"), batch.documents.column("publisher"))
    own = pc.and_(
        pc.equal(pc.list_value_length(claims.column("attributed_to")), 0), pc.is_null(claims.column("origin"))
    )
    ids = _mapped(publishers, publisher_id)
    claims = _replaced(claims, "origin", pc.if_else(own, publishers, claims.column("origin")))
    missing = pc.and_(own, pc.is_null(claims.column("origin_id")))
    claims = _replaced(claims, "origin_id", pc.if_else(missing, ids, claims.column("origin_id")))
    return Batch(batch.documents, claims, batch.rejected, batch.quarantine)


def assemble(
    batch: Batch,
    links: Linked,
    *,
    release_id: str,
    first_seen: FirstSeen,
    earlier_documents: pa.Table | None = None,
    corrections: pa.Table | None = None,
    review: Mapping[str, str] | None = None,
) -> dict[str, pa.Table]:
    """The tables of a release, canonical (see `content.canonical`), not yet validated.

    `batch` is everything that was read, one document a doc_id; `earlier_documents` are the documents of the release
    before: those whose files are gone stay, marked withdrawn or superseded. `review` gives the review
    status of claims that a person looked at.
    """
    documents = _documents(batch, links, release_id, first_seen.get("documents"), earlier_documents)
    claims = _claims(batch, links, release_id, first_seen.get("claims"), review or {})
    tables: dict[str, pa.Table] = {
        "claims": claims,
        "documents": documents,
        "texts": batch.documents.select(["doc_id", "text"]),
        "rejected_quantities": batch.rejected.drop_columns(["input_key"]),
        **{name: reference_table(name) for name in REFERENCE_TABLES},
        "quarantine": batch.quarantine.drop_columns(["input_key"]),
    }
    if corrections is not None:
        tables["corrections"] = corrections
    made = {name: canonical(table, TABLES[name]) for name, table in {**tables, **links.tables}.items()}
    return {name: made.get(name, empty(name)) for name in PARQUET_TABLES}


def empty(name: str) -> pa.Table:
    """The table `name` without rows.

    >>> empty("texts").num_rows
    0
    """
    return arrow_schema(TABLES[name]).empty_table()


def _documents(
    batch: Batch, links: Linked, release_id: str, first_seen: pa.Table | None, earlier: pa.Table | None
) -> pa.Table:
    read = batch.documents
    ids = read.column("doc_id")
    extra = {
        "publisher_id": _mapped(read.column("publisher"), publisher_id),
        "text_length": pc.utf8_length(read.column("text")).cast(pa.int32()),
        "near_duplicate_of": _lookup(ids, *links.near_duplicate_of.columns),
        "first_release": _first_release(ids, first_seen, release_id),
        "status": pa.repeat(pa.scalar("current"), read.num_rows),
    }
    current = _built(TABLES["documents"], read, extra)
    return current if earlier is None else pa.concat_tables([current, _gone(earlier, current)])


def _gone(earlier: pa.Table, current: pa.Table) -> pa.Table:
    """Documents of an earlier release whose files are no longer there, marked by what took their place."""
    gone = earlier.filter(pc.invert(pc.is_in(earlier.column("doc_id"), value_set=current.column("doc_id"))))
    replaced = pc.is_in(gone.column("raw_path"), value_set=current.column("raw_path"))
    kept = _replaced(gone, "status", pc.if_else(replaced, "superseded", "withdrawn"))
    known = pa.chunked_array([*current.column("doc_id").chunks, *gone.column("doc_id").chunks], pa.string())
    near = kept.column("near_duplicate_of")
    near = pc.if_else(pc.is_in(near, value_set=known), near, None)
    return _replaced(kept, "near_duplicate_of", near).select(current.schema.names).cast(current.schema)


def _claims(
    batch: Batch, links: Linked, release_id: str, first_seen: pa.Table | None, review: Mapping[str, str]
) -> pa.Table:
    read = batch.claims
    ids, doc_ids = read.column("claim_id"), read.column("doc_id")

    def of_document(name: str) -> pa.ChunkedArray:
        return _lookup(doc_ids, batch.documents.column("doc_id"), batch.documents.column(name))

    def named(name: str) -> pa.ChunkedArray:
        return _mapped(read.column(name), lambda actor: names("actors").get(actor, actor))

    publisher = of_document("publisher")
    extra = {
        "assertion_id": _lookup(ids, *links.assertion_of.columns),
        "published_date": of_document("published_date"),
        "publisher": publisher,
        "publisher_id": _mapped(publisher, publisher_id),
        "url": of_document("url"),
        "supplier": named("supplier_id"),
        "recipient": named("recipient_id"),
        "actor": named("actor_id"),
        "item": _mapped(read.column("item_id"), lambda item: names("items").get(item)),
        "alternative_group": _groups(read),
        "first_release": _first_release(ids, first_seen, release_id),
        "is_origin_mention": pc.is_in(ids, value_set=links.origin_mentions),
        "review_status": pc.fill_null(_lookup(ids, *_pairs(("claim_id", "status"), review).columns), "auto"),
    }
    return _built(TABLES["claims"], read, extra)


def _first_release(ids: pa.ChunkedArray, first_seen: pa.Table | None, release_id: str) -> pa.ChunkedArray:
    if first_seen is None:
        return pa.chunked_array([pa.repeat(pa.scalar(release_id), len(ids))])
    return pc.fill_null(_lookup(ids, first_seen.column(0), first_seen.column("first_release")), release_id)


def _groups(claims: pa.Table) -> pa.ChunkedArray:
    """Alternative groups under names that are unique in the dataset: a reader letters them within its document."""
    group = claims.column("alternative_group")
    return pc.binary_join_element_wise(claims.column("doc_id"), group, ":")


def _built(model: type[Table], read: pa.Table, extra: Mapping[str, Any]) -> pa.Table:
    schema = arrow_schema(model)
    columns = [extra[name] if name in extra else read.column(name) for name in schema.names]
    return pa.Table.from_arrays(
        [column.cast(field.type) for column, field in zip(columns, schema, strict=True)], names=schema.names
    )


def _replaced(table: pa.Table, name: str, column: pa.ChunkedArray) -> pa.Table:
    return table.set_column(table.schema.get_field_index(name), table.schema.field(name), column)


def _lookup(wanted: pa.ChunkedArray, keys: pa.ChunkedArray, values: pa.ChunkedArray) -> pa.ChunkedArray:
    """For each key of `wanted` its value; null where `keys` has none."""
    return values.take(pc.index_in(wanted, value_set=keys.combine_chunks()))


def _mapped(column: pa.ChunkedArray, ask: Any) -> pa.ChunkedArray:
    """`ask` of each distinct value, spread back over the column; null stays null."""
    coded = column.combine_chunks().dictionary_encode()
    answers = pa.array([ask(value) for value in coded.dictionary.to_pylist()], pa.string())
    return pa.chunked_array([answers.take(coded.indices)], pa.string())
