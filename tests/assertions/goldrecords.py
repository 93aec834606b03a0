"""Claims and documents built from hand-made records, so that linking is measured apart from reading."""

from __future__ import annotations

import calendar
import hashlib
import json
import os
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from waybill.claims.record import Claim
from waybill.documents.record import Document

SHARED = Path(os.environ.get("WAYBILL_SHARED", Path(__file__).parents[3] / "shared"))
KINDS = {"percent": "share", "factor": "factor", "bbl": "volume", "t": "mass", "kg": "mass"}
_SEASONS = {"21": (3, 5), "22": (6, 8), "23": (9, 11), "24": (12, 12)}


def interval(edtf: str | None) -> tuple[date | None, date | None]:
    """First and last day of a date at day, month, season or year precision."""
    match = re.match(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", edtf or "")
    if match is None:
        return None, None
    year, month, day = int(match[1]), match[2], match[3]
    if day:
        return (date(year, int(month), int(day)),) * 2
    if not month:
        return date(year, 1, 1), date(year, 12, 31)
    first, last = _SEASONS.get(month, (int(month), int(month)))
    return date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1])


def document_from(facts: Mapping[str, Any], text: str) -> Document:
    raw = text.encode()
    published = facts.get("published")
    return Document(
        doc_id="d_" + hashlib.sha256(facts["doc_id"].encode() + raw).hexdigest()[:16],
        raw_path=f"{facts['doc_id']}.txt",
        raw_sha256=hashlib.sha256(raw).hexdigest(),
        raw_bytes=len(raw),
        media_type="text/plain",
        encoding="utf-8",
        text=text,
        title=facts.get("title"),
        title_span=None,
        byline=facts.get("byline"),
        publisher=facts.get("publisher"),
        published=published,
        published_date=date.fromisoformat(published) if published and len(published) == 10 else None,
        published_precision=None,
        published_basis=None,
        retrieved_at=None,
        url=None,
        language="en",
        body_start=facts.get("body_start", 0),
        body_end=facts.get("body_end", len(text)),
        furniture=(),
    )


def tokens_of(notes: str) -> dict[str, str]:
    pairs = (part.partition("=") for part in notes.split("|")[0].split(";"))
    return {key.strip(): value.strip() for key, _, value in pairs if value}


def _statement(record: Mapping[str, Any], aggregation: str | None, document: Document) -> tuple[date | None, str]:
    """When it was said: the day a running total runs to, where the record gives one before the report's own day."""
    if record.get("said"):
        return date.fromisoformat(record["said"]), "stated"
    _, end = interval(record["event_end"])
    day = document.published_date
    if aggregation == "cumulative" and end is not None and record["attributed_to"] and day is not None and end < day:
        return end, "resolved"
    return day, "published_date"


def claim_from(record: Mapping[str, Any], document: Document) -> Claim:
    notes = tokens_of(record["notes"])
    low, high, unit = record["value_low"], record["value_high"], record["unit"]
    said, basis = _statement(record, notes.get("agg"), document)
    key = f"{document.doc_id}:{record['start']}:{record['end']}"
    return Claim(
        claim_id="c_" + hashlib.sha256(key.encode()).hexdigest()[:16],
        doc_id=document.doc_id,
        quantity_start=record["start"],
        quantity_end=record["end"],
        quantity_text=record["quantity_text"],
        quote_start=record["start"],
        quote_end=record["end"],
        quote=record["quote"],
        value_low=low,
        value_best=low if low == high else None,
        value_high=high,
        value_point=low if low is not None else high,
        value_point_basis="stated",
        comparator=record["comparator"],
        unit=unit,
        quantity_kind=KINDS.get(unit, "money" if re.fullmatch("[A-Z]{3}", unit) else "count"),
        currency=unit if re.fullmatch("[A-Z]{3}", unit) else None,
        value_si=None,
        unit_si=None,
        rate_per=notes.get("rate_per"),
        share_of=notes.get("share_of"),
        relative_to=notes.get("relative_to"),
        bound_basis="convention" if record["comparator"] == "vague" else "stated",
        item_id=record["item"],
        item_detail=record["item_detail"],
        action=record["action"],
        action_detail=notes.get("detail"),
        supplier_id=record["supplier"],
        recipient_id=record["recipient"],
        actor_id=record["actor"],
        location=None,
        event_start=interval(record["event_start"])[0],
        event_end=interval(record["event_end"])[1],
        event_edtf=None,
        date_precision="unknown",
        statement_date=said,
        statement_date_basis=basis,
        attributed_to=tuple(record["attributed_to"]),
        origin=record["attributed_to"][-1] if record["attributed_to"] else document.publisher,
        origin_id=None,
        is_anonymous_origin=False,
        evidence_type=None,
        hedge_text=None,
        modality=record["modality"],
        aggregation=notes.get("agg"),
        alternative_group=notes.get("alt"),
        alternative_operator=notes.get("op"),
        part_of_claim_id=notes.get("part_of"),
        computed_from_claim_id=notes.get("computed_from"),
        confidence="high",
        rule_ids=(),
    )


