-- Views and macros of claims.duckdb: answers to the questions that analysts ask most. Each carries its comment, and so does each
-- column that a view computes; columns that a view only shows get the comment of the table's column (schemas/views.py).

CREATE VIEW running_totals AS
SELECT a.origin_id, a.origin, a.item_id, a.action, c.action_detail, a.unit, a.supplier_id, a.recipient_id, a.actor_id,
       coalesce(a.event_end, a.statement_date) AS as_of, a.statement_date, a.comparator, a.value_low, a.value_best, a.value_high,
       a.mention_count, a.outlet_count, a.superseded_by, a.assertion_id
FROM assertions a JOIN claims c ON c.claim_id = a.canonical_claim_id
WHERE a.aggregation = 'cumulative' AND a.modality NOT IN ('planned', 'denied', 'limit') AND c.alternative_group IS NULL
ORDER BY a.item_id, a.action, a.origin, as_of;
COMMENT ON VIEW running_totals IS 'Running totals of each origin in order of time, plans and options left out; an older one is superseded, never added';
COMMENT ON COLUMN running_totals.as_of IS 'Day up to which the total counts: the end of its period, else the day of the statement';

CREATE VIEW latest_totals AS
SELECT * FROM running_totals
QUALIFY row_number() OVER (
  PARTITION BY coalesce(origin_id, lower(origin)), item_id, action, action_detail, unit, supplier_id, recipient_id, actor_id
  ORDER BY as_of DESC NULLS LAST, assertion_id) = 1
ORDER BY item_id, action, as_of DESC;
COMMENT ON VIEW latest_totals IS 'The newest running total that each claimant gave for an item and action: one row a claimant';

CREATE VIEW drift AS
SELECT unnest(r.drift_types) AS drift_type, o.publisher AS earlier, o.quantity_text AS earlier_text,
       n.publisher AS later, n.quantity_text AS later_text, r.to_claim_id, r.from_claim_id
FROM claim_relations r JOIN claims n ON n.claim_id = r.from_claim_id JOIN claims o ON o.claim_id = r.to_claim_id
WHERE r.relation = 're_reports';
COMMENT ON VIEW drift IS 'What changed on the way from a statement to its re-report, one row a change';
COMMENT ON COLUMN drift.drift_type IS 'What changed: one of the kinds of drift';
COMMENT ON COLUMN drift.earlier IS 'Outlet that had it first';
COMMENT ON COLUMN drift.earlier_text IS 'The quantity as it was told first';
COMMENT ON COLUMN drift.later IS 'Outlet that told it again';
COMMENT ON COLUMN drift.later_text IS 'The quantity as it was told again';

CREATE VIEW mentions AS
SELECT c.assertion_id, c.claim_id, c.published_date, c.publisher, c.quantity_text, c.quote, c.url,
       concat_ws(' > ', c.publisher, nullif(array_to_string(c.attributed_to, ' > '), '')) AS chain,
       d.title, d.raw_path, c.quantity_start, c.quantity_end
FROM claims c JOIN documents d USING (doc_id);
COMMENT ON VIEW mentions IS 'Every mention of every assertion: the words, the chain of who cites whom, the place';
COMMENT ON COLUMN mentions.chain IS 'Who cites whom, the outlet first, the origin last';

CREATE VIEW alternatives AS
SELECT alternative_group, any_value(alternative_operator) AS alternative_operator, list(claim_id ORDER BY quantity_start) AS claim_ids,
       list(concat_ws(' ', quantity_text, coalesce(item, item_detail)) ORDER BY quantity_start) AS options
FROM claims WHERE alternative_group IS NOT NULL GROUP BY alternative_group;
COMMENT ON VIEW alternatives IS 'Claims joined by "or", "and" or a mixture: never add them up';
COMMENT ON COLUMN alternatives.claim_ids IS 'The claims of the group, in the order of the text';
COMMENT ON COLUMN alternatives.options IS 'Their words, in the same order';

CREATE VIEW parts AS
SELECT w.claim_id AS whole_claim_id, p.claim_id AS part_claim_id, w.quantity_text AS whole_text, p.quantity_text AS part_text,
       p.value_point AS part, w.value_point AS whole,
       CASE WHEN p.unit = w.unit AND w.value_point <> 0 THEN round(100 * p.value_point / w.value_point, 1) END AS percent
