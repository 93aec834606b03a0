"""The dataset as a whole: its tables in order, and the version of its schema."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from schemas.assertions import Assertions, ClaimRelations, DerivedValues
from schemas.claims import Claims
from schemas.columns import Table
from schemas.documents import Documents, Texts
from schemas.issues import Quarantine, ValidationIssues
from schemas.reference import Actors, Benchmarks, Items, Units
from schemas.rejected_quantities import RejectedQuantities
from schemas.releases import ClaimsHistory, Corrections, ReleaseChanges, Releases

SCHEMA_VERSION = "1.0.0"
"""Semantic version of the tables: major = a reader of old releases breaks, minor = a column or table more."""

TABLES: Mapping[str, type[Table]] = MappingProxyType(
    {
        str(model.to_schema().name): model
        for model in (
            Claims,
            Documents,
            Texts,
            Assertions,
            ClaimRelations,
            RejectedQuantities,
            Items,
            Actors,
            Units,
            Benchmarks,
            DerivedValues,
            Corrections,
            Releases,
            ClaimsHistory,
            ReleaseChanges,
            ValidationIssues,
            Quarantine,
        )
    }
)
"""Every table by name, in the order in which people meet them."""

DATABASE_ONLY = frozenset({"releases", "claims_history"})
"""Tables that stand in claims.duckdb only: the first holds a clock, the second lies in processed/history/."""

PARQUET_TABLES: tuple[str, ...] = tuple(name for name in TABLES if name not in DATABASE_ONLY)
"""Tables that a release holds as one Parquet file each."""

PRIVATE_TABLES = frozenset({"texts"})
"""Tables that stay out of the shareable bundle: reports have owners."""
