"""A claim while it is being read: the one mutable record of this room; it never leaves it."""

from __future__ import annotations

from dataclasses import dataclass, field

from waybill.claims.roles.parties import Acting
from waybill.claims.sources.attribution import Source
from waybill.claims.words.items import Item
from waybill.claims.words.marks import Sentence
from waybill.claims.words.periods import Time
from waybill.quantities.record import Quantity


@dataclass(slots=True)
class Draft:
    """One in-topic quantity with what has been read of it so far."""

    quantity: Quantity
    sentence: Sentence
    place: int
    item: Item
    item_id: str
    unit: str
    is_heading: bool = False
    row_source: str | None = None  # who says it, from the first cell of its table row
    is_led: bool = False  # the action stands in the sentence that opens the list
    acting: Acting | None = None
    action: str = ""
    detail: str | None = None
    supplier: str | None = None
    recipient: str | None = None
    actor: str | None = None
    subject: str | None = None  # the party that is the grammatical subject of the action
    listed_in: Draft | None = None  # the package whose list this figure stands in
    sent: tuple[str | None, str | None] | None = None  # from whom to whom troops were sent
    named: frozenset[str] = frozenset()  # parties that its sentence names otherwise than as sources and places
    kin: str = ""  # the role that "its ally" plays
    source: Source | None = None
    chain: tuple[str, ...] = ()
    stance: str = "asserted"
    statement: str | None = None  # EDTF of the day the statement was made
    statement_basis: str | None = None
    time: Time | None = None
    event_start: str | None = None
    event_end: str | None = None
    modality: str = "asserted"
    hedge_text: str | None = None
    aggregation: str | None = None
    rate_per: str | None = None
    share_of: str | None = None
    relative_to: str | None = None
    evidence: str | None = None
    group: str | None = None
    operator: str | None = None
    whole: Draft | None = None  # the figure that this one was read as a part of
    part_of: Draft | None = None
    computed_from: Draft | None = None
    base: Draft | None = None  # what a multiple or a carried-over figure leans on
    rules: list[str] = field(default_factory=list)

    @property
    def own_acting(self) -> Acting | None:
        """The action where its words stand in the figure's own sentence; None where it was carried over or led in."""
        base = self.base
        if self.acting is None or self.is_led or base is None or self.acting is not base.acting:
            return None if self.is_led else self.acting
        return base.own_acting if base.sentence is self.sentence else None

    @property
    def is_multiple(self) -> bool:
        """Whether the figure is a factor."""
        return self.quantity.unit == "factor"

    @property
    def is_share(self) -> bool:
        """Whether the figure is a percentage."""
        return self.quantity.unit == "percent"
