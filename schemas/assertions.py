"""What one origin said once, how mentions hang together, and totals that multiples imply."""

from __future__ import annotations

from schemas.columns import CLAIM_ID, Count, Day, Number, Table, Text, Texts, column, figure, key
from schemas.terms import terms


class Assertions(Table):
    """What one origin said once, however many outlets carried it: the table to chart and sum."""

    class Config:
        name = "assertions"

    assertion_id: Text = key("Id of the assertion, from its canonical claim", pattern=r"^a_[0-9a-f]{16}$", unique=True)
    canonical_claim_id: Text = column(
        "The one mention that all values come from", nullable=False, pattern=CLAIM_ID, references="claims.claim_id"
    )
    origin_id: Text = column("Id of the origin")
    origin: Text = column("Who says so in the end")
    statement_date: Day = column("Day on which the origin said it")
    value_low: Number = figure("Lower bound in `unit`; null when the words set none")
    value_best: Number = figure("The stated number in `unit`; null when only bounds are stated")
    value_high: Number = figure("Upper bound in `unit`; null when the words set none")
    comparator: Text = column("How the words bound the number", nullable=False, terms=terms("comparator"))
    unit: Text = column("Unit of the values", nullable=False)
    item_id: Text = column("Path of the item", references="items.item_id")
    action: Text = column("What was done with the quantity", terms=terms("action"))
    supplier_id: Text = column("Id of the supplier")
    recipient_id: Text = column("Id of the recipient")
    actor_id: Text = column("Id of the actor")
    aggregation: Text = column("How the amount sums over time", terms=terms("aggregation"))
    modality: Text = column("The origin's stance", nullable=False, terms=terms("modality"))
    event_start: Day = column("First day of the event's period")
    event_end: Day = column("Last day of the event's period")
    first_published: Day = column("Earliest publication day among the mentions")
    mention_count: Count = column("Number of claims that repeat it", nullable=False, ge=1)
    outlet_count: Count = column("Number of publishers that carried it", nullable=False, ge=0)
    comparators_seen: Texts = column("Comparators among the mentions, sorted", nullable=False)
    mention_point_min: Number = figure("Smallest value_point among the mentions", nullable=False)
    mention_point_max: Number = figure("Largest value_point among the mentions", nullable=False)
    superseded_by: Text = column(
        "The newer assertion of the same running statement", references="assertions.assertion_id"
    )
    evidence_type: Text = column("What the origin stands on: statement, imagery, intercept ...")


class ClaimRelations(Table):
    """How one claim hangs together with another, and what changed on the way."""

    class Config:
        name = "claim_relations"

    from_claim_id: Text = key(
        "The re-report, newer total, part, derived figure or later alternative",
        pattern=CLAIM_ID,
        references="claims.claim_id",
    )
    to_claim_id: Text = key("The claim it points to", pattern=CLAIM_ID, references="claims.claim_id")
    relation: Text = key("How they hang together", terms=terms("relation"))
    drift_types: Texts = column("What changed from to_claim to from_claim, sorted", nullable=False)
    method: Text = column("How the relation was found: the id of its rule, or that the text says so")
    confidence: Text = column("How sure the relation is", terms=terms("confidence"))


class DerivedValues(Table):
    """Totals that a share or a multiple implies ("twice the cap"); never mixed into claims."""

    class Config:
        name = "derived_values"

    claim_id: Text = key("The claim that states the share or multiple", pattern=CLAIM_ID, references="claims.claim_id")
    method: Text = key("How the value was derived")
    value_low: Number = figure("Lower bound in `unit`")
    value_best: Number = figure("Derived value in `unit`")
    value_high: Number = figure("Upper bound in `unit`")
    unit: Text = column("Unit of the values", nullable=False)
    inputs: Text = column("What it was derived from: claim ids and benchmark ids")
