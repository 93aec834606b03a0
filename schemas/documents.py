"""Documents and their texts."""

from __future__ import annotations

from schemas.columns import DOC_ID, RELEASE_ID, SHA256, Count, Day, Position, Table, Text, column, key
from schemas.terms import terms


class Documents(Table):
    """One report: where it came from, what its head says, and where its body lies."""

    class Config:
        name = "documents"

    doc_id: Text = key("d_ and 16 hex digits of the sha256 of the raw bytes", pattern=DOC_ID, unique=True)
    raw_path: Text = column("Path below the raw folder", nullable=False)
    url: Text = column("Address of the report")
    publisher_id: Text = column("Id of the publisher")
    publisher: Text = column("Outlet that published the report")
    title: Text = column("Headline, verbatim")
    byline: Text = column("Author line, verbatim")
    language: Text = column("BCP 47 tag of the text's language", pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$")
    published_date: Day = column("Day on which the report appeared; null when it gives no day")
    published_precision: Text = column("How exact the publication date is", terms=terms("published_precision"))
    published_basis: Text = column("Where the publication date comes from", terms=terms("published_basis"))
    retrieved_at: Text = column("When the report was fetched, as the sidecar gives it")
    media_type: Text = column("Media type of the raw file", nullable=False, pattern=r"^[a-z]+/[a-z0-9.+-]+$")
    encoding: Text = column("Encoding that the bytes were decoded with", nullable=False)
    raw_sha256: Text = column("sha256 of the raw bytes", nullable=False, pattern=SHA256)
    raw_bytes: Count = column("Size of the raw file in bytes", nullable=False, ge=0)
    text_length: Position = column("Length of the text in Unicode code points", nullable=False, ge=0)
    body_start: Position = column("First character of the body", nullable=False, ge=0)
    body_end: Position = column("Character after the body", nullable=False, ge=0)
    near_duplicate_of: Text = column(
        "Earlier document with nearly the same words", pattern=DOC_ID, references="documents.doc_id"
    )
    first_release: Text = column("First release that held this document", nullable=False, pattern=RELEASE_ID)
    status: Text = column("Whether its raw file still stands", nullable=False, terms=terms("document_status"))


class Texts(Table):
    """The decoded text of each document that spans count in; a file of its own, left out of the shareable bundle."""

    class Config:
        name = "texts"

    doc_id: Text = key("The document", pattern=DOC_ID, unique=True, references="documents.doc_id")
    text: Text = column("The decoded file, unchanged", nullable=False)
