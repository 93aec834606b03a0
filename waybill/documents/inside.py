"""Furniture inside the body: teaser blocks, closing sections, biographies, footnotes, running heads, page numbers."""

from __future__ import annotations

import re
from itertools import accumulate

from waybill.documents.furniture import Verdict, inline_furniture
from waybill.documents.layout import Layout
from waybill.documents.mastheads import is_masthead, name_at_top, office_name
from waybill.documents.paragraphs import has_sentence

_TEASERS = 15
_NAME_LINES = 12
_ADDRESS_WORDS = 16
_BETWEEN = Verdict("furniture-between", "furniture", "line")
_BIOGRAPHY = Verdict("furniture-biography", "furniture", "line")
_REPEATED = Verdict("furniture-running-head", "furniture", "line")
_FOOTNOTE = Verdict("furniture-footnote", "furniture", "line")
_ENUMERATION = Verdict("furniture-heading-number", "furniture", "line")
_CLOSING_SHARE = {"closes": 1.0, "comments": 0.1}
"""How much running text must stand before a closing section, measured against the text behind it."""

_NOTE = re.compile(r"(?P<open>\[)?(\d{1,3})\]?\s+(?=[^\W\d])")
_MARKS = (re.compile(r"\[(\d{1,3})\]"), re.compile(r"(\d(?<=[a-z]{4}[.,;]\d)\d{0,2})(?=\s|$)"))
_NOTE_DIGIT = re.compile(r"\d(?<=[a-z]{4}\.\d)\d?(?=\s+[A-Z“\"]|\s*$)")
"""Each begins with its sign, so that the search runs from sign to sign; what stands before is looked at there."""
_HEADING_NUMBER = re.compile(
    r"(?:(?:Table|Figure|Fig\.|Chart|Map|Box|Annex|Appendix|Part|Section)\s(\d{1,3})(?=[.:]|\s[A-Z]|$)"
    r"|(\d{1,2})[.)](?=\s[^\W\d]))"
)
_NUMBERED_END = re.compile(r"(?:^\d{1,4}\s{2,}|\s{2,}\d{1,4}$|\|\s?\d{1,4}$|^\d{1,4}\s?\|)")


def find_inside(layout: Layout) -> None:
    """Pass verdicts on the paragraphs behind the beginning of the body that their own words do not judge."""
    _free_table_cells(layout)
    _spread_verdicts(layout)
    _find_biographies(layout)
    _find_notes(layout)
    _find_running_heads(layout)
    _close_gaps(layout)


def _free_table_cells(layout: Layout) -> None:
    """A number on a line of its own is a page number only between running text; among fragments it is a table's."""
    for place in layout.body:
        verdict = layout.verdicts[place]
        if verdict is None or verdict.rule_id != "furniture-bare-number":
            continue
        beside = [near for near in (place - 1, place + 1) if near in layout.body]
        if any(not layout.is_text(near) and layout.verdicts[near] in (None, verdict) for near in beside):
            layout.verdicts[place] = None


def _spread_verdicts(layout: Layout) -> None:
    """Let openers of teaser blocks, adverts and closing sections speak for what stands behind them."""
    text_until = _text_until(layout)
    place = layout.body.start
    while place < len(layout.paragraphs):
        verdict = layout.verdicts[place]
        place += 1
        if verdict is None or verdict.effect == "line":
            continue
        if verdict.effect in ("closes", "comments"):
            before, whole = text_until[place], text_until[-1]
            if before and before >= (whole - before) * _CLOSING_SHARE[verdict.effect]:
                for later in range(place, len(layout.paragraphs)):
                    layout.verdicts[later] = layout.verdicts[later] or verdict
                return
            continue
        stop = min(len(layout.paragraphs), place + _TEASERS)
        while place < stop and _belongs(layout, place, verdict):
            layout.verdicts[place] = layout.verdicts[place] or Verdict(verdict.rule_id, verdict.reject_reason, "line")
            place += 1


def _text_until(layout: Layout) -> list[int]:
    """Characters of running text before each paragraph, and in all."""
    lengths = (p.end - p.start if layout.is_text(place) else 0 for place, p in enumerate(layout.paragraphs))
    return [0, *accumulate(lengths)]


def _belongs(layout: Layout, place: int, verdict: Verdict) -> bool:
    paragraph = layout.paragraphs[place]
    if verdict.effect == "block":
        return not paragraph.after_gap
    own = layout.verdicts[place]
    reads_on = has_sentence(paragraph) and (paragraph.is_closed or paragraph.words >= 25)
    return (own is None or own.effect == "line") and not reads_on  # teasers may hold a question, but end as headlines


def _close_gaps(layout: Layout) -> None:
    """A fragment without any digit between two pieces of furniture is a piece of it: "The stories that matter"."""
    for place in layout.body[1:-1]:
        paragraph = layout.paragraphs[place]
        if layout.verdicts[place] is not None or paragraph.is_closed or paragraph.words > 15:
            continue
        before, behind = layout.verdicts[place - 1], layout.verdicts[place + 1]
        if before is not None and behind is not None and not any(c.isdigit() for c in paragraph.text):
            layout.verdicts[place] = _BETWEEN


def _find_biographies(layout: Layout) -> None:
    """A last paragraph that begins with the writer's or the outlet's name and tells what that is or does."""
    writers = [name for name in re.split(r",\s|\s(?:and|&)\s", layout.byline or "") if name]
    outlets = [name for name in _page_names(layout) if name]
    unjudged = (p for p in layout.body if layout.verdicts[p] is None and p not in layout.captions)
    texts = [p for p in unjudged if layout.paragraphs[p].is_closed or has_sentence(layout.paragraphs[p])]
    for place in texts[1:][-4:]:
        text = layout.paragraphs[place].text
        if _tells_of_writer(text, writers) or _tells_of_outlet(text, outlets):
            layout.verdicts[place] = _BIOGRAPHY


