"""What comes into `waybill extract`: JSON lines of texts, or one plain text; broken lines named, never fatal."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Record:
    """One text to read, under the id its sender gave it (the line's number where there was none)."""

    id: Any
    text: str
    published: str | None
    place: str  # for messages: "texts.jsonl: line 3"


@dataclass(frozen=True, slots=True)
class BadInput:
    """A line that holds no text: what is wrong, where, and what would be right."""

    message: str


def read_records(
    stream: io.BufferedReader, name: str, jsonl: bool | None = None, published: str | None = None
) -> Iterator[Record | BadInput]:
    r"""The texts of `stream` as they arrive; `jsonl=None` finds out from its beginning what it holds.

    >>> [r.text for r in read_records(io.BufferedReader(io.BytesIO(b'{"id": 1, "text": "40 shells"}\n')), "-")]
    ['40 shells']
    """
    place = "standard input" if name == "-" else name
    if jsonl is None:
        jsonl = _looks_like_json_lines(stream.peek(1 << 16), name)
    if jsonl:
        yield from _json_records(stream, place, published)
    else:
        yield _plain_record(stream.read(), name, place, published)


def _looks_like_json_lines(beginning: bytes, name: str) -> bool:
    if name.endswith((".jsonl", ".ndjson")):
        return True
    return any(line.lstrip().startswith(b"{") for line in beginning.removeprefix(_BOM).splitlines())


def _plain_record(raw: bytes, name: str, place: str, published: str | None) -> Record | BadInput:
    from waybill.documents import Quarantined, read_document

    if not raw.strip():
        return Record(name, "", published, place)
    document = read_document(raw, name)
    if isinstance(document, Quarantined):
        return BadInput(f"{place}: {document.reason}: {document.detail}")
    return Record(name, document.text, published, place)


def _json_records(lines: Iterable[bytes], place: str, published: str | None) -> Iterator[Record | BadInput]:
    for count, line in enumerate(lines, 1):
        stripped = line.removeprefix(_BOM).strip()
        if stripped:
            yield _json_record(stripped, count, f"{place}: line {count}", published)


def _json_record(line: bytes, count: int, place: str, published: str | None) -> Record | BadInput:
    try:
        value = json.loads(line)
    except UnicodeDecodeError as error:
        return BadInput(f"{place}: no UTF-8 at byte {error.start}; a line is one JSON object in UTF-8")
    except RecursionError:
        return BadInput(f"{place}: nested too deeply; a line is one JSON object with id and text")
    except ValueError as error:
        return BadInput(f"{place}: no JSON ({error}); a line is one JSON object with id and text")
    if not isinstance(value, dict):
        return BadInput(f'{place}: not an object; write {{"id": ..., "text": "..."}}')
    text, dated = value.get("text"), value.get("published", published)
    if not isinstance(text, str):
        return BadInput(f'{place}: "text" is {_named(text)}; it must be a string')
    if not (dated is None or isinstance(dated, str)):
        return BadInput(f'{place}: "published" is {_named(dated)}; write a date such as "2024-12-23"')
    return Record(value.get("id", count), text, dated, place)


def _named(value: Any) -> str:
    return "missing" if value is None else f"a {type(value).__name__}"
