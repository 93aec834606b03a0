-- Questions that analysts ask of claims.duckdb. Each runs as it stands; a line "changed" says what was mended and why.
-- tests/assertions/test_questions.py plants a small dataset for each, with the traps that a wrong query falls into.

-- Q1 How did the claimed cumulative number of artillery shells grow over time, by claimant, with bounds?
-- changed: rockets and mortar rounds are no shells; plans and denials are no growth; a total's day is the day it runs to.
SELECT coalesce(event_end, statement_date) AS as_of, origin, item_id, comparator, value_low, value_best, value_high, comparators_seen, outlet_count
FROM assertions
WHERE (item_id IN ('munition.artillery', 'munition.artillery.shell') OR item_id LIKE 'munition.artillery.shell.%')
  AND unit = 'round' AND action = 'transfer' AND aggregation = 'cumulative' AND modality NOT IN ('planned', 'denied', 'limit')
ORDER BY as_of, origin, assertion_id;

-- Q2 What is each claimant's latest running total of containers?
-- changed: one row a claimant and pair of parties, by id and not by spelling; a denied or planned total is none.
SELECT origin, as_of, value_low, value_best, value_high, comparator
FROM latest_totals
WHERE item_id = 'logistics.container' AND action = 'transfer'
ORDER BY as_of DESC, origin;

-- Q3 How many independent origins stand behind the shell figures, against how many articles repeat them?
-- changed: shells without rockets; an origin known only by its words counts once; syndicated copies are no outlet's own report.
SELECT count(DISTINCT coalesce(c.origin_id, lower(c.origin))) AS origins, count(DISTINCT c.assertion_id) AS assertions,
       count(*) AS mentions, count(DISTINCT c.publisher_id) FILTER (d.near_duplicate_of IS NULL) AS outlets
FROM claims c JOIN documents d USING (doc_id)
WHERE (c.item_id IN ('munition.artillery', 'munition.artillery.shell') OR c.item_id LIKE 'munition.artillery.shell.%')
  AND c.action = 'transfer';

-- Q4 Which figures changed on the way from origin to re-report, and how?
SELECT unnest(r.drift_types) AS drift_type, o.publisher_id AS earlier, o.quantity_text AS earlier_text, n.publisher_id AS later, n.quantity_text AS later_text
FROM claim_relations r JOIN claims n ON n.claim_id = r.from_claim_id JOIN claims o ON o.claim_id = r.to_claim_id
WHERE r.relation = 're_reports' ORDER BY 1, 2, 4, 5;

-- Q5 Which outlets most often drop or change the bound?
-- changed: only the bound counts, as asked; a verbatim copy of an agency text says nothing about an outlet's care.
SELECT publisher_id, bounds_lost, re_reports, round(bounds_lost / re_reports, 2) AS bound_loss_rate
FROM drift_by_outlet ORDER BY bound_loss_rate DESC, bounds_lost DESC, publisher_id;

-- Q6 What was publicly known about container totals on 1 May 2024?
-- changed: totals only, the latest statement and not the latest article, nothing that a total published by then had replaced.
SELECT origin_id, origin, quantity_text AS figure, as_of, first_published
FROM figures_known_on('2024-05-01')
WHERE item_id = 'logistics.container' AND action = 'transfer' AND aggregation = 'cumulative' AND modality NOT IN ('planned', 'denied')
QUALIFY row_number() OVER (PARTITION BY coalesce(origin_id, lower(origin)) ORDER BY as_of DESC NULLS LAST, assertion_id) = 1
ORDER BY origin_id;

-- Q7 What did this dataset itself say in release 2026.11.0 about soldiers killed?
SELECT h.claim_id, h.origin_id, h.statement_date, h.comparator, h.value_point
FROM claims_history h JOIN releases r ON r.release_id = '2026.11.0'
WHERE h.valid_from_seq <= r.release_seq AND (h.valid_to_seq IS NULL OR h.valid_to_seq > r.release_seq)
  AND h.action = 'casualties' AND h.action_detail = 'killed' ORDER BY h.statement_date, h.claim_id;

