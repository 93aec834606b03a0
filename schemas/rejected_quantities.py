"""Every number that is no claim, with its reason."""

from __future__ import annotations

from schemas.columns import DOC_ID, Number, Position, Table, Text, column, figure, key
from schemas.terms import terms


class RejectedQuantities(Table):
    """A number-like expression that is no claim, and why; the reading is kept where it is a quantity."""

    class Config:
        name = "rejected_quantities"

    doc_id: Text = key("The document", pattern=DOC_ID, references="documents.doc_id")
    quantity_text: Text = column("The expression, verbatim", nullable=False, str_length={"min_value": 1})
    quantity_start: Position = key("First character in the text, from 0", ge=0)
    quantity_end: Position = key("Character after the expression", ge=1)
    value_low: Number = figure("Lower bound, where it reads as a quantity")
    value_high: Number = figure("Upper bound, where it reads as a quantity")
    comparator: Text = column("How the words bound the number", terms=terms("comparator"))
    unit: Text = column("Unit of the values")
    item_detail: Text = column("The item's words as written")
    reject_reason: Text = column("Why it is no claim", nullable=False, terms=terms("reject_reason"))
