"""Which rows of a table differ from its last state: the one comparison that history and diff stand on."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

FROM, TO = "valid_from_seq", "valid_to_seq"


@dataclass(frozen=True, slots=True)
class Delta:
    """Rows that no longer hold and rows that hold from now on; a changed row is one of each."""

    gone: pa.Table
    fresh: pa.Table


def delta(old: pa.Table, new: pa.Table, keys: Sequence[str]) -> Delta:
    """How `new` differs from `old`; both hold each key once, in ascending order.

    A column that is new counts as null in `old`; one that is no longer there changes nothing: the old row keeps it.

    >>> old = pa.table({"pier": ["a", "b"], "ships": [1, 2]})
    >>> new = pa.table({"pier": ["b", "c"], "ships": [3, 4]})
    >>> delta(old, new, ["pier"]).fresh.column("pier").to_pylist()
    ['b', 'c']
    """
    old_keys, new_keys = row_keys(old, keys), row_keys(new, keys)
    stays, known = pc.is_in(old_keys, value_set=new_keys), pc.is_in(new_keys, value_set=old_keys)
    differs = _rows_differ(old, new, stays, known, keys)
    return Delta(old.filter(_or_not(stays, differs)), new.filter(_or_not(known, differs)))


def _or_not(both: pa.Array, differs: Any) -> pa.Array:
    """A mask of the rows that only this side has, and of those of both sides that differ."""
    mask = np.ones(len(both), bool)
    mask[both.to_numpy(zero_copy_only=False)] = differs
    return pa.array(mask)


def advance(old: Iterable[pa.Table], new: pa.Table, keys: Sequence[str]) -> Delta:
    """How `new` differs from a table that comes in pieces; both are in ascending order of their keys.

    No more than a piece of the old table is held at a time.

    >>> pieces = [pa.table({"pier": ["a", "b"]}), pa.table({"pier": ["d"]})]
    >>> change = advance(pieces, pa.table({"pier": ["b", "c", "d"]}), ["pier"])
    >>> change.gone.to_pylist(), change.fresh.to_pylist()
    ([{'pier': 'a'}], [{'pier': 'c'}])
    """
    gone, fresh = [], []
    done = 0
    for piece in old:
        if not piece.num_rows:
            continue
        last = _key_at(piece, keys, piece.num_rows - 1)
        end = bisect_right(range(new.num_rows), last, lo=done, key=lambda place: _key_at(new, keys, place))
        change = delta(piece, new.slice(done, end - done), keys)
        gone.append(change.gone)
        fresh.append(change.fresh)
        done = end
    fresh.append(new.slice(done))
    return Delta(joined(gone) if gone else new.slice(0, 0), pa.concat_tables(fresh))


def _key_at(table: pa.Table, keys: Sequence[str], place: int) -> tuple[Any, ...]:
    return tuple(table.column(key)[place].as_py() for key in keys)


def joined(tables: Sequence[pa.Table]) -> pa.Table:
    """Rows of all tables; a column that one of them lacks is null there, and every column may be."""
    loose = [t.cast(pa.schema([field.with_nullable(True) for field in t.schema])) for t in tables]
    return pa.concat_tables(loose, promote_options="default")


def row_keys(table: pa.Table, keys: Sequence[str]) -> pa.Array:
    """The key of each row as one text."""
    parts = [table.column(key).cast(pa.string()) for key in keys]
    whole = parts[0] if len(parts) == 1 else pc.binary_join_element_wise(*parts, "\0")
    return whole.combine_chunks()


def _rows_differ(old: pa.Table, new: pa.Table, stays: pa.Array, known: pa.Array, keys: Sequence[str]) -> Any:
    """A mask of the rows that both sides have, those marked `stays` and `known`, that differ in a column of `new`."""
    differs = np.zeros(pc.sum(known, min_count=0).as_py(), bool)
    for name in new.schema.names:
        after = new.column(name)
        before = (
            old.column(name) if name in old.schema.names else pa.chunked_array([pa.nulls(old.num_rows, after.type)])
        )
        if name in keys or (before.null_count == len(before) and after.null_count == len(after)):
            continue
        before, after = before.filter(stays), after.filter(known)
        if not before.equals(after):
            before, after = _comparable(before), _comparable(after)
            nulls = pc.not_equal(pc.is_null(before), pc.is_null(after))
            differs |= pc.or_(nulls, pc.fill_null(pc.not_equal(before, after), False)).to_numpy()
    return differs


def _comparable(column: pa.ChunkedArray) -> pa.ChunkedArray:
    if not pa.types.is_list(column.type):
        return column
    lengths = pc.list_value_length(column).cast(pa.string())  # [] and [""] join to the same words
    return pc.binary_join_element_wise(lengths, pc.binary_join(column, "\0"), "\0")
