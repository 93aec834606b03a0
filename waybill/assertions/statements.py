"""Which mentions of two reports render one statement: through copies, blocks and links."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from waybill.assertions.candidates import Keyed, candidate_pairs, numbers_in_common
from waybill.assertions.clusters import Joined
from waybill.assertions.copies import PERMUTATIONS, lead_of, same_texts, similar_pairs
from waybill.assertions.desk import Desk
from waybill.assertions.ledger import Ledger, carried, column, columns_of, joined, rows
from waybill.assertions.numbering import Numbers
from waybill.assertions.pairs import COPY, NONE, NUMBERS_SHARED, Link, judge, story_of
from waybill.assertions.reports import Mention, Report
from waybill.assertions.values import numbers_of

Place = tuple[int, int]
Reports = tuple[int, int]
"""Numbers of two reports that have something in common, the smaller first."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """What brings two reports together."""

    met: tuple[Place, ...]  # places of mentions that share a block, counted within each report
    common: int  # numbers of the same items that both give
    are_copies: bool


def find_copies(desk: Desk, numbers: Numbers, before: Ledger) -> tuple[pa.Table, pa.Table]:
    """The ledger's tables "alike" and "copies": texts compared anew only where one of the two is fresh."""
    written = np.frombuffer(b"".join(numbers.reports.column("signature").to_pylist()), "<u4")
    days = numbers.reports.column("day").fill_null(-1).to_numpy()
    pairs = similar_pairs(written.reshape(-1, PERMUTATIONS), days)
    many = len(numbers.doc_ids)
    known = carried(before["alike"], numbers.moved)
    at = np.flatnonzero(np.isin(_packed(known, many), pairs[:, 0] * many + pairs[:, 1]))
    known = known.take(pa.array(at))
    anew = pairs[~np.isin(pairs[:, 0] * many + pairs[:, 1], _packed(known, many))]
    desk.open_reports(np.unique(anew).tolist())
    same = same_texts(anew.tolist(), desk.document)
    alike = joined("alike", known, columns_of("alike", *anew.T, np.array(same, bool)))
    return alike, _leads(desk, numbers, alike, before)


def _leads(desk: Desk, numbers: Numbers, alike: pa.Table, before: Ledger) -> pa.Table:
    """Each copy with what it copies; groups of copies that are as they were keep their lead."""
    old = carried(before["copies"], numbers.moved)
    was = dict(zip(column(old, "report_no").tolist(), column(old, "other_report_no").tolist(), strict=True))
    size = _old_sizes(before, numbers)
    sets, found = Joined(len(numbers.doc_ids)), []
    same = alike.column("same").to_numpy()
    ends = column(alike, "report_no")[same].tolist(), column(alike, "other_report_no")[same].tolist()
    for one, other in zip(*ends, strict=True):
        sets.join(one, other)
    for members in sets.groups_of({*ends[0], *ends[1]}):
        leads = {was.get(at, at) for at in members}
        (lead,) = leads if len(leads) == 1 and size.get(*leads) == len(members) else (None,)
        lead = _lead(desk, members) if lead is None else lead
        found += [(at, lead) for at in members if at != lead]
    return rows("copies", sorted(found))


def _old_sizes(before: Ledger, numbers: Numbers) -> dict[int, int]:
    """For each report that others copied in the run before, how many the group was, those that are gone included."""
    leads, counts = np.unique(column(before["copies"], "other_report_no"), return_counts=True)
    now = numbers.moved["report"][leads]
    return dict(zip(now[now >= 0].tolist(), (counts[now >= 0] + 1).tolist(), strict=True))


def _lead(desk: Desk, members: Sequence[int]) -> int:
    desk.open_reports(members)
    reports = {at: desk.report(at) for at in members}
    outlets = {report.outlet: at for at, report in reports.items() if report.outlet is not None}
    cites = {
        at: frozenset(outlets[key] for key in report.sources if key in outlets) - {at} for at, report in reports.items()
    }
    return lead_of(members, desk.document, cites)


