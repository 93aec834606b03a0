"""What the page knows: tables of a release, cut down to what its script shows, as plain JSON-ready values."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

Tables = Mapping[str, pa.Table]
Row = dict[str, Any]
MONTHS_SHOWN = 18

ASSERTION_COLUMNS = (
    "assertion_id", "date", "value_low", "value_best", "value_high", "value_point", "comparator", "unit", "item_id",
    "item", "action", "supplier_id", "recipient_id", "actor_id", "aggregation", "modality", "origin", "publisher",
    "mention_count", "outlet_count", "superseded_by", "quote",
)  # fmt: skip
MENTION_COLUMNS = (
    "assertion_id", "claim_id", "publisher", "published_date", "attributed_to", "url", "doc_id", "raw_path", "quote",
    "mark_start", "mark_end", "confidence", "drift_types", "source_text",
)  # fmt: skip
_COMPUTED = {"raw_path", "mark_start", "mark_end", "drift_types", "source_text"}
_OF_CLAIMS = (
    "quantity_text", "quantity_start", "quantity_end", "quote_start",
    *(name for name in MENTION_COLUMNS if name not in _COMPUTED),
)  # fmt: skip


def _cell(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _columnar(columns: Sequence[str], rows: Sequence[Row]) -> Row:
    return {"columns": list(columns), "rows": [[_cell(row.get(name)) for name in columns] for row in rows]}


def assertion_rows(tables: Tables) -> list[Row]:
    """Assertions with what their canonical mention adds: item words, publisher, quote, the value to plot."""
    borrowed_columns = ("item", "publisher", "quote", "value_point")
    claims = {row["claim_id"]: row for row in tables["claims"].select(["claim_id", *borrowed_columns]).to_pylist()}
    rows = []
    for row in tables["assertions"].to_pylist():
        claim = claims[row["canonical_claim_id"]]
        borrowed = {name: claim[name] for name in borrowed_columns}
        rows.append({**row, **borrowed, "date": row["statement_date"] or row["first_published"]})
    return rows


def mention_rows(tables: Tables, all_claims: pa.Table | None = None) -> list[Row]:
    """Claims as mentions, the quantity's place inside the quote, and the drift against the source of a re-report.

    `all_claims` are those among which sources are looked up, where `tables` are not the whole release.
    """
    claims = tables["claims"].select([*_OF_CLAIMS]).to_pylist()
    sources = tables["claims"] if all_claims is None else all_claims
    paths = {row["doc_id"]: row["raw_path"] for row in tables["documents"].select(["doc_id", "raw_path"]).to_pylist()}
    links = tables["claim_relations"]
    of_listed = pc.is_in(links.column("from_claim_id"), value_set=tables["claims"].column("claim_id").combine_chunks())
    links = links.filter(pc.and_(of_listed, pc.equal(links.column("relation"), "re_reports")))
    named = pc.is_in(sources.column("claim_id"), value_set=links.column("to_claim_id").combine_chunks())
    told = sources.select(["claim_id", "quantity_text"]).filter(named)
    texts = {row["claim_id"]: row["quantity_text"] for row in told.to_pylist()}
    drift = {row["from_claim_id"]: row for row in links.to_pylist()}
    rows = []
    for row in claims:
        link = drift.get(row["claim_id"], {})
        rows.append(
            {
                **row,
                "raw_path": paths.get(row["doc_id"]),
                "mark_start": _utf16(row["quote"], row["quantity_start"] - row["quote_start"]),
                "mark_end": _utf16(row["quote"], row["quantity_end"] - row["quote_start"]),
                "drift_types": link.get("drift_types") or [],
                "source_text": texts.get(link.get("to_claim_id", "")),
            }
        )
    return rows


def _utf16(text: str, offset: int) -> int:
    """An offset in code points as the page's script counts it.

    >>> _utf16("😀 5 shells", 2)
    3
    """
    return len(text[:offset].encode("utf-16-le", "surrogatepass")) // 2


def coverage(tables: Tables) -> Row:
    """Claims by publisher and month of publication; months before the newest eighteen are one column."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    months: set[str] = set()
    for publisher, day, n in _counted(tables["claims"], ["publisher", "published_date"]):
        month = f"{day:%Y-%m}" if day else "undated"
        months.add(month)
        counts[publisher or "unnamed"][month] += n
    dated = sorted(months - {"undated"})
    shown, older = dated[-MONTHS_SHOWN:], dated[:-MONTHS_SHOWN]
    labels = (["earlier"] if older else []) + shown + (["undated"] if "undated" in months else [])
    rows = []
    for publisher in sorted(counts, key=lambda name: (-counts[name].total(), name)):
        by_month = counts[publisher]
        sums = {"earlier": sum(by_month[month] for month in older), **by_month}
        rows.append([publisher, *(sums.get(label) or "" for label in labels)])
    return {"months": labels, "rows": rows}


