"""Writing a correction: a line of raw/corrections.csv with its guard, so that it survives rebuilds."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow.compute as pc

from waybill.releases.changes import as_text
from waybill.releases.corrections import FIELDS, BadCorrections, Correction, check_correction, parse_corrections
from waybill.store.errors import StoreError
from waybill.store.files import write_atomically
from waybill.store.places import load_table
from waybill.store.raw import CORRECTIONS, read_corrections


def add_correction(
    raw: Path,
    out: Path,
    claim_id: str,
    column: str,
    value: str | None,
    reason: str,
    editor: str,
    created_at: str | None = None,
) -> Correction:
    """Append the correction of a claim of the newest release to raw/corrections.csv; it applies at the next build.

    Its guard is the value that the newest release holds. Raises StoreError where it could not apply.
    """
    row = _claim(out, claim_id)
    cells: dict[str, Any] = {
        "claim_id": claim_id,
        "quantity_text": row["quantity_text"],
        "quote": row["quote"],
        "column_name": column,
        "old_value": as_text(row.get(column)),
        "new_value": value,
        "reason": reason.strip(),
        "editor": editor.strip(),
        "created_at": created_at or datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
    content = read_corrections(raw)
    text = content.decode("utf-8-sig") if content else ",".join(FIELDS) + "\n"
    line = io.StringIO()
    try:
        head = next(csv.reader(io.StringIO(text)))
        csv.DictWriter(line, head, extrasaction="raise", lineterminator="\n").writerow(cells)
        added = text + ("" if text.endswith("\n") else "\n") + line.getvalue()
        correction = parse_corrections(added.encode(), CORRECTIONS)[-1]
        outcome = check_correction(row, correction)
    except (BadCorrections, ValueError) as problem:
        raise StoreError(f"{raw / CORRECTIONS}: {problem}") from None
    if outcome.status != "active":
        raise StoreError(f"{claim_id}: {outcome.note or f'{column} is {value} already'}")
    write_atomically(raw / CORRECTIONS, added.encode())
    return replace(correction, status="active")


def _claim(out: Path, claim_id: str) -> dict[str, Any]:
    claims = load_table(out, "claims")
    found = claims.filter(pc.equal(claims.column("claim_id"), claim_id)).to_pylist()
    if not found:
        raise StoreError(f"{claim_id}: the newest release below {out} holds no such claim")
    row: dict[str, Any] = found[0]
    return row
