"""Two numbers joined: "40 to 50", "between 40 and 50", "$2–3bn", "12 ± 3"; scores and alternatives stay apart."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

from schemas.vocabulary import vocabulary
from waybill.quantities.bounds import bound_before
from waybill.quantities.cues import cue_pattern, cues
from waybill.quantities.draft import Draft, percent_of, set_value
from waybill.quantities.measures import joined
from waybill.quantities.nouns import noun_phrase
from waybill.quantities.numerals import Number, Numeral, plain, times
from waybill.quantities.page import Page
from waybill.quantities.shares import out_of
from waybill.quantities.trie import trie_pattern

_CHANGE_VERBS = [row["word"] for row in vocabulary("en/changes") if row["class"] == "verb"]
_CHANGE_WORDS = [*_CHANGE_VERBS, *cues("change_beside_verbs")]
_CHANGE_NEAR = re.compile(rf"(?<![a-z])(?:{trie_pattern(_CHANGE_WORDS)})(?![a-z])")
_CHANGE_RIGHT_BEFORE = re.compile(
    rf"(?:^|[^a-z])(?:up|down|by|{trie_pattern(_CHANGE_VERBS)})(?: by)?"
    r"(?: (?:another|about|nearly|almost|just|some))? $"
)
_OPENER = re.compile(r"(?:^|[^a-z])(from|between|anywhere from|anywhere between|somewhere between)[ \n]$")
_SPORT = re.compile(rf"\b(?:{cue_pattern('sport')})\b")
_VOTE = re.compile(rf"\b(?:{cue_pattern('vote')})\b")
_RULE = {"-": "range-dash", "and": "range-between", "or": "range-or"}
_MEASURED = frozenset({"digits", "words"})


def emit_joined(page: Page, first: Draft) -> None:
    """Writes down `first`, as a range with the number after it where the two make one."""
    found = joined(page.folded, page.text, first)
    if found is None or page.date_at(found[0].number_start) is not None:
        page.emit(first)
        return
    second, connector = found
    if connector in {"±", "+/-"}:
        margin = second.low
        second.low, second.high = _shifted(first.low, margin, -1), _shifted(first.low, margin, 1)
        _emit_range(page, first, second, first.start, "range-plus-minus")
        return
    opener = _opener(page.folded, first.start)
    alone = first.low, list(first.rules)
    is_range = _same_unit(page, first, second, connector)
    if is_range:
        if opener is None or second.scale > 1:
            _share_magnitude(first, second)
        is_range = _is_range(page.folded, first, second, connector, opener)
    if page.folded.startswith(("-old", " old"), second.after) and second.unit in {"year", "month", "week"}:
        page.reject("age", first.start, second.after + len("-old"), "age-range")
        return
    if not is_range:
        first.rules = alone[1]
        set_value(first, alone[0])
        if connector == "-" and _is_score(page.folded, first, second):
            page.reject("off_topic", first.start, second.end, "score")
            return
        if connector == "to" and page.folded.startswith("-to-", first.after) and second.low < first.low:
            page.reject("off_topic", first.start, second.end, "ratio")
            return
        page.emit(first)
        return
    second.low = first.low
    _take_base(page, second)
    if second.unit is None:
        second.unit, second.kind = first.unit, first.kind
    start = opener[1] if opener and connector != "-" else first.start
    _emit_range(page, first, second, max(start, page.position), _RULE.get(connector, "range-to"))


def _emit_range(page: Page, first: Draft, second: Draft, start: int, rule: str) -> None:
    second.start = start
    second.comparator = "between"
    second.rules = [*first.rules, rule]
    if first.form == "fraction" and second.form == "fraction":
        second.form = "digits"
        second.low, second.high = percent_of(second.low), percent_of(second.high)
        second.unit, second.kind = "percent", "share"
    page.emit(second)


def _take_base(page: Page, pair: Draft) -> None:
    """Turns "six to eight" of "six to eight in every ten" into shares of the base that stands once for both."""
    high = pair.high
    if pair.unit is not None or not isinstance(high, int):
        return
    probe = Numeral(pair.number_start, pair.number_end, high, high, "words", "number-word")
    if out_of(page.folded, page.text, probe):
        part = Fraction(probe.low)
        pair.low, pair.high = percent_of(Fraction(pair.low) * part / high), percent_of(part)
        pair.unit, pair.kind = "percent", "share"
        pair.end = pair.after = probe.end


def _shifted(value: Number, margin: Number, sign: int) -> Number:
    if isinstance(value, Fraction) or isinstance(margin, Fraction):
        return plain(Fraction(value) + sign * Fraction(margin))
    return plain(Decimal(value) + sign * Decimal(margin))


def _opener(folded: str, start: int) -> tuple[str, int] | None:
    """The "between" or "from" that opens a range, soft words between them passed over, and where it stands."""
    bound = bound_before(folded, start)
    edge = bound.edge if bound else start
    match = _OPENER.search(folded[max(0, edge - 20) : edge])
    if match is None:
        return None
    return match[1].rpartition(" ")[2] or match[1], edge - len(match[1]) - 1


def _share_magnitude(first: Draft, second: Draft) -> None:
    """Gives "2" of "2 to 3 million" the million, "$10" of "$10 to 15 bn" the billion."""
    if first.scale > 1 or first.form not in _MEASURED:
        return
    if second.scale == 1:
        _share_thousands(first, second)
        return
    if 0 <= first.face < second.face and first.face < 1000:
        set_value(first, times(first.low, second.scale))
        first.rules.append("range-shared-magnitude")


def _share_thousands(first: Draft, second: Draft) -> None:
    """Reads "40 to 50,000" as 40,000 to 50,000: the two are of one order only if the first is short for thousands."""
    low, high = first.low, second.low
    if not isinstance(low, int) or not isinstance(high, int) or "digits-grouped" not in second.rules:
        return
    if 0 < low < 1000 and low * 1000 < high <= low * 3000:
        set_value(first, low * 1000)
        first.rules.append("range-shared-thousands")


def _same_unit(page: Page, first: Draft, second: Draft, connector: str) -> bool:
    """Whether two measures can be the ends of one range: a missing unit is lent by the other."""
    if first.unit == second.unit:
        return first.rate_per is None
    if first.unit is None:
        return not second.has_money_sign
    if second.unit is not None or first.kind != "money" or not first.has_money_sign:
        return False
    return connector == "-" or second.scale > 1 or noun_phrase(page.folded, second.after) is None


def _is_range(folded: str, first: Draft, second: Draft, connector: str, opener: tuple[str, int] | None) -> bool:
    if connector == "and":
        return opener is not None and opener[0] == "between" and first.low != second.low and _ordered(first, second)
    if second.low <= first.low:
        return False
    if connector == "or":
        return first.after == first.number_end and _are_neighbours(first, second)
    if connector == "-":
        following = folded[second.after : second.after + 2]
        if following[:1] == "-" and following[1:].isdecimal():
            return False
        return not _looks_like_score(folded, first, second)
    offset = opener[1] if opener else first.start
    before = folded[max(0, offset - 60) : offset]
    before = before[max(before.rfind(". "), before.rfind("\n"), before.rfind(";")) + 1 :]
    if opener is not None and opener[0] == "from" and second.unit == "percent" and before.endswith("down "):
        return True  # "down from 50 to 60 percent": a fall that ends higher is none
    if opener is not None and opener[0] == "from":
        return "rang" in before or _CHANGE_NEAR.search(before) is None
    if _CHANGE_RIGHT_BEFORE.search(folded[max(0, first.start - 30) : first.start]) is None:
        return True
    # "fell 5 to 350" and "by 18 points to 212 points" are two values, "cut it by 30 to 35 percent" is one
    lends_unit = second.unit is not None and first.after == first.number_end and not first.has_money_sign
    return lends_unit and second.low < 10 * first.low


def _ordered(first: Draft, second: Draft) -> bool:
    if second.low < first.low:
        first.low, second.high, second.low = second.low, first.low, first.low
    return True


def _is_score(folded: str, first: Draft, second: Draft) -> bool:
    """Whether "3-1" can be a score or a vote: two bare whole numbers of few digits."""
    return (
        first.unit is None
        and second.unit is None
        and isinstance(first.low, int)
        and isinstance(second.low, int)
        and 0 <= first.low < 1000
        and second.low < 1000
        and first.scale == 1
        and second.scale == 1
    )


def _looks_like_score(folded: str, first: Draft, second: Draft) -> bool:
    """Whether an ascending pair is a lost game or vote and no range: words of sport near, no noun after."""
    if not _is_score(folded, first, second) or noun_phrase(folded, second.after) is not None:
        return False
    near = folded[max(0, first.start - 60) : second.after + 40]
    return _SPORT.search(near) is not None or _VOTE.search(near) is not None


def _are_neighbours(first: Draft, second: Draft) -> bool:
    """ "Two or three", "20 or 30": one loose amount, not two alternatives."""
    low, high = first.low, second.low
    if not isinstance(low, int) or not isinstance(high, int) or low <= 0:
        return False
    step = 1
    while low % (step * 10) == 0:
        step *= 10
    return high - low == step and low // step < 20
