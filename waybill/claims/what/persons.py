"""Soldiers or workers: what "men", "people" and "North Koreans" are, by the words and the figures around them."""

from __future__ import annotations

from typing import cast

from waybill.claims.draft import Draft
from waybill.claims.words.items import Item
from waybill.claims.words.lexicon import Noun
from waybill.claims.words.marks import Sentence
from waybill.claims.words.wordlists import CRAFTS, TROOP_CUES, UNIFORMED, WORKER_CUES

_TROOPS, _WORKERS = "personnel.troops", "personnel.workers"
_FATAL = frozenset({"died", "killed", "dead", "fallen", "wounded"})
_LATELY = 6  # figures before deaths that may have been of soldiers
_MEMORY = 20  # figures before this one that may have said who is counted


def who_is_counted(sentence: Sentence, place: int, item: Item, memory: list[Draft], near: list[Sentence]) -> str:
    """The item of a noun that says no more than that persons are counted.

    The nouns of the same sentence tell first, nearest first, then its words of work or war, then the persons counted
    before, then the sentences before.
    """
    own = item.item_id or "personnel"
    marks = [m for m in sentence.of("noun") if cast(Noun, m.entry).item_id in {_TROOPS, _WORKERS}]
    marks = [m for m in marks if cast(Noun, m.entry).kind != "person" and not item.i <= m.i < item.j]
    if marks:
        return cast(Noun, min(marks, key=lambda m: abs(m.i - place)).entry).item_id
    if _FATAL & set(sentence.norms) and any(d.item_id == _TROOPS for d in memory[-_LATELY:]):
        return _TROOPS
    return _by_words(sentence) or _before(memory) or next((_by_words(s) for s in near if _by_words(s)), None) or own


def of_craft(sentence: Sentence, item: Item) -> str | None:
    """Soldiers, where "engineers" or "builders" clear mines or wear a uniform; None where nothing says so."""
    if not CRAFTS & set(sentence.norms[item.i : item.j]):
        return None
    return _TROOPS if UNIFORMED & set(sentence.norms) else None


def _by_words(sentence: Sentence) -> str | None:
    norms = set(sentence.norms)
    works, fights = len(WORKER_CUES & norms), len(TROOP_CUES & norms)
    if works == fights:
        return None
    return _WORKERS if works > fights else _TROOPS


def _before(memory: list[Draft]) -> str | None:
    return next((d.item_id for d in reversed(memory[-_MEMORY:]) if d.item_id in {_TROOPS, _WORKERS}), None)
