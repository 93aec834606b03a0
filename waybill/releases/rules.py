"""Rules that no single column can state, each a query that returns the keys of the rows that break it.

A query names the columns of the row's key, in order, after SELECT; tables stand under their own names. The rules on
keys and references are made from the declarations in schemas/.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from schemas.dataset import PARQUET_TABLES, TABLES
from schemas.render import columns, key_columns


@dataclass(frozen=True, slots=True)
class Rule:
    """A condition on rows of `table`; `breaches` selects the key columns of the rows that break it."""

    rule_id: str
    table: str
    severity: str  # warning, error, fatal
    message: str
    breaches: str


_POINT = """
CASE value_point_basis WHEN 'stated' THEN value_best WHEN 'lower_bound' THEN value_low WHEN 'vague_lower' THEN value_low
WHEN 'upper_bound' THEN value_high WHEN 'midpoint' THEN (value_low + value_high) / 2 END"""

_SHAPE = """
CASE WHEN comparator IN ('exact', 'about', 'nearly', 'just_over')
  THEN value_low IS NOT NULL AND value_low = value_best AND value_best = value_high
WHEN comparator IN ('more_than', 'at_least') THEN value_low IS NOT NULL AND value_best IS NULL AND value_high IS NULL
WHEN comparator IN ('less_than', 'up_to') THEN value_high IS NOT NULL AND value_best IS NULL AND value_low IS NULL
ELSE value_low IS NOT NULL AND value_high IS NOT NULL AND value_best IS NULL END IS NOT TRUE"""

_OVERLAPS = """
WITH spans AS (
  SELECT doc_id, quantity_start, quantity_end FROM claims
  UNION ALL SELECT doc_id, quantity_start, quantity_end FROM rejected_quantities)
