"""A group of mentions as one assertion: the canonical mention gives every value, the spread stands beside it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date

from waybill.assertions.record import Assertion
from waybill.claims.record import Claim
from waybill.documents.record import Document

_NEVER = date.max


def assertion_id_of(founder: Claim) -> str:
    """The id of the assertion that `founder` founds: "a_" + 16 hex of sha256 over its claim id.

    The founder is the mention published first (see `founding_mention`), not the canonical one: reports that come
    later may bring a better mention, yet the assertion keeps the name that its first mention gave it.
    """
    return "a_" + hashlib.sha256(founder.claim_id.encode()).hexdigest()[:16]


def own_voice(claim: Claim, document: Document) -> bool:
    """Whether the document is the origin's own: nobody stands between the number and its publisher."""
    return not claim.attributed_to or (
        len(claim.attributed_to) == 1
        and document.publisher is not None
        and claim.attributed_to[0].casefold() == document.publisher.casefold()
    )


def published_on(document: Document) -> date:
    """Day of publication for ordering; a document without a day sorts last."""
    return document.published_date or _NEVER


def founding_mention(mentions: Sequence[Claim], documents: Mapping[str, Document]) -> Claim:
    """The mention published first; on one day the shortest chain, then the smallest id."""
    return min(
        mentions,
        key=lambda claim: (published_on(documents[claim.doc_id]), len(claim.attributed_to), claim.claim_id),
    )


def canonical_mention(mentions: Sequence[Claim], documents: Mapping[str, Document], copies: Mapping[str, str]) -> Claim:
    """The mention whose values stand for the assertion: origin's own document, shortest chain, earliest, ids."""
    return min(
        mentions,
        key=lambda claim: (
            claim.doc_id in copies,
            not own_voice(claim, documents[claim.doc_id]),
            len(claim.attributed_to),
            published_on(documents[claim.doc_id]),
            claim.doc_id,
            claim.quantity_start,
            claim.claim_id,
        ),
    )


def assertion_from(
    mentions: Sequence[Claim], canonical: Claim, assertion_id: str, documents: Mapping[str, Document]
) -> Assertion:
    """One row of `assertions`: value fields of `canonical`, counts and spread of `mentions`."""
    days = [day for claim in mentions if (day := documents[claim.doc_id].published_date) is not None]
    outlets = {documents[claim.doc_id].publisher or claim.doc_id for claim in mentions}
    points = [claim.value_point for claim in mentions]
    return Assertion(
        assertion_id=assertion_id,
        canonical_claim_id=canonical.claim_id,
        origin_id=canonical.origin_id,
        origin=canonical.origin,
        statement_date=canonical.statement_date,
        value_low=canonical.value_low,
        value_best=canonical.value_best,
        value_high=canonical.value_high,
        comparator=canonical.comparator,
        unit=canonical.unit,
        item_id=canonical.item_id,
        action=canonical.action,
        supplier_id=canonical.supplier_id,
        recipient_id=canonical.recipient_id,
        actor_id=canonical.actor_id,
        aggregation=canonical.aggregation,
        modality=canonical.modality,
        event_start=canonical.event_start,
        event_end=canonical.event_end,
        first_published=min(days, default=None),
        mention_count=len(mentions),
        outlet_count=len(outlets),
        comparators_seen=tuple(sorted({claim.comparator for claim in mentions})),
        mention_point_min=min(points),
        mention_point_max=max(points),
        superseded_by=None,
        evidence_type=canonical.evidence_type,
    )
