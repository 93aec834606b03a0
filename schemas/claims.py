"""The claims table: what an analyst opens first."""

from __future__ import annotations

from schemas.columns import (
    CLAIM_ID,
    CURRENCY,
    DOC_ID,
    RELEASE_ID,
    WORD,
    Day,
    Flag,
    Number,
    Position,
    Table,
    Text,
    Texts,
    column,
    figure,
    key,
)
from schemas.terms import terms


class Claims(Table):
    """One quantity mentioned once in one document: what it counts, who moved it to whom, when, and on whose word."""

    class Config:
        name = "claims"

    # head: what df.head() shows
    claim_id: Text = key(
        "c_ and 16 hex digits of sha256 over document id and the number's place", pattern=CLAIM_ID, unique=True
    )
    assertion_id: Text = column(
        "The statement that this mention repeats", nullable=False, references="assertions.assertion_id"
    )
    published_date: Day = column("Day on which the report appeared; null when it gives no day")
    publisher: Text = column("Outlet that published the report")
    origin: Text = column("Who says so in the end: the innermost source, else the publisher")
    action: Text = column("What was done with the quantity", terms=terms("action"))
    supplier: Text = column("Who gives, by name")
    recipient: Text = column("Who takes, by name")
    actor: Text = column("Who produces, deploys, fires, suffers, holds or is observed, by name")
    item: Text = column("What is counted, by the name of its place in the item tree")
    item_detail: Text = column("The item's words as written")
    value_low: Number = figure("Lower bound in `unit`; null when the words set none")
    value_best: Number = figure("The stated number in `unit`; null when only bounds are stated")
    value_high: Number = figure("Upper bound in `unit`; null when the words set none")
    comparator: Text = column("How the words bound the number", nullable=False, terms=terms("comparator"))
    unit: Text = column(
        "Unit of the values: an id of table units, percent, factor, or an ISO 4217 code",
        nullable=False,
        pattern=r"^[A-Za-z][A-Za-z0-9_/%.·-]*$",
    )
    event_start: Day = column("First day of the event's period; null when unknown or open")
    event_end: Day = column("Last day of the event's period; null when unknown or open")
    aggregation: Text = column("How the amount sums over time", terms=terms("aggregation"))
    modality: Text = column("The origin's stance as this document renders it", nullable=False, terms=terms("modality"))
    quantity_text: Text = column("The number with its modifier, verbatim", nullable=False, str_length={"min_value": 1})
    quote: Text = column("The clause that says it, verbatim", nullable=False, str_length={"min_value": 1})
    url: Text = column("Address of the report")

    # value
    value_point: Number = figure("One number for plotting; read value_point_basis before using it", nullable=False)
    value_point_basis: Text = column("What value_point stands on", nullable=False, terms=terms("value_point_basis"))
    quantity_kind: Text = column("Kind of quantity", nullable=False, terms=terms("quantity_kind"))
    currency: Text = column("ISO 4217 code of an amount of money", pattern=CURRENCY)
    value_si: Number = figure("value_point in SI units, for mass, volume, length and area")
    unit_si: Text = column("SI unit of value_si: kg, m3, m or m2")
    rate_per: Text = column("What a rate is per: day, month, year, container")
    share_of: Text = column("The whole that a share is of, as written")
    relative_to: Text = column("What a multiple multiplies, as written")
    bound_basis: Text = column("Whether the bounds are stated or a convention", terms=terms("bound_basis"))

    # what, who
    item_id: Text = column("Path of the item: a prefix match is the hierarchy query", references="items.item_id")
    action_detail: Text = column("killed, wounded, captured, promised, delivered ...", pattern=WORD)
    supplier_id: Text = column("Id of the supplier: ISO 3166-1 alpha-3 for states, else an id or name")
    recipient_id: Text = column("Id of the recipient")
    actor_id: Text = column("Id of the actor")
    publisher_id: Text = column("Id of the publisher")
    origin_id: Text = column("Id of the origin")
    location: Text = column("Place of the event, as written")

    # when
    event_edtf: Text = column("The event's period as EDTF level 1")
    date_precision: Text = column("How exact the event dates are", nullable=False, terms=terms("date_precision"))
    statement_date: Day = column("Day on which the origin said it")
    statement_date_basis: Text = column("Where statement_date comes from", terms=terms("statement_date_basis"))
    first_release: Text = column("First release that held this claim", nullable=False, pattern=RELEASE_ID)

    # source
    attributed_to: Texts = column(
        "Who cites whom, outermost to innermost, publisher left out; empty = the publisher's own voice", nullable=False
    )
    is_origin_mention: Flag = column("Whether this is the origin's own document")
    is_anonymous_origin: Flag = column("Whether the origin has no name")
    evidence_type: Text = column("What the origin stands on: statement, imagery, intercept ...", pattern=WORD)
    hedge_text: Text = column("Words that soften the statement, verbatim")

    # structure
    alternative_group: Text = column("Claims with the same group are alternatives or mixtures: never add them up")
    alternative_operator: Text = column("How the group hangs together", terms=terms("alternative_operator"))
    part_of_claim_id: Text = column("The whole that this is a part of", references="claims.claim_id")
    computed_from_claim_id: Text = column("The claim that this one was computed from", references="claims.claim_id")

    # span
    doc_id: Text = column("The document", nullable=False, pattern=DOC_ID, references="documents.doc_id")
    quantity_start: Position = column("First character of quantity_text in the text, from 0", nullable=False, ge=0)
    quantity_end: Position = column("Character after quantity_text", nullable=False, ge=1)
    quote_start: Position = column("First character of quote in the text, from 0", nullable=False, ge=0)
    quote_end: Position = column("Character after quote", nullable=False, ge=1)

    # quality
    rule_ids: Texts = column("Rules that read this claim", nullable=False)
    confidence: Text = column("How sure the reading is", terms=terms("confidence"))
    review_status: Text = column("Whether a person has looked", terms=terms("review_status"))
