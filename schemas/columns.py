"""How a column is declared: one line that carries type, nullability, key, reference, checks and description."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Annotated, Any

# pandera imports hypothesis where it is installed, and hypothesis then loads pytest and more: a second a start.
os.environ.setdefault("HYPOTHESIS_NO_PLUGINS", "1")

import pandas as pd
import pandera.pandas as pandera
import pyarrow as pa

TEXT_LIST = pa.list_(pa.field("element", pa.string()))
"""Parquet's own name for list elements, so that a file read back has the declared schema without foreign metadata."""

Text = Annotated[pd.ArrowDtype, pa.string()]
Texts = Annotated[pd.ArrowDtype, TEXT_LIST]
Day = Annotated[pd.ArrowDtype, pa.date32()]
Number = Annotated[pd.ArrowDtype, pa.float64()]
Count = Annotated[pd.ArrowDtype, pa.int64()]
Position = Annotated[pd.ArrowDtype, pa.int32()]
Flag = Annotated[pd.ArrowDtype, pa.bool_()]

FINITE = 1.7976931348623157e308
"""The largest double: a value beyond it, or NaN, is no figure that a report states."""

CLAIM_ID = r"^c_[0-9a-f]{16}$"
DOC_ID = r"^d_[0-9a-f]{16}$"
SHA256 = r"^[0-9a-f]{64}$"
WORD = r"^[a-z][a-z0-9_]*$"
RELEASE_ID = r"^[0-9]{4}\.(0[1-9]|1[0-2])\.(0|[1-9][0-9]*)$"
CURRENCY = r"^[A-Z]{3}$"
RULE_ID = r"^[a-z0-9][a-z0-9._-]*$"


class Table(pandera.DataFrameModel):
    """A table of the dataset; the docstring of a subclass is the table's comment."""

    class Config:
        strict = True
        ordered = True
        coerce = False


def column(
    description: str,
    *,
    nullable: bool = True,
    key: bool = False,
    references: str | None = None,
    pattern: str | None = None,
    terms: Iterable[str] | None = None,
    **checks: Any,
) -> Any:
    """Declare a column.

    `references` names the key it points to ("documents.doc_id"), `pattern` a regular expression for every value,
    `terms` the closed list of values; further keywords are pandera checks (`ge=0`, `unique=True`).

    >>> field = column("Metres above the quay", nullable=False, ge=0)
    """
    if pattern is not None:
        checks["str_matches"] = pattern
    if terms is not None:
        checks["isin"] = list(terms)
    return pandera.Field(
        nullable=nullable, description=description, metadata={"key": key, "references": references}, **checks
    )


def key(description: str, **more: Any) -> Any:
    """A column of the primary key, never null.

    >>> field = key("Hull number", pattern="^H[0-9]+$")
    """
    return column(description, nullable=False, key=True, **more)


def figure(description: str, *, nullable: bool = True) -> Any:
    """A finite DOUBLE: neither NaN nor infinite, whatever its sign.

    >>> field = figure("Tonnes at the gate")
    """
    return column(description, nullable=nullable, ge=-FINITE, le=FINITE)
