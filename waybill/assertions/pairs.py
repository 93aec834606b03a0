"""Whether two claims render one statement: the rules for a pair, and what they know about the two reports."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from waybill.assertions import values
from waybill.assertions.names import same_name
from waybill.assertions.origins import LOST, OTHER, RELATED, ROLE, SAME, compare_origins
from waybill.assertions.reports import Interval, Mention, Report, gap, names_report
from waybill.assertions.values import COVERED, EQUAL, RANGE_END, ROUNDED, SLIPPED, compare_values
from waybill.claims.record import Claim

COPY, CITED, SHARED, NONE = "copy", "cited", "shared", "none"
"""What two reports have to do with each other: one text, one names the other, several statements shared, nothing."""

_DAYS_BETWEEN = {COPY: 60, CITED: 45, SHARED: 21}
NUMBERS_SHARED = 3
_DAYS_BETWEEN_NUMBERS = 10
_DAYS_LOST = 14  # in which a report may repeat another without saying where a figure is from
_DAYS_UNTOLD = {SAME: 7, ROLE: 4, RELATED: 3}  # between reports that have nothing else to do with each other
_DAYS_PRECISE = 60  # the same, for a number of three digits or more: such a number names its statement
_PRECISE_DIGITS = 3
DAYS_LOOKED_BACK = 120  # a report that much later recounts a statement: only its stated day can tell which
_SERIES_DAYS = 45  # running totals or snapshots of days further apart are two statements
_SERIES_DAYS_STORY = 100
_CONFUSABLE = frozenset({frozenset({"missile", "munition"}), frozenset({"personnel", "weapon"})})
_FOR_ITSELF = frozenset({"casualties", "limit"})  # actions that no careless writer exchanges for another
DEAL = frozenset({"pay", "transfer"})
_NEAR_SOURCE = 800  # characters after its source in which a text sets an outlet's version of a figure
_NEAR_ROUNDING = 160  # characters between a number and its rounding by others
_RELAYING = frozenset({"parliament", "officials"})  # who passes on what others have found
_FAMILIES = (
    frozenset({"transfer", "observe", "hold", "other"}),
    frozenset({"transfer", "deploy", "other"}),
    frozenset({"transfer", "pay", "other"}),
    frozenset({"fire", "hold", "other"}),
)
_UNIT_KINDS = (frozenset({"mass", "volume"}), frozenset({"money"}), frozenset({"count"}))
_SET_APART = frozenset({"planned", "denied", "limit"})


@dataclass(frozen=True, slots=True)
class Link:
    """Two claims that render one statement: by which rule, how sure, and how well they fit compared with others."""

    method: str
    confidence: str
    score: float


def story_of(one: Report, other: Report, are_copies: bool, statements: int, numbers: int = 0) -> str:
    """What two reports have to do with each other, the strongest first.

    `statements` is how many claims they share with the same origin, `numbers` how many with the same item and number,
    whoever is named: three of a kind in one week are no chance.
    """
    apart = gap(one.published, other.published)
    if are_copies and not (apart and one.outlet == other.outlet):  # a form filled in anew each day is no copy
        return COPY
    if apart <= _DAYS_BETWEEN[CITED] and (are_copies or _cites(one, other) or _cites(other, one)):
        return CITED
    needed = 2 if any(not key.startswith("=") for key in one.sources & other.sources) else 3
    if statements >= needed and apart <= _DAYS_BETWEEN[SHARED]:
        return SHARED
    if numbers >= NUMBERS_SHARED and apart <= _DAYS_BETWEEN_NUMBERS:
        return SHARED
    return NONE


def _cites(one: Report, other: Report) -> bool:
    return other.outlet is not None and other.outlet in one.sources and one.published[1] >= other.published[0]


def same_branch(one: str | None, other: str | None) -> bool:
    """Whether one item is the other or lies below it.

    >>> same_branch("munition.artillery", "munition.artillery.shell"), same_branch("missile", "missile.ballistic")
    (True, True)
    >>> same_branch("munition.artillery.shell", "munition.artillery.rocket")
    False
    """
    if one is None or other is None:
        return one == other
    return one == other or one.startswith(other + ".") or other.startswith(one + ".")


def _item_fit(one: str | None, other: str | None) -> float | None:
    """1 the same, less for a wider, neighbouring, missing or confusable item, None where no report mixes the two up."""
    if one == other:
        return 1.0
    if one is None or other is None:
        return 0.2
    if same_branch(one, other):
        return 0.7
    left, right = one.split("."), other.split(".")
    if left[:2] == right[:2] and len(left) > 2 and len(right) > 2:
        return 0.0
    return -0.3 if left[0] == right[0] or frozenset({left[0], right[0]}) in _CONFUSABLE else None


def _parties_differ(one: Mention, other: Mention) -> bool:
    """Whether both name a giver, a taker or an actor, and not the same; who pays takes the goods."""
    a, b = one.claim, other.claim
    left, right = (a.supplier_id, a.recipient_id, a.actor_id), (b.supplier_id, b.recipient_id, b.actor_id)
    if a.quantity_kind == b.quantity_kind == "money" and {a.action, b.action} == DEAL:
        right = right[1], right[0], right[2]
    return any(mine is not None and its is not None and mine != its for mine, its in zip(left, right, strict=True))


def _events_differ(one: Mention, other: Mention, allowed: int) -> bool:
    """Whether the things happened at two times: periods that do not touch, or totals of days too far apart."""
    a, b = one.claim, other.claim
    if a.rate_per is not None and b.rate_per is not None and a.rate_per != b.rate_per:
        return True
    if "period" in (a.aggregation, b.aggregation) or "increment" in (a.aggregation, b.aggregation):
        return gap(_event(one), _event(other)) > (0 if a.aggregation == b.aggregation else allowed)
    if a.event_end is None or b.event_end is None:
        return False
    return abs((a.event_end - b.event_end).days) > allowed


def _event(mention: Mention) -> Interval:
    """The event's days; open where the report names no first or no last one."""
    start, end = mention.claim.event_start, mention.claim.event_end
    return (start or date.min).toordinal(), (end or date.max).toordinal()


