"""Turns the marked-up sentences (`dev.txt`, `heldout.txt`) into JSON Lines with checked offsets.

Markup, one sentence a line: `@ class` opens a class; `{words|spec}` marks a quantity, `{words|!reason}` a rejection;
`⏎` is a line break and `⇥` a tab of the text. A spec is `[?]VALUE [unit] [# item] [/rate]`, further right readings
after ` || `; `?` makes the mention neutral. VALUE: `40`, `~40` about, `^40` nearly, `+40` just over, `>40`, `>=40`,
`<40`, `<=40`, `40..50` between, `24?99` vague, `ch+40`, `ch-40` a change in percent (factor 1.4 / 0.6, or 40 percent).
"""

from __future__ import annotations

import json
import re
import sys
from decimal import Decimal
from pathlib import Path

HERE = Path(__file__).parent
REASONS = (HERE / "reasons.txt").read_text(encoding="utf-8").split()
PREFIXES = {">=": "at_least", "<=": "up_to", ">": "more_than", "<": "less_than", "~": "about", "^": "nearly"}
PREFIXES |= {"+": "just_over"}
FLIPPED = {"at_least": "up_to", "up_to": "at_least", "more_than": "less_than", "less_than": "more_than"}
MARK = re.compile(r"\{([^{}|]+)\|([^{}]+)\}")
CHANGE = re.compile(r"^(>=|<=|>|<|~|\^|\+)?ch([+-])(\S+)$")
RANGE = re.compile(r"^(-?[\d.e]+)(\.\.|\?)(-?[\d.e]+)$")
KINDS = {
    "mass": "kg t g mg lb oz short_ton long_ton",
    "volume": "L mL m3 bbl gal pint acre_ft ft3",
    "length": "m km cm mm ft in mi nmi yd",
    "area": "ha acre km2 m2 mi2 ft2",
    "duration": "s min h day week month year decade",
    "share": "percent percentage_point basis_point permille",
    "factor": "factor",
}
KIND_OF = {unit: kind for kind, units in KINDS.items() for unit in units.split()}


def number(text: str) -> float:
    """The float nearest to the decimal as written."""
    return float(Decimal(text))


def bounds(comparator: str, value: float) -> tuple[float | None, float | None, float | None]:
    """(low, best, high) of one number under a comparator, as the value table of the design has it."""
    if comparator in ("more_than", "at_least"):
        return value, None, None
    if comparator in ("less_than", "up_to"):
        return None, None, value
    return value, value, value


def read_value(spec: str) -> list[tuple[str, float | None, float | None, float | None, str | None]]:
    """One value token as (comparator, low, best, high, unit); a change has two equally right readings."""
    change = CHANGE.match(spec)
    if change:
        comparator = PREFIXES.get(change[1] or "", "exact")
        percent = Decimal(change[3])
        down = change[2] == "-"
        factor = float(1 - percent / 100 if down else 1 + percent / 100)
        outer = FLIPPED.get(comparator, comparator) if down else comparator
        readings = [
            (outer, *bounds(outer, factor), "factor"),
            (comparator, *bounds(comparator, float(percent)), "percent"),
        ]
        return [*readings, (comparator, *bounds(comparator, -float(percent)), "percent")] if down else readings
    pair = RANGE.match(spec)
    if pair:
        comparator = "between" if pair[2] == ".." else "vague"
        return [(comparator, number(pair[1]), None, number(pair[3]), None)]
    for prefix, comparator in PREFIXES.items():
        if spec.startswith(prefix):
            return [(comparator, *bounds(comparator, number(spec[len(prefix) :])), None)]
    return [("exact", *bounds("exact", number(spec)), None)]


HEAD_STOP = re.compile(
    r"\s(?:of|in|on|at|for|from|with|who|that|to|by|under|aboard|between|without|against|per|near|across)\s|,"
)


def head_of(item: str) -> str:
    """Head noun of an item phrase: the word after `*`, else the last word before a preposition."""
    if "*" in item:
        return re.split(r"[\s,]", item.split("*", 1)[1])[0].lower()
    return HEAD_STOP.split(item)[0].split()[-1].lower()


