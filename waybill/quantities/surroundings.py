"""Why digits with these surroundings are no quantity: one check after another, the first that knows decides."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from waybill.quantities import rejects
from waybill.quantities.ages import age
from waybill.quantities.candidates import idiom_at
from waybill.quantities.nouns import noun_phrase
from waybill.quantities.numerals import Number, Numeral
from waybill.quantities.page import Page
from waybill.quantities.rejects import Reason

_IDIOM_DIGITS = frozenset("123456789")
_YEAR_CELL = re.compile(r" *[|\t]|  +\S")
_ALERT = re.compile(r"(?:[01]\d|2[0-3])[0-5]\d (?:[A-Z]{2}|[A-Z]\W)")
_COPYRIGHT = re.compile(r"(?:\(c\)|©|copyright)[^.;]*$")
_OWNER = 60  # characters of the owner's name between the sign and the year
_YEAR_LEADS = (" in ", "founded: ", "built: ", "born: ", "since ", " est. ")
_YEAR_LEADS_CLOSED = (
    *(" around ", " about ", " circa ", " by ", " until "),
    *(" before ", " after ", " from ", " to ", " of "),
)


@dataclass(slots=True)
class Site:
    """A number where it stands: its span and value, the character before it and the one after."""

    page: Page
    folded: str
    start: int
    end: int
    value: Number
    before: str
    after: str


def no_quantity(page: Page, numeral: Numeral, before: str) -> Reason | None:
    """Why a bare number with these surroundings is no quantity; None where it is one."""
    folded, end = page.folded, numeral.end
    site = Site(page, folded, numeral.start, end, numeral.low, before, folded[end : end + 1])
    for check in _CHECKS:
        found = check(site)
        if found is not None:
            return found
    return None


def _phone(site: Site) -> Reason | None:
    if site.folded[site.start] != "0" or site.end - site.start == 1:
        return None
    stop = rejects.phone_end(site.folded, site.start)
    return ("identifier", site.start, stop, "phone") if stop else None


def _issue(site: Site) -> Reason | None:
    return rejects.issue_number(site.folded, site.page.text, site.start, site.end) if site.before == " " else None


def _capital_code(site: Site) -> Reason | None:
    if site.after != "-" and site.folded[site.end - 1] != "k":
        return None
    return rejects.capital_code(site.folded, site.page.text, site.start, site.end)


def _counted_product(site: Site) -> Reason | None:
    """The number of a product that is counted itself, "14 Challenger 2 tanks"; its noun goes to the count."""
    if site.before != " " or not site.page.drafts or site.page.drafts[-1].item is not None:
        return None
    counted = site.page.drafts[-1]
    found = rejects.product_number(site.page.text, counted.after, site.start, site.end)
    phrase = noun_phrase(site.folded, site.end) if found else None
    if phrase:
        counted.item, counted.item_head = (counted.after + 1, phrase.end), phrase.head
    return found


def _rate_base(site: Site) -> Reason | None:
    """The base of "12 per 1,000 people" goes to the rate before it and is no quantity itself."""
    if site.before != " " or not site.folded.startswith("per ", site.start - 4):
        return None
    drafts = site.page.drafts
    if drafts and site.start - drafts[-1].after <= len(" cases per "):
        phrase = noun_phrase(site.folded, site.end)
        drafts[-1].rate_per = site.page.text[site.start : phrase.end if phrase else site.end]
        drafts[-1].rules.append("rate-base")
    return "off_topic", site.start, site.end, "rate-base"


def _idiom(site: Site) -> Reason | None:
    idiom = idiom_at(site.folded, site.start) if site.folded[site.start] in _IDIOM_DIGITS else None
    if idiom and idiom[1:] == (site.start, site.end) and noun_phrase(site.folded, site.end) is not None:
        return None  # "911 vehicles": a bare figure that counts something is no name
    return (*idiom, "idiom") if idiom else None


def _furniture(site: Site) -> Reason | None:
    if site.before not in " \n":
        return None
    found = rejects.furniture_line(site.folded, site.start, site.end)
    if found is None and rejects.list_number(site.folded, site.start, site.end):
        return "furniture", site.start, site.end, "list-number"
    return found


def _small_number(site: Site) -> Reason | None:
    """Ages, photo counts and cricket scores have at most three digits."""
    if site.end - site.start > 3:
        return None
    folded, start, end = site.folded, site.start, site.end
    return (
        rejects.calibre_of_list(folded, start, end)
        or age(folded, site.page.text, start, end, site.value)
        or rejects.page_count(folded, start, end)
        or rejects.sport_score(folded, start, end)
    )


def _clip(site: Site) -> Reason | None:
    return rejects.clip_length(site.folded, site.start, site.end) if site.after == "'" else None


def _hyphened(site: Site) -> Reason | None:
    return rejects.hyphened_code(site.folded, site.start) if site.after == "-" else None


def _place_or_clock(site: Site) -> Reason | None:
    if not site.after or site.after not in "°ºnsew.: ,":
        return None
    return rejects.place_or_clock(site.folded, site.page.text, site.start, site.end)


def _subsection(site: Site) -> Reason | None:
    """The 3 of "Article 27(3)"."""
    if site.before == "(" and site.after == ")" and site.folded[site.start - 2 : site.start - 1].isdecimal():
        return "resolution", site.start, site.end, "subsection"
    return None


def _old_year(site: Site) -> Reason | None:
    """A year that the calendar leaves alone: "in 1284", "Founded: 1284", a cell of a table."""
    folded, start, end = site.folded, site.start, site.end
    written = folded[start:end]
    if len(written) != 4 or not written.isdecimal() or not 1000 <= int(written) <= 2100:
        return None
    if _YEAR_CELL.match(folded, end) and folded[max(0, start - 3) : start].rstrip(" ")[-1:] in {"|", "\t", "\n"}:
        return "date", start, end, "year-cell"
    leads = _YEAR_LEADS + _YEAR_LEADS_CLOSED if site.after in ",.;)\n" else _YEAR_LEADS
    if not folded.endswith(leads, max(0, start - 11), start) or noun_phrase(folded, end) is not None:
        return None
    return "date", start, end, "year-old"


def _alert_clock(site: Site) -> Reason | None:
    """The time before an alert, "1130 MINISTER SAYS ...", where other lines of the page begin in the same way."""
    start, end = site.start, site.end
    if end - start != len("1130") or (start and site.before != "\n") or site.after != " ":
        return None
    if not _ALERT.match(site.page.text, start) or not site.page.is_alerts():
        return None
    return "date", start, end, "alert-clock"


def _copyright(site: Site) -> Reason | None:
    """The year after a copyright sign and its owner: "(c) Odra Press 2031"."""
    if site.end - site.start != len("2031") or site.folded[site.start : site.start + 2] not in {"19", "20"}:
        return None
    lead = site.folded[max(0, site.start - _OWNER) : site.start].rpartition("\n")[2]
    return ("furniture", site.start, site.end, "copyright") if _COPYRIGHT.search(lead) else None


_CHECKS: tuple[Callable[[Site], Reason | None], ...] = (
    _phone,
    _issue,
    _capital_code,
    _counted_product,
    _rate_base,
    _idiom,
    _small_number,
    _furniture,
    _clip,
    _hyphened,
    _place_or_clock,
    _subsection,
    _alert_clock,
    _copyright,
    _old_year,
)
