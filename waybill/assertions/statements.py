"""One statement, many mentions: from mentions to groups, through copies, blocks, pairs of reports and links."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from waybill.assertions.candidates import candidate_pairs, numbers_in_common, pairs_within
from waybill.assertions.clusters import Joined, cluster
from waybill.assertions.copies import find_copies, lead_of
from waybill.assertions.pairs import COPY, NONE, NUMBERS_SHARED, Link, judge, judge_within, story_of
from waybill.assertions.reports import Mention, Report
from waybill.assertions.values import numbers_of
from waybill.documents.record import Document

Place = tuple[int, int]
"""Indices of two mentions, the smaller first."""


@dataclass(frozen=True, slots=True)
class Statements:
    """Groups of mentions (indices, sorted) with the links that made them."""

    groups: Sequence[Sequence[int]]
    links: Mapping[Place, Link]


def copies_of(documents: Sequence[Document], reports: Sequence[Report]) -> dict[str, str]:
    """doc_id of each copy -> doc_id of the document it copies; `documents` sorted by doc_id, `reports` alike."""
    sets = Joined(len(documents))
    for one, other in find_copies(documents):
        sets.join(one, other)
    found: dict[str, str] = {}
    for members in sets.groups():
        if len(members) > 1:
            outlets = {reports[at].outlet: at for at in members if reports[at].outlet is not None}
            cites = {
                at: frozenset(outlets[key] for key in reports[at].sources if key in outlets) - {at} for at in members
            }
            lead = lead_of(members, documents, cites)
            found.update({documents[at].doc_id: documents[lead].doc_id for at in members if at != lead})
    return found


def find_statements(mentions: Sequence[Mention], copies: Mapping[str, str]) -> Statements:
    """Groups of mentions that render one statement each; `mentions` sorted by document and place."""
    ranges = _ranges(mentions)
    within = {pair: link for span in ranges.values() for pair, link in _links_within(mentions, span)}
    links = dict(_links_of_copies(mentions, ranges, copies))
    covered = {at for pair in links for at in pair if mentions[at].report.doc_id in copies}
    for pair, link in _links_between(mentions, ranges, covered):
        links.setdefault(pair, link)
    documents = _document_numbers(mentions)
    groups = cluster(len(mentions), documents, within, [(one, other, link) for (one, other), link in links.items()])
    return Statements(groups, {**within, **links})


def _ranges(mentions: Sequence[Mention]) -> dict[str, range]:
    """Where each document's mentions lie."""
    starts: dict[str, int] = {}
    found: dict[str, range] = {}
    for at, mention in enumerate(mentions):
        start = starts.setdefault(mention.report.doc_id, at)
        found[mention.report.doc_id] = range(start, at + 1)
    return found


def _document_numbers(mentions: Sequence[Mention]) -> list[int]:
    numbers: dict[str, int] = {}
    return [numbers.setdefault(mention.report.doc_id, len(numbers)) for mention in mentions]


def _links_within(mentions: Sequence[Mention], span: range) -> Iterator[tuple[Place, Link]]:
    """Links inside one document; a headline goes with the one mention of the body that fits it best."""
    headlines: dict[int, tuple[float, int, Link]] = {}
    for left, right in pairs_within(mentions[span.start : span.stop]):
        one, other = span.start + left, span.start + right
        link = judge_within(mentions[one], mentions[other])
        if link is None:
            continue
        if not mentions[one].in_headline or mentions[other].in_headline:
            yield (one, other), link
        elif one not in headlines or link.score > headlines[one][0]:
            headlines[one] = (link.score, other, link)
    for one, (_, other, link) in headlines.items():
        yield (one, other), link


def _links_of_copies(
    mentions: Sequence[Mention], ranges: Mapping[str, range], copies: Mapping[str, str]
) -> Iterator[tuple[Place, Link]]:
    for copy, lead in sorted(copies.items()):
        if copy in ranges and lead in ranges:
            reports = mentions[ranges[copy].start].report, mentions[ranges[lead].start].report
            yield from _aligned(mentions, ranges[copy], ranges[lead], story_of(*reports, True, 0))


def _links_between(
    mentions: Sequence[Mention], ranges: Mapping[str, range], covered: set[int]
) -> Iterator[tuple[Place, Link]]:
    """Links between reports that are no copies of each other: block by block first, then report by report."""
    open_places = [at for at in range(len(mentions)) if at not in covered]
    plain: dict[tuple[str, str], list[tuple[Place, Link]]] = defaultdict(list)
    for left, right in candidate_pairs([mentions[at] for at in open_places]):
        one, other = open_places[left], open_places[right]
        meetings = plain[mentions[one].report.doc_id, mentions[other].report.doc_id]
        link = judge(mentions[one], mentions[other], NONE)
        if link is not None:
            meetings.append(((one, other), link))
    common = numbers_in_common([mentions[at] for at in open_places], NUMBERS_SHARED)
    for pair in common:
        plain.setdefault(pair, [])
    for (first, second), found in sorted(plain.items()):
        span, other_span = ranges[first], ranges[second]
        shared = {numbers_of(mentions[one].claim) for (one, _), link in found if link.confidence != "low"}
        reports = mentions[span.start].report, mentions[other_span.start].report
        story = story_of(*reports, False, len(shared), common.get((first, second), 0))
        if story == NONE:
            yield from found
        else:
            yield from _aligned(mentions, span, other_span, story)


def _aligned(mentions: Sequence[Mention], span: range, other: range, story: str) -> Iterator[tuple[Place, Link]]:
    """Links between two reports of one story: each mention of the later one with its best fit in the earlier."""
    later, earlier = span, other
    if story != COPY and _order(mentions[span.start].report) < _order(mentions[other.start].report):
        later, earlier = other, span
    for at in later:
        fits = [(link, to) for to in earlier if (link := judge(mentions[at], mentions[to], story)) is not None]
        if fits:
            link, to = max(fits, key=lambda fit: (fit[0].score, -fit[1]))
            yield (min(at, to), max(at, to)), link


def _order(report: Report) -> tuple[int, str]:
    return report.published[1], report.doc_id
