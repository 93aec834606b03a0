"""Which reports are new or changed since the run before, and the numbers of all of them in order of time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from waybill.assertions.copies import signatures
from waybill.assertions.desk import Desk
from waybill.assertions.ledger import Ledger, Moved, carried, column, joined, rows
from waybill.assertions.library import Library
from waybill.assertions.reports import OutletNames, outlet_names, published_interval


@dataclass(frozen=True, slots=True)
class Numbers:
    """All reports of a run by number, and how the numbers of the run before read now."""

    reports: pa.Table  # the ledger's table
    doc_ids: Sequence[str]
    starts: np.ndarray  # number of the first mention of each report, and of all mentions
    fresh: np.ndarray  # numbers of the reports that are new or changed
    moved: Moved  # for reports and mentions

    @property
    def mentions(self) -> int:
        """How many there are."""
        return int(self.starts[-1])

    @property
    def report_of(self) -> np.ndarray:
        """The report of each mention."""
        return np.repeat(np.arange(len(self.doc_ids)), np.diff(self.starts))


def known_rows(library: Library, before: Ledger, names: OutletNames) -> np.ndarray:
    """For each document of the library its row in the ledger, -1 where it is new or changed or names a new outlet."""
    reports = before["reports"]
    ids, keys = pa.array(library.doc_ids, pa.string()), pa.array(library.keys, pa.string())
    at = pc.index_in(ids, value_set=reports.column("doc_id").combine_chunks())
    same = pc.fill_null(pc.equal(keys, reports.column("key").combine_chunks().take(at)), False)
    found: np.ndarray = np.where(same.to_numpy(False), pc.fill_null(at, -1).to_numpy(False), -1).astype(np.int64)
    words = names.words(outlet_names(reports.column("publisher").unique().to_pylist()))
    if len(words) and reports.num_rows:
        asks = before["asks"]
        touched = np.zeros(reports.num_rows + 1, bool)  # the last for those that are not known
        touched[column(asks, "report_no")[np.isin(column(asks, "word"), np.array(words))]] = True
        found[touched[found]] = -1
    return found


def number(library: Library, before: Ledger, desk: Desk, known: np.ndarray) -> Numbers:
    """Give the reports their numbers: by last possible day of publication, then by id. Fresh ones are opened."""
    doc_ids, keys = library.doc_ids, library.keys
    unknown = np.flatnonzero(known < 0).tolist()
    desk.lay_out(doc_ids[at] for at in unknown)
    written = signatures([desk.documents[doc_ids[at]] for at in unknown])
    read = (_row(desk, doc_ids[at], keys[at], signature) for at, signature in zip(unknown, written, strict=True))
    kept = known[known >= 0]
    reports = joined("reports", before["reports"].take(pa.array(kept)), rows("reports", read))
    order = pc.sort_indices(reports, [("until", "ascending"), ("doc_id", "ascending")]).to_numpy()
    reports = reports.take(pa.array(order)).combine_chunks()
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    moved = np.full(before["reports"].num_rows, -1, np.int64)
    moved[kept] = rank[: len(kept)]
    starts = _starts(column(reports, "claims"))
    numbered = reports.column("doc_id").to_pylist()
    sources = carried(before["sources"], {"report": moved}).sort_by("report_no").combine_chunks()
    desk.number(numbered, starts, sources)
    mentions = _moved_mentions(column(before["reports"], "claims"), starts, moved)
    return Numbers(reports, numbered, starts, np.sort(rank[len(kept) :]), {"report": moved, "mention": mentions})


def _row(desk: Desk, doc_id: str, key: str, signature: bytes) -> tuple[object, ...]:
    document = desk.documents[doc_id]
    day = None if document.published_date is None else document.published_date.toordinal()
    return doc_id, key, document.publisher, published_interval(document)[1], day, len(desk.claims(doc_id)), signature


def _starts(counts: np.ndarray) -> np.ndarray:
    return np.concatenate((np.zeros(1, np.int64), np.cumsum(counts)))


def _moved_mentions(counts: np.ndarray, starts: np.ndarray, moved: np.ndarray) -> np.ndarray:
    reports = np.repeat(np.arange(len(counts)), counts)
    places = np.arange(len(reports)) - _starts(counts)[reports]
    now = moved[reports]
    found: np.ndarray = np.where(now >= 0, starts[now] + places, -1)
    return found
