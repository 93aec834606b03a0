"""Everything that is rendered from a model: Arrow schema, DuckDB DDL and comments, data dictionary, field descriptors.

`python -m schemas.render` prints the data dictionary, which stands in docs/data-dictionary.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import pyarrow as pa

from schemas.columns import FINITE, TEXT_LIST, Table
from schemas.dataset import SCHEMA_VERSION, TABLES

_DUCKDB_TYPES: Mapping[pa.DataType, str] = {
    pa.string(): "VARCHAR",
    pa.date32(): "DATE",
    pa.float64(): "DOUBLE",
    pa.int32(): "INTEGER",
    pa.int64(): "BIGINT",
    pa.bool_(): "BOOLEAN",
    TEXT_LIST: "VARCHAR[]",
}
# "any" for lists: frictionless-py reads a list of a Parquet file as a numpy array and takes no other type for it.
_FIELD_TYPES: Mapping[pa.DataType, str] = {
    pa.string(): "string",
    pa.date32(): "date",
    pa.float64(): "number",
    pa.int32(): "integer",
    pa.int64(): "integer",
    pa.bool_(): "boolean",
    TEXT_LIST: "any",
}

BAR = r"\|"
"""A vertical bar inside a cell of a Markdown table."""


@dataclass(frozen=True, slots=True)
class Column:
    """One declared column, in plain terms."""

    name: str
    type: pa.DataType
    nullable: bool
    key: bool
    references: str | None  # "table.column"
    description: str
    pattern: str | None
    terms: tuple[str, ...]  # the closed list of values; empty = open
    minimum: float | None
    maximum: float | None

    @property
    def duckdb_type(self) -> str:
        return _DUCKDB_TYPES[self.type]


@cache
def columns(model: type[Table]) -> tuple[Column, ...]:
    """The declared columns of `model`, in order.

    >>> from schemas.dataset import TABLES
    >>> [column.name for column in columns(TABLES["texts"])]
    ['doc_id', 'text']
    """
    return tuple(_column(name, field) for name, field in model.to_schema().columns.items())


def _column(name: str, field: Any) -> Column:
    checks = {check.name: check.statistics or {} for check in field.checks}
    declared = field.dtype.type.pyarrow_dtype
    minimum = checks.get("greater_than_or_equal_to", {}).get("min_value")
    maximum = checks.get("less_than_or_equal_to", {}).get("max_value")
    return Column(
        name=name,
        type=TEXT_LIST if pa.types.is_list(declared) else declared,
        nullable=field.nullable,
        key=field.metadata["key"],
        references=field.metadata["references"],
        description=field.description,
        pattern=checks.get("str_matches", {}).get("pattern"),
        terms=tuple(checks.get("isin", {}).get("allowed_values", ())),
        minimum=None if minimum == -FINITE else minimum,
        maximum=None if maximum == FINITE else maximum,
    )


def comment(model: type[Table]) -> str:
    """The table's comment: the docstring of its model, on one line."""
    return " ".join((model.__doc__ or "").split())


def key_columns(model: type[Table]) -> tuple[str, ...]:
    """Columns of the primary key; empty where a table has none.

    >>> from schemas.dataset import TABLES
    >>> key_columns(TABLES["claim_relations"])
    ('from_claim_id', 'to_claim_id', 'relation')
    """
    return tuple(column.name for column in columns(model) if column.key)


def sort_columns(model: type[Table]) -> tuple[str, ...]:
    """Columns that order the rows of a file: the key, or every column that is no list."""
    return key_columns(model) or tuple(column.name for column in columns(model) if column.type != TEXT_LIST)


@cache
def arrow_schema(model: type[Table]) -> pa.Schema:
    """The Arrow schema of `model`: declared types and nullability, no metadata.

    >>> from schemas.dataset import TABLES
    >>> arrow_schema(TABLES["texts"]).field("text")
    pyarrow.Field<text: string not null>
    """
    return pa.schema([pa.field(column.name, column.type, column.nullable) for column in columns(model)])


_TYPE_WORDS: Mapping[str, pa.DataType] = {str(kind): kind for kind in _DUCKDB_TYPES}


def schema_words(schema: pa.Schema) -> dict[str, str]:
    """A schema as plain words, as a manifest keeps it.

    >>> schema_words(pa.schema([pa.field("pier", pa.string(), nullable=False)]))
    {'pier': 'string not null'}
    """
    return {field.name: f"{field.type}{'' if field.nullable else ' not null'}" for field in schema}


def schema_of_words(words: Mapping[str, str]) -> pa.Schema:
    """The schema that `schema_words` wrote; KeyError for a type that no release ever had."""
    return pa.schema(
        [
            pa.field(name, _TYPE_WORDS[kind.removesuffix(" not null")], not kind.endswith(" not null"))
            for name, kind in words.items()
        ]
    )


