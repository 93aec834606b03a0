"""What the calendar reader promises: spans, values, and silence where a number is no date."""

from __future__ import annotations

import json
import os
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.vocabulary import phrases, vocabulary
from waybill.dates import bounds, find_dates, latest_not_after, level1, precision

SHARED = Path(os.environ.get("WAYBILL_SHARED", Path(__file__).parents[3] / "shared"))
CORPUS = SHARED / "corpus"

READINGS = [
    # phrase, the date in it, EDTF, kind
    ("published 23 Dec 2031 at", "23 Dec 2031", "2031-12-23", "day"),
    ("Printed23 Dec 2031", "23 Dec 2031", "2031-12-23", "day"),
    ("on December 23, 2031, the", "December 23, 2031", "2031-12-23", "day"),
    ("On Aug. 14 the", "Aug. 14", "XXXX-08-14", "day_month"),
    ("on the 23rd of December", "23rd of December", "XXXX-12-23", "day_month"),
    ("Write : 2031-12-23", "2031-12-23", "2031-12-23", "day"),
    ("Registered 2031.12.24", "2031.12.24", "2031-12-24", "day"),
    ("Input 2031. 7. 14. 09", "2031. 7. 14", "2031-07-14", "day"),
    ("2031년 7월 4일", "2031년 7월 4일", "2031-07-04", "day"),
    ("seen 23.01.2031 by", "23.01.2031", "2031-01-23", "day"),
    ("seen 23/01/2031 by", "23/01/2031", "2031-01-23", "day"),
    ("seen 01/23/2031 by", "01/23/2031", "2031-01-23", "day"),
    ("seen 03/04/2031 by", "03/04/2031", "2031", "day"),
    ("between September seventh and", "September seventh", "XXXX-09-07", "day_month"),
    ("the twenty-first of May 2031", "twenty-first of May 2031", "2031-05-21", "day"),
    ("told on the 13th, in", "13th", "XXXX-XX-13", "day_only"),
    ("said on 16 February that", "16 February", "XXXX-02-16", "day_month"),
    ("since September 2031, more", "September 2031", "2031-09", "month"),
    ("since march 2031", "march 2031", "2031-03", "month"),
    ("from March on", "March", "XXXX-03", "month"),
    ("3-5 August 2031", "3-5 August 2031", "2031-08-03/2031-08-05", "range"),
    ("August 3–5, 2031", "August 3–5, 2031", "2031-08-03/2031-08-05", "range"),
    ("Jan.-Mar. 2031", "Jan.-Mar. 2031", "2031-01/2031-03", "range"),
    ("Nov-Feb 2032", "Nov-Feb 2032", "2031-11/2032-02", "range"),
    ("in 2031 alone", "2031", "2031", "year"),
    ("the 2031 summit", "2031", "2031", "year"),
    ("trade, 2031, when", "2031", "2031", "year"),
    ("Kim's 2031 visit", "2031", "2031", "year"),
    ("the 1950-53 war", "1950-53", "1950/1953", "range"),
    ("the 2031/32 budget", "2031/32", "2031/2032", "range"),
    ("Update 14:05: calm", "14:05", None, "time"),
    ("On the 14th the strike spread", "14th", "XXXX-XX-14", "day_only"),
    ("for FY2031 they plan", "FY2031", "2031", "year"),
    ("in the 1990s", "1990s", "199X", "decade"),
    ("in Q1 2031", "Q1 2031", "2031-Q1", "quarter"),
    ("in the first quarter of 2031", "first quarter of 2031", "2031-Q1", "quarter"),
    ("in the second half of 2031", "second half of 2031", "2031-07/2031-12", "range"),
    ("by autumn 2031", "autumn 2031", "2031-23", "season"),
    ("in the winter of 2031-32", "winter of 2031-32", "2031-24", "season"),
    ("at 10:31 AM IST on", "10:31 AM IST", None, "time"),
    ("18:44 GMT", "18:44 GMT", None, "time"),
    ("at 7 p.m. sharp", "7 p.m.", None, "time"),
    ("at 0712 GMT", "0712 GMT", None, "time"),
]

NO_DATES = [
    "2,024 shells",
    "2024 shells arrived",
    "a total of 2000 men",
    "in 2000 containers",
    "Resolution 2397",
    "the 44th drawdown",
    "on the 38th parallel",
    "by the 11th Corps",
    "KN-23 and T-62",
    "152 mm",
    "12 marines and 3 decades",
    "10 may have died",
    "May they rest",
    "last autumn",
    "version 2.5.12",
    "1.2031 tonnes",
    "$2024",
    "https://quay.example/2031/05/14/floods-3",
]


@pytest.mark.parametrize(("text", "words", "edtf", "kind"), READINGS)
def test_a_calendar_expression_is_read_with_its_exact_characters(text: str, words: str, edtf: str, kind: str) -> None:
    found = find_dates(text)
    assert [(text[e.start : e.end], e.edtf, e.kind) for e in found] == [(words, edtf, kind)]


@pytest.mark.parametrize("text", NO_DATES)
def test_numbers_that_are_no_dates_are_left_alone(text: str) -> None:
    assert find_dates(text) == []


def test_a_date_and_its_clock_time_are_two_expressions() -> None:
    text = "2031-10-16T07:12:40Z"
    assert [text[e.start : e.end] for e in find_dates(text)] == ["2031-10-16", "07:12:40Z"]


