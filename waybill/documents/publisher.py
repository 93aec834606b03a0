"""Which outlet a page belongs to: its own label, its masthead, its copyright line, its dateline."""

from __future__ import annotations

import re
from functools import cache

from schemas.vocabulary import vocabulary
from waybill.documents.furniture import Verdict
from waybill.documents.header import Dateline, is_role, labelled
from waybill.documents.paragraphs import Paragraph

_WORDS = r"[A-Z0-9][\w&'’.-]*(?:\s(?:(?:of|the|and|for|in|on|de|du|&|und)\s){0,2}[A-Z0-9][\w&'’-]*){0,6}"
_COPYRIGHT = re.compile(
    r"(?:(?i:copyright)|©|ⓒ|\([cC]\))(?:\s*(?:©|ⓒ|\([cC]\)))?\s*(?:by\s)?(?:(?:19|20)\d\d(?:\s?[-–]\s?(?:19|20)?\d\d)?,?\s*)?"
    rf"(?:by\s)?(?P<name>{_WORDS})"
)
_PROMOTED = re.compile(rf"\b(?:[Nn]ews|[Uu]pdates|[Ss]tories|[Aa]lerts)\s(?:on|from|at)\s(?P<name>{_WORDS})\s?[.!]")
_SEGMENT = re.compile(r"\s*(?:[|·•›»]|,\s|\s{2,}|\s[/>–—-]\s)\s*")
_YEAR_END = re.compile(r"[\s,]+(?:19|20)\d\d\Z")
_PAGE_END = re.compile(r"\s{2,}\d{1,4}\Z")
_NO_MASTHEAD = re.compile(r"[\d:;?!,\"“]")
_NO_NAME = re.compile(r"(?:all rights|content|the author|material|this|photo|image)\b", re.IGNORECASE)
_REMARK = re.compile(r"\s*\([^()]*\)\s*\Z")
_SMALL_WORDS = frozenset({"of", "the", "and", "for", "in", "on", "de", "du", "und", "at", "to"})
_MASTHEAD_RULES = frozenset({"furniture-bar-menu", "furniture-chevron-trail", "furniture-reading-time"})


def find_publisher(
    paragraphs: list[Paragraph],
    verdicts: list[Verdict | None],
    title: int | None,
    body: range,
    dateline: Dateline | None,
    signed: int | None,
) -> str | None:
    """The outlet's name as a reader would write it; None where nothing on the page names it."""
    head = [place for place in range(body.start) if place != title]
    above = [place for place in head if title is None or place < title]
    text = " ".join(p.text for p in paragraphs)
    name = (
        _labelled(paragraphs, head)
        or _bodies(paragraphs, verdicts, above or head[:_BODY_LINES])
        or _masthead(paragraphs, verdicts, above)
        or _copyright(paragraphs, body)
        or _promoted(paragraphs, verdicts)
        or (dateline.agency if dateline else None)
        or _first_line(paragraphs, verdicts, above[:1])
        or (_byline_outlet(paragraphs[signed]) if signed is not None else None)
        or _masthead(paragraphs, verdicts, head)
        or _capitals(paragraphs, verdicts, above[:2])
        or (name_at_top(paragraphs[0].text) if title == 0 and _SEGMENT.search(paragraphs[0].text) else None)
    )
    return _cased(_REMARK.sub("", name), text) if name else None


def body_name(text: str) -> str | None:
    """The office, panel or ministry that a line consists of, in capital initials or capitals; None for other lines.

    >>> body_name("Permanent Secretariat of the Amber Coast Group"), body_name("Ministry confirms the loss of 40 tanks")
    ('Permanent Secretariat of the Amber Coast Group', None)
    """
    segment = re.split(r"\s[|·–—-]\s|\s*[|·]\s*", text.strip(), maxsplit=1)[0].strip()
    return segment if len(segment) <= 90 and _BODY_NAME.fullmatch(segment) is not None else None


_BODY_NOUNS = "|".join(
    f"{noun}|{noun.upper()}"
    for noun in (
        *("Ministry", "Department", "Committee", "Sub-Committee", "Council", "Commission", "Panel", "Secretariat"),
        *("Institute", "Directorate", "Collective", "Observatory", "Office", "Treasury", "Embassy", "Service", "Forum"),
    )
)
_CAPITAL = r"[A-Z][\w.'’-]*"
_BODY_NAME = re.compile(
    rf"(?:{_CAPITAL}(?:\s(?:and|AND|&))?\s){{0,6}}(?:{_BODY_NOUNS})"
    rf"(?:\s(?:of|for|OF|FOR)\s(?:(?:the|THE)\s)?{_CAPITAL}(?:\s(?:(?:and|of|the|AND|OF|THE)\s){{0,2}}{_CAPITAL}){{0,5}})?"
)


def _bodies(paragraphs: list[Paragraph], verdicts: list[Verdict | None], head: list[int]) -> str | None:
    """A line above the title that is the name of an office: the first of them is the one that publishes."""
    return next(
        (n for place in head[:_BODY_LINES] if verdicts[place] is None and (n := body_name(paragraphs[place].text))),
        None,
    )


_BODY_LINES = 4


def _labelled(paragraphs: list[Paragraph], head: list[int]) -> str | None:
    found = (labelled(paragraphs[place], "publisher") for place in head)
    return next((behind[1] for behind in found if behind is not None and len(behind[1]) <= 60), None)


@cache
def _outlet_nouns() -> frozenset[str]:
    return frozenset(row["noun"].lower() for row in vocabulary("en/outlet_nouns"))


