"""How well a reading of reports agrees with hand-made gold, field by field.

Definitions (spans are code points of the document's text, end excluded)

found      a gold claim whose quantity span overlaps a read claim of the same document; of several the longest overlap
           wins, and each read claim serves once
repeat     a read claim that serves no gold claim but says the same numbers in the same unit as one of its document, or
           lies on a quantity whose topic is left open: neither right nor wrong
spurious   every other read claim that serves none
core       found, with low, high, comparator and unit all right
row        core, and item, action, parties, event dates, origin, modality and aggregation right too

The F1 of core and of rows sets the right ones against gold claims on one side and found plus spurious on the other.
Where a second reading is as right as the gold, `tolerances.jsonl` beside the gold says so and it counts as right.
"""

from __future__ import annotations

import json
import math
import re
from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any, Protocol

SEASON_MONTHS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 2)}
PARTIES = ("action", "supplier", "recipient", "actor")
CORE = ("low", "high", "comparator", "unit")
ROW = (*CORE, "item", *PARTIES, "event_start", "event_end", "origin", "modality", "aggregation")
SIDE_FILES = ("relations", "tolerances")
DECIDED_BY = {  # which key of the gold record a check looks at, where the names differ
    "low": "value_low",
    "high": "value_high",
    "origin": "attributed_to",
    "chain_length": "attributed_to",
    "item_related": "item",
}