-- Q8 Shells by calibre: how far apart are the delivered-figure claims?
-- changed: a computed load ("could hold") and a bare upper bound are no delivered figure; statements count once, not by article.
SELECT i.item, count(*) AS assertions, min(coalesce(a.value_best, a.value_low)) AS lowest, max(coalesce(a.value_best, a.value_low)) AS highest
FROM assertions a JOIN items i USING (item_id)
WHERE (a.item_id = 'munition.artillery.shell' OR a.item_id LIKE 'munition.artillery.shell.%') AND a.unit = 'round' AND a.action = 'transfer'
  AND a.modality IN ('asserted', 'estimated') AND a.aggregation = 'cumulative' AND coalesce(a.value_best, a.value_low) > 0
GROUP BY i.item ORDER BY highest DESC, i.item;

-- Q9 Which claims are alternatives ("A or B") that must never be added up?
-- changed: an option whose item has no name in the tree keeps its own words and does not vanish from the list.
SELECT alternative_group, any_value(alternative_operator) AS alternative_operator, list(concat_ws(' ', quantity_text, coalesce(item, item_detail)) ORDER BY value_point DESC) AS options
FROM claims WHERE alternative_group IS NOT NULL GROUP BY 1 ORDER BY 1;

-- Q10 Implied rounds per container for each claimant and date
-- changed: only where the text computes the rounds from the containers; pairing any shell figure with any container figure of a day is no load factor.
SELECT s.origin_id, s.statement_date, s.item, s.value_point AS rounds, k.value_point AS containers, round(v.value_best) AS rounds_per_container
FROM derived_values v JOIN claims s USING (claim_id) JOIN claims k ON k.claim_id = s.computed_from_claim_id
WHERE v.method = 'rounds-per-container' AND v.value_best IS NOT NULL ORDER BY 2, 3, 1;

-- Q11 Oil delivered against the UN cap
-- changed: plans and denials are left out, the crude-or-refined product as written stands beside it, and a period's length scales the cap.
SELECT a.origin, a.value_low, a.value_best, a.event_start, a.event_end, b.value AS cap_per_year,
       round(coalesce(a.value_best, a.value_low, a.value_high) / b.value, 2) AS times_annual_cap,
       CASE WHEN a.event_start < a.event_end THEN round(coalesce(a.value_best, a.value_low, a.value_high) / b.value * 365 / (a.event_end - a.event_start + 1), 2) END AS times_cap_at_that_pace
FROM assertions a JOIN benchmarks b ON b.benchmark_id = 'unsc_2397_refined_cap'
WHERE a.item_id = 'commodity.oil.refined' AND a.action = 'transfer' AND a.unit = b.unit AND a.modality NOT IN ('planned', 'denied', 'limit')
ORDER BY times_annual_cap DESC, a.assertion_id;

-- Q12 Claims stated only as multiples or shares, with their implied absolute value where it can be computed
-- changed: an implied bound shows, too ("more than double" implies a lower bound and no best value).
SELECT c.claim_id, c.quantity_text, c.unit, c.relative_to, c.share_of, d.value_low AS implied_low, d.value_best AS implied, d.value_high AS implied_high, d.unit AS implied_unit, d.method
FROM claims c LEFT JOIN derived_values d USING (claim_id) WHERE c.quantity_kind IN ('share', 'factor') ORDER BY 1;

-- Q13 Casualties: killed series per claimant with what superseded what
-- changed: the canonical mention decides what an assertion counts, so a careless re-report adds no row; an upper bound shows as high.
SELECT coalesce(a.event_end, a.statement_date) AS as_of, a.origin, a.comparator, coalesce(a.value_best, a.value_low) AS killed, a.value_high, a.superseded_by
FROM assertions a JOIN claims c ON c.claim_id = a.canonical_claim_id
WHERE a.action = 'casualties' AND c.action_detail = 'killed' ORDER BY 1, 2, a.assertion_id;

