"""Which kind of figure it is: running total, figure of a period, rate, stock, increment, capacity.

Each figure is read into a set of signs (what the words, the verb and the time beside it say); the table
`aggregation_order` is gone through from the top, and the first row whose signs are all there decides.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from waybill.claims.draft import Draft
from waybill.claims.sources.modality import clause_of
from waybill.claims.when.rates import barter_of, cues_of, rate_of
from waybill.claims.when.signs import fitting
from waybill.claims.when.tense import is_told_in_the_present, state_of
from waybill.claims.when.timing import told
from waybill.claims.words.clauses import clauses_of
from waybill.claims.words.lexicon import Cue
from waybill.claims.words.marks import QUANTITY

_CAPACITY_CUES = frozenset(
    {
        "capacity", "enough to", "enough for", "sufficient to", "room for", "in the case that", "the conversion",
        "converted to", "when converted", "if converted", "if", "would hold", "can hold", "would fit", "would be",
        "would come to", "equivalent to", "the equivalent of", "equal to", "capable of", "would amount to",
        "would correspond to", "would translate into", "able to", "you get", "at full load", "could have",
    }
)  # fmt: skip
_STANDING = frozenset({"stood at", "stands at", "stand at", "running total", "tally"})
_IN_ALL = frozenset({"framework", "total", "altogether"})
_UNITS_OF_MEN = frozenset(
    {"company", "battalion", "brigade", "regiment", "division", "garrison", "force", "contingent", "crew", "platoon"}
)
_CAP_TERM = "year"  # for which a cap on goods is set where it names no other term
_BASES = {"=base", "=last", "=whole"}
_CONVERTS = frozenset({"equals", "equal", "equalling", "equivalent", "converted", "converts", "corresponds"})
_SUMS = frozenset({"makes", "totals", "brings", "making", "bringing"})
_EXCHANGES = frozenset({"swap", "swapped", "exchange", "exchanged"})
_ROUNDS = frozenset({"round", "missile"})
_HOLDING = frozenset({"container", "railcar", "vehicle", "voyage", "t", "kg"})


def read_aggregation(draft: Draft, last: Draft | None = None) -> tuple[str | None, str]:
    """The aggregation of a draft whose action, modality and time are read, and the rule that said so.

    Sets `rate_per` where the figure is a rate.
    """
    compared = compared_base(draft, last)
    signs = frozenset(_signs(draft, last, compared))
    for row in fitting("aggregation_order", ("aggregation",), signs):
        value = _inherited(row.values[0], draft, compared or last)
        if value is not None:
            if value in {"rate", "capacity"} and not draft.is_multiple:
                draft.rate_per = rate_of(draft) or (_CAP_TERM if row.rule_id == "aggregation-yearly-cap" else None)
            return value, row.rule_id
    return "cumulative", "aggregation-default"


def _inherited(value: str, draft: Draft, last: Draft | None) -> str | None:
    """What "=base" and "=last" stand for: the kind of the figure that this one leans on."""
    if value not in _BASES:
        return value
    other = {"=base": draft.base, "=whole": draft.whole}.get(value, last)
    if other is None:
        return None
    draft.rate_per = draft.rate_per or (other.rate_per if not draft.is_multiple else None)
    return other.aggregation


def _signs(draft: Draft, last: Draft | None, compared: Draft | None) -> Iterator[str]:
    yield f"action:{draft.action}"
    yield f"modality:{draft.modality}"
    yield f"unit:{draft.unit}"
    yield f"item:{draft.item_id.split('.')[0]}"
    if draft.acting is not None:
        yield f"frame:{draft.acting.action.frame.frame}"
        yield f"by:{draft.acting.mark.kind}"
    yield f"told:{told(draft)}"
    yield from _signs_of_kind(draft)
    yield from _signs_of_words(draft)
    yield from _signs_of_time(draft)
    yield from _signs_of_others(draft, last, compared)


def _signs_of_kind(draft: Draft) -> Iterator[str]:
    if draft.is_share:
        yield "share"
    if draft.is_multiple:
        yield "multiple"
    if draft.quantity.quantity_kind == "money":
        yield "money"
    if draft.item_id.startswith("personnel"):
        yield "people"
    if draft.item_id.startswith("commodity"):
        yield "goods"
    if draft.is_heading:
        yield "heading"
    if _EXCHANGES & set(draft.sentence.norms) or {"home", "back"} & set(draft.sentence.norms):
        yield "exchange"


def _signs_of_words(draft: Draft) -> Iterator[str]:
    low, high = clause_of(draft.sentence, draft.place)
    if rate_of(draft) is not None:
        yield "rate"
    if barter_of(draft):
        yield "barter"
    if _is_increment(draft):
        yield "more"
    if cues_of(draft, "increment", 0, draft.place):
        yield "batch"
    if _is_capacity(draft) or _is_unreal(draft):
        yield "could"
    if _is_number_of(draft):
        yield "number-of"
    if is_strength(draft) or _is_whole_owned(draft):
        yield "strength"
    if _IN_ALL & set(draft.sentence.norms):
        yield "in-all"
    if cues_of(draft, "cumulative", low, high):
        yield "so-far"
    if cues_of(draft, "stock", low, high):
        yield "now"
    if _is_kept(draft, low, high):
        yield "kept"
    if is_told_in_the_present(draft):
        yield "present"
    if any(
        cast(Cue, m.entry).cue in _STANDING
        for m in cues_of(draft, "cumulative", max(low, draft.place - 8), draft.place)
    ):
        yield "standing"
    if "announced" in (draft.hedge_text or ""):
        yield "announced"
    if _SUMS & set(draft.sentence.norms[max(0, draft.place - 4) : draft.place]):
        yield "sum"
    state = state_of(draft)
    if state:
        yield "state"
        yield f"state:{state.partition(' ')[0]}"
    if state.endswith("being"):
        yield "being"
    if draft.source is not None and any(rule.endswith("-watch") for rule in draft.source.rule_ids):
        yield "seen"


def _signs_of_time(draft: Draft) -> Iterator[str]:
    time = draft.time
    yield f"time:{time.relation if time is not None else 'none'}"
    if time is None or time.first is None:
        return
    yield "dated"
    if time.relation in {"within", "between", "to_date"}:
        yield "bounded"
    if time.first == time.last and len(time.first) == 10:
        yield "one-day"


def _signs_of_others(draft: Draft, last: Draft | None, compared: Draft | None) -> Iterator[str]:
    if draft.whole is not None and draft.whole.aggregation is not None:
        yield "part"
        yield f"whole:{draft.whole.aggregation}"
    if draft.base is not None:
        yield "base"
        if draft.time is not None and draft.time is not draft.base.time:
            yield "other-time"
        yield f"base:{draft.base.aggregation}"
        if draft.own_acting is None and not (draft.is_share or draft.is_multiple):
            yield "carried"
    if compared is not None and compared.aggregation is not None:
        yield "compared"
    if last is None or last.sentence.paragraph != draft.sentence.paragraph:
        return
    yield f"paragraph:{last.aggregation}"
    if draft.unit in _ROUNDS and last.unit in _HOLDING and _CONVERTS & set(draft.sentence.norms[: draft.place]):
        yield "converts"
    if last.sentence is draft.sentence:
        yield f"beside:{last.aggregation}"
        between = draft.sentence.norms[last.place + 1 : draft.place]
        if draft.quantity.quantity_kind == "money" and last.rate_per and {"price", "cost"} & set(between):
            yield "reached"
        if "to" in between[-2:] and "from" in draft.sentence.norms[max(0, last.place - 3) : last.place]:
            yield "reached"
        if last.unit == draft.unit and (draft.own_acting is None or draft.acting is last.acting):
            yield "elliptic"
    if last.unit == draft.unit and "item-carried" in draft.rules:
        yield f"after:{last.aggregation}"


def _is_kept(draft: Draft, low: int, high: int) -> bool:
    """ "40 tanks in storage", "a fleet of 40": words of keeping beside the figure, no other figure between."""
    norms = draft.sentence.norms
    end = max(draft.item.j if draft.item.i >= draft.place else 0, draft.place + 1)
    read = clauses_of(draft.sentence)
    own = read.of(draft.place).number
    marks = cues_of(draft, "kept", max(low, draft.place - 5), min(high, end + 9))
    beside = [m for m in marks if m.i > draft.place or read.of(m.i).number == own]
    return any(QUANTITY not in norms[min(m.j, draft.place + 1) : max(m.i, draft.place)] for m in beside)


def _is_increment(draft: Draft) -> bool:
    if draft.quantity.is_increment:
        return True
    low = max(0, draft.place - 3)
    return any(
        QUANTITY not in draft.sentence.norms[min(m.i, draft.place + 1) : draft.place]
        for m in cues_of(draft, "increment", low, min(len(draft.sentence.norms), max(draft.item.j, draft.place + 3)))
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


def _is_unreal(draft: Draft) -> bool:
    """ "Had each ship been full, 400 would have come", "were they filled with rockets, 900": a condition inverted."""
    norms = draft.sentence.norms
    if draft.is_share or draft.is_multiple or draft.quantity.quantity_kind == "money":
        return False
    if "would" not in norms and "could" not in norms:
        return False
    start = max((k + 1 for k in range(draft.place) if norms[k] in {";", ":", "—"}), default=0)
    return norms[start] in {"had", "were"} and "," in norms[start : draft.place]


def _is_number_of(draft: Draft) -> bool:
    """ "Puts the number of soldiers in Kursk at 400": how many there are, where no verb says what became of them."""
    low = max(0, draft.place - 14)
    lead = draft.sentence.norms[low : draft.place]
    k = next((low + n for n in range(len(lead) - 1) if lead[n : n + 2] == ["number", "of"]), -1)
    return k >= 0 and not any(k < m.i < draft.place for m in draft.sentence.of("verb"))


def _is_whole_owned(draft: Draft) -> bool:
    """ "two of its 14 batteries": the number of all that somebody has."""
    lead = draft.sentence.norms[max(0, draft.place - 3) : draft.place]
    return lead[-1:] in (["its"], ["their"], ["our"], ["his"], ["'s"]) and "of" in lead


def is_strength(draft: Draft) -> bool:
    """ "a company of 120 men", "a garrison of 400": how strong a unit is."""
    lead = draft.sentence.norms[max(0, draft.place - 2) : draft.place]
    return lead[1:] == ["of"] and lead[0] in _UNITS_OF_MEN and draft.item_id.startswith("personnel")


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
