"""Versions of the dataset's schema: what each held, and whether a step from one to the next breaks its readers.

`schemas/versions/<version>.csv` holds every table, column and type of a version, so that a change of the models without
a new version fails a test. `python -m schemas.versions` writes the file of the present version.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path

from schemas.dataset import SCHEMA_VERSION, TABLES
from schemas.render import arrow_schema, schema_words

FOLDER = Path(__file__).parent / "versions"
_NOT_NULL = " not null"

Words = Mapping[str, Mapping[str, str]]
"""Table -> column -> its type as `schema_words` writes it."""


def declared() -> dict[str, dict[str, str]]:
    """The schema as the models declare it now."""
    return {name: schema_words(arrow_schema(model)) for name, model in TABLES.items()}


def breaks(before: Words, now: Words) -> tuple[str, ...]:
    """What a reader of the schema `before` no longer finds in `now`, in words; empty = it goes on working.

    A column more, a table more, and a column that is never null any more break nobody.

    >>> breaks({"quays": {"pier": "string not null", "ships": "int32"}}, {"quays": {"pier": "string"}})
    ('quays.pier may be null now', 'quays.ships is gone')
    """
    return tuple(_breaks(before, now))


def _breaks(before: Words, now: Words) -> Iterator[str]:
    for table, columns in before.items():
        if table not in now:
            yield f"{table} is gone"
            continue
        for column, kind in columns.items():
            found = now[table].get(column)
            if found is None:
                yield f"{table}.{column} is gone"
            elif found.removesuffix(_NOT_NULL) != kind.removesuffix(_NOT_NULL):
                yield f"{table}.{column} was {kind.removesuffix(_NOT_NULL)} and is {found.removesuffix(_NOT_NULL)}"
            elif kind.endswith(_NOT_NULL) and not found.endswith(_NOT_NULL):
                yield f"{table}.{column} may be null now"


def kept(version: str) -> dict[str, dict[str, str]]:
    """The schema of a version, from its file; FileNotFoundError where there was no such version."""
    found: dict[str, dict[str, str]] = {}
    with (FOLDER / f"{version}.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["table"], {})[row["column"]] = row["type"]
    return found


def versions() -> tuple[str, ...]:
    """Every version that ever was, oldest first.

    >>> SCHEMA_VERSION == versions()[-1]
    True
    """
    numbers = (tuple(int(part) for part in path.stem.split(".")) for path in FOLDER.glob("*.csv"))
    return tuple(".".join(map(str, number)) for number in sorted(numbers))


def _write() -> None:
    with (FOLDER / f"{SCHEMA_VERSION}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("table", "column", "type"))
        writer.writerows((table, *column) for table, columns in declared().items() for column in columns.items())


if __name__ == "__main__":
    _write()
