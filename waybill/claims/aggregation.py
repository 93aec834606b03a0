"""Which kind of figure it is: running total, figure of a period, rate, stock, increment, capacity."""

from __future__ import annotations

from typing import cast

from waybill.claims.draft import Draft
from waybill.claims.lexicon import Cue
from waybill.claims.marks import QUANTITY, Mark
from waybill.claims.modality import clause_of
from waybill.claims.periods import Time

_CAPACITY_CUES = frozenset(
    {
        "capacity", "enough to", "enough for", "sufficient to", "room for", "in the case that", "the conversion",
        "converted to", "when converted", "if converted", "if", "would hold", "can hold", "would fit", "would be",
        "would come to", "equivalent to", "the equivalent of", "equal to", "capable of", "would amount to",
        "would correspond to", "would translate into",
    }
)  # fmt: skip
_STATE = frozenset(["are", "is", "remain", "remains", "work", "works", "serve", "serves", "stay", "stays", "live"])
_STANDING = frozenset({"stood at", "stands at", "stand at", "running total", "tally"})
_RATES = {
    "annual": "year",
    "annualised": "year",
    "annualized": "year",
    "yearly": "year",
    "monthly": "month",
    "weekly": "week",
    "daily": "day",
}
_UNITS_OF_MEN = frozenset(
    {"company", "battalion", "brigade", "regiment", "division", "garrison", "force", "contingent", "crew", "platoon"}
)
_PRESENT = frozenset(["are", "is", "'re", "am"])


def _cues(draft: Draft, value: str, low: int, high: int) -> list[Mark]:
    return [
        m for m in draft.sentence.of("aggregation") if cast(Cue, m.entry).value == value and low <= m.i and m.j <= high
    ]


def rate_of(draft: Draft) -> str | None:
    """What a rate is per ("year"), from the quantity reader or from the words right after the noun; None if no rate."""
    if draft.quantity.rate_per:
        return draft.quantity.rate_per
    end = max(draft.item.j, draft.place + 1)
    for k in range(draft.place - 1, max(-1, draft.place - 11), -1):
        if draft.sentence.norms[k] in {QUANTITY, ";", ","}:
            break
        if draft.sentence.norms[k] in _RATES and not draft.is_multiple:
            return _RATES[draft.sentence.norms[k]]
    each = _each_time(draft)
    if each is not None:
        return each
    for mark in _cues(draft, "rate", max(0, draft.place - 3), min(len(draft.sentence.norms), end + 7)):
        if mark.i > draft.place and QUANTITY in draft.sentence.norms[draft.place + 1 : mark.i]:
            continue
        if draft.sentence.norms[mark.j : mark.j + 1] in (["ago"], ["earlier"], ["before"], ["later"]):
            continue
        words = set(draft.sentence.norms[mark.i : mark.j])
        for unit in ("year", "month", "week", "day", "container"):
            if words & {unit, unit + "ly", "annually" if unit == "year" else unit, "daily" if unit == "day" else unit}:
                return unit
    return None


def _each_time(draft: Draft) -> str | None:
    """ "Each month the plant makes 20,000": a rate said before the verb that governs the figure."""
    norms = draft.sentence.norms
    low, _high = clause_of(draft.sentence, draft.place)
    for k in range(draft.place - 2, low - 1, -1):
        if norms[k] in {QUANTITY, ";"}:
            return None
        if norms[k] in {"each", "every"} and norms[k + 1] in _RATES.values() and not draft.is_multiple:
            return norms[k + 1]
    return None


def _is_standing(draft: Draft) -> bool:
    """A total that is said to stand at its figure on a day: "had stood at 200", "the tally was"."""
    low, _high = clause_of(draft.sentence, draft.place)
    marks = _cues(draft, "cumulative", max(low, draft.place - 8), draft.place)
    return any(cast(Cue, m.entry).cue in _STANDING for m in marks)


def _is_one_day(time: Time) -> bool:
    return time.first is not None and time.first == time.last and len(time.first) == 10


def _is_increment(draft: Draft) -> bool:
    if draft.quantity.is_increment:
        return True
    low = max(0, draft.place - 3)
    return any(
        QUANTITY not in draft.sentence.norms[min(m.i, draft.place + 1) : draft.place]
        for m in _cues(draft, "increment", low, min(len(draft.sentence.norms), max(draft.item.j, draft.place + 3)))
    )


