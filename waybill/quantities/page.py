"""One text being read: its folded form, its dates and addresses, and what has been found so far."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from waybill.dates import DateExpression, find_dates
from waybill.quantities.draft import Draft
from waybill.quantities.finish import finish
from waybill.quantities.fold import fold
from waybill.quantities.numerals import Numeral
from waybill.quantities.record import Rejection
from waybill.quantities.shares import take_base_before

Span = tuple[int, int]

_LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"]++")
_MAIL = re.compile(r"@[\w-]{1,64}(?:\.[\w-]{1,64}){1,4}")
_SITE = re.compile(
    r"\.(?:com|org|net|example|io|co|gov|edu|info|me|ru|ua|kr|uk|de|fr|jp|cn|eu|in)(?:/[^\s<>\"]*+)?(?![\w-])"
)
_NAME_BEFORE = re.compile(r"[\w.+%-]{1,64}$")
_ALERT_LINE = re.compile(r"^(?:[01]\d|2[0-3])[0-5]\d [A-Z]{2}", re.MULTILINE)
_FEW_ALERTS = 2  # lines that begin so by chance
_CONTINENTAL = re.compile(r"\d\.\d{3}(?:\.\d{3}|,\d)|(?<![\d.,])[1-9]\d{0,2} \d{3}(?![\d:]| ?mm)")


@dataclass(slots=True)
class Page:
    """A text in the middle of being read. Everything before `position` is spoken for."""

    text: str
    folded: str
    dates: list[DateExpression]
    date_starts: list[int]
    addresses: list[Span]
    address_starts: list[int]
    drafts: list[Draft] = field(default_factory=list)
    rejections: list[Rejection] = field(default_factory=list)
    position: int = 0
    continental: bool | None = None
    alerts: bool | None = None
    base: tuple[int, int] | None = None  # "of every ten shells": the base and its end, waiting for its part

    def date_at(self, start: int) -> DateExpression | None:
        """The calendar expression that `start` lies in."""
        index = bisect_right(self.date_starts, start) - 1
        if index < 0 or start >= self.dates[index].end:
            return None
        return self.dates[index]

    def address_at(self, start: int) -> Span | None:
        """The link or mail address that `start` lies in."""
        index = bisect_right(self.address_starts, start) - 1
        if index < 0 or start >= self.addresses[index][1]:
            return None
        return self.addresses[index]

    def reject(self, reason: str, start: int, end: int, rule: str) -> None:
        """Writes down a number that is no quantity."""
        start = max(start, self.position)
        if end > start:
            self.rejections.append(Rejection(start, end, self.text[start:end], reason, None, (rule,)))
            self.position = end

    def emit(self, draft: Draft) -> None:
        """Completes a draft from the words around it and writes it down."""
        draft.start = max(draft.start, self.position)
        finish(self.folded, self.text, draft, self.position)
        if self.base is not None:
            take_base_before(self.folded, draft, self.base)
            self.base = None
        self.drafts.append(draft)
        self.position = max(draft.end, draft.after)

    def hold_base(self, numeral: Numeral) -> None:
        """Keeps the base of a share that is told later, "of every ten shells fired, four"; it counts nothing itself."""
        self.reject("off_topic", numeral.start, numeral.end, "share-base")
        self.base = int(numeral.low), numeral.end

    def is_alerts(self) -> bool:
        """Whether the text is a run of alerts: several lines begin with a time of four digits and capitals."""
        if self.alerts is None:
            self.alerts = len(_ALERT_LINE.findall(self.text)) > _FEW_ALERTS
        return self.alerts

    def is_continental(self) -> bool:
        """Whether the text groups thousands with points or spaces somewhere, so that "3.400" may be 3400."""
        if self.continental is None:
            self.continental = _CONTINENTAL.search(self.folded) is not None
        return self.continental


def open_page(text: str, dates: list[DateExpression] | None = None) -> Page:
    """The text folded, with its dates and addresses found, nothing read yet."""
    folded = fold(text)
    dates = find_dates(text) if dates is None else dates
    addresses = _addresses(folded)
    return Page(text, folded, dates, [date.start for date in dates], addresses, [start for start, _ in addresses])


def _addresses(folded: str) -> list[Span]:
    """Links, mail addresses and bare sites; numbers inside them count nothing."""
    found: list[Span] = []
    if "://" in folded or "www." in folded:
        found += [match.span() for match in _LINK.finditer(folded)]
    for pattern, needs in ((_MAIL, "@" in folded), (_SITE, True)):
        for match in pattern.finditer(folded) if needs else ():
            name = _NAME_BEFORE.search(folded[max(0, match.start() - 64) : match.start()])
            if name:
                found.append((match.start() - len(name[0]), match.end()))
    found.sort()
    return [span for index, span in enumerate(found) if index == 0 or span[0] >= found[index - 1][1]]
