-- Views and macros of claims.duckdb: answers to the questions that analysts ask most. Each carries its comment.

CREATE VIEW running_totals AS
SELECT origin, item_id, action, unit, supplier_id, recipient_id, actor_id, statement_date, comparator,
       value_low, value_best, value_high, outlet_count, superseded_by, assertion_id
FROM assertions WHERE aggregation = 'cumulative'
ORDER BY origin, item_id, statement_date;
COMMENT ON VIEW running_totals IS 'Running totals of each origin in order of time; an older one is superseded, never added';

CREATE VIEW latest_totals AS
SELECT * FROM running_totals
QUALIFY row_number() OVER (PARTITION BY origin, item_id, action, unit, supplier_id, recipient_id, actor_id
                           ORDER BY statement_date DESC NULLS LAST, assertion_id) = 1;
COMMENT ON VIEW latest_totals IS 'The newest running total of each origin, item and action';

CREATE VIEW drift AS
SELECT unnest(r.drift_types) AS drift_type, o.publisher AS earlier, o.quantity_text AS earlier_text,
       n.publisher AS later, n.quantity_text AS later_text, r.to_claim_id, r.from_claim_id
FROM claim_relations r JOIN claims n ON n.claim_id = r.from_claim_id JOIN claims o ON o.claim_id = r.to_claim_id
WHERE r.relation = 're_reports';
COMMENT ON VIEW drift IS 'What changed on the way from a statement to its re-report, one row a change';

CREATE VIEW mentions AS
SELECT c.assertion_id, c.claim_id, c.published_date, c.publisher, c.quantity_text, c.quote, c.url,
       concat_ws(' > ', c.publisher, nullif(array_to_string(c.attributed_to, ' > '), '')) AS chain,
       d.title, d.raw_path, c.quantity_start, c.quantity_end
FROM claims c JOIN documents d USING (doc_id);
COMMENT ON VIEW mentions IS 'Every mention of every assertion: the words, the chain of who cites whom, the place';

CREATE VIEW alternatives AS
SELECT alternative_group, any_value(alternative_operator) AS alternative_operator, list(claim_id ORDER BY quantity_start) AS claim_ids,
       list(concat_ws(' ', quantity_text, coalesce(item, item_detail)) ORDER BY quantity_start) AS options
FROM claims WHERE alternative_group IS NOT NULL GROUP BY alternative_group;
COMMENT ON VIEW alternatives IS 'Claims joined by "or", "and" or a mixture: never add them up';

CREATE VIEW parts AS
SELECT w.claim_id AS whole_claim_id, p.claim_id AS part_claim_id, w.quantity_text AS whole_text, p.quantity_text AS part_text,
       p.value_point AS part, w.value_point AS whole,
       CASE WHEN p.unit = w.unit AND w.value_point <> 0 THEN round(100 * p.value_point / w.value_point, 1) END AS percent
FROM claims p JOIN claims w ON w.claim_id = p.part_of_claim_id;
COMMENT ON VIEW parts IS 'Parts beside their wholes, with the share that the part is';

CREATE VIEW against_benchmarks AS
SELECT b.benchmark_id, a.assertion_id, a.origin, a.comparator, a.value_low, a.value_best, a.value_high, a.unit,
       a.event_start, a.event_end, b.value AS benchmark, b.rate_per,
       round(coalesce(a.value_best, a.value_low, a.value_high) / b.value, 2) AS times_benchmark
FROM assertions a JOIN benchmarks b ON a.unit = b.unit
 AND ((b.benchmark_id = 'unsc_2397_refined_cap' AND a.item_id = 'commodity.oil.refined')
   OR (b.benchmark_id = 'unsc_2397_crude_cap' AND a.item_id = 'commodity.oil'))
WHERE a.action = 'transfer';
COMMENT ON VIEW against_benchmarks IS 'Amounts delivered, beside the legal cap of a year';

CREATE VIEW coverage AS
SELECT d.doc_id, d.raw_path, d.publisher, d.published_date, coalesce(c.n, 0) AS claims, coalesce(r.n, 0) AS rejected
FROM documents d
LEFT JOIN (SELECT doc_id, count(*) AS n FROM claims GROUP BY doc_id) c USING (doc_id)
LEFT JOIN (SELECT doc_id, count(*) AS n FROM rejected_quantities GROUP BY doc_id) r USING (doc_id)
WHERE d.status = 'current' ORDER BY d.raw_path;
COMMENT ON VIEW coverage IS 'Each report with its numbers: how many became claims, how many were set aside';

CREATE MACRO claims_as_of(release) AS TABLE
SELECT h.* EXCLUDE (valid_from_seq, valid_to_seq)
FROM claims_history h, (SELECT coalesce((SELECT release_seq FROM releases WHERE release_id = release),
                                        error('no such release: ' || release)) AS seq) s
WHERE h.valid_from_seq <= s.seq AND (h.valid_to_seq IS NULL OR h.valid_to_seq > s.seq)
ORDER BY h.claim_id;

CREATE MACRO claims_known_on(day) AS TABLE
SELECT * FROM claims WHERE published_date <= CAST(day AS DATE) ORDER BY published_date, claim_id;
