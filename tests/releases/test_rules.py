"""Every cross-row rule has a planted row that makes it fire, and none fires on tables that are sound."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from schemas.dataset import PARQUET_TABLES, TABLES
from schemas.render import columns, key_columns
from waybill import store
from waybill.releases.rules import Rule, rules
from waybill.releases.validate import check_rules, validate

sys.path.insert(0, str(Path(__file__).parents[1] / "schemas"))
from samples import good_row, table_of

Tables = dict[str, pa.Table]


@pytest.fixture(scope="session")
def tables(first_release: Path) -> Tables:
    """Sound tables of a release, with one row in each table that the reports leave empty."""
    sound = {name: store.load_table(first_release, name) for name in PARQUET_TABLES}
    ids = sound["claims"].column("claim_id").to_pylist()
    relation = good_row("claim_relations") | {"from_claim_id": ids[0], "to_claim_id": ids[1], "drift_types": []}
    derived = good_row("derived_values") | {"claim_id": ids[0]}
    return sound | {
        "claim_relations": table_of("claim_relations", [relation]),
        "derived_values": table_of("derived_values", [derived]),
        "corrections": table_of("corrections", [good_row("corrections")]),
        "quarantine": table_of("quarantine", [good_row("quarantine")]),
        "validation_issues": table_of("validation_issues", [good_row("validation_issues")]),
    }


def edited(tables: Tables, name: str, place: int = 0, **values: Any) -> Tables:
    rows = tables[name].to_pylist()
    rows[place] |= values
    return tables | {name: table_of(name, rows)}


def fired(tables: Tables, only: Rule | None = None) -> set[str]:
    return {issue.rule_id for issue in check_rules(tables, None if only is None else [only])}


def claims(**values: Any) -> Callable[[Tables], Tables]:
    return lambda tables: edited(tables, "claims", **values)


def rows_of(name: str, **values: Any) -> Callable[[Tables], Tables]:
    return lambda tables: edited(tables, name, **values)


def _pointing(column: str, place: int) -> Callable[[Tables], Tables]:
    """The first claim points to the claim at `place` in another document or the same one."""

    def change(tables: Tables) -> Tables:
        rows = tables["claims"].to_pylist()
        same = place == 0
        target = next(r for r in rows[1:] if (r["doc_id"] == rows[0]["doc_id"]) == same)
        return edited(tables, "claims", **{column: target["claim_id"]})

    return change


def _part_above_whole(tables: Tables) -> Tables:
    pointed = _pointing("part_of_claim_id", 0)(tables)
    whole = pointed["claims"].to_pylist()[0]["part_of_claim_id"]
    place = pointed["claims"].column("claim_id").to_pylist().index(whole)
    bounds = {"value_low": 1.0, "value_best": 1.0, "value_high": 1.0, "unit": "round"}
    low = edited(pointed, "claims", place, **bounds)
    return edited(low, "claims", value_low=5.0, value_best=5.0, value_high=5.0, unit="round")


def _itself(name: str, key: str, column: str) -> Callable[[Tables], Tables]:
    return lambda tables: edited(tables, name, **{column: tables[name].column(key)[0].as_py()})


def _canonical_elsewhere(tables: Tables) -> Tables:
    own = tables["assertions"].column("canonical_claim_id").to_pylist()
    return edited(tables, "assertions", canonical_claim_id=own[1])


def _overlapping(name: str) -> Callable[[Tables], Tables]:
    """A number that starts inside the one before it, of the same document."""

    def change(tables: Tables) -> Tables:
        spans = [(r["doc_id"], r["quantity_start"], r["quantity_end"]) for r in tables["claims"].to_pylist()]
        doc_id, start, end = min(spans)
        row = tables[name].to_pylist()[0] | {"doc_id": doc_id, "quantity_start": start + 1, "quantity_end": end + 1}
        kept = [r for r in tables[name].to_pylist() if r.get("claim_id", "") != row.get("claim_id")]
        return tables | {name: table_of(name, [*kept, row | _new_id(name)])}

    return change


def _new_id(name: str) -> dict[str, str]:
    return {"claim_id": "c_ffffffffffffffff"} if name == "claims" else {}


PLANTED: dict[str, Callable[[Tables], Tables]] = {
    "quantity-reslices": claims(quantity_text="4301"),
    "quote-reslices": claims(quote="words that stand nowhere"),
    "rejected-reslices": rows_of("rejected_quantities", quantity_text="13"),
    "quantity-in-quote": claims(quote_start=0, quote_end=1),
    "claim-overlaps": _overlapping("claims"),
    "rejected-overlaps": _overlapping("rejected_quantities"),
    "low-above-high": claims(value_low=9.0, value_high=8.0),
    "best-out-of-bounds": claims(value_low=1.0, value_best=9.0, value_high=2.0),
    "comparator-shape": claims(comparator="up_to", value_low=1.0, value_high=None),
    "point-basis": claims(value_point=3.25),
    "money-currency": claims(quantity_kind="money", currency=None),
    "si-alone": claims(value_si=1.0, unit_si=None),
    "percent-kind": claims(quantity_kind="share", unit="t"),
    "share-of-missing": claims(quantity_kind="share", share_of=None),
    "relative-to-missing": claims(quantity_kind="factor", relative_to=None),
    "event-order": claims(event_start=date(2031, 2, 2), event_end=date(2031, 2, 1)),
    "stated-after-publication": claims(published_date=date(2031, 2, 1), statement_date=date(2031, 2, 2)),
    "alternative-alone": claims(alternative_group="d:A", alternative_operator="or"),
    "alternative-operator": claims(alternative_group=None, alternative_operator="or"),
    "part-of-itself": _itself("claims", "claim_id", "part_of_claim_id"),
    "part-above-whole": _part_above_whole,
    "part-elsewhere": _pointing("part_of_claim_id", 1),
    "document-facts": claims(publisher="Another Paper"),
    "claim-of-gone-document": lambda tables: edited(
        tables, "documents", _place_of_first_claim(tables), status="withdrawn"
    ),
    "body-outside-text": rows_of("documents", body_end=10_000),
    "text-length": rows_of("documents", text_length=1),
    "doc-id-hash": rows_of("documents", raw_sha256="f" * 64),
    "published-precision": rows_of("documents", published_date=date(2031, 1, 1), published_precision="month"),
    "near-duplicate-of-itself": _itself("documents", "doc_id", "near_duplicate_of"),
    "canonical-elsewhere": _canonical_elsewhere,
    "canonical-values": rows_of("assertions", unit="crate"),
    "mention-count": rows_of("assertions", mention_count=9),
    "mention-spread": rows_of("assertions", mention_point_min=9.0, mention_point_max=8.0),
    "superseded-by-itself": _itself("assertions", "assertion_id", "superseded_by"),
    "assertion-event-order": rows_of("assertions", event_start=date(2031, 2, 2), event_end=date(2031, 2, 1)),
    "relation-to-itself": _itself("claim_relations", "from_claim_id", "to_claim_id"),
    "drift-without-rereport": rows_of("claim_relations", relation="part_of", drift_types=["value_changed"]),
    "drift-unknown": rows_of("claim_relations", relation="re_reports", drift_types=["mood_changed"]),
    "rejected-low-above-high": rows_of("rejected_quantities", value_low=2.0, value_high=1.0),
    "derived-low-above-high": rows_of("derived_values", value_low=2.0, value_high=1.0),
    "benchmark-order": rows_of("benchmarks", valid_from=date(2031, 1, 2), valid_to=date(2031, 1, 1)),
    "item-parent": rows_of("items", parent_item_id="munition"),
}


def _place_of_first_claim(tables: Tables) -> int:
    doc_id = tables["claims"].column("doc_id")[0].as_py()
    return int(tables["documents"].column("doc_id").to_pylist().index(doc_id))


def _planted_reference(rule: Rule, tables: Tables) -> Tables:
    column = rule.rule_id.split(".")[1]
    return edited(tables, rule.table, **{column: "d_ffffffffffffffff"})


def _planted_key(rule: Rule, tables: Tables) -> Tables:
    return tables | {rule.table: pa.concat_tables([tables[rule.table].slice(0, 1), tables[rule.table]])}


def test_sound_tables_break_no_rule(tables: Tables) -> None:
    assert fired(tables) == set()


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.rule_id)
def test_a_planted_row_fires_its_rule(rule: Rule, tables: Tables) -> None:
    if rule.rule_id.endswith(".reference"):
        planted = _planted_reference(rule, tables)
    elif rule.rule_id.endswith(".key-unique"):
        planted = _planted_key(rule, tables)
    else:
        planted = PLANTED[rule.rule_id](tables)
    assert rule.rule_id in fired(planted, rule)


def test_every_key_and_reference_has_its_rule() -> None:
    made = {rule.rule_id for rule in rules()}
    for name in PARQUET_TABLES:
        assert not key_columns(TABLES[name]) or f"{name}.key-unique" in made
        assert {f"{name}.{c.name}.reference" for c in columns(TABLES[name]) if c.references} <= made


def test_a_row_that_fails_moves_to_the_issues_and_the_others_stay(tables: Tables) -> None:
    bad = edited(tables, "claims", value_point=3.25)
    lost = bad["claims"].column("claim_id")[0].as_py()
    validated = validate(bad | {"claim_relations": tables["claim_relations"].slice(0, 0)})
    assert not validated.fatal
    assert lost not in validated.tables["claims"].column("claim_id").to_pylist()
    assert validated.tables["claims"].num_rows == tables["claims"].num_rows - 1
    issues = {(row["row_key"], row["rule_id"]) for row in validated.tables["validation_issues"].to_pylist()}
    assert (lost, "point-basis") in issues


def test_rows_that_pointed_to_a_lost_row_go_with_it(tables: Tables) -> None:
    pointed = _pointing("computed_from_claim_id", 0)(tables)
    target = pointed["claims"].column("computed_from_claim_id")[0].as_py()
    place = pointed["claims"].column("claim_id").to_pylist().index(target)
    validated = validate(edited(pointed, "claims", place, value_point=3.25))
    kept = validated.tables["claims"].column("claim_id").to_pylist()
    assert target not in kept
    assert pointed["claims"].column("claim_id")[0].as_py() not in kept
    assert fired(dict(validated.tables)) <= {"mention-count"}


def test_a_warning_leaves_its_row_where_it_is(tables: Tables) -> None:
    validated = validate(edited(tables, "assertions", mention_count=9))
    assert validated.tables["assertions"].num_rows == tables["assertions"].num_rows
    assert "warning" in validated.tables["validation_issues"].column("severity").to_pylist()


def test_when_most_rows_fail_the_release_is_refused(tables: Tables) -> None:
    many = [tables["claims"].to_pylist()[0] | {"claim_id": f"c_{n:016x}", "value_point": 3.25} for n in range(40)]
    validated = validate(tables | {"claims": table_of("claims", many)})
    assert "too-many-failures" in {issue.rule_id for issue in validated.fatal}


def test_no_bar_is_drawn_on_the_output_of_a_script() -> None:
    """DuckDB draws one where Python was started with `-c`; a machine may listen there."""
    script = """
from waybill.releases.workbench import workbench
with workbench() as base:
    print(base.execute("SELECT current_setting('enable_progress_bar')").fetchone())
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["(False,)"]
