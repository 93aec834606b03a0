"""A release as typed DataFrames: dates as dates, whole numbers that may be missing, text as text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pandas as pd
import pyarrow as pa

from waybill.store.tables import read_parquet

_NULLABLE = {pa.int32(): pd.Int32Dtype(), pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype()}


class Frames(Mapping[str, pd.DataFrame]):
    """Tables of one release by name, each read from its Parquet file when it is first asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._names = sorted(path.stem for path in folder.glob("*.parquet"))
        self._read: dict[str, pd.DataFrame] = {}

    def __getitem__(self, name: str) -> pd.DataFrame:
        if name not in self._names:
            raise KeyError(f"{name!r}; tables of {self.folder}: {', '.join(self._names)}")
        if name not in self._read:
            table = read_parquet(self.folder / f"{name}.parquet")
            self._read[name] = table.to_pandas(types_mapper=_NULLABLE.get, date_as_object=False)
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def __repr__(self) -> str:
        return f"<release {self.folder.name}: {', '.join(self._names)}>"


def load(folder: Path) -> Frames:
    """The release in `folder`. The link `latest` is followed now, so that a later release does not mix in.

    Raises FileNotFoundError where no claims.parquet lies.
    """
    if not (folder / "claims.parquet").is_file():
        raise FileNotFoundError(f"{folder}: no release here (no claims.parquet); build one:  waybill build")
    return Frames(folder.resolve())
