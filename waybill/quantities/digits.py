"""What digits are where they stand: first everything that is no quantity, then the measure."""

from __future__ import annotations

from decimal import Decimal

from waybill.quantities import rejects
from waybill.quantities.candidates import idiom_at
from waybill.quantities.draft import Draft
from waybill.quantities.measures import read_measure
from waybill.quantities.nouns import noun_phrase
from waybill.quantities.numerals import Numeral, read_digits
from waybill.quantities.page import Page
from waybill.quantities.ranges import emit_joined
from waybill.quantities.shares import base_of_every, out_of
from waybill.quantities.surroundings import no_quantity
from waybill.quantities.units import find_money_before

_OPEN_BEFORE = frozenset(" \n(\t\"'")
_GROUPING_POINT = "digits-point-group"


def read_digit_candidate(page: Page, start: int) -> None:
    """Reads the number whose first digit stands at `start` and writes it down as quantity or rejection."""
    folded, text = page.folded, page.text
    before = folded[start - 1] if start else " "
    money = find_money_before(folded, text, start) if before != "\n" else None
    if money is None and before not in _OPEN_BEFORE and _hangs_on(page, start, before):
        return
    numeral = read_digits(folded, text, start, money is not None)
    if before == ".":
        _leading_point(folded, numeral)
    if numeral.form in {"code", "fraction"} and money is None:
        idiom = idiom_at(folded, start)
        slash = max(start, folded.find("/", start, numeral.end))
        found = (*idiom, "idiom") if idiom else rejects.page_count(folded, start, slash)
        if found is not None:
            page.reject(*found)
            return
    if numeral.form in {"code", "unreadable"}:
        reason = "unreadable" if numeral.form == "unreadable" else "identifier"
        page.reject(reason, numeral.start, numeral.end, numeral.rule)
        return
    if money is None and numeral.form == "digits" and (numeral.scale == 1 or folded[numeral.end - 1] == "k"):
        found = no_quantity(page, numeral, before)
        if found is not None:
            page.reject(*found)
            return
        out_of(folded, text, numeral)
        if base_of_every(folded, numeral):
            page.hold_base(numeral)
            return
    draft = read_measure(folded, text, numeral, money)
    if draft.unit is None and money is None and _ungrouped_point(page, numeral, draft):
        draft = read_measure(folded, text, numeral, money)
    found = _after_measure(page, numeral, draft)
    if found is not None:
        page.reject(*found)
        return
    if draft.unit is None and money is None and rejects.year_with_footnote(folded, start, numeral.end):
        page.reject("date", start, start + 4, "year-footnoted")
        page.reject("furniture", start + 5, numeral.end, "footnote-mark")
        return
    emit_joined(page, draft)


def _hangs_on(page: Page, start: int, before: str) -> bool:
    """Rejects digits glued to what stands before them: models, codes, footnote marks, phone numbers."""
    folded, text = page.folded, page.text
    end = start
    limit = min(len(folded), start + 40)
    while end < limit and folded[end].isdecimal():
        end += 1
    if before == "[" and folded[end : end + 1] == "]":
        page.reject("furniture", start, end, "footnote-mark")
        return True
    if before == "+":
        stop = rejects.phone_end(folded, start)
        if stop:
            page.reject("identifier", start - 1, stop, "phone")
            return True
    found = rejects.model_or_identifier(folded, text, start, end)
    if found is None and before == ".":
        found = rejects.small_arm(folded, start, end) or rejects.footnote_glued(folded, text, start, end)
    if found is not None:
        page.reject(*found)
    return found is not None


def _leading_point(folded: str, numeral: Numeral) -> None:
    """ ".50" is 0.5."""
    digits = folded[numeral.start : numeral.end]
    start = numeral.start
    if digits.isdecimal() and (start < 2 or not folded[start - 2].isalnum()):
        numeral.low = numeral.high = numeral.face = Decimal("0." + digits)
        numeral.start -= 1


def _ungrouped_point(page: Page, numeral: Numeral, draft: Draft) -> bool:
    """Whether "3.400" is 3400: no unit, and a counted noun after it or the same style elsewhere in the text."""
    folded = page.folded
    written = folded[numeral.start : numeral.end]
    whole, point, decimals = written.partition(".")
    if not point or len(decimals) != 3 or not decimals.isdecimal() or not 1 <= len(whole) <= 3 or whole == "0":
        return False
    if noun_phrase(folded, numeral.end) is None and not page.is_continental():
        return False
    numeral.low = numeral.high = numeral.face = int(whole + decimals)
    numeral.rule = _GROUPING_POINT
    return True


def _after_measure(page: Page, numeral: Numeral, draft: Draft) -> rejects.Reason | None:
    """What can only be told once the unit is known: calibres, labels, letters that are no unit."""
    folded, text = page.folded, page.text
    start, end = numeral.start, numeral.end
    if draft.unit == "mm" and rejects.is_calibre(folded, text, start, draft.after):
        return "calibre", start, draft.after, "calibre-mm"
    if numeral.rule == "share-out-of" or draft.has_money_sign:
        return None
    label: rejects.Reason | None = None
    is_glued_unit = draft.unit is not None and folded[end : end + 1].isalpha()
    bare = numeral.scale == 1 and numeral.rule != "magnitude-word-continued"
    if start and folded[start - 1] == " " and bare and (draft.unit is None or is_glued_unit):
        label = rejects.label_before(folded, text, start, end)
    glued = folded[end : end + 1]
    if glued.isalpha() and draft.after == end and numeral.scale == 1 and not folded.startswith("fold", end):
        if glued == "x" and not folded[end + 1 : end + 2].isalnum():
            return None
        letters = rejects.glued_letters(folded, start, end)
        return (label[0], start, letters[2], label[3]) if label is not None else letters
    if is_glued_unit:
        return (label[0], start, draft.after, label[3]) if label is not None else None
    if label is not None or draft.unit is not None or numeral.form != "digits" or end - start > 10 or numeral.scale > 1:
        return label
    if start > 2 and text[start - 2].isupper() and noun_phrase(folded, end) is None:
        return rejects.code_before(text, start, end)
    return None
