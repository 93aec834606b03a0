"""How does the reader of this checkout stand against the gold corpora?

`python -m tests.gold.measure [--corpus NAME ...] [--errors]`: one table over all corpora, no release needed; with
`--errors` each slip of the open corpora by document. The held-out reports are measured, never listed.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence

from tests.gold.gains import CHECKOUT, CORPORA, read_with
from tests.gold.scoring import ROW, Score, load_gold, score

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


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", nargs="*", choices=[c.name for c in CORPORA], help="only these corpora")
    parser.add_argument("--errors", action="store_true", help="list the slips of the open corpora")
    chosen = parser.parse_args(arguments)
    corpora = [c for c in CORPORA if c.gold.is_dir() and c.name in (chosen.corpus or [c.name])]
    scores = {c.name: score(load_gold(c.gold), read_with(CHECKOUT, c)) for c in corpora}
    print(*table(scores), sep="\n")
    for corpus in corpora:
        if chosen.errors and not corpus.is_closed:
            print(*("  ".join(error) for error in scores[corpus.name].errors), sep="\n")


if __name__ == "__main__":
    main()
