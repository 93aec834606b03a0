"""How figures of one document hang together: alternatives, parts and wholes, figures computed from others."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from waybill.claims.draft import Draft
from waybill.claims.itemtree import related
from waybill.claims.marks import QUANTITY

_PART_CUES = frozenset({"including", "included", "includes"})
_OF_THEM = frozenset({"them", "those", "these", "whom", "which"})
_CONVERSION_REACH = 12
_REACH = 2  # sentences back in which a whole or a source of a conversion is looked for


def link_alternatives(drafts: Sequence[Draft]) -> None:
    """ "A or B": two figures of one unit joined by "or" (no other figure between) share a group."""
    letters = 0
    for a, b in pairwise(drafts):
        if a.unit != b.unit or b.is_multiple or a.is_multiple:
            continue
        operator = _operator(a, b)
        if operator is None:
            continue
        if a.group is None:
            letters += 1
            a.group, a.operator = f"alternative-{letters}", operator
        b.group, b.operator = a.group, operator
        b.rules.append("structure-alternative")


def _operator(a: Draft, b: Draft) -> str | None:
    if a.sentence is b.sentence:
        between = a.sentence.norms[a.place + 1 : b.place]
        if "or" in between[-6:] and not set(between) & {";", "and", QUANTITY}:
            return "or"
        return None
    if b.sentence.index - a.sentence.index == 1 and "instead" in b.sentence.norms:
        return "or" if a.modality == b.modality == "possible" else None
    return None


def link_parts(drafts: Sequence[Draft]) -> None:
    """ "4,700 casualties, including 600 dead", "of those, around 4,000", "more than 100 of them"."""
    for n, draft in enumerate(drafts):
        whole = whole_of(drafts[max(0, n - 8) : n], draft)
        if whole is not None:
            draft.part_of = whole
            draft.rules.append("structure-part")


def whole_of(before: Sequence[Draft], draft: Draft) -> Draft | None:
    """The figure that this one is a part of, among those before it."""
    norms, place = draft.sentence.norms, draft.place
    near = [d for d in before if draft.sentence.index - d.sentence.index <= _REACH and not d.is_multiple]
    candidates = [d for d in near if "aggregation-compared" not in d.rules] or near
    if not candidates or draft.is_multiple:
        return None
    after = norms[place + 1 : place + 3]
    early = norms[max(0, place - 6) : place]
    pronoun = bool(set(after[1:2]) & _OF_THEM and after[:1] == ["of"]) or any(
        x == "of" and y in _OF_THEM for x, y in pairwise(early)
    )
    same = [d for d in candidates if d.unit == draft.unit or related(d.item_id, draft.item_id)]
    if pronoun:
        wholes = [d for d in same if d.action != "casualties" or draft.action == "casualties"]
        first = [d for d in wholes if d.action == "deploy"] or wholes
        return first[-1] if first else None
    last = candidates[-1]
    listed = last.sentence is draft.sentence and _PART_CUES & set(norms[last.place + 1 : place])
    if listed and (last.unit == draft.unit or related(last.item_id, draft.item_id)):
        return last
    if draft.action == "casualties" and draft.detail in {"killed", "wounded"} and not draft.is_share:
        wholes = [d for d in same if d.action == "deploy" and d.modality != "planned" and d.actor == draft.actor]
        if wholes and draft.sentence.index - wholes[-1].sentence.index <= 1:
            return wholes[-1]
    return None


def link_computed(drafts: Sequence[Draft]) -> None:
    """Shells that containers could hold: a capacity leans on the last figure of what holds it."""
    for n, draft in enumerate(drafts):
        if draft.aggregation != "capacity" or draft.action != "transfer" or draft.computed_from is not None:
            continue
        for other in reversed(drafts[max(0, n - 6) : n]):
            near = draft.sentence.index - other.sentence.index <= _CONVERSION_REACH
            holds = other.item_id.startswith("logistics") or (other.unit in {"t", "kg"} and draft.unit == "round")
            if near and holds:
                draft.computed_from = other
                draft.rules.append("structure-computed")
                break