def find_links(
    desk: Desk, numbers: Numbers, told: Mapping[str, pa.Table], said: np.ndarray, copies: pa.Table, before: Ledger
) -> dict[str, pa.Table]:
    """The ledger's tables "met", "common" and "links"; pairs of reports are compared again where anything changed."""
    old = carried(before["links"], numbers.moved)
    is_copy = old.column("is_copy").to_numpy()
    links = [_copy_links(desk, numbers, copies, old.filter(pa.array(is_copy)), before)]
    keyed = _open(told, numbers, said, _covered(links[0], copies, numbers))
    pairs, common = candidate_pairs(keyed["blocks"]), numbers_in_common(keyed["numbers"], NUMBERS_SHARED)
    met = columns_of("met", *pairs.T)
    shared = columns_of("common", *common.T)
    touched = _touched(numbers, met, shared, before)
    many = len(numbers.doc_ids)
    stays = ~is_copy & ~np.isin(_reports(old, numbers) @ (many, 1), touched)
    links.append(old.filter(pa.array(stays)))
    desk.open_reports(np.unique(np.concatenate((touched // many, touched % many))).tolist())
    links.append(_judged(desk, _meetings(numbers, pairs, common, touched)))
    return {"met": met, "common": shared, "links": joined("links", *links)}


def _copy_links(desk: Desk, numbers: Numbers, copies: pa.Table, old: pa.Table, before: Ledger) -> pa.Table:
    """Links between each copy and what it copies."""
    many = len(numbers.doc_ids)
    known = _packed(carried(before["copies"], numbers.moved), many)
    stay = np.intersect1d(_packed(copies, many), known)
    ends = _reports(old, numbers)
    kept = old.filter(pa.array(np.isin(ends @ (many, 1), stay) | np.isin(ends @ (1, many), stay)))
    fresh = copies.filter(pa.array(~np.isin(_packed(copies, many), stay)))
    pairs = [*zip(column(fresh, "report_no").tolist(), column(fresh, "other_report_no").tolist(), strict=True)]
    desk.open_reports({at for pair in pairs for at in pair})
    return joined("links", kept, _judged(desk, ((pair, Meeting((), 0, True)) for pair in pairs)))


def _covered(links: pa.Table, copies: pa.Table, numbers: Numbers) -> np.ndarray:
    """A mask of the mentions of copies that stand in what they copy: nothing else has to be looked for."""
    is_copy = np.zeros(len(numbers.doc_ids), bool)
    is_copy[column(copies, "report_no")] = True
    linked = np.zeros(numbers.mentions, bool)
    linked[column(links, "mention_no")] = True
    linked[column(links, "other_mention_no")] = True
    found: np.ndarray = linked & is_copy[numbers.report_of]
    return found


def _open(told: Mapping[str, pa.Table], numbers: Numbers, said: np.ndarray, covered: np.ndarray) -> dict[str, Keyed]:
    found = {}
    for name in ("blocks", "numbers"):
        owners = column(told[name], "mention_no")
        stays = ~covered[owners]
        found[name] = Keyed(column(told[name], "key")[stays], owners[stays], said, numbers.report_of)
    return found


def _touched(numbers: Numbers, met: pa.Table, common: pa.Table, before: Ledger) -> np.ndarray:
    """Pairs of reports, packed, that do not meet as they met in the run before."""
    many, mentions = len(numbers.doc_ids), max(numbers.mentions, 1)
    old = carried(before["met"], numbers.moved)
    now, then = (column(t, "mention_no") * mentions + column(t, "other_mention_no") for t in (met, old))
    differ = np.setxor1d(now, then)
    ends = numbers.report_of[differ // mentions], numbers.report_of[differ % mentions]
    counts = [_packed(t, many) * (1 << 16) + column(t, "count") % (1 << 16)
              for t in (common, carried(before["common"], numbers.moved))]  # fmt: skip
    found: np.ndarray = np.union1d(ends[0] * many + ends[1], np.setxor1d(*counts) >> 16)
    return found


def _meetings(
    numbers: Numbers, pairs: np.ndarray, common: np.ndarray, touched: np.ndarray
) -> Iterator[tuple[Reports, Meeting]]:
    """The meetings of the pairs of reports that are `touched`, in the order of their numbers."""
    many = len(numbers.doc_ids)
    ends = numbers.report_of[pairs]
    packed = ends @ (many, 1)
    order = np.argsort(packed, kind="stable")
    order = order[np.isin(packed[order], touched)]
    packed, places = packed[order], (pairs - numbers.starts[ends])[order]
    counts = dict(zip((common[:, :2] @ (many, 1)).tolist(), common[:, 2].tolist(), strict=True))
    for pair in touched.tolist():
        start, end = np.searchsorted(packed, (pair, pair + 1)).tolist()
        if start < end or pair in counts:
            met = tuple(map(tuple, places[start:end].tolist()))
            yield divmod(pair, many), Meeting(met, counts.get(pair, 0), False)


def _judged(desk: Desk, meetings: Iterable[tuple[Reports, Meeting]]) -> pa.Table:
    def found() -> Iterator[tuple[object, ...]]:
        for (first, second), meeting in meetings:
            sides = desk.mentions(first), desk.mentions(second)
            for (one, other), link in links_of_meeting(*sides, meeting) if all(sides) else ():
                places = sides[0][one].place, sides[1][other].place
                yield min(places), max(places), link.method, link.confidence, link.score, meeting.are_copies

    return rows("links", found())


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


def _packed(pairs: pa.Table, many: int) -> np.ndarray:
    """Pairs of reports, each as one number."""
    found: np.ndarray = column(pairs, "report_no") * many + column(pairs, "other_report_no")
    return found


def _reports(links: pa.Table, numbers: Numbers) -> np.ndarray:
    """The reports of both ends of each link, a row a link."""
    ends = np.column_stack((column(links, "mention_no"), column(links, "other_mention_no")))
    found: np.ndarray = numbers.report_of[ends]
    return found


def distinct(links: pa.Table, mentions: int) -> pa.Table:
    """Links, each pair of mentions once: what a copy shows goes before what a meeting shows."""
    packed = column(links, "mention_no") * max(mentions, 1) + column(links, "other_mention_no")
    order = np.argsort(~links.column("is_copy").to_numpy(), kind="stable")
    first = np.unique(packed[order], return_index=True)[1]
    return links.take(pa.array(order[first]))


def surest_first(links: pa.Table) -> Iterable[Place]:
    """Pairs of mentions in the order in which they may join groups; ties by number."""
    sureness = {"high": 0, "medium": 1, "low": 2}
    grades = np.array([sureness[grade] for grade in links.column("confidence").to_pylist()], np.int64)
    one, other = column(links, "mention_no"), column(links, "other_mention_no")
    order = np.lexsort((other, one, -links.column("score").to_numpy(), grades))
    return zip(one[order].tolist(), other[order].tolist(), strict=True)
