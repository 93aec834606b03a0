"""The sidecar `<name>.meta.yml`: what a collector knows about a report, checked key by key before it is believed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import yaml

from waybill.dates import bounds
from waybill.documents.reasons import Refusal

_MOST_BYTES = 65_536
_DAY = r"\d{4}-\d\d-\d\d"


@dataclass(frozen=True, slots=True)
class Sidecar:
    """Facts about a report that its text need not tell; None where the sidecar is silent."""

    url: str | None = None
    publisher: str | None = None
    published: str | None = None
    retrieved_at: str | None = None
    language: str | None = None


_RULES = {
    # key: what a value looks like, and how to say it to a person
    "url": (re.compile(r"https?://[^\s<>\"\x00-\x20]{3,2000}"), "an address that begins with http:// or https://"),
    "publisher": (re.compile(r"\S(?:[^\x00-\x1f]{0,198}\S)?"), "a name on one line, at most 200 characters"),
    "published": (
        re.compile(rf"\d{{4}}(?:-\d\d)?|{_DAY}", re.ASCII),
        "a date without clock: 2031-06-12, 2031-06 or 2031",
    ),
    "retrieved_at": (
        re.compile(rf"{_DAY}(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{{1,6}})?)?(?:Z|[+-]\d\d:?\d\d)?)?", re.ASCII),
        "a date or UTC time: 2031-06-12 or 2031-06-12T08:30:00Z",
    ),
    "language": (re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}", re.ASCII), "a language code such as en or pt-BR"),
}


class _Strings(yaml.SafeLoader):
    """Safe YAML in which every scalar stays the text it is and a repeated key is an error."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [str(key.value) for key, _ in node.value]
        twice = next((key for place, key in enumerate(keys) if key in keys[:place]), None)
        if twice is not None:
            raise yaml.constructor.ConstructorError(None, None, f"key {twice!r} stands twice", node.start_mark)
        return super().construct_mapping(node, deep)


_Strings.yaml_implicit_resolvers = {}


def read_sidecar(raw: bytes | None) -> Sidecar:
    """The facts of a sidecar's bytes; no bytes, no facts. Raises Refusal("bad_sidecar") naming the key and the mend.

    >>> read_sidecar(b"publisher: Quay Letter\\npublished: 2031-06").published
    '2031-06'
    """
    if raw is None:
        return Sidecar()
    facts = _mapping(raw)
    unknown = sorted(str(key) for key in facts if key not in _RULES)
    if unknown:
        raise _bad(f"unknown key {unknown[0]!r}; known keys are {', '.join(_RULES)}")
    return Sidecar(**{key: _checked(key, value) for key, value in facts.items()})


def _mapping(raw: bytes) -> dict[Any, Any]:
    if len(raw) > _MOST_BYTES:
        raise _bad(f"{len(raw)} bytes; a sidecar holds a few lines")
    try:
        loaded = yaml.load(raw.decode("utf-8-sig"), Loader=_Strings)
    except UnicodeDecodeError as error:
        raise _bad(f"byte {error.start} is no UTF-8; save it as UTF-8") from None
    except yaml.MarkedYAMLError as error:
        line = f" in line {error.problem_mark.line + 1}" if error.problem_mark else ""
        raise _bad(f"no YAML{line}: {error.problem}; write one `key: value` a line") from None
    except (yaml.YAMLError, RecursionError, ValueError):
        raise _bad("no YAML; write one `key: value` a line") from None
    if loaded in (None, ""):
        return {}
    if not isinstance(loaded, dict):
        raise _bad("no keys; write one `key: value` a line")
    return loaded


def _checked(key: str, value: object) -> str:
    pattern, wanted = _RULES[key]
    if not isinstance(value, str) or pattern.fullmatch(value) is None:
        raise _bad(f"{key}: {_shown(value)} is not {wanted}")
    if key == "published":
        try:
            bounds(value)
        except ValueError:
            raise _bad(f"{key}: {_shown(value)} is no day of the calendar") from None
    if key == "retrieved_at":
        _checked("published", value[:10])
    return value


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 80 else text[:77] + "..."


def _bad(detail: str) -> Refusal:
    return Refusal("bad_sidecar", detail)
