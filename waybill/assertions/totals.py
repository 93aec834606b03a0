"""Assertions beside each other: newer running totals replace older ones, and origins contradict each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from waybill.assertions.names import name_tokens
from waybill.assertions.origins import LOST, OTHER, Origin, compare_origins
from waybill.assertions.pairs import same_branch
from waybill.assertions.record import ClaimRelation
from waybill.assertions.reports import Mention, gap
from waybill.claims.record import Claim

_SHRINKING = 0.9  # a newer total below this share of the older one counts something narrower
_LEAP = 50.0  # no total grows that many times from one statement to the next
_WINDOW = 8  # a total or figure meets this many neighbours in time within its series
_DISAGREEMENT_DAYS = 60  # totals as of days further apart may both be right
_GROWTH_DAYS = 7  # a larger total of a day that much later may only have grown
_FARTHEST = 5.0  # figures further apart than that count different things, whatever their words
_SOFT = {"about": 0.1, "nearly": 0.1, "just_over": 0.1}  # share by which a soft number may be off and still agree
_OFFICIAL = frozenset({"officials", "spy", "military", "foreign", "security", "president", "cabinet", "prosecutors"})
_TOTALS = frozenset({"cumulative", "capacity"})


@dataclass(frozen=True, slots=True)
class Figure:
    """The canonical mention of one assertion."""

    assertion_id: str
    mention: Mention


def as_of(mention: Mention) -> date | None:
    """The day up to which a running total counts: the end of its period, else the day of the statement."""
    claim = mention.claim
    return claim.event_end or claim.statement_date


def find_successors(
    figures: Sequence[Figure], keys_of: Callable[[Mention], Iterator[tuple[str, ...]]]
) -> Iterator[tuple[Figure, Figure]]:
    """Pairs (older, newer): each running total with the next one of the same series, item, action and parties."""
    series: dict[tuple[str, ...], list[Figure]] = defaultdict(list)
    for figure in figures:
        if _is_total(figure.mention.claim):
            for key in keys_of(figure.mention):
                series[key].append(figure)
    newer: dict[str, Figure] = {}
    older: dict[str, Figure] = {}
    for members in series.values():
        dated = sorted(((day, f) for f in members if (day := as_of(f.mention)) is not None), key=_by_day)
        for place, (day, figure) in enumerate(dated):
            found = _next_total(figure, day, dated[place + 1 : place + 1 + 4 * _WINDOW])
            if found is not None and _is_nearer(found, newer.get(figure.assertion_id)):
                newer[figure.assertion_id] = found
                older[figure.assertion_id] = figure
    for assertion_id in sorted(newer):
        yield older[assertion_id], newer[assertion_id]


def _is_total(claim: Claim) -> bool:
    """A running total, or a conversion of one; of two options neither is a total."""
    stated = claim.modality not in ("planned", "denied", "limit")
    if claim.action == "casualties" and claim.action_detail is None:
        return False  # dead or wounded is not known
    return stated and claim.aggregation in _TOTALS and claim.alternative_group is None and claim.rate_per is None


def _by_day(dated: tuple[date, Figure]) -> tuple[date, str]:
    return dated[0], dated[1].assertion_id


def _is_nearer(found: Figure, known: Figure | None) -> bool:
    if known is None:
        return True
    days = as_of(found.mention), as_of(known.mention)
    assert days[0] is not None and days[1] is not None  # only dated figures are put in series
    return (days[0], found.assertion_id) < (days[1], known.assertion_id)


def counted(mention: Mention) -> tuple[str, ...]:
    """What a total counts: item branch, unit, action with its detail, kind of sum."""
    claim = mention.claim
    branch = ".".join((claim.item_id or "").split(".")[:3])
    return branch, claim.unit, claim.action, claim.action_detail or "", claim.aggregation or ""


def series_keys(mention: Mention) -> Iterator[tuple[str, ...]]:
    """The series that a total may belong to: one for its origin's name, one for its state where a body of it speaks."""
    origin = mention.origin
    if origin.actor_id is not None:
        yield ("by", origin.actor_id, *counted(mention))
    elif origin.name:
        yield ("by", " ".join(origin.name), *counted(mention))
    if origin.roles & _OFFICIAL and len(origin.states) == 1:
        yield ("of", next(iter(origin.states)), *counted(mention))


def _series_within(mention: Mention) -> Iterator[tuple[str, ...]]:
    yield counted(mention)


def _next_total(figure: Figure, day: date, later: Sequence[tuple[date, Figure]]) -> Figure | None:
    """The first later total that can stand in for `figure`."""
    for other_day, other in later:
        if other_day > day and replaces(other.mention, figure.mention):
            return other
    return None


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


