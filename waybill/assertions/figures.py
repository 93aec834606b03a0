"""Assertions beside each other: each meets its neighbours in its series, anew only where those have changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from waybill.assertions.desk import Desk
from waybill.assertions.groups import Grouped
from waybill.assertions.ledger import Ledger, carried, column, joined, rows
from waybill.assertions.numbering import Numbers
from waybill.assertions.reports import Mention
from waybill.assertions.totals import BESIDE, LATER, contradiction, newer_total


@dataclass(frozen=True, slots=True)
class _Series:
    """Groups under the keys of their series, each series in order of days, then of ids."""

    keys: np.ndarray
    groups: np.ndarray

    @classmethod
    def of(cls, keys: np.ndarray, owners: np.ndarray, groups: pa.Table) -> _Series:
        ids = groups.column("assertion_id").to_numpy()[owners].astype("U")
        order = np.lexsort((ids, column(groups, "as_of")[owners], keys))
        return cls(keys[order], owners[order])

    def looks_at(self, marked: np.ndarray, ahead: int) -> np.ndarray:
        """A mask of the rows that stand among the `ahead` before, or are, a row whose group is `marked`."""
        found: np.ndarray = marked[self.groups]
        for step in range(1, ahead + 1):
            same = self.keys[step:] == self.keys[:-step]
            found[:-step] |= same & marked[self.groups[step:]]
        return found

    def backwards(self) -> _Series:
        return _Series(self.keys[::-1], self.groups[::-1])

    def neighbours(self, marked: np.ndarray, ahead: int) -> list[list[int]]:
        """For each row whose group is `marked` that group and those that follow it in its series, at most `ahead`."""
        found = []
        for at in np.flatnonzero(marked[self.groups]).tolist():
            same = self.keys[at : at + 1 + ahead] == self.keys[at]
            found.append(self.groups[at : at + 1 + ahead][same].tolist())
        return found


def find_successors(desk: Desk, numbers: Numbers, grouped: Grouped, before: Ledger) -> pa.Table:
    """The ledger's "successors": each running total with the next one of its series that can stand in for it."""
    groups, series = grouped.tables["groups"], grouped.tables["series"]
    now = _Series.of(column(series, "key"), column(series, "group_no"), groups)
    was = before["series"]
    then = _Series.of(column(was, "key"), column(was, "group_no"), before["groups"])
    looked = _looking_anew(now, then, grouped, LATER)
    told = now.neighbours(looked, LATER)
    canonical = _canonical(desk, groups, told)
    nearest: dict[int, tuple[int, str, int]] = {}
    for older, *later in told:
        found = newer_total(canonical[older], [canonical[group] for group in later])
        if found is not None:
            (newer,) = (group for group in later if canonical[group] is found)
            rank = groups.column("as_of")[newer].as_py(), groups.column("assertion_id")[newer].as_py(), newer
            nearest[older] = min(rank, nearest.get(older, rank))
    fresh = ((older, newer, _sureness(canonical, older, newer)) for older, (_, _, newer) in nearest.items())
    return joined("successors", _kept("successors", numbers, grouped, looked, before), rows("successors", fresh))


def find_contradictions(desk: Desk, numbers: Numbers, grouped: Grouped, before: Ledger) -> pa.Table:
    """The ledger's "opposed": figures of different origins for one thing and time whose bounds do not meet."""
    groups = grouped.tables["groups"]
    now, then = _opposing(groups).backwards(), _opposing(before["groups"]).backwards()
    looked = _looking_anew(now, then, grouped, BESIDE)
    told = now.neighbours(looked, BESIDE)
    canonical = _canonical(desk, groups, told)

    def found() -> Iterator[tuple[object, ...]]:
        for later, *earlier in told:
            for group in earlier:
                opposed = contradiction(canonical[later], canonical[group])
                if opposed is not None:
                    large, small, confidence = opposed
                    yield later, large.place, small.place, confidence

    return joined("opposed", _kept("opposed", numbers, grouped, looked, before), rows("opposed", found()))


def _kept(name: str, numbers: Numbers, grouped: Grouped, looked: np.ndarray, before: Ledger) -> pa.Table:
    """Rows of the run before that still hold: of groups that need not be compared again."""
    known = carried(before[name], {**numbers.moved, "group": grouped.moved})
    return known.filter(pa.array(~looked[column(known, "group_no")]))


def _opposing(groups: pa.Table) -> _Series:
    keys = column(groups, "opposing")
    owners = np.flatnonzero(keys)
    return _Series.of(keys[owners], owners, groups)


def _looking_anew(now: _Series, then: _Series, grouped: Grouped, ahead: int) -> np.ndarray:
    """A mask of the groups that must be compared again: one that they look at has come or gone since the run before."""
    found = np.zeros(len(grouped.tables["groups"]), bool)
    fresh = np.arange(len(found)) >= grouped.fresh
    found[now.groups[now.looks_at(fresh, ahead)]] = True
    lost = grouped.moved[then.groups[then.looks_at(grouped.moved < 0, ahead)]]
    found[lost[lost >= 0]] = True
    return found


def _canonical(desk: Desk, groups: pa.Table, told: Iterable[Sequence[int]]) -> dict[int, Mention]:
    """The canonical mention of each group that is named."""
    wanted = np.unique(np.array([group for row in told for group in row], np.int64))
    mentions = column(groups, "mention_no")[wanted]
    desk.open_mentions(mentions)
    return {group: desk.mention(at) for group, at in zip(wanted.tolist(), mentions.tolist(), strict=True)}


def _sureness(canonical: Mapping[int, Mention], older: int, newer: int) -> str:
    same = canonical[older].origin.actor_id == canonical[newer].origin.actor_id
    return "high" if same else "medium"
