"""Times one reader over one text, in its own process: worker.py READER FILE BYTES [DOCUMENT_BYTES] -> one JSON line.

Runs in the environment of the reader it times; CPU time of this process on one core, after a warm-up.
"""

from __future__ import annotations

import json
import os
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path

from texts import documents

CANDIDATE = (
    r"(?i)\d[\d.,]*|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|"
    r"fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|millions?|billions?|dozens?|half|third|quarter)\b"
)
Read = Callable[[list[str]], int]


def ours() -> Read:
    """The reader of this project."""
    from waybill.quantities import read_numbers

    return lambda texts: sum(len(read_numbers(text).quantities) for text in texts)


def quantulum3() -> Read:
    """quantulum3 without its optional classifier, which would only slow it."""
    from quantulum3 import parser

    return lambda texts: sum(len(parser.parse(text)) for text in texts)


def number_parser() -> Read:
    """number-parser: number words to digits, no units, no bounds, no spans."""
    from number_parser import parse

    return lambda texts: sum(parse(text) != text for text in texts)


def re2_scan() -> Read:
    """A bare scan for number candidates with google-re2: what looking costs before any reading."""
    import re2

    pattern = re2.compile(CANDIDATE)
    return lambda texts: sum(sum(1 for _ in pattern.finditer(text)) for text in texts)


def polars_scan() -> Read:
    """The same scan in polars, one thread."""
    import polars

    return lambda texts: int(polars.Series(texts).str.count_matches(CANDIDATE).sum())


READERS: dict[str, Callable[[], Read]] = {
    "ours": ours,
    "quantulum3": quantulum3,
    "number-parser": number_parser,
    "re2-scan": re2_scan,
    "polars-scan": polars_scan,
}


def main() -> int:
    """Reads a warm-up, then the slice, and prints bytes, CPU seconds and what was found."""
    reader, file, size = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    length = int(sys.argv[4]) if len(sys.argv) > 4 else 3000
    warnings.simplefilter("ignore")
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    text = file.read_text(encoding="utf-8")
    taken = text[:size]
    texts = list(documents(taken, length))
    read = READERS[reader]()
    # Other text than the timed one, so that tables are loaded and nothing of the slice is remembered.
    read(list(documents(text[-6000:])))
    begun = time.process_time()
    found = read(texts)
    seconds = time.process_time() - begun
    print(json.dumps({"reader": reader, "bytes": len(taken.encode()), "seconds": seconds, "found": found}))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