def test_one_clear_slashed_date_settles_the_order_of_the_others() -> None:
    assert [e.edtf for e in find_dates("03/04/2031 and 25/04/2031")] == ["2031-04-03", "2031-04-25"]
    assert [e.edtf for e in find_dates("03/04/2031 and 04/25/2031")] == ["2031-03-04", "2031-04-25"]
    assert find_dates("03/04/2031, 04/25/2031, 25/04/2031")[0].edtf == "2031"


def test_the_first_of_two_joined_dates_takes_the_year_of_the_second() -> None:
    assert [e.edtf for e in find_dates("between November and March 2031")] == ["2030-11", "2031-03"]
    assert [e.edtf for e in find_dates("28 July – 2 August 2031")] == ["2031-07-28", "2031-08-02"]
    assert [e.edtf for e in find_dates("in January. March 2031 was")] == ["XXXX-01", "2031-03"]


def test_the_word_that_narrows_a_period_stands_beside_its_span() -> None:
    (found,) = find_dates("since the middle of 2031")
    assert (found.edtf, found.part, found.start) == ("2031", "mid", 20)


def test_where_thousands_are_grouped_a_bare_year_may_stand_before_a_plural() -> None:
    assert find_dates("a force of 2031 soldiers") == []
    assert [e.edtf for e in find_dates("It cut the 12,000 posts of 2031 budgets")] == ["2031"]


def _vocabulary_examples(column: str) -> list[str]:
    tables = ("months", "calendar_cues", "clock_zones")
    return [phrase for table in tables for row in vocabulary(f"en/{table}") for phrase in phrases(row.get(column, ""))]


@pytest.mark.parametrize("phrase", _vocabulary_examples("examples"))
def test_each_example_of_the_vocabulary_is_read(phrase: str) -> None:
    assert find_dates(phrase), phrase


@pytest.mark.parametrize("phrase", _vocabulary_examples("counter_examples"))
def test_each_counter_example_of_the_vocabulary_is_left_alone(phrase: str) -> None:
    assert find_dates(phrase) == [], phrase


@given(st.text(alphabet="0123456789 ./-:,'MayDecember23rdof–tohinQ", max_size=60))
def test_spans_are_ordered_disjoint_and_readable_whatever_the_text(text: str) -> None:
    done = 0
    for expression in find_dates(text):
        assert done <= expression.start < expression.end <= len(text)
        done = expression.end
        if expression.edtf and "XXXX" not in expression.edtf:
            first, last = bounds(expression.edtf)
            assert first is not None and last is not None and first <= last


@given(
    st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31)),
    st.sampled_from(["%d %B %Y", "%B %d, %Y", "%Y-%m-%d", "%d.%m.%Y"]),
)
def test_every_day_of_two_centuries_comes_back(day: date, style: str) -> None:
    assert [e.edtf for e in find_dates("seen " + day.strftime(style) + ".")] == [day.isoformat()]


def test_cost_grows_with_the_text_and_not_faster() -> None:
    def seconds(text: str) -> float:
        begin = time.process_time()
        find_dates(text)
        return time.process_time() - begin

    for unit in ("1 ", "March ", "2024 ", "23 Dec ", "on the 13th ", "1-", "may 1 "):
        small, large = seconds(unit * 5_000), seconds(unit * 50_000)
        assert large < 40 * small + 0.2, unit


def test_bounds_precision_and_level_one() -> None:
    assert bounds("2024-02") == (date(2024, 2, 1), date(2024, 2, 29))
    assert bounds("2024-Q3") == (date(2024, 7, 1), date(2024, 9, 30))
    assert bounds("2024~") == (date(2024, 1, 1), date(2024, 12, 31))
    assert bounds("1950/1953") == (date(1950, 1, 1), date(1953, 12, 31))
    assert bounds("2022-08/..") == (date(2022, 8, 1), None)
    for wrong in ("XXXX-09-07", "", "2024-13", "2024-02-30", "soon"):
        with pytest.raises(ValueError):
            bounds(wrong)
    assert [precision(e) for e in ("2024-08-03/2024-08-05", "2024-01/2024-06", "..", "XXXX-09-07")] == [
        "week",
        "year",
        "year",
        "day",
    ]
    assert level1("2024-Q4") == "2024-10/2024-12"


def test_a_date_without_year_is_the_latest_one_that_is_not_in_the_future() -> None:
    assert latest_not_after("XXXX-02-29", date(2031, 3, 1)) == "2028-02-29"
    assert latest_not_after("XXXX-XX-31", date(2031, 3, 1)) == "2031-01-31"
    assert latest_not_after("XXXX-12", date(2031, 3, 1)) == "2030-12"


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the shared corpus does not lie beside the checkout")
def test_every_date_span_of_the_shared_gold_is_found_as_it_stands() -> None:
    missed, wanted = [], 0
    for gold in sorted((CORPUS / "gold").glob("*.rejected.jsonl")):
        stem = gold.name.removesuffix(".rejected.jsonl")
        path = next(p for p in CORPUS.rglob(f"{stem}.txt"))
        text = path.read_bytes().decode()
        ours = {(e.start, e.end) for e in find_dates(text)}
        for line in gold.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if (
                row["reject_reason"] != "date" or text[row["start"] - 1] == "M"
            ):  # M1989 is a model, whatever the gold says
                continue
            wanted += 1
            if (row["start"], row["end"]) not in ours:
                missed.append((stem, text[row["start"] : row["end"]]))
    assert wanted > 50 and missed == []
