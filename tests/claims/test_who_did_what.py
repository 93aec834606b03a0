"""Who did what to whom, in sentences written before the reader saw them; rows read otherwise are marked open."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.claims.reports import read
from waybill.claims.who.discourse import is_turned
from waybill.claims.words.clauses import clauses_of, subject_words
from waybill.claims.words.lexicon import lexicon
from waybill.claims.words.marks import QUANTITY, Hole, Sentence, tokenise
from waybill.claims.words.phrases import phrases_of

Row = dict[str, str]
with (Path(__file__).parent / "who_did_what.csv").open(encoding="utf-8", newline="") as table:
    ROWS: list[Row] = list(csv.DictReader(table))


def marked(row: Row) -> object:
    """A row that is read otherwise is expected to fail, and says so when it no longer does."""
    marks = [pytest.mark.xfail(reason=row["open"], strict=True)] if row["open"] else []
    return pytest.param(row, marks=marks, id=f"{row['kind']}: {row['text'][:50]}")


@pytest.mark.parametrize("row", [marked(row) for row in ROWS])
def test_a_sentence_tells_who_did_what_to_whom(row: Row) -> None:
    claims = read(row["text"].replace(" // ", "\n\n")).claims
    found = [c for c in claims if row["quantity"].lower() in c.quantity_text.lower()]
    assert found, [c.quantity_text for c in claims]
    claim = found[0]
    parties = (claim.supplier_id or "", claim.recipient_id or "", claim.actor_id or "")
    assert (claim.action, *parties) == (row["action"], row["supplier"], row["recipient"], row["actor"])


def sentence_of(text: str) -> Sentence:
    """A sentence whose figures are the words of digits alone."""
    holes, at = [], 0
    for word in text.split():
        start = text.index(word, at)
        at = start + len(word)
        if word.isdecimal():
            holes.append(Hole(start, at, QUANTITY))
    tokens = tokenise(text, 0, len(text), holes)
    return Sentence(text, (0, len(text)), tokens, lexicon().find(text, tokens))


@pytest.mark.parametrize(
    ("text", "verb", "subject"),
    [
        ("Oslo sent 4 guns and promised 9", "promised", "Oslo"),
        ("Oslo, which sold 4 guns, wants 9", "sold", "Oslo"),
        ("Having sold 4 guns , Oslo left", "sold", "Oslo"),
        ("Riga says that Oslo has sent 4 guns", "sent", "Oslo"),
        ("Riga accused Oslo of sending 4 guns", "sending", "Oslo"),
        ("Riga expects Oslo to send 4 guns", "send", "Oslo"),
        ("Riga promised Oslo to send 4 guns", "send", "Riga"),
        ("While Riga sent 4 guns, Oslo delivered 9", "delivered", "Oslo"),
        ("The guns that Oslo sent are old", "sent", "Oslo"),
    ],
)
def test_a_verb_finds_its_subject(text: str, verb: str, subject: str) -> None:
    sentence = sentence_of(text)
    words = subject_words(sentence, sentence.norms.index(verb)).words
    names = [sentence.words(p.mark.i, p.mark.j) for p in phrases_of(sentence) if p.mark.i in words]
    assert names[-1:] == [subject]


def test_splitting_a_sentence_is_linear_and_total() -> None:
    for text in ("", "and", ", , ;", "which which that that", "Oslo sent 4 and " * 60, "(" * 200, "- " * 200):
        sentence = sentence_of(text)
        assert len(clauses_of(sentence).owner) == len(sentence.norms)


@pytest.mark.parametrize(
    ("noun", "kind"),
    [("army", "party"), ("mills", "industry"), ("ports", "place"), ("workers", "people"), ("tankers", "carrier")],
)
def test_nouns_say_what_a_name_before_them_stands_for(noun: str, kind: str) -> None:
    assert phrases_of(sentence_of(f"the North Korean {noun}"))[0].kind == kind


def test_what_comes_back_is_told_by_its_words() -> None:
    assert is_turned(sentence_of("In return Riga got 4 guns"))
    assert is_turned(sentence_of("4 guns went the other way"))
    assert not is_turned(sentence_of("Riga got 4 guns in spring"))
