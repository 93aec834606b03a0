"""Which outlet a page belongs to: its own label, its masthead, its copyright line, its dateline, its foot."""

from __future__ import annotations

import re

from waybill.documents.byline import is_role
from waybill.documents.furniture import Verdict
from waybill.documents.header import Dateline, labelled
from waybill.documents.mastheads import (
    cased,
    is_masthead,
    name_at_top,
    names_a_section,
    office_name,
    one_word_name,
)
from waybill.documents.paragraphs import Paragraph

_WORDS = r"[A-Z0-9][\w&'’.-]*(?:\s(?:(?:of|the|and|for|in|on|de|du|&|und)\s){0,2}[A-Z0-9][\w&'’-]*){0,6}"
_COPYRIGHT = re.compile(
    r"(?:(?i:copyright)|©|ⓒ|\([cC]\))(?:\s*(?:©|ⓒ|\([cC]\)))?\s*(?:by\s)?(?:(?:19|20)\d\d(?:\s?[-–]\s?(?:19|20)?\d\d)?,?\s*)?"
    rf"(?:by\s)?(?P<name>{_WORDS})"
)
_PROMOTED = re.compile(rf"\b(?:[Nn]ews|[Uu]pdates|[Ss]tories|[Aa]lerts)\s(?:on|from|at)\s(?P<name>{_WORDS})\s?[.!]")
_ABOUT = re.compile(rf"(?:About|ABOUT)\s(?P<the>the\s)?(?P<name>{_WORDS})")
_YEAR_END = re.compile(r"[\s,]+(?:19|20)\d\d\Z")
_NO_NAME = re.compile(r"(?:all rights|content|the author|material|this|photo|image|us\b|me\b)", re.IGNORECASE)
_BAR = re.compile(r"[|·•›»]|\s[–—-]\s")
_SENDER = re.compile(r"\s*[<(\[].*")
_MASTHEAD_RULES = frozenset({"furniture-bar-menu", "furniture-chevron-trail", "furniture-reading-time"})
_OFFICE_LINES = 4
_FOOT_LINES = 8


def find_publisher(
    paragraphs: list[Paragraph],
    verdicts: list[Verdict | None],
    title: int | None,
    body: range,
    dateline: Dateline | None,
    signed: int | None,
    byline: str | None,
) -> str | None:
    """The outlet's name as a reader would write it; None where nothing on the page names it."""
    head = [place for place in range(body.start) if place != title]
    above = [place for place in head if title is None or place < title]
    text = " ".join(p.text for p in paragraphs)
    name = (
        _labelled(paragraphs, head)
        or _offices(paragraphs, verdicts, above or head[:_OFFICE_LINES])
        or _masthead(paragraphs, verdicts, above)
        or _copyright(paragraphs, body, byline)
        or _promoted(paragraphs, verdicts)
        or _fuller(dateline, paragraphs, signed)
        or _first_line(paragraphs, verdicts, above)
        or (_byline_outlet(paragraphs[signed]) if signed is not None else None)
        or _masthead(paragraphs, verdicts, head)
        or _capitals(paragraphs, verdicts, above[:2])
        or _foot(paragraphs, verdicts, body)
        or (name_at_top(paragraphs[0].text) if title == 0 and _BAR.search(paragraphs[0].text) else None)
        or (_one_word(paragraphs, verdicts, above) if title is not None else None)
    )
    return cased(name, text) if name else None


def _labelled(paragraphs: list[Paragraph], head: list[int]) -> str | None:
    for place in head:
        sender = labelled(paragraphs[place], "sender")
        behind = labelled(paragraphs[place], "publisher") or sender
        if behind is not None and len(behind[1]) <= 80:
            name = _SENDER.sub("", behind[1]) if sender else behind[1]
            if 0 < len(name) <= 60:
                return name
    return None


def _offices(paragraphs: list[Paragraph], verdicts: list[Verdict | None], head: list[int]) -> str | None:
    """A line above the title that is the name of an office: the first of them is the one that publishes."""
    names = (office_name(paragraphs[place].text) for place in head[:_OFFICE_LINES] if verdicts[place] is None)
    return next((name for name in names if name is not None), None)


