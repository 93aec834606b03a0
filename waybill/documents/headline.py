"""Which line above the body is the title: evidence from its length, case, marks, words and neighbours, added up."""

from __future__ import annotations

import re

from waybill.documents.byline import byline_of, lone_name, people_of
from waybill.documents.header import is_dated_heading, labelled, says_more_than_its_date
from waybill.documents.layout import Layout
from waybill.documents.mastheads import SMALL_WORDS, is_masthead, name_at_top, names_a_section, office_name
from waybill.documents.paragraphs import Paragraph

_BULLET = re.compile(r"[-–—•‣◦▪●■*➡→►]|\d{1,2}[.)]\s")
_TOKEN = re.compile(r"[^\W_]{4,}")
_SEPARATED = re.compile(r"\s[|›»·>/]\s|\s{3,}|\s\s\S{1,30}\s\s")
_ENTRY = re.compile(r"\[?\d{1,2}[:.]?\d\d\b\]?\s|\d{1,2}/\d{1,2}\b")
"""A clock or a place in a thread opens an entry and no title."""
_CONTACT = re.compile(r"(?:press |media )?(?:contact|enquiries|inquiries|tel)\b", re.IGNORECASE)
_TWO_SENTENCES = re.compile(r"[a-z]{2}[.?!][\"”’)]{0,2} [\"“‘(]?[A-Z]")
_ISSUE = re.compile(
    r"\b(?:no\.?|number|issue|letter|vol\.?|volume|part|episode|week|bulletin|edition) ?#?\d{1,5}\b", re.IGNORECASE
)
_ISSUE_WORDS = 4
_MARKED = re.compile(r"[\d,?!:;'’“\"]")
_LINKING = SMALL_WORDS | {"from", "with", "to", "a", "an"}

_LEAST_TITLE = 2.5
_LEAST_ALONE = 1.5
_ALONE_WORDS = 4
"""What a line must have that no other line comes near, and its words."""
_SUBTITLE_LEAD = 2.0
"""A subtitle tells more of the text than its title does; by up to this much the line above it is the title."""
_MASTHEAD_LINES = 4
_LEADS = 0.75
"""For the first line that is no name: titles stand first."""
_HEADING_WORDS = range(3, 13)
_STANDFIRST_WORDS = 12


def opens_entry(text: str) -> bool:
    """Whether a line is an entry of alerts or of a thread: it begins with a clock or with its place.

    >>> opens_entry("0512 NORR SAYS 40 TUGS LOST"), opens_entry("[07:05] Good morning"), opens_entry("40 tugs lost")
    (True, True, False)
    """
    return _ENTRY.match(text) is not None


def find_title(layout: Layout, first: int) -> int | None:
    """Place of the title among the paragraphs before `first`, the first of the body; None where no line serves.

    A title has a title's length, shares its words with the text below it, and is no masthead, byline or menu.
    """
    labels = [p for p in range(first) if labelled(layout.paragraphs[p], "title") is not None]
    if labels:
        return labels[0]
    scores = _scores(layout, first)
    best = max(scores, key=lambda place: scores[place], default=None)
    if best is None or scores[best] < _LEAST_TITLE:
        alone = best is not None and scores[best] >= _LEAST_ALONE and layout.paragraphs[best].words >= _ALONE_WORDS
        return best if alone else _named_issue(layout, first)
    top = _top_line(layout, first)
    if best == top and name_at_top(layout.paragraphs[best].text) is not None:
        others = {place: score for place, score in scores.items() if place != best and score >= _LEAST_TITLE}
        best = max(others, key=lambda place: others[place], default=best)
    words = _tokens(layout, best)
    fuller = (p for p in scores if p < best and scores[p] >= _LEAST_TITLE and words < _tokens(layout, p))
    above = best - 1
    if above not in scores or above in layout.dates or _is_kicker(layout, above, best, top):
        return next(fuller, best)
    is_subtitle = scores[above] >= max(_LEAST_TITLE, scores[best] - _SUBTITLE_LEAD)
    return next(fuller, above if is_subtitle or _heads(layout, above, best) else best)


def _scores(layout: Layout, first: int) -> dict[int, float]:
    body = " ".join(p.text for p in layout.paragraphs[first : first + 12])[:4_000]
    known = set(map(str.lower, _TOKEN.findall(body)))
    scores: dict[int, float] = {}
    for place in range(first):
        paragraph = layout.paragraphs[place]
        if layout.verdicts[place] is not None or not 2 <= paragraph.words <= 32:
            continue
        if place not in layout.dates or is_dated_heading(paragraph):
            scores[place] = _title_score(layout, place, known) - 0.1 * len(scores)
            scores[place] -= 2.0 if _names_person(layout, paragraph, first) else 0.0
    leading = next((place for place in scores if not _is_name(layout, place)), None)
    if leading is not None:
        scores[leading] += _LEADS
    return scores


