"""What a claim is once it has been read from its sentence: DESIGN's `claims` row before linking and release."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from waybill.quantities.record import Rejection


@dataclass(frozen=True, slots=True)
class Claim:
    """One quantity mentioned once in one document, with who moved what to whom, when, and on whose word.

    Field names are the column names of the `claims` table; the columns that only linking or a release can know
    (assertion_id, origin of canonical mention, first_release, review_status) are added later.
    """

    claim_id: str
    doc_id: str
    quantity_start: int
    quantity_end: int
    quantity_text: str
    quote_start: int
    quote_end: int
    quote: str
    value_low: float | None
    value_best: float | None
    value_high: float | None
    value_point: float
    value_point_basis: str  # stated, midpoint, lower_bound, upper_bound, vague_lower
    comparator: str
    unit: str
    quantity_kind: str
    currency: str | None
    value_si: float | None
    unit_si: str | None
    rate_per: str | None
    share_of: str | None
    relative_to: str | None
    bound_basis: str | None
    item_id: str | None
    item_detail: str | None
    action: str
    action_detail: str | None
    supplier_id: str | None
    recipient_id: str | None
    actor_id: str | None
    location: str | None
    event_start: date | None
    event_end: date | None
    event_edtf: str | None
    date_precision: str
    statement_date: date | None
    statement_date_basis: str | None
    attributed_to: tuple[str, ...]
    origin: str | None
    origin_id: str | None
    is_anonymous_origin: bool
    evidence_type: str | None
    hedge_text: str | None
    modality: str
    aggregation: str | None
    alternative_group: str | None
    alternative_operator: str | None
    part_of_claim_id: str | None
    computed_from_claim_id: str | None
    confidence: str  # high, medium, low
    rule_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClaimReading:
    """All that one document says in numbers: claims and rejections, in text order and disjoint."""

    claims: tuple[Claim, ...]
    rejections: tuple[Rejection, ...]
