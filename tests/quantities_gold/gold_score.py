"""Scores the quantity reader against the gold sentences, by class; runs as a script too.

python tests/quantities_gold/gold_score.py            the table for the dev part
python tests/quantities_gold/gold_score.py --misses   each miss of it
python tests/quantities_gold/gold_score.py heldout    totals of the held-out part, never its sentences
"""

from __future__ import annotations

import csv
import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
GOLD = ROOT / "tests" / "gold" / "quantities"
Row = dict[str, Any]

# Other spellings of the gold's unit ids.
UNIT_ALIASES = {
    "second": "s", "minute": "min", "hour": "h", "hr": "h", "degC": "°C", "degF": "°F", "knot": "kt", "kn": "kt",
    "per_mille": "permille", "deg": "degree", "kB": "KB", "litre": "L", "barrel": "bbl", "tonne": "t", "ug": "µg",
    "metre": "m", "kilometre": "km", "mile": "mi", "foot": "ft", "inch": "in", "pound": "lb", "ounce": "oz",
    "percentage": "percent", "%": "percent", "kph": "km/h", "hectare": "ha", "Mbps": "Mbit/s", "kt_speed": "kt",
}  # fmt: skip
RATE_ALIASES = {
    "second": "s", "hour": "h", "minute": "min", "litre": "L", "liter": "L", "gallon": "gal", "hectare": "ha",
    "kilometre": "km", "tonne": "t", "barrel": "bbl", "annum": "year",
}  # fmt: skip
# What the dataset's reason may be for each of the gold's finer ones.
REASONS = {
    "date": "date time year", "time": "date time", "year": "date year", "decade": "date decade",
    "period": "date ordinal", "age": "age", "calibre": "calibre model", "model": "model identifier",
    "version": "model identifier version", "phone": "identifier phone", "flight": "identifier flight model",
    "coordinate": "identifier coordinate", "url": "identifier url furniture", "identifier": "identifier model",
    "score": "off_topic score identifier", "section": "resolution identifier section", "resolution": "resolution",
    "list_number": "furniture list_number", "footnote": "furniture footnote", "furniture": "furniture",
    "ordinal": "ordinal", "idiom": "off_topic idiom", "unit_number": "ordinal resolution identifier model",
    "market": "market", "any": "",
}  # fmt: skip
IRREGULAR = {
    "people": "person", "persons": "person", "ppl": "person", "men": "man", "women": "woman", "children": "child",
    "lives": "life", "wives": "wife", "knives": "knife", "feet": "foot", "teeth": "tooth", "mice": "mouse",
    "geese": "goose", "oxen": "ox", "kin": "kin", "series": "series", "species": "species", "gas": "gas",
}  # fmt: skip
HEAD_STOP = re.compile(
    r"\s(?:of|in|on|at|for|from|with|who|that|to|by|under|aboard|between|without|against|per|near|across)\s|,"
)


@cache
def count_units() -> frozenset[str]:
    """Units that only class counted things; the gold leaves them null."""
    path = ROOT / "schemas" / "vocab" / "units.csv"
    with path.open(encoding="utf-8") as handle:
        return frozenset(row["unit"] for row in csv.DictReader(handle) if row["dimension"] == "count")


def unit_of(row: Row) -> str | None:
    """The unit in the gold's spelling."""
    unit = row["unit"]
    return None if unit in count_units() else UNIT_ALIASES.get(unit, unit)


def singular(word: str) -> str:
    """A word without its plural ending, well enough to compare two nouns."""
    word = word.lower().strip("'’\".;:()*")
    for suffix in ("'s", "’s"):
        word = word.removesuffix(suffix)
    if word in IRREGULAR:
        return IRREGULAR[word]
    for ending, stem in (("ies", "y"), ("ches", "ch"), ("shes", "sh"), ("sses", "ss"), ("xes", "x"), ("oes", "o")):
        if word.endswith(ending) and len(word) > len(ending) + 1:
            return word[: -len(ending)] + stem
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def heads_of(row: Row) -> set[str]:
    """The nouns that a reading offers as head of its item: the stated one and the last of the phrase."""
    heads = {singular(row["item_head"])} if row.get("item_head") else set()
    words = HEAD_STOP.split(row.get("item") or "")[0].split()
    return heads | ({singular(words[-1])} if words else set())


def same_number(left: float | None, right: float | None, unit: str | None) -> bool:
    """Equal numbers; shares and multiples to three places."""
    if left is None or right is None:
        return left is right
    slack = 1.1e-3 if unit in ("percent", "factor") else 1e-9 * max(abs(left), abs(right))
    return abs(left - right) <= slack


