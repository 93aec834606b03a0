"""A reading for eyes: the text with its numbers marked, and under each sentence what was understood."""

from __future__ import annotations

from collections.abc import Sequence

import click

from waybill.claims.record import Claim
from waybill.cli.terminal import one_line, printable
from waybill.cli.words import value_in_words
from waybill.quantities.record import Quantity, Rejection


def show_quantities(text: str, quantities: Sequence[Quantity], rejections: Sequence[Rejection]) -> str:
    """The lines of `text` with numbers in them, quantities marked, each explained below."""
    out: list[str] = []
    marks = [(q.start, q.end, True) for q in quantities] + [(r.start, r.end, False) for r in rejections]
    explained = [(q.start, _quantity_in_words(q)) for q in quantities]
    explained += [(r.start, _rejection_in_words(r)) for r in rejections]
    for start, end in _lines(text):
        inside = [line for at, line in sorted(explained) if start <= at < end]
        if inside:
            out += [_marked(text, start, end, marks), *inside, ""]
    return "\n".join(out) if out else "no quantity"


def show_claims(text: str, claims: Sequence[Claim], rejections: Sequence[Rejection]) -> str:
    """The lines of `text` that hold claims, quantities marked; below each claim who, what, whom and on whose word."""
    out: list[str] = []
    marks = [(c.quantity_start, c.quantity_end, True) for c in claims]
    marks += [(r.start, r.end, False) for r in rejections]
    explained = [(c.quantity_start, claim_in_words(c)) for c in claims]
    explained += [(r.start, [_rejection_in_words(r)]) for r in rejections]
    explained.sort(key=lambda pair: pair[0])
    for start, end in _lines(text):
        inside = [lines for at, lines in explained if start <= at < end]
        if inside:
            out += [_marked(text, start, end, marks), *(line for lines in inside for line in lines), ""]
    return "\n".join(out) if out else "no claim"


def claim_in_words(claim: Claim) -> list[str]:
    """Two or three short lines on one claim."""
    value = value_in_words(claim.comparator, claim.value_low, claim.value_best, claim.value_high)
    rate = f" a {claim.rate_per}" if claim.rate_per else ""
    item = _dim(one_line(claim.item_id or claim.item_detail or ""))
    head = f"  {_strong(claim.quantity_text)}  {value} {claim.unit}{rate}  {item}"
    parties = " → ".join(p or "?" for p in (claim.supplier_id, claim.recipient_id))
    who = parties if claim.supplier_id or claim.recipient_id else claim.actor_id or ""
    said = " ← ".join(one_line(name) for name in reversed(claim.attributed_to)) or "the report itself"
    detail = [" ".join(p for p in (claim.action_detail or claim.action, who) if p), claim.modality]
    detail += [p for p in (claim.event_edtf, claim.aggregation, claim.location) if p]
    return [
        head,
        f"      {'; '.join(detail)}",
        f"      on the word of {said}  {_dim('confidence ' + claim.confidence)}",
    ]


def _quantity_in_words(quantity: Quantity) -> str:
    value = value_in_words(quantity.comparator, quantity.value_low, quantity.value_best, quantity.value_high)
    unit = quantity.unit or ""
    rate = f" a {quantity.rate_per}" if quantity.rate_per else ""
    item = f"  {_dim(one_line(quantity.item))}" if quantity.item else ""
    return f"  {_strong(quantity.text)}  {value} {unit}{rate}{item}  {_dim(' '.join(quantity.rule_ids))}"


def _rejection_in_words(rejection: Rejection) -> str:
    return f"  {_dim(one_line(rejection.text) + '  not read as a quantity: ' + rejection.reject_reason)}"


def _lines(text: str) -> list[tuple[int, int]]:
    spans, at = [], 0
    for line in text.splitlines(keepends=True):
        spans.append((at, at + len(line)))
        at += len(line)
    return spans


def _marked(text: str, start: int, end: int, marks: Sequence[tuple[int, int, bool]]) -> str:
    out, at = [], start
    for mark_start, mark_end, is_quantity in sorted(marks):
        if start <= mark_start and mark_end <= end:
            found = printable(text[mark_start:mark_end])
            out += [printable(text[at:mark_start]), _strong(found) if is_quantity else _dim(found)]
            at = mark_end
    return "".join([*out, printable(text[at:end])]).strip()


def _strong(text: str) -> str:
    return click.style(one_line(text), fg="cyan", bold=True)


def _dim(text: str) -> str:
    return click.style(text, dim=True)
