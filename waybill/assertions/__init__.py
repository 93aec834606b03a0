"""From claims to assertions: which claims render one statement of one origin, and how the reports of it differ.

    link(claims, documents) -> Links
    relink(claims, documents, memory) -> (Links, Memory)      the same, sparing what has not changed

Pure: the same claims and documents, in whatever order, give the same links.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from waybill.assertions.derived import derive
from waybill.assertions.memory import without_cycle_search
from waybill.assertions.mentions import assertion_from, in_canonical_order, origins_own, re_reports, with_successors
from waybill.assertions.options import with_joined_options
from waybill.assertions.record import Assertion, ClaimRelation, DerivedValue, Links
from waybill.assertions.reports import in_time, read_mentions, read_reports
from waybill.assertions.stated import stated_relations
from waybill.assertions.statements import Remembered, Reports, copies_of, find_statements
from waybill.assertions.totals import Figure, add_successors, contradictions, supersessions, supersessions_within
from waybill.claims.record import Claim
from waybill.documents.record import Document

__all__ = ["Assertion", "ClaimRelation", "DerivedValue", "Links", "Memory", "link", "relink"]


def link(claims: Sequence[Claim], documents: Sequence[Document]) -> Links:
    """Assertions, relations and derived values of `claims`, which were read from `documents`.

    Raises KeyError where a claim's document is not among `documents`.
    """
    with without_cycle_search():
        return _link(claims, documents, None)[0]


@dataclass(frozen=True, slots=True)
class Memory:
    """What an earlier run found for each pair of reports; `compared` counts those that it had to compare."""

    pairs: Mapping[Reports, Remembered] = field(default_factory=dict)

    @property
    def compared(self) -> int:
        """Pairs of reports that were new or had changed."""
        return sum(not pair.is_known for pair in self.pairs.values())


def relink(claims: Sequence[Claim], documents: Sequence[Document], memory: Memory) -> tuple[Links, Memory]:
    """As `link`, and equal to it, but only pairs of reports that new or changed documents touch are compared again.

    Start with Memory() and hand the memory that comes back to the next run.
    """
    with without_cycle_search():
        links, judged = _link(claims, documents, memory.pairs)
    return links, Memory(judged)


def _link(
    claims: Sequence[Claim], documents: Sequence[Document], memory: Mapping[Reports, Remembered] | None
) -> tuple[Links, Mapping[Reports, Remembered]]:
    by_id = {document.doc_id: document for document in sorted(documents, key=in_time)}
    claims_of: defaultdict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        claims_of[claim.doc_id].append(claim)
    reports = read_reports(list(by_id.values()), claims_of)
    copies = copies_of(list(by_id.values()), reports)
    mentions = read_mentions(claims_of, reports)
    statements = find_statements(mentions, copies, memory)
    assertions: list[Assertion] = []
    figures: list[Figure] = []
    relations = list(stated_relations(claims))
    assertion_of: dict[str, str] = {}
    own_words: set[str] = set()
    for group in statements.groups:
        ordered = in_canonical_order([mentions[at] for at in group], copies)
        assertion = assertion_from(ordered, by_id)
        assertions.append(assertion)
        assertion_of.update((mention.claim.claim_id, assertion.assertion_id) for mention in ordered)
        relations += re_reports(ordered, copies, statements.links)
        figures.append(Figure(assertion.assertion_id, ordered[0]))
        own_words.update(mention.claim.claim_id for mention in origins_own(ordered, copies))
    successors, replaced = supersessions(figures)
    relations += replaced
    derived: list[DerivedValue] = []
    for _, group_of_document in groupby(mentions, key=lambda mention: mention.report.doc_id):
        told = list(group_of_document)
        within = list(supersessions_within(told, assertion_of))
        relations += within
        add_successors(successors, within, assertion_of)
        derived += derive([mention.claim for mention in told])
    relations += contradictions(figures)
    found = Links(
        assertions=with_successors(assertions, successors),
        relations=_distinct(with_joined_options(relations, mentions, assertion_of)),
        derived=tuple(sorted(derived, key=lambda value: (value.claim_id, value.method))),
        assertion_of=assertion_of,
        origin_mentions=frozenset(own_words),
        near_duplicate_of=copies,
    )
    return found, statements.judged


def _distinct(relations: Sequence[ClaimRelation]) -> tuple[ClaimRelation, ...]:
    """Relations sorted by their ends, each pair once a relation: what the text states goes before what was found."""
    first: dict[tuple[str, str, str], ClaimRelation] = {}
    for relation in relations:
        first.setdefault((relation.from_claim_id, relation.to_claim_id, relation.relation), relation)
    return tuple(first[key] for key in sorted(first))
