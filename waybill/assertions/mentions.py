"""A group of mentions as one assertion: the canonical mention gives every value, the spread stands beside it."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence

from waybill.assertions.drift import drift_types
from waybill.assertions.pairs import Link
from waybill.assertions.record import Assertion
from waybill.assertions.reports import Mention, Report, names_report
from waybill.documents.record import Document


def assertion_id_of(founder: Mention) -> str:
    """The id of the assertion that `founder` founds: "a_" + 16 hex of sha256 over its claim id.

    The founder is the mention published first (see `founding_mention`), not the canonical one: reports that come
    later may bring a better mention, yet the assertion keeps the name that its first mention gave it.
    """
    return "a_" + hashlib.sha256(founder.claim.claim_id.encode()).hexdigest()[:16]


def founding_mention(mentions: Sequence[Mention]) -> Mention:
    """The mention published first; on one day the shortest chain, then the smallest id."""
    return min(
        mentions,
        key=lambda mention: (
            mention.report.published[1],
            len(mention.claim.attributed_to),
            mention.claim.claim_id,
        ),
    )


def in_canonical_order(mentions: Sequence[Mention], copies: Mapping[str, str]) -> list[Mention]:
    """Mentions of one statement, the one whose values stand for it first.

    The origin's own document, then those that still name the origin, then reports that cite no other of the group,
    then the shortest chain, then the earliest; copies come after what they copy; ids break ties.
    """
    if len(mentions) == 1:
        return list(mentions)
    reports = {mention.report.doc_id: mention.report for mention in mentions}
    outlets = {report.outlet for report in reports.values()} - {None}
    named = [mention for mention in mentions if _names_origin(mention, reports.values())]

    def rank(mention: Mention) -> tuple[object, ...]:
        report = mention.report
        return (
            report.doc_id in copies,
            not is_origins_own(mention, mentions, named),
            mention not in named,
            bool(report.sources & outlets - {report.outlet}),
            len(mention.claim.attributed_to),
            report.published[1],
            mention.in_headline,
            report.doc_id,
            mention.claim.quantity_start,
            mention.claim.claim_id,
        )

    return sorted(mentions, key=rank)


def origins_own(mentions: Sequence[Mention], copies: Mapping[str, str]) -> list[Mention]:
    """The mentions of one statement that stand in the origin's own document."""
    own = [mention for mention in mentions if mention.is_own_voice and mention.report.doc_id not in copies]
    if not own:
        return []
    reports = {mention.report.doc_id: mention.report for mention in mentions}
    named = [mention for mention in mentions if _names_origin(mention, reports.values())]
    return [mention for mention in own if is_origins_own(mention, mentions, named)]


def is_origins_own(mention: Mention, mentions: Sequence[Mention], named: Sequence[Mention]) -> bool:
    """Whether the report is the origin's own document: others name it as the origin, or nobody names another."""
    if not mention.is_own_voice:
        return False
    return not named or any(names_report(other, mention.report) for other in mentions)


def _names_origin(mention: Mention, reports: Collection[Report]) -> bool:
    """Whether the mention says who said it, rather than which report it took the figure from."""
    if not mention.claim.attributed_to or mention.origin.is_outlet or mention.origin.is_nobody:
        return False
    return not any(names_report(mention, report) for report in reports)


def assertion_from(ordered: Sequence[Mention], documents: Mapping[str, Document]) -> Assertion:
    """One row of `assertions`: value fields of the first mention, counts and spread of all."""
    canonical = ordered[0].claim
    reports = [documents[mention.report.doc_id] for mention in ordered]
    days = [report.published_date for report in reports if report.published_date is not None]
    points = [mention.claim.value_point for mention in ordered]
    return Assertion(
        assertion_id=assertion_id_of(founding_mention(ordered)),
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
        mention_count=len(ordered),
        outlet_count=len({mention.report.outlet or mention.report.doc_id for mention in ordered}),
        comparators_seen=tuple(sorted({mention.claim.comparator for mention in ordered})),
        mention_point_min=min(points),
        mention_point_max=max(points),
        superseded_by=None,
        evidence_type=canonical.evidence_type,
    )


def re_reports(
    ordered: Sequence[Mention], copies: Mapping[str, str], links: Mapping[tuple[int, int], Link]
) -> Iterator[tuple[Mention, Mention, Link, tuple[str, ...]]]:
    """Each mention that was told after another: its source, itself, the link between them, what changed on the way."""
    told = sorted(range(len(ordered)), key=lambda at: (*_telling(ordered[at], ordered[0], copies), at))
    for place, at in enumerate(told[1:], start=1):
        mention = ordered[at]
        source = _source_of(mention, [ordered[earlier] for earlier in told[:place]], copies, links)
        if source is None:
            continue
        siblings = [other for other in ordered if other.report is mention.report and other is not mention]
        drift = drift_types(mention, source, siblings if source.report is not mention.report else ())
        yield source, mention, _link_between(mention, source, links), drift


def _telling(mention: Mention, canonical: Mention, copies: Mapping[str, str]) -> tuple[bool, bool, int]:
    """Order of telling: the origin's own words first, then by last possible day; copies after all others."""
    own = mention is canonical and mention.is_own_voice
    return mention.report.doc_id in copies, not own, mention.report.published[1]


def _source_of(
    mention: Mention, before: Sequence[Mention], copies: Mapping[str, str], links: Mapping[tuple[int, int], Link]
) -> Mention | None:
    """The mention it was taken from: of the text it copies, of a report it cites, else the first that was told.

    Within its own document a mention has a source only where the text sets what others made of a figure beside it.
    """
    report = mention.report
    others = [other for other in before if other.report is not report]
    for other in others:
        if copies.get(report.doc_id) == other.report.doc_id:
            return other
    for other in others:
        if other.report.outlet is not None and other.report.outlet in report.sources:
            return other
    if others:
        return others[0]
    beside = (other for other in before if _link_between(mention, other, links).method.startswith(_SET_BESIDE))
    return next(beside, None)


_SET_BESIDE = ("within-retold", "within-version")
_TRANSITIVE = Link("through-others", "low", 0.0)


def _link_between(one: Mention, other: Mention, links: Mapping[tuple[int, int], Link]) -> Link:
    return links.get((min(one.place, other.place), max(one.place, other.place)), _TRANSITIVE)