def _is_capacity(draft: Draft) -> bool:
    if draft.is_share or draft.is_multiple or draft.modality != "possible" or draft.item_id == "money":
        return False
    if draft.acting is not None and draft.acting.action.frame.frame == "contain":
        return True
    if draft.action == "produce":
        return True
    low, high = clause_of(draft.sentence, draft.place)
    return any(cast(Cue, m.entry).cue in _CAPACITY_CUES for m in draft.sentence.within("hedge", low, high))


def _is_whole_owned(draft: Draft) -> bool:
    """ "two of its 14 batteries": the number of all that somebody has."""
    lead = draft.sentence.norms[max(0, draft.place - 3) : draft.place]
    return lead[-1:] in (["its"], ["their"], ["our"], ["his"], ["'s"]) and "of" in lead


def _is_under_way(draft: Draft) -> bool:
    """ "more than 200 wounded are being treated": people in a state now."""
    k = max(draft.item.j if draft.item.i >= draft.place else 0, draft.place + 1)
    after = draft.sentence.norms[k : k + 5]
    return draft.item_id.startswith("personnel") and any(
        after[n : n + 2] in (["are", "being"], ["is", "being"]) for n in range(len(after))
    )


def is_strength(draft: Draft) -> bool:
    """ "a company of 120 men", "a garrison of 400": how strong a unit is."""
    lead = draft.sentence.norms[max(0, draft.place - 2) : draft.place]
    return lead[1:] == ["of"] and lead[0] in _UNITS_OF_MEN and draft.item_id.startswith("personnel")


def is_present_state(draft: Draft) -> bool:
    """Whether people are said to be somewhere now: "are stationed", "remain", "still work", "are in combat"."""
    norms = draft.sentence.norms
    k = max(draft.item.j if draft.item.i >= draft.place else 0, draft.place + 1)
    high = min(len(norms), k + 12)
    for n in range(k, high):
        if norms[n] in _STATE:
            following = norms[n + 1 : n + 3]
            return not ({"to", "expected", "due", "been", "being"} & set(following[:1]))
        if norms[n] in {",", ";", ".", QUANTITY, "have", "has", "had", "were", "was", "will", "would", "could"}:
            return False
    return False


def _is_present(draft: Draft) -> bool:
    if draft.acting is not None and draft.acting.action.form in {"base", "third"} and draft.acting.mark.kind == "verb":
        return draft.action in {"produce", "hold", "deploy", "fire"}
    low, high = clause_of(draft.sentence, draft.place)
    after = draft.sentence.norms[draft.place : min(high, max(draft.item.j, draft.place) + 14)]
    return any(n in _PRESENT for n in after) or bool(_cues(draft, "stock", low, high))


def compared_base(draft: Draft, last: Draft | None) -> Draft | None:
    """The figure that this one is set against, where nothing else stands between: "250,000 a month, against 90,000"."""
    if last is None or last.sentence is not draft.sentence or last.unit != draft.unit:
        return None
    between = draft.sentence.norms[max(last.place + 1, draft.place - 4) : draft.place]
    if QUANTITY in between:
        return None
    against = any(word in between for word in ("against", "versus", "vs", "than")) or any(
        between[n : n + 2] in (["compared", "with"], ["compared", "to"], ["up", "from"], ["down", "from"])
        for n in range(len(between))
    )
    return last if against else None


def read_aggregation(draft: Draft, last: Draft | None = None) -> tuple[str | None, str]:
    """The aggregation of a draft whose action, modality and time are read, and the rule that said so.

    Words of the sentence decide first, then the time, then what kind of thing the figure counts.
    """
    return _by_words(draft, last) or _by_time(draft) or _by_thing(draft)


def _frame_of(draft: Draft) -> str:
    return draft.acting.action.frame.frame if draft.acting is not None else ""