def _counted(table: pa.Table, names: list[str]) -> list[list[Any]]:
    """The different values of some columns, each with how many rows hold them; a release may hold millions."""
    counted = table.select(names).group_by(names).aggregate([([], "count_all")])
    return [[row[name] for name in (*names, "count_all")] for row in counted.to_pylist()]


def ledger(tables: Tables) -> list[list[Any]]:
    """How many numbers became claims, and how many were set aside for which reason."""
    reasons = dict(_counted(tables["rejected_quantities"], ["reject_reason"]))
    lines = [["claimed", tables["claims"].num_rows]]
    return lines + [
        [reason.replace("_", " "), n] for reason, n in sorted(reasons.items(), key=lambda kv: (-kv[1], kv[0]))
    ]


def changes(tables: Tables, release_id: str) -> Row:
    """Rows changed since the release before, counted by table, kind and cause."""
    changes_ = tables["release_changes"].filter(pc.equal(tables["release_changes"].column("release_id"), release_id))
    previous = next(iter(changes_.column("prev_release_id").slice(0, 1).to_pylist()), None)
    counts: Counter[tuple[str, str, str]] = Counter()
    for table, kind, cause, n in _counted(changes_, ["table_name", "change_type", "change_cause"]):
        counts[table, kind, cause or ""] += n
    lines = [[table, kind, cause.replace("_", " "), n] for (table, kind, cause), n in sorted(counts.items())]
    return {"previous": previous, "rows": lines}


def page_payload(
    tables: Tables, release_id: str, accuracy: Sequence[str], shown_tables: Tables | None = None
) -> tuple[Row, Row]:
    """The page's two JSON blocks: what is drawn at once, and the mentions that are read when a row is opened.

    `shown_tables` are those whose statements and mentions are listed (default: all); counts are of all.
    """
    listed = shown_tables or tables
    assertions = assertion_rows(listed)
    counted = [
        ["statements", tables["assertions"].num_rows],
        ["mentions", tables["claims"].num_rows],
        ["reports", tables["documents"].num_rows],
        ["origins", len({*tables["assertions"].column("origin").unique().to_pylist()} - {None, ""})],
        ["numbers set aside", tables["rejected_quantities"].num_rows],
        ["files quarantined", tables["quarantine"].num_rows],
    ]
    shown = {
        "assertions": _columnar(ASSERTION_COLUMNS, assertions),
        "facts": counted,
        "changes": changes(tables, release_id),
        "coverage": coverage(tables),
        "ledger": ledger(tables),
        "accuracy": list(accuracy),
        "start": first_view(assertions),
    }
    return shown, _columnar(MENTION_COLUMNS, mention_rows(listed, tables["claims"]))


def first_view(assertions: Sequence[Row]) -> dict[str, str]:
    """What the page opens with: the unit most statements share, over all items.

    >>> first_view([{"unit": "round"}, {"unit": "round"}, {"unit": "person"}])
    {'unit': 'round'}
    """
    units = Counter(row["unit"] for row in assertions)
    return {"unit": min(units, key=lambda unit: (-units[unit], unit))} if units else {"unit": ""}