def supersessions(figures: Sequence[Figure]) -> tuple[dict[str, str], list[ClaimRelation]]:
    """assertion_id -> the newer one that supersedes it, and the same as relations between canonical claims."""
    successors: dict[str, str] = {}
    relations = []
    for older, newer in find_successors(figures, series_keys):
        successors[older.assertion_id] = newer.assertion_id
        confidence = "high" if older.mention.origin.actor_id == newer.mention.origin.actor_id else "medium"
        relations.append(_relation(newer.mention, older.mention, "supersedes", "newer-total", confidence))
    return successors, relations


def supersessions_within(mentions: Sequence[Mention], assertion_of: Mapping[str, str]) -> Iterator[ClaimRelation]:
    """Totals that one document itself sets in order; `mentions` are those of one document."""
    told = [Figure(mention.claim.claim_id, mention) for mention in mentions if not mention.in_headline]
    pairs = [*find_successors(told, _series_within), *_recounts(mentions)] if len(told) > 1 else []
    for older, newer in pairs:
        ids = assertion_of[older.mention.claim.claim_id], assertion_of[newer.mention.claim.claim_id]
        if ids[0] != ids[1] and _may_be_one(older.mention.origin, newer.mention.origin):
            yield _relation(newer.mention, older.mention, "supersedes", "newer-total-in-one-document", "high")


def add_successors(
    successors: dict[str, str], replaced: Sequence[ClaimRelation], assertion_of: Mapping[str, str]
) -> None:
    """Let a document's own order of totals supersede assertions that nothing else supersedes; never in a circle."""
    for relation in replaced:
        older, newer = assertion_of[relation.to_claim_id], assertion_of[relation.from_claim_id]
        if older in successors:
            continue
        last = newer
        while last in successors:
            last = successors[last]
        if last != older:
            successors[older] = newer


def _recounts(mentions: Sequence[Mention]) -> Iterator[tuple[Figure, Figure]]:
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
            yield Figure(first.claim.claim_id, first), Figure(apart[0].claim.claim_id, apart[0])


def _may_be_one(one: Origin, other: Origin) -> bool:
    """Whether a text may let one origin's total follow the other's; a report's own words follow nobody's."""
    found = compare_origins(one, other)
    return found > LOST or (found == LOST and not one.is_outlet and not other.is_outlet)


def _counts_the_same(one: Claim, other: Claim) -> bool:
    """Two sentences that count one thing: "four landing ships and three escorts" count two."""
    words = set(name_tokens(one.item_detail or "")), set(name_tokens(other.item_detail or ""))
    return one.quote != other.quote and not _tied(one, other) and (words[0] <= words[1] or words[1] <= words[0])


def _relation(one: Mention, other: Mention, relation: str, method: str, confidence: str) -> ClaimRelation:
    return ClaimRelation(one.claim.claim_id, other.claim.claim_id, relation, (), method, confidence)


def contradictions(figures: Sequence[Figure]) -> Iterator[ClaimRelation]:
    """Figures of different origins for the same thing and time whose bounds do not meet; larger -> smaller."""
    series: dict[tuple[str, ...], list[Figure]] = defaultdict(list)
    for figure in figures:
        claim = figure.mention.claim
        if claim.aggregation in ("cumulative", "period") and claim.modality not in ("denied", "limit"):
            plan = "planned" if claim.modality == "planned" else "done"
            if claim.item_id is not None and claim.unit not in ("percent", "factor"):
                key = (claim.item_id, claim.unit, claim.action, claim.action_detail or "", claim.aggregation, plan)
                series[key].append(figure)
    for _, members in sorted(series.items()):
        dated = sorted(((as_of(f.mention) or date.min, f) for f in members), key=_by_day)
        for place, (_, figure) in enumerate(dated):
            for _, other in dated[max(0, place - _WINDOW) : place]:
                yield from _contradiction(figure.mention, other.mention)


def _contradiction(one: Mention, other: Mention) -> Iterator[ClaimRelation]:
    large, small = (one, other) if one.claim.value_point >= other.claim.value_point else (other, one)
    low, high = _bounds(large.claim)[0], _bounds(small.claim)[1]
    if low is None or high is None or not high < low <= _FARTHEST * high:
        return
    if not _same_parties(one.claim, other.claim) or not _same_time(one, other) or _has_grown(large, small):
        return
    if compare_origins(one.origin, other.origin) == OTHER and not _tied(one.claim, other.claim):
        bounded = "exact" in (large.claim.comparator, small.claim.comparator)
        yield _relation(large, small, "contradicts", "disjoint-bounds", "medium" if bounded else "low")


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
