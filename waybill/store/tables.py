"""Parquet files of a release: written the same way every time, read under the declared schema."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from schemas.dataset import TABLES
from schemas.render import arrow_schema
from waybill.releases.content import declared

ROW_GROUP = 131_072


def write_parquet(table: pa.Table, name: str, path: Path, schema: pa.Schema | None = None) -> None:
    """Write canonical rows of table `name`: the same rows give the same bytes under the same libraries.

    `schema` is that of an older release, where it differs from the declared one.
    """
    write_plainly(declared(table, schema or arrow_schema(TABLES[name])), path)


def write_plainly(table: pa.Table, path: Path) -> None:
    """Write `table` with the settings that every file of the project has, and nothing of the writer's own."""
    pq.write_table(
        table.replace_schema_metadata(None),
        path,
        compression="zstd",
        compression_level=3,
        row_group_size=ROW_GROUP,
        version="2.6",
        data_page_version="1.0",
        store_schema=False,
    )


def read_parquet(path: Path, columns: list[str] | None = None, held: pc.Expression | None = None) -> pa.Table:
    """Read a Parquet file as it stands: all columns or these, all rows or those for which `held` is true."""
    return pq.read_table(path, columns=columns, filters=held, partitioning=None)