def _by_words(draft: Draft, last: Draft | None) -> tuple[str | None, str] | None:
    """Rates, multiples, comparisons, increments, capacities, strengths: what the words beside the figure say."""
    rate = rate_of(draft)
    if rate is not None and not draft.is_multiple:
        draft.rate_per = rate
        return ("capacity" if _is_capacity(draft) else "rate"), "aggregation-rate"
    if draft.action == "limit" and draft.item_id.startswith("commodity") and not draft.is_multiple:
        draft.rate_per = "year"  # caps on goods are set for a year unless they say otherwise
        return "rate", "aggregation-yearly-cap"
    if draft.is_multiple:
        if draft.base is not None:
            return draft.base.aggregation, "aggregation-of-base"
        within = draft.time is not None and draft.time.relation == "within"
        return ("period" if within and draft.action == "transfer" else "rate"), "aggregation-multiple"
    compared = compared_base(draft, last)
    if compared is not None and compared.aggregation is not None:
        draft.rate_per = compared.rate_per
        return compared.aggregation, "aggregation-compared"
    if _is_increment(draft):
        return "increment", "aggregation-increment"
    if _is_capacity(draft):
        return "capacity", "aggregation-capacity"
    if is_strength(draft) or _is_whole_owned(draft) or _is_under_way(draft):
        return "stock", "aggregation-strength-of"
    if draft.action == "deploy" and _frame_of(draft) == "hold":
        return "stock", "aggregation-strength"
    return None


def _by_time(draft: Draft) -> tuple[str | None, str] | None:
    """A count of one day, a total since or by a day, a contract or a promise, the figure of a period."""
    if draft.action in {"observe", "hold"} and draft.time is not None and _is_one_day(draft.time):
        return "stock", "aggregation-seen-on-a-day"
    frame, relation = _frame_of(draft), draft.time.relation if draft.time is not None else ""
    if relation in {"since", "since_event", "as_of", "by"}:
        return "cumulative", f"aggregation-{relation}"
    if frame in {"pledge", "order"} and relation == "within" and draft.modality in {"planned", "asserted"}:
        return ("cumulative" if _is_in_all(draft) else "increment"), "aggregation-contract"
    is_carried = (
        "item-carried" in draft.rules
        and draft.acting is None
        and draft.base is not None
        and draft.base.aggregation in {"cumulative", "capacity"}
    )
    if relation in {"", "within"} and (is_carried or _is_standing(draft)):
        return "cumulative", "aggregation-standing"
    if draft.is_share and draft.base is not None and draft.base.aggregation == "rate":
        return "rate", "aggregation-of-base"
    announced = draft.modality == "planned" and draft.time is None and "announced" in (draft.hedge_text or "")
    if announced and draft.action in {"transfer", "pay"} and not draft.is_share and not _is_in_all(draft):
        return "increment", "aggregation-promise"
    if relation == "closed":
        return "period", "aggregation-period"
    if relation in {"between", "within", "to_date"} and draft.time is not None and draft.time.first:
        return "period", "aggregation-period"
    return None


def _is_in_all(draft: Draft) -> bool:
    return bool(set(draft.sentence.norms) & {"framework", "total", "altogether"})


def _by_thing(draft: Draft) -> tuple[str | None, str]:
    """What a figure without a telling word or time is by its action and thing; else a running total."""
    frame = _frame_of(draft)
    if frame == "order" and any(m for m in _cues(draft, "increment", 0, draft.place)):
        return "increment", "aggregation-batch"
    if frame == "need" and draft.action == "other" and not draft.is_share:
        return "stock", "aggregation-found"
    if draft.is_share and draft.base is not None and draft.action not in {"fire", "produce"}:
        carried = "cumulative" if draft.base.aggregation == "increment" else draft.base.aggregation
        return carried, "aggregation-of-base"
    if draft.is_share and draft.action != "casualties":
        return "stock", "aggregation-share"
    if draft.action == "hold" or (draft.action == "produce" and draft.unit == "facility"):
        return "stock", "aggregation-held"
    people = draft.item_id.startswith("personnel") and draft.action in {"deploy", "transfer"}
    if (
        people
        and draft.modality != "planned"
        and (is_present_state(draft) or (frame == "fight" and _is_present(draft)))
    ):
        return "stock", "aggregation-present"
    if draft.action == "observe" and draft.unit == "railcar":
        return "stock", "aggregation-seen"
    if draft.action == "other" and draft.item_id == "money":
        low, high = clause_of(draft.sentence, draft.place)
        return ("cumulative" if _cues(draft, "cumulative", low, high) else "period"), "aggregation-trade"
    return "cumulative", "aggregation-default"
