"""croissant.json: the release as Croissant JSON-LD (version 1.0), for catalogues of machine-learning data."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa

from schemas.columns import TEXT_LIST
from schemas.dataset import TABLES
from schemas.render import Column, columns, comment
from waybill.releases.package import TITLE

_CONTEXT: Mapping[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "equivalentProperty": "cr:equivalentProperty",
    "samplingRate": "cr:samplingRate",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileProperty": "cr:fileProperty",
    "fileObject": "cr:fileObject",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}

_DATA_TYPES: Mapping[pa.DataType, str] = {
    pa.string(): "sc:Text",
    pa.date32(): "sc:Date",
    pa.float64(): "sc:Float",
    pa.int32(): "sc:Integer",
    pa.int64(): "sc:Integer",
    pa.bool_(): "sc:Boolean",
    TEXT_LIST: "sc:Text",
}


def croissant(release_id: str, files: Mapping[str, Mapping[str, Any]], shared: Iterable[str]) -> str:
    """The text of croissant.json for the tables `shared`; `files` holds bytes and sha256 of each file by name.

    References are left out: claims and assertions point to each other, and mlcroissant loads no circle.
    """
    names = list(shared)
    dataset = {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": "waybill-claims",
        "description": f"{TITLE}. {comment(TABLES['claims'])}",
        "version": ".".join(str(int(part)) for part in release_id.split(".")),  # semver knows no leading zero
        "alternateName": release_id,
        "keywords": ["arms transfers", "claims", "provenance"],
        "distribution": [_file_object(f"{name}.parquet", files[f"{name}.parquet"]) for name in names],
        "recordSet": [_record_set(name) for name in names],
    }
    return json.dumps(dataset, indent=1, ensure_ascii=False) + "\n"


def _file_object(path: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": path,
        "name": path,
        "contentUrl": path,
        "contentSize": f"{facts['bytes']} B",
        "encodingFormat": "application/x-parquet",
        "sha256": facts["sha256"],
    }


def _record_set(name: str) -> dict[str, Any]:
    model = TABLES[name]
    return {
        "@type": "cr:RecordSet",
        "@id": name,
        "name": name,
        "description": comment(model),
        "field": [_field(name, column) for column in columns(model)],
    }


def _field(table: str, column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {
        "@type": "cr:Field",
        "@id": f"{table}/{column.name}",
        "name": column.name,
        "description": column.description,
        "dataType": _DATA_TYPES[column.type],
        "source": {"fileObject": {"@id": f"{table}.parquet"}, "extract": {"column": column.name}},
    }
    if column.type == TEXT_LIST:
        field["repeated"] = True
    return field
