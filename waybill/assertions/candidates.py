"""Which claims are worth comparing: blocking by who says it, what it counts, and the number, never all against all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

import numpy as np

from waybill.assertions.origins import origin_keys
from waybill.assertions.reports import Mention
from waybill.assertions.values import number_keys, numbers_of

WINDOW = 6
"""A mention meets this many predecessors by date in its block: the rest of the block joins through them."""

_DAYS = 60  # between two tellings of one statement by reports that have nothing else in common, at most
_DAYS_IN_COMMON = 10  # between reports whose likeness is that they share several numbers
_MAX_SOURCES = 4


_MIX = 0x9E3779B97F4A7C15  # odd: no two parts of a key change places without changing it
_WHOLE = (1 << 64) - 1


@lru_cache(maxsize=1 << 18)
def key_of(text: str) -> int:
    """A text as a number of 64 bits, the same in every run."""
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def block_keys(mention: Mention) -> Iterator[int]:
    """Under what a claim may meet others: each name that could be its origin, with item branch, unit and number."""
    claim = mention.claim
    root = (claim.item_id or "").partition(".")[0]
    names = list(origin_keys(mention.origin))
    if mention.origin_key is not None:
        names.append(mention.origin_key)
    if mention.report.outlet is not None:
        names.append(mention.report.outlet)
    names += sorted(mention.report.sources)[:_MAX_SOURCES]
    distinct = [key_of(name) for name in dict.fromkeys(names)]
    for number in number_keys(claim):
        counted = key_of(f"{root}|{claim.unit}|{number}") * _MIX
        for name in distinct:
            yield counted + name & _WHOLE


def number_key(mention: Mention) -> Iterator[int]:
    """Under what a claim may meet others whoever says it: its item branch, unit and largest number."""
    root = (mention.claim.item_id or "").partition(".")[0]
    for number in numbers_of(mention.claim)[-1:]:
        yield key_of(f"{root}|{mention.claim.unit}|{number:.6g}")


@dataclass(frozen=True, slots=True)
class Keyed:
    """Mentions under their keys: a row for each key of each mention, in the order of mentions."""

    keys: np.ndarray
    owners: np.ndarray  # mentions
    said: np.ndarray  # of every mention, the last day on which it may have been said
    report_of: np.ndarray  # of every mention


def candidate_pairs(keyed: Keyed) -> np.ndarray:
    """Pairs of mentions that share a block and lie near in time; sorted, each once, of two documents.

    Work and memory grow with the number of mentions, not with the size of the blocks.
    """
    pairs = _neighbours(keyed, _DAYS)
    many = len(keyed.said)
    packed = np.unique(pairs[:, 0] * many + pairs[:, 1])
    return np.column_stack((packed // max(many, 1), packed % max(many, 1)))


def numbers_in_common(keyed: Keyed, least: int) -> np.ndarray:
    """Rows (report, report, count): at least `least` numbers of the same items in common, near in time."""
    pairs = _neighbours(keyed, _DAYS_IN_COMMON)
    sides = np.sort(keyed.report_of[pairs[:, :2]], axis=1)
    many = int(keyed.report_of.max(initial=0)) + 1
    documents = sides[:, 0] * many + sides[:, 1]
    _, met = np.unique(documents, return_inverse=True)  # few enough to be numbered together with their blocks
    blocks = int(pairs[:, 2].max(initial=0)) + 1
    once = np.unique(met * blocks + pairs[:, 2], return_index=True)[1]
    found, counts = np.unique(documents[once], return_counts=True)
    found, counts = found[counts >= least], counts[counts >= least]
    return np.column_stack((found // many, found % many, counts))


def _neighbours(keyed: Keyed, days: int) -> np.ndarray:
    """Rows (mention, mention, block): those of two documents that follow each other in a block within the window."""
    said, reports = keyed.said, keyed.report_of
    order = np.lexsort((keyed.owners, said[keyed.owners], keyed.keys))
    keys, owners = keyed.keys[order], keyed.owners[order]
    _, blocks = np.unique(keys, return_inverse=True)
    found = [np.empty((0, 3), dtype=np.int64)]
    for step in range(1, WINDOW + 1):
        same = np.flatnonzero(keys[step:] == keys[:-step])
        left, right = owners[same], owners[same + step]
        near = (np.abs(said[left] - said[right]) <= days) & (reports[left] != reports[right])
        found.append(np.column_stack((np.minimum(left, right), np.maximum(left, right), blocks[same]))[near])
    return np.concatenate(found)


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
