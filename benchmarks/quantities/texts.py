"""News-like text of two densities, written from templates with a fixed seed.

`newswire` has 4 to 5 numbers a kilobyte, as an agency's day does; `dense` 15, as a market wrap
or an audit does.
Sentences without numbers are put together from parts, so that no reader gains by remembering whole sentences.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path


def load_parts() -> dict[str, list[str]]:
    """The lists of `parts.txt` by section."""
    sections: dict[str, list[str]] = {}
    for line in Path(__file__).with_name("parts.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            section = sections.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("#"):
            section.append(line)
    return sections


PARTS = load_parts()


class Writer(random.Random):
    """The seeded chance that writes a text."""

    def part(self, section: str) -> str:
        """Any part of a section."""
        return self.choice(PARTS[section])


Maker = Callable[[Writer], str]


def count(rng: Writer) -> str:
    """A number as newsrooms write it."""
    form = rng.randrange(6)
    if form == 0:
        return rng.part("words")
    if form == 1:
        return f"{rng.randrange(1, 60)}.{rng.randrange(1, 10)} million"
    return f"{rng.randrange(10, 900)}" if form < 4 else f"{rng.randrange(1, 900)},{rng.randrange(100, 999)}"


def bounded(rng: Writer) -> str:
    """A number, every second time with a word before it."""
    return f"{rng.part('bounds')} {count(rng)}" if rng.random() < 0.5 else count(rng)


def money(rng: Writer) -> str:
    """A sum in one of several notations."""
    n = rng.randrange(2, 900)
    return rng.choice([f"${n} million", f"€{n}m", f"£{n / 10}bn", f"{n} million yuan", f"US${n},000", f"Rs {n} crore"])


def share(rng: Writer) -> str:
    """A percentage, fraction or multiple."""
    n = rng.randrange(2, 97)
    return rng.choice([f"{n}%", f"{n}.{n % 9} percent", "a third", "nearly half", f"{n} per cent", "two-thirds"])


def span(rng: Writer) -> str:
    """A range."""
    n = rng.randrange(2, 400)
    return rng.choice([f"{n} to {n + 9}", f"between {n} and {2 * n}", f"{n}-{n + 20}", f"from {n},000 to {n + 5},000"])


def day(rng: Writer) -> str:
    """A date or a year, which is no quantity."""
    when = f"{rng.randrange(1, 29)} {rng.part('months')}"
    return rng.choice([when, f"{when} {rng.randrange(1998, 2030)}", f"{rng.randrange(1960, 2030)}"])


def plain(rng: Writer) -> str:
    """A sentence without any number."""
    if rng.random() < 0.3:
        return rng.part("talk")
    body, deed, why = rng.part("bodies"), rng.part("deeds"), rng.part("whys")
    order = rng.randrange(3)
    if order == 0:
        return f"In {rng.part('places')}, {body} {deed} {why}."
    if order == 1:
        return f"{body.capitalize()} {deed} {why}, {rng.part('names')} of {rng.part('places')} told reporters."
    return f"{rng.part('names')}, who speaks for {body}, {deed} {why}."


COUNTED: tuple[Maker, ...] = (
    lambda r: (
        f"{bounded(r).capitalize()} {r.part('things')} were affected in {r.part('places')}, {r.part('bodies')} said."
    ),
    lambda r: f"{r.part('bodies').capitalize()} put the cost at {money(r)} and {r.part('deeds')}.",
    lambda r: f"The number of {r.part('things')} rose by {share(r)} in {r.part('places')} {r.part('whys')}.",
    lambda r: f"{r.part('names')} said {span(r)} {r.part('things')} had been counted since {day(r)}.",
    lambda r: f"The site, {bounded(r)} {r.part('units')} from {r.part('places')}, has been closed since {day(r)}.",
    lambda r: (
        f"{count(r).capitalize()} {r.part('things')} and {count(r)} {r.part('things')} were lost {r.part('whys')}."
    ),
    lambda r: (
        f"The {r.randrange(5, 12)}:{r.randrange(10, 60)} service KL {r.randrange(100, 9999)} to "
        f"{r.part('places')} never left."
    ),
    lambda r: (
        f"{r.part('places')} beat {r.part('places')} {r.randrange(1, 5)}-{r.randrange(0, 4)}, "
        f"{r.part('names')} said {r.part('whys')}."
    ),
    lambda r: (
        f"A {r.randrange(2, 80)}-year-old man from {r.part('places')} was held; {r.part('bodies')} {r.part('deeds')}."
    ),
)
PACKED: tuple[Maker, ...] = (
    lambda r: (
        f"Output rose {share(r)} to {count(r)} {r.part('units')}, {bounded(r)} {r.part('units')} above {day(r)}, "
        f"and {money(r)} was spent on {count(r)} {r.part('things')}."
    ),
    lambda r: (
        f"In {r.part('places')} {bounded(r)} {r.part('things')}, {count(r)} {r.part('things')} and {span(r)} "
        f"{r.part('units')} of cable were reported, worth {money(r)}."
    ),
    lambda r: (
        f"{r.part('places')}: {count(r)} {r.part('things')} ({share(r)}), {count(r)} {r.part('things')}, "
        f"{money(r)} a year; {day(r)}: {bounded(r)}."
    ),
    lambda r: (
        f"Of {count(r)} {r.part('things')} checked in {r.part('places')}, {share(r)} failed and {bounded(r)} were sent "
        f"back within {span(r)} days, {r.part('bodies')} said."
    ),
)


def write_text(size: int, seed: int, makers: tuple[Maker, ...], numbered: float) -> str:
    """About `size` bytes of paragraphs in which the given share of sentences holds numbers."""
    rng = Writer(seed)
    parts: list[str] = []
    length = 0
    while length < size:
        sentences = [
            (rng.choice(makers) if rng.random() < numbered else plain)(rng) for _ in range(rng.randrange(2, 6))
        ]
        parts.append(" ".join(sentences))
        length += len(parts[-1]) + 2
    return "\n\n".join(parts)


def newswire(size: int, seed: int = 20261122) -> str:
    """Text of an agency's density, 4 to 5 numbers a KB."""
    return write_text(size, seed, COUNTED, 0.21)


def dense(size: int, seed: int = 20261122) -> str:
    """Number-dense reports, about 15 numbers a KB."""
    return write_text(size, seed, PACKED, 0.262)


def documents(text: str, size: int = 3000) -> Iterator[str]:
    """The text in documents of about `size` characters, cut between paragraphs."""
    start = 0
    while start < len(text):
        end = text.find("\n\n", start + size)
        end = len(text) if end < 0 else end
        yield text[start:end]
        start = end + 2


def density(text: str) -> float:
    """Numbers a KB: runs of digits with their grouping, and number words."""
    words = "|".join([*PARTS["words"], "half", "third", "two-thirds"])
    return 1000 * len(re.findall(rf"\d[\d.,]*|\b(?:{words})\b", text.lower())) / len(text.encode())
