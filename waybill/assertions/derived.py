"""Values that arithmetic gives and nobody said: multiples and shares of a known base, rounds per container."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache

from schemas.vocabulary import phrases, vocabulary
from waybill.assertions.names import name_tokens
from waybill.assertions.pairs import same_branch
from waybill.assertions.record import DerivedValue
from waybill.assertions.values import numbers_of
from waybill.claims.record import Claim

_NEAR = 400  # characters between a multiple or share and the claim that can be its base
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_SHORTEST_WORD = 4  # shorter words of a base ("of", "the", "its") describe nothing
_EMPTY_WORDS = frozenset({"this", "that", "these", "those", "have", "been", "than", "more", "less", "level", "total"})
_RELATIVE = frozenset({"factor", "share"})


def derive(claims: Sequence[Claim]) -> Iterator[DerivedValue]:
    """Derived values of one document's claims, in text order."""
    by_id = {claim.claim_id: claim for claim in claims}
    for claim in sorted(claims, key=lambda claim: (claim.quantity_start, claim.claim_id)):
        if claim.quantity_kind in _RELATIVE:
            found = _from_benchmark(claim) or _from_base(claim, claims, by_id)
        else:
            found = _per_container(claim, by_id)
        if found is not None:
            yield found


@cache
def _benchmarks() -> tuple[Mapping[str, str], ...]:
    """Known bases, each with the words that name it and the items it is a base for."""
    values = {row["benchmark_id"]: row for row in vocabulary("benchmarks")}
    return tuple({**values[row["benchmark_id"]], **row} for row in vocabulary("en/benchmark_words"))


def _from_benchmark(claim: Claim) -> DerivedValue | None:
    """A multiple or share of a benchmark that its words name: "twice the annual cap set by the United Nations"."""
    base = claim.relative_to if claim.quantity_kind == "factor" else claim.share_of
    words = set(name_tokens(base or ""))
    for row in _benchmarks():
        named = [set(name_tokens(phrase)) <= words for phrase in phrases(row["base_words"])]
        fits = claim.item_id is not None and same_branch(claim.item_id, row["item_id"])
        if any(named) and fits and _in_force(claim, row):
            value = float(row["value"])
            return _multiplied(claim, (value, value, value), row["unit"], "multiple-of-benchmark", row["benchmark_id"])
    return None


def _in_force(claim: Claim, row: Mapping[str, str]) -> bool:
    day = claim.event_end or claim.statement_date
    return day is None or not row["valid_from"] or day >= date.fromisoformat(row["valid_from"])


def _from_base(claim: Claim, claims: Sequence[Claim], by_id: Mapping[str, Claim]) -> DerivedValue | None:
    """A multiple or share of a claim of the same document: its whole, or the figure that its base words speak of."""
    whole = by_id.get(claim.part_of_claim_id or "")
    if whole is None or whole.quantity_kind in _RELATIVE:
        whole = _base_claim(claim, claims)
    if whole is None:
        return None
    values = whole.value_low, whole.value_best, whole.value_high
    method = "multiple-of-claim" if claim.quantity_kind == "factor" else "share-of-claim"
    return _multiplied(claim, values, whole.unit, method, whole.claim_id)


def _base_claim(claim: Claim, claims: Sequence[Claim]) -> Claim | None:
    """The nearest absolute claim that the base's words describe: a year in them is its year, or a noun its item."""
    base = claim.relative_to if claim.quantity_kind == "factor" else claim.share_of
    if not base:
        return None
    years, words = set(_YEAR.findall(base)), _content(base)
    fitting = [
        other
        for other in claims
        if other.quantity_kind not in _RELATIVE
        and abs(other.quantity_start - claim.quantity_start) <= _NEAR
        and _describes(claim, other, years, words)
    ]
    return min(
        fitting, key=lambda other: (abs(other.quantity_start - claim.quantity_start), other.claim_id), default=None
    )


def _describes(claim: Claim, other: Claim, years: set[str], words: set[str]) -> bool:
    if claim.item_id is None or other.item_id is None or not same_branch(claim.item_id, other.item_id):
        return False
    if claim.quantity_kind == "factor":  # a multiple compares with another time, which the base's words name
        year = str(other.event_end.year) if other.event_end is not None else ""
        shared = words & _content(other.quote) - _content(other.item_detail or "")
        return (year in years if years else bool(shared)) and other.action != claim.action
    return other.action_detail != claim.action_detail and len(words & _content(other.item_detail or "")) >= 1


def _content(text: str) -> set[str]:
    return {
        word
        for word in name_tokens(text)
        if len(word) >= _SHORTEST_WORD and word not in _EMPTY_WORDS and not word.isdigit()
    }


def _multiplied(
    claim: Claim, base: tuple[float | None, float | None, float | None], unit: str, method: str, source: str
) -> DerivedValue:
    """Bounds multiply with bounds; the best value stands only where both sides have one."""
    scale = 0.01 if claim.quantity_kind == "share" else 1.0
    factors = claim.value_low, claim.value_best, claim.value_high

    def product(at: int) -> float | None:
        factor, value = factors[at], base[at]
        return None if factor is None or value is None else float(f"{factor * value * scale:.12g}")

    return DerivedValue(
        claim.claim_id, method, product(0), product(1), product(2), unit, f"{claim.claim_id} | {source}"
    )


def _per_container(claim: Claim, by_id: Mapping[str, Claim]) -> DerivedValue | None:
    """Rounds per container where the text computes rounds from containers: one load factor behind two figures.

    `value_best` is the quotient of the two stated numbers, whatever their bounds: the factor that was worked with.
    """
    base = by_id.get(claim.computed_from_claim_id or "")
    if base is None or claim.unit != "round" or base.unit != "container":
        return None

    def ratio(rounds: float | None, containers: float | None) -> float | None:
        return None if rounds is None or not containers else float(f"{rounds / containers:.6g}")

    stated = numbers_of(claim)[-1:], numbers_of(base)[-1:]
    return DerivedValue(
        claim.claim_id,
        "rounds-per-container",
        ratio(claim.value_low, base.value_high),
        ratio(stated[0][0], stated[1][0]) if all(stated) else None,
        ratio(claim.value_high, base.value_low),
        "round/container",
        f"{claim.claim_id} | {base.claim_id}",
    )
