"""Reports about arms transfers by the hundred thousand: about 3 KB each, from templates with a fixed seed.

    python -m benchmarks.scale.reports 10000 FOLDER

Of a hundred reports some 55 are originals, 30 the same text under another outlet's name, 15 retell the figures of
another report in their own words. Each original has five figures in topic, some eight numbers that are none of ours
(ages, prices, distances, scores), and prose around them: 4 numbers a kilobyte, an agency's density.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from benchmarks.quantities.texts import COUNTED, Writer, plain

SIZE = 3000
A_DAY = 50
FIGURES, OTHERS = 5, 4  # sentences with figures in topic, and with other numbers
COPIED, RETOLD = 0.30, 0.15
RECENT = 200
"""A report is copied or retold from one of so many before it: news goes round within days."""
CITIES = ("SEOUL", "KYIV", "WASHINGTON", "TOKYO", "BRUSSELS", "LONDON", "WARSAW", "VIENNA")
SYLLABLES = ("bar", "kon", "ris", "ten", "mar", "osk", "lun", "vin", "sha", "del", "gor", "pim", "ast", "nev", "quo")
SOURCES = (
    "South Korea's spy agency said", "Ukrainian officials said", "the Pentagon said", "according to Seoul's army",
    "the Open Source Centre found", "the State Department said", "Japan's defence ministry estimated",
    "a Western official said", "according to lawmakers briefed on the matter", "the General Staff of Ukraine said",
)  # fmt: skip
BOUNDS = ("about", "more than", "at least", "up to", "some", "nearly", "", "", "")
DEEDS = (
    "North Korea shipped {n} containers of munitions to Russia in {month}, {source}.",
    "Pyongyang has sent {n} artillery shells to Russia since {month}, {source}.",
    "{n} North Korean soldiers were deployed to the Kursk region in {month}, {source}.",
    "The United States delivered {n} 155mm artillery rounds to Ukraine, {source}.",
    "Iran transferred {n} drones to Russia in {month}, {source}.",
    "Russia fired {n} ballistic missiles at Ukraine in {month}, {source}.",
    "Tankers carried {n} barrels of refined oil to North Korea in {month}, {source}.",
    "Moscow paid Pyongyang {money} for ammunition, {source}.",
    "The Czech Republic promised Ukraine {n} howitzers, {source}.",
    "{n} North Korean troops have been killed or wounded, {source}.",
)
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November")


@dataclass(frozen=True, slots=True)
class Written:
    """A report on its way to the disk, and the parts that another report can take from it."""

    outlet: str
    city: str
    day: date
    headline: str
    body: str
    figures: tuple[str, ...]

    @property
    def text(self) -> str:
        """The whole file, as the outlet prints it."""
        dateline = f"{self.city}, {self.day:%B} {self.day.day}, {self.day.year} ({self.outlet}) - "
        return f"{self.headline}\n\n{dateline}{self.body}\n\n(Reporting by {self.outlet})\n"


def write_reports(folder: Path, count: int, first: int = 0, seed: int = 20261122) -> int:
    """Write `count` reports under `folder`, a folder a month; returns their bytes. Equal arguments give equal bytes."""
    size = 0
    for number, report in enumerate(reports(count, seed, first), start=first):
        month = folder / f"{report.day:%Y-%m}"
        month.mkdir(parents=True, exist_ok=True)
        size += (month / f"{report.day}-{number:07}.txt").write_bytes(report.text.encode())
    return size


def reports(count: int, seed: int, first: int = 0) -> Iterator[Written]:
    """Reports number `first` and on; each of their days has `A_DAY`."""
    rng = Writer(seed)
    outlets = [f"{_name(rng)} {rng.choice(('Post', 'Wire', 'Herald', 'Times', 'News'))}" for _ in range(300)]
    rng.seed(f"{seed} {first}")
    recent: list[Written] = []
    for number in range(first, first + count):
        day = date(2020, 1, 1) + timedelta(days=number // A_DAY)
        kind, outlet = rng.random(), rng.choice(outlets)
        if recent and kind < COPIED:
            source = rng.choice(recent)
            made = Written(outlet, source.city, day, source.headline, source.body, source.figures)
        elif recent and kind < COPIED + RETOLD:
            made = _retold(rng, rng.choice(recent), outlet, day)
        else:
            made = _told(rng, outlet, day, tuple(_figure(rng) for _ in range(FIGURES)))
        recent = [*recent[-RECENT + 1 :], made]
        yield made


def _retold(rng: Writer, source: Written, outlet: str, day: date) -> Written:
    figures = tuple(rng.sample(source.figures, FIGURES - 1))
    cited = [figure.replace(".", f", the {source.outlet} reported.", 1) if rng.random() < 0.3 else figure
             for figure in figures]  # fmt: skip
    return _told(rng, outlet, day, tuple(cited))


def _told(rng: Writer, outlet: str, day: date, figures: tuple[str, ...]) -> Written:
    others = [rng.choice(COUNTED)(rng) for _ in range(OTHERS)]
    told = [figure[0].upper() + figure[1:] for figure in figures]
    sentences = [*told[1:], *others]
    while sum(map(len, sentences)) < SIZE - 150:
        sentences.append(plain(rng))
    rng.shuffle(sentences)
    sentences.insert(0, told[0])
    cuts = [" ".join(sentences[at : at + 3]) for at in range(0, len(sentences), 3)]
    headline = f"{rng.part('names')} and {rng.part('names')} on {rng.part('things')} in {rng.part('places')}"
    return Written(outlet, rng.choice(CITIES), day, headline, "\n\n".join(cuts), figures)


def _figure(rng: Writer) -> str:
    bound, number = rng.choice(BOUNDS), _number(rng)
    amount = f"{bound} {number}".strip()
    money = f"{bound} ${rng.randrange(2, 900)} million".strip()
    return rng.choice(DEEDS).format(n=amount, money=money, month=rng.choice(MONTHS), source=_source(rng))


def _source(rng: Writer) -> str:
    if rng.random() < 0.5:
        return rng.choice(SOURCES)
    return f"{_name(rng)} {_name(rng)} of the {_name(rng)} Institute said"


def _number(rng: Writer) -> str:
    """As reports give them: mostly one or two digits and noughts, now and then exact."""
    digits = rng.choice((1, 2, 2, 3, 4))
    return f"{rng.randrange(10 ** (digits - 1), 10**digits) * 10 ** rng.randrange(1, 4):,}"


def _name(rng: random.Random) -> str:
    return "".join(rng.choice(SYLLABLES) for _ in range(3)).capitalize()


if __name__ == "__main__":
    written = write_reports(Path(sys.argv[2]), int(sys.argv[1]))
    print(f"{int(sys.argv[1]):,} reports, {written / 1e6:.1f} MB in {sys.argv[2]}")
