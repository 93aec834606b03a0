"""Which claims are worth comparing: blocking by who says it, what it counts, and the number, never all against all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from waybill.assertions.origins import origin_keys
from waybill.assertions.reports import Mention
from waybill.assertions.values import number_keys, numbers_of

WINDOW = 6
"""A mention meets this many predecessors by date in its block: the rest of the block joins through them."""

_DAYS = 60  # between two tellings of one statement by reports that have nothing else in common, at most
_DAYS_IN_COMMON = 10  # between reports whose likeness is that they share several numbers
_MAX_SOURCES = 4


Key = tuple[str, str]
"""What brings claims together: who says it ("" = whoever), and what is counted, how many."""


def block_keys(mention: Mention) -> Iterator[Key]:
    """Under what a claim may meet others: each name that could be its origin, with item branch, unit and number."""
    claim = mention.claim
    root = (claim.item_id or "").partition(".")[0]
    names = list(origin_keys(mention.origin))
    if mention.origin_key is not None:
        names.append(mention.origin_key)
    if mention.report.outlet is not None:
        names.append(mention.report.outlet)
    names += sorted(mention.report.sources)[:_MAX_SOURCES]
    distinct = dict.fromkeys(names)
    for number in number_keys(claim):
        counted = f"{root}|{claim.unit}|{number}"
        for name in distinct:
            yield name, counted


def candidate_pairs(mentions: Sequence[Mention]) -> list[tuple[int, int]]:
    """Pairs of indices into `mentions` that share a block and lie near in time; sorted, each once, of two documents.

    Work and memory grow with the number of mentions, not with the size of the blocks.
    """
    pairs = _neighbours(mentions, *_keyed(mentions, block_keys), _DAYS)
    pairs = np.unique(pairs[:, 0] * len(mentions) + pairs[:, 1])
    return list(zip((pairs // len(mentions)).tolist(), (pairs % len(mentions)).tolist(), strict=True))


def number_key(mention: Mention) -> Iterator[Key]:
    """Under what a claim may meet others whoever says it: its item branch, unit and largest number."""
    root = (mention.claim.item_id or "").partition(".")[0]
    for number in numbers_of(mention.claim)[-1:]:
        yield "", f"{root}|{mention.claim.unit}|{number:.6g}"


def numbers_in_common(mentions: Sequence[Mention], least: int) -> dict[tuple[str, str], int]:
    """Pairs of documents with at least `least` numbers of the same items in common, near in time; and how many."""
    pairs = _neighbours(mentions, *_keyed(mentions, number_key), _DAYS_IN_COMMON)
    names = [mention.report.doc_id for mention in mentions]
    reports = _numbered(names)
    sides = np.sort(reports[pairs[:, :2]], axis=1)
    many = int(reports.max(initial=0)) + 1
    documents = sides[:, 0] * many + sides[:, 1]
    _, met = np.unique(documents, return_inverse=True)  # few enough to be numbered together with their blocks
    blocks = int(pairs[:, 2].max(initial=0)) + 1
    once = np.unique(met * blocks + pairs[:, 2], return_index=True)[1]
    found, counts = np.unique(documents[once], return_counts=True)
    of_number = dict(zip(reports.tolist(), names, strict=True))
    found, counts = found[counts >= least], counts[counts >= least]
    return {
        (of_number[one], of_number[other]): count
        for one, other, count in zip((found // many).tolist(), (found % many).tolist(), counts.tolist(), strict=True)
    }


def _neighbours(mentions: Sequence[Mention], keys: np.ndarray, owners: np.ndarray, days: int) -> np.ndarray:
    """Rows (mention, mention, block): those of two documents that follow each other in a block within the window."""
    said = np.fromiter((mention.said[1] for mention in mentions), np.int64, len(mentions))
    reports = _numbered([mention.report.doc_id for mention in mentions])
    order = np.lexsort((owners, said[owners], keys))
    keys, owners = keys[order], owners[order]
    _, blocks = np.unique(keys, return_inverse=True)
    found = [np.empty((0, 3), dtype=np.int64)]
    for step in range(1, WINDOW + 1):
        same = np.flatnonzero(keys[step:] == keys[:-step])
        left, right = owners[same], owners[same + step]
        near = (np.abs(said[left] - said[right]) <= days) & (reports[left] != reports[right])
        found.append(np.column_stack((np.minimum(left, right), np.maximum(left, right), blocks[same]))[near])
    return np.concatenate(found)


def _keyed(mentions: Sequence[Mention], keys_of: Callable[[Mention], Iterator[Key]]) -> tuple[np.ndarray, np.ndarray]:
    """Block keys as numbers, in the order in which they are met, with the index of the mention each belongs to."""
    names: dict[str, int] = {}
    counted: dict[str, int] = {}
    keys: list[int] = []
    counts = np.zeros(len(mentions), dtype=np.int64)
    for at, mention in enumerate(mentions):
        before = len(keys)
        keys += [
            names.setdefault(name, len(names)) << 32 | counted.setdefault(what, len(counted))
            for name, what in keys_of(mention)
        ]
        counts[at] = len(keys) - before
    return np.array(keys, dtype=np.int64), np.repeat(np.arange(len(mentions)), counts)


def _numbered(names: Sequence[str]) -> np.ndarray:
    numbers: dict[str, int] = {}
    return np.fromiter((numbers.setdefault(name, len(numbers)) for name in names), np.int64, len(names))


def pairs_within(mentions: Sequence[Mention]) -> Iterator[tuple[int, int]]:
    """Pairs of claims of one document that share unit and number neighbourhood; `mentions` in text order."""
    blocks: dict[tuple[str, str], list[int]] = {}
    for at, mention in enumerate(mentions):
        for number in number_keys(mention.claim):
            blocks.setdefault((mention.claim.unit, number), []).append(at)
    seen: set[tuple[int, int]] = set()
    for members in blocks.values():
        for place, at in enumerate(members):
            for earlier in members[max(0, place - WINDOW) : place]:
                if (earlier, at) not in seen:
                    seen.add((earlier, at))
                    yield earlier, at
