"""What linking found, as tables, and as records where there are few."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from schemas.dataset import TABLES
from schemas.render import arrow_schema
from waybill.assertions.desk import Desk
from waybill.assertions.groups import Grouped
from waybill.assertions.ledger import column
from waybill.assertions.options import joins_options
from waybill.assertions.record import Assertion, ClaimRelation, DerivedValue, Links

_JOINED = "operator_changed"


@dataclass(frozen=True, slots=True)
class Linked:
    """What linking found, as Arrow tables: a tenth of the memory that its records take."""

    tables: Mapping[str, pa.Table]  # assertions, claim_relations, derived_values; rows in no order
    assertion_of: pa.Table  # claim_id, assertion_id
    origin_mentions: pa.Array  # claim_ids
    near_duplicate_of: pa.Table  # doc_id, near_duplicate_of

    def records(self) -> Links:
        """The same as records, every sequence sorted by its ids."""
        assertions = (_lists_as_tuples(row) for row in _sorted(self.tables["assertions"], "assertion_id"))
        relations = _sorted(self.tables["claim_relations"], "from_claim_id", "to_claim_id", "relation")
        derived = _sorted(self.tables["derived_values"], "claim_id", "method")
        return Links(
            assertions=tuple(Assertion(**row) for row in assertions),
            relations=tuple(ClaimRelation(**_lists_as_tuples(row)) for row in relations),
            derived=tuple(DerivedValue(**row) for row in derived),
            assertion_of=_as_dict(self.assertion_of),
            origin_mentions=frozenset(self.origin_mentions.to_pylist()),
            near_duplicate_of=_as_dict(self.near_duplicate_of),
        )


def _sorted(table: pa.Table, *keys: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = table.sort_by([(key, "ascending") for key in keys]).to_pylist()
    return rows


def _lists_as_tuples(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}


def _as_dict(pairs: pa.Table) -> dict[str, str]:
    return dict(zip(*(column.to_pylist() for column in pairs.columns), strict=True))


def linked(
    desk: Desk,
    doc_ids: Sequence[str],
    claim_ids: Sequence[str],
    has_options: np.ndarray,
    grouped: Grouped,
    tables: Mapping[str, pa.Table],
) -> Linked:
    """The outcome of a run, from its ledger's `tables`."""
    ids, groups = pa.array(claim_ids, pa.string()), grouped.tables["groups"]
    assertion_ids = groups.column("assertion_id").combine_chunks()
    within = _between_assertions(tables["ordered"], grouped.group_of)
    newer = _with_documents_own(tables["successors"], within, grouped.group_of)
    place = groups.schema.get_field_index("superseded_by")
    assertions = groups.set_column(place, "superseded_by", assertion_ids.take(pa.array(newer, pa.int32())))
    copies = tables["copies"]
    ends = (pa.array(doc_ids, pa.string()).take(copies.column(name)) for name in ("report_no", "other_report_no"))
    return Linked(
        {
            "assertions": assertions.select(arrow_schema(TABLES["assertions"]).names),
            "claim_relations": _relations(desk, ids, has_options, grouped, {**tables, "ordered": within}),
            "derived_values": tables["derived"].select(arrow_schema(TABLES["derived_values"]).names),
        },
        pa.table([ids, assertion_ids.take(pa.array(grouped.group_of))], names=["claim_id", "assertion_id"]),
        ids.filter(pa.array(grouped.is_own)).sort(),
        pa.table([*ends], names=["doc_id", "near_duplicate_of"]),
    )


def _between_assertions(ordered: pa.Table, group_of: np.ndarray) -> pa.Table:
    """Totals that a document sets in order, so far as they are two assertions; in the order of documents."""
    newer, older = column(ordered, "mention_no"), column(ordered, "other_mention_no")
    apart = ordered.filter(pa.array(group_of[newer] != group_of[older]))
    report_order = np.argsort(column(apart, "mention_no"), kind="stable")
    return apart.take(pa.array(report_order))


