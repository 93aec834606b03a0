"""datapackage.json: the release as a Frictionless Data Package (version 2)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from schemas.dataset import SCHEMA_VERSION, TABLES
from schemas.render import comment, table_descriptor

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
TITLE = "Waybill: dated claims about arms transfers, with provenance"


def datapackage(
    release_id: str,
    files: Mapping[str, Mapping[str, Any]],
    shared: Iterable[str],
    suffix: str = ".parquet",
) -> str:
    """The text of datapackage.json for the tables `shared`; `files` holds bytes and sha256 of each file by name."""
    names = list(shared)
    package = {
        "$schema": PROFILE,
        "name": "waybill-claims",
        "title": TITLE,
        "description": comment(TABLES["claims"]),
        "version": release_id,
        "keywords": ["arms transfers", "claims", "provenance"],
        "waybill_schema_version": SCHEMA_VERSION,
        "resources": [_resource(name, f"{name}{suffix}", files, names) for name in names],
    }
    return json.dumps(package, indent=1, ensure_ascii=False) + "\n"


def _resource(name: str, path: str, files: Mapping[str, Mapping[str, Any]], known: Iterable[str]) -> dict[str, Any]:
    model = TABLES[name]
    kind = path.rpartition(".")[2]
    # frictionless-py counts neither bytes nor hash of a Parquet file and then calls them wrong: manifest.json has both
    checks = {} if kind == "parquet" else {"bytes": files[path]["bytes"], "hash": f"sha256:{files[path]['sha256']}"}
    return {
        "name": name,
        "type": "table",
        "path": path,
        "format": kind,
        "mediatype": {"parquet": "application/vnd.apache.parquet", "csv": "text/csv"}[kind],
        **checks,
        "description": comment(model),
        "schema": table_descriptor(model, known),
    }