SELECT {key} FROM {table} JOIN (
  SELECT doc_id, quantity_start, quantity_end,
         max(quantity_end) OVER (PARTITION BY doc_id ORDER BY quantity_start, quantity_end
                                 ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS reached
  FROM spans) USING (doc_id, quantity_start, quantity_end) WHERE quantity_start < reached"""


def _where(table: str, condition: str) -> str:
    return f"SELECT {', '.join(key_columns(TABLES[table]))} FROM {table} WHERE {condition}"


def _sliced(table: str, words: str, start: str, end: str) -> str:
    keys = ", ".join(f"r.{column}" for column in key_columns(TABLES[table]))
    return (
        f"SELECT {keys} FROM {table} r LEFT JOIN texts t ON t.doc_id = r.doc_id "
        f"WHERE substring(t.text, r.{start} + 1, r.{end} - r.{start}) IS DISTINCT FROM r.{words}"
    )


_STATED: tuple[Rule, ...] = (
    Rule("quantity-reslices", "claims", "error", "text[quantity_start:quantity_end] is not quantity_text",
         _sliced("claims", "quantity_text", "quantity_start", "quantity_end")),
    Rule("quote-reslices", "claims", "error", "text[quote_start:quote_end] is not quote",
         _sliced("claims", "quote", "quote_start", "quote_end")),
    Rule("rejected-reslices", "rejected_quantities", "error", "text[quantity_start:quantity_end] is not quantity_text",
         _sliced("rejected_quantities", "quantity_text", "quantity_start", "quantity_end")),
    Rule("quantity-in-quote", "claims", "error", "the quantity lies outside its quote",
         _where("claims", "quantity_start < quote_start OR quantity_end > quote_end")),
    Rule("claim-overlaps", "claims", "warning", "the number shares characters with an earlier one",
         _OVERLAPS.format(key="claim_id", table="claims")),
    Rule("rejected-overlaps", "rejected_quantities", "warning", "the number shares characters with an earlier one",
         _OVERLAPS.format(key="doc_id, quantity_start, quantity_end", table="rejected_quantities")),
    Rule("low-above-high", "claims", "error", "value_low is larger than value_high",
         _where("claims", "value_low > value_high")),
    Rule("best-out-of-bounds", "claims", "error", "value_best lies outside value_low and value_high",
         _where("claims", "value_best < value_low OR value_best > value_high")),
    Rule("comparator-shape", "claims", "error", "the bounds are not those that the comparator stands for",
         _where("claims", _SHAPE)),
    Rule("point-basis", "claims", "error", "value_point is not what value_point_basis says it is",
         _where("claims", f"value_point IS DISTINCT FROM {_POINT}")),
    Rule("money-currency", "claims", "error", "money without its currency as unit, or a currency without money",
         _where("claims", "(quantity_kind = 'money') <> (currency IS NOT NULL) OR currency <> unit")),
    Rule("si-alone", "claims", "error", "value_si without unit_si, or the other way round",
         _where("claims", "(value_si IS NULL) <> (unit_si IS NULL)")),
    Rule("percent-kind", "claims", "error", "a share is not in percent, or percent is no share",
         _where("claims", "(quantity_kind = 'share') <> (unit = 'percent')")),
    Rule("share-of-missing", "claims", "warning", "a share does not say of what",
         _where("claims", "quantity_kind = 'share' AND share_of IS NULL")),
    Rule("relative-to-missing", "claims", "warning", "a multiple does not say of what",
         _where("claims", "quantity_kind = 'factor' AND relative_to IS NULL")),
    Rule("event-order", "claims", "error", "the event ends before it starts",
         _where("claims", "event_start > event_end")),
    Rule("stated-after-publication", "claims", "warning", "the statement is later than the report that carries it",
         _where("claims", "statement_date > published_date")),
    Rule("alternative-alone", "claims", "warning", "the only member of its group of alternatives",
         _where("claims", "alternative_group IN "
                "(SELECT alternative_group FROM claims GROUP BY 1 HAVING count(*) = 1)")),
    Rule("alternative-operator", "claims", "error", "a group without operator, or an operator without group",
         _where("claims", "(alternative_group IS NULL) <> (alternative_operator IS NULL)")),
    Rule("part-of-itself", "claims", "error", "a part of itself, or computed from itself",
         _where("claims", "part_of_claim_id = claim_id OR computed_from_claim_id = claim_id")),
    Rule("part-above-whole", "claims", "warning", "the part is larger than the whole",
         "SELECT p.claim_id FROM claims p JOIN claims w ON w.claim_id = p.part_of_claim_id "
         "WHERE p.unit = w.unit AND coalesce(p.value_low, p.value_best) > coalesce(w.value_high, w.value_best)"),
    Rule("part-elsewhere", "claims", "error", "the whole stands in another document",
         "SELECT p.claim_id FROM claims p JOIN claims w ON w.claim_id = p.part_of_claim_id WHERE p.doc_id <> w.doc_id"),
    Rule("document-facts", "claims", "error", "publisher, date or address differ from the document's",
         "SELECT claim_id FROM claims c JOIN documents d USING (doc_id) WHERE (c.publisher_id, c.publisher, "
         "c.published_date, c.url) IS DISTINCT FROM (d.publisher_id, d.publisher, d.published_date, d.url)"),
    Rule("claim-of-gone-document", "claims", "error", "the document's file is not in the raw folder",
         "SELECT claim_id FROM claims JOIN documents USING (doc_id) WHERE status <> 'current'"),
    Rule("body-outside-text", "documents", "error", "the body does not lie inside the text",
         _where("documents", "body_start > body_end OR body_end > text_length")),
    Rule("text-length", "documents", "error", "text_length is not the length of the text, or a text is missing",
         "SELECT d.doc_id FROM documents d LEFT JOIN texts t USING (doc_id) "
         "WHERE d.status = 'current' AND length(t.text) IS DISTINCT FROM d.text_length"),
    Rule("doc-id-hash", "documents", "error", "doc_id is not made from raw_sha256",
         _where("documents", "doc_id <> 'd_' || left(raw_sha256, 16)")),
    Rule("published-precision", "documents", "error", "a publication day without day precision, or the other way round",
         _where("documents", "(published_date IS NOT NULL) <> (published_precision IS NOT DISTINCT FROM 'day')")),
    Rule("near-duplicate-of-itself", "documents", "error", "a near duplicate of itself",
         _where("documents", "near_duplicate_of = doc_id")),
    Rule("canonical-elsewhere", "assertions", "error", "the canonical claim belongs to another assertion",
         "SELECT a.assertion_id FROM assertions a JOIN claims c ON c.claim_id = a.canonical_claim_id "
         "WHERE c.assertion_id <> a.assertion_id"),
    Rule("canonical-values", "assertions", "error", "the values are not those of the canonical claim",
         "SELECT a.assertion_id FROM assertions a JOIN claims c ON c.claim_id = a.canonical_claim_id "
         "WHERE (a.value_low, a.value_best, a.value_high, a.comparator, a.unit, a.item_id) "
         "IS DISTINCT FROM (c.value_low, c.value_best, c.value_high, c.comparator, c.unit, c.item_id)"),
    Rule("mention-count", "assertions", "warning", "mention_count is not the number of its claims",
         "SELECT assertion_id FROM assertions LEFT JOIN (SELECT assertion_id, count(*) AS n FROM claims GROUP BY 1) "
         "USING (assertion_id) WHERE mention_count <> coalesce(n, 0)"),
    Rule("mention-spread", "assertions", "error", "mention_point_min is larger than mention_point_max",
         _where("assertions", "mention_point_min > mention_point_max")),
    Rule("superseded-by-itself", "assertions", "error", "superseded by itself",
         _where("assertions", "superseded_by = assertion_id")),
    Rule("assertion-event-order", "assertions", "error", "the event ends before it starts",
         _where("assertions", "event_start > event_end")),
    Rule("relation-to-itself", "claim_relations", "error", "a claim related to itself",
         _where("claim_relations", "from_claim_id = to_claim_id")),
    Rule("drift-without-rereport", "claim_relations", "error", "only a re-report can drift",
         _where("claim_relations", "relation <> 're_reports' AND len(drift_types) > 0")),
    Rule("drift-unknown", "claim_relations", "error", "a kind of drift that has no name",
         _where("claim_relations", "len(list_filter(drift_types, lambda d: d NOT IN ({drift_types}))) > 0")),
    Rule("rejected-low-above-high", "rejected_quantities", "error", "value_low is larger than value_high",
         _where("rejected_quantities", "value_low > value_high")),
    Rule("derived-low-above-high", "derived_values", "error", "value_low is larger than value_high",
         _where("derived_values", "value_low > value_high")),
    Rule("benchmark-order", "benchmarks", "fatal", "valid_to is before valid_from",
         _where("benchmarks", "valid_from > valid_to")),
    Rule("item-parent", "items", "fatal", "the parent is not the path above",
         _where("items", "parent_item_id IS DISTINCT FROM nullif(regexp_replace(item_id, '(\\.|^)[^.]*$', ''), '')")),
)  # fmt: skip


@cache
def rules() -> tuple[Rule, ...]:
    """Every cross-row rule: those stated above and those that keys and references imply.

    >>> "low-above-high" in {rule.rule_id for rule in rules()}
    True
    """
    return (*_STATED, *_key_rules(), *_reference_rules())


def _key_rules() -> Iterator[Rule]:
    for table in PARQUET_TABLES:
        if keys := ", ".join(key_columns(TABLES[table])):
            query = f"SELECT {keys} FROM {table} GROUP BY ALL HAVING count(*) > 1"
            yield Rule(f"{table}.key-unique", table, "fatal", f"two rows have the same {keys}", query)


def _reference_rules() -> Iterator[Rule]:
    for table in PARQUET_TABLES:
        keys = ", ".join(f"r.{column}" for column in key_columns(TABLES[table]))
        for column in columns(TABLES[table]):
            if column.references is None:
                continue
            target, name = column.references.split(".")
            query = (
                f"SELECT {keys} FROM {table} r ANTI JOIN {target} t ON t.{name} = r.{column.name} "
                f"WHERE r.{column.name} IS NOT NULL"
            )
            severity = "warning" if target in {"items", "actors"} else "error"
            yield Rule(f"{table}.{column.name}.reference", table, severity, f"no such {column.references}", query)
