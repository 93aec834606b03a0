"""Groups of mentions as assertions: put together anew where a member or a link has changed, taken over elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from waybill.assertions.clusters import cluster
from waybill.assertions.desk import Desk
from waybill.assertions.ledger import Ledger, carried, column, joined, rows
from waybill.assertions.mentions import assertion_from, in_canonical_order, origins_own, re_reports
from waybill.assertions.numbering import Numbers
from waybill.assertions.pairs import Link
from waybill.assertions.reports import Mention
from waybill.assertions.statements import distinct, surest_first
from waybill.assertions.totals import as_of, opposing_key, series_of

_FIELDS = ("mention_no", "other_mention_no", "method", "confidence", "score")


@dataclass(frozen=True, slots=True)
class Grouped:
    """The groups of a run: those that stay as they were come first, then the new and the changed."""

    group_of: np.ndarray  # the group of each mention
    is_own: np.ndarray  # of each mention, whether it stands in its origin's own document
    tables: Mapping[str, pa.Table]  # the ledger's "groups", "series" and "retold"
    fresh: int  # number of the first group that is new or changed
    moved: np.ndarray  # for each group of the run before its number now, -1 where it is no more or has changed


def group(desk: Desk, numbers: Numbers, within: pa.Table, links: pa.Table, copies: pa.Table, before: Ledger) -> Grouped:
    """Group the mentions along their links, and make assertions of the groups that differ from those before."""
    chosen = distinct(links, numbers.mentions)
    touched = _touched(numbers, chosen, copies, before)
    was = _groups_before(numbers, before)
    labels = _labels(numbers, within, chosen, touched, was)
    group_of, moved, fresh = _numbered(labels, np.where(touched, -1, was), column(before["groups"], "size"))
    members = _members(group_of, fresh)
    desk.open_mentions(np.flatnonzero(group_of >= fresh))
    links_of = _links(chosen, within, group_of >= fresh)
    made = _Made(desk, _copied(numbers, copies), links_of)
    for number, mentions in enumerate(members, start=fresh):
        made.add(number, [desk.mention(at) for at in mentions])
    is_own = np.zeros(numbers.mentions, bool)
    stays = numbers.moved["mention"] >= 0
    is_own[numbers.moved["mention"][stays]] = before["mentions"].column("is_own").to_numpy()[stays]
    is_own[group_of >= fresh] = False
    is_own[made.own] = True
    every = {**numbers.moved, "group": moved}
    kept = before["groups"].filter(pa.array(moved >= 0))
    tables = {
        "groups": joined("groups", carried(kept, every), rows("groups", made.groups)),
        "series": joined("series", carried(before["series"], every), rows("series", made.series)),
        "retold": joined("retold", carried(before["retold"], every), rows("retold", made.retold)),
    }
    return Grouped(group_of, is_own, tables, fresh, moved)


class _Made:
    """Rows of the groups that are made anew."""

    def __init__(self, desk: Desk, copies: Mapping[str, str], links: Mapping[tuple[int, int], Link]) -> None:
        self._desk, self._copies, self._links = desk, copies, links
        self.groups: list[tuple[object, ...]] = []
        self.series: list[tuple[object, ...]] = []
        self.retold: list[tuple[object, ...]] = []
        self.own: list[int] = []

    def add(self, number: int, mentions: Sequence[Mention]) -> None:
        """Make an assertion of the mentions of one group."""
        ordered = in_canonical_order(mentions, self._copies)
        canonical, assertion = ordered[0], assertion_from(ordered, self._desk.documents)
        day = as_of(canonical)
        ordinal = 0 if day is None else day.toordinal()
        facts = (canonical.place, len(ordered), ordinal, opposing_key(canonical))
        self.groups.append((*assertion.values(), *facts))
        self.series += [(number, key) for key in series_of(canonical)]
        for source, mention, link, drift in re_reports(ordered, self._copies, self._links):
            self.retold.append((number, mention.place, source.place, drift, link.method, link.confidence))
        self.own += [mention.place for mention in origins_own(ordered, self._copies)]


def _touched(numbers: Numbers, links: pa.Table, copies: pa.Table, before: Ledger) -> np.ndarray:
    """A mask of the mentions that are fresh, of which a link has come or gone, or whose text now copies another one."""
    found = np.ones(numbers.mentions, bool)
    moved = numbers.moved["mention"]
    found[moved[moved >= 0]] = False
    old = distinct(carried(before["links"], numbers.moved), numbers.mentions)
    found[_differing(old, links, max(numbers.mentions, 1))] = True
    ends = [moved[column(before["links"], name)] for name in ("mention_no", "other_mention_no")]
    left = np.maximum(*ends)[np.minimum(*ends) < 0]  # what these were linked with is no more
    found[left[left >= 0]] = True
    now, then = copies, carried(before["copies"], numbers.moved)
    changed = {*zip(*_ends(now), strict=True)} ^ {*zip(*_ends(then), strict=True)}
    is_changed = np.zeros(len(numbers.doc_ids), bool)
    is_changed[[copy for copy, _ in changed]] = True
    lost = before["copies"].filter(pa.array(numbers.moved["report"][column(before["copies"], "other_report_no")] < 0))
    orphans = numbers.moved["report"][column(lost, "report_no")]
    is_changed[orphans[orphans >= 0]] = True
    touched: np.ndarray = found | is_changed[numbers.report_of]
    return touched


def _groups_before(numbers: Numbers, before: Ledger) -> np.ndarray:
    """The group that each mention was in, -1 for fresh ones."""
    found = np.full(numbers.mentions, -1, np.int64)
    stays = numbers.moved["mention"] >= 0
    found[numbers.moved["mention"][stays]] = column(before["mentions"], "group_no")[stays]
    return found


def _labels(numbers: Numbers, within: pa.Table, links: pa.Table, touched: np.ndarray, was: np.ndarray) -> np.ndarray:
    """For each mention the smallest of its group; what no link joins to a mention that is `touched` stays as it was."""
    places = np.arange(numbers.mentions)
    firsts = np.full(int(was.max(initial=-1)) + 2, numbers.mentions, np.int64)  # the last for fresh mentions
    np.minimum.at(firsts, was[was >= 0], places[was >= 0])
    tables = {"within": within, "links": links}
    ends = {name: [column(table, end) for end in ("mention_no", "other_mention_no")] for name, table in tables.items()}
    reached = _reached(touched, *(np.concatenate(sides) for sides in zip(*ends.values(), strict=True)))
    inside = (end[reached[ends["within"][0]]].tolist() for end in ends["within"])
    between = links.filter(pa.array(reached[ends["links"][0]]))
    joined_up = cluster(numbers.report_of.tolist(), zip(*inside, strict=True), surest_first(between))
    return np.where(reached, np.array(joined_up, np.int64), firsts[was])


def _reached(marked: np.ndarray, one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """A mask of everything that pairs (`one`, `other`) join, step by step, to what is marked."""
    found, many = marked.copy(), -1
    while many != (many := int(found.sum())):
        meet = found[one] | found[other]
        found[one[meet]] = True
        found[other[meet]] = True
    return found


def _ends(copies: pa.Table) -> tuple[list[int], list[int]]:
    return column(copies, "report_no").tolist(), column(copies, "other_report_no").tolist()


def _differing(old: pa.Table, new: pa.Table, many: int) -> np.ndarray:
    """Mentions at the ends of links that one of two tables lacks or has otherwise; each table holds a pair once."""
    before, after = (column(table, "mention_no") * many + column(table, "other_mention_no") for table in (old, new))
    both, then, now = np.intersect1d(before, after, assume_unique=True, return_indices=True)
    differ = [np.setxor1d(before, after, assume_unique=True)]
    for name in ("method", "confidence", "score"):
        unlike = pc.not_equal(old.column(name).take(pa.array(then)), new.column(name).take(pa.array(now)))
        differ.append(both[unlike.to_numpy()])
    ends = np.concatenate(differ)
    return np.concatenate((ends // many, ends % many))


def _numbered(labels: np.ndarray, was: np.ndarray, sizes: np.ndarray) -> tuple[np.ndarray, np.ndarray, int]:
    """The group of each mention, the number now of each group before, the first number of those that are made anew.

    A group stays when the same mentions make it up: all were in it (`was`; -1 for those that are fresh or touched), and
    they are as many as it had then (`sizes`).
    """
    _, group_of, counts = np.unique(labels, return_inverse=True, return_counts=True)
    low, high = np.full(len(counts), len(sizes), np.int64), np.full(len(counts), -1, np.int64)
    np.minimum.at(low, group_of, was)
    np.maximum.at(high, group_of, was)
    same = (low == high) & (low >= 0)
    same[same] = sizes[low[same]] == counts[same]
    order = np.concatenate((np.flatnonzero(same)[np.argsort(low[same], kind="stable")], np.flatnonzero(~same)))
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    moved = np.full(len(sizes), -1, np.int64)
    moved[low[same]] = rank[same]
    return rank[group_of], moved, int(same.sum())


def _members(group_of: np.ndarray, fresh: int) -> list[list[int]]:
    """The mentions of each group from number `fresh` on."""
    order = np.argsort(group_of, kind="stable")
    bounds = np.searchsorted(group_of[order], np.arange(fresh, int(group_of.max(initial=-1)) + 2))
    return [order[start:end].tolist() for start, end in pairwise(bounds)]


def _links(links: pa.Table, within: pa.Table, wanted: np.ndarray) -> dict[tuple[int, int], Link]:
    """The links between mentions of groups that are made anew."""
    found = {}
    for table in (within, links):
        needed = table.filter(pa.array(wanted[column(table, "mention_no")]))
        for one, other, *facts in zip(*(needed.column(name).to_pylist() for name in _FIELDS), strict=True):
            found[one, other] = Link(*facts)
    return found


def _copied(numbers: Numbers, copies: pa.Table) -> dict[str, str]:
    ends = zip(*_ends(copies), strict=True)
    return {numbers.doc_ids[copy]: numbers.doc_ids[lead] for copy, lead in ends}
