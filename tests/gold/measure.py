"""How does the reader of this checkout stand against the gold corpora?

`python -m tests.gold.measure [--corpus NAME ...] [--errors] [--write]`: one table over all corpora, no release needed;
with `--errors` each slip of the open corpora by document; with `--write` (`make accuracy`) the figures of the corpora
that ship with the project go to waybill/releases/accuracy.csv, from where each release quotes them. The held-out
reports are measured, never listed.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Iterator, Mapping, Sequence

from tests.gold.gains import CHECKOUT, CORPORA, read_with
from tests.gold.scoring import ROW, Score, load_gold, ratio, score
from waybill.releases.accuracy import ACCURACY, FIELDS

SHIPPED = ("dev", "heldout")

COUNTS = ("gold", "found", "spurious", "repeat")
RATES = ("found_f1", "core_f1", "row_f1")


def table(scores: dict[str, Score]) -> Iterator[str]:
    """A line per count, F1 and field, a column per corpus.

    >>> next(table({"dev": Score(), "heldout": Score()}))
    '                      dev   heldout'
    """
    yield f"{'':<16}" + " ".join(f"{name:>9}" for name in scores)
    for name in COUNTS:
        yield f"{name:<16}" + " ".join(f"{getattr(total, name):9d}" for total in scores.values())
    for name in RATES:
        yield f"{name:<16}" + " ".join(f"{getattr(total, name):9.3f}" for total in scores.values())
    for name in (*ROW, "item_related", "chain_length"):
        yield f"{name:<16}" + " ".join(f"{total.rate(name):9.3f}" for total in scores.values())


def accuracy_rows(scores: Mapping[str, Score], reports: Mapping[str, int]) -> Iterator[dict[str, object]]:
    """A line of accuracy.csv for each corpus that ships with the project."""
    for name in SHIPPED:
        total = scores[name]
        high = total.confidence.get("high", [0, 0])
        figures = {
            "found": ratio(total.found, total.gold),
            "precision": ratio(total.found, total.found + total.spurious),
            "core": total.core_f1,
            "row": total.row_f1,
            **{check: total.rate(check) for check in FIELDS},
            "high_share": ratio(high[1], total.found),
            "high_core": ratio(*high),
        }
        rounded = {check: f"{figure:.3f}" for check, figure in figures.items()}
        yield {"corpus": name, "reports": reports[name], "claims": total.gold, **rounded}


def write_accuracy(rows: Sequence[Mapping[str, object]]) -> None:
    with ACCURACY.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", nargs="*", choices=[c.name for c in CORPORA], help="only these corpora")
    parser.add_argument("--errors", action="store_true", help="list the slips of the open corpora")
    parser.add_argument("--write", action="store_true", help="keep the figures that releases quote")
    chosen = parser.parse_args(arguments)
    corpora = [c for c in CORPORA if c.gold.is_dir() and c.name in (chosen.corpus or [c.name])]
    gold = {c.name: load_gold(c.gold) for c in corpora}
    scores = {c.name: score(gold[c.name], read_with(CHECKOUT, c)) for c in corpora}
    print(*table(scores), sep="\n")
    if chosen.write:
        write_accuracy([*accuracy_rows(scores, {name: len(documents) for name, documents in gold.items()})])
    for corpus in corpora:
        if chosen.errors and not corpus.is_closed:
            print(*("  ".join(error) for error in scores[corpus.name].errors), sep="\n")


if __name__ == "__main__":
    main()