-- Q14 Death share of total casualties in each statement that gives both
-- changed: the part must be deaths and the whole casualties: "600 of the 11,000 sent died" is another share; one row a statement.
SELECT a.origin_id, a.statement_date, p.value_point AS killed, t.value_point AS total, round(100 * p.value_point / t.value_point, 1) AS pct_killed
FROM assertions a JOIN claims p ON p.claim_id = a.canonical_claim_id JOIN claims t ON p.part_of_claim_id = t.claim_id
WHERE p.action = 'casualties' AND p.action_detail = 'killed' AND t.action = 'casualties' AND t.value_point > 0
ORDER BY 2, 1;

-- Q15 Troops deployed: all assertions overlapping the last quarter of 2024
-- changed: a running total whose first day nobody stated reaches back, too; the stance says which rows are only plans.
SELECT origin, value_low, value_best, comparator, aggregation, modality, event_start, event_end FROM assertions
WHERE item_id = 'personnel.troops' AND action = 'deploy' AND coalesce(event_start, event_end) IS NOT NULL
  AND coalesce(event_start, CASE WHEN aggregation = 'cumulative' THEN DATE '0001-01-01' ELSE event_end END) <= DATE '2024-12-31'
  AND coalesce(event_end, DATE '9999-12-31') >= DATE '2024-10-01' ORDER BY 1, assertion_id;

-- Q16 Money: who claims which amount, for arms or for troops, per year or in total, in nominal dollars
-- changed: what a rate is per stands beside it; without it a year's pay and a day's pay look alike.
SELECT a.origin, a.action, a.aggregation, c.rate_per, c.item_detail, a.comparator, a.value_low / 1e6 AS low_musd, a.value_best / 1e6 AS best_musd, a.value_high / 1e6 AS high_musd, a.mention_count
FROM assertions a JOIN claims c ON c.claim_id = a.canonical_claim_id WHERE a.unit = 'USD' ORDER BY 2, 1, a.assertion_id;

-- Q17 Which figures rest only on anonymous origins?
-- changed: a mention that lost its origin does not make a figure less anonymous, nor more; copies are no outlets.
SELECT c.assertion_id, arg_min(c.quantity_text, c.claim_id <> a.canonical_claim_id) AS figure, count(DISTINCT c.publisher_id) FILTER (d.near_duplicate_of IS NULL) AS outlets
FROM claims c JOIN assertions a USING (assertion_id) JOIN documents d USING (doc_id)
GROUP BY 1 HAVING bool_and(c.is_anonymous_origin OR (len(c.attributed_to) = 0 AND c.claim_id <> a.canonical_claim_id)) AND bool_or(c.is_anonymous_origin)
ORDER BY outlets DESC, 1;

-- Q18 Which figures rest on physical or imagery evidence rather than a statement?
SELECT evidence_type, count(DISTINCT assertion_id) AS assertions, list(DISTINCT item ORDER BY item) AS items FROM claims GROUP BY 1 ORDER BY 2 DESC, 1;

