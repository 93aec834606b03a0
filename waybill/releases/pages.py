"""The pages of a release: README.md (the dataset card) and diff.md (what changed, and why)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

import pyarrow as pa
import pyarrow.compute as pc

from schemas.dataset import SCHEMA_VERSION, TABLES
from schemas.render import comment

LISTED = 200
"""Changes that diff.md spells out; all of them stand in release_changes.parquet."""


def diff_page(
    release_id: str,
    prev_release_id: str | None,
    changes: pa.Table,
    corrections: pa.Table,
    schema_breaks: Iterable[str] = (),
) -> str:
    """diff.md: counts on top, then the changes; None as `prev_release_id` means the first release.

    `schema_breaks` are what readers of the release before no longer find.
    """
    if prev_release_id is None:
        return f"# {release_id}\n\nThe first release: there is nothing to compare it with.\n"
    rows = changes.to_pylist()
    lines = [f"# {prev_release_id} → {release_id}", ""]
    if broken := [f"- {what}" for what in schema_breaks]:
        lines += [
            f"The tables have another shape (schema {SCHEMA_VERSION}); what reads them must follow:",
            "",
            *broken,
            "",
        ]
    if not rows:
        lines.append("No document, claim, assertion or relation changed.")
    counts = Counter((row["table_name"], row["change_type"], row["change_cause"]) for row in _first_lines(rows))
    lines += _markdown_table(("table", "change", "cause", "rows"), [(*what, n) for what, n in sorted(counts.items())])
    lines += ["", *_correction_lines(corrections)]
    if rows:
        lines += ["", "## Changes", ""]
        listed = [
            (row["table_name"], row["row_key"], row["change_type"], row["column_name"], row["old_value"],
             row["new_value"], row["change_cause"])
            for row in rows[:LISTED]
        ]  # fmt: skip
        lines += _markdown_table(("table", "row", "change", "column", "before", "after", "cause"), listed)
        if len(rows) > LISTED:
            lines += ["", f"{len(rows) - LISTED} more stand in `release_changes.parquet`."]
    return "\n".join(lines).rstrip() + "\n"


def _first_lines(rows: Iterable[Mapping[str, str]]) -> Iterator[Mapping[str, str]]:
    """One line a row and cause, however many of its columns changed."""
    seen = set()
    for row in rows:
        what = (row["table_name"], row["row_key"], row["change_type"], row["change_cause"])
        if what not in seen:
            seen.add(what)
            yield row


def _correction_lines(corrections: pa.Table) -> list[str]:
    counts = Counter(corrections.column("status").to_pylist())
    if not counts:
        return []
    lines = ["## Corrections", "", ", ".join(f"{n} {status}" for status, n in sorted(counts.items())) + "."]
    for row in corrections.to_pylist():
        if row["status"] in {"orphaned", "refused"}:
            lines.append(f"- {row['status']}: {row['correction_id']} ({row['claim_id']}, {row['column_name']})")
    return lines


def _markdown_table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> list[str]:
    body = ["| " + " | ".join(_cell(value) for value in row) + " |" for row in rows]
    if not body:
        return []
    names = list(head)
    return ["| " + " | ".join(names) + " |", "|" + "---|" * len(names), *body]


def _cell(value: object) -> str:
    text = "" if value is None else " ".join(str(value).split())
    text = text if len(text) <= 120 else text[:119] + "…"
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;")


def card(release_id: str, tables: Mapping[str, pa.Table], accuracy: str) -> str:
    """README.md of a release: what is in it, how well it covers its reports, how to load it, what it cannot do."""
    documents = tables["documents"].filter(pc.equal(tables["documents"].column("status"), "current"))
    claims, rejected = tables["claims"], tables["rejected_quantities"]
    numbers = claims.num_rows + rejected.num_rows
    share = f"{100 * claims.num_rows / numbers:.0f} %" if numbers else "none"
    lines = [
        f"# Waybill claims, release {release_id}",
        "",
        f"{claims.num_rows} dated claims about arms transfers, each with the exact words that state it, read from "
        f"{documents.num_rows} reports; {tables['assertions'].num_rows} distinct assertions stand behind them. "
        f"Schema version {SCHEMA_VERSION}.",
        "",
        "## Load it",
        "",
        "```python",
        "import pandas as pd",
        'claims = pd.read_parquet("claims.parquet")',
        "```",
        "",
        "```sql",
        "-- duckdb claims.duckdb",
        "SELECT origin, statement_date, comparator, value_point, unit, item FROM claims ORDER BY statement_date;",
        "```",
        "",
        "## Tables",
        "",
        *_markdown_table(
            ("table", "rows", "what a row is"),
            [(name, table.num_rows, comment(TABLES[name])) for name, table in tables.items()],
        ),
        "",
        "## Coverage",
        "",
        f"{numbers} number-like expressions were found; {share} became claims, each of the others stands in "
        f"`rejected_quantities` with its reason. {tables['quarantine'].num_rows} files could not be read "
        f"(`quarantine`); {tables['validation_issues'].num_rows} rows are in `validation_issues`.",
        "",
        *_coverage(documents, claims),
        "",
        "## Accuracy",
        "",
        accuracy,
        "",
        "## Limits",
        "",
        "- A claim says what a report says, not what happened; bounds are kept as bounds and never made points.",
        "- `value_point` is for plotting; read `value_point_basis` before you compute with it.",
        "- Never add up alternatives, parts and wholes, different `aggregation` values, or superseded assertions.",
        "- English only so far; actors and items outside the vocabulary keep their words and have no id of a state.",
        "",
        "## Licence of quotes and texts",
        "",
        "Quotes are short citations with their source. The reports belong to their publishers: `texts.parquet` is for "
        "your own use and stays out of every shared bundle (`waybill export` leaves it out).",
        "",
    ]
    return "\n".join(lines)


def _coverage(documents: pa.Table, claims: pa.Table) -> list[str]:
    by_publisher = Counter(name or "(unknown)" for name in documents.column("publisher").to_pylist())
    claims_of = Counter(name or "(unknown)" for name in claims.column("publisher").to_pylist())
    days = documents.column("published_date").to_pylist()
    months = Counter(f"{day:%Y-%m}" if day else "(no day)" for day in days)
    publishers = sorted(by_publisher.items(), key=lambda pair: (-pair[1], pair[0]))[:30]
    return [
        *_markdown_table(("publisher", "reports", "claims"), [(name, n, claims_of[name]) for name, n in publishers]),
        "",
        *_markdown_table(("month", "reports"), sorted(months.items())),
    ]
