"""Where linking finds documents and their claims: it opens only those that it has to look into."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from waybill.claims.record import Claim
from waybill.documents.record import Document

Opened = tuple[Document, Sequence[Claim]]


class Library(Protocol):
    """All documents of a run, by id, in one order; and what stands in them."""

    @property
    def doc_ids(self) -> Sequence[str]: ...

    @property
    def keys(self) -> Sequence[str]:
        """For each document a text that changes when the document or one of its claims does."""

    @property
    def publishers(self) -> Sequence[str | None]: ...

    def open(self, doc_ids: Sequence[str]) -> Iterable[Opened]:
        """These documents with their claims, in any order."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A library that lies in memory."""

    documents: Mapping[str, Document]
    claims: Mapping[str, Sequence[Claim]]
    is_linked_once: bool = False  # nobody will ask later what has changed: no look at every field of every claim

    @classmethod
    def of(cls, claims: Iterable[Claim], documents: Iterable[Document], is_linked_once: bool = False) -> Listed:
        """Raises KeyError where a claim's document is not among `documents`."""
        by_id = {document.doc_id: document for document in documents}
        claims_of: defaultdict[str, list[Claim]] = defaultdict(list)
        for claim in claims:
            claims_of[claim.doc_id].append(claim)
        if unknown := claims_of.keys() - by_id.keys():
            raise KeyError(f"claims of documents that were not given: {', '.join(sorted(unknown)[:3])}")
        return cls(by_id, claims_of, is_linked_once)

    @property
    def doc_ids(self) -> Sequence[str]:
        return [*self.documents]

    @property
    def keys(self) -> Sequence[str]:
        if self.is_linked_once:
            return self.doc_ids
        return [_key(document, self.claims.get(doc_id, ())) for doc_id, document in self.documents.items()]

    @property
    def publishers(self) -> Sequence[str | None]:
        return [document.publisher for document in self.documents.values()]

    def open(self, doc_ids: Sequence[str]) -> Iterator[Opened]:
        for doc_id in doc_ids:
            yield self.documents[doc_id], self.claims.get(doc_id, ())


def _key(document: Document, claims: Sequence[Claim]) -> str:
    told = (document, *sorted(claims, key=lambda claim: (claim.quantity_start, claim.claim_id)))
    return hashlib.sha256(repr(told).encode("utf-8", "surrogatepass")).hexdigest()
