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


Reports = tuple[str, str]
"""Ids of two documents that have something in common."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """What brings two reports together."""

    met: tuple[Place, ...]  # places of mentions that share a block, counted within each report
    common: int  # numbers of the same items that both give
    are_copies: bool


@dataclass(frozen=True, slots=True)
class Remembered:
    """The links of a pair of reports and all that they follow from."""

    facts: tuple[tuple[Mention, ...], tuple[Mention, ...], Meeting]
    links: tuple[tuple[Place, Link], ...]
    is_known: bool  # taken over from an earlier run


@dataclass(frozen=True, slots=True)
class Statements:
    """Groups of mentions (indices, sorted) with the links that made them."""

    groups: Sequence[Sequence[int]]
    links: Mapping[Place, Link]
    judged: Mapping[Reports, Remembered]  # filled where a memory was given


def copies_of(documents: Sequence[Document], reports: Sequence[Report]) -> dict[str, str]:
    """doc_id of each copy -> doc_id of the document it copies; `documents` and `reports` in one order."""
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


def find_statements(
    mentions: Sequence[Mention], copies: Mapping[str, str], memory: Mapping[Reports, Remembered] | None = None
) -> Statements:
    """Groups of mentions that render one statement each; `mentions` in order of time and place.

    With a `memory` of an earlier run, pairs of reports of which nothing has changed are not compared again.
    """
    ranges = _ranges(mentions)
    within = {pair: link for span in ranges.values() for pair, link in _links_within(mentions, span)}
    meetings = _meetings_of_copies(ranges, copies)
    judged: dict[Reports, Remembered] = {}
    links = dict(_judged(mentions, ranges, meetings, memory, judged))
    covered = {at for pair in links for at in pair if mentions[at].report.doc_id in copies}
    for pair, link in _judged(mentions, ranges, _meetings(mentions, ranges, covered), memory, judged):
        links.setdefault(pair, link)
    documents = _document_numbers(mentions)
    groups = cluster(len(mentions), documents, within, [(one, other, link) for (one, other), link in links.items()])
    return Statements(groups, {**within, **links}, judged)


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


def _meetings_of_copies(ranges: Mapping[str, range], copies: Mapping[str, str]) -> dict[Reports, Meeting]:
    pairs = [(copy, lead) for copy, lead in copies.items() if copy in ranges and lead in ranges]
    return {pair: Meeting((), 0, True) for pair in sorted(pairs)}


def _meetings(mentions: Sequence[Mention], ranges: Mapping[str, range], covered: set[int]) -> dict[Reports, Meeting]:
    """Pairs of reports worth comparing, with the mentions that met in a block and the count of common numbers."""
    open_places = [at for at in range(len(mentions)) if at not in covered]
    open_mentions = [mentions[at] for at in open_places]
    met: defaultdict[Reports, list[Place]] = defaultdict(list)
    for left, right in candidate_pairs(open_mentions):
        one, other = open_places[left], open_places[right]
        first, second = mentions[one].report.doc_id, mentions[other].report.doc_id
        met[first, second].append((one - ranges[first].start, other - ranges[second].start))
    common = numbers_in_common(open_mentions, NUMBERS_SHARED)
    pairs = sorted({*met, *common}, key=lambda pair: (ranges[pair[0]].start, ranges[pair[1]].start))
    return {pair: Meeting(tuple(met.get(pair, ())), common.get(pair, 0), False) for pair in pairs}


def _judged(
    mentions: Sequence[Mention],
    ranges: Mapping[str, range],
    meetings: Mapping[Reports, Meeting],
    memory: Mapping[Reports, Remembered] | None,
    judged: dict[Reports, Remembered],
) -> Iterator[tuple[Place, Link]]:
    """Links of each meeting, from memory where both reports and what they have in common are as they were."""
    for pair, meeting in meetings.items():
        first, second = ranges[pair[0]], ranges[pair[1]]
        sides = mentions[first.start : first.stop], mentions[second.start : second.stop]
        if memory is None:
            found = links_of_meeting(*sides, meeting)
        else:
            facts = tuple(sides[0]), tuple(sides[1]), meeting
            known = memory.get(pair)
            is_known = known is not None and known.facts == facts
            found = known.links if known is not None and is_known else links_of_meeting(*sides, meeting)
            judged[pair] = Remembered(facts, found, is_known)
        for (one, other), link in found:
            places = first.start + one, second.start + other
            yield (min(places), max(places)), link


def links_of_meeting(
    first: Sequence[Mention], second: Sequence[Mention], meeting: Meeting
) -> tuple[tuple[Place, Link], ...]:
    """Links between the mentions of two reports, by their places in each: a function of nothing else."""
    plain = [
        ((one, other), link)
        for one, other in meeting.met
        if (link := judge(first[one], second[other], NONE)) is not None
    ]
    shared = {numbers_of(first[one].claim) for (one, _), link in plain if link.confidence != "low"}
    story = story_of(first[0].report, second[0].report, meeting.are_copies, len(shared), meeting.common)
    if story == NONE:
        return tuple(plain)
    if story == COPY or _order(first[0].report) >= _order(second[0].report):
        return tuple(_best_fits(first, second, story))
    return tuple(((one, other), link) for (other, one), link in _best_fits(second, first, story))


def _best_fits(later: Sequence[Mention], earlier: Sequence[Mention], story: str) -> Iterator[tuple[Place, Link]]:
    """Each mention of the later report of a story with its best fit in the earlier one."""
    for at, mention in enumerate(later):
        fits = [(link, to) for to, other in enumerate(earlier) if (link := judge(mention, other, story)) is not None]
        if fits:
            link, to = max(fits, key=lambda fit: (fit[0].score, -fit[1]))
            yield (at, to), link


def _order(report: Report) -> tuple[int, str]:
    return report.published[1], report.doc_id
