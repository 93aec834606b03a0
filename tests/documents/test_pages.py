"""Pages of many newsrooms: header facts, body and furniture come out as a careful reader would put them.

Each page under pages/ is invented and has its facts beside it, written by hand before the rules were tuned. A wrong
fact is counted, not forgiven: the bar is a share of all facts, and no kept sentence may be lost at all.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml

from waybill.documents import Document, read_document, readable_spans, report_sentences

PAGES = Path(__file__).parent / "pages"
SHARED = Path(os.environ.get("WAYBILL_SHARED", Path(__file__).parents[3] / "shared"))
CORPUS = SHARED / "corpus"
BAR = 0.95
NEAR = 0.05
"""A border of the body may lie this far off, as a share of the text's length."""


@dataclass
class Score:
    """Facts asked and facts right, with the wrong ones named."""

    asked: int = 0
    wrong: list[str] = field(default_factory=list)

    def fact(self, name: str, right: object, got: object) -> None:
        self.asked += 1
        if not right:
            self.wrong.append(f"{name}: {got!r}")

    @property
    def share(self) -> float:
        return 1 - len(self.wrong) / self.asked


def read(path: Path) -> Document:
    sidecar = path.with_suffix(".meta.yml")
    document = read_document(path.read_bytes(), path.name, sidecar.read_bytes() if sidecar.exists() else None)
    assert isinstance(document, Document), document
    return document


def fold(name: str | None) -> str:
    return re.sub(r"\W+", " ", (name or "").lower()).strip()


def same_name(ours: str | None, gold: str | None) -> bool:
    """Names may carry more or fewer words around: "By the foreign desk", "the foreign desk"."""
    a, b = fold(ours), fold(gold)
    return a == b or bool(a and b and (a in b or b in a))


def reject_reason_at(document: Document, start: int, end: int) -> str | None:
    return next((f.reject_reason for f in document.furniture if f.start < end and start < f.end), None)


GOLD_PAGES = sorted(PAGES.glob("*.gold.yml"))


def gold_of(path: Path) -> dict[str, Any]:
    facts = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    return {key: None if value in ("null", "") else value for key, value in facts.items()}


def score_page(gold_path: Path, score: Score) -> list[str]:
    """Score one page; the sentences that were lost, which no share forgives."""
    gold, name = gold_of(gold_path), gold_path.name.removesuffix(".gold.yml")
    document = read(PAGES / f"{name}.txt")
    text = document.text
    if gold.get("title_any") != "true":
        score.fact(f"{name} title", document.title == gold["title"], document.title)
    if gold.get("publisher_any") != "true":
        score.fact(f"{name} publisher", fold(document.publisher) == fold(gold["publisher"]), document.publisher)
    score.fact(f"{name} byline", fold(document.byline) == fold(gold["byline"]), document.byline)
    score.fact(f"{name} published", document.published == gold["published"], document.published)
    score.fact(f"{name} language", document.language == gold["language"], document.language)
    start, end = text.index(gold["body_first"]), text.index(gold["body_last"]) + len(gold["body_last"])
    near = NEAR * len(text)
    score.fact(f"{name} body_start", abs(document.body_start - start) <= near, text[document.body_start :][:50])
    score.fact(f"{name} body_end", abs(document.body_end - end) <= near, text[: document.body_end][-50:])
    for reason in ("furniture", "market"):
        for words in gold.get(reason) or ():
            place = text.index(words)
            found = reject_reason_at(document, place, place + len(words))
            score.fact(f"{name} {reason} {words!r}", found == reason, found)
    return [
        f"{name}: {words}"
        for words in gold.get("keep") or ()
        if reject_reason_at(document, text.index(words), text.index(words) + len(words)) is not None
    ]


def test_there_are_pages_enough_to_mean_something() -> None:
    assert len(GOLD_PAGES) >= 20


def test_facts_of_invented_pages() -> None:
    score = Score()
    lost = [words for path in GOLD_PAGES for words in score_page(path, score)]
    print(
        f"pages: {score.asked - len(score.wrong)}/{score.asked} facts right ({score.share:.3f})",
        *score.wrong,
        sep="\n  ",
    )
    assert lost == []
    assert score.share >= BAR, score.wrong


def test_readable_stretches_and_furniture_tile_the_page() -> None:
    for path in GOLD_PAGES:
        document = read(PAGES / path.name.replace(".gold.yml", ".txt"))
        spans = sorted([(f.start, f.end) for f in document.furniture] + list(readable_spans(document)))
        assert all(a[1] <= b[0] for a, b in pairwise(spans))
        covered = "".join(document.text[a:b] for a, b in spans)
        assert "".join(covered.split()) == "".join(document.text.split())


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the shared corpus does not lie beside the checkout")
def test_facts_of_the_shared_corpus() -> None:
    score = Score()
    lost: list[str] = []
    for path in sorted((CORPUS / "gold").glob("*.doc.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        document = read(next(CORPUS.rglob(f"{gold['doc_id']}.txt")))
        _score_facts(document, gold, score)
        lost += _score_spans(document, gold["doc_id"], score)
    print(
        f"corpus: {score.asked - len(score.wrong)}/{score.asked} facts right ({score.share:.3f})",
        *score.wrong,
        sep="\n  ",
    )
    assert lost == []
    assert score.share >= BAR, score.wrong


def _score_facts(document: Document, gold: dict[str, Any], score: Score) -> None:
    name = gold["doc_id"]
    for key in ("title", "published", "language"):
        score.fact(f"{name} {key}", getattr(document, key) == gold[key], getattr(document, key))
    for key in ("publisher", "byline"):
        score.fact(f"{name} {key}", same_name(getattr(document, key), gold[key]), getattr(document, key))
    for key in ("body_start", "body_end"):
        off = abs(getattr(document, key) - gold[key])
        score.fact(f"{name} {key}", off <= NEAR * len(document.text), f"off by {off}")


def _score_spans(document: Document, name: str, score: Score) -> list[str]:
    for line in (CORPUS / "gold" / f"{name}.rejected.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["reject_reason"] in ("furniture", "market"):
            found = reject_reason_at(document, row["start"], row["end"])
            score.fact(f"{name} {row['start']} {row['reject_reason']}", found == row["reject_reason"], found)
    claims = (json.loads(line) for line in (CORPUS / "gold" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines())
    return [
        f"{name}: {claim['quantity_text']}"
        for claim in claims
        if reject_reason_at(document, claim["start"], claim["end"]) is not None
    ]


def test_sentences_of_a_report_leave_page_furniture_out_and_lose_nothing_else() -> None:
    for path in GOLD_PAGES:
        document = read(PAGES / path.name.replace(".gold.yml", ".txt"))
        text, spans = document.text, report_sentences(document)
        assert spans == sorted(spans) and all(a[1] <= b[0] for a, b in pairwise(spans)), path.name
        read_through = "".join(text[a:b] for a, b in spans)
        for start, end in readable_spans(document):
            assert "".join(text[start:end].split()) in "".join(read_through.split()), path.name
