"""Promises of what `waybill extract` takes in: JSON lines and plain text, each line by itself."""

from __future__ import annotations

import io
import json

import pytest

from waybill.cli.records import BadInput, Record, read_records


def records(raw: bytes, name: str = "-", **options) -> list[Record | BadInput]:
    return list(read_records(io.BufferedReader(io.BytesIO(raw)), name, **options))


def test_ids_come_back_as_they_were_sent_and_line_numbers_stand_in() -> None:
    lines = [{"id": 7, "text": "a"}, {"id": None, "text": "b"}, {"text": "c"}, {"id": ["x", 1], "text": "d"}]
    got = records("\n".join(map(json.dumps, lines)).encode())
    assert [r.id for r in got] == [7, None, 3, ["x", 1]]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b'{"id": 1, "text": ', "no JSON"),
        (b"[1, 2]", "not an object"),
        (b"null", "not an object"),
        (b'{"id": 1}', '"text" is missing'),
        (b'{"id": 1, "text": 40}', '"text" is a int'),
        (b'{"id": 1, "text": "x", "published": 2024}', '"published" is a int'),
        (b'{"text": "\xff\xfe"}', "no UTF-8 at byte 10"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"text": "x", "n": ' + b"9" * 5000 + b"}", "no JSON"),
    ],
)
def test_a_broken_line_is_named_by_number_and_the_others_are_read(line: bytes, said: str) -> None:
    got = records(b'{"id": "a", "text": "one"}\n' + line + b'\n{"id": "c", "text": "two"}\n')
    assert [r.text for r in got if isinstance(r, Record)] == ["one", "two"]
    (bad,) = (r for r in got if isinstance(r, BadInput))
    assert said in bad.message and "line 2" in bad.message


def test_a_broken_first_line_does_not_turn_json_lines_into_prose() -> None:
    got = records(b'garbage\n{"id": 1, "text": "x"}\n')
    assert isinstance(got[0], BadInput) and isinstance(got[1], Record)


def test_a_byte_order_mark_windows_line_ends_and_blank_lines_are_no_matter() -> None:
    got = records(b'\xef\xbb\xbf{"id": 1, "text": "x"}\r\n\r\n  \n{"id": 2, "text": "y"}')
    assert [r.id for r in got] == [1, 2]


def test_nothing_in_nothing_out() -> None:
    assert records(b"", jsonl=True) == []
    assert [r.text for r in records(b"")] == [""]


def test_lines_are_handed_on_as_they_arrive() -> None:
    import os

    read_end, write_end = os.pipe()
    os.write(write_end, b'{"id": 1, "text": "x"}\n')
    with open(read_end, "rb") as stream:
        coming = read_records(stream, "-")
        assert next(coming).id == 1  # though the writer has not closed its end
        os.close(write_end)
        assert list(coming) == []