FROM claims p JOIN claims w ON w.claim_id = p.part_of_claim_id;
COMMENT ON VIEW parts IS 'Parts beside their wholes, with the share that the part is';
COMMENT ON COLUMN parts.whole_claim_id IS 'The claim of the whole';
COMMENT ON COLUMN parts.part_claim_id IS 'The claim of the part';
COMMENT ON COLUMN parts.whole_text IS 'The whole as written';
COMMENT ON COLUMN parts.part_text IS 'The part as written';
COMMENT ON COLUMN parts.part IS 'value_point of the part';
COMMENT ON COLUMN parts.whole IS 'value_point of the whole';
COMMENT ON COLUMN parts.percent IS 'The part as a share of the whole; null where their units differ';

CREATE VIEW against_benchmarks AS
SELECT b.benchmark_id, a.assertion_id, a.origin, a.comparator, a.value_low, a.value_best, a.value_high, a.unit,
       a.event_start, a.event_end, b.value AS benchmark, b.rate_per,
       round(coalesce(a.value_best, a.value_low, a.value_high) / b.value, 2) AS times_benchmark
FROM assertions a JOIN benchmarks b ON a.unit = b.unit
 AND ((b.benchmark_id = 'unsc_2397_refined_cap' AND a.item_id = 'commodity.oil.refined')
   OR (b.benchmark_id = 'unsc_2397_crude_cap' AND a.item_id = 'commodity.oil'))
WHERE a.action = 'transfer';
COMMENT ON VIEW against_benchmarks IS 'Amounts delivered, beside the legal cap of a year';
COMMENT ON COLUMN against_benchmarks.benchmark IS 'The value of the benchmark, for a year where it is a rate';
COMMENT ON COLUMN against_benchmarks.times_benchmark IS 'The stated number, else its lower, else its upper bound, divided by the benchmark';

CREATE VIEW coverage AS
SELECT d.doc_id, d.raw_path, d.publisher, d.published_date, coalesce(c.n, 0) AS claims, coalesce(r.n, 0) AS rejected
FROM documents d
LEFT JOIN (SELECT doc_id, count(*) AS n FROM claims GROUP BY doc_id) c USING (doc_id)
LEFT JOIN (SELECT doc_id, count(*) AS n FROM rejected_quantities GROUP BY doc_id) r USING (doc_id)
WHERE d.status = 'current' ORDER BY d.raw_path;
COMMENT ON VIEW coverage IS 'Each report with its numbers: how many became claims, how many were set aside';
COMMENT ON COLUMN coverage.claims IS 'Claims read from the report';
COMMENT ON COLUMN coverage.rejected IS 'Number-like expressions of the report that are no claims';

CREATE MACRO claims_as_of(release) AS TABLE
SELECT h.* EXCLUDE (valid_from_seq, valid_to_seq)
FROM claims_history h, (SELECT coalesce((SELECT release_seq FROM releases WHERE release_id = release),
                                        error('no such release: ' || release)) AS seq) s
WHERE h.valid_from_seq <= s.seq AND (h.valid_to_seq IS NULL OR h.valid_to_seq > s.seq);

CREATE MACRO claims_known_on(day) AS TABLE
SELECT * FROM claims WHERE published_date <= CAST(day AS DATE) ORDER BY published_date, claim_id;

-- What linking knows: totals, series, disagreements and drift. Sums over these views never add alternatives, parts or superseded rows.

CREATE VIEW shells_over_time AS
SELECT coalesce(a.event_end, a.statement_date) AS as_of, a.origin, a.origin_id, a.supplier_id, a.recipient_id, a.item_id,
       a.comparator, a.value_low, a.value_best, a.value_high, a.aggregation, a.modality,
       a.mention_point_min, a.mention_point_max, a.comparators_seen, a.outlet_count, a.superseded_by, a.assertion_id
FROM assertions a
WHERE (a.item_id = 'munition.artillery' OR a.item_id = 'munition.artillery.shell' OR a.item_id LIKE 'munition.artillery.shell.%')
  AND a.unit = 'round' AND a.action = 'transfer' AND a.modality NOT IN ('planned', 'denied', 'limit')
ORDER BY as_of, a.origin;
COMMENT ON VIEW shells_over_time IS 'Shells said to have been delivered, statement by statement, with bounds as bounds and the spread of the re-reports beside them; aggregation capacity = computed from a load';
COMMENT ON COLUMN shells_over_time.as_of IS 'Day up to which the figure counts: the end of its period, else the day of the statement';

