"""Which line above the body is the title."""

from __future__ import annotations

import re

from waybill.documents.header import byline_of, is_dated_heading, labelled, names_people
from waybill.documents.layout import Layout
from waybill.documents.publisher import body_name, is_masthead, name_at_top

_BULLET = re.compile(r"[-–—•‣◦▪●■*➡→►]|\d{1,2}[.)]\s")
_TOKEN = re.compile(r"[^\W_]{4,}")
_SEPARATED = re.compile(r"\s[|›»·>/]\s|\s{3,}")
_LEAST_TITLE = 2.5
_MASTHEAD_LINES = 4
_LEAST_ALONE = 1.5
_ALONE_WORDS = 4
"""What a line must have that no other line comes near, and its words."""
_CONTACT = re.compile(r"(?:press |media )?(?:contact|enquiries|inquiries|tel)\b", re.IGNORECASE)
_SUBTITLE_LEAD = 2.0
"""A subtitle tells more of the text than its title does; by up to this much the line above it is the title."""


def find_title(layout: Layout, first: int) -> int | None:
    """Place of the title among the paragraphs before `first`, the first of the body; None where no line serves.

    A title has a title's length, shares its words with the text below it, and is no masthead, byline or menu.
    """
    labels = [p for p in range(first) if labelled(layout.paragraphs[p], "title") is not None]
    if labels:
        return labels[0]
    body = " ".join(p.text for p in layout.paragraphs[first : first + 12])[:4_000]
    known = {token.lower() for token in _TOKEN.findall(body)}
    scores: dict[int, float] = {}
    for place in range(first):
        paragraph = layout.paragraphs[place]
        if layout.verdicts[place] is not None or not 2 <= paragraph.words <= 32:
            continue
        if place not in layout.dates or is_dated_heading(paragraph):
            scores[place] = _title_score(layout, place, known) - 0.1 * len(scores)
    best = max(scores, key=lambda place: scores[place], default=None)
    if (
        best is not None
        and _LEAST_ALONE <= scores[best] < _LEAST_TITLE
        and layout.paragraphs[best].words >= _ALONE_WORDS
    ):
        return best
    if best is None or scores[best] < _LEAST_TITLE:
        return None
    if best == 0 and name_at_top(layout.paragraphs[0].text) is not None:
        others = {place: score for place, score in scores.items() if place and score >= _LEAST_TITLE}
        best = max(others, key=lambda place: others[place], default=best)
    words = _tokens(layout, best)
    fuller = (
        place for place in scores if place < best and scores[place] >= _LEAST_TITLE and words < _tokens(layout, place)
    )
    above = best - 1
    is_kicker = above >= 0 and name_at_top(layout.paragraphs[above].text) is not None and above == 0
    is_kicker = is_kicker or (layout.paragraphs[above].text.isupper() and not layout.paragraphs[best].text.isupper())
    is_subtitle = not is_kicker and scores.get(above, 0.0) >= max(_LEAST_TITLE, scores[best] - _SUBTITLE_LEAD)
    return next(fuller, above if is_subtitle else best)


def _tokens(layout: Layout, place: int) -> set[str]:
    return {token.lower() for token in _TOKEN.findall(layout.paragraphs[place].text)}


def _title_score(layout: Layout, place: int, known: set[str]) -> float:
    paragraph = layout.paragraphs[place]
    text, words = paragraph.text, paragraph.words
    tokens = _tokens(layout, place)
    score = 3.0 if 5 <= words <= 24 else 1.0 if 3 <= words <= 4 else 0.0
    score += 4.0 * len(tokens & known) / max(2, len(tokens))
    score += 1.0 if paragraph.after_gap and paragraph.before_gap else 0.0
    beside = {place - 1, place + 1, place + 2} & (set(layout.dates) | {layout.header_end})
    score += 1.0 if beside else 0.0
    score -= 3.0 if _SEPARATED.search(text) else 0.0
    score -= 2.0 if text.endswith((".", ",", ";")) else 0.0
    score -= 5.0 if is_masthead(text) is not None else 0.0
    score -= 2.0 if _BULLET.match(text) and not text[0].isdigit() else 0.0
    score -= 4.0 if byline_of(paragraph, False) is not None or labelled(paragraph, "publisher") is not None else 0.0
    score -= 6.0 if names_people(paragraph) else 0.0
    score -= 6.0 if _CONTACT.match(text) else 0.0
    score -= 3.0 if text[0].islower() else 0.0  # a tagline below the masthead
    score -= 6.0 if place < _MASTHEAD_LINES and body_name(text) is not None else 0.0
    return score
