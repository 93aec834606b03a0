"""Corrections by people: data with a guard, applied after reading, found again by their words when spans move.

A line of raw/corrections.csv names a claim (`claim_id`, or its `quantity_text` and `quote`), a column, the value that
the reader must read for the correction to apply (`old_value`), the value that it should hold, why, who, and when.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pyarrow as pa

from schemas.dataset import TABLES
from schemas.render import Column, arrow_schema, columns
from waybill.releases.content import canonical
from waybill.releases.rows import SCHEMAS

FIELDS = (
    "claim_id", "quantity_text", "quote", "column_name", "old_value", "new_value", "reason", "editor", "created_at"
)  # fmt: skip
"""Columns of raw/corrections.csv; an empty cell is null."""

_REQUIRED = ("column_name", "reason", "editor")
_FIXED = frozenset({"claim_id", "doc_id", "quantity_text", "quote", "rule_ids"} | {
    f"{span}_{end}" for span in ("quantity", "quote") for end in ("start", "end")
})  # fmt: skip
_COLUMNS: Mapping[str, Column] = {column.name: column for column in columns(TABLES["claims"])}
_POINT_COMPARATORS = frozenset({"exact", "about", "nearly", "just_over"})
_BOUNDS = ("value_low", "value_best", "value_high")
_POINT_OF = {
    "stated": "value_best",
    "lower_bound": "value_low",
    "vague_lower": "value_low",
    "upper_bound": "value_high",
}
REVIEW = "review_status"


class BadCorrections(ValueError):
    """corrections.csv cannot be read; the message names the line and the mend."""


@dataclass(frozen=True, slots=True)
class Correction:
    """One line of corrections.csv."""

    correction_id: str
    claim_id: str | None
    quantity_text: str | None
    quote: str | None
    column_name: str
    old_value: str | None
    new_value: str | None
    reason: str
    editor: str
    created_at: str | None
    status: str = "active"
    note: str = ""  # why it was refused or orphaned


@dataclass(frozen=True, slots=True)
class Corrected:
    """Claims after corrections, what became of each correction, and the review status of the claims they touched."""

    claims: pa.Table
    corrections: tuple[Correction, ...]
    review: Mapping[str, str]  # claim_id -> corrected, confirmed, rejected

    @property
    def table(self) -> pa.Table:
        """The rows of table `corrections`, canonical."""
        schema = arrow_schema(TABLES["corrections"])
        arrays = [pa.array([getattr(c, name) for c in self.corrections], pa.string()) for name in schema.names]
        return canonical(pa.Table.from_arrays(arrays, names=schema.names), TABLES["corrections"])


def parse_corrections(content: bytes, source: str) -> tuple[Correction, ...]:
    """The lines of corrections.csv in order; lines that say the same are one. Raises BadCorrections.

    >>> parse_corrections(b"", "corrections.csv")
    ()
    """
    if not content.strip():
        return ()
    try:
        reader = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
        head = set(reader.fieldnames or ())
        rows = [(reader.line_num, row) for row in reader]
    except (UnicodeDecodeError, csv.Error) as reason:
        raise BadCorrections(f"{source}: not a UTF-8 CSV file ({reason})") from None
    unknown = sorted(str(name) for name in head - set(FIELDS))
    if unknown or not head.issuperset(_REQUIRED):
        wanted = ", ".join(FIELDS)
        raise BadCorrections(f"{source}, line 1: the columns must be among {wanted}; got {', '.join(sorted(head))}")
    found = [_correction(row, f"{source}, line {line}") for line, row in rows]
    return tuple({correction.correction_id: correction for correction in found}.values())


def _correction(row: Mapping[str | None, Any], where: str) -> Correction:
    if None in row:
        raise BadCorrections(f"{where}: more cells than columns; put cells that hold commas in double quotes")
    cells = {name: (row.get(name) or "").strip() or None for name in FIELDS}
    missing = [name for name in _REQUIRED if cells[name] is None]
    if not (cells["claim_id"] or cells["quantity_text"]):
        missing.append("claim_id or quantity_text")
    if missing:
        raise BadCorrections(f"{where}: {' and '.join(missing)} missing")
    line = json.dumps([cells[name] for name in FIELDS], ensure_ascii=False)
    return Correction("k_" + hashlib.sha256(line.encode()).hexdigest()[:16], **cells)  # type: ignore[arg-type]


def apply_corrections(claims: pa.Table, corrections: Sequence[Correction]) -> Corrected:
    """Apply `corrections` in order to a batch's table of claims."""
    if not corrections:
        return Corrected(claims, (), {})
    places = _Places.of(claims)
    rows: dict[int, dict[str, Any]] = {}
    review: dict[str, str] = {}
    done = []
    for correction in corrections:
        place = places.find(correction)
        if place is None:
            done.append(replace(correction, status="orphaned", note="no claim has this id or these words any more"))
            continue
        row = rows.setdefault(place, claims.slice(place, 1).to_pylist()[0])
        row.setdefault(REVIEW, "auto")
        outcome = _apply(row, replace(correction, claim_id=row["claim_id"], quantity_text=row["quantity_text"]))
        done.append(outcome)
        if outcome.status == "active":
            review[row["claim_id"]] = row[REVIEW] if outcome.column_name == REVIEW else "corrected"
    return Corrected(_with_rows(claims, rows), tuple(done), review)


