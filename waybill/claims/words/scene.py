"""The sentences of a document that hold candidates, read as words with marks, and what stands around them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from waybill.claims.words.lexicon import lexicon
from waybill.claims.words.marks import DATE, DURATION, QUANTITY, Hole, Sentence, tokenise
from waybill.dates import DateExpression
from waybill.documents.paragraphs import paragraph_spans
from waybill.documents.record import Document, Span
from waybill.quantities.record import Quantity, Rejection

_LONGEST_SENTENCE = 1200  # code points; a longer stretch is a list or a table and is read in a window
_HEADING = 110
_LONGEST_HEADER = 2000  # code points before the body that are looked at


class Place(NamedTuple):
    """A sentence's span, its number, its paragraph's number and span, and whether it is the title or a heading."""

    span: Span
    number: int
    paragraph: int
    paragraph_span: Span
    is_heading: bool


class Scene:
    """A document ready for reading: places of sentences, calendar expressions, quantities and rejections by offset."""

    def __init__(
        self,
        document: Document,
        sentences: Sequence[Span],
        dates: Sequence[DateExpression],
        quantities: Sequence[Quantity],
        rejections: Sequence[Rejection],
    ) -> None:
        self.document, self.text = document, document.text
        self.quantities, self.rejections = tuple(quantities), tuple(rejections)
        self.dates = {d.start: d for d in dates}
        self._dates = [d for d in dates if d.kind != "time"]
        self._date_starts = [d.start for d in self._dates]
        self._quantity_starts = [q.start for q in self.quantities]
        self.places = self._places(sentences)
        self._starts = [p.span[0] for p in self.places]
        self.openings: dict[int, int] = {}  # the first sentence of each paragraph, by the paragraph's number
        for place in self.places:
            self.openings.setdefault(place.paragraph, place.number)
        self._sentences: dict[int, Sentence] = {}
        self._joined: dict[Span, Sentence] = {}

    def _places(self, spans: Sequence[Span]) -> list[Place]:
        title = self.document.title_span
        ordered = sorted({*spans, *([title] if title is not None else [])})
        starts = [start for start, _ in paragraph_spans(self.text, self.document.body_start, self.document.body_end)]
        numbers: list[int] = []  # of each sentence's paragraph
        borders: list[Span] = []  # of each paragraph
        last = -2
        for span in ordered:
            here = bisect_right(starts, span[0]) - 1 if span != title else -1
            if here != last:
                borders.append(span)
                last = here
            borders[-1] = borders[-1][0], span[1]
            numbers.append(len(borders) - 1)
        return [
            Place(span, n, number, borders[number], span == title)
            for n, (span, number) in enumerate(zip(ordered, numbers, strict=True))
        ]

    def place_at(self, offset: int) -> Place | None:
        """The sentence that holds an offset, None outside title and body."""
        n = bisect_right(self._starts, offset) - 1
        if n < 0 or offset >= self.places[n].span[1]:
            return None
        return self.places[n]

    def sentence(self, place: Place) -> Sentence:
        """The sentence read as words with marks (each once)."""
        if place.number not in self._sentences:
            self._sentences[place.number] = self._read(place.span, place.number, place.paragraph)
        return self._sentences[place.number]

    def _read(self, span: Span, index: int, paragraph: int) -> Sentence:
        low, high = span[0], min(span[1], span[0] + _LONGEST_SENTENCE)
        quantities = self._quantities_in(low, high)
        holes = [Hole(q.start, q.end, DURATION if q.quantity_kind == "duration" else QUANTITY) for q in quantities]
        for date in self._dates[bisect_left(self._date_starts, low) : bisect_left(self._date_starts, high)]:
            if not any(q.start < date.end and date.start < q.end for q in quantities):
                holes.append(Hole(date.start, min(date.end, high), DATE))
        tokens = tokenise(self.text, low, high, sorted(holes))
        if quantities:
            at = {t.start for t in tokens}
            quantities = [q for q in quantities if q.start in at]
        marks = lexicon().find(self.text, tokens)
        return Sentence(self.text, (low, high), tokens, marks, quantities, index, paragraph)

    def _quantities_in(self, low: int, high: int) -> list[Quantity]:
        n = bisect_left(self._quantity_starts, low)
        return [q for q in self.quantities[n : bisect_left(self._quantity_starts, high)] if q.end <= high]

    def header_sentences(self) -> list[Sentence]:
        """The lines before the body, each read as a sentence: number, title, the period that a report covers."""
        lines, start = [], 0
        for line in self.text[: min(self.document.body_start, _LONGEST_HEADER)].splitlines(keepends=True):
            if line.strip():
                lines.append(self._read((start, start + len(line.rstrip())), -1, -1))
            start += len(line)
        return lines

    def joined(self, first: Place, last: Place) -> Sentence:
        """Several sentences of one paragraph read as one (the lead of a list), once for all items of the list."""
        span = first.span[0], last.span[1]
        if span not in self._joined:
            self._joined[span] = self._read(span, last.number, last.paragraph)
        return self._joined[span]

    def is_heading(self, place: Place) -> bool:
        """A short paragraph of one line without a full stop."""
        start, end = place.span
        alone = place.paragraph_span == place.span
        return place.is_heading or (alone and end - start <= _HEADING and self.text[end - 1] not in '.!?:;"”»…')

    def lead_of(self, place: Place) -> tuple[Place, Place] | None:
        """The sentence ending in a colon that opens the list a place stands in, with the sentence before it."""
        for n in range(place.number - 1, max(-1, place.number - 40), -1):
            other = self.places[n]
            end = other.span[1] - 1
            last = self.text[end]
            if last == ":" and other.span[1] - other.span[0] < _LONGEST_SENTENCE:
                before = self.places[n - 1] if n else other
                first = before if before.paragraph == other.paragraph else other
                return first, other
            if last in ".!?" and other.span[1] - other.span[0] > _HEADING:
                return None
        return None
