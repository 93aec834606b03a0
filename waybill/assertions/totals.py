"""Assertions beside each other: newer running totals replace older ones, and origins contradict each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from waybill.assertions.candidates import key_of
from waybill.assertions.names import name_tokens
from waybill.assertions.origins import LOST, OTHER, Origin, compare_origins
from waybill.assertions.pairs import same_branch
from waybill.assertions.reports import Mention, gap
from waybill.claims.record import Claim

_SHRINKING = 0.9  # a newer total below this share of the older one counts something narrower
_LEAP = 50.0  # no total grows that many times from one statement to the next
BESIDE = 8
"""A figure meets this many figures before it in time that count the same."""
LATER = 32
"""A total is followed by one of this many later ones of its series."""
_DISAGREEMENT_DAYS = 60  # totals as of days further apart may both be right
_GROWTH_DAYS = 7  # a larger total of a day that much later may only have grown
_FARTHEST = 5.0  # figures further apart than that count different things, whatever their words
_SOFT = {"about": 0.1, "nearly": 0.1, "just_over": 0.1}  # share by which a soft number may be off and still agree
_OFFICIAL = frozenset({"officials", "spy", "military", "foreign", "security", "president", "cabinet", "prosecutors"})
_TOTALS = frozenset({"cumulative", "capacity"})


def as_of(mention: Mention) -> date | None:
    """The day up to which a running total counts: the end of its period, else the day of the statement."""
    claim = mention.claim
    return claim.event_end or claim.statement_date


def newer_total(older: Mention, later: Iterable[Mention]) -> Mention | None:
    """The first of the `later` totals of its series, in order of their days, that can stand in for an older one."""
    day = as_of(older)
    for other in later:
        other_day = as_of(other)
        if day is not None and other_day is not None and other_day > day and replaces(other, older):
            return other
    return None


def totals_in_order(mentions: Sequence[Mention]) -> Iterator[tuple[Mention, Mention]]:
    """Pairs (older, newer): totals that one document itself sets in order; `mentions` are those of one document."""
    told = [mention for mention in mentions if not mention.in_headline]
    pairs = [*_successors_within(told), *_recounts(mentions)] if len(told) > 1 else []
    yield from ((older, newer) for older, newer in pairs if _may_be_one(older.origin, newer.origin))


def _successors_within(mentions: Sequence[Mention]) -> Iterator[tuple[Mention, Mention]]:
    series: dict[tuple[str, ...], list[tuple[date, str, Mention]]] = defaultdict(list)
    for mention in mentions:
        day = as_of(mention)
        if day is not None and _is_total(mention.claim):
            series[counted(mention)].append((day, mention.claim.claim_id, mention))
    found = {}
    for members in series.values():
        dated = [mention for _, _, mention in sorted(members, key=lambda member: member[:2])]
        for place, mention in enumerate(dated):
            newer = newer_total(mention, dated[place + 1 : place + 1 + LATER])
            if newer is not None:
                found[mention.claim.claim_id] = mention, newer
    yield from (found[claim_id] for claim_id in sorted(found))


def _is_total(claim: Claim) -> bool:
    """A running total, or a conversion of one; of two options neither is a total."""
    stated = claim.modality not in ("planned", "denied", "limit")
    if claim.action == "casualties" and claim.action_detail is None:
        return False  # dead or wounded is not known
    return stated and claim.aggregation in _TOTALS and claim.alternative_group is None and claim.rate_per is None


def counted(mention: Mention) -> tuple[str, ...]:
    """What a total counts: item branch, unit, action with its detail, kind of sum."""
    claim = mention.claim
    branch = ".".join((claim.item_id or "").split(".")[:3])
    return branch, claim.unit, claim.action, claim.action_detail or "", claim.aggregation or ""


def series_of(mention: Mention) -> Iterator[int]:
    """The series that a total may belong to: one for its origin's name, one for its state where a body of it speaks."""
    if as_of(mention) is None or not _is_total(mention.claim):
        return
    origin = mention.origin
    if origin.actor_id is not None:
        yield key_of("\0".join(("by", origin.actor_id, *counted(mention))))
    elif origin.name:
        yield key_of("\0".join(("by", " ".join(origin.name), *counted(mention))))
    if origin.roles & _OFFICIAL and len(origin.states) == 1:
        yield key_of("\0".join(("of", next(iter(origin.states)), *counted(mention))))


def replaces(newer: Mention, older: Mention) -> bool:
    """Whether the newer of two totals of one series counts the same thing on."""
    a, b = newer.claim, older.claim
    if a.value_point < _SHRINKING * b.value_point or a.value_point > _LEAP * b.value_point:
        return False  # something narrower or something else
    if a.value_point == b.value_point:
        return False  # the same total, told again
    if not same_branch(a.item_id, b.item_id):
        return False
    sides = ((a.supplier_id, b.supplier_id), (a.recipient_id, b.recipient_id), (a.actor_id, b.actor_id))
    return all(left is None or right is None or left == right for left, right in sides)


