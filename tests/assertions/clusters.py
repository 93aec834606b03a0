"""Clusters of invented statements, built from short forms into claims and documents."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from tests.assertions.goldrecords import claims_from, document_from
from waybill.claims.record import Claim
from waybill.documents.record import Document

_COMPARATORS = {
    "about": "about",
    "around": "about",
    "some": "about",
    "nearly": "nearly",
    "more": "more_than",
    "over": "more_than",
    "up": "up_to",
    "at": "at_least",
}
_SCALES = {"million": 1e6, "billion": 1e9}


def _numbers(text: str) -> list[float]:
    scale = next((value for word, value in _SCALES.items() if word in text), 1.0)
    return [float(digits.replace(",", "")) * scale for digits in re.findall(r"\d[\d,.]*", text)]


def _record(name: str, short: dict[str, Any], start: int, quantities: dict[str, str]) -> dict[str, Any]:
    """The gold's record of a short form; the comparator comes from the first word of the quantity."""
    text = short["q"]
    numbers = [float(short["low"])] if "low" in short else _numbers(text)
    comparator = short.get("cmp") or (
        "between" if len(numbers) == 2 else _COMPARATORS.get(text.split()[0].lower(), "exact")
    )
    low = None if comparator == "up_to" else numbers[0]
    high = None if comparator in ("more_than", "at_least") else numbers[-1]
    tokens = {
        "agg": short.get("agg"),
        "rate_per": short.get("per"),
        "relative_to": short.get("rel"),
        "alt": short.get("alt"),
        "op": short.get("op"),
        "detail": short.get("detail"),
        "part_of": quantities.get(short.get("part", "")),
        "computed_from": quantities.get(short.get("from", "")),
    }
    return {
        "quote": f"{name} {text}",
        "quantity_text": text,
        "start": start,
        "end": start + len(text),
        "value_low": low,
        "value_high": high,
        "comparator": comparator,
        "unit": short["unit"],
        "item": short["item"],
        "item_detail": name,
        "action": short["action"],
        "supplier": short.get("supplier"),
        "recipient": short.get("recipient"),
        "actor": short.get("actor"),
        "event_start": str(short["start"]) if "start" in short else None,
        "event_end": str(short["end"]) if "end" in short else None,
        "attributed_to": short.get("by", []),
        "modality": short.get("mod", "asserted"),
        "notes": "; ".join(f"{key}={value}" for key, value in tokens.items() if value),
    }


def load_clusters(path: Path) -> list[dict[str, Any]]:
    """Each cluster with `claims` by "document.name", `documents`, and its `same` and `drift` as written."""
    found = []
    for cluster in yaml.safe_load(path.read_text(encoding="utf-8")):
        claims: dict[str, Claim] = {}
        documents: list[Document] = []
        for source in cluster["documents"]:
            names = list(source["claims"])
            head = "Headline of the day. " + " ".join(
                f"{short['q']}." for short in source["claims"].values() if short.get("headline")
            )
            text = f"{head}\n\n{source['publisher']} {source['id']}. " + (source.get("text") or "")
            text += f" This was first reported by {source['cites']}." if "cites" in source else ""
            quantities = {name: short["q"] for name, short in source["claims"].items()}
            records = []
            for name, short in source["claims"].items():
                start = text.index(short["q"]) if short.get("headline") else len(text) + len(name) + 2
                if not short.get("headline"):
                    text += f" {name} {short['q']} of it."
                records.append(_record(name, short, start, quantities))
            facts = {
                "doc_id": f"{cluster['cluster']}/{source['id']}",
                "publisher": source["publisher"],
                "published": str(source["published"]) if "published" in source else None,
                "body_start": len(head) + 2,
            }
            document = document_from(facts, text)
            documents.append(document)
            for name, claim in zip(names, claims_from(records, document), strict=True):
                claims[f"{source['id']}.{name}"] = claim
        found.append(
            {
                "name": cluster["cluster"],
                "claims": claims,
                "documents": documents,
                "same": cluster["same"],
                "drift": cluster["drift"],
            }
        )
    return found