CREATE VIEW disagreements AS
SELECT m.origin AS claims_more, l.origin AS claims_less, m.item_id, m.action, m.unit,
       coalesce(m.value_low, m.value_best) AS at_least, coalesce(l.value_high, l.value_best) AS at_most,
       m.quantity_text AS more_text, l.quantity_text AS less_text,
       coalesce(m.event_end, m.statement_date) AS more_as_of, coalesce(l.event_end, l.statement_date) AS less_as_of,
       r.confidence, m.assertion_id AS more_assertion_id, l.assertion_id AS less_assertion_id
FROM claim_relations r JOIN claims m ON m.claim_id = r.from_claim_id JOIN claims l ON l.claim_id = r.to_claim_id
WHERE r.relation = 'contradicts' ORDER BY at_least DESC;
COMMENT ON VIEW disagreements IS 'Who disagrees with whom: figures of two origins for the same thing and time whose bounds do not meet';
COMMENT ON COLUMN disagreements.claims_more IS 'Origin that gives the larger figure';
COMMENT ON COLUMN disagreements.claims_less IS 'Origin that gives the smaller figure';
COMMENT ON COLUMN disagreements.at_least IS 'The least that the larger figure can mean';
COMMENT ON COLUMN disagreements.at_most IS 'The most that the smaller figure can mean';
COMMENT ON COLUMN disagreements.more_text IS 'The larger figure as written';
COMMENT ON COLUMN disagreements.less_text IS 'The smaller figure as written';
COMMENT ON COLUMN disagreements.more_as_of IS 'Day up to which the larger figure counts';
COMMENT ON COLUMN disagreements.less_as_of IS 'Day up to which the smaller figure counts';
COMMENT ON COLUMN disagreements.more_assertion_id IS 'The assertion of the larger figure';
COMMENT ON COLUMN disagreements.less_assertion_id IS 'The assertion of the smaller figure';

CREATE VIEW drift_by_outlet AS
SELECT n.publisher_id, any_value(n.publisher) AS publisher, count(*) AS re_reports,
       count(*) FILTER (len(r.drift_types) > 0) AS drifted,
       round(count(*) FILTER (len(r.drift_types) > 0) / count(*), 2) AS drift_rate,
       count(*) FILTER (list_has_any(r.drift_types, ['bound_dropped', 'bound_changed'])) AS bounds_lost,
       count(*) FILTER (list_has_any(r.drift_types, ['hedge_dropped'])) AS hedges_dropped,
       count(*) FILTER (list_contains(r.drift_types, 'attribution_lost')) AS attributions_lost
FROM claim_relations r JOIN claims n ON n.claim_id = r.from_claim_id JOIN documents d USING (doc_id)
WHERE r.relation = 're_reports' AND d.near_duplicate_of IS NULL
GROUP BY n.publisher_id ORDER BY drift_rate DESC, re_reports DESC;
COMMENT ON VIEW drift_by_outlet IS 'How often each outlet changes what it re-reports, and what is lost; copies of an agency text are not counted';
COMMENT ON COLUMN drift_by_outlet.re_reports IS 'Figures that the outlet told after another';
COMMENT ON COLUMN drift_by_outlet.drifted IS 'Those of them that it changed in any way';
COMMENT ON COLUMN drift_by_outlet.drift_rate IS 'Share of them that it changed, from 0 to 1';
COMMENT ON COLUMN drift_by_outlet.bounds_lost IS 'Those whose bound it dropped or changed';
COMMENT ON COLUMN drift_by_outlet.hedges_dropped IS 'Those whose hedge it dropped';
COMMENT ON COLUMN drift_by_outlet.attributions_lost IS 'Those whose source it left out';

CREATE MACRO figures_known_on(day) AS TABLE
SELECT a.origin_id, a.origin, a.item_id, a.action, c.action_detail, a.unit, a.supplier_id, a.recipient_id, a.actor_id,
       coalesce(a.event_end, a.statement_date) AS as_of, a.comparator, a.value_low, a.value_best, a.value_high, c.quantity_text,
       a.first_published, a.aggregation, a.modality, a.assertion_id
FROM assertions a JOIN claims c ON c.claim_id = a.canonical_claim_id
LEFT JOIN assertions newer ON newer.assertion_id = a.superseded_by AND newer.first_published <= CAST(day AS DATE)
WHERE a.first_published <= CAST(day AS DATE) AND newer.assertion_id IS NULL
ORDER BY a.item_id, a.action, as_of DESC;
COMMENT ON MACRO TABLE figures_known_on IS 'What was publicly known on a day: statements published by then that no total published by then had superseded';
