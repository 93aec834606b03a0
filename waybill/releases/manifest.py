"""What a release says of itself: its id, its manifest, and its line in the list of releases."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

import pyarrow as pa

from schemas.dataset import SCHEMA_VERSION

_RELEASE_ID = re.compile(r"(\d{4})\.(\d{2})\.(\d+)")


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What the rows depend on besides the raw files; every part a sha256 or a version."""

    code_version: str
    code_sha256: str
    vocabulary_sha256: str

    def version(self) -> str:
        """The software as `releases.code_version` names it: version and the first digits of the code's hash."""
        return f"{self.code_version}+{self.code_sha256[:12]}"


@dataclass(frozen=True, slots=True)
class ReleaseEntry:
    """A line of releases.json."""

    release_id: str
    release_seq: int
    released_at: str
    code_version: str
    input_sha256: str
    claims: int
    assertions: int
    documents: int
    status: str
    manifest_sha256: str
    schema_version: str = SCHEMA_VERSION
    note: str | None = None  # why it was withdrawn
    redrawn: Mapping[str, str] | None = None  # sha256 of what a restored release derives anew: claims.duckdb, the page


@dataclass(frozen=True, slots=True)
class Manifest:
    """manifest.json: what a release holds and what it was made from."""

    release_id: str
    release_seq: int
    prev_release_id: str | None
    released_at: str
    code_version: str
    code_sha256: str
    vocabulary_sha256: str
    input_sha256: str
    tables: Mapping[str, Mapping[str, Any]]  # name -> rows, content_sha256
    files: Mapping[str, Mapping[str, Any]]  # name -> bytes, sha256
    counts: Mapping[str, int] = field(default_factory=dict)
    schema_version: str = SCHEMA_VERSION
    schema_breaks: tuple[str, ...] = ()
    libraries: Mapping[str, str] = field(default_factory=dict)  # versions that decide the bytes of the files

    def to_json(self) -> str:
        """The text of manifest.json, keys in the order of the fields."""
        return json.dumps(asdict(self), indent=1, ensure_ascii=False) + "\n"


def manifest_from(text: str) -> Manifest:
    """Read manifest.json; ValueError when it is not one."""
    try:
        facts = json.loads(text)
        return Manifest(**facts | {"schema_breaks": tuple(facts.get("schema_breaks", ()))})
    except (TypeError, AttributeError) as reason:
        raise ValueError(f"not a manifest: {reason}") from reason


def next_release_id(day: date, taken: Iterable[str]) -> str:
    """The first free CalVer id of the month of `day`.

    >>> next_release_id(date(2031, 5, 2), ["2031.04.7", "2031.05.0"])
    '2031.05.1'
    """
    month = f"{day.year:04d}.{day.month:02d}"
    numbers = [int(found[3]) for i in taken if (found := _RELEASE_ID.fullmatch(i)) and i.startswith(month + ".")]
    return f"{month}.{max(numbers, default=-1) + 1}"


def is_release_id(text: str) -> bool:
    """Whether `text` is a CalVer release id.

    >>> is_release_id("2031.05.0"), is_release_id("2031.5.0")
    (True, False)
    """
    found = _RELEASE_ID.fullmatch(text)
    return bool(found and 1 <= int(found[2]) <= 12 and str(int(found[3])) == found[3])


def input_sha256(inputs: pa.Table, corrections: bytes) -> str:
    """One hash over what a release was made from: paths and hashes of the raw files, and the corrections' file."""
    digest = hashlib.sha256()
    for row in zip(*(inputs.column(name).to_pylist() for name in inputs.schema.names), strict=True):
        digest.update("\0".join(part or "" for part in row).encode(errors="surrogateescape") + b"\n")
    digest.update(hashlib.sha256(corrections).digest())
    return digest.hexdigest()
