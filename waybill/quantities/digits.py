"""What digits are where they stand: first everything that is no quantity, then the measure."""

from __future__ import annotations

import re
from decimal import Decimal

from waybill.quantities import rejects
from waybill.quantities.ages import age
from waybill.quantities.candidates import idiom_at
from waybill.quantities.draft import Draft
from waybill.quantities.measures import read_measure
from waybill.quantities.nouns import noun_phrase
from waybill.quantities.numerals import Numeral, read_digits
from waybill.quantities.page import Page
from waybill.quantities.ranges import emit_joined
from waybill.quantities.shares import out_of
from waybill.quantities.units import find_money_before

_OPEN_BEFORE = frozenset(" \n(\t\"'")
_IDIOM_DIGITS = frozenset("123456789")
_YEAR_CELL = re.compile(r" *[|\t]")
_YEAR_LEADS = (" in ", "founded: ", "built: ", "born: ", "since ", " est. ")
_YEAR_LEADS_CLOSED = (
    *(" around ", " about ", " circa ", " by ", " until "),
    *(" before ", " after ", " from ", " to ", " of "),
)
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
        found = _no_quantity(page, numeral, before)
        if found is not None:
            page.reject(*found)
            return
        out_of(folded, text, numeral)
    draft = read_measure(folded, text, numeral, money)
    if draft.unit is None and money is None and _ungrouped_point(page, numeral, draft):
        draft = read_measure(folded, text, numeral, money)
    found = _after_measure(page, numeral, draft)
    if found is not None:
        page.reject(*found)
        return
    emit_joined(page, draft)


def _hangs_on(page: Page, start: int, before: str) -> bool:
    """Rejects digits glued to what stands before them: models, codes, footnote marks, phone numbers."""
    folded, text = page.folded, page.text
    end = start
    limit = min(len(folded), start + 40)
    while end < limit and folded[end].isdigit():
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
        found = rejects.small_arm(folded, start, end)
    if found is not None:
        page.reject(*found)
    return found is not None


def _leading_point(folded: str, numeral: Numeral) -> None:
    """ ".50" is 0.5."""
    digits = folded[numeral.start : numeral.end]
    start = numeral.start
    if digits.isdigit() and (start < 2 or not folded[start - 2].isalnum()):
        numeral.low = numeral.high = numeral.face = Decimal("0." + digits)
        numeral.start -= 1


def _no_quantity(page: Page, numeral: Numeral, before: str) -> rejects.Reason | None:
    """Why a bare number with these surroundings is no quantity; None where it is one."""
    folded, text = page.folded, page.text
    start, end = numeral.start, numeral.end
    sign = folded[end : end + 1]
    if folded[start] == "0" and end - start > 1:
        stop = rejects.phone_end(folded, start)
        if stop:
            return "identifier", start, stop, "phone"
    if sign == "-" or folded[end - 1] == "k":
        found = rejects.capital_code(folded, text, start, end)
        if found:
            return found
    if page.drafts and page.drafts[-1].item is None and before == " ":
        counted = page.drafts[-1]
        found = rejects.product_number(text, counted.after, start, end)
        if found:
            phrase = noun_phrase(folded, end)
            if phrase:
                counted.item, counted.item_head = (counted.after + 1, phrase.end), phrase.head
            return found
    if before == " " and folded.startswith("per ", start - 4):
        _rate_base(page, start, end)
        return "off_topic", start, end, "rate-base"
    if folded[start] in _IDIOM_DIGITS:
        idiom = idiom_at(folded, start)
        if idiom:
            return idiom[0], idiom[1], idiom[2], "idiom"
    if before in " \n":
        found = rejects.furniture_line(folded, start, end)
        if found:
            return found
    if end - start <= 3:
        found = (
            age(folded, text, start, end, numeral.low)
            or rejects.page_count(folded, start, end)
            or rejects.sport_score(folded, start, end)
        )
        if found:
            return found
        if before in "\n " and rejects.list_number(folded, start, end):
            return "furniture", start, end, "list-number"
    if sign == "-":
        found = rejects.hyphened_code(folded, start)
        if found:
            return found
    if sign and sign in "°ºnsew.: ,":
        found = rejects.place_or_clock(folded, text, start, end)
        if found:
            return found
    if before == "(" and start > 1 and folded[start - 2].isdigit() and folded[end : end + 1] == ")":
        return "resolution", start, end, "subsection"
    return _old_year(folded, start, end)


def _rate_base(page: Page, start: int, end: int) -> None:
    """Gives "12 per 1,000 people" its base; the base itself is no quantity."""
    if page.drafts and start - page.drafts[-1].after <= len(" cases per "):
        phrase = noun_phrase(page.folded, end)
        page.drafts[-1].rate_per = page.text[start : phrase.end if phrase else end]
        page.drafts[-1].rules.append("rate-base")


def _old_year(folded: str, start: int, end: int) -> rejects.Reason | None:
    """A year that the calendar leaves alone: "in 1284", "Founded: 1284"."""
    written = folded[start:end]
    if len(written) != 4 or not written.isdigit() or not 1000 <= int(written) <= 2100:
        return None
    closes = folded[end : end + 1] in ",.;)\n"
    leads = _YEAR_LEADS + _YEAR_LEADS_CLOSED if closes else _YEAR_LEADS
    if _YEAR_CELL.match(folded, end) and folded[max(0, start - 3) : start].rstrip(" ")[-1:] in {"|", "\t"}:
        return "date", start, end, "year-cell"
    if not folded.endswith(leads, max(0, start - 11), start) or noun_phrase(folded, end) is not None:
        return None
    return "date", start, end, "year-old"


def _ungrouped_point(page: Page, numeral: Numeral, draft: Draft) -> bool:
    """Whether "3.400" is 3400: no unit, and a counted noun after it or the same style elsewhere in the text."""
    folded = page.folded
    written = folded[numeral.start : numeral.end]
    whole, point, decimals = written.partition(".")
    if not point or len(decimals) != 3 or not decimals.isdigit() or not 1 <= len(whole) <= 3 or whole == "0":
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
    if start and folded[start - 1] == " " and numeral.scale == 1 and (draft.unit is None or is_glued_unit):
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