def _masthead(paragraphs: list[Paragraph], verdicts: list[Verdict | None], head: list[int]) -> str | None:
    for place in head:
        verdict = verdicts[place]
        if (verdict is None or verdict.rule_id in _MASTHEAD_RULES) and labelled(paragraphs[place], "byline") is None:
            name = is_masthead(paragraphs[place].text)
            if name is not None:
                return name
    return None


def _copyright(paragraphs: list[Paragraph], body: range, byline: str | None) -> str | None:
    """Who holds the copyright, where that is not the writer alone."""
    for place in [*range(body.stop, len(paragraphs)), *range(body.start)]:
        paragraph = paragraphs[place]
        found = _COPYRIGHT.search(paragraph.text[:400]) if len(paragraph.text) < 1_000 else None
        if found is None:
            continue
        name = _YEAR_END.sub("", found["name"]).strip(" .,'’-")
        if name and name[0].isupper() and not _NO_NAME.match(name) and name.lower() != (byline or "").lower():
            return name
    return None


def _promoted(paragraphs: list[Paragraph], verdicts: list[Verdict | None]) -> str | None:
    for paragraph, verdict in zip(paragraphs, verdicts, strict=True):
        found = _PROMOTED.search(paragraph.text) if verdict is not None else None
        if found is not None:
            return found["name"]
    return None


def _fuller(dateline: Dateline | None, paragraphs: list[Paragraph], signed: int | None) -> str | None:
    """The agency of the dateline, by the fuller name beside the writer where that begins alike."""
    if dateline is None or dateline.agency is None:
        return None
    beside = _byline_outlet(paragraphs[signed]) if signed is not None else None
    return beside if beside is not None and beside.startswith(dateline.agency) else dateline.agency


def _byline_outlet(paragraph: Paragraph) -> str | None:
    """The outlet behind the last writer's name: "By Ada Brandt, QNN"."""
    last = re.split(r",\s|\s[-–—|]\s", paragraph.text)[-1].strip()
    if last == paragraph.text.strip() or is_role(last):
        return None
    return last if re.fullmatch(r"[A-Z]{2,6}", last) else is_masthead(last)


def _first_line(paragraphs: list[Paragraph], verdicts: list[Verdict | None], above: list[int]) -> str | None:
    """The first line that is no furniture, or its first part, where it is a short name in capital initials."""
    for place in above:
        verdict = verdicts[place]
        if verdict is None or verdict.rule_id in _MASTHEAD_RULES:
            name = name_at_top(paragraphs[place].text)
            if name is not None or verdict is None:
                return name
    return None


def _capitals(paragraphs: list[Paragraph], verdicts: list[Verdict | None], head: list[int]) -> str | None:
    """A masthead set in capitals without any word that only outlets have."""
    for place in head:
        text = paragraphs[place].text
        if verdicts[place] is None and text.isupper() and _is_caps_name(text):
            return text
    return None


def _is_caps_name(text: str) -> bool:
    words = text.split()
    return 2 <= len(words) <= 4 and "".join(words).isalpha() and any(len(word) > 3 for word in words)


def _foot(paragraphs: list[Paragraph], verdicts: list[Verdict | None], body: range) -> str | None:
    """The name below the text: an office or outlet on a line of its own, or the one that "About" tells about."""
    for paragraph in paragraphs[body.stop : body.stop + _FOOT_LINES]:
        if paragraph.words > _FOOT_LINES or paragraph.is_closed:
            continue
        about = _ABOUT.fullmatch(paragraph.text)
        if about is not None and not _NO_NAME.match(about["name"]) and (not about["the"] or " " in about["name"]):
            return about["name"]  # "About the Authors" names nobody
        name = office_name(paragraph.text) or is_masthead(paragraph.text)
        if name is not None and not names_a_section(name.lower().split()):
            return name
    return None


def _one_word(paragraphs: list[Paragraph], verdicts: list[Verdict | None], above: list[int]) -> str | None:
    """A single word that heads the page, above its title."""
    first = next((place for place in above if verdicts[place] is None), None)
    return one_word_name(paragraphs[first].text) if first is not None else None
