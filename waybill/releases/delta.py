"""Which rows of a table differ from its last state: the one comparison that history and diff stand on."""

from __future__ import annotations

from collections.abc import Sequence
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
    """How `new` differs from `old`; both hold each key once.

    A column that is new counts as null in `old`; one that is no longer there changes nothing: the old row keeps it.

    >>> old = pa.table({"pier": ["a", "b"], "ships": [1, 2]})
    >>> new = pa.table({"pier": ["b", "c"], "ships": [3, 4]})
    >>> delta(old, new, ["pier"]).fresh.column("pier").to_pylist()
    ['b', 'c']
    """
    place = np.arange(old.num_rows)
    gone, fresh = _differing(old, new, keys, place)
    return Delta(old.take(pa.array(gone)), new.filter(pa.array(fresh)))


def advance(past: pa.Table, new: pa.Table, keys: Sequence[str], seq: int) -> tuple[pa.Table, Delta]:
    """The history that release number `seq` makes of `past` (rows with their validity) and the rows of `new`."""
    place = np.flatnonzero(pc.is_null(past.column(TO)).to_numpy())
    gone, is_fresh = _differing(past, new, keys, place)
    ends_now = np.zeros(past.num_rows, bool)
    ends_now[gone] = True
    ends = pc.if_else(pa.array(ends_now), pa.scalar(seq, pa.int32()), past.column(TO))
    closed = past.set_column(past.schema.get_field_index(TO), TO, ends)
    fresh = new.filter(pa.array(is_fresh))
    rows = fresh.num_rows
    starting = fresh.append_column(FROM, pa.repeat(pa.scalar(seq, pa.int32()), rows))
    starting = starting.append_column(TO, pa.nulls(rows, pa.int32()))
    whole = joined([closed, starting])
    return whole, Delta(past.take(pa.array(gone)).drop_columns([FROM, TO]), fresh)


def joined(tables: Sequence[pa.Table]) -> pa.Table:
    """Rows of all tables; a column that one of them lacks is null there, and every column may be."""
    loose = [t.cast(pa.schema([field.with_nullable(True) for field in t.schema])) for t in tables]
    return pa.concat_tables(loose, promote_options="default")


def _differing(old: pa.Table, new: pa.Table, keys: Sequence[str], place: Any) -> tuple[Any, Any]:
    """Places in `old`, among those at `place`, that no longer hold, and a mask of the rows of `new` that begin."""
    old_keys, new_keys = _key(old, keys).take(pa.array(place)), _key(new, keys)
    found = pc.index_in(new_keys, value_set=old_keys)
    is_known = pc.is_valid(found).to_numpy(zero_copy_only=False)
    counterpart = place[found.drop_null().to_numpy()]
    differs = _rows_differ(old, new, pa.array(counterpart), pa.array(is_known), keys)
    fresh = ~is_known
    fresh[np.flatnonzero(is_known)[differs]] = True
    stays = np.zeros(old.num_rows, bool)
    stays[counterpart[~differs]] = True
    return place[~stays[place]], fresh


def _key(table: pa.Table, keys: Sequence[str]) -> pa.Array:
    parts = [table.column(key).cast(pa.string()) for key in keys]
    joined = parts[0] if len(parts) == 1 else pc.binary_join_element_wise(*parts, "\0")
    return joined.combine_chunks()


def _rows_differ(old: pa.Table, new: pa.Table, old_rows: pa.Array, new_rows: pa.Array, keys: Sequence[str]) -> Any:
    differs = np.zeros(len(old_rows), bool)
    for name in new.schema.names:
        if name in {*keys, FROM, TO}:
            continue
        after = _taken(new, name, new_rows, by_place=False)
        if name not in old.schema.names:
            differs |= pc.is_valid(after).to_numpy(zero_copy_only=False)
            continue
        before = _taken(old, name, old_rows, by_place=True)
        nulls = pc.not_equal(pc.is_null(before), pc.is_null(after))
        changed = pc.or_(nulls, pc.fill_null(pc.not_equal(before, after), False))
        differs |= changed.to_numpy(zero_copy_only=False)
    return differs


def _taken(table: pa.Table, name: str, rows: pa.Array, by_place: bool) -> pa.Array:
    column = table.column(name).combine_chunks()
    taken = column.take(rows) if by_place else column.filter(rows)
    if not pa.types.is_list(taken.type):
        return taken
    lengths = pc.list_value_length(taken).cast(pa.string())  # [] and [""] join to the same words
    return pc.binary_join_element_wise(lengths, pc.binary_join(taken, "\0"), "\0")
