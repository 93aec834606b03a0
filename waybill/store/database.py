"""claims.duckdb: every table with types, keys and comments, views and macros, derived from the Parquet files.

The past of claims stands there as what differs from the present: `history.since` says since which release each claim
reads as it does, `history.ended` holds the rows that no longer hold; the view `claims_history` puts them together.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

import schemas
from schemas.dataset import PARQUET_TABLES, TABLES
from schemas.render import columns, duckdb_comments, duckdb_key, duckdb_table
from schemas.views import view_comments
from waybill.releases.manifest import ReleaseEntry
from waybill.releases.workbench import workbench
from waybill.store.files import TEMPORARY, remove
from waybill.store.history import CHANGES, begun_files, ended_rows
from waybill.store.places import DATABASE, release_dir

STORAGE_VERSION = "v1.0.0"
"""An old storage format, so that older DuckDB clients open the file."""
MEMORY = "1280MB"
"""What DuckDB may hold; beyond it, it sorts and joins on the disk. With 1 GB it copies a wide table with one thread."""
_VIEWS = Path(schemas.__file__).parent / "views.sql"

_PAST = """
CREATE SCHEMA history;
CREATE TABLE history.since AS SELECT claim_id, 1::INTEGER AS valid_from_seq FROM claims WITH NO DATA;
COMMENT ON TABLE history.since IS 'Since which release each claim has read as it does now';
COMMENT ON COLUMN history.since.claim_id IS 'The claim';
COMMENT ON COLUMN history.since.valid_from_seq IS 'First release_seq that held its present row';
CREATE TABLE history.ended AS
SELECT *, 1::INTEGER AS valid_from_seq, 1::INTEGER AS valid_to_seq FROM claims WITH NO DATA;
COMMENT ON TABLE history.ended IS 'Claims as earlier releases held them and the newest no longer does';
CREATE VIEW claims_history AS
SELECT c.*, s.valid_from_seq, CAST(NULL AS INTEGER) AS valid_to_seq FROM claims c JOIN history.since s USING (claim_id)
UNION ALL SELECT * FROM history.ended;
"""


def write_database(
    path: Path,
    release: Path,
    histories: Sequence[Path],
    entries: Sequence[ReleaseEntry],
    leave_out: Iterable[str] = (),
) -> None:
    """Write `path` from the Parquet files of the folder `release` and the files of the folders `histories`.

    `entries` are the releases up to this one, which is the last; tables of `leave_out` stay empty.
    """
    with writing_database(path) as base:
        fill(base, release, set(PARQUET_TABLES) - set(leave_out))
        complete(base, histories, entries)


@contextmanager
def writing_database(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that writes the database `path`: `fill` it, `complete` it, and the end of the block closes it.

    All of it is one transaction, which `complete` ends: a commit a statement would wait for the disk some 300 times.
    """
    spill = path.with_name(f"{TEMPORARY}duckdb")
    with workbench(MEMORY, str(spill)) as base:
        base.execute(f"ATTACH '{_quoted(path)}' AS target (STORAGE_VERSION '{STORAGE_VERSION}'); USE target; BEGIN")
        yield base
        base.execute("USE memory; DETACH target;")
    remove(spill)


def fill(base: duckdb.DuckDBPyConnection, release: Path, names: Container[str]) -> None:
    """Make every table, and fill those of `names` from the Parquet files of the folder `release`."""
    for name, model in TABLES.items():
        if name == "claims_history":  # a view
            continue
        base.execute(duckdb_table(name, model, with_key=False))
        base.execute(duckdb_comments(name, model))
        if name in names and name != CHANGES:
            _insert(base, name, [release / f"{name}.parquet"])
        base.execute(duckdb_key(name, model))  # afterwards: rows that meet an index go in one by one


