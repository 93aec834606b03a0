"""Which claims of the gold corpora did a change of the reader gain, lose or change, field by field?

`python -m tests.gold.gains OLD [NEW]`: OLD and NEW are anything git resolves to a commit; without NEW the checkout as
it lies on disk is read. Both read the same reports, those of this checkout. Of held-out reports only totals are shown.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.gold.scoring import ROW, GoldDocument, ReadClaim, Score, check, load_gold, match, overlap, score

HERE = Path(__file__).resolve().parent
CHECKOUT = HERE.parents[1]
SHARED = Path(os.environ.get("WAYBILL_SHARED") or CHECKOUT.parent / "shared")
FIELDS = tuple(f for f in ReadClaim.__dataclass_fields__ if f not in ("quantity_start", "quantity_end"))

Readings = Mapping[str, Sequence[ReadClaim]]


@dataclass(frozen=True, slots=True)
class Corpus:
    """Reports and their gold; a closed corpus is measured, but none of its claims is shown."""

    name: str
    raw: tuple[Path, ...]
    gold: Path
    is_closed: bool = False


CORPORA = (
    Corpus("dev", (HERE / "reports/dev/raw",), HERE / "reports/dev/gold"),
    Corpus("heldout", (HERE / "reports/heldout/raw",), HERE / "reports/heldout/gold", is_closed=True),
    Corpus("shared", (SHARED / "corpus/reports", SHARED / "corpus/seeds"), SHARED / "corpus/gold"),
)


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two readings, and what the gold says of it (right, wrong, or empty where it is silent)."""

    kind: str  # gained, lost, or the field that changed
    stem: str
    quantity_text: str
    detail: str
    verdict: str

    def line(self) -> str:
        return "  ".join(filter(None, (self.stem, self.kind, repr(self.quantity_text), self.detail, self.verdict)))


@contextmanager
def source_of(revision: str | None) -> Iterator[Path]:
    """A folder that holds the code of a commit, gone afterwards; the checkout itself when no commit is named."""
    if revision is None:
        yield CHECKOUT
        return
    with tempfile.TemporaryDirectory() as above:
        tree = Path(above) / "tree"
        git = ("git", "-C", str(CHECKOUT), "worktree")
        subprocess.run([*git, "add", "--detach", "--quiet", str(tree), revision], check=True)
        try:
            yield tree
        finally:
            subprocess.run([*git, "remove", "--force", str(tree)], check=True)


def read_with(source: Path, corpus: Corpus) -> Readings:
    """All reports of a corpus, read by the code in `source` in a process of its own."""
    folders = [str(folder) for folder in corpus.raw]
    environment = {**os.environ, "PYTHONPATH": str(source), "PYTHONDONTWRITEBYTECODE": "1"}
    run = subprocess.run(
        [sys.executable, str(HERE / "dump_claims.py"), str(source), *folders],
        cwd=source, env=environment, check=False, stdout=subprocess.PIPE,
    )  # fmt: skip
    if run.returncode:
        sys.exit(f"the reader in {source} could not read {corpus.name}: see above")
    return {stem: [ReadClaim.of(row) for row in rows] for stem, rows in json.loads(run.stdout).items()}


def same_quantity(claim: ReadClaim, others: Sequence[ReadClaim]) -> ReadClaim | None:
    """The claim of the other reading on the same words, if there is one."""
    best = max(others, key=lambda other: overlap(claim.quantity_start, claim.quantity_end, other), default=None)
    return best if best and overlap(claim.quantity_start, claim.quantity_end, best) > 0 else None


def verdicts(document: GoldDocument | None, claims: Sequence[ReadClaim]) -> dict[int, dict[str, bool]]:
    """The gold's checks of each read claim, by the claim's start; claims without gold are left out."""
    if document is None:
        return {}
    return {
        claim.quantity_start: check(gold, claim, document.tolerances.get(gold["start"]))
        for gold, claim in match(document, claims)
        if isinstance(claim, ReadClaim)
    }


