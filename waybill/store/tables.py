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
    """Write the rows of `table` in ascending `order`; only a row group of them is ever held in that order."""
    places = pc.sort_indices(table.select(list(order)), [(name, "ascending") for name in order])
    with pq.ParquetWriter(path, table.schema.remove_metadata(), **_SETTINGS) as writer:
        for start in range(0, table.num_rows, ROW_GROUP):
            writer.write_table(table.take(places.slice(start, ROW_GROUP)), row_group_size=ROW_GROUP)


def content_sha256_in(path: Path) -> str:
    """The content hash of a Parquet file's rows as they stand, read column by column."""
    with pq.ParquetFile(path) as file:
        schema = file.schema_arrow.remove_metadata()
        columns = (file.read([name]).column(name) for name in schema.names)
        return content_sha256_of(schema, file.metadata.num_rows, columns)


def read_parquet(path: Path, columns: list[str] | None = None, held: pc.Expression | None = None) -> pa.Table:
    """Read a Parquet file as it stands: all columns or these, all rows or those for which `held` is true."""
    return pq.read_table(path, columns=columns, filters=held, partitioning=None)
