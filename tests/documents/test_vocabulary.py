"""Every row of the page vocabulary does what its examples say."""

from __future__ import annotations

import re

import pytest

from schemas.vocabulary import phrases, vocabulary
from waybill.documents.byline import byline_of
from waybill.documents.furniture import inline_furniture, is_picture, judge, judge_caption
from waybill.documents.header import header_dates, labelled
from waybill.documents.mastheads import is_masthead, office_name
from waybill.documents.paragraphs import find_paragraphs

FURNITURE = [row for row in vocabulary("en/furniture") if row["match"] != "promotion_word"]
PATTERNS = vocabulary("en/furniture_patterns")


def _phrases(rows: object, column: str) -> list[tuple[str, str, str]]:
    return [
        (row.get("reason", ""), row.get("scope", "line"), phrase)
        for row in rows  # type: ignore[attr-defined]
        for phrase in phrases(row[column])
    ]


@pytest.mark.parametrize(("reason", "scope", "phrase"), _phrases([*FURNITURE, *PATTERNS], "examples"))
def test_each_example_of_furniture_is_one(reason: str, scope: str, phrase: str) -> None:
    (paragraph,) = find_paragraphs(phrase)
    if scope == "inline":
        assert inline_furniture(phrase, 0, len(phrase))
        return
    if scope == "picture":
        assert is_picture(paragraph)
        return
    verdict = judge_caption(paragraph) if scope in ("caption", "credit") else judge(paragraph)
    assert verdict is not None and verdict.reject_reason == reason


@pytest.mark.parametrize(("reason", "scope", "phrase"), _phrases([*FURNITURE, *PATTERNS], "counter_examples"))
def test_each_counter_example_is_text(reason: str, scope: str, phrase: str) -> None:
    (paragraph,) = find_paragraphs(phrase)
    assert judge(paragraph) is None and judge_caption(paragraph) is None and not is_picture(paragraph)


@pytest.mark.parametrize("row", [row for row in PATTERNS if row["needs"]], ids=lambda row: row["rule"])
def test_each_pattern_fits_nothing_without_a_sign_that_it_needs(row: dict[str, str]) -> None:
    """A paragraph without any of the signs is never tried: so each must be one that the pattern cannot do without."""
    pattern = re.compile(row["pattern"], re.NOFLAG if row["case"] == "exact" else re.IGNORECASE)
    for phrase in phrases(row["examples"]):
        assert any(sign in phrase.lower() for sign in row["needs"].split())
        bare = phrase
        for sign in row["needs"].split():
            bare = re.sub(re.escape(sign), "", bare, flags=re.IGNORECASE)
        assert pattern.fullmatch(phrase) and not pattern.fullmatch(bare)


@pytest.mark.parametrize("row", vocabulary("en/header_cues"), ids=lambda row: row["cue"])
def test_each_header_cue_is_heard(row: dict[str, str]) -> None:
    for phrase in phrases(row["examples"]):
        (paragraph,) = find_paragraphs(phrase)
        if row["role"] in ("published", "updated", "other"):
            dates = header_dates(paragraph)
            clock_only = not any(year in phrase for year in ("2031-", "2031.", " 2031"))
            assert clock_only or [date.role for date in dates] == [row["role"]]
        else:
            assert labelled(paragraph, row["role"]) is not None


@pytest.mark.parametrize("row", vocabulary("en/outlet_nouns"), ids=lambda row: row["noun"])
def test_each_outlet_noun_makes_a_masthead(row: dict[str, str]) -> None:
    assert all(is_masthead(phrase) for phrase in phrases(row["examples"]))


@pytest.mark.parametrize("row", vocabulary("en/office_nouns"), ids=lambda row: row["noun"])
def test_each_office_noun_makes_an_office(row: dict[str, str]) -> None:
    assert all(office_name(phrase) == phrase for phrase in phrases(row["examples"]))


@pytest.mark.parametrize("row", vocabulary("en/section_words"), ids=lambda row: row["word"])
def test_each_section_word_makes_none(row: dict[str, str]) -> None:
    assert not any(is_masthead(phrase) for phrase in phrases(row["examples"]))


@pytest.mark.parametrize("row", vocabulary("en/byline_roles"), ids=lambda row: row["role"])
def test_each_role_is_left_out_of_the_byline(row: dict[str, str]) -> None:
    for phrase in phrases(row["examples"]):
        (paragraph,) = find_paragraphs(f"By {phrase}")
        assert byline_of(paragraph, beside_date=False) == "Ada Brandt"
