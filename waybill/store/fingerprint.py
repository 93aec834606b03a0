"""What code and vocabulary stand behind the rows: one hash each, so that nothing stale is ever taken for fresh."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from schemas.vocabulary import vocabulary_sha256
from waybill.releases.manifest import Fingerprint

_CODE = Path(__file__).resolve().parents[1]
_READING = ("dates", "documents", "quantities", "claims", "releases/rows.py", "store/reading.py")
_SCHEMAS = Path(__file__).resolve().parents[2] / "schemas"
_LIBRARIES = ("charset-normalizer", "pyyaml")


@cache
def fingerprint() -> Fingerprint:
    """Version of the software, hash of all its code, hash of its vocabulary."""
    code = [*_CODE.rglob("*.py"), *_SCHEMAS.rglob("*.py")]
    return Fingerprint(_version("waybill"), _hash_of(code), vocabulary_sha256())


@cache
def reading_fingerprint() -> str:
    """Hash of what reading one document depends on: the readers' code, the vocabulary, the libraries that decode."""
    code = [path for name in _READING for path in _python_files(_CODE / name)]
    libraries = ",".join(f"{name}={_version(name)}" for name in _LIBRARIES)
    schemas = _hash_of(_SCHEMAS.glob("*.py"))
    whole = "\0".join((_hash_of(code), schemas, vocabulary_sha256(), libraries))
    return hashlib.sha256(whole.encode()).hexdigest()


def writing_libraries() -> dict[str, str]:
    """Versions of the libraries that decide the bytes of a release's files."""
    return {name: _version(name) for name in ("pyarrow", "duckdb", "pandas", "pandera")}


def _python_files(place: Path) -> Iterable[Path]:
    if place.is_dir():
        return place.rglob("*.py")
    return [path for path in (place, place.with_suffix(".py")) if path.is_file()]


def _hash_of(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in sorted(set(paths)):
        name = path.relative_to(_CODE.parent).as_posix() if path.is_relative_to(_CODE.parent) else path.name
        digest.update(name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:  # a checkout that was never installed
        return "0"
