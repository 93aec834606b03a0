"""The same text in several documents: syndicated copies, found by MinHash so that no document meets every other."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby

import numpy as np
from rensa import RMinHash

from waybill.documents.record import Document

PERMUTATIONS, BANDS, SEED = 128, 32, 20
"""Measured in DESIGN section 7: with 32 bands every planted pair of Jaccard 0.7 was found."""

_BATCH = 512  # documents whose shingles are held at a time
_MIX = np.uint64(0x9E3779B97F4A7C15)  # odd: folds a band's four values into one; a rare collision costs one comparison
_WORD = re.compile(r"\w+")
_DIGITS = re.compile(r"\d[\d.,]*")
_SHINGLE = 3
_ALIKE = 0.7  # Jaccard of word triples from which two bodies are the same text
_CONTAINED = 0.85  # share of the shorter body's triples found in the longer: a copy cut short
_SHORTEST = 30  # triples below which containment proves nothing
_FIGURES_KEPT = 0.8  # share of the shorter text's figures that a copy keeps: a daily form with new figures is no copy
_WORTH_A_LOOK = 0.35  # estimated Jaccard below which the exact comparison is not made
_DAYS_APART = 45


def body_text(document: Document) -> str:
    """The body without the furniture inside it, which differs between outlets that carry the same text."""
    pieces, at = [], document.body_start
    for furniture in document.furniture:
        if furniture.end > at and furniture.start < document.body_end:
            pieces.append(document.text[at : max(at, furniture.start)])
            at = max(at, furniture.end)
    pieces.append(document.text[at : max(at, document.body_end)])
    return "\n".join(pieces)


def shingles(text: str) -> set[str]:
    """Word triples of a text; a text of one or two words is one shingle.

    >>> sorted(shingles("Two ships left port"))
    ['ships left port', 'two ships left']
    """
    words = _WORD.findall(text.casefold())
    if len(words) < _SHINGLE:
        return {" ".join(words)} if words else set()
    return set(map(" ".join, zip(words, words[1:], words[2:], strict=False)))


def signatures(documents: Sequence[Document]) -> Iterator[bytes]:
    """The MinHash signature of each document's body: `PERMUTATIONS` numbers of four bytes."""
    for start in range(0, len(documents), _BATCH):
        batch = [shingles(body_text(document)) for document in documents[start : start + _BATCH]]
        matrix = RMinHash.digest_matrix_from_token_sets(batch, PERMUTATIONS, SEED)
        for row in np.asarray(matrix.to_rows(), dtype="<u4"):
            yield row.tobytes()


def similar_pairs(written: np.ndarray, days: np.ndarray) -> np.ndarray:
    """Rows (index, index) of documents whose texts are worth comparing: alike by signature and near in time.

    `written` are signatures, a row of `PERMUTATIONS` a document; `days` their days as ordinals, -1 where unknown.
    Documents in one bucket of a band meet only its first and their neighbour in it: the work is linear in documents,
    and joining the pairs still gives every group.
    """
    pairs = _bucket_pairs(written)
    if not len(pairs):
        return pairs
    one, other = days[pairs[:, 0]], days[pairs[:, 1]]
    pairs = pairs[(one < 0) | (other < 0) | (np.abs(one - other) <= _DAYS_APART)]
    found: np.ndarray = pairs[(written[pairs[:, 0]] == written[pairs[:, 1]]).mean(axis=1) >= _WORTH_A_LOOK]
    return found


def _bucket_pairs(written: np.ndarray) -> np.ndarray:
    """Candidate pairs: in each band, documents with the same signature meet the bucket's first and their neighbour."""
    width = PERMUTATIONS // BANDS
    found = []
    filled = np.flatnonzero((written != written.max(initial=0)).any(axis=1))
    for band in range(BANDS):
        rows = np.ascontiguousarray(written[filled, band * width : (band + 1) * width]).view(np.uint64)
        bucket = rows[:, 0] * _MIX + rows[:, 1]
        order = np.argsort(bucket, kind="stable")
        members, buckets = filled[order], bucket[order]
        same = np.flatnonzero(buckets[1:] == buckets[:-1]) + 1
        first = members[np.searchsorted(buckets, buckets[same])]
        found += [np.column_stack((members[same - 1], members[same])), np.column_stack((first, members[same]))]
    if not found:
        return np.empty((0, 2), dtype=np.int64)
    pairs = np.unique(np.concatenate(found), axis=0)
    return pairs[pairs[:, 0] < pairs[:, 1]]


def same_texts(pairs: Sequence[Sequence[int]], document: Callable[[int], Document]) -> list[bool]:
    """Whether the two bodies of each pair are one text; `pairs` sorted, `document` gives what a number stands for."""
    found = []
    for first, group in groupby(pairs, key=lambda pair: pair[0]):
        text = body_text(document(first))
        sides = shingles(text), set(_DIGITS.findall(text))
        found += [_same_text(sides, document(second)) for _, second in group]
    return found


def _same_text(sides: tuple[set[str], set[str]], other: Document) -> bool:
    text = body_text(other)
    words, other_words = sides[0], shingles(text)
    figures, other_figures = sides[1], set(_DIGITS.findall(text))
    shared, smaller = len(words & other_words), min(len(words), len(other_words))
    alike = shared >= _ALIKE * (len(words) + len(other_words) - shared)
    contained = smaller >= _SHORTEST and shared >= _CONTAINED * smaller
    if not shared or not (alike or contained):
        return False
    fewest = min(len(figures), len(other_figures))
    return not fewest or len(figures & other_figures) >= _FIGURES_KEPT * fewest


def lead_of(members: Sequence[int], document: Callable[[int], Document], cites: Mapping[int, frozenset[int]]) -> int:
    """The document that the others copy: one that names no other as its source, earliest, longest, smallest id."""
    group = frozenset(members)

    def rank(at: int) -> tuple[bool, str, int, str]:
        one = document(at)
        cited = bool(cites.get(at, frozenset()) & group - {at})
        return cited, str(one.published_date or "9999"), one.body_start - one.body_end, one.doc_id

    return min(members, key=rank)
