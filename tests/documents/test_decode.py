"""Bytes that are text are read as they stand; every other file ends under one stable word of REASONS."""

from __future__ import annotations

import gzip
import io
import time
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waybill.documents import REASONS, Document, Quarantined, read_document, split_sentences

REPORT = (
    "Odra, 5 May 2031\n\nForty wagons of shells left the depot on Monday, the ministry said. “Not one more,” it added."
)


def reason(raw: bytes) -> str:
    read = read_document(raw, "a.txt")
    return read.reason if isinstance(read, Quarantined) else "read"


def zipped() -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("a.txt", REPORT)
    return archive.getvalue()


HOSTILE = {
    "empty": b"",
    "blank": b" \n\t\n\xef\xbb\xbf",
    "blank (invisible)": "\u200b\u2060\u202e \n".encode(),
    "gzip": gzip.compress(REPORT.encode()),
    "zip": zipped(),
    "pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj",
    "binary (png)": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
    "binary (elf)": b"\x7fELF\x02\x01\x01\x00",
    "binary (bytes)": bytes(range(256)) * 20,
    "binary (controls)": b"\x01\x02\x03\x04 odd \x05\x06\x07\x08\x0e\x0f text " * 20,
    "nul_bytes (one)": REPORT.encode() + b"\x00" + REPORT.encode(),
    "nul_bytes (utf-16 without mark)": REPORT.encode("utf-16-le"),
    "nul_bytes (in utf-16)": "a\x00b".encode("utf-16"),
    "invalid_utf8 (mixed)": "Müller said “40”. ".encode() * 5 + "Müller said 40.".encode("latin-1"),
    "invalid_utf8 (cut)": ("Forty wagons – " * 9 + "“").encode()[:-1],
    "invalid_utf8 (mark)": b"\xef\xbb\xbf\xff\xfe\xff",
    "invalid_utf16": b"\xff\xfea\x00b\x00\x00\xd8",
    "unknown_encoding": bytes([0x82, 0x96, 0x8B, 0x43, 0x92, 0xA9, 0x91, 0x4E, 0x82, 0xCD, 0xFF, 0xA0] * 3),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_that_is_no_text_is_quarantined_under_its_word(name: str) -> None:
    read = read_document(HOSTILE[name], "odd/a.txt")
    assert isinstance(read, Quarantined)
    assert read.reason == name.split(" ")[0]
    assert read.reason in REASONS and read.detail and read.raw_path == "odd/a.txt"


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_marked_unicode_is_read_and_the_codec_gives_the_text_back(codec: str) -> None:
    raw = REPORT.encode(codec)
    document = read_document(raw, "a.txt")
    assert isinstance(document, Document)
    assert document.text == REPORT == raw.decode(document.encoding)


@pytest.mark.parametrize("codec", ["cp1252"])
def test_western_windows_text_is_read(codec: str) -> None:
    raw = "The minister said “forty – not four hundred – wagons” had reached Kärnten by noon on Monday.".encode(codec)
    document = read_document(raw, "a.txt")
    assert isinstance(document, Document)
    assert document.encoding == "cp1252" and "“forty – not" in document.text and "Kärnten" in document.text


def test_cyrillic_text_in_an_old_encoding_is_read_or_refused_but_never_garbled() -> None:
    text = "Министр обороны сообщил, что в порт пришли сорок вагонов со снарядами, а ещё десять стоят на станции. " * 6
    document = read_document(text.encode("cp1251"), "a.txt")
    assert isinstance(document, Document)
    assert document.text == text and document.language == "ru"


@pytest.mark.parametrize(
    "odd", ["4\u200b0", "\u202e40\u202c", "４０", "٤٠", "\ufeff40", "40\u00ad000", "\r\n40\r\n", "\u2028"]
)
def test_odd_characters_are_kept_unchanged(odd: str) -> None:
    text = f"The depot sent {odd} wagons to the port on Monday, he said."
    document = read_document(text.encode(), "a.txt")
    assert isinstance(document, Document) and document.text == text


@given(st.binary(max_size=300))
def test_any_bytes_end_as_a_document_or_under_a_known_word(raw: bytes) -> None:
    read = read_document(raw, "a.txt")
    if isinstance(read, Quarantined):
        assert read.reason in REASONS
    else:
        assert raw.decode(read.encoding) == read.text
        assert 0 <= read.body_start <= read.body_end <= len(read.text)


@given(st.text(max_size=400))
def test_any_text_is_located_consistently(text: str) -> None:
    read = read_document(text.encode("utf-8", "ignore"), "a.txt")
    if isinstance(read, Quarantined):
        return
    done = 0
    for stretch in read.furniture:
        assert done <= stretch.start < stretch.end <= len(read.text)
        done = stretch.end
    if read.title_span:
        assert read.text[slice(*read.title_span)] == read.title
    for start, end in split_sentences(read.text, 0, len(read.text)):
        assert read.text[start:end].strip() == read.text[start:end] != ""


UNITS = [
    *("1", "forty wagons ", '"', "“", "more than ", ". ", "\n", "a\n", "a\r", "Home | News | ", "By Ada Brandt\n"),
    *("23 Dec 2024\n", "U.S. ", "Ada Brandt, ", "(with inputs from ", '{"a":"\\"', "A quay at night once\n", "• 4\n"),
    *("[1]", "12:", "Read more\n\n", "ABC  ", "_", "1 A\n", "x.1 ", "Photo by ", "© ", "a@b.c "),
    "Notes\nThe port was shut on Monday by the guards, he said.\n",
]


@pytest.mark.parametrize("unit", UNITS)
def test_cost_grows_with_the_text_and_not_faster(unit: str) -> None:
    def seconds(times: int) -> float:
        raw = (unit * times + "x").encode()
        begin = time.process_time()
        document = read_document(raw, "a.txt")
        if isinstance(document, Document):
            split_sentences(document.text, 0, len(document.text))
        return time.process_time() - begin

    times = 60_000 // len(unit)
    # Another process may take a moment away from one measurement, not from three.
    assert any(seconds(times * 8) < 30 * seconds(times) + 0.3 for _ in range(3))


def test_a_line_of_five_megabytes_and_a_hundred_thousand_quotes_are_read_in_seconds() -> None:
    begin = time.process_time()
    assert reason(b"forty wagons " * 400_000) == "read"
    assert reason(("“" * 100_000 + "x" + "”" * 100_000).encode()) == "read"
    assert time.process_time() - begin < 20


LINES = (
    "1 ",
    "#a",
    "@a ",
    "|",
    "1|",
    "(/",
    "AAA/A ",
    "a.",
    "a@",
    "» ",
    "+1 ",
    "% ",
    "1 share ",
    "1 like ",
    "A-",
    "1h ago ",
    "0 0",
    "_ ",
)


@pytest.mark.parametrize("unit", LINES)
@pytest.mark.parametrize("tail", ["", "!", " x.", "\x01z"])
def test_no_line_that_nearly_fits_a_pattern_costs_more_than_others(unit: str, tail: str) -> None:
    begin = time.process_time()
    read_document(((unit * 600)[:590] + tail).encode(), "a.txt")
    assert time.process_time() - begin < 0.25
