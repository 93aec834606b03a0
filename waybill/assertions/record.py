"""What linking hands on: assertions, the relations between claims, and values derived from claims.

Field names are the column names of the tables `assertions`, `claim_relations` and `derived_values`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date


@dataclass(frozen=True, slots=True)
class Assertion:
    """What one origin said once, however many outlets carried it.

    Every field from `origin_id` to `event_end`, and `evidence_type`, is that of ONE mention, the canonical one; the
    fields from `first_published` to `mention_point_max` describe the spread over all mentions.
    """

    assertion_id: str  # "a_" + 16 hex of sha256 over the founding mention's claim_id, see `assertion_id_of`
    canonical_claim_id: str
    origin_id: str | None
    origin: str | None
    statement_date: date | None
    value_low: float | None
    value_best: float | None
    value_high: float | None
    comparator: str
    unit: str
    item_id: str | None
    action: str
    supplier_id: str | None
    recipient_id: str | None
    actor_id: str | None
    aggregation: str | None
    modality: str
    event_start: date | None
    event_end: date | None
    first_published: date | None
    mention_count: int
    outlet_count: int
    comparators_seen: tuple[str, ...]  # sorted, distinct
    mention_point_min: float
    mention_point_max: float
    superseded_by: str | None  # assertion_id of the next newer running total of the same origin
    evidence_type: str | None

    def values(self) -> tuple[object, ...]:
        """All fields in order."""
        return tuple(getattr(self, name) for name in _ASSERTION_FIELDS)


_ASSERTION_FIELDS = tuple(field.name for field in fields(Assertion))


@dataclass(frozen=True, slots=True)
class ClaimRelation:
    """One link between two claims; `from` is the later, dependent or narrower one.

    re_reports: re-report -> its source; supersedes: newer total -> older; part_of: part -> whole; computed_from:
    computed figure -> its base; alternative_to: later option -> earlier; contradicts: the larger claim -> the smaller.
    """

    from_claim_id: str
    to_claim_id: str
    relation: str  # re_reports, supersedes, contradicts, computed_from, part_of, alternative_to
    drift_types: tuple[str, ...]  # sorted; empty for every relation but re_reports
    method: str  # id of the rule that made the link
    confidence: str  # high, medium, low


@dataclass(frozen=True, slots=True)
class DerivedValue:
    """A value that arithmetic gives and nobody said; never mixed into claims."""

    claim_id: str
    method: str
    value_low: float | None
    value_best: float | None
    value_high: float | None
    unit: str
    inputs: str  # what went in, in order, separated by " | ": claim ids and benchmark ids


@dataclass(frozen=True, slots=True)
class Links:
    """All that linking knows about a set of claims; every sequence is sorted by its ids."""

    assertions: tuple[Assertion, ...]
    relations: tuple[ClaimRelation, ...]
    derived: tuple[DerivedValue, ...]
    assertion_of: Mapping[str, str]  # claim_id -> assertion_id, every claim once
    origin_mentions: frozenset[str]  # claim_ids whose document is their origin's own
    near_duplicate_of: Mapping[str, str]  # doc_id of a syndicated copy -> doc_id of the document it copies