def value_right(gold: Row, read: Row) -> bool:
    """The same numbers, wherever the bound puts them."""
    numbers = [[n for n in (r["value_low"], r["value_high"]) if n is not None] for r in (gold, read)]
    if gold["comparator"] not in ("between", "vague"):
        numbers = [side[:1] if len(set(side)) == 1 else side for side in numbers]
    return len(numbers[0]) == len(numbers[1]) and all(
        same_number(a, b, gold["unit"]) for a, b in zip(*numbers, strict=True)
    )


def bound_right(gold: Row, read: Row) -> bool:
    """The same comparator, and low, best and high as the gold has them."""
    ends = ("value_low", "value_best", "value_high")
    return gold["comparator"] == read["comparator"] and all(same_number(gold[e], read[e], gold["unit"]) for e in ends)


def unit_right(gold: Row, read: Row) -> bool:
    """The same unit; "µg/m3" and "µg" a "m3" are one."""
    wanted, found = unit_of(gold), unit_of(read)
    if wanted and "/" in wanted and read.get("rate_per"):
        return wanted in (found, f"{found}/{RATE_ALIASES.get(read['rate_per'], read['rate_per'])}")
    return wanted == found


def item_right(gold: Row, read: Row) -> bool:
    """The same head noun; where the gold names none, or the unit is no plain count, the item is not judged."""
    if not gold["item"] or unit_of(gold) is not None:
        return True
    return singular(gold["item_head"]) in heads_of(read)


LEVELS: dict[str, Callable[[Row, Row], bool]] = {
    "value": value_right,
    "bound": lambda g, r: value_right(g, r) and bound_right(g, r),
    "unit": lambda g, r: value_right(g, r) and unit_right(g, r),
    "all": lambda g, r: value_right(g, r) and bound_right(g, r) and unit_right(g, r) and item_right(g, r),
    "item": lambda g, r: value_right(g, r) and item_right(g, r),
    "span": lambda g, r: (g["start"], g["end"]) == (r["start"], r["end"]),
}


@dataclass
class Tally:
    """Counts of one class of sentences."""

    hits: Counter[str] = field(default_factory=Counter)
    wanted: Counter[str] = field(default_factory=Counter)
    read: int = 0

    def add(self, other: Tally) -> None:
        """Takes the counts of another tally in."""
        self.hits.update(other.hits)
        self.wanted.update(other.wanted)
        self.read += other.read

    def f1(self, level: str) -> float:
        """Harmonic mean of precision and recall at a level."""
        total = self.read + self.wanted["quantities"]
        return 2 * self.hits[level] / total if total else 1.0

    def share(self, name: str) -> float:
        """Hits over wanted."""
        return self.hits[name] / self.wanted[name] if self.wanted[name] else 1.0


def readings_of(gold: Row) -> list[Row]:
    """The gold quantity and every other reading that is right."""
    return [gold] + [gold | other for other in gold.get("also", [])]


def overlap(left: Row, right: Row) -> int:
    """Characters that two spans share."""
    return max(0, min(left["end"], right["end"]) - max(left["start"], right["start"]))


def pair_up(gold: Sequence[Row], read: Sequence[Row]) -> dict[int, int]:
    """Which reading answers which gold quantity: overlapping, one to one, right values first, then most overlap."""
    order = sorted(
        (
            (not any(value_right(g, r) for g in readings_of(gold_row)), -overlap(gold_row, r), i, j)
            for i, gold_row in enumerate(gold)
            for j, r in enumerate(read)
            if overlap(gold_row, r)
        ),
    )
    pairs: dict[int, int] = {}
    for _, _, i, j in order:
        if i not in pairs and j not in pairs.values():
            pairs[i] = j
    return pairs


