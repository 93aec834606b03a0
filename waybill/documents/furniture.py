"""What a page says about itself and not about the world: menus, share lines, teasers, notices, tickers.

Each paragraph is judged by its own words alone; `layout` decides what follows from where it stands.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from schemas.vocabulary import vocabulary
from waybill.documents.paragraphs import Paragraph, has_sentence

_ADDRESS = re.compile(r"\S@\S|\bwww\.|https?://|\b[\w-]+\.(?:com|org|net|example|info)\b|\+\d{2}[\d ]{6,}")
_SHORT_WORDS = 12
_LONGEST = 600
"""Characters; a paragraph longer than this is never furniture by its words, whatever it begins with."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Why a paragraph is furniture, and what it does to those behind it.

    `effect`: line (itself only), teasers (short lines behind it too), block (all up to the next gap),
    closes (all, as apparatus), comments (all, as readers' words).
    """

    rule_id: str
    reject_reason: str
    effect: str


@dataclass(frozen=True, slots=True)
class _Phrases:
    whole: dict[str, Verdict]
    starts: dict[str, tuple[Verdict, str]]  # phrase -> verdict and kind of match
    start: re.Pattern[str]
    within: dict[str, tuple[Verdict, str]]
    within_any: tuple[str, ...]  # looked up first: hardly a paragraph holds one, and to search for all costs ten times
    within_long: tuple[str, ...]  # those that speak in paragraphs of any length
    inside: re.Pattern[str]
    promotion: re.Pattern[str]


@cache
def _phrases() -> _Phrases:
    whole: dict[str, Verdict] = {}
    starts: dict[str, tuple[Verdict, str]] = {}
    within: dict[str, tuple[Verdict, str]] = {}
    promotion: list[str] = []
    for row in vocabulary("en/furniture"):
        phrase, match = row["phrase"].lower(), row["match"]
        verdict = Verdict(f"furniture-{row['why'].replace(' ', '-')}", row["reason"], row["effect"])
        if match == "whole":
            whole[phrase] = verdict
        elif match == "promotion_word":
            promotion.append(phrase)
        elif match.startswith("prefix"):
            starts[phrase] = verdict, match
        else:
            within[phrase] = verdict, match
    return _Phrases(
        whole,
        starts,
        _any_of(list(starts)),
        within,
        tuple(within),
        tuple(phrase for phrase, (_, match) in within.items() if match == "contains"),
        _any_of(list(within)),
        re.compile(rf"\b{_any_of(promotion).pattern}\b"),
    )


def _any_of(phrases: list[str]) -> re.Pattern[str]:
    parts = (re.escape(p) + (r"(?!\w)" if p[-1].isalpha() else "") for p in sorted(phrases, key=len, reverse=True))
    return re.compile(f"(?:{'|'.join(parts)})")


@dataclass(frozen=True, slots=True)
class _Patterns:
    """All patterns of one scope as one expression, each in a group of its own, and their verdicts by group.

    Most paragraphs hold none of the signs that the dear patterns name in `needs`: `plain` is the expression without
    those.
    """

    any: re.Pattern[str]
    plain: re.Pattern[str] | None
    needs: tuple[str, ...]
    verdicts: dict[str, Verdict]

    def judge(self, text: str, lowered: str) -> Verdict | None:
        """The verdict on a whole text; `lowered` is the same in small letters."""
        pattern = self.any if _holds(lowered, self.needs) else self.plain
        found = pattern.fullmatch(text) if pattern is not None else None
        return self.verdicts[str(found.lastgroup)] if found else None


def _holds(lowered: str, needs: tuple[str, ...]) -> bool:
    return any(map(lowered.__contains__, needs))


@cache
def _patterns(scope: str) -> _Patterns:
    rows = [row for row in vocabulary("en/furniture_patterns") if row["scope"] == scope]
    verdicts = {f"g{n}": Verdict(f"furniture-{r['rule']}", r["reason"], r["effect"]) for n, r in enumerate(rows)}
    groups = [f"(?P<g{n}>{_flagged(row)})" for n, row in enumerate(rows)]
    plain = [group for group, row in zip(groups, rows, strict=True) if not row["needs"]]
    needs = tuple(sorted({sign for row in rows for sign in row["needs"].split()}))
    return _Patterns(re.compile("|".join(groups)), re.compile("|".join(plain)) if plain else None, needs, verdicts)


def _flagged(row: Mapping[str, str]) -> str:
    return row["pattern"] if row["case"] == "exact" else f"(?i:{row['pattern']})"


def judge(paragraph: Paragraph) -> Verdict | None:
    """The verdict on a paragraph by its words, None for text.

    >>> from waybill.documents.paragraphs import find_paragraphs
    >>> [judge(p) and judge(p).effect for p in find_paragraphs("RELATED\\nSix maps\\nThe quay was empty.")]
    ['teasers', None, None]
    """
    if paragraph.end - paragraph.start > _LONGEST:
        return None
    lowered = paragraph.text.lower().replace("’", "'")
    bare = _without_edges(lowered)
    phrases = _phrases()
    if not bare:
        return Verdict("furniture-separator", "furniture", "line")
    if bare in phrases.whole or lowered in phrases.whole:
        return phrases.whole[bare if bare in phrases.whole else lowered]
    return (
        _by_start(paragraph, lowered, bare)
        or _by_content(paragraph, lowered)
        or _patterns("line").judge(paragraph.text, lowered)
    )


def _without_edges(lowered: str) -> str:
    """The text from its first letter or digit to its last; an expression would try every sign between the two."""
    start, end = 0, len(lowered)
    while start < end and not lowered[start].isalnum():
        start += 1
    while end > start and not lowered[end - 1].isalnum():
        end -= 1
    return lowered[start:end]


def _by_start(paragraph: Paragraph, lowered: str, bare: str) -> Verdict | None:
    phrases = _phrases()
    found = phrases.start.match(bare) or phrases.start.match(lowered)
    if found is None:
        return None
    verdict, match = phrases.starts[found[0]]
    if match == "prefix":
        return verdict
    if match == "prefix_short":
        return verdict if paragraph.words <= _SHORT_WORDS and not has_sentence(paragraph) else None
    promoted = _ADDRESS.search(lowered) or (match == "prefix_promo" and phrases.promotion.search(lowered))
    return verdict if promoted else None


def _by_content(paragraph: Paragraph, lowered: str) -> Verdict | None:
    phrases, is_short = _phrases(), paragraph.words <= _SHORT_WORDS
    if not _holds(lowered, phrases.within_any if is_short else phrases.within_long):
        return None
    found = phrases.inside.search(lowered)
    if found is None:
        return None
    verdict, match = phrases.within[found[0]]
    return verdict if match == "contains" or is_short else None


def judge_caption(paragraph: Paragraph) -> Verdict | None:
    """The verdict on a picture's caption that names its photographer, or ends in its agency; None for text.

    A sentence that ends in an agency's name is text: translated pages name their source so.
    """
    if paragraph.end - paragraph.start > _LONGEST:
        return None
    lowered = paragraph.text.lower()
    ends_in_agency = None if has_sentence(paragraph) else _patterns("caption").judge(paragraph.text, lowered)
    return ends_in_agency or _patterns("credit").judge(paragraph.text, lowered)


def is_picture(paragraph: Paragraph) -> bool:
    """Whether a paragraph is the caption of an archive picture: it tells of another day, but it tells something."""
    if paragraph.end - paragraph.start > _LONGEST:
        return False
    return _patterns("picture").judge(paragraph.text, paragraph.text.lower()) is not None


def inline_furniture(text: str, start: int, end: int) -> list[tuple[int, int, Verdict]]:
    """Footnote marks inside a paragraph of the body.

    >>> [span[:2] for span in inline_furniture("a group of 11.[3] It", 0, 20)]
    [(14, 17)]
    """
    inline = _patterns("inline")
    return [
        (found.start(), found.end(), inline.verdicts[str(found.lastgroup)])
        for found in inline.any.finditer(text, start, end)
    ]