def duckdb_table(name: str, model: type[Table], with_key: bool = True) -> str:
    """The CREATE TABLE statement of `model`, with types, NOT NULL and its primary key."""
    lines = [
        f'"{column.name}" {column.duckdb_type}{"" if column.nullable else " NOT NULL"}' for column in columns(model)
    ]
    if with_key and (keys := key_columns(model)):
        lines.append(f"PRIMARY KEY ({', '.join(keys)})")
    return f"CREATE TABLE {name} (\n  " + ",\n  ".join(lines) + "\n);"


def duckdb_key(name: str, model: type[Table]) -> str:
    """The statement that adds the primary key of `model` to a filled table; nothing where it has none.

    >>> from schemas.dataset import TABLES
    >>> duckdb_key("texts", TABLES["texts"])
    'ALTER TABLE texts ADD PRIMARY KEY (doc_id);'
    """
    keys = key_columns(model)
    return f"ALTER TABLE {name} ADD PRIMARY KEY ({', '.join(keys)});" if keys else ""


def duckdb_comments(name: str, model: type[Table], kind: str = "TABLE") -> str:
    """COMMENT ON statements for the table (or view) and each of its columns; a closed list is named in the comment."""
    statements = [f"COMMENT ON {kind} {name} IS {_quoted(comment(model))};"]
    statements += [f'COMMENT ON COLUMN {name}."{c.name}" IS {_quoted(column_comment(c))};' for c in columns(model)]
    return "\n".join(statements)


def column_comment(column: Column) -> str:
    """What a person reads about a column: its description and, for a coded one, its words."""
    return f"{column.description} ({', '.join(column.terms)})" if column.terms else column.description


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def field_descriptors(model: type[Table]) -> list[dict[str, Any]]:
    """Field descriptors of `model` for a Data Package (version 2).

    >>> from schemas.dataset import TABLES
    >>> field_descriptors(TABLES["texts"])[1]["constraints"]
    {'required': True}
    """
    return [_descriptor(column) for column in columns(model)]


def _descriptor(column: Column) -> dict[str, Any]:
    constraints: dict[str, Any] = {} if column.nullable else {"required": True}
    if column.pattern:
        constraints["pattern"] = column.pattern
    if column.terms:
        constraints["enum"] = list(column.terms)
    if column.minimum is not None:
        constraints["minimum"] = column.minimum
    if (
        column.maximum is not None and not column.nullable
    ):  # a missing number is NaN to frictionless-py, above any maximum
        constraints["maximum"] = column.maximum
    descriptor: dict[str, Any] = {"name": column.name, "type": _FIELD_TYPES[column.type]}
    descriptor["description"] = column.description
    return descriptor | ({"constraints": constraints} if constraints else {})


def table_descriptor(model: type[Table], known: Iterable[str]) -> dict[str, Any]:
    """The Table Schema of `model`: fields, primary key, and foreign keys into the tables of `known`."""
    schema: dict[str, Any] = {"fields": field_descriptors(model)}
    if keys := key_columns(model):
        schema["primaryKey"] = list(keys)
    links = [(column.name, *column.references.split(".")) for column in columns(model) if column.references]
    own = str(model.to_schema().name)
    foreign = [
        {"fields": [name], "reference": {"resource": "" if table == own else table, "fields": [target]}}
        for name, table, target in links
        if table in set(known)
    ]
    return schema | ({"foreignKeys": foreign} if foreign else {})


def data_dictionary() -> str:
    """Every table and column in Markdown, with the closed lists and their meanings."""
    parts = [
        "# Data dictionary\n",
        f"Schema version {SCHEMA_VERSION}. Rendered from `schemas/` by `python -m schemas.render`; do not edit.\n",
    ]
    for name, model in TABLES.items():
        parts.append(f"## {name}\n\n{comment(model)}\n\n| column | type | null | meaning |\n|---|---|---|---|")
        parts += [_dictionary_row(column) for column in columns(model)]
        parts.append("")
    return "\n".join(parts)


def _dictionary_row(column: Column) -> str:
    meaning = column.description
    if column.references:
        meaning += f" → `{column.references}`"
    if column.terms:
        meaning += ": " + ", ".join(f"`{term}`" for term in column.terms)
    name = f"**`{column.name}`**" if column.key else f"`{column.name}`"
    null = "yes" if column.nullable else "no"
    return f"| {name} | {column.duckdb_type} | {null} | {meaning.replace('|', BAR)} |"


if __name__ == "__main__":
    print(data_dictionary(), end="")