def kind_of(unit: str | None) -> str:
    """The design's `quantity_kind` of a unit; three capitals are money."""
    if unit is None:
        return "count"
    return "money" if re.fullmatch(r"[A-Z]{3}", unit) and unit != "TEU" else KIND_OF.get(unit, "other")


def read_reading(spec: str) -> list[dict[str, object]]:
    """One reading of a spec, as the value fields of a gold quantity."""
    spec, _, rate = spec.partition(" /")
    body, _, item = spec.partition(" # ")
    value, _, unit = body.strip().partition(" ")
    rows: list[dict[str, object]] = []
    for comparator, low, best, high, unit_of_change in read_value(value):
        name = unit_of_change or unit.strip() or None
        row: dict[str, object] = {"value_low": low, "value_best": best, "value_high": high, "comparator": comparator}
        row |= {"unit": name, "item": item.replace("*", "").strip() or None, "quantity_kind": kind_of(name)}
        row |= {"rate_per": rate.strip() or None, "item_head": head_of(item) if item.strip() else None}
        rows.append(row)
    return rows


def read_sentence(marked: str, name: str, sentence_class: str) -> dict[str, object]:
    """A marked sentence as its gold record, offsets counted in code points of the plain text."""
    marked = marked.replace("⏎", "\n").replace("⇥", "\t")
    text, quantities, rejections, last = "", [], [], 0
    for mark in MARK.finditer(marked):
        text += marked[last : mark.start()]
        span = {"text": mark[1], "start": len(text), "end": len(text) + len(mark[1])}
        text += mark[1]
        last = mark.end()
        spec = mark[2].strip()
        if spec.startswith("!"):
            if spec[1:] not in REASONS:
                raise ValueError(f"{name}: unknown reason {spec!r}")
            rejections.append(span | {"reason": spec[1:]})
            continue
        optional = spec.startswith("?")
        try:
            readings = [row for part in spec.lstrip("?").split(" || ") for row in read_reading(part)]
        except ArithmeticError as error:
            raise ValueError(f"{name}: {spec!r}") from error
        row = span | readings[0] | ({"optional": True} if optional else {})
        quantities.append(row | ({"also": readings[1:]} if len(readings) > 1 else {}))
    text += marked[last:]
    if "{" in text or "}" in text:
        raise ValueError(f"{name}: broken markup in {text!r}")
    for row in [*quantities, *rejections]:
        if text[row["start"] : row["end"]] != row["text"]:
            raise ValueError(f"{name}: offsets of {row['text']!r}")
    return {"id": name, "class": sentence_class, "text": text, "quantities": quantities, "rejections": rejections}


def read_source(path: Path) -> list[dict[str, object]]:
    """All records of a marked-up file, numbered within their class."""
    records: list[dict[str, object]] = []
    counts: dict[str, int] = {}
    sentence_class = ""
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line.startswith("@ "):
            sentence_class = line[2:].strip()
        elif line.strip() and not line.startswith("//"):
            counts[sentence_class] = counts.get(sentence_class, 0) + 1
            name = f"{path.stem[0]}-{sentence_class}-{counts[sentence_class]:02d}"
            records.append(read_sentence(line, name, sentence_class))
    return records


def render(path: Path) -> str:
    """The JSON Lines of a marked-up file."""
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in read_source(path))


def main() -> int:
    """Writes both files, or with --check says whether they stand as the markup has them."""
    stale = 0
    for stem in ("dev", "heldout"):
        source, target = HERE / f"{stem}.txt", HERE / f"{stem}.jsonl"
        if not source.exists():
            continue
        rendered = render(source)
        if "--check" in sys.argv:
            stale += target.read_text(encoding="utf-8") != rendered
        else:
            target.write_text(rendered, encoding="utf-8")
        print(f"{stem}: {rendered.count(chr(10))} sentences")
    return 1 if stale else 0


if __name__ == "__main__":
    raise SystemExit(main())
