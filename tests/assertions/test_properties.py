"""Promises of linking that hold whatever the claims are."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.assertions.clusters import load_clusters
from tests.assertions.making import claim as made
from tests.assertions.making import report
from waybill.assertions import EMPTY, Assertion, Links, Listed, link, relink
from waybill.claims.record import Claim
from waybill.documents.record import Document

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
    ledger = EMPTY
    for many in range(1, len(documents) + 1):
        ids = {document.doc_id for document in documents[:many]}
        claims = [claim for claim in CLAIMS if claim.doc_id in ids]
        done = relink(Listed.of(claims, documents[:many]), ledger)
        ledger = done.ledger
        assert done.linked.records() == link(claims, documents[:many])
    assert done.linked.records() == WHOLE


def _edited(document: Document, claims: list[Claim], edit: str) -> tuple[Document, list[Claim]]:
    """A report as a newsroom, a better reader or somebody with a sidecar may leave it."""
    day = document.published_date
    if edit == "renamed outlet":
        return replace(document, publisher="The Wharf Observer"), claims
    if edit == "names that outlet":
        text = f"{document.text} As The Wharf Observer had it."
        return replace(document, text=text, body_end=len(text)), claims
    if edit == "no day":
        return replace(document, published_date=None, published="2031"), claims
    if edit == "a month later" and day is not None:
        later = day + timedelta(days=31)
        return replace(document, published_date=later, published=later.isoformat()), claims
    if edit == "fewer claims":
        return document, claims[1:]
    if edit == "tenfold" and claims:
        first = claims[0]
        low, high = ((None if n is None else 10 * n) for n in (first.value_low, first.value_high))
        more = replace(first, value_low=low, value_high=high, value_best=None, value_point=10 * first.value_point)
        return document, [more, *claims[1:]]
    if edit == "own voice":
        return document, [replace(claim, attributed_to=()) for claim in claims]
    if edit == "options":
        named = {"alternative_group": "A", "alternative_operator": "or"}
        return document, [replace(claim, **named) for claim in claims]
    return document, claims


EDITS = ("as it was", "as it was", "gone", "renamed outlet", "names that outlet", "no day", "a month later",
         "fewer claims", "tenfold", "own voice", "options")  # fmt: skip


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.lists(st.sampled_from(EDITS), min_size=len(DOCUMENTS), max_size=len(DOCUMENTS)), min_size=2, max_size=3)
)
def test_whatever_was_linked_before_the_links_are_those_of_a_rebuild(states: list[list[str]]) -> None:
    ledger = EMPTY
    for state in states:
        documents, claims = [], []
        for document, edit in zip(DOCUMENTS, state, strict=True):
            if edit != "gone":
                told = [claim for claim in CLAIMS if claim.doc_id == document.doc_id]
                document, told = _edited(document, told, edit)
                documents.append(document)
                claims += told
        done = relink(Listed.of(claims, documents), ledger)
        ledger = done.ledger
        assert done.linked.records() == link(claims, documents)


def test_what_has_not_changed_is_not_looked_at() -> None:
    whole = Listed.of(CLAIMS, DOCUMENTS)
    ledger = relink(whole, EMPTY).ledger
    assert relink(whole, ledger).opened == frozenset()
    stranger = replace(
        DOCUMENTS[0], doc_id="d_stranger", publisher=None, text="Nothing moved.", body_start=0, body_end=14
    )
    assert relink(Listed.of(CLAIMS, [*DOCUMENTS, stranger]), ledger).opened == {"d_stranger"}


def test_a_new_report_opens_those_that_it_touches() -> None:
    for document in DOCUMENTS:
        others = [other for other in DOCUMENTS if other is not document]
        ids = {other.doc_id for other in others}
        ledger = relink(Listed.of([claim for claim in CLAIMS if claim.doc_id in ids], others), EMPTY).ledger
        done = relink(Listed.of(CLAIMS, DOCUMENTS), ledger)
        assert document.doc_id in done.opened
        assert done.linked.records() == WHOLE


def test_a_claim_that_is_read_anew_is_compared_anew() -> None:
    ledger = relink(Listed.of(CLAIMS, DOCUMENTS), EMPTY).ledger
    changed = [replace(CLAIMS[0], value_low=7.0, value_best=7.0, value_high=7.0, value_point=7.0), *CLAIMS[1:]]
    assert relink(Listed.of(changed, DOCUMENTS), ledger).linked.records() == link(changed, DOCUMENTS) != WHOLE


def test_a_link_between_old_reports_changes_when_others_come_between_them() -> None:
    """Three numbers in common make a story of two reports, until many others give one of them, too."""
    first, last = report("first", "2031-05-01"), report("last", "2031-05-09")
    numbers, voices = (4650.0, 7310.0, 8230.0), ("the Ostby Institute", "the Ostby Institute", "sources")
    told = [made(first, number, by=voices[0], at=10 * at) for at, number in enumerate(numbers, start=1)]
    again = [made(last, n, by=by, at=10 * at) for at, (n, by) in enumerate(zip(numbers, voices, strict=True), start=1)]
    between = [report(f"between{day}", f"2031-05-0{day}") for day in range(2, 9)]
    others = [made(document, numbers[2], by=f"Kyiv's {document.doc_id} Institute") for document in between]
    before = relink(Listed.of([*told, *again], [first, last]), EMPTY)
    done = relink(Listed.of([*told, *again, *others], [first, last, *between]), before.ledger)
    assert done.linked.records() == link([*told, *again, *others], [first, last, *between])
    of_both = [
        {relation.method for relation in run.linked.records().relations if relation.from_claim_id == again[0].claim_id}
        for run in (before, done)
    ]
    assert of_both == [{"shared-same-origin-equal"}, {"none-same-origin-equal"}]