-- Q19 Who disagrees with whom: a part claimed larger than the whole (same item or a narrower one, period inside the other's)?
-- changed: an unknown first day does not hide a disagreement between totals of about one day, yet a later larger total is growth; dead are
-- compared with dead; bodies of one state do not disagree with their state; denials and limits disagree with nobody here.
SELECT a.origin AS claims_more, b.origin AS claims_less, a.item_id, a.modality, coalesce(a.value_low, a.value_best) AS at_least, coalesce(b.value_high, b.value_best) AS at_most,
       a.event_start AS a_start, a.event_end AS a_end, b.event_start AS b_start, b.event_end AS b_end
FROM assertions a JOIN assertions b
  ON split_part(coalesce(a.origin_id, lower(a.origin)), '.', 1) <> split_part(coalesce(b.origin_id, lower(b.origin)), '.', 1)
 AND a.action = b.action AND a.unit = b.unit AND (a.item_id || '.') LIKE (b.item_id || '.%')
 AND coalesce(a.supplier_id = b.supplier_id, true) AND coalesce(a.recipient_id = b.recipient_id, true) AND coalesce(a.actor_id = b.actor_id, true)
 AND coalesce(a.event_start >= b.event_start - 60, a.aggregation = 'cumulative')
 AND a.event_end BETWEEN b.event_end - 60 AND b.event_end + CASE WHEN a.aggregation = 'cumulative' THEN 7 ELSE 60 END
JOIN claims x ON x.claim_id = a.canonical_claim_id JOIN claims y ON y.claim_id = b.canonical_claim_id
WHERE a.aggregation IN ('period', 'cumulative') AND b.aggregation = a.aggregation
  AND a.modality NOT IN ('planned', 'denied', 'limit') AND b.modality NOT IN ('planned', 'denied', 'limit')
  AND (x.action_detail IS NOT DISTINCT FROM y.action_detail OR y.action_detail = 'killed_or_wounded')
  AND NOT x.is_anonymous_origin AND NOT y.is_anonymous_origin
  AND coalesce(a.value_low, a.value_best) > coalesce(b.value_high, b.value_best)
ORDER BY at_least DESC, 1, 2;

-- Q20 Planned or threatened against delivered
SELECT modality, count(DISTINCT assertion_id) AS assertions, list(quantity_text ORDER BY claim_id)[:4] AS examples FROM claims WHERE action IN ('transfer', 'deploy') GROUP BY 1 ORDER BY 2 DESC, 1;

-- Q21 Median lag in days from origin statement to each outlet's first report
-- changed: first report of each statement, as asked; where the day of the statement is only taken from the article the lag would be a made-up zero.
SELECT publisher_id, median(lag_days) AS median_lag_days, count(*) AS n
FROM (SELECT publisher_id, assertion_id, min(date_diff('day', statement_date, published_date)) AS lag_days FROM claims
      WHERE publisher_id IS DISTINCT FROM origin_id AND statement_date_basis IN ('stated', 'resolved') GROUP BY 1, 2)
GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 10;

-- Q22 What changed between two releases and why?
SELECT change_cause, change_type, count(*) AS n, list(row_key ORDER BY row_key) AS keys FROM release_changes WHERE release_id = '2026.11.1' AND prev_release_id = '2026.11.0' GROUP BY 1, 2 ORDER BY 1, 2;

-- Q23 Show the exact words, place and address behind one figure
SELECT c.quantity_text, c.quote, c.quantity_start, c.quantity_end, d.url, d.published_date, concat_ws(' > ', d.publisher, nullif(array_to_string(c.attributed_to, ' > '), '')) AS chain
FROM claims c JOIN documents d USING (doc_id) WHERE c.assertion_id = (SELECT assertion_id FROM assertions ORDER BY mention_count DESC, assertion_id LIMIT 1) ORDER BY d.published_date, c.claim_id;

-- Q24 Coverage audit: for each document, numbers taken as claims and numbers set aside, by reason
-- changed: "claim" is no reason to set aside.
SELECT doc_id, count(*) FILTER (kind = 'claim') AS claims, count(*) FILTER (kind <> 'claim') AS set_aside, list(DISTINCT kind ORDER BY kind) FILTER (kind <> 'claim') AS reasons
FROM (SELECT doc_id, 'claim' AS kind FROM claims UNION ALL SELECT doc_id, reject_reason FROM rejected_quantities) GROUP BY 1 ORDER BY set_aside DESC, doc_id LIMIT 5;

-- Q25 Which analyst corrections are live, and which no longer match anything after a rebuild?
SELECT k.status, k.correction_id, k.claim_id, k.column_name, k.old_value, k.new_value, c.claim_id IS NOT NULL AS still_matches FROM corrections k LEFT JOIN claims c USING (claim_id) ORDER BY 1, 2;
