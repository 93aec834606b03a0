"""What of a document is read: title, standfirst and body without the furniture, as stretches and as sentences."""

from __future__ import annotations

from waybill.documents.record import Document, Furniture, Span
from waybill.documents.sentences import split_sentences


def readable_spans(document: Document) -> tuple[Span, ...]:
    """Stretches of the text that report something, in order: title, standfirst and body, without all furniture.

    >>> from waybill.documents.read import read_document
    >>> raw = b"Accept all cookies\\nForty wagons of shells left the depot.[1] Nobody knows why they left it."
    >>> document = read_document(raw, "a.txt")
    >>> [document.text[a:b].strip() for a, b in readable_spans(document)]
    ['Forty wagons of shells left the depot.', 'Nobody knows why they left it.']
    """
    return _between(document.text, document.furniture)


def report_sentences(document: Document) -> list[Span]:
    """Sentences of title, standfirst and body, in order; a sentence keeps the footnote marks inside it.

    >>> from waybill.documents.read import read_document
    >>> raw = b"Accept all cookies\\nForty wagons of shells left the depot.[1] Nobody knows why they left it."
    >>> document = read_document(raw, "a.txt")
    >>> [document.text[a:b] for a, b in report_sentences(document)]
    ['Forty wagons of shells left the depot.[1]', 'Nobody knows why they left it.']
    """
    whole_lines = tuple(f for f in document.furniture if _fills_its_lines(document.text, f))
    title = document.title_span
    spans = [title] if title is not None else []
    for start, end in _between(document.text, whole_lines):
        if title is None or not (title[0] < end and start < title[1]):
            spans += split_sentences(document.text, start, end)
            continue
        spans += split_sentences(document.text, start, max(start, title[0]))
        spans += split_sentences(document.text, min(end, title[1]), end)
    return sorted(spans)


def _between(text: str, furniture: tuple[Furniture, ...]) -> tuple[Span, ...]:
    spans: list[Span] = []
    done = 0
    for stretch in furniture:
        if text[done : stretch.start].strip():
            spans.append((done, stretch.start))
        done = stretch.end
    if text[done:].strip():
        spans.append((done, len(text)))
    return tuple(spans)


def _fills_its_lines(text: str, furniture: Furniture) -> bool:
    """Whether nothing but white space stands beside the stretch on its lines."""
    before = text[max(0, furniture.start - 80) : furniture.start].rstrip(" \t\u00a0\ufeff")
    after = text[furniture.end : furniture.end + 80].lstrip(" \t\u00a0")
    return (not before or before[-1] in _BREAKS) and (not after or after[0] in _BREAKS)


_BREAKS = "\n\r\u2028\u2029\x0b\x0c"
