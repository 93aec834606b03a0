"""A sidecar is believed key by key, wins where it speaks, and never half: one bad key and the report waits."""

from __future__ import annotations

import pytest

from waybill.documents import Document, Quarantined, read_document

REPORT = b"Quay Letter\nPosted 4 May 2031\n\nForty wagons of shells left the depot on Monday, the ministry said."

BAD = {
    b"publishr: Quay Letter": "publishr",
    b"published: 2031-05-04 10:31": "published",
    b"published: 2031-13": "published",
    b"published: 2031-02-30": "published",
    b"published: yesterday": "published",
    b"publisher:": "publisher",
    b"publisher: [a, b]": "publisher",
    b"url: javascript:alert(1)": "url",
    b"url: /etc/passwd": "url",
    b"language: English please": "language",
    b"retrieved_at: noon": "retrieved_at",
    b"published: 2031\npublished: 2032": "published",
    b"- a\n- b": "key: value",
    b"just words": "key: value",
    b"a: [": "YAML",
    b"\xff\xfe": "UTF-8",
    b"publisher: &a !!python/object/apply:os.system [ls]": "YAML",
    b"[" * 5_000: "YAML",
    b"x" * 100_000: "bytes",
}


@pytest.mark.parametrize("sidecar", BAD, ids=lambda raw: str(raw[:40]))
def test_a_bad_sidecar_quarantines_its_report_and_names_the_place(sidecar: bytes) -> None:
    read = read_document(REPORT, "a.txt", sidecar)
    assert isinstance(read, Quarantined)
    assert read.reason == "bad_sidecar" and BAD[sidecar] in read.detail


def test_a_sidecar_wins_where_it_speaks_and_the_page_tells_the_rest() -> None:
    sidecar = (
        b"publisher: 'Quay Letter (print)'\nurl: https://quay.example/a?b=1&c=2\nretrieved_at: 2031-05-06T08:30:00Z\n"
    )
    document = read_document(REPORT, "a.txt", sidecar)
    assert isinstance(document, Document)
    assert (document.publisher, document.published, document.published_basis) == (
        "Quay Letter (print)",
        "2031-05-04",
        "header",
    )
    assert document.url == "https://quay.example/a?b=1&c=2" and document.retrieved_at == "2031-05-06T08:30:00Z"


@pytest.mark.parametrize(
    ("published", "precision", "day"),
    [("2031-05-07", "day", "2031-05-07"), ("2031-05", "month", None), ("2031", "year", None)],
)
def test_published_keeps_the_precision_it_has(published: str, precision: str, day: str | None) -> None:
    document = read_document(REPORT, "a.txt", f"published: {published}".encode())
    assert isinstance(document, Document)
    assert (document.published, document.published_precision) == (published, precision)
    assert document.published_basis == "sidecar"
    assert (document.published_date.isoformat() if document.published_date else None) == day


@pytest.mark.parametrize("silent", [b"", b"# nothing known yet\n", b"{}"])
def test_a_sidecar_that_says_nothing_changes_nothing(silent: bytes) -> None:
    assert read_document(REPORT, "a.txt", silent) == read_document(REPORT, "a.txt", None)