def judge(one: Mention, other: Mention, story: str) -> Link | None:
    """The link between two claims of different documents, or None where they are two statements."""
    a, b = one.claim, other.claim
    told = story != NONE
    value = compare_values(a, b) if a.unit == b.unit or (told and _units_confusable(a, b)) else values.APART
    if a.unit != b.unit and value != EQUAL:
        return None
    if value == values.APART or (value in (COVERED, SLIPPED) and not told):
        return None
    item = _item_fit(a.item_id, b.item_id)
    if item is None or (item <= 0.0 and not (told and value == EQUAL)):
        return None
    parties_differ = _parties_differ(one, other)
    if parties_differ and not (told and value == EQUAL and same_branch(a.item_id, b.item_id)):
        return None
    if not (a.action == b.action or _actions_confusable(a.action, b.action, told)):
        return None
    if a.modality != b.modality and {a.modality, b.modality} & _SET_APART and not told:
        return None
    origin = _origin_relation(one, other, told)
    if origin == OTHER or (origin == LOST and not told) or not _near(one, other, story, origin, value):
        return None
    score = _score(one, other, origin, value, item) - (1.5 if parties_differ else 0.0)
    confidence = _confidence(story, origin, value) if a.unit == b.unit else "low"
    return Link(f"{story}-{_ORIGIN_WORD[origin]}-{value}", confidence, score)


def _units_confusable(a: Claim, b: Claim) -> bool:
    """Units that a careless report exchanges: one currency for another, tonnes for barrels, things for things."""
    return any({a.quantity_kind, b.quantity_kind} <= kinds for kinds in _UNIT_KINDS)


def _actions_confusable(one: str, other: str, told: bool) -> bool:
    """Acts that reports name differently; any two in reports of one story, save those that nobody mixes up."""
    if {one, other} & _FOR_ITSELF:
        return False
    return told or any({one, other} <= family for family in _FAMILIES)