def _is_name(layout: Layout, place: int) -> bool:
    """Whether a line is a masthead, an office or a section, and no heading of this text."""
    text = layout.paragraphs[place].text
    if is_masthead(text) is not None or office_name(text) is not None or names_a_section(text.lower().split()):
        return True
    return name_at_top(text) == text


def _names_person(layout: Layout, paragraph: Paragraph, first: int) -> bool:
    """Whether a line is a person's name and no heading: the words of the text below are asked last, they cost most."""
    return lone_name(paragraph) is not None and lone_name(paragraph, layout.common_words(first)) is not None


def _tokens(layout: Layout, place: int) -> set[str]:
    return {token.lower() for token in _TOKEN.findall(layout.paragraphs[place].text)}


def _title_score(layout: Layout, place: int, known: set[str]) -> float:
    paragraph = layout.paragraphs[place]
    words, tokens = paragraph.words, _tokens(layout, place)
    score = 3.0 if 5 <= words <= 24 else 1.0 if 3 <= words <= 4 else 0.0
    score += 4.0 * len(tokens & known) / max(2, len(tokens))
    score += 1.0 if paragraph.after_gap and paragraph.before_gap else 0.0
    beside = {place - 1, place + 1, place + 2} & (set(layout.dates) | {layout.header_end})
    score += 1.0 if beside else 0.0
    score -= 1.0 if place in layout.dates else 0.0
    score -= 6.0 if place < _MASTHEAD_LINES and office_name(paragraph.text) is not None else 0.0
    return score - _against_title(paragraph)


def _against_title(paragraph: Paragraph) -> float:
    """What a line's own words say against its being a title."""
    text = paragraph.text
    against = 3.0 if _SEPARATED.search(text) else 0.0
    against += 2.0 if text.endswith((".", ",", ";")) else 0.0
    against += 2.0 if _TWO_SENTENCES.search(text) else 0.0
    against += 5.0 if is_masthead(text) is not None else 0.0
    against += 2.0 if _BULLET.match(text) and not text[0].isdigit() else 0.0
    against += 9.0 if opens_entry(text) else 0.0
    against += 4.0 if byline_of(paragraph, False) is not None or labelled(paragraph, "publisher") is not None else 0.0
    against += 6.0 if people_of(paragraph) is not None else 0.0
    against += 6.0 if _CONTACT.match(text) else 0.0
    against += 4.5 if text[0].islower() else 0.0  # a motto below the masthead
    return against


def _top_line(layout: Layout, first: int) -> int | None:
    """The first line that no rule calls furniture: where a page has a masthead, it stands there."""
    return next((place for place in range(first) if layout.verdicts[place] is None), None)


def _is_kicker(layout: Layout, above: int, best: int, top: int | None) -> bool:
    """Whether the line over a title is a masthead, a section or a series: "THE BIG READ", "Letter from Odra"."""
    text = layout.paragraphs[above].text
    if _is_name(layout, above) or (above == top and name_at_top(text) is not None):
        return True
    has_digit = any(character.isdigit() for character in text)
    return text.isupper() and not layout.paragraphs[best].text.isupper() and not has_digit


def _heads(layout: Layout, above: int, below: int) -> bool:
    """Whether a short line is the title and the longer one below it its standfirst, which shares more with the text."""
    title, standfirst = layout.paragraphs[above], layout.paragraphs[below]
    if title.words not in _HEADING_WORDS or title.words >= standfirst.words or _against_title(title):
        return False
    named = all(word[0].isupper() or word in _LINKING for word in title.text.split())
    if named and _MARKED.search(title.text) is None:
        return False  # "The Big Read" is a series
    reads_on = standfirst.is_closed or standfirst.words >= _STANDFIRST_WORDS
    return reads_on or title.words > _HEADING_WORDS.start


def _named_issue(layout: Layout, first: int) -> int | None:
    """Where no line tells of the text: the line with the number of the issue, or one that bears a day and more."""
    for place in range(first):
        paragraph = layout.paragraphs[place]
        if layout.verdicts[place] is not None or paragraph.is_closed or paragraph.text[0].islower():
            continue
        if place not in layout.dates and _ISSUE.search(paragraph.text) is not None and paragraph.words >= _ISSUE_WORDS:
            return place
        is_name = is_masthead(paragraph.text) is not None or office_name(paragraph.text) is not None
        is_dated = place in layout.dates and not is_name and byline_of(paragraph, True) is None
        if is_dated and says_more_than_its_date(paragraph):
            return place
    return None
