"""The documents that lie open while linking works: read once, looked up by number."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence

import numpy as np
import pyarrow as pa

from waybill.assertions.ledger import EMPTY
from waybill.assertions.library import Library
from waybill.assertions.reports import Mention, OutletNames, Report, read_mentions, read_report, read_sources
from waybill.claims.record import Claim
from waybill.documents.record import Document


class Desk:
    """Reports and mentions of a library by their numbers; what is not open yet is opened, many at a time."""

    def __init__(self, library: Library, names: OutletNames) -> None:
        self._library, self._names = library, names
        self.documents: dict[str, Document] = {}  # those that are open, by id
        self._claims: dict[str, Sequence[Claim]] = {}
        self._reports: dict[str, Report] = {}
        self._mentions: dict[str, tuple[Mention, ...]] = {}
        self._sources: dict[str, frozenset[str]] = {}
        self._known = EMPTY["sources"]
        self._doc_ids: Sequence[str] = ()
        self._starts = np.zeros(1, np.int64)
        self._report_of = np.zeros(0, np.int64)

    def number(self, doc_ids: Sequence[str], starts: np.ndarray, sources: pa.Table) -> None:
        """Give every report its number, and its mentions theirs: those of report n begin at `starts[n]`.

        `sources` are the outlets named by the reports that the run before knew, in the order of their numbers now.
        """
        self._doc_ids, self._starts, self._known = doc_ids, starts, sources
        self._report_of = np.repeat(np.arange(len(doc_ids)), np.diff(starts))

    def lay_out(self, doc_ids: Iterable[str]) -> None:
        """Open documents, as many as are asked for at once."""
        missing = [doc_id for doc_id in dict.fromkeys(doc_ids) if doc_id not in self.documents]
        for document, claims in self._library.open(missing) if missing else ():
            self.documents[document.doc_id] = document
            self._claims[document.doc_id] = claims

    def open_reports(self, numbers: Iterable[int]) -> None:
        """Open the reports of these numbers."""
        self.lay_out(self._doc_ids[number] for number in numbers)

    def open_mentions(self, numbers: np.ndarray) -> None:
        """Open the reports that these mentions stand in."""
        self.open_reports(np.unique(self._report_of[numbers]).tolist())

    def claims(self, doc_id: str) -> Sequence[Claim]:
        return self._claims[doc_id]

    def document(self, number: int) -> Document:
        return self.documents[self._doc_ids[number]]

    def report(self, number: int) -> Report:
        """The report of that number, which must be open."""
        doc_id = self._doc_ids[number]
        if doc_id not in self._reports:
            sources = self._sources[doc_id] if doc_id in self._sources else self._known_sources(number)
            self._reports[doc_id] = read_report(self.documents[doc_id], self._claims[doc_id], sources)
        return self._reports[doc_id]

    def read_sources(self, number: int) -> tuple[frozenset[str], array[int]]:
        """The outlets that an open report names, and the words by which it would name others."""
        doc_id = self._doc_ids[number]
        sources, asks = read_sources(self.documents[doc_id], self._claims[doc_id], self._names)
        self._sources[doc_id] = sources
        return sources, asks

    def _known_sources(self, number: int) -> frozenset[str]:
        owners = self._known.column("report_no").to_numpy()
        start, end = np.searchsorted(owners, [number, number + 1]).tolist()
        return frozenset(self._known.column("outlet").slice(start, end - start).to_pylist())

    def mentions(self, number: int) -> tuple[Mention, ...]:
        """The mentions of an open report in the order of its text."""
        doc_id = self._doc_ids[number]
        if doc_id not in self._mentions:
            first = int(self._starts[number])
            self._mentions[doc_id] = read_mentions(self.report(number), self._claims[doc_id], first)
        return self._mentions[doc_id]

    def mention(self, number: int) -> Mention:
        """The mention of that number, whose report must be open."""
        at = int(self._report_of[number])
        return self.mentions(at)[number - int(self._starts[at])]

    def siblings(self, mention: Mention) -> tuple[Mention, ...]:
        """All mentions of the report that a mention stands in."""
        return self.mentions(int(self._report_of[mention.place]))
