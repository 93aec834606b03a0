"""Parties that a sentence leaves open, from its section, its paragraph or the document, never past another party."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from waybill.claims.draft import Draft
from waybill.claims.who.context import ARMS, Flow, Habits, flow_of, is_price
from waybill.claims.who.goods import goes_elsewhere
from waybill.claims.who.people import enemies
from waybill.claims.words.phrases import phrases_of

_AT = frozenset({"in", "at", "on", "against", "over"})


class Told:
    """The directions that figures have told so far: what a later sentence of the paragraph or section takes up."""

    def __init__(self) -> None:
        self._last: tuple[int, int, Flow] | None = None  # paragraph, section, direction
        self._givers: dict[int, set[str]] = {}  # by section

    def add(self, draft: Draft, section: int) -> None:
        """Keeps the direction of a figure whose own sentence names the giver."""
        own = not any(rule.startswith("party-document") for rule in draft.rules)
        flow = flow_of(draft) if draft.action in {"transfer", "deploy"} else None
        giver = flow.supplier if flow is not None else draft.supplier
        if not own or giver is None or draft.item_id.startswith("commodity"):
            return
        self._givers.setdefault(section, set()).add(giver)
        if flow is not None and flow.supplier != flow.recipient:
            self._last = (draft.sentence.paragraph, section, flow)
        elif self._last is not None and self._last[2].supplier != giver:
            self._last = None

    def is_close(self, draft: Draft) -> bool:
        """Whether the last direction was told in the paragraph of a figure."""
        return self._last is not None and self._last[0] == draft.sentence.paragraph

    def nearest(self, draft: Draft, section: int) -> Flow | None:
        """The last direction told in the paragraph of a figure, else in its section where one giver alone is told.

        Asked before the figure is filled; whoever its own sentence names as the giver is kept from here on.
        """
        if draft.action == "transfer" and draft.supplier and draft.item_id.startswith(ARMS):
            self._givers.setdefault(section, set()).add(draft.supplier)
        if self._last is None or self._last[1] != section:
            return None
        same = self._last[0] == draft.sentence.paragraph
        return self._last[2] if same or len(self._givers.get(section, ())) == 1 else None


class Scope(NamedTuple):
    """What stands around a figure: its section's direction and party, the direction last told near it, the topic."""

    section: Flow | None
    about: str | None  # the one party that the heading names
    near: Flow | None  # the direction last told in the paragraph or section
    is_returned: bool  # its sentence or heading speaks of what goes the other way
    topic: Callable[[], str | None]  # of whom the sentences before speak
    named: frozenset[str]  # the states that title and figures name
    asked: bool = False  # the heading is a question
    is_close: bool = False  # the direction was told in the same paragraph


def fill_parties(draft: Draft, habits: Habits, scope: Scope) -> None:
    """Parties that the sentence leaves open, from its section, its paragraph, or the document's habits."""
    if draft.action == "pay":
        _fill_kin(draft, habits)
    if draft.action == "transfer":
        _fill_transfer(draft, habits, scope)
    elif draft.action == "limit" and draft.recipient is None:
        draft.recipient = habits.capped or (habits.back.recipient if habits.back is not None else None)
    elif draft.action == "pay" and draft.acting is not None:
        flow = _of_scope(draft, habits, scope)
        if flow is not None:
            price = is_price(draft) and not (draft.supplier and draft.supplier == flow.supplier)
            price = price and scope.section is None and not scope.is_returned
            _fill_flow(draft, Flow(flow.recipient, flow.supplier) if price else flow)
    elif draft.actor is None and draft.action in {"deploy", "casualties"} and draft.item_id.startswith("personnel"):
        _set(draft, "actor", habits.troops, "party-document-troops")
    elif draft.action == "fire" and (draft.actor is None or _is_owned(draft)):
        _set(draft, "actor", _enemy(draft, scope.named) or habits.shooter, "party-document-shooter")
    elif draft.actor is None and draft.action == "produce":
        _fill_maker(draft, habits, scope)
    elif draft.actor is None and draft.action == "hold":
        _set(draft, "actor", scope.about or scope.topic(), "party-topic-hold")


def _is_owned(draft: Draft) -> bool:
    """Whether only the make of what was fired named the shooter: "North Korean missiles were fired"."""
    return "party-owner" in draft.rules


def _enemy(draft: Draft, named: frozenset[str]) -> str | None:
    """Who fires at the party that the sentence names as a target, where the document names both sides of the war."""
    targets = [p.party for p in phrases_of(draft.sentence) if p.preposition in _AT]
    return next((enemies()[party] for party in targets if enemies().get(party) in named), None)


