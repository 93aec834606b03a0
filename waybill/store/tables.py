"""Parquet files of a release: written the same way every time, read under the declared schema."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from schemas.dataset import TABLES
from schemas.render import arrow_schema
from waybill.releases.content import content_sha256_of, declared

ROW_GROUP = 122_880
"""Rows of a row group: as many as DuckDB's, which then copies them at half the cost and half the size of its file."""

_SAMPLE = 10_000
"""Rows that tell whether the words of a column repeat."""

_SETTINGS: Mapping[str, Any] = {
    "compression": "zstd",
    "compression_level": 3,
    "version": "2.6",
    "data_page_version": "1.0",
    "store_schema": False,
}


def write_parquet(table: pa.Table, name: str, path: Path, schema: pa.Schema | None = None) -> None:
    """Write canonical rows of table `name`: the same rows give the same bytes under the same libraries.

    `schema` is that of an older release, where it differs from the declared one.
    """
    write_plainly(declared(table, schema or arrow_schema(TABLES[name])), path)


def write_plainly(table: pa.Table, path: Path) -> None:
    """Write `table` with the settings that every file of the project has, and nothing of the writer's own."""
    pq.write_table(table.replace_schema_metadata(None), path, row_group_size=ROW_GROUP, **_SETTINGS)


def write_in_order(table: pa.Table, path: Path, order: Sequence[str]) -> None:
    """Write the rows of `table` in ascending `order`; only a row group of them is ever held in that order.

    Words that hardly repeat, such as ids, take a sixth less as what each adds to the one before it than in a
    dictionary. Files of a release keep to dictionaries: their bytes must stay what they always were.
    """
    places = pc.sort_indices(table.select(list(order)), [(name, "ascending") for name in order])
    encodings = _encodings(table.take(places.slice(0, _SAMPLE)))
    with pq.ParquetWriter(path, table.schema.remove_metadata(), **_SETTINGS, **encodings) as writer:
        for start in range(0, table.num_rows, ROW_GROUP):
            writer.write_table(table.take(places.slice(start, ROW_GROUP)), row_group_size=ROW_GROUP)


def _encodings(sample: pa.Table) -> dict[str, Any]:
    """How to write the columns of a table that begins with the rows of `sample`."""
    words = [field.name for field in sample.schema if pa.types.is_string(field.type)]
    various = [name for name in words if 2 * pc.count_distinct(sample.column(name)).as_py() > sample.num_rows]
    leaves = [f"{f.name}.list.element" if pa.types.is_list(f.type) else f.name for f in sample.schema]
    return {
        "use_dictionary": [leaf for leaf in leaves if leaf not in various],
        "column_encoding": dict.fromkeys(various, "DELTA_BYTE_ARRAY"),
    }


def content_sha256_in(path: Path) -> str:
    """The content hash of a Parquet file's rows as they stand, read column by column."""
    with pq.ParquetFile(path) as file:
        schema = file.schema_arrow.remove_metadata()
        columns = (file.read([name]).column(name) for name in schema.names)
        return content_sha256_of(schema, file.metadata.num_rows, columns)


def holds(path: Path, table: pa.Table) -> bool:
    """Whether a Parquet file holds the rows of `table` in their order, bit for bit, read column by column."""
    with pq.ParquetFile(path) as file:
        return file.schema_arrow.names == table.schema.names and all(
            _bits(file.read([name]).column(name)).equals(_bits(table.column(name))) for name in table.schema.names
        )


def _bits(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Floating-point numbers as the bits they are: among numbers -0.0 equals 0.0, and what is none not itself."""
    if column.type != pa.float64():
        return column
    return pa.chunked_array([chunk.view(pa.int64()) for chunk in column.chunks], pa.int64())


def read_parquet(path: Path, columns: list[str] | None = None, held: pc.Expression | None = None) -> pa.Table:
    """Read a Parquet file as it stands: all columns or these, all rows or those for which `held` is true."""
    return pq.read_table(path, columns=columns, filters=held, partitioning=None)
