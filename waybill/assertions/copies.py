"""The same text in several documents: syndicated copies, found by MinHash so that no document meets every other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
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


def find_copies(documents: Sequence[Document]) -> list[tuple[int, int]]:
    """Pairs of indices into `documents` whose bodies are the same text; sorted, each pair once, smaller index first.

    Documents in one bucket of a band meet only its first and their neighbour in it: the work is linear in documents,
    and joining the pairs still gives every group. `documents` should come in a fixed order (by id).
    """
    signatures = _signatures(documents)
    pairs = _bucket_pairs(signatures)
    if not len(pairs):
        return []
    similar = (signatures[pairs[:, 0]] == signatures[pairs[:, 1]]).mean(axis=1) >= _WORTH_A_LOOK
    return list(_verified(documents, pairs[similar].tolist()))


def _signatures(documents: Sequence[Document]) -> np.ndarray:
    rows = np.zeros((len(documents), PERMUTATIONS), dtype=np.uint32)
    for start in range(0, len(documents), _BATCH):
        batch = [shingles(body_text(document)) for document in documents[start : start + _BATCH]]
        matrix = RMinHash.digest_matrix_from_token_sets(batch, PERMUTATIONS, SEED)
        rows[start : start + len(batch)] = np.asarray(matrix.to_rows(), dtype=np.uint32)
    return rows


def _bucket_pairs(signatures: np.ndarray) -> np.ndarray:
    """Candidate pairs: in each band, documents with the same signature meet the bucket's first and their neighbour."""
    width = PERMUTATIONS // BANDS
    found = []
    filled = np.flatnonzero((signatures != signatures.max(initial=0)).any(axis=1))
    for band in range(BANDS):
        rows = np.ascontiguousarray(signatures[filled, band * width : (band + 1) * width]).view(np.uint64)
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


def _verified(documents: Sequence[Document], pairs: Sequence[Sequence[int]]) -> Iterator[tuple[int, int]]:
    for first, group in groupby(pairs, key=lambda pair: pair[0]):
        text = body_text(documents[first])
        sides = shingles(text), set(_DIGITS.findall(text))
        for _, second in group:
            if _days_apart(documents[first], documents[second]) <= _DAYS_APART and _same_text(sides, documents[second]):
                yield first, second


def _days_apart(one: Document, other: Document) -> int:
    if one.published_date is None or other.published_date is None:
        return 0
    return abs((one.published_date - other.published_date).days)


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


def lead_of(members: Sequence[int], documents: Sequence[Document], cites: Mapping[int, frozenset[int]]) -> int:
    """The document that the others copy: one that names no other as its source, earliest, longest, smallest id."""
    group = frozenset(members)
    return min(
        members,
        key=lambda at: (
            bool(cites.get(at, frozenset()) & group - {at}),
            str(documents[at].published_date or "9999"),
            documents[at].body_start - documents[at].body_end,
            documents[at].doc_id,
        ),
    )
