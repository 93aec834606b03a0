"""Bytes to text: marked Unicode as marked, UTF-8 where it is UTF-8, else one well-founded guess or a refusal."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from waybill.documents.reasons import Refusal

_SIGNATURES = (
    # first bytes, quarantine word, what it is
    (b"\x1f\x8b", "gzip", "a gzip archive"),
    (b"PK\x03\x04", "zip", "a zip archive or an office document"),
    (b"PK\x05\x06", "zip", "an empty zip archive"),
    (b"%PDF-", "pdf", "a PDF"),
    (b"\x89PNG\r\n\x1a\n", "binary", "a PNG picture"),
    (b"\xff\xd8\xff", "binary", "a JPEG picture"),
    (b"GIF8", "binary", "a GIF picture"),
    (b"\x7fELF", "binary", "a program"),
    (b"MZ\x90\x00", "binary", "a Windows program"),
    (b"BZh", "binary", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "binary", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "binary", "a 7z archive"),
    (b"Rar!\x1a\x07", "binary", "a RAR archive"),
    (b"\x28\xb5\x2f\xfd", "binary", "a zstd archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "binary", "an old office document"),
    (b"SQLite format 3\x00", "binary", "an SQLite database"),
    (b"PAR1", "binary", "a Parquet file"),
)

_MARKS = ((codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"), (codecs.BOM_UTF8, "utf-8-sig"))
_MARKS_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

_INVISIBLE = re.compile(
    r"[\s\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff]*"
)
_CONTROLS = re.compile(r"[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_CONTROL_BYTES = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_UTF8_PAIR = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf](?![\x80-\xbf])|[\xe0-\xef][\x80-\xbf]{2}(?![\x80-\xbf])|[\xf0-\xf4][\x80-\xbf]{3}"
)
_WINDOWS_WESTERN = re.compile(
    r"[\u2018\u2019\u201c\u201d\u2013\u2014\u2026\u2022\u20ac\u2122\u00a0-\u00ff\u0152\u0153\u0160\u0161\u017d\u017e\u0178]"
)

_GUESS_BYTES = 65_536
_LEAST_COHERENCE = 0.3


def decode(raw: bytes) -> tuple[str, str]:
    """Text of a file and the codec that gives it: `raw.decode(codec) == text` always holds.

    Raises Refusal where no reading is certain enough to publish numbers from.

    >>> decode("40 wagons – in Märkt".encode())
    ('40 wagons – in Märkt', 'utf-8')
    >>> decode("40 wagons".encode("utf-16"))[1]
    'utf-16'
    """
    if not raw:
        raise Refusal("empty", "0 bytes")
    for first, reason, kind in _SIGNATURES:
        if raw.startswith(first):
            raise Refusal(reason, f"the bytes are {kind}")
    text, codec = _decoded(raw)
    _INVISIBLE_END = _INVISIBLE.match(text)
    if _INVISIBLE_END is not None and _INVISIBLE_END.end() == len(text):
        raise Refusal("blank", f"{len(text)} characters, none of them visible")
    controls = len(_CONTROLS.findall(text, 0, 1_000_000))
    if controls > 8 and controls * 200 > min(len(text), 1_000_000):
        raise Refusal("binary", f"{controls} control characters among the first {min(len(text), 1_000_000)}")
    return text, codec


def _decoded(raw: bytes) -> tuple[str, str]:
    for mark, codec in _MARKS:
        if raw.startswith(mark):
            return _strict(raw, codec, "binary" if codec == "utf-32" else "invalid_utf8")
    if raw.startswith(_MARKS_16):
        return _strict(raw, "utf-16", "invalid_utf16")
    if b"\x00" in raw:
        raise _about_nul(raw)
    try:
        return raw.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        return _legacy(raw, error)


def _strict(raw: bytes, codec: str, reason: str) -> tuple[str, str]:
    try:
        text = raw.decode(codec)
    except UnicodeDecodeError as error:
        raise Refusal(reason, f"byte {error.start}: {error.reason}") from None
    if "\x00" in text:
        raise Refusal("nul_bytes", f"a NUL character at {text.index(chr(0))}")
    return text, codec


def _about_nul(raw: bytes) -> Refusal:
    """NULs at every other byte are UTF-16 without its mark; a few are damage; many anywhere are no text at all."""
    head = raw[:4096]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) * 3 > len(head) // 2 and min(even, odd) * 10 < max(even, odd):
        return Refusal("nul_bytes", "looks like UTF-16 without a byte order mark")
    controls = len(_CONTROL_BYTES.findall(head))
    if controls * 50 > len(head):
        return Refusal("binary", f"{controls} control bytes among the first {len(head)}")
    return Refusal("nul_bytes", f"a NUL byte at {raw.index(0)}")


def _legacy(raw: bytes, error: UnicodeDecodeError) -> tuple[str, str]:
    """One legacy encoding for bytes that are no UTF-8.

    Bytes that hold UTF-8 beside others are a mixture that every legacy codec would read as mojibake. Mostly-ASCII
    bytes are read as windows-1252, as browsers do: short English texts give a statistical guess nothing to stand on.
    """
    high = sum(byte >= 0x80 for byte in raw[:_GUESS_BYTES])
    pairs = len(_UTF8_PAIR.findall(raw, 0, _GUESS_BYTES))
    if pairs and (pairs * 4 >= high or (error.start > 0 and error.reason == "unexpected end of data")):
        raise Refusal("invalid_utf8", f"byte {error.start}: {error.reason}")
    if high * 8 <= min(len(raw), _GUESS_BYTES):
        western = _windows_western(raw)
        if western is not None:
            return western, "cp1252"
    best = from_bytes(raw[:_GUESS_BYTES]).best()
    if best is not None and best.chaos < 0.1 and best.coherence >= _LEAST_COHERENCE:
        try:
            return raw.decode(best.encoding), best.encoding
        except (UnicodeDecodeError, LookupError):
            pass
    raise Refusal("unknown_encoding", f"byte {error.start} is no UTF-8, and no other encoding is certain enough")


def _windows_western(raw: bytes) -> str | None:
    try:
        text = raw.decode("cp1252")
    except UnicodeDecodeError:
        return None
    if _CONTROLS.search(text):
        return None
    high = [character for character in text[:_GUESS_BYTES] if character > "\x7f"]
    plausible = sum(_WINDOWS_WESTERN.match(character) is not None for character in high)
    return text if plausible * 10 >= len(high) * 9 else None