def _recounts(mentions: Sequence[Mention]) -> Iterator[tuple[Mention, Mention]]:
    """Two counts that one origin gave for one and the same time: the larger is the later, counts being raised."""
    counts: dict[tuple[object, ...], list[Mention]] = defaultdict(list)
    for mention in mentions:
        claim = mention.claim
        dated = claim.event_start is not None and claim.event_end is not None
        if claim.aggregation == "period" and claim.modality in ("asserted", "estimated") and dated:
            key = claim.item_id, claim.event_start, claim.event_end, claim.origin_id, claim.attributed_to
            counts[key, counted(mention)].append(mention)
    for members in counts.values():
        first, *others = sorted(members, key=lambda mention: (mention.claim.value_point, mention.claim.claim_id))
        apart = [other for other in others if other.claim.value_point != first.claim.value_point]
        if len(apart) == 1 and replaces(apart[0], first) and _counts_the_same(apart[0].claim, first.claim):
            yield first, apart[0]


def _may_be_one(one: Origin, other: Origin) -> bool:
    """Whether a text may let one origin's total follow the other's; a report's own words follow nobody's."""
    found = compare_origins(one, other)
    return found > LOST or (found == LOST and not one.is_outlet and not other.is_outlet)


def _counts_the_same(one: Claim, other: Claim) -> bool:
    """Two sentences that count one thing: "four landing ships and three escorts" count two."""
    words = set(name_tokens(one.item_detail or "")), set(name_tokens(other.item_detail or ""))
    return one.quote != other.quote and not _tied(one, other) and (words[0] <= words[1] or words[1] <= words[0])


def opposing_key(mention: Mention) -> int:
    """Under what a figure may contradict others: what it counts, how summed, planned or done; 0 where it cannot."""
    claim = mention.claim
    if claim.aggregation not in ("cumulative", "period") or claim.modality in ("denied", "limit"):
        return 0
    if claim.item_id is None or claim.unit in ("percent", "factor"):
        return 0
    plan = "planned" if claim.modality == "planned" else "done"
    what = claim.item_id, claim.unit, claim.action, claim.action_detail or "", claim.aggregation, plan
    return key_of("\0".join(what))


def contradiction(one: Mention, other: Mention) -> tuple[Mention, Mention, str] | None:
    """The larger and the smaller of two figures of different origins whose bounds do not meet, and how sure that is."""
    large, small = (one, other) if one.claim.value_point >= other.claim.value_point else (other, one)
    low, high = _bounds(large.claim)[0], _bounds(small.claim)[1]
    if low is None or high is None or not high < low <= _FARTHEST * high:
        return None
    if not _same_parties(one.claim, other.claim) or not _same_time(one, other) or _has_grown(large, small):
        return None
    if compare_origins(one.origin, other.origin) != OTHER or _tied(one.claim, other.claim):
        return None
    bounded = "exact" in (large.claim.comparator, small.claim.comparator)
    return large, small, "medium" if bounded else "low"


def _has_grown(large: Mention, small: Mention) -> bool:
    later, earlier = as_of(large), as_of(small)
    if large.claim.aggregation != "cumulative" or later is None or earlier is None:
        return False
    return (later - earlier).days > _GROWTH_DAYS


def _tied(one: Claim, other: Claim) -> bool:
    links = {one.part_of_claim_id, one.computed_from_claim_id, other.part_of_claim_id, other.computed_from_claim_id}
    return bool(links & {one.claim_id, other.claim_id})


def _same_parties(one: Claim, other: Claim) -> bool:
    """Both claims name the same parties; a party that one leaves out could be anybody."""
    return (one.supplier_id, one.recipient_id, one.actor_id) == (other.supplier_id, other.recipient_id, other.actor_id)


def _same_time(one: Mention, other: Mention) -> bool:
    a, b = one.claim, other.claim
    if a.aggregation == "period":
        if None in (a.event_start, a.event_end, b.event_start, b.event_end):
            return False
        return (a.event_start, a.event_end) == (b.event_start, b.event_end)
    days = as_of(one), as_of(other)
    if days[0] is None or days[1] is None or abs((days[0] - days[1]).days) > _DISAGREEMENT_DAYS:
        return False
    starts = a.event_start, b.event_start
    return None in starts or gap(_day(starts[0]), _day(starts[1])) <= _DISAGREEMENT_DAYS


def _day(day: date | None) -> tuple[int, int]:
    return (day or date.min).toordinal(), (day or date.min).toordinal()


def _bounds(claim: Claim) -> tuple[float | None, float | None]:
    soft = _SOFT.get(claim.comparator, 0.0)
    low = claim.value_low * (1 - soft) if claim.value_low is not None else None
    high = claim.value_high * (1 + soft) if claim.value_high is not None else None
    return low, high