def _with_documents_own(successors: pa.Table, within: pa.Table, group_of: np.ndarray) -> list[int | None]:
    """For each group the newer one that supersedes it: by its series, else by a document's own order; in no circle."""
    pairs = column(successors, "group_no").tolist(), column(successors, "other_group_no").tolist()
    newer = dict(zip(*pairs, strict=True))
    ends = group_of[column(within, "other_mention_no")].tolist(), group_of[column(within, "mention_no")].tolist()
    for older, follower in zip(*ends, strict=True):
        if older in newer:
            continue
        last = follower
        while last in newer:
            last = newer[last]
        if last != older:
            newer[older] = follower
    return [newer.get(group) for group in range(int(group_of.max(initial=-1)) + 1)]


def _relations(
    desk: Desk, ids: pa.Array, has_options: np.ndarray, grouped: Grouped, tables: Mapping[str, pa.Table]
) -> pa.Table:
    """Relations, each pair of claims once a relation: what the text states goes before what was found."""
    groups = grouped.tables["groups"]
    canonical = column(groups, "mention_no")
    newer = tables["successors"]
    ends = canonical[column(newer, "other_group_no")], canonical[column(newer, "group_no")]
    stated, retold, opposed, within = (tables[name] for name in ("stated", "retold", "opposed", "ordered"))
    parts = [
        _part(ids, *_ends(stated), stated.column("relation"), stated.column("method"), stated.column("confidence")),
        _part(ids, *_ends(retold), "re_reports", retold.column("method"), retold.column("confidence"),
              _with_joined_options(desk, retold, has_options, grouped, tables["options"])),
        _part(ids, *ends, "supersedes", "newer-total", newer.column("confidence")),
        _part(ids, *_ends(within), "supersedes", "newer-total-in-one-document", "high"),
        _part(ids, *_ends(opposed), "contradicts", "disjoint-bounds", opposed.column("confidence")),
    ]  # fmt: skip
    return _distinct(pa.concat_tables(parts))


def _ends(table: pa.Table) -> tuple[np.ndarray, np.ndarray]:
    return column(table, "mention_no"), column(table, "other_mention_no")


def _part(
    ids: pa.Array,
    source: np.ndarray,
    target: np.ndarray,
    relation: str | pa.ChunkedArray,
    method: str | pa.ChunkedArray,
    confidence: str | pa.ChunkedArray,
    drift: pa.Array | None = None,
) -> pa.Table:
    many = len(source)
    if drift is None:
        drift = pa.array([()] * many, pa.list_(pa.string()))
    words = (relation, method, confidence)
    first, *rest = (pa.repeat(pa.scalar(word), many) if isinstance(word, str) else word for word in words)
    columns = [ids.take(pa.array(source)), ids.take(pa.array(target)), first, drift, *rest]
    return pa.table(columns, names=arrow_schema(TABLES["claim_relations"]).names)


def _distinct(relations: pa.Table) -> pa.Table:
    """The first row of each pair of claims and relation."""
    keys = [relations.column(name) for name in ("from_claim_id", "to_claim_id", "relation")]
    whole = pc.binary_join_element_wise(*keys, "\0").combine_chunks().dictionary_encode()
    first = np.unique(whole.indices.to_numpy(), return_index=True)[1]
    return relations.take(pa.array(first)).combine_chunks()


def _with_joined_options(
    desk: Desk, retold: pa.Table, has_options: np.ndarray, grouped: Grouped, options: pa.Table
) -> pa.Array:
    """The drift of each re-report, with operator_changed where it joins options of its source by "and"."""
    drift = retold.column("drift_types").combine_chunks()
    later, source = _ends(retold)
    of_option = np.isin(source, column(options, "mention_no")) & ~has_options[later]
    rows = np.flatnonzero(of_option).tolist()
    if not rows:
        return drift
    desk.open_mentions(later[rows])
    others: dict[int, set[int]] = {}
    for one, other in zip(*(end.tolist() for end in _ends(options)), strict=True):
        others.setdefault(one, set()).add(int(grouped.group_of[other]))
    told = drift.to_pylist()
    for row in rows:
        mention = desk.mention(int(later[row]))
        beside = {int(grouped.group_of[other.place]): other for other in desk.siblings(mention)}  # the last of each
        if beside[int(grouped.group_of[mention.place])] is not mention or _JOINED in told[row]:
            continue
        if joins_options(mention, [beside[group] for group in others[int(source[row])] if group in beside]):
            told[row] = sorted((*told[row], _JOINED))
    return pa.array(told, drift.type)