def changes(old: Readings, new: Readings, documents: Sequence[GoldDocument]) -> Iterator[Change]:
    """Every difference between two readings of the same reports, in text order."""
    gold = {document.stem: document for document in documents}
    for stem in sorted(old.keys() | new.keys()):
        before, after = old.get(stem, ()), new.get(stem, ())
        was, now = verdicts(gold.get(stem), before), verdicts(gold.get(stem), after)
        for claim in before:
            if same_quantity(claim, after) is None:
                yield Change("lost", stem, claim.quantity_text, "", "wrong" if claim.quantity_start in was else "right")
        for claim in after:
            earlier = same_quantity(claim, before)
            if earlier is None:
                yield Change(
                    "gained", stem, claim.quantity_text, "", "right" if claim.quantity_start in now else "wrong"
                )
                continue
            yield from changed_fields(
                stem, earlier, claim, was.get(earlier.quantity_start), now.get(claim.quantity_start)
            )


CHECK_OF = {
    "value_low": "low", "value_high": "high", "item_id": "item", "supplier_id": "supplier", "recipient_id": "recipient",
    "actor_id": "actor", "attributed_to": "origin",
}  # fmt: skip


def changed_fields(
    stem: str, earlier: ReadClaim, claim: ReadClaim, was: Mapping[str, bool] | None, now: Mapping[str, bool] | None
) -> Iterator[Change]:
    for name in FIELDS:
        left, right = getattr(earlier, name), getattr(claim, name)
        if left == right:
            continue
        checked = CHECK_OF.get(name, name)
        before, after = (was or {}).get(checked), (now or {}).get(checked)
        verdict = "" if after is None or before is after else "right" if after else "wrong"
        yield Change(name, stem, claim.quantity_text, f"{left!r} -> {right!r}", verdict)


def totals(found: Sequence[Change]) -> Iterator[str]:
    """One line per kind of change: how many, and how many of them for the better and for the worse by the gold."""
    every, right = Counter(c.kind for c in found), Counter(c.kind for c in found if c.verdict == "right")
    wrong = Counter(c.kind for c in found if c.verdict == "wrong")
    for kind in ("gained", "lost", *FIELDS):
        if every[kind]:
            yield f"  {kind:<16}{every[kind]:5d}   better {right[kind]:4d}   worse {wrong[kind]:4d}"


def figures(old: Score, new: Score) -> Iterator[str]:
    yield f"  gold {new.gold}: found {old.found} -> {new.found}, spurious {old.spurious} -> {new.spurious}"
    for name in ("found_f1", "core_f1", "row_f1"):
        yield f"  {name:<16}{getattr(old, name):7.3f} -> {getattr(new, name):.3f}"
    for name in ROW:
        yield f"  {name:<16}{old.rate(name):7.3f} -> {new.rate(name):.3f}"


def report(corpus: Corpus, old: Readings, new: Readings) -> Iterator[str]:
    documents = load_gold(corpus.gold)
    found = list(changes(old, new, documents))
    yield f"{corpus.name}: {len(documents)} documents" + (" (closed: totals only)" if corpus.is_closed else "")
    yield from figures(score(documents, old), score(documents, new))
    yield from totals(found)
    if not corpus.is_closed:
        yield from (f"    {change.line()}" for change in found)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("old", help="the commit to compare with")
    parser.add_argument("new", nargs="?", help="the commit that changed; left out: the checkout as it lies on disk")
    parser.add_argument("--corpus", nargs="*", choices=[c.name for c in CORPORA], help="only these corpora")
    chosen = parser.parse_args(arguments)
    corpora = [c for c in CORPORA if c.gold.is_dir() and c.name in (chosen.corpus or [c.name])]
    with source_of(chosen.old) as before, source_of(chosen.new) as after:
        for corpus in corpora:
            print(*report(corpus, read_with(before, corpus), read_with(after, corpus)), sep="\n", flush=True)


if __name__ == "__main__":
    main()
