"""From claims to assertions: which claims render one statement of one origin, and how the reports of it differ.

    link(claims, documents) -> Links

Pure: the same claims and documents, in whatever order, give the same links.
"""

from __future__ import annotations

from collections.abc import Sequence

from waybill.assertions.mentions import assertion_from, assertion_id_of, own_voice
from waybill.assertions.record import Assertion, ClaimRelation, DerivedValue, Links
from waybill.assertions.stated import stated_relations
from waybill.claims.record import Claim
from waybill.documents.record import Document

__all__ = ["Assertion", "ClaimRelation", "DerivedValue", "Links", "link"]


def link(claims: Sequence[Claim], documents: Sequence[Document]) -> Links:
    """Assertions, relations and derived values of `claims`, which were read from `documents`.

    Raises KeyError where a claim's document is not among `documents`.
    """
    by_id = {document.doc_id: document for document in documents}
    ordered = sorted(claims, key=lambda claim: claim.claim_id)
    assertions = [assertion_from([claim], claim, assertion_id_of(claim), by_id) for claim in ordered]
    relations = sorted(
        stated_relations(ordered),
        key=lambda relation: (relation.from_claim_id, relation.to_claim_id, relation.relation),
    )
    return Links(
        assertions=tuple(sorted(assertions, key=lambda assertion: assertion.assertion_id)),
        relations=tuple(relations),
        derived=(),
        assertion_of={claim.claim_id: assertion_id_of(claim) for claim in ordered},
        origin_mentions=frozenset(c.claim_id for c in ordered if own_voice(c, by_id[c.doc_id])),
        near_duplicate_of={},
    )
