"""A batch's tables as the library that linking reads in: records are made only of what it opens."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from waybill.claims.record import Claim
from waybill.documents.record import Document
from waybill.releases.rows import Batch, claims_from, documents_from

_AT_ONCE = 2_000  # documents of which records are made together: what they take as columns is soon given back


@dataclass(frozen=True, slots=True)
class Shelf:
    """Documents and claims of a batch, by the ids of the documents."""

    doc_ids: Sequence[str]
    keys: Sequence[str]
    publishers: Sequence[str | None]
    look: Callable[[], Batch]  # gives the batch, which need not stay in memory between two looks

    def open(self, doc_ids: Sequence[str]) -> Iterator[tuple[Document, Sequence[Claim]]]:
        """These documents with their claims."""
        batch, wanted = self.look(), pa.array(doc_ids, pa.string())
        places = pc.index_in(wanted, value_set=batch.documents.column("doc_id").combine_chunks())
        owners = pc.fill_null(pc.index_in(batch.claims.column("doc_id"), value_set=wanted), -1).to_numpy()
        order = np.argsort(owners, kind="stable")
        bounds = np.searchsorted(owners[order], np.arange(0, len(doc_ids) + _AT_ONCE, _AT_ONCE))
        for start, (first, last) in zip(range(0, len(doc_ids), _AT_ONCE), pairwise(bounds), strict=True):
            claims_of: defaultdict[str, list[Claim]] = defaultdict(list)
            for claim in claims_from(batch.claims.take(pa.array(order[first:last]))):
                claims_of[claim.doc_id].append(claim)
            for document in documents_from(batch.documents.take(places.slice(start, _AT_ONCE))):
                yield document, claims_of.get(document.doc_id, ())


def shelf_of(batch: Batch, corrected: Collection[str], corrections: bytes, look: Callable[[], Batch]) -> Shelf:
    """The library of a batch that `look` gives again; `corrected` are the ids of claims that `corrections` changed.

    A document has another key when its bytes, its sidecar or its path are others, or its corrections.
    """
    ids = pa.array([*corrected], pa.string())
    touched = batch.claims.filter(pc.is_in(batch.claims.column("claim_id"), value_set=ids))
    changed = set(touched.column("doc_id").to_pylist())
    mark = ":" + hashlib.sha256(corrections).hexdigest()
    columns = ("doc_id", "input_key", "publisher")
    doc_ids, inputs, publishers = (batch.documents.column(name).to_pylist() for name in columns)
    keys = [key + mark if doc_id in changed else key for doc_id, key in zip(doc_ids, inputs, strict=True)]
    return Shelf(doc_ids, keys, publishers, look)