_DOES = (
    r"(?:,[^,]{3,80},)?"
    r"\s(?:is|are|was|has|holds|covers|writes|reports|joined|teaches|works|serves|contributed|studies)\b"
)
_WRITER_DOES = re.compile(_DOES)
_AUTHOR_DOES = re.compile(rf"[Tt]he (?:author|writer)s?{_DOES}")
_RUNS = re.compile(
    r"\s(?:publishes|provides"
    r"|(?:is|are|was)\s(?:an?|the|published|printed|funded|owned|based|registered|run|edited))\b"
)
_IMPRINT_LEADS = (re.compile(r"Page \d+ of \d+ · "), re.compile(r"[Tt]he "))


def _tells_of_writer(text: str, writers: list[str]) -> bool:
    """Names are looked up as they are written: an expression of each page's own would cost more than the page."""
    named = any(text.startswith(name) and _WRITER_DOES.match(text, len(name)) for name in writers)
    return named or _AUTHOR_DOES.match(text) is not None


def _tells_of_outlet(text: str, outlets: list[str]) -> bool:
    starts = [0]
    for lead in _IMPRINT_LEADS:
        starts += [found.end() for start in starts if (found := lead.match(text, start))]
    return any(
        text.startswith(name, start) and _RUNS.match(text, start + len(name)) for start in starts for name in outlets
    )


def _page_names(layout: Layout) -> list[str]:
    """Names of the outlet as they stand above the body."""
    names: list[str] = []
    for place in range(min(layout.body.start, _NAME_LINES)):
        text = layout.paragraphs[place].text
        if place != layout.title:
            name = office_name(text) or is_masthead(text) or (name_at_top(text) if not names else None)
            names += [name] if name is not None else []
    return names


def opens_with_outlet(layout: Layout, place: int) -> bool:
    """Whether a line that is no sentence begins with the outlet's name, as the address at the foot of a page does.

    >>> from waybill.documents.locate import locate
    >>> page = "Tide Institute\\n\\nNine tugs left the quay on Monday, he said.\\n\\nTide Institute, 4 Lake Road"
    >>> opens_with_outlet(locate(page), 2)
    True
    """
    paragraph = layout.paragraphs[place]
    if paragraph.words > _ADDRESS_WORDS or paragraph.is_closed:
        return False
    return any(paragraph.text.lower().startswith(name.lower()) for name in _page_names(layout))


def _find_notes(layout: Layout) -> None:
    """Footnotes: paragraphs that begin with a number which a mark in the running text before has called for.

    Without brackets a number may as well count things: there only a run of notes (7, 8 ...) is taken for such. A full
    stop behind the number heads a paragraph of a report, never a note.
    """
    called: set[int] = set()
    notes: dict[int, tuple[int, bool, bool]] = {}
    for place in layout.body:
        if layout.verdicts[place] is not None:
            continue
        text = layout.paragraphs[place].text
        note = _NOTE.match(text)
        if note is not None:
            notes[place] = int(note[2]), int(note[2]) in called, note["open"] is not None
        else:
            called.update(int(number) for mark in _MARKS for number in mark.findall(text))
    for place, (number, is_called, bracketed) in notes.items():
        before, behind = notes.get(place - 1), notes.get(place + 1)
        run = [n for n, step in ((before, -1), (behind, 1)) if n is not None and n[0] == number + step]
        if (bracketed and is_called) or (run and (is_called or any(n[1] for n in run))):
            layout.verdicts[place] = _FOOTNOTE


def _find_running_heads(layout: Layout) -> None:
    """Lines in the body that print the title or outlet again beside a page number."""
    head = " ".join(p.text for p in layout.paragraphs[: layout.body.start])[:2_000].lower()
    known = set(re.findall(r"[^\W\d_]{3,}", head))
    title = layout.paragraphs[layout.title].text if layout.title is not None else None
    for place in layout.body:
        paragraph = layout.paragraphs[place]
        if layout.verdicts[place] is not None or paragraph.words > 30 or has_sentence(paragraph):
            continue
        words = re.findall(r"[^\W\d_]{3,}", paragraph.text.lower())
        numbered = _NUMBERED_END.search(paragraph.text) is not None
        if paragraph.text == title or (numbered and words and sum(w in known for w in words) * 10 >= len(words) * 6):
            layout.verdicts[place] = _REPEATED


def inner_furniture(text: str, layout: Layout) -> list[tuple[int, int, Verdict]]:
    """Numbers inside body paragraphs that only number things: headings, tables, footnote marks."""
    found: list[tuple[int, int, Verdict]] = []
    for place in layout.body:
        if layout.verdicts[place] is not None:
            continue
        paragraph = layout.paragraphs[place]
        found += inline_furniture(text, paragraph.start, paragraph.end)
        found += [(m.start(), m.end(), _REPEATED) for m in _NOTE_DIGIT.finditer(text, paragraph.start, paragraph.end)]
        heading = _HEADING_NUMBER.match(text, paragraph.start, paragraph.end)
        if heading is not None and (heading[1] or not has_sentence(paragraph)):
            group = 1 if heading[1] else 2
            found.append((heading.start(group), heading.end(group), _ENUMERATION))
    return found
