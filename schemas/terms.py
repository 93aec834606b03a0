"""The closed word lists of the dataset (schemas/vocab/terms.csv): every value that a coded column may hold."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from schemas.vocabulary import vocabulary


@cache
def terms(term_set: str) -> Mapping[str, str]:
    """Terms of `term_set` with their meaning, in the order of the file; KeyError when there is no such set.

    >>> list(terms("alternative_operator"))
    ['or', 'and', 'mix']
    """
    found = {row["term"]: row["meaning"] for row in vocabulary("terms") if row["term_set"] == term_set}
    if not found:
        raise KeyError(term_set)
    return found
