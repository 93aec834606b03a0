"""Two options that a re-report turns into two deliveries: "or" in the source, "and" on the way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from waybill.assertions.names import name_tokens
from waybill.assertions.record import ClaimRelation
from waybill.assertions.reports import Mention

_APART = 160  # characters between two options; further apart they are not told together
_JOINING = frozenset({"and", "plus", "both"})


def with_joined_options(
    relations: Sequence[ClaimRelation], mentions: Sequence[Mention], assertion_of: Mapping[str, str]
) -> list[ClaimRelation]:
    """The relations, with operator_changed on each re-report that joins options of its source by "and".

    The reader marks options that a text sets against each other; here the source's options are looked for in the
    re-report, and the words between them decide.
    """
    options = _options(mentions)
    wanted = {assertion_of[claim_id] for group in options.values() for claim_id in group}
    told = {
        (mention.report.doc_id, assertion_of[mention.claim.claim_id]): mention
        for mention in mentions
        if assertion_of[mention.claim.claim_id] in wanted
    }
    by_claim = {mention.claim.claim_id: mention for mention in told.values()}
    return [_with_operator(relation, options, told, by_claim, assertion_of) for relation in relations]


def _options(mentions: Sequence[Mention]) -> dict[str, list[str]]:
    """Claim ids of the other options, for each option joined by "or"."""
    groups: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for mention in mentions:
        if mention.claim.alternative_group is not None and mention.claim.alternative_operator == "or":
            groups[mention.report.doc_id, mention.claim.alternative_group].append(mention.claim.claim_id)
    return {one: [other for other in group if other != one] for group in groups.values() for one in group}


def _with_operator(
    relation: ClaimRelation,
    options: Mapping[str, Sequence[str]],
    told: Mapping[tuple[str, str], Mention],
    by_claim: Mapping[str, Mention],
    assertion_of: Mapping[str, str],
) -> ClaimRelation:
    later = by_claim.get(relation.from_claim_id)
    if relation.relation != "re_reports" or later is None or "operator_changed" in relation.drift_types:
        return relation
    if later.claim.alternative_group is not None:
        return relation
    ids = (assertion_of[claim_id] for claim_id in options.get(relation.to_claim_id, ()))
    beside = (told.get((later.report.doc_id, assertion_id)) for assertion_id in ids)
    if any(other is not None and _are_joined(later, other) for other in beside):
        return replace(relation, drift_types=tuple(sorted((*relation.drift_types, "operator_changed"))))
    return relation


def _are_joined(one: Mention, other: Mention) -> bool:
    """Whether the words between two quantities of one text add them up."""
    first, second = sorted((one.claim, other.claim), key=lambda claim: claim.quantity_start)
    between = one.report.text[first.quantity_end : second.quantity_start]
    words = set(name_tokens(between)) if len(between) <= _APART else set()
    return bool(words & _JOINING) and "or" not in words
