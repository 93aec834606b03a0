"""Page dumps as one JSON object: which stretches of the raw text are its title, text and facts.

Spans stay on the raw text, so escapes inside a value are left as they stand.
"""

from __future__ import annotations

import re
from functools import cache

from schemas.vocabulary import phrases, vocabulary
from waybill.documents.record import Span

_PAIR = re.compile(r'"(?P<key>[A-Za-z_@:.-]{2,40})"\s{0,4}:\s{0,4}"(?P<value>(?:[^"\\]|\\.)*)"')
_OPENS = re.compile(r"\s*(?:\[\s*)?\{\s*\"")
_LEAST_TEXT = 40


@cache
def _roles() -> dict[str, str]:
    return {name: row["role"] for row in vocabulary("en/field_names") for name in (row["field"], *phrases(row["also"]))}


def find_fields(text: str) -> dict[str, Span] | None:
    """Spans of the values of a JSON object by role (title, text, byline, published, publisher); None for other texts.

    >>> raw = '{"headline": "Two sheds", "articleBody": "Two sheds burned on Monday, the emergency service said."}'
    >>> fields = find_fields(raw)
    >>> raw[slice(*fields["title"])]
    'Two sheds'
    """
    if _OPENS.match(text) is None:
        return None
    fields: dict[str, Span] = {}
    for found in _PAIR.finditer(text):
        role = _roles().get(found["key"].lower())
        if role is None:
            continue
        span = found.start("value"), found.end("value")
        known = fields.get(role)
        if known is None or (role == "text" and span[1] - span[0] > known[1] - known[0]):
            fields[role] = span
    if "text" not in fields or fields["text"][1] - fields["text"][0] < _LEAST_TEXT:
        return None
    return fields
