"""A batch's tables as the library that linking reads in: records are made only of what it opens."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from waybill.claims.record import Claim
from waybill.documents.record import Document
from waybill.releases.rows import Batch, claims_from, documents_from


@dataclass(frozen=True, slots=True)
class Shelf:
    """Documents and claims of a batch, by the ids of the documents."""

    doc_ids: Sequence[str]
    keys: Sequence[str]
    publishers: Sequence[str | None]
    documents: pa.Table
    claims: pa.Table

    def open(self, doc_ids: Sequence[str]) -> Iterator[tuple[Document, Sequence[Claim]]]:
        """These documents with their claims."""
        wanted = pa.array(doc_ids, pa.string())
        claims_of: defaultdict[str, list[Claim]] = defaultdict(list)
        for claim in claims_from(self.claims.filter(pc.is_in(self.claims.column("doc_id"), value_set=wanted))):
            claims_of[claim.doc_id].append(claim)
        for document in documents_from(self.documents.take(pc.index_in(wanted, value_set=self._ids))):
            yield document, claims_of.get(document.doc_id, ())

    @property
    def _ids(self) -> pa.Array:
        return self.documents.column("doc_id").combine_chunks()


def shelf_of(batch: Batch, corrected: Collection[str], corrections: bytes) -> Shelf:
    """The library of a batch; `corrected` are the ids of claims that the file `corrections` changed.

    A document has another key when its bytes, its sidecar or its path are others, or its corrections.
    """
    ids = pa.array([*corrected], pa.string())
    touched = batch.claims.filter(pc.is_in(batch.claims.column("claim_id"), value_set=ids))
    changed = set(touched.column("doc_id").to_pylist())
    mark = ":" + hashlib.sha256(corrections).hexdigest()
    columns = ("doc_id", "input_key", "publisher")
    doc_ids, inputs, publishers = (batch.documents.column(name).to_pylist() for name in columns)
    keys = [key + mark if doc_id in changed else key for doc_id, key in zip(doc_ids, inputs, strict=True)]
    return Shelf(doc_ids, keys, publishers, batch.documents, batch.claims)