def complete(base: duckdb.DuckDBPyConnection, histories: Sequence[Path], entries: Sequence[ReleaseEntry]) -> None:
    """Add what came before the release, the last of `entries`: releases, changes, the past of claims, views; commit."""
    seq = entries[-1].release_seq
    _insert_releases(base, entries)
    if changes := begun_files(histories, CHANGES, seq):
        _insert(base, CHANGES, changes, " WHERE release_id IN (SELECT release_id FROM releases)")
    _write_past(base, histories, seq)
    base.execute(_VIEWS.read_text(encoding="utf-8"))
    _comment_views(base)
    base.execute("COMMIT")


def _insert(base: duckdb.DuckDBPyConnection, name: str, files: Sequence[Path], where: str = "") -> None:
    """Fill a table from Parquet files; a column that those of an older schema lack is null then."""
    shared = _shared(name, files)
    for column in columns(TABLES[name]):
        if column.name not in shared and not column.nullable:
            base.execute(f'ALTER TABLE {name} ALTER "{column.name}" DROP NOT NULL')
    names = ", ".join(f'"{column}"' for column in shared)
    base.execute(f"INSERT INTO {name} BY NAME SELECT {names} FROM {_parquet(files)}{where}")


def _shared(name: str, files: Iterable[Path]) -> list[str]:
    """Columns of a table that the files hold, too."""
    held = {column for path in files for column in pq.read_schema(path).names}
    return [column.name for column in columns(TABLES[name]) if column.name in held]


def _insert_releases(base: duckdb.DuckDBPyConnection, entries: Sequence[ReleaseEntry]) -> None:
    names = list(TABLES["releases"].to_schema().columns)
    rows = [[getattr(entry, name) for name in names] for entry in entries]
    base.executemany(f"INSERT INTO releases VALUES ({', '.join('?' * len(names))})", rows)


def _parquet(files: Iterable[Path]) -> str:
    named = ", ".join(f"'{_quoted(path)}'" for path in files)
    return f"read_parquet([{named}], union_by_name = true)"


def _write_past(base: duckdb.DuckDBPyConnection, histories: Sequence[Path], seq: int) -> None:
    base.execute(_PAST)
    base.execute(duckdb_comments("history.ended", TABLES["claims_history"]))
    base.execute(duckdb_comments("claims_history", TABLES["claims_history"], "VIEW"))
    files = begun_files(histories, "claims", seq)
    if not files:
        return
    base.register("gone", ended_rows(histories, "claims", seq))
    same = "g.claim_id = r.claim_id AND g.valid_from_seq = r.valid_from_seq"
    base.execute(
        f"INSERT INTO history.since SELECT r.claim_id, r.valid_from_seq FROM {_parquet(files)} r "
        f"ANTI JOIN gone g ON {same} WHERE r.valid_from_seq <= {seq}"
    )
    shared = ", ".join(f'r."{column}"' for column in _shared("claims", files))
    base.execute(
        f"INSERT INTO history.ended BY NAME SELECT {shared}, r.valid_from_seq, g.valid_to_seq "
        f"FROM {_parquet(files)} r JOIN gone g ON {same}"
    )
    base.unregister("gone")


def _comment_views(base: duckdb.DuckDBPyConnection) -> None:
    """Give each column of a view the comment of the column that it shows, where views.sql gives it none."""
    known = (
        "SELECT table_name, column_name, comment FROM duckdb_columns() "
        "WHERE database_name = 'target' AND schema_name = 'main' AND NOT internal ORDER BY table_name, column_index"
    )
    views = (
        "SELECT view_name, sql FROM duckdb_views() WHERE database_name = 'target' AND NOT internal ORDER BY view_oid"
    )
    found = view_comments(dict(base.execute(views).fetchall()), base.execute(known).fetchall())
    base.execute(found)


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def connect(out: Path, release_id: str | None = None) -> duckdb.DuckDBPyConnection:
    """Open the database of a release (None = the newest) for reading; raises NoSuchRelease."""
    path = release_dir(out, release_id) / DATABASE
    return duckdb.connect(str(path), read_only=True)
