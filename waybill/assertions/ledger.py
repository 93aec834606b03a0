"""What a run of linking found, as tables whose rows name reports, mentions and groups by number.

The next run takes over every row whose reports are as they were, and works only on the rest. A column that ends in
`_no` holds numbers: `report_no` and `other_report_no` of reports in order of time, `mention_no` of their claims in
order of report and place, `group_no` of assertions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from schemas.dataset import TABLES
from schemas.render import arrow_schema

SIGNATURE = 512
"""Bytes of a MinHash signature: 128 numbers of four bytes."""

_TEXT, _NUMBER, _KEY, _FLAG, _SCORE = pa.string(), pa.int32(), pa.uint64(), pa.bool_(), pa.float64()
_PAIR = {"mention_no": _NUMBER, "other_mention_no": _NUMBER}
_REPORTS = {"report_no": _NUMBER, "other_report_no": _NUMBER}
_LINK = {**_PAIR, "method": _TEXT, "confidence": _TEXT, "score": _SCORE}
_ASSERTION = {field.name: field.type for field in arrow_schema(TABLES["assertions"])}
_DERIVED = {field.name: field.type for field in arrow_schema(TABLES["derived_values"])}

SCHEMAS: Mapping[str, pa.Schema] = {
    name: pa.schema([*columns.items()])
    for name, columns in {
        # a row a report, in order of time; `until` is its last possible day, `day` its day where it gives one
        "reports": {"doc_id": _TEXT, "key": _TEXT, "publisher": _TEXT, "until": _NUMBER, "day": _NUMBER,
                    "claims": _NUMBER, "signature": pa.binary(SIGNATURE)},
        # what one report tells, whatever the others do
        "asks": {"report_no": _NUMBER, "word": pa.uint32()},  # words that would be a source, were they an outlet's
        "sources": {"report_no": _NUMBER, "outlet": _TEXT},
        "blocks": {"mention_no": _NUMBER, "key": _KEY},
        "numbers": {"mention_no": _NUMBER, "key": _KEY},
        "within": _LINK,
        "stated": {**_PAIR, "relation": _TEXT, "method": _TEXT, "confidence": _TEXT},
        "ordered": _PAIR,  # newer total, older total
        "options": _PAIR,  # each option with each other one
        "derived": {"mention_no": _NUMBER, **_DERIVED},
        # what two reports have to do with each other
        "alike": {**_REPORTS, "same": _FLAG},  # pairs that were compared word by word
        "copies": _REPORTS,  # copy, what it copies
        "met": _PAIR,
        "common": {**_REPORTS, "count": _NUMBER},
        "links": {**_LINK, "is_copy": _FLAG},
        # what became of it: a row a mention, a row a group
        "mentions": {"claim_id": _TEXT, "said": _NUMBER, "has_options": _FLAG, "is_own": _FLAG, "group_no": _NUMBER},
        "groups": {**_ASSERTION, "mention_no": _NUMBER, "size": _NUMBER, "as_of": _NUMBER, "opposing": _KEY},
        "series": {"group_no": _NUMBER, "key": _KEY},
        "retold": {"group_no": _NUMBER, **_PAIR, "drift_types": pa.list_(_TEXT), "method": _TEXT, "confidence": _TEXT},
        "successors": {"group_no": _NUMBER, "other_group_no": _NUMBER, "confidence": _TEXT},
        "opposed": {"group_no": _NUMBER, **_PAIR, "confidence": _TEXT},
    }.items()
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ledger:
    """The tables of `SCHEMAS`, by name."""

    tables: Mapping[str, pa.Table]

    def __getitem__(self, name: str) -> pa.Table:
        return self.tables[name]


EMPTY = Ledger({name: schema.empty_table() for name, schema in SCHEMAS.items()})
"""The ledger of somebody who has linked nothing yet."""

Moved = Mapping[str, np.ndarray]
"""For reports, mentions and groups: the number now of each number of the run before, -1 where it is no more."""


def rows(name: str, values: Iterable[Sequence[object]]) -> pa.Table:
    """Rows of the ledger's table `name`, given one by one.

    >>> rows("copies", [(7, 3)]).to_pylist()
    [{'report_no': 7, 'other_report_no': 3}]
    """
    schema = SCHEMAS[name]
    columns = list(zip(*values, strict=True)) or [()] * len(schema)
    arrays = [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)


def columns_of(name: str, *arrays: np.ndarray) -> pa.Table:
    """Rows of the ledger's table `name`, given column by column."""
    schema = SCHEMAS[name]
    cast = [pa.array(array).cast(field.type) for array, field in zip(arrays, schema, strict=True)]
    return pa.Table.from_arrays(cast, schema=schema)


def column(table: pa.Table, name: str) -> np.ndarray:
    """A column without nulls as numbers that can be reckoned with; places as 64 bits."""
    found: np.ndarray = table.column(name).to_numpy()
    return found.astype(np.int64) if table.schema.field(name).type == _NUMBER else found


def carried(table: pa.Table, moved: Moved) -> pa.Table:
    """The rows of `table` under the numbers of now; rows that name a number that is no more are left out.

    >>> table = rows("copies", [(1, 0), (2, 0)])
    >>> carried(table, {"report": np.array([5, -1, 6])}).to_pylist()
    [{'report_no': 6, 'other_report_no': 5}]
    """
    stays = np.ones(table.num_rows, bool)
    places = [name for name in table.schema.names if name.endswith("_no")]
    for name in places:
        numbers = moved[name.removeprefix("other_").removesuffix("_no")][column(table, name)]
        stays &= numbers >= 0
        table = table.set_column(table.schema.get_field_index(name), name, pa.array(numbers.astype(np.int32)))
    return table if stays.all() else table.filter(pa.array(stays))


def joined(name: str, *parts: pa.Table) -> pa.Table:
    """Parts of the ledger's table `name` as one."""
    return pa.concat_tables([part.cast(SCHEMAS[name]) for part in parts]).combine_chunks()
