"""Promises of linking that hold whatever the claims are."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.assertions.clusters import load_clusters
from waybill.assertions import Assertion, Links, Memory, link, relink
from waybill.claims.record import Claim

CLUSTERS = load_clusters(Path(__file__).with_name("clusters.yml"))
CLAIMS = [claim for cluster in CLUSTERS for claim in cluster["claims"].values()]
DOCUMENTS = [document for cluster in CLUSTERS for document in cluster["documents"]]
VALUE_FIELDS = [
    "origin_id", "origin", "statement_date", "value_low", "value_best", "value_high", "comparator", "unit", "item_id",
    "action", "supplier_id", "recipient_id", "actor_id", "aggregation", "modality", "event_start", "event_end",
    "evidence_type",
]  # fmt: skip


def _link(documents: list) -> Links:
    ids = {document.doc_id for document in documents}
    return link([claim for claim in CLAIMS if claim.doc_id in ids], documents)


WHOLE = _link(DOCUMENTS)


@settings(max_examples=15, deadline=None)
@given(st.permutations(CLAIMS), st.permutations(DOCUMENTS))
def test_order_of_claims_and_documents_does_not_show(claims: list, documents: list) -> None:
    assert link(claims, documents) == WHOLE


@settings(max_examples=15, deadline=None)
@given(st.lists(st.sampled_from(DOCUMENTS), unique_by=lambda document: document.doc_id))
def test_every_claim_is_in_one_assertion_whose_values_are_of_one_mention(documents: list) -> None:
    links = _link(documents)
    claims = {claim.claim_id: claim for claim in CLAIMS if claim.doc_id in {d.doc_id for d in documents}}
    assert set(links.assertion_of) == set(claims)
    mentions: dict[str, list[Claim]] = {}
    for claim_id, assertion_id in links.assertion_of.items():
        mentions.setdefault(assertion_id, []).append(claims[claim_id])
    assert {assertion.assertion_id for assertion in links.assertions} == set(mentions)
    for assertion in links.assertions:
        _is_sound(assertion, mentions[assertion.assertion_id])


def _is_sound(assertion: Assertion, mentions: list[Claim]) -> None:
    canonical = next(claim for claim in mentions if claim.claim_id == assertion.canonical_claim_id)
    assert re.fullmatch(r"a_[0-9a-f]{16}", assertion.assertion_id)
    for field in VALUE_FIELDS:
        assert getattr(assertion, field) == getattr(canonical, field)
    assert assertion.mention_count == len(mentions)
    assert 1 <= assertion.outlet_count <= len({claim.doc_id for claim in mentions})
    assert assertion.mention_point_min <= canonical.value_point <= assertion.mention_point_max
    assert canonical.comparator in assertion.comparators_seen


@settings(max_examples=10, deadline=None)
@given(st.permutations(DOCUMENTS), st.integers(1, len(DOCUMENTS)))
def test_relations_point_at_known_claims_and_never_in_circles(documents: list, many: int) -> None:
    links = _link(documents[:many])
    for relation in links.relations:
        assert relation.from_claim_id in links.assertion_of
        assert relation.to_claim_id in links.assertion_of
        assert relation.from_claim_id != relation.to_claim_id
        assert relation.method
        assert relation.confidence in ("high", "medium", "low")
        assert list(relation.drift_types) == sorted(set(relation.drift_types))
        assert not relation.drift_types or relation.relation == "re_reports"
    sources = {r.from_claim_id: r.to_claim_id for r in links.relations if r.relation == "re_reports"}
    for claim_id in sources:
        seen = set()
        while claim_id in sources and claim_id not in seen:
            seen.add(claim_id)
            claim_id = sources[claim_id]
        assert claim_id not in sources, "a re-report that is its own source"
    newer = {a.assertion_id: a.superseded_by for a in links.assertions if a.superseded_by}
    for assertion_id in newer:
        steps = 0
        while assertion_id in newer and steps <= len(newer):
            assertion_id, steps = newer[assertion_id], steps + 1
        assert steps <= len(newer), "a total that supersedes itself"


def test_an_assertion_keeps_its_id_when_later_reports_repeat_it() -> None:
    """Ids come from the first mention: what is published later, better or not, changes no id."""
    ordered = sorted(DOCUMENTS, key=lambda document: (str(document.published_date), document.doc_id))
    for cut in (5, 12, 20):
        before = _link(ordered[:cut])
        day = ordered[cut - 1].published_date
        if any(document.published_date == day for document in ordered[cut:]):
            continue
        assert {c: a for c, a in WHOLE.assertion_of.items() if c in before.assertion_of}.items() >= {
            item for item in before.assertion_of.items() if WHOLE.assertion_of[item[0]] == item[1]
        }
        founders = {a.assertion_id for a in before.assertions}
        assert founders <= {a.assertion_id for a in WHOLE.assertions}


@st.composite
def odd_claims(draw: st.DrawFn) -> list[Claim]:
    """Claims as no sane text would give them: missing items and dates, no origin, zero, ranges upside the page."""
    found = []
    for claim in draw(st.lists(st.sampled_from(CLAIMS), unique_by=lambda claim: claim.claim_id, max_size=12)):
        number = draw(st.sampled_from([0.0, 1.0, 33.333, 4650.0, 4700.0, 1e9, 1e-3]))
        found.append(
            replace(
                claim,
                value_low=draw(st.sampled_from([None, number])),
                value_high=draw(st.sampled_from([number, number * 2])),
                value_best=None,
                value_point=number,
                comparator=draw(st.sampled_from(["exact", "vague", "between", "up_to", "about"])),
                item_id=draw(st.sampled_from([None, claim.item_id, "missile", "munition.artillery.rocket"])),
                attributed_to=draw(
                    st.sampled_from([(), ("",), ("the team",), ("Its spy agency",), claim.attributed_to])
                ),
                event_start=draw(st.sampled_from([None, date(1, 1, 1), date(2031, 4, 1)])),
                event_end=draw(st.sampled_from([None, date(9999, 12, 31), date(2031, 4, 1)])),
                statement_date=draw(st.sampled_from([None, claim.statement_date])),
                aggregation=draw(st.sampled_from([None, "period", "cumulative", "rate"])),
                alternative_group=draw(st.sampled_from([None, "A"])),
                part_of_claim_id=draw(st.sampled_from([None, claim.claim_id, "c_gone"])),
            )
        )
    return found


@settings(max_examples=60, deadline=None)
@given(odd_claims(), st.booleans())
def test_nothing_is_too_odd_to_link(claims: list[Claim], dated: bool) -> None:
    documents = [
        document if dated else replace(document, published_date=None, published="2031", publisher=None)
        for document in DOCUMENTS
    ]
    links = link(claims, documents)
    assert set(links.assertion_of) == {claim.claim_id for claim in claims}
    assert link(claims[::-1], documents[::-1]) == links


@settings(max_examples=6, deadline=None)
@given(st.permutations(DOCUMENTS))
def test_documents_added_one_by_one_give_what_a_rebuild_gives(documents: list) -> None:
    memory = Memory()
    for many in range(1, len(documents) + 1):
        ids = {document.doc_id for document in documents[:many]}
        claims = [claim for claim in CLAIMS if claim.doc_id in ids]
        links, memory = relink(claims, documents[:many], memory)
        assert links == link(claims, documents[:many])
    assert links == WHOLE


def test_a_new_document_is_compared_only_with_those_that_it_touches() -> None:
    for document in DOCUMENTS:
        others = [other for other in DOCUMENTS if other is not document]
        ids = {other.doc_id for other in others}
        _, memory = relink([claim for claim in CLAIMS if claim.doc_id in ids], others, Memory())
        links, after = relink(CLAIMS, DOCUMENTS, memory)
        anew = {pair for pair, found in after.pairs.items() if not found.is_known}
        assert links == WHOLE
        assert after.compared == len(anew)
        name = str(document.publisher)
        naming = {other.doc_id for other in DOCUMENTS if name in other.text}
        naming |= {claim.doc_id for claim in CLAIMS if any(name in source for source in claim.attributed_to)}
        assert all((naming | {document.doc_id}).intersection(pair) for pair in anew)
    _, again = relink(CLAIMS, DOCUMENTS, after)
    assert again.compared == 0


def test_a_claim_that_is_read_anew_is_compared_anew() -> None:
    _, memory = relink(CLAIMS, DOCUMENTS, Memory())
    changed = [replace(CLAIMS[0], value_low=7.0, value_best=7.0, value_high=7.0, value_point=7.0), *CLAIMS[1:]]
    links, _ = relink(changed, DOCUMENTS, memory)
    assert links == link(changed, DOCUMENTS) != WHOLE
