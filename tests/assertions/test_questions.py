"""Each question of docs/questions.sql gives the right answer on a planted release that holds its traps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import duckdb
import pytest

from tests.assertions.goldrecords import SHARED
from tests.assertions.planted import Release, day, empty_release, questions

SHELL = "munition.artillery.shell"
BOX = "logistics.container"


@pytest.fixture(scope="module")
def base() -> Iterator[duckdb.DuckDBPyConnection]:
    connection = empty_release()
    yield connection
    connection.close()


@pytest.fixture
def release(base: duckdb.DuckDBPyConnection) -> Iterator[Release]:
    base.execute("BEGIN")
    planted = Release(base)
    planted.document("d1", "Harrow Wire", published_date=day("2024-03-01"))
    planted.document("d2", "Tideway Post", published_date=day("2024-04-02"))
    planted.document("d3", "Copy Shop", published_date=day("2024-04-02"), near_duplicate_of="d2")
    yield planted
    base.execute("ROLLBACK")


def columns(rows: list[tuple[Any, ...]], *places: int) -> list[tuple[Any, ...]]:
    return [tuple(row[place] for place in places) for row in rows]


def test_every_question_of_ours_and_of_the_shared_file_runs(release: Release) -> None:
    assert len(questions()) == 25
    for name in questions():
        release.ask(name)
    shared = SHARED / "questions.sql"
    if not shared.exists():
        pytest.skip("the shared questions lie beside the checkout and are absent here; ours ran")
    for sql in questions(shared).values():
        release.base.execute(sql).fetchall()


def test_q1_shells_over_time(release: Release) -> None:
    release.stated(1000, item_id=SHELL, origin="Seoul", event_end=day("2024-01-31"))
    release.stated(3000, item_id=SHELL + ".152mm", origin="Seoul", event_end=day("2024-02-29"))
    release.stated(9, item_id="munition.artillery.rocket.122mm", origin="Seoul", event_end=day("2024-02-01"))
    release.stated(7, item_id=SHELL, origin="Seoul", event_end=day("2024-02-02"), modality="planned")
    release.stated(5, item_id=SHELL, origin="Seoul", event_end=day("2024-02-02"), aggregation="capacity")
    assert columns(release.ask("Q1"), 0, 4, 5, 6) == [
        (day("2024-01-31"), 1000, None, None),
        (day("2024-02-29"), 3000, None, None),
    ]


def test_q2_latest_total_of_each_claimant(release: Release) -> None:
    kinds = {"item_id": BOX, "unit": "container", "supplier_id": "PRK", "recipient_id": "RUS"}
    release.stated(6700, 6700, origin="Seoul", origin_id="KOR", event_end=day("2024-02-26"), **kinds)
    release.stated(10000, origin="South Korea", origin_id="KOR", event_end=day("2024-06-13"), **kinds)
    release.stated(9999, origin="Seoul", origin_id="KOR", event_end=day("2024-08-13"), modality="denied", **kinds)
    release.stated(
        400, 400, origin="Seoul", origin_id="KOR", event_end=day("2024-08-13"), **{**kinds, "recipient_id": "SYR"}
    )
    release.stated(1000, origin="Washington", origin_id="USA", statement_date=day("2023-10-13"), **kinds)
    assert columns(release.ask("Q2"), 0, 2) == [("Seoul", 400), ("South Korea", 10000), ("Washington", 1000)]


def test_q3_origins_against_articles(release: Release) -> None:
    for doc in ("d1", "d2", "d3"):
        release.claim(5e6, doc=doc, item_id=SHELL, origin_id="UKR", origin="Kyiv", assertion_id="a1")
    release.claim(8e6, doc="d2", item_id=SHELL, origin="NIS", assertion_id="a2")
    release.claim(8e6, doc="d2", item_id=SHELL, origin="nis", assertion_id="a3")
    release.claim(1, doc="d2", item_id="munition.artillery.rocket", origin="GUR", assertion_id="a4")
    assert release.ask("Q3") == [(2, 3, 5, 2)]


def test_q4_what_changed_on_the_way(release: Release) -> None:
    first, second = release.claim(None, 5), release.claim(5, 5, doc="d2")
    plant = {"to_claim_id": first, "method": "m", "confidence": "high"}
    release.plant(
        "claim_relations",
        from_claim_id=second,
        relation="re_reports",
        drift_types=["bound_dropped", "name_changed"],
        **plant,
    )
    release.plant("claim_relations", from_claim_id=second, relation="part_of", drift_types=[], **plant)
    assert columns(release.ask("Q4"), 0, 1, 3) == [
        ("bound_dropped", "HARROW WIRE", "TIDEWAY POST"),
        ("name_changed", "HARROW WIRE", "TIDEWAY POST"),
    ]


def test_q5_outlets_that_lose_the_bound(release: Release) -> None:
    release.document("d4", "Slow Paper")
    source = release.claim(None, 5)
    for doc, drift in (
        ("d2", ["bound_dropped"]),
        ("d2", ["hedge_dropped"]),
        ("d3", ["bound_dropped"]),
        ("d4", ["value_changed"]),
    ):
        release.plant(
            "claim_relations", from_claim_id=release.claim(5, 5, doc=doc), to_claim_id=source, relation="re_reports",
            drift_types=drift, method="m", confidence="high",
        )  # fmt: skip
    assert release.ask("Q5") == [("TIDEWAY POST", 1, 2, 0.5), ("SLOW PAPER", 0, 1, 0.0)]


def test_q6_what_was_known_on_a_day(release: Release) -> None:
    kinds = {"item_id": BOX, "unit": "container"}
    old = release.claim(6700, 6700, origin_id="KOR", event_end=day("2024-02-26"), **kinds)
    new = release.claim(7000, 7000, origin_id="KOR", event_end=day("2024-04-01"), doc="d2", **kinds)
    late = release.claim(10000, origin_id="KOR", event_end=day("2024-06-13"), **kinds)
    release.assertion(old, first_published=day("2024-02-27"), superseded_by=f"a{new}")
    release.assertion(new, first_published=day("2024-04-02"), superseded_by=f"a{late}")
    release.assertion(late, first_published=day("2024-06-14"))
    seen = release.claim(73, 73, origin_id="CSIS", aggregation="stock", event_end=day("2024-04-20"), **kinds)
    release.assertion(seen, first_published=day("2024-04-21"))
    assert columns(release.ask("Q6"), 0, 2, 3) == [("KOR", "7,000", day("2024-04-01"))]


def test_q7_what_an_earlier_release_said(release: Release) -> None:
    release.claim(300, 300, claim_id="c1", action="casualties", action_detail="killed")
    base = release.base
    for seq, release_id in ((1, "2026.11.0"), (2, "2026.11.1")):
        release.plant(
            "releases", release_id=release_id, release_seq=seq, released_at=day("2026-11-22"), code_version="x",
            input_sha256="0" * 64, claims=1, assertions=1, documents=1, status="published",
        )  # fmt: skip
    base.execute("INSERT INTO claims_history BY NAME SELECT *, 1 AS valid_from_seq, 2 AS valid_to_seq FROM claims")
    base.execute("UPDATE claims SET value_point = 600")
    base.execute("INSERT INTO claims_history BY NAME SELECT *, 2 AS valid_from_seq, NULL AS valid_to_seq FROM claims")
    assert columns(release.ask("Q7"), 0, 4) == [("c1", 300)]


def test_q8_delivered_shells_by_calibre(release: Release) -> None:
    release.plant("items", item_id=SHELL, item="artillery shell", aliases=[])
    release.plant("items", item_id=SHELL + ".152mm", item="152 mm artillery shell", aliases=[])
    release.stated(1_000_000, item_id=SHELL)
    five = release.stated(5_000_000, item_id=SHELL)
    release.claim(9_000_000, 9_000_000, item_id=SHELL, assertion_id=f"a{five}")  # a careless re-report of it
    release.stated(12_000_000, item_id=SHELL, aggregation="capacity", modality="possible")
    release.stated(None, 20_000_000, item_id=SHELL)
    release.stated(300_000, 300_000, item_id=SHELL + ".152mm", modality="estimated")
    assert release.ask("Q8") == [("artillery shell", 2, 1e6, 5e6), ("152 mm artillery shell", 1, 3e5, 3e5)]


def test_q9_options_are_kept_together(release: Release) -> None:
    pair = {"alternative_group": "d1:A", "alternative_operator": "or"}
    release.claim(500_000, item="122 mm rocket", **pair)
    release.claim(3_000_000, item=None, item_detail="rounds of something", **pair)
    release.claim(7)
    assert release.ask("Q9") == [("d1:A", "or", ["3,000,000 rounds of something", "500,000 122 mm rocket"])]


def test_q10_load_factor_only_where_the_text_computes(release: Release) -> None:
    boxes = release.claim(6700, 6700, item_id=BOX, unit="container", origin_id="KOR", statement_date=day("2024-02-26"))
    rounds = release.claim(
        3e6, item="152", item_id=SHELL, origin_id="KOR", statement_date=day("2024-02-26"), computed_from_claim_id=boxes
    )
    release.claim(99, item_id=SHELL, origin_id="KOR", statement_date=day("2024-02-26"))
    release.plant(
        "derived_values",
        claim_id=rounds,
        method="rounds-per-container",
        value_best=447.761,
        unit="round/container",
        inputs="x",
    )
    assert columns(release.ask("Q10"), 0, 3, 4, 5) == [("KOR", 3e6, 6700, 448)]


def test_q11_oil_against_the_cap(release: Release) -> None:
    release.plant(
        "benchmarks", benchmark_id="unsc_2397_refined_cap", label="cap", value=500_000, unit="bbl", rate_per="year"
    )
    oil = {"item_id": "commodity.oil.refined", "unit": "bbl", "origin": "OSC"}
    release.stated(1_000_000, event_start=day("2024-01-01"), event_end=day("2024-12-30"), **oil)
    release.stated(None, 500_000, modality="limit", **oil)
    release.stated(9e6, modality="planned", **oil)
    assert columns(release.ask("Q11"), 0, 1, 6, 7) == [("OSC", 1e6, 2.0, 2.0)]


def test_q12_multiples_and_shares_with_what_they_imply(release: Release) -> None:
    twice = release.claim(2, unit="factor", quantity_kind="factor", relative_to="the cap")
    third = release.claim(33.333, 33.333, unit="percent", quantity_kind="share", share_of="losses")
    release.claim(9)
    release.plant("derived_values", claim_id=twice, method="m", value_low=1e6, unit="bbl", inputs="x")
    assert columns(release.ask("Q12"), 0, 5, 6, 8) == [(twice, 1e6, None, "bbl"), (third, None, None, None)]


def test_q13_killed_series_with_what_replaced_it(release: Release) -> None:
    killed = {"action": "casualties", "action_detail": "killed", "unit": "person", "origin": "NIS"}
    first = release.claim(300, 300, event_end=day("2025-01-13"), **killed)
    second = release.claim(600, 600, event_end=day("2025-04-30"), **killed)
    release.claim(3000, 3000, assertion_id=f"a{first}", **killed)
    wounded = release.claim(2700, 2700, event_end=day("2025-01-13"), **{**killed, "action_detail": "wounded"})
    release.claim(2700, 2700, assertion_id=f"a{wounded}", **killed)  # a re-report that mistook wounded for dead
    release.assertion(first, superseded_by=f"a{second}")
    release.assertion(second)
    release.assertion(wounded)
    assert columns(release.ask("Q13"), 0, 3, 5) == [
        (day("2025-01-13"), 300, f"a{second}"),
        (day("2025-04-30"), 600, None),
    ]


def test_q14_share_of_deaths_in_casualties_not_in_troops(release: Release) -> None:
    kinds = {"unit": "person", "origin_id": "KOR", "statement_date": day("2025-04-30")}
    sent = release.claim(11_000, 11_000, action="deploy", **kinds)
    total = release.claim(
        4700, 4700, action="casualties", action_detail="killed_or_wounded", part_of_claim_id=sent, **kinds
    )
    release.assertion(total)
    release.stated(600, 600, action="casualties", action_detail="killed", part_of_claim_id=total, **kinds)
    release.stated(100, 100, action="casualties", action_detail="killed", part_of_claim_id=sent, **kinds)
    assert columns(release.ask("Q14"), 2, 3, 4) == [(600, 4700, 12.8)]


def test_q15_troops_in_the_last_quarter_of_2024(release: Release) -> None:
    troops = {"item_id": "personnel.troops", "action": "deploy", "unit": "person"}
    release.stated(12_000, 12_000, origin="total", event_end=day("2024-12-23"), **troops)
    release.stated(
        10_000,
        10_000,
        origin="period",
        event_start=day("2024-09-01"),
        event_end=day("2024-11-30"),
        aggregation="period",
        **troops,
    )
    release.stated(
        3_000,
        3_000,
        origin="later",
        event_start=day("2025-01-05"),
        event_end=day("2025-02-01"),
        aggregation="increment",
        **troops,
    )
    release.stated(1_000, 1_000, origin="undated", **troops)
    release.stated(500, 500, origin="sighted later", event_end=day("2025-03-01"), aggregation="stock", **troops)
    assert columns(release.ask("Q15"), 0) == [("period",), ("total",)]


def test_q16_money_with_what_it_is_per(release: Release) -> None:
    release.stated(None, 572e6, unit="USD", action="pay", aggregation="rate", rate_per="year", origin="G")
    release.stated(5e9, 5e9, unit="KRW", action="pay", origin="G")
    assert columns(release.ask("Q16"), 0, 3, 8) == [("G", "year", 572.0)]


def test_q17_figures_that_rest_on_nobody_with_a_name(release: Release) -> None:
    first = release.claim(5, 5, is_anonymous_origin=True)
    release.claim(5, 5, doc="d2", assertion_id=f"a{first}", attributed_to=[])
    release.claim(5, 5, doc="d3", assertion_id=f"a{first}", is_anonymous_origin=True)
    release.assertion(first)
    named = release.claim(6, 6, is_anonymous_origin=True)
    release.claim(6, 6, doc="d2", assertion_id=f"a{named}")
    release.assertion(named)
    release.stated(7, 7, attributed_to=[])
    assert release.ask("Q17") == [(f"a{first}", "5", 2)]


def test_q18_evidence(release: Release) -> None:
    release.claim(1, evidence_type="imagery", item="railcar", assertion_id="a1")
    release.claim(1, evidence_type="imagery", item="railcar", assertion_id="a1")
    release.claim(2, evidence_type="statement", item="shell")
    release.claim(3, evidence_type="statement", item="tank")
    assert release.ask("Q18") == [("statement", 2, ["shell", "tank"]), ("imagery", 1, ["railcar"])]


def test_q19_more_of_a_part_than_of_the_whole(release: Release) -> None:
    when = {"event_end": day("2024-02-28"), "supplier_id": "PRK"}
    release.stated(5e6, item_id=SHELL, origin="Kyiv", origin_id="UKR", **when)
    release.stated(None, 3e6, item_id="munition.artillery", origin="Seoul", origin_id="KOR", **when)
    release.stated(None, 1e6, item_id="munition.artillery", origin="Kiev", origin_id="UKR", **when)
    release.stated(None, 1e6, item_id="munition.artillery", origin="Plan", origin_id="P", modality="planned", **when)
    release.stated(
        None,
        1e6,
        item_id="munition.artillery",
        origin="Iran",
        origin_id="I",
        event_end=day("2024-02-28"),
        supplier_id="IRN",
    )
    release.stated(
        None,
        1e6,
        item_id="munition.artillery",
        origin="Old",
        origin_id="O",
        event_end=day("2022-02-28"),
        supplier_id="PRK",
    )
    release.stated(None, 2e6, item_id="munition.artillery", origin="GUR", origin_id="UKR.GUR", **when)
    release.stated(
        None,
        2e6,
        item_id="munition.artillery",
        origin="Earlier",
        origin_id="E",
        **{**when, "event_end": day("2024-02-01")},
    )
    assert columns(release.ask("Q19"), 0, 1, 4, 5) == [("Kyiv", "Seoul", 5e6, 3e6)]


def test_q20_planned_against_delivered(release: Release) -> None:
    release.claim(1, 1, modality="planned")
    for _ in range(2):
        release.claim(2, 2, assertion_id="a1")
    release.claim(3, 3, action="fire")
    release.claim(4, 4, action="deploy")
    assert release.ask("Q20") == [("asserted", 2, ["2", "2", "4"]), ("planned", 1, ["1"])]


def test_q21_lag_of_the_first_report_of_each_statement(release: Release) -> None:
    said = {"statement_date": day("2024-02-26"), "statement_date_basis": "stated", "origin_id": "KOR"}
    release.claim(1, assertion_id="a1", **said)
    release.document("d5", "Harrow Wire", published_date=day("2024-05-01"))
    release.claim(1, doc="d5", assertion_id="a1", **said)
    release.claim(2, doc="d2", origin_id="KOR", statement_date=day("2024-04-02"), statement_date_basis="published_date")
    release.claim(3, doc="d2", **{**said, "origin_id": "TIDEWAY POST"})
    assert release.ask("Q21") == [("HARROW WIRE", 4.0, 1)]


def test_q22_changes_between_releases_by_cause(release: Release) -> None:
    change = {"release_id": "2026.11.1", "prev_release_id": "2026.11.0", "table_name": "claims", "change_type": "added"}
    for key in ("c2", "c1"):
        release.plant("release_changes", row_key=key, change_cause="new_document", **change)
    release.plant("release_changes", row_key="c3", change_cause="correction", **{**change, "release_id": "2026.12.0"})
    assert release.ask("Q22") == [("new_document", "added", 2, ["c1", "c2"])]


def test_q23_words_place_and_chain_behind_the_most_told_figure(release: Release) -> None:
    first = release.claim(5, 5, attributed_to=["a lawmaker", "the spy service"])
    release.claim(5, 5, doc="d2", assertion_id=f"a{first}", attributed_to=[])
    release.assertion(first, mention_count=2)
    release.stated(6, 6)
    assert columns(release.ask("Q23"), 0, 6) == [
        ("5", "Harrow Wire > a lawmaker > the spy service"),
        ("5", "Tideway Post"),
    ]


def test_q24_numbers_taken_and_set_aside(release: Release) -> None:
    release.claim(1)
    for start, reason in ((1, "date"), (5, "calibre"), (9, "date")):
        release.plant(
            "rejected_quantities",
            doc_id="d1",
            quantity_text="1",
            quantity_start=start,
            quantity_end=start + 1,
            reject_reason=reason,
        )
    assert release.ask("Q24") == [("d1", 1, 3, ["calibre", "date"])]


def test_q25_corrections_that_still_match(release: Release) -> None:
    known = release.claim(1)
    for number, claim_id, status in ((1, known, "active"), (2, "c_gone", "orphaned")):
        release.plant(
            "corrections", correction_id=f"k{number}", claim_id=claim_id, quantity_text="1", column_name="comparator",
            old_value="a", new_value="b", reason="r", editor="e", created_at="2026-11-22", status=status,
        )  # fmt: skip
    assert columns(release.ask("Q25"), 0, 2, 6) == [("active", known, True), ("orphaned", "c_gone", False)]


def test_views_never_show_parts_options_or_superseded_rows_as_something_to_add(release: Release) -> None:
    kinds = {"item_id": BOX, "unit": "container", "origin": "Seoul", "origin_id": "KOR"}
    old = release.claim(6700, 6700, event_end=day("2024-02-26"), **kinds)
    new = release.claim(28_000, 28_000, event_end=day("2025-07-13"), **kinds)
    release.assertion(old, superseded_by=f"a{new}")
    release.assertion(new)
    release.stated(
        3e6, event_end=day("2025-08-01"), **{**kinds, "alternative_group": "d1:A", "alternative_operator": "or"}
    )
    rows = release.base.execute("SELECT value_best FROM latest_totals").fetchall()
    assert rows == [(28_000,)]


def test_every_view_and_macro_says_what_it_is(release: Release) -> None:
    unsaid = "SELECT view_name FROM duckdb_views() WHERE NOT internal AND comment IS NULL"
    assert release.base.execute(unsaid).fetchall() == []
    for view in ("shells_over_time", "disagreements", "drift_by_outlet", "latest_totals", "running_totals"):
        release.base.execute(f"SELECT * FROM {view}").fetchall()
