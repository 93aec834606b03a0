"""Syndicated copies are found among many, whatever furniture stands around them, and forms filled in anew are none."""

from __future__ import annotations

import random
from dataclasses import replace

from tests.assertions.making import claim, report
from waybill.assertions import link
from waybill.assertions.copies import body_text, shingles
from waybill.documents.record import Document, Furniture

WORDS = [
    f"{a}{b}{c}" for a in ("ba", "ko", "ri", "mar") for b in ("len", "tos", "vi") for c in ("na", "qua", "sted", "m")
]


def text(seed: int, words: int = 220) -> str:
    random_ = random.Random(seed)
    return " ".join(random_.choice(WORDS) for _ in range(words))


def changed(original: str, seed: int, share: float) -> str:
    """The text with that share of its words replaced."""
    random_ = random.Random(seed)
    return " ".join(random_.choice(WORDS) if random_.random() < share else word for word in original.split())


def copies(*documents: Document) -> dict[str, str]:
    names = {document.doc_id: document.raw_path.removesuffix(".txt") for document in documents}
    return {names[copy]: names[lead] for copy, lead in link([], documents).near_duplicate_of.items()}


def test_planted_copies_of_jaccard_0_7_are_found_among_many() -> None:
    originals = [report(f"o{n}", "2031-05-01", text=text(n)) for n in range(150)]
    planted = [report(f"p{n}", "2031-05-02", text=changed(text(n), 1000 + n, 0.05)) for n in range(60)]
    found = copies(*originals, *planted)
    alike = [shingles(body_text(planted[n])) for n in range(60)], [shingles(body_text(originals[n])) for n in range(60)]
    jaccard = [len(one & other) / len(one | other) for one, other in zip(*alike, strict=True)]
    assert sum(value >= 0.7 for value in jaccard) > 40
    assert min(jaccard) < 0.72
    assert set(found.items()) == {(f"p{n}", f"o{n}") for n in range(60) if jaccard[n] >= 0.7}


def test_a_copy_cut_short_is_a_copy() -> None:
    whole = text(1, 400)
    assert copies(
        report("whole", "2031-05-01", text=whole), report("cut", "2031-05-02", text=whole[: len(whole) * 6 // 10])
    ) == {"cut": "whole"}


def test_furniture_is_left_out_of_the_comparison() -> None:
    menu = text(99, 1500)
    one, other = (report(name, text=f"{text(seed)} {menu}") for name, seed in (("one", 5), ("other", 6)))
    assert copies(one, other)
    stripped = [
        replace(page, furniture=(Furniture(page.text.index(menu), len(page.text), "furniture", "menu"),))
        for page in (one, other)
    ]
    assert copies(*stripped) == {}


def test_the_copy_names_its_source_and_the_source_leads_on_the_same_day() -> None:
    body = text(3)
    original = report("z", "2031-05-01", publisher="Skerry Wire", text=body)
    copy = report("a", "2031-05-01", publisher="Mainland Times", text=f"{body} (With inputs from Skerry Wire)")
    assert copies(original, copy) == {"a": "z"}


def test_a_form_with_new_figures_is_no_copy() -> None:
    form = text(4)
    days = [
        report(f"day{n}", f"2031-05-0{n}", publisher="Staff", text=f"{form} {n}37 men {n}2 tanks {n}9 guns")
        for n in (1, 2)
    ]
    assert copies(*days) == {}


def test_a_copy_brings_mentions_and_no_new_assertion_and_never_the_values() -> None:
    body = text(8)
    original, copy = report("orig", "2031-05-02", text=body), report("copy", "2031-05-02", text=body)
    links = link([claim(original, 500, by=None), claim(copy, 500, by=None)], [original, copy])
    (assertion,) = links.assertions
    assert (assertion.mention_count, assertion.outlet_count) == (2, 2)
    lead = next(iter(links.near_duplicate_of.values()))
    canonical = {claim(page, 500, by=None).claim_id: page.doc_id for page in (original, copy)}[
        assertion.canonical_claim_id
    ]
    assert canonical == lead