def _fill_maker(draft: Draft, habits: Habits, scope: Scope) -> None:
    if scope.about is not None:
        draft.actor = scope.about
        draft.rules.append("party-topic")
    elif scope.section is None and (not draft.named or habits.maker in draft.named):
        _set(draft, "actor", habits.maker, "party-document-maker")


def _set(draft: Draft, role: str, party: str | None, rule: str) -> None:
    """Fills a role where there is somebody to fill it."""
    if party is not None:
        setattr(draft, role, party)
        draft.rules.append(rule)


def _of_scope(draft: Draft, habits: Habits, scope: Scope) -> Flow | None:
    """The direction that holds where a figure stands: of its heading, of the figures near it, of the document."""
    section = _completed(scope.section, habits.flow)
    if section is not None:
        return section
    if scope.is_returned:
        flow = habits.flow or scope.near
        return Flow(flow.recipient, flow.supplier) if flow is not None else None
    if scope.near is not None and _agrees(draft, scope.near):
        return scope.near
    other = draft.action == "transfer" and draft.supplier is not None and draft.recipient is None and scope.is_close
    if scope.near is not None and other and draft.supplier not in scope.near:
        return Flow(draft.supplier, scope.near.recipient)  # another giver to the same taker
    pair = set(habits.flow) if habits.flow is not None else set()
    if scope.about is not None and scope.about not in pair:
        taker = habits.taker
        if taker is not None and draft.recipient in {None, taker} and draft.supplier in {None, scope.about}:
            return Flow(scope.about, taker)
        return Flow(draft.supplier, scope.about) if draft.supplier != scope.about and not scope.asked else None
    return habits.flow


def _agrees(draft: Draft, flow: Flow) -> bool:
    return draft.supplier in {None, flow.supplier} and draft.recipient in {None, flow.recipient}


def _fill_kin(draft: Draft, habits: Habits) -> None:
    """ "shipped to its neighbour": the other side of the document's direction, whichever way the thing goes."""
    pair = habits.flow
    known = draft.supplier or draft.recipient
    if not draft.kin or pair is None or known not in pair or (draft.supplier and draft.recipient):
        return
    other = pair.recipient if pair.supplier == known else pair.supplier
    if other is not None:
        setattr(draft, draft.kin, other)
        draft.rules.append("party-kin")


def _fill_transfer(draft: Draft, habits: Habits, scope: Scope) -> None:
    _fill_kin(draft, habits)
    back = habits.back
    goods = draft.item_id.startswith("commodity")
    if goods and goes_elsewhere(draft):
        return
    flow = _of_scope(draft, habits, scope)
    turned = back is not None and (back.supplier, back.recipient) in {
        (draft.supplier or back.supplier, draft.recipient),
        (draft.supplier, draft.recipient or back.recipient),
    }
    if scope.section is not None or scope.is_returned:
        _fill_flow(draft, flow)
    if turned:
        _fill_flow(draft, back)
    elif not goods and not draft.item_id.startswith("personnel.workers"):
        _fill_flow(draft, flow)
        if draft.supplier and draft.recipient is None and scope.section is None and draft.supplier != habits.taker:
            _set(draft, "recipient", habits.taker, "party-sole-taker")
    elif draft.item_id.startswith("personnel.workers"):
        _fill_flow(draft, habits.workers)
    elif goods and back:
        _fill_flow(draft, back)
    elif goods and draft.recipient is None:
        draft.recipient = habits.capped if habits.capped != draft.supplier else None


def _completed(section: Flow | None, flow: Flow | None) -> Flow | None:
    """The direction of a section whose heading names one side only ("Transfers to the North")."""
    if section is None or (section.supplier and section.recipient) or flow is None:
        return section
    known = section.supplier or section.recipient
    pair = [flow.supplier, flow.recipient]
    other = next((p for p in pair if p != known), None) if known in pair else None
    return Flow(section.supplier or other, section.recipient or other)


def _fill_flow(draft: Draft, flow: Flow | None) -> None:
    if flow is None or draft.named - {flow.supplier, flow.recipient, draft.supplier, draft.recipient}:
        return
    if draft.supplier is None and draft.recipient in {None, flow.recipient} and flow.supplier:
        draft.supplier = flow.supplier
        draft.rules.append("party-document-flow")
    if draft.recipient is None and draft.supplier == flow.supplier and flow.recipient:
        draft.recipient = flow.recipient
        draft.rules.append("party-document-flow")
