"""Paragraphs of a text: single lines, or lines that a narrow column has wrapped."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

_LINE = re.compile(r"[^\r\n\u2028\u2029\x0b\x0c]+")
_CLOSERS = r"[\"”’')\]»]{0,3}"
_TERMINAL = re.compile(
    rf"(?:[.?!…。]{_CLOSERS}(?:\[\d{{1,3}}\])?|(?<!\d)[.?!…。]{_CLOSERS}\d{{1,2}}|[:;]{_CLOSERS}(?:\[\d{{1,3}}\])?)\Z"
)
"""A stop, with or without a footnote mark; the minutes of a clock are none."""
_BULLET = re.compile(r"(?:[-–—•‣◦▪●○■□✓✔*➡→►▶]|\d{1,2}[.)]\s|\(?[a-z]\)\s|\[\d{1,3}\])")
_WORD = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*|\d[\d.,]*")
_ASCII_WORD = re.compile(r"[A-Za-z]+(?:['.-][A-Za-z]+)*|[0-9][0-9.,]*")
"""The same where all is ASCII: most paragraphs are, and all are counted."""
_KEY = re.compile(r"[\"']?[A-Za-z_][\w-]{1,20}[\"']?\s?:\s")
"""A field's name, as in feeds: such lines never continue each other."""
_SIGNED = re.compile(r"(?:(?:posted|written|reported|words|story)\s)?by\s(?:[A-Z][\w.'’-]+\s[A-Z]|@\w)")
"""A line that names its writer goes on from none."""
_LINKS = "as|to|of|and|or|for|in|on|at|with|while|that|than|after|before|over|under|into|against|amid|despite|but|when"
_GOES_ON = re.compile(rf"(?:{_LINKS})\s\w")
_HANGS = re.compile(r"\s(?:to|of|and|or|for|with|as|than|that|the|a|an|by|from|its|their)\Z")
_LEAST_HANGING = 16
"""Words that join the lines of a heading, and the length of a line that may hang on the next."""
_WRAP_LEAST, _WRAP_MOST = 45, 112
"""Widths, in characters, of columns that wrap text."""
_WORD_WINDOW = 4_000


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One or more lines of text[start:end] that belong together, without white space at either end."""

    start: int
    end: int
    text: str  # lines of one paragraph joined by spaces, at most the first 4,000 characters
    words: int
    after_gap: bool  # an empty line, or the beginning of the text, stands before it
    before_gap: bool

    @property
    def is_closed(self) -> bool:
        """Whether it ends as a sentence does."""
        return _TERMINAL.search(self.text[-8:]) is not None


@dataclass(slots=True)
class _Line:
    start: int
    end: int
    gap: bool


def find_paragraphs(text: str, start: int = 0, end: int | None = None) -> list[Paragraph]:
    """Paragraphs of text[start:end] in order; every visible character lies in exactly one of them.

    >>> [p.text for p in find_paragraphs("A quay.\\n\\n• 40 crates\\n• 12 crates")]
    ['A quay.', '• 40 crates', '• 12 crates']
    """
    groups = _groups(text, start, len(text) if end is None else end)
    return [_paragraph(text, group, place, groups) for place, group in enumerate(groups)]


def paragraph_spans(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Spans of the same paragraphs, for those who need no more of them.

    >>> paragraph_spans("A quay.\\n\\n• 40 crates", 0, 20)
    [(0, 7), (9, 20)]
    """
    return [(group[0].start, group[-1].end) for group in _groups(text, start, end)]


def _groups(text: str, start: int, end: int) -> list[list[_Line]]:
    """The lines of each paragraph."""
    lines = _lines(text, start, end)
    width = _wrap_width(text, lines)
    groups: list[list[_Line]] = []
    for line in lines:
        if groups and not line.gap and _continues(text, groups[-1][-1], line, width):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _lines(text: str, start: int, end: int) -> list[_Line]:
    lines: list[_Line] = []
    before = start
    for found in _LINE.finditer(text, start, end):
        first, last = found.start(), found.end()
        while first < last and (text[first].isspace() or text[first] == "\ufeff"):
            first += 1
        while last > first and text[last - 1].isspace():
            last -= 1
        if first == last:
            continue
        lines.append(_Line(first, last, not lines or _has_gap(text, before, first)))
        before = last
    return lines


def _has_gap(text: str, start: int, end: int) -> bool:
    between = text[start:end]
    if between == "\n":
        return False
    return between.count("\n") + between.count("\u2029") * 2 + between.count("\x0c") * 2 > 1 or between.count("\r") > 1


def _wrap_width(text: str, lines: list[_Line]) -> int | None:
    """Width of the column that wraps the text; None where a line is a paragraph."""
    lengths = [line.end - line.start for line in lines]
    full = [length for length in lengths if length >= _WRAP_LEAST]
    if len(full) < 4 or sum(length > _WRAP_MOST for length in full) * 20 > len(full):
        return None
    width = sorted(full)[-1 - len(full) // 20]
    open_ends = sum(
        not _TERMINAL.search(text[line.end - 8 : line.end]) and not following.gap
        for line, following in pairwise(lines)
        if line.end - line.start >= width * 0.7
    )
    candidates = sum(length >= width * 0.7 for length in lengths)
    return width if candidates >= 4 and open_ends * 2 >= candidates else None


def _continues(text: str, line: _Line, following: _Line, width: int | None) -> bool:
    if _KEY.match(text, following.start) and _KEY.match(text, line.start):
        return False
    first = text[following.start]
    closed = _TERMINAL.search(text[max(line.start, line.end - 8) : line.end]) is not None
    length = line.end - line.start
    if _BULLET.match(text, following.start) or _SIGNED.match(text, following.start):
        return False
    if width is not None and length >= width * 0.6:
        return not closed or length >= width * 0.8
    if (
        not closed
        and length >= _LEAST_HANGING
        and (_GOES_ON.match(text, following.start) or _HANGS.search(text, line.end - 10, line.end))
    ):
        return True
    return length >= 60 and not closed and first.islower()


def _paragraph(text: str, group: list[_Line], place: int, groups: list[list[_Line]]) -> Paragraph:
    start, end = group[0].start, group[-1].end
    joined = text[start : min(end, start + _WORD_WINDOW)]
    if len(group) > 1:
        joined = " ".join(joined.split())
    following = groups[place + 1][0].gap if place + 1 < len(groups) else True
    words = len((_ASCII_WORD if joined.isascii() else _WORD).findall(joined))
    return Paragraph(start, end, joined, words, group[0].gap, following)


def has_sentence(paragraph: Paragraph) -> bool:
    """Whether the paragraph reads as running text: eight words and a sentence's end, or many words.

    >>> has_sentence(find_paragraphs("The quay was empty when the trackers looked.")[0])
    True
    """
    if paragraph.words >= 25:
        return True
    return paragraph.words >= 8 and (paragraph.is_closed or _INNER_END.search(paragraph.text) is not None)


_INNER_END = re.compile(r"[a-z0-9%][.?!][\"”’)]{0,2} [\"“‘(]?[A-Z]")