def claims_from(records: Sequence[Mapping[str, Any]], document: Document) -> list[Claim]:
    """Claims of one document; the texts of wholes and bases become claim ids, the nearest mention of the text wins."""
    import dataclasses

    claims = [claim_from(record, document) for record in records]

    def nearest(text: str | None, claim: Claim) -> str | None:
        same = [other for other in claims if other.quantity_text == text and other is not claim]
        best = min(same, key=lambda other: abs(other.quantity_start - claim.quantity_start), default=None)
        return best.claim_id if best else None

    return [
        dataclasses.replace(
            claim,
            part_of_claim_id=nearest(claim.part_of_claim_id, claim),
            computed_from_claim_id=nearest(claim.computed_from_claim_id, claim),
        )
        for claim in claims
    ]


def read_jsonl(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def load_gold(gold: Path, texts: Iterable[Path]) -> tuple[dict[tuple[str, int], Claim], dict[str, Document]]:
    """Claims by (stem, start) and documents by stem of a folder of gold, for the texts given."""
    claims: dict[tuple[str, int], Claim] = {}
    documents: dict[str, Document] = {}
    for path in sorted(texts):
        facts = gold / f"{path.stem}.doc.json"
        if not facts.exists():
            continue
        document = document_from(json.loads(facts.read_text(encoding="utf-8")), path.read_bytes().decode("utf-8"))
        documents[path.stem] = document
        records = read_jsonl(gold / f"{path.stem}.jsonl")
        for record, claim in zip(records, claims_from(records, document), strict=True):
            claims[path.stem, record["start"]] = claim
    return claims, documents


SAME = {"comparator_changed": "bound_changed", "alternative": "alternative_to"}


def score(gold: Sequence[Mapping[str, Any]], claims: Mapping[tuple[str, int], Claim], links: Any) -> dict[str, Any]:
    """The figures of the shared scorer, on records instead of Parquet files."""
    parent: dict[Any, Any] = {}

    def root(key: Any) -> Any:
        while parent.setdefault(key, key) != key:
            key = parent[key]
        return key

    ours: dict[str, set[tuple[str, str]]] = defaultdict(set)
    drift: dict[str, set[str]] = defaultdict(set)
    for relation in links.relations:
        ours[relation.relation].add((relation.from_claim_id, relation.to_claim_id))
        if relation.relation == "re_reports":
            drift[relation.from_claim_id] |= set(relation.drift_types)
    rows: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    errors, jaccard, exact, counted = [], 0.0, 0, 0
    for row in gold:
        x, y = (row["from_doc"], row["from_start"]), (row["to_doc"], row["to_start"])
        if x not in claims or y not in claims:
            continue
        one, other = claims[x].claim_id, claims[y].claim_id
        if row["relation"] == "re_reports":
            parent[root(x)] = root(y)
            ok = links.assertion_of[one] == links.assertion_of[other]
            if ok:
                want = set(row.get("drift_types") or ([row["drift"]] if row.get("drift") else []))
                have = drift[one]
                counted += 1
                exact += want == have
                jaccard += 1.0 if not want and not have else len(want & have) / len(want | have)
                if want != have:
                    errors.append((x, y, "drift", sorted(want), sorted(have)))
        else:
            found = ours[SAME.get(row["relation"], row["relation"])]
            ok = (one, other) in found or (other, one) in found
        rows[row["relation"]][0] += ok
        rows[row["relation"]][1] += 1
        if not ok:
            errors.append((x, y, row["relation"], claims[x].quantity_text, claims[y].quantity_text))
    together: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for key, claim in claims.items():
        together[links.assertion_of[claim.claim_id]].append(key)
    right = wrong = 0
    for keys in together.values():
        for n, x in enumerate(sorted(keys)):
            for y in sorted(keys)[n + 1 :]:
                if x[0] != y[0]:
                    good = root(x) == root(y)
                    right, wrong = right + good, wrong + (not good)
                    if not good:
                        errors.append((x, y, "joined wrongly", claims[x].quantity_text, claims[y].quantity_text))
    return {
        "rows": {name: (ok, total) for name, (ok, total) in sorted(rows.items())},
        "precision": right / (right + wrong) if right + wrong else 1.0,
        "joined": right + wrong,
        "drift_exact": exact / counted if counted else 1.0,
        "drift_jaccard": jaccard / counted if counted else 1.0,
        "errors": errors,
    }
