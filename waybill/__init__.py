"""Waybill reads reports into dated, sourced claims.

>>> import waybill
>>> [(q.text, q.value_low, q.item) for q in waybill.read_quantities("The ship carried about 40 containers.")]
[('about 40', 40.0, 'containers')]

The rooms behind it can be used by themselves: `waybill.documents`, `waybill.quantities`, `waybill.claims`,
`waybill.assertions`, `waybill.releases`, `waybill.store`. Importing `waybill` loads none of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from os import PathLike
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from waybill.claims.record import ClaimReading
    from waybill.documents.record import Document
    from waybill.quantities.record import Quantity

__version__ = "0.1.0"
__all__ = ["__version__", "load", "read_claims", "read_quantities", "read_report"]


def read_quantities(text: str) -> tuple[Quantity, ...]:
    """Every quantity that `text` states, in order, whatever its topic; spans count code points.

    >>> [q.comparator for q in read_quantities("up to 300 tonnes, or at least 120 railcars")]
    ['up_to', 'at_least']
    """
    from waybill.quantities import read_quantities as read

    return read(text)


def read_claims(text: str, published: str | None = None) -> ClaimReading:
    """The claims of one report given as text, and every other number of it as a rejection with its reason.

    `published` is the report's own date as EDTF ("2024-12-23", "2024-12"); relative dates resolve against it, and
    nothing else does. Raises ValueError when `text` could not be a report (empty, binary) or `published` is no date.

    >>> reading = read_claims("Pyongyang sent 40 containers to Russia in May, Seoul said.", published="2030-06-12")
    >>> [(c.quantity_text, c.unit, c.supplier_id, c.recipient_id) for c in reading.claims]
    [('40', 'container', 'PRK', 'RUS')]
    """
    from waybill.claims import read_claims as read

    return read(read_report(text, published=published))


def read_report(text: str, published: str | None = None, name: str = "text") -> Document:
    """`text` as a report: header facts, body and furniture, as if it had been a raw file called `name`.

    Raises ValueError when it could not be one (empty, binary) or `published` is no EDTF date.

    >>> read_report("SEOUL - The ship left on Monday.", published="2030-06-12").published
    '2030-06-12'
    """
    import json

    from waybill.documents import Quarantined, read_document

    # Both replacements keep every character's place: a half of a surrogate pair has no bytes, a first BOM is no text.
    raw = (" " + text[1:] if text.startswith("\ufeff") else text).encode("utf-8", "replace")
    sidecar = None if published is None else json.dumps({"published": published}).encode()  # JSON is YAML
    document = read_document(raw, name, sidecar)
    if isinstance(document, Quarantined):
        raise ValueError(f"{document.reason}: {document.detail}")
    return document


def load(folder: str | PathLike[str]) -> Mapping[str, pd.DataFrame]:
    """The tables of a release folder as typed DataFrames by name; each is read when it is first asked for.

    `folder` is a release ("processed/releases/2026.11.1") or "processed/latest". Raises FileNotFoundError.

    >>> claims = load("processed/latest")["claims"]  # doctest: +SKIP
    """
    from pathlib import Path

    from waybill.store.frames import load as load_release

    return load_release(Path(folder))