class ClaimLike(Protocol):
    """The columns of a read claim that are scored; dates may be dates or ISO strings."""

    @property
    def quantity_start(self) -> int: ...
    @property
    def quantity_end(self) -> int: ...
    @property
    def value_low(self) -> float | None: ...
    @property
    def value_high(self) -> float | None: ...
    @property
    def comparator(self) -> str: ...
    @property
    def unit(self) -> str: ...
    @property
    def item_id(self) -> str | None: ...
    @property
    def action(self) -> str: ...
    @property
    def supplier_id(self) -> str | None: ...
    @property
    def recipient_id(self) -> str | None: ...
    @property
    def actor_id(self) -> str | None: ...
    @property
    def event_start(self) -> Any: ...
    @property
    def event_end(self) -> Any: ...
    @property
    def attributed_to(self) -> Sequence[str]: ...
    @property
    def modality(self) -> str: ...
    @property
    def aggregation(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class ReadClaim:
    """A read claim that came as JSON, for instance from another commit; a `ClaimLike` by shape."""

    quantity_start: int
    quantity_end: int
    quantity_text: str
    value_low: float | None
    value_high: float | None
    comparator: str
    unit: str
    item_id: str | None
    action: str
    supplier_id: str | None
    recipient_id: str | None
    actor_id: str | None
    event_start: str | None
    event_end: str | None
    attributed_to: tuple[str, ...]
    modality: str
    aggregation: str | None
    confidence: str

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> ReadClaim:
        return cls(**{f.name: row[f.name] for f in fields(cls)} | {"attributed_to": tuple(row["attributed_to"])})


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """One report's gold: its claims, the tolerated readings by offset, and the spans whose topic is left open."""

    stem: str
    claims: tuple[Mapping[str, Any], ...]
    tolerances: Mapping[int, Mapping[str, Any]]
    optional: tuple[tuple[int, int], ...]


@dataclass(slots=True)
class Score:
    """Counts over any number of documents; `fields` holds right and asked per check, over the found claims."""

    gold: int = 0
    found: int = 0
    spurious: int = 0
    repeat: int = 0
    core: int = 0
    row: int = 0
    fields: dict[str, list[int]] = field(default_factory=dict)
    confidence: dict[str, list[int]] = field(default_factory=dict)  # core right and found, by confidence
    errors: list[tuple[str, str, str]] = field(default_factory=list)  # document, check, quantity as written

    @property
    def found_f1(self) -> float:
        return self.f1(self.found)

    @property
    def core_f1(self) -> float:
        return self.f1(self.core)

    @property
    def row_f1(self) -> float:
        return self.f1(self.row)

    def f1(self, right: int) -> float:
        return ratio(2 * right, self.gold + self.found + self.spurious)

    def rate(self, check: str) -> float:
        return ratio(*self.fields.get(check, (0, 0)))


def ratio(part: float, whole: float) -> float:
    return part / whole if whole else math.nan


def read_jsonl(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def gold_stems(gold_dir: Path) -> list[str]:
    """The stems of the documents that have gold in the folder, sorted."""
    stems = [path.name.removesuffix(".jsonl") for path in gold_dir.glob("*.jsonl")]
    return sorted(stem for stem in stems if stem not in SIDE_FILES and not stem.endswith(".rejected"))


def load_gold(gold_dir: Path) -> list[GoldDocument]:
    """All gold of a folder, with the tolerated readings that stand beside it."""
    beside = gold_dir / "tolerances.jsonl"
    tolerances = read_jsonl(beside) if beside.exists() else []
    return [
        GoldDocument(
            stem,
            tuple(read_jsonl(gold_dir / f"{stem}.jsonl")),
            {t["start"]: t for t in tolerances if t["doc_id"] == stem and not t.get("optional")},
            tuple(
                (t["start"], t["start"] + len(t["quantity_text"]))
                for t in tolerances
                if t["doc_id"] == stem and t.get("optional")
            ),
        )
        for stem in gold_stems(gold_dir)
    ]


def edtf_days(text: str | None) -> tuple[date | None, date | None]:
    """First and last day that an EDTF string allows; open, unknown and unreadable ends are None.

    >>> edtf_days("2024-21")
    (datetime.date(2024, 3, 1), datetime.date(2024, 5, 31))
    >>> edtf_days("2024~")[1], edtf_days("..")
    (datetime.date(2024, 12, 31), (None, None))
    """
    parts = re.match(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", text or "")
    if not parts:
        return None, None
    year, month, day = int(parts[1]), int(parts[2] or 0), int(parts[3] or 0)
    if day:
        return date(year, month, day), date(year, month, day)
    first, last = SEASON_MONTHS.get(month) or ((month, month) if month else (1, 12))
    last_year = year + (last < first)
    return date(year, first, 1), date(last_year, last, monthrange(last_year, last)[1])


def as_day(value: Any) -> date | None:
    if isinstance(value, str):
        return date.fromisoformat(value) if value else None
    return value if isinstance(value, date) else None


def same_number(left: float | None, right: float | None) -> bool:
    if left is None or right is None:
        return left is right
    return math.isclose(left, right, rel_tol=1e-3, abs_tol=1e-9)


def plain_name(name: str) -> str:
    """A name without case, articles, apostrophes and the state it belongs to, for loose comparison."""
    bare = re.sub(r"\b(?:the|a|an|south korea(?:n)?s|us|u s)\b", "", name.lower().replace("’", "'"))
    return re.sub(r"[^\w ]", "", bare).strip()


def same_origin(gold: Sequence[str], read: Sequence[str]) -> bool:
    """Whether two chains end at the same source, the names compared loosely; an empty chain equals only itself."""
    if not gold or not read:
        return not gold and not read
    left, right = plain_name(gold[-1]), plain_name(read[-1])
    return left in right or right in left or SequenceMatcher(None, left, right).ratio() >= 0.7


def on_one_branch(left: str, right: str) -> bool:
    return f"{left}.".startswith(f"{right}.") or f"{right}.".startswith(f"{left}.")


def stated_aggregation(gold: Mapping[str, Any]) -> str | None:
    token = re.search(r"\bagg=(\w+)", gold.get("notes") or "")
    return token[1] if token else None


def check_plainly(gold: Mapping[str, Any], claim: ClaimLike) -> dict[str, bool]:
    """Each check of one read claim against one gold record, tolerances left aside."""
    chain, item = tuple(claim.attributed_to or ()), claim.item_id or ""
    checks = {
        "low": same_number(gold["value_low"], claim.value_low),
        "high": same_number(gold["value_high"], claim.value_high),
        "comparator": gold["comparator"] == claim.comparator,
        "unit": gold["unit"] == claim.unit,
        "item": (gold["item"] or "") == item,
        "item_related": bool(item) and on_one_branch(item, gold["item"] or ""),
        "action": gold["action"] == claim.action,
        "supplier": gold["supplier"] == (claim.supplier_id or None),
        "recipient": gold["recipient"] == (claim.recipient_id or None),
        "actor": gold["actor"] == (claim.actor_id or None),
        "event_start": edtf_days(gold["event_start"])[0] == as_day(claim.event_start),
        "event_end": edtf_days(gold["event_end"])[1] == as_day(claim.event_end),
        "origin": same_origin(gold["attributed_to"], chain),
        "chain_length": len(gold["attributed_to"]) == len(chain),
        "modality": gold["modality"] == claim.modality,
    }
    if aggregation := stated_aggregation(gold):
        checks["aggregation"] = aggregation == claim.aggregation
    return checks


def check(gold: Mapping[str, Any], claim: ClaimLike, tolerance: Mapping[str, Any] | None = None) -> dict[str, bool]:
    """`check_plainly`, and right too where the tolerance lists what the claim says."""
    checks = check_plainly(gold, claim)
    for key, values in ((tolerance or {}).get("also") or {}).items():
        for value in values:
            if key in ("agg", "aggregation"):
                if "aggregation" in checks:
                    checks["aggregation"] |= value == claim.aggregation
                continue
            again = check_plainly({**gold, key: value}, claim)
            for name in checks:
                checks[name] |= DECIDED_BY.get(name, name) == key and again[name]
    for reading in (tolerance or {}).get("readings") or ():
        again = check_plainly({**gold, **{key: reading.get(key) for key in PARTIES}}, claim)
        if all(again[key] for key in PARTIES):
            checks.update(dict.fromkeys(PARTIES, True))
    return checks


def overlap(start: int, end: int, claim: ClaimLike) -> int:
    return min(end, claim.quantity_end) - max(start, claim.quantity_start)


def match(document: GoldDocument, claims: Sequence[ClaimLike]) -> list[tuple[Mapping[str, Any], ClaimLike | None]]:
    """Each gold claim, in order, with the read claim that overlaps it most and has not been given away yet."""
    left = list(claims)
    pairs: list[tuple[Mapping[str, Any], ClaimLike | None]] = []
    for gold in document.claims:
        best = max(left, key=lambda claim: overlap(gold["start"], gold["end"], claim), default=None)
        if best is None or overlap(gold["start"], gold["end"], best) <= 0:
            pairs.append((gold, None))
            continue
        left = [claim for claim in left if claim is not best]
        pairs.append((gold, best))
    return pairs


def is_neutral(document: GoldDocument, claim: ClaimLike) -> bool:
    """A further mention of a gold claim, or a quantity whose topic the gold leaves open."""
    return any(overlap(start, end, claim) > 0 for start, end in document.optional) or any(
        same_number(gold["value_low"], claim.value_low)
        and same_number(gold["value_high"], claim.value_high)
        and gold["unit"] == claim.unit
        for gold in document.claims
    )


def score(documents: Iterable[GoldDocument], readings: Mapping[str, Sequence[ClaimLike]]) -> Score:
    """Score readings, given per document stem, against gold; a document without a reading misses all of its claims."""
    total = Score()
    for document in documents:
        claims = readings.get(document.stem, ())
        pairs = match(document, claims)
        used = {id(claim) for _, claim in pairs if claim is not None}
        for gold, claim in pairs:
            total.gold += 1
            if claim is None:
                total.errors.append((document.stem, "missed", gold["quantity_text"]))
                continue
            count_found(total, document, gold, claim)
        for claim in claims:
            if id(claim) in used:
                continue
            neutral = is_neutral(document, claim)
            total.repeat += neutral
            total.spurious += not neutral
            if not neutral:
                total.errors.append((document.stem, "spurious", getattr(claim, "quantity_text", "")))
    return total


def count_found(total: Score, document: GoldDocument, gold: Mapping[str, Any], claim: ClaimLike) -> None:
    checks = check(gold, claim, document.tolerances.get(gold["start"]))
    total.found += 1
    core_right = all(checks[name] for name in CORE)
    total.core += core_right
    sure = total.confidence.setdefault(getattr(claim, "confidence", "unknown"), [0, 0])
    sure[0] += core_right
    sure[1] += 1
    total.row += all(checks.get(name, True) for name in ROW)
    for name, right in checks.items():
        tally = total.fields.setdefault(name, [0, 0])
        tally[0] += right
        tally[1] += 1
        if not right and name in ROW:
            total.errors.append((document.stem, name, gold["quantity_text"]))
