"""Reports: bytes in, a located document or its quarantine out."""

from waybill.documents.read import read_document
from waybill.documents.reasons import REASONS, Reason
from waybill.documents.record import Document, Furniture, Quarantined, Span
from waybill.documents.sentences import split_sentences
from waybill.documents.stretches import readable_spans, report_sentences

__all__ = [
    "REASONS",
    "Document",
    "Furniture",
    "Quarantined",
    "Reason",
    "Span",
    "read_document",
    "readable_spans",
    "report_sentences",
    "split_sentences",
]