def score_sentence(record: Row, read: Sequence[Row], rejected: Sequence[Row]) -> tuple[Tally, list[str]]:
    """The tally of one sentence and its misses in words."""
    tally, misses = Tally(), []
    gold = record["quantities"]
    pairs = pair_up(gold, read)
    neutral = {j for i, j in pairs.items() if gold[i].get("optional")}
    for j, row in enumerate(read):
        if j not in pairs.values():
            if any(g.get("optional") and overlap(g, row) for g in gold):
                neutral.add(j)
            else:
                misses.append(f"extra    {describe(row)}")
    tally.read = len(read) - len(neutral)
    for i, row in enumerate(gold):
        if row.get("optional"):
            continue
        found = read[pairs[i]] if i in pairs else None
        passed = {n for n, right in LEVELS.items() if found and any(right(g, found) for g in readings_of(row))}
        tally.wanted["quantities"] += 1
        tally.hits.update(passed)
        for name in kinds_of(row):
            tally.wanted[name] += 1
            tally.hits[name] += ("item" if name == "items" else "bound") in passed
        if row.get("rate_per"):
            tally.wanted["rates"] += 1
            tally.hits["rates"] += bool(found and same_rate(row["rate_per"], found.get("rate_per")))
        if "all" not in passed:
            failed = [n for n in ("value", "bound", "unit", "item") if n not in passed] if found else ["missing"]
            misses.append(f"{'+'.join(failed):8} {describe(row)}" + (f"  READ {describe(found)}" if found else ""))
    for row in record["rejections"]:
        tally.wanted["rejected"] += 1
        over = [r for r in rejected if overlap(row, r)]
        allowed = REASONS[row["reason"]].split()
        right = any(not allowed or r["reason"] in allowed for r in over)
        if over:
            tally.hits["rejected"] += 1
            tally.wanted["reasons"] += 1
            tally.hits["reasons"] += right
        if not right:
            misses.append(f"reject   {row['text']!r} {row['reason']}  READ {[r['reason'] for r in over]}")
    return tally, misses


def same_rate(wanted: str, found: str | None) -> bool:
    """The same base of a rate, whatever its spelling."""
    return found is not None and RATE_ALIASES.get(wanted, singular(wanted)) == RATE_ALIASES.get(found, singular(found))


def kinds_of(row: Row) -> Iterable[str]:
    """Which shares of the report a gold quantity counts in."""
    if row["comparator"] == "between":
        yield "ranges"
    elif row["comparator"] != "exact":
        yield "vague" if row["comparator"] == "vague" else "bounds"
    if row["item"] and unit_of(row) is None:
        yield "items"


def describe(row: Row) -> str:
    """A quantity on one line."""
    low, high = (f"{n:.12g}" if n is not None else "-" for n in (row["value_low"], row["value_high"]))
    return f"{row['text']!r} {row['comparator']} {low}..{high} {row['unit'] or ''} [{row['item'] or ''}]"


def read_sentence(text: str) -> tuple[list[Row], list[Row]]:
    """What the reader makes of a sentence, as rows."""
    from waybill.quantities import read_numbers

    reading = read_numbers(text)
    values = ["value_low", "value_best", "value_high", "comparator"]
    names = ["start", "end", "text", *values, "unit", "item", "item_head", "rate_per"]
    quantities = [{name: getattr(q, name) for name in names} for q in reading.quantities]
    rejections = [{"start": r.start, "end": r.end, "reason": r.reject_reason} for r in reading.rejections]
    return quantities, rejections


def load(part: str) -> list[Row]:
    """The gold records of `dev` or `heldout`."""
    return [json.loads(line) for line in (GOLD / f"{part}.jsonl").read_text(encoding="utf-8").splitlines()]


def score(part: str) -> tuple[dict[str, Tally], list[str]]:
    """Tallies by class with `TOTAL`, and the misses of a part of the gold."""
    tallies: dict[str, Tally] = {}
    misses: list[str] = []
    for record in load(part):
        tally, missed = score_sentence(record, *read_sentence(record["text"]))
        tallies.setdefault(record["class"], Tally()).add(tally)
        misses += [f"{record['id']:22} {miss}\n{'':23}{record['text']!r}" for miss in missed]
    total = Tally()
    for tally in tallies.values():
        total.add(tally)
    return tallies | {"TOTAL": total}, misses


F1S = ("value", "bound", "unit", "all")
SHARES = ("bounds", "ranges", "vague", "items", "rates", "rejected", "reasons")


def table(tallies: dict[str, Tally]) -> str:
    """The figures by class, F1 first, shares after."""
    lines = [f"{'class':16}{'n':>5}" + "".join(f"{name:>9}" for name in (*F1S, *SHARES, "span"))]
    for name, tally in tallies.items():
        cells = [f"{tally.f1(level):9.3f}" for level in F1S]
        cells += [f"{tally.share(share):9.3f}" if tally.wanted[share] else f"{'-':>9}" for share in SHARES]
        wanted = tally.wanted["quantities"]
        span = f"{tally.hits['span'] / wanted:9.3f}" if wanted else f"{'-':>9}"
        lines.append(f"{name:16}{wanted:5}" + "".join(cells) + span)
    return "\n".join(lines)


def main(arguments: Sequence[str]) -> int:
    """Prints the table; misses only for dev."""
    part = "heldout" if "heldout" in arguments else "dev"
    tallies, misses = score(part)
    if "--misses" in arguments:
        if part == "heldout":
            print("the held-out sentences stay unseen: figures only", file=sys.stderr)
            return 2
        print("\n".join(misses))
    print(table(tallies))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
