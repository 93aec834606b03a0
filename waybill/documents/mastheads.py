"""Names of outlets and offices in the lines of a page: by the noun they carry, by their capitals, by their place."""

from __future__ import annotations

import re
from functools import cache

from schemas.vocabulary import vocabulary

SEGMENT = re.compile(r"\s*(?:[|·•›»]|,\s|\s{2,}|\s[/>–—-]\s)\s*")
"""What stands between a name and a section, a motto or a day on one line."""
REMARK = re.compile(r"\s*\([^()]*\)\s*\Z")
SMALL_WORDS = frozenset({"of", "the", "and", "for", "in", "on", "de", "du", "und", "at", "to"})
_PAGE_END = re.compile(r"\s{2,}\d{1,4}\Z")
_NO_MASTHEAD = re.compile(r"\d{3}|\d[^\s\d]|[^\s\d]\d|[:;?!,\"“]")  # "Channel 6 East" may be one, "5,000 Shells" not
_EMOJI = re.compile(r"[\u2190-\u2bff\ufe0f\U0001f000-\U0001faff]")
_INITIALS = re.compile(r"(?:[A-Z]\.){2,4}\Z")
_COMPANY = re.compile(r",?\s(?:GmbH|Ltd|Inc|LLC|plc|PLC|AG|SA|Co|Corp|Corporation|Pty|Limited)\.?(?=\s|,|\Z)")
_LEAST_NAME = 4
"""Letters of a one-word name."""


@cache
def _outlet_nouns() -> frozenset[str]:
    return frozenset(row["noun"].lower() for row in vocabulary("en/outlet_nouns"))


def is_masthead(text: str) -> str | None:
    """The outlet's name that a line begins with; None where it is none.

    >>> is_masthead("THE QUAY HERALD | Explainers")
    'THE QUAY HERALD'
    """
    segments = [part.strip() for part in SEGMENT.split(_PAGE_END.sub("", text.strip()))]
    if not segments[0]:
        return None  # "| World | Ports" goes on with a trail
    if len(segments) > 1 and names_a_section(segments[0].lower().split()):
        segments = segments[1:]  # "ALERTS - Northgate Agency - Monday 9 June 2031"
    segment = segments[0]
    words = re.sub(r"\([^)]*\)", "", segment).split()
    if text.startswith(("By ", "BY ")) or not 2 <= len(words) <= 6 or len(segment) > 60:
        return None
    if any(word.endswith(".") and not _INITIALS.match(word) for word in words) or _NO_MASTHEAD.search(segment):
        return None
    if not all(word[0].isupper() or word.lower() in SMALL_WORDS or word == "&" or word.isdigit() for word in words):
        return None
    plain = [word.strip("'’").lower() for word in words]
    return segment if any(word in _outlet_nouns() for word in plain) and not names_a_section(plain) else None


def names_a_section(words: list[str]) -> bool:
    """ "Latest News" and "Official Report" name a part of a page; any other word beside makes a name."""
    return all(word in _section_words() or word == "&" for word in words)


@cache
def _section_words() -> frozenset[str]:
    return frozenset(row["word"] for row in vocabulary("en/section_words"))


_CAPITAL = r"[A-Z][\w.'’-]*"


@cache
def _office_name() -> re.Pattern[str]:
    nouns = "|".join(f"{row['noun']}|{row['noun'].upper()}" for row in vocabulary("en/office_nouns"))
    return re.compile(
        rf"(?:(?:The|THE)\s)?(?:{_CAPITAL}(?:\s(?:and|AND|&))?\s){{0,6}}(?:{nouns})(?:\s(?:of|for|on|OF|FOR|ON)\s"
        rf"(?:(?:the|THE)\s)?{_CAPITAL}(?:\s(?:(?:and|of|the|AND|OF|THE)\s){{0,2}}{_CAPITAL}){{0,5}})?"
    )


def office_name(text: str) -> str | None:
    """The office, panel or ministry that a line consists of, in capital initials or capitals; None for other lines.

    >>> office_name("Permanent Secretariat of the Amber Coast Group"), office_name("Ministry confirms 40 tanks lost")
    ('Permanent Secretariat of the Amber Coast Group', None)
    """
    segment = re.split(r"\s[|·–—-]\s|\s*[|·]\s*", text.strip(), maxsplit=1)[0].strip()
    return segment if len(segment) <= 90 and _office_name().fullmatch(segment) is not None else None


def name_at_top(text: str) -> str | None:
    """A name of two to five words with capital initials that a line begins with, up to a bar, dot or dash.

    >>> name_at_top("Foundry & Quay — the magazine for people who count"), name_at_top("What a shell costs")
    ('Foundry & Quay', None)
    """
    segment = SEGMENT.split(REMARK.sub("", _COMPANY.sub("", text.strip())), maxsplit=1)[0].strip()
    segment = _EMOJI.sub("", segment).strip()
    words = segment.split()
    alone = segment != text.strip() and _is_one_word_name(segment)
    if segment.lower().startswith("by ") or not (alone or 2 <= len(words) <= 5) or len(segment) > 60:
        return None
    if not all(character.isalpha() or character in " '’&-" for character in segment):
        return None
    if not all(word[0].isupper() or word in SMALL_WORDS or word == "&" for word in words):
        return None
    if max(len(word) for word in words) < _LEAST_NAME:
        return None  # "Ua Ru En" are languages to choose from
    return None if names_a_section([word.lower() for word in words]) else segment


def one_word_name(text: str) -> str | None:
    """A line of one word that may name an outlet where it heads the page: "Keelhaul", "QUARTERDECK".

    >>> one_word_name("Keelhaul"), one_word_name("News")
    ('Keelhaul', None)
    """
    word = text.strip()
    return word if _is_one_word_name(word) and not names_a_section([word.lower()]) else None


def _is_one_word_name(word: str) -> bool:
    return word.isalpha() and word[0].isupper() and len(word) >= _LEAST_NAME


def cased(name: str, text: str) -> str:
    """A name without the form of its company; one set in capitals as it is spelled elsewhere on the page."""
    name = _COMPANY.sub("", REMARK.sub("", name)).strip(" ,")
    if not name.isupper():
        return name
    spelled = next((m[0] for m in re.finditer(re.escape(name), text, re.IGNORECASE) if not m[0].isupper()), None)
    if spelled is not None and spelled[0].isupper():
        return spelled
    words = name.lower().split()
    return " ".join(w if place and w in SMALL_WORDS else _initial(w) for place, w in enumerate(words))


def _initial(word: str) -> str:
    if "." in word:
        return word.upper()
    if "-" in word:
        return "-".join(part[:1].upper() + part[1:] for part in word.split("-"))
    return word.upper() if not re.search(r"[aeiouy]", word) else word[:1].upper() + word[1:]