def _origin_relation(one: Mention, other: Mention, told: bool) -> int:
    """As compare_origins; who names the other report, a go-between or nobody in particular has lost the origin."""
    found = compare_origins(one.origin, other.origin)
    if found != OTHER:
        return found
    if _names_report(one, other.report) or _names_report(other, one.report):
        return LOST
    return LOST if told and (_stands_between(one, other) or _stands_between(other, one)) else OTHER


def _stands_between(mention: Mention, other: Mention) -> bool:
    """Whether the words name no origin of their own: unnamed people, members of parliament, a voice of the other."""
    origin = mention.origin
    if origin.name:
        return origin.name in other.report.voices or any(same_name(origin.name, voice) for voice in other.report.voices)
    if origin.actor_id is None and not origin.states:
        return origin.roles <= _RELAYING
    return bool(origin.states & other.origin.states) and (origin.roles <= _RELAYING or not other.origin.name)


def _names_report(mention: Mention, report: Report) -> bool:
    """Whether the origin's words are that report's publication, a source of it, or a short form ("the Courier")."""
    if names_report(mention, report) or mention.origin_key in report.sources:
        return True
    short = set(mention.origin.name)
    return bool(short) and report.outlet is not None and short <= set(report.outlet[1:].split())


_ORIGIN_WORD = {SAME: "same-origin", ROLE: "same-role", RELATED: "related-origin", LOST: "origin-lost"}


def _near(one: Mention, other: Mention, story: str, origin: int, value: str) -> bool:
    if story == COPY:
        return True
    told = story != NONE
    if _events_differ(one, other, _SERIES_DAYS_STORY if told else _SERIES_DAYS):
        return False
    if told:
        soon = gap(one.report.published, other.report.published) <= _DAYS_LOST
        return origin > LOST or soon or names_report(one, other.report) or names_report(other, one.report)
    a, b = one.claim, other.claim
    if value not in (EQUAL, RANGE_END) and origin < ROLE:
        return False
    apart = gap(one.said, other.said)
    if gap(one.report.published, other.report.published) > DAYS_LOOKED_BACK:
        dated = a.statement_date_basis == b.statement_date_basis == "stated"
        return dated and apart == 0 and origin == SAME and value == EQUAL and a.comparator == b.comparator
    digits = max((values.significant_digits(n) for n in values.numbers_of(a)), default=0)
    if origin == SAME and value == EQUAL and digits >= _PRECISE_DIGITS and a.item_id == b.item_id:
        return apart <= _DAYS_PRECISE
    return apart <= _DAYS_UNTOLD[origin] and _likely(one, other, origin)


def _likely(one: Mention, other: Mention, origin: int) -> bool:
    """Without anything else in common, related origins need the same kind of act and of sum, too."""
    a, b = one.claim, other.claim
    if a.action_detail != b.action_detail and a.action_detail is not None and b.action_detail is not None:
        return False
    if {a.aggregation, b.aggregation} in ({"increment", "cumulative"}, {"increment", "stock"}):
        return False
    return origin > RELATED or a.action == b.action


def _score(one: Mention, other: Mention, origin: int, value: str, item: float) -> float:
    a, b = one.claim, other.claim
    return (
        origin
        + (3.0 if value == EQUAL else 1.0 if value in (RANGE_END, ROUNDED) else 0.0)
        + 2.0 * item
        + (1.0 if a.action == b.action else 0.0)
        - (0.0 if a.unit == b.unit else 3.0)
        + (0.5 if a.action_detail == b.action_detail else -1.0 if a.action_detail and b.action_detail else 0.0)
        + (0.5 if a.comparator == b.comparator else 0.0)
        + (0.3 if a.aggregation == b.aggregation else 0.0)
        + (0.2 if a.modality == b.modality else -1.0 if {a.modality, b.modality} & _SET_APART else 0.0)
    )


