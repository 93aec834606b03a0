"""Five questions to a release, with plots: `marimo edit docs/notebook.py`, or run it as it stands.

It opens `processed/latest` in the current folder; WAYBILL_RELEASE names another release folder.
"""

import marimo

app = marimo.App(width="medium", app_title="Five questions to a Waybill release")


@app.cell
def _():
    import os
    from pathlib import Path

    import altair as alt
    import duckdb
    import marimo as mo

    release = Path(os.environ.get("WAYBILL_RELEASE", "processed/latest"))
    db = duckdb.connect(str(release / "claims.duckdb"), read_only=True)
    return alt, db, mo


@app.cell
def _(mo):
    mo.md("""
    # Five questions to a release

    A point is one statement by one origin. Bounds are kept: a triangle up is "more than", a triangle down "up to".
    Nothing here adds up alternatives, parts and wholes, or totals that a newer one replaced.
    """)
    return


@app.cell
def _(alt):
    def over_time(frame, title):
        """Statements over time, a colour an origin, a shape a kind of bound, a rule for a stated range."""
        base = alt.Chart(frame, title=title, width=560, height=260).encode(
            x=alt.X("as_of:T", title="date of the statement"), color=alt.Color("origin:N", title="Origin")
        )
        shape = alt.Shape(
            "bound:N",
            title="Reading",
            scale=alt.Scale(
                domain=["value", "lower bound", "upper bound"], range=["circle", "triangle-up", "triangle-down"]
            ),
        )
        points = base.mark_point(filled=True, size=70).encode(
            y=alt.Y("value:Q", title=title, scale=alt.Scale(zero=False)),
            shape=shape,
            tooltip=["origin", "as_of", "comparator", "value"],
        )
        return base.mark_rule(strokeWidth=3, opacity=0.4).encode(y="value_low:Q", y2="value_high:Q") + points

    bound = """CASE WHEN comparator IN ('more_than', 'at_least') THEN 'lower bound'
                    WHEN comparator IN ('up_to', 'less_than') THEN 'upper bound' ELSE 'value' END AS bound"""
    value = "coalesce(value_best, value_low, value_high) AS value"
    return bound, over_time, value


@app.cell
def _(bound, db, mo, over_time, value):
    containers = db.sql(f"""
        SELECT origin, coalesce(event_end, statement_date) AS as_of, comparator, value_low, value_high, {value}, {bound}
        FROM assertions
        WHERE item_id = 'logistics.container' AND action = 'transfer' AND aggregation = 'cumulative'
          AND modality NOT IN ('planned', 'denied', 'limit')
        ORDER BY as_of, origin""").df()
    mo.vstack([mo.md("## 1. How did the claimed total of containers grow?"), over_time(containers, "containers")])
    return (containers,)


@app.cell
def _(db, mo):
    independent = db.sql("""
        SELECT i.item, count(DISTINCT a.origin_id) AS origins, count(*) AS statements,
               sum(a.mention_count)::INT AS mentions
        FROM assertions a JOIN items i USING (item_id)
        GROUP BY 1 ORDER BY mentions DESC, item LIMIT 10""").df()
    mo.vstack(
        [mo.md("## 2. How many independent origins stand behind the figures that are repeated most?"), independent]
    )
    return (independent,)


@app.cell
def _(alt, db, mo):
    drift = db.sql("""
        WITH changes AS (SELECT from_claim_id AS claim_id, unnest(drift_types) AS drift
                         FROM claim_relations WHERE relation = 're_reports')
        SELECT drift, publisher AS outlet, count(*) AS mentions
        FROM changes JOIN claims USING (claim_id) GROUP BY ALL ORDER BY ALL""").df()
    drift_chart = (
        alt.Chart(drift, width=420)
        .mark_bar()
        .encode(
            x=alt.X("mentions:Q", title="re-reports", axis=alt.Axis(tickMinStep=1)),
            y=alt.Y("drift:N", title=None, sort="-x"),
            color=alt.Color("outlet:N", title="Outlet"),
        )
    )
    mo.vstack([mo.md("## 3. What gets lost on the way from a statement to its re-report?"), drift_chart])
    return (drift,)


@app.cell
def _(bound, db, mo, over_time, value):
    losses = db.sql(f"""
        SELECT origin, coalesce(event_end, statement_date) AS as_of, comparator, value_low, value_high, {value}, {bound}
        FROM assertions
        WHERE action = 'casualties' AND unit = 'person' AND superseded_by IS NULL
        ORDER BY as_of, origin""").df()
    mo.vstack(
        [mo.md("## 4. What is said of losses, leaving out totals that were replaced?"), over_time(losses, "persons")]
    )
    return (losses,)


@app.cell
def _(alt, db, mo):
    ledger = db.sql("""
        SELECT reject_reason AS became, count(*) AS numbers FROM rejected_quantities GROUP BY 1
        UNION ALL SELECT 'claimed', count(*) FROM claims ORDER BY numbers DESC, became""").df()
    ledger_chart = (
        alt.Chart(ledger, width=420).mark_bar().encode(x="numbers:Q", y=alt.Y("became:N", title=None, sort="-x"))
    )
    mo.vstack([mo.md("## 5. What became of every number in the reports?"), ledger_chart])
    return (ledger,)


if __name__ == "__main__":
    app.run()