def is_masthead(text: str) -> str | None:
    """The outlet's name that a line begins with; None where it is none.

    >>> is_masthead("THE QUAY HERALD | Explainers")
    'THE QUAY HERALD'
    """
    segments = [part.strip() for part in _SEGMENT.split(_PAGE_END.sub("", text.strip()))]
    if len(segments) > 1 and _names_a_section(segments[0].lower().split()):
        segments = segments[1:]  # "ALERTS - Northgate Agency - Monday 9 June 2031"
    segment = segments[0]
    words = re.sub(r"\([^)]*\)", "", segment).split()
    if text.startswith(("By ", "BY ")) or not 2 <= len(words) <= 6 or len(segment) > 60:
        return None
    if any(word.endswith(".") for word in words) or _NO_MASTHEAD.search(segment) is not None:
        return None
    if not all(word[0].isupper() or word.lower() in _SMALL_WORDS or word == "&" for word in words):
        return None
    plain = [word.strip("'’").lower() for word in words]
    return segment if any(word in _outlet_nouns() for word in plain) and not _names_a_section(plain) else None


def _names_a_section(words: list[str]) -> bool:
    """ "Latest News" and "Official Report" name a part of a page; any other word beside makes a name."""
    generic = {row["word"] for row in vocabulary("en/section_words")}
    return all(word in generic for word in words)


def _masthead(paragraphs: list[Paragraph], verdicts: list[Verdict | None], head: list[int]) -> str | None:
    for place in head:
        verdict = verdicts[place]
        if (verdict is None or verdict.rule_id in _MASTHEAD_RULES) and labelled(paragraphs[place], "byline") is None:
            name = is_masthead(paragraphs[place].text)
            if name is not None:
                return name
    return None


def _copyright(paragraphs: list[Paragraph], body: range) -> str | None:
    for place in [*range(body.stop, len(paragraphs)), *range(body.start)]:
        paragraph = paragraphs[place]
        found = _COPYRIGHT.search(paragraph.text[:400]) if len(paragraph.text) < 1_000 else None
        if found is None:
            continue
        name = _YEAR_END.sub("", found["name"]).strip(" .,'’-")
        if name and name[0].isupper() and not _NO_NAME.match(name):
            return name
    return None


def _promoted(paragraphs: list[Paragraph], verdicts: list[Verdict | None]) -> str | None:
    for paragraph, verdict in zip(paragraphs, verdicts, strict=True):
        found = _PROMOTED.search(paragraph.text) if verdict is not None else None
        if found is not None:
            return found["name"]
    return None


def _byline_outlet(paragraph: Paragraph) -> str | None:
    """The outlet behind the last writer's name: "By Ada Brandt, QNN"."""
    last = re.split(r",\s|\s[-–—|]\s", paragraph.text)[-1].strip()
    if last == paragraph.text.strip() or is_role(last):
        return None
    return last if re.fullmatch(r"[A-Z]{2,6}", last) else is_masthead(last)


def _first_line(paragraphs: list[Paragraph], verdicts: list[Verdict | None], above: list[int]) -> str | None:
    """The page's first line, or its first part, where it is a short name in capital initials."""
    for place in above:
        verdict = verdicts[place]
        if place == 0 and (verdict is None or verdict.rule_id in _MASTHEAD_RULES):
            return name_at_top(paragraphs[place].text)
    return None


def name_at_top(text: str) -> str | None:
    """A name of two to five words with capital initials that a line begins with, up to a bar, dot or dash.

    >>> name_at_top("Foundry & Quay — the magazine for people who count"), name_at_top("What a shell costs")
    ('Foundry & Quay', None)
    """
    segment = _SEGMENT.split(_REMARK.sub("", text.strip()), maxsplit=1)[0].strip()
    segment = _EMOJI.sub("", segment).strip()
    words = segment.split()
    alone = len(words) == 1 and segment != text.strip() and segment.isalpha() and len(segment) >= _LEAST_NAME
    if segment.lower().startswith("by ") or not (alone or 2 <= len(words) <= 5) or len(segment) > 60:
        return None
    if not all(character.isalpha() or character in " '’&-" for character in segment):
        return None
    if not all(word[0].isupper() or word in _SMALL_WORDS or word == "&" for word in words):
        return None
    return None if _names_a_section([word.lower() for word in words]) else segment


_LEAST_NAME = 4  # letters of a one-word name in front of a bar or dot
_EMOJI = re.compile(r"[\u2190-\u2bff\ufe0f\U0001f000-\U0001faff]")


def _capitals(paragraphs: list[Paragraph], verdicts: list[Verdict | None], head: list[int]) -> str | None:
    """A masthead set in capitals without any word that only outlets have."""
    for place in head:
        text = paragraphs[place].text
        if verdicts[place] is None and text.isupper() and _is_caps_name(text):
            return text
    return None


def _cased(name: str, text: str) -> str:
    """A name set in capitals as it is spelled elsewhere on the page, else with capital initials."""
    if not name.isupper():
        return name
    spelled = next((m[0] for m in re.finditer(re.escape(name), text, re.IGNORECASE) if not m[0].isupper()), None)
    if spelled is not None and spelled[0].isupper():
        return spelled
    words = name.lower().split()
    return " ".join(w if place and w in _SMALL_WORDS else _initial(w) for place, w in enumerate(words))


def _initial(word: str) -> str:
    if "." in word:
        return word.upper()
    if "-" in word:
        return "-".join(part[:1].upper() + part[1:] for part in word.split("-"))
    return word.upper() if not re.search(r"[aeiouy]", word) else word[:1].upper() + word[1:]


def _is_caps_name(text: str) -> bool:
    words = text.split()
    return 2 <= len(words) <= 4 and "".join(words).isalpha() and any(len(word) > 3 for word in words)
