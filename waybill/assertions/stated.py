"""Relations that a document states itself: parts, computed figures and alternatives, from the claims' own fields."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from waybill.assertions.record import ClaimRelation
from waybill.claims.record import Claim


def stated_relations(claims: Sequence[Claim]) -> Iterator[ClaimRelation]:
    """Parts, computed figures and alternatives as the claims' own fields give them, one relation at a time."""
    known = {claim.claim_id for claim in claims}
    for claim in claims:
        targets = (("part_of", claim.part_of_claim_id), ("computed_from", claim.computed_from_claim_id))
        for relation, target in targets:
            if target is not None and target in known and target != claim.claim_id:
                yield ClaimRelation(claim.claim_id, target, relation, (), f"stated-{relation}", claim.confidence)
    for options in _alternatives(claims).values():
        yield from _options(options)


def _alternatives(claims: Iterable[Claim]) -> Mapping[tuple[str, str], list[Claim]]:
    groups: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.alternative_group is not None:
            groups[claim.doc_id, claim.alternative_group].append(claim)
    return groups


def _options(options: list[Claim]) -> Iterator[ClaimRelation]:
    """Each option points to the first one in the text: n - 1 links join n options."""
    first, *others = sorted(options, key=lambda claim: (claim.quantity_start, claim.claim_id))
    for later in others:
        confidence = "low" if "low" in (first.confidence, later.confidence) else later.confidence
        yield ClaimRelation(later.claim_id, first.claim_id, "alternative_to", (), "stated-alternative", confidence)