def check_correction(row: Mapping[str, Any], correction: Correction) -> Correction:
    """What would become of `correction` on a claim that reads `row`; nothing is changed."""
    return _apply(dict(row), correction)


def _apply(row: dict[str, Any], correction: Correction) -> Correction:
    """Set the value in `row` if the guard holds; returns the correction with its status."""
    name = correction.column_name
    if (name not in SCHEMAS["claims"].names and name != REVIEW) or name in _FIXED:
        note = f"{name} cannot be corrected; names follow from ids (supplier_id), spans and words from the text"
        return replace(correction, status="refused", note=note)
    try:
        old, new = (parse_value(_COLUMNS[name], text) for text in (correction.old_value, correction.new_value))
    except ValueError as reason:
        return replace(correction, status="refused", note=str(reason))
    if row[name] == new:
        return replace(correction, status="redundant")
    if row[name] != old:
        return replace(correction, status="refused", note=f"the reader now reads {row[name]!r}, the guard says {old!r}")
    row[name] = new
    _settle(row, name)
    return correction


def parse_value(column: Column, text: str | None) -> Any:
    """The cell `text` as a value of `column`; ValueError where it is none.

    >>> parse_value(_COLUMNS["value_low"], "12000")
    12000.0
    """
    if text is None:
        if not column.nullable:
            raise ValueError(f"{column.name} may not be empty")
        return None
    if column.terms and text not in column.terms:
        raise ValueError(f"{column.name} holds one of {', '.join(column.terms)}; got {text!r}")
    if column.type == pa.float64():
        return float(text.replace(",", ""))
    if column.type == pa.date32():
        return date.fromisoformat(text)
    if column.type == pa.bool_():
        return {"true": True, "false": False}[text.lower()] if text.lower() in {"true", "false"} else _bad(column, text)
    if pa.types.is_list(column.type):
        return [str(part) for part in json.loads(text)]
    return text


def _bad(column: Column, text: str) -> Any:
    raise ValueError(f"{column.name} holds true or false; got {text!r}")


def _settle(row: dict[str, Any], changed: str) -> None:
    """Let the columns that follow from a corrected bound follow it: one number of an exact figure is all three."""
    if changed in _BOUNDS and row["comparator"] in _POINT_COMPARATORS:
        for bound in _BOUNDS:
            row[bound] = row[changed]
    if changed in _BOUNDS:
        source = _POINT_OF.get(row["value_point_basis"])
        middle = row["value_low"] is not None and row["value_high"] is not None
        if source is not None and row[source] is not None:
            row["value_point"] = row[source]
        elif middle:
            row["value_point"] = (row["value_low"] + row["value_high"]) / 2
    if changed == "unit" and row["quantity_kind"] == "money":
        row["currency"] = row["unit"]


def _with_rows(claims: pa.Table, rows: Mapping[int, Mapping[str, Any]]) -> pa.Table:
    """`claims` with the rows at these places replaced, row order kept."""
    if not rows:
        return claims
    fresh = pa.Table.from_pylist([dict(row) for row in rows.values()], schema=claims.schema)
    order = list(range(claims.num_rows))
    for offset, place in enumerate(rows):
        order[place] = claims.num_rows + offset
    return pa.concat_tables([claims, fresh]).take(pa.array(order, pa.int64()))


@dataclass(frozen=True, slots=True)
class _Places:
    """Where claims stand, by id and by their words; words that stand twice lead nowhere."""

    by_id: Mapping[str, int]
    by_words: Mapping[tuple[str, str], int | None]
    by_text: Mapping[str, int | None]

    @classmethod
    def of(cls, claims: pa.Table) -> _Places:
        texts, quotes = (claims.column(name).to_pylist() for name in ("quantity_text", "quote"))
        ids = {claim_id: place for place, claim_id in enumerate(claims.column("claim_id").to_pylist())}
        return cls(ids, _once(zip(texts, quotes, strict=True)), _once(texts))

    def find(self, correction: Correction) -> int | None:
        if correction.claim_id is not None and correction.claim_id in self.by_id:
            return self.by_id[correction.claim_id]
        if correction.quantity_text is None:
            return None
        if correction.quote is not None:
            return self.by_words.get((correction.quantity_text, correction.quote))
        return self.by_text.get(correction.quantity_text)


def _once(words: Iterable[Any]) -> dict[Any, int | None]:
    places: dict[Any, int | None] = {}
    for place, word in enumerate(words):
        places[word] = None if word in places else place
    return places