def _confidence(story: str, origin: int, value: str) -> str:
    if value not in (EQUAL, RANGE_END):
        return "low"
    if story == COPY or (origin == SAME and value == EQUAL):
        return "high"
    return "medium" if origin >= ROLE or story == CITED else "low"


def judge_within(one: Mention, other: Mention) -> Link | None:
    """The link between two claims of ONE document: a headline and its body, or a re-report set beside its source."""
    a, b = one.claim, other.claim
    if a.unit != b.unit or a.action != b.action or not same_branch(a.item_id, b.item_id):
        return None
    if a.action_detail != b.action_detail or _parties_differ(one, other) or _tied(one, other):
        return None
    if {a.modality, b.modality} & _SET_APART and a.modality != b.modality:
        return None
    value, origin = compare_values(a, b), compare_origins(one.origin, other.origin)
    headline = one.in_headline != other.in_headline
    if origin == LOST and not headline and value in (EQUAL, RANGE_END) and _is_version(one, other):
        return Link(f"within-version-{value}", "medium", 1.0)
    if value == RANGE_END and origin == SAME and not _events_differ(one, other, _SERIES_DAYS):
        return Link("within-retold-range-end", "medium", origin + 1.0)
    if a.aggregation != b.aggregation and not (one.in_headline or other.in_headline):
        return None
    if (origin == OTHER and not headline) or _events_differ(one, other, 3):
        return None
    if value == EQUAL and (headline or origin > LOST or a.item_id == b.item_id):
        return _repeated(one, other, origin, headline)
    return _reshaped(one, other, origin, value)


def _repeated(one: Mention, other: Mention, origin: int, headline: bool) -> Link:
    """The same number again: in the headline, from another mouth, or simply once more."""
    retold = one.claim.attributed_to != other.claim.attributed_to and origin > LOST
    method = "within-headline" if headline else "within-retold" if retold else "within-repeated"
    likeness = origin + 2.0 * (one.claim.item_id == other.claim.item_id)
    return Link(method, "high" if origin >= ROLE else "medium", likeness)


def _reshaped(one: Mention, other: Mention, origin: int, value: str) -> Link | None:
    """One end of a range, or a rounded number, where the text says that others print it so."""
    chains = one.claim.attributed_to, other.claim.attributed_to
    relayed = origin > LOST and chains[0] != chains[1] and chains[0][:-1] != chains[1][:-1]
    if value in (RANGE_END, ROUNDED) and (relayed or (origin == SAME and _is_rounding(one, other))):
        return Link(f"within-retold-{value}", "medium", origin + 1.0)
    return None


def _is_rounding(one: Mention, other: Mention) -> bool:
    """Whether a text names a number and, close to it, for the same time, the round one that others make of it."""
    a, b = one.claim, other.claim
    bounded = "exact" in (a.comparator, b.comparator) and a.comparator != b.comparator
    same = (a.item_id, a.event_start, a.event_end) == (b.item_id, b.event_start, b.event_end)
    return same and bounded and abs(a.quantity_start - b.quantity_start) <= _NEAR_ROUNDING


def _is_version(one: Mention, other: Mention) -> bool:
    """Whether a text sets beside a figure what an outlet made of it: "the Courier wrote up to 40"."""
    source, version = (one, other) if one.claim.quantity_start <= other.claim.quantity_start else (other, one)
    apart = version.claim.quantity_start - source.claim.quantity_end
    told = version.origin.is_outlet and bool(version.claim.attributed_to) and not source.origin.is_outlet
    return told and apart <= _NEAR_SOURCE and version.claim.comparator != source.claim.comparator


def _tied(one: Mention, other: Mention) -> bool:
    """Whether the text itself sets the two apart: part and whole, figure and base, options of one choice."""
    a, b = one.claim, other.claim
    if a.alternative_group is not None and a.alternative_group == b.alternative_group:
        return True
    return a.claim_id in (b.part_of_claim_id, b.computed_from_claim_id) or b.claim_id in (
        a.part_of_claim_id,
        a.computed_from_claim_id,
    )
