"""How figures of one document hang together: alternatives, parts and wholes, figures computed from others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise
from typing import cast

from schemas.vocabulary import vocabulary
from waybill.claims.draft import Draft
from waybill.claims.words.itemtree import related
from waybill.claims.words.lexicon import Noun
from waybill.claims.words.marks import QUANTITY, words_of

_OF_THEM = frozenset({"them", "those", "these", "whom", "which", "it", "that"})
_LINKING = frozenset({"of", "out", "the", "its", "their", "a", "total", "all", "some", "those", "these"})
_TOLD = frozenset({"rounded", "number", "figure", "printed"})  # the same load in another's words is no second option
_CONVERSION_REACH = 12
_REACH = 2  # sentences back in which a whole or a source of a conversion is looked for
_LOOK = 8  # figures back among which a whole is looked for
_FIRST = 1  # words before a figure that opens its sentence
_NEAR_BOX = 8  # words between a load and the one vessel that takes it
_OPENING = 7  # words before a part in which its cue stands
_VESSELS = {"round": ("container", "railcar", "vehicle"), "bbl": ("voyage", "vehicle", "t"), "missile": ("container",)}
"""What a load of each unit is computed from, the likeliest first."""


@cache
def _cues(link: str) -> frozenset[tuple[str, ...]]:
    return frozenset(words_of(row["cue"]) for row in vocabulary("en/structure_cues") if row["link"] == link)


def link_all(drafts: Sequence[Draft]) -> None:
    """Links of all figures of a document, in text order: conversions first, for they are neither parts nor options."""
    link_computed(drafts)
    link_alternatives(drafts)
    link_parts(drafts)


def _holds(words: Sequence[str], cues: Iterable[tuple[str, ...]]) -> bool:
    joined = f" {' '.join(words)} "
    return any(f" {' '.join(cue)} " in joined for cue in cues)


def link_alternatives(drafts: Sequence[Draft]) -> None:
    """ "A or B", "estimates of A, B and C", loads of one cargo counted in two ways: they share a group."""
    letters = 0
    for a, b in pairwise(drafts):
        if a.unit != b.unit or b.is_multiple or a.is_multiple or a.rate_per != b.rate_per:
            continue
        operator = None if b.computed_from is a else _operator(a, b)
        if operator is None:
            continue
        if a.group is None:
            letters += 1
            a.group, a.operator = f"alternative-{letters}", operator
        b.group, b.operator = a.group, operator
        b.rules.append("structure-alternative")


def _operator(a: Draft, b: Draft) -> str | None:
    loads = a.aggregation == b.aggregation == "capacity" and a.computed_from is not None
    told = _TOLD & set(b.sentence.norms[a.place + 1 if a.sentence is b.sentence else 0 : b.place])
    if loads and not told and a.computed_from is b.computed_from and b.sentence.index - a.sentence.index <= 1:
        return "or"
    if a.sentence is b.sentence:
        between = a.sentence.norms[a.place + 1 : b.place]
        if "or" in between[-6:] and not set(between) & {";", "and", QUANTITY}:
            return "or"
        listed = set(between) <= {",", "and", "or"} and ("and" in between or "," in between)
        if listed and (a.group is not None or a.sentence.norms[max(0, a.place - 2) : a.place] == ["estimates", "of"]):
            return "or"
        return None
    if b.sentence.index - a.sentence.index == 1 and "instead" in b.sentence.norms:
        return "or" if a.modality == b.modality == "possible" else None
    return None


def link_parts(drafts: Sequence[Draft]) -> None:
    """ "4,700 casualties, including 600 dead", "of those, around 4,000", "28 of the 60", "324 tanks: 250 T-72s"."""
    for n, draft in enumerate(drafts):
        if draft.part_of is not None or draft.is_multiple or draft.computed_from is not None:
            continue
        following = drafts[n + 1] if n + 1 < len(drafts) else None
        whole = _whole_behind(draft, following) or whole_of(drafts[max(0, n - _LOOK) : n], draft)
        if whole is not None and whole.part_of is not draft:
            draft.part_of = whole
            draft.rules.append("structure-part")


def _whole_behind(draft: Draft, following: Draft | None) -> Draft | None:
    """ "19 of 20 missiles", "28 of the 60 launchers", "6,000 of its men were killed, out of 15,000 sent"."""
    if following is None or following.sentence is not draft.sentence or draft.unit != following.unit:
        return None
    between = draft.sentence.norms[draft.place + 1 : following.place]
    plain = [n for n in between if n != ","]
    near = 1 <= len(plain) <= 3 and set(plain) <= _LINKING and "of" in plain
    sent = between[-2:] == ["out", "of"] or between[-3:-1] == ["out", "of"]
    return following if (near or sent) and _fits(draft, following) else None


def _fits(part: Draft, whole: Draft) -> bool:
    """Whether a part is no larger than its whole."""
    most, least = (
        whole.quantity.value_high or whole.quantity.value_low,
        part.quantity.value_low or part.quantity.value_high,
    )
    return most is None or least is None or least <= most


def _alike(a: Draft, b: Draft) -> bool:
    return a.unit == b.unit or related(a.item_id, b.item_id)


def whole_of(figures: Sequence[Draft], draft: Draft) -> Draft | None:
    """The figure that this one is a part of, among those before it."""
    norms, place = draft.sentence.norms, draft.place
    before = [d for d in figures if draft.sentence.index - d.sentence.index <= _REACH]
    before = [d for d in before if not (d.is_multiple or d.is_share) and "aggregation-compared" not in d.rules]
    if not before or draft.is_multiple:
        return None
    after = norms[place + 1 : place + 4]
    after = after[: after.index(",")] if "," in after else after
    of_them = any(a == "of" and b in _OF_THEM for a, b in pairwise(after)) and not draft.is_share
    opening = norms[max(0, place - _OPENING) : place]
    if QUANTITY in opening:
        opening = opening[len(opening) - opening[::-1].index(QUANTITY) :]
    cued = _holds(opening, _cues("part")) and not draft.is_share
    last = before[-1]
    if of_them or cued:
        people = draft.action == "casualties"
        wholes = [d for d in before if _alike(d, draft) and _fits(draft, d) and (people or d.action != "casualties")]
        return _nearest(wholes, draft)
    if last.sentence is not draft.sentence or not _alike(last, draft) or not _fits(draft, last) or draft.is_share:
        return _of_the_sent(before, draft)
    return last if _is_listed(before, draft) or _is_out_of(last, draft) else _of_the_sent(before, draft)


def _nearest(wholes: Sequence[Draft], draft: Draft) -> Draft | None:
    """The figure that "of them" means: the last whole, past figures that are parts themselves."""
    whole = wholes[-1] if wholes else None
    while whole is not None and whole.part_of is not None and whole.part_of in wholes and not _is_inner(draft):
        whole = whole.part_of
    return whole


def _is_inner(draft: Draft) -> bool:
    """ "of which" right before the figure belongs to the figure before it, part or not."""
    return "which" in draft.sentence.norms[max(0, draft.place - 3) : draft.place]


def _is_listed(before: Sequence[Draft], draft: Draft) -> bool:
    """ "324 tanks: 250 T-72s, some 60 PT-91s and 14 Leopards": what follows the colon makes up the whole."""
    last = before[-1]
    between = draft.sentence.norms[last.place + 1 : draft.place]
    return ":" in between and last.part_of is None and QUANTITY not in between and last.unit == draft.unit


def _is_out_of(last: Draft, draft: Draft) -> bool:
    """ "Of seventy-eight fuzes dug up in May, fifty-one carried dates": the whole stands behind "of", a comma after."""
    lead = last.sentence.norms[max(0, last.place - 2) : last.place]
    between = draft.sentence.norms[last.place + 1 : draft.place]
    if draft.quantity.is_increment:
        return False
    opens = lead[-1:] == ["of"] or lead == ["of", "the"]
    starts = last.place <= 2 or last.sentence.norms[max(0, last.place - 3) : last.place][:1] in ([","], [";"], ["."])
    return opens and starts and "," in between and QUANTITY not in between


def _of_the_sent(before: Sequence[Draft], draft: Draft) -> Draft | None:
    """ "12,000 troops are in the fight. One hundred are dead": losses told right behind the men they are of."""
    if draft.action != "casualties" or draft.detail not in {"killed", "wounded", "killed_or_wounded"} or draft.is_share:
        return None
    sent = [d for d in before if d.action == "deploy" and d.modality != "planned" and d.actor == draft.actor]
    if not sent or not _fits(draft, sent[-1]):
        return None
    whole, last = sent[-1], before[-1]
    steps = draft.sentence.index - whole.sentence.index
    own = any(m.i < draft.place for m in draft.sentence.of("actor"))
    follows = steps == 1 and not own and draft.sentence.paragraph == whole.sentence.paragraph
    beside = last.sentence is draft.sentence and last.part_of is whole
    return whole if (steps == 0 and last is whole) or (follows and draft.place <= _FIRST) or beside else None


def link_computed(drafts: Sequence[Draft]) -> None:
    """ "900 guns, or 20 percent of the stock", "$6.5 billion (9 trillion won)", shells that containers could hold."""
    for n, draft in enumerate(drafts):
        last = drafts[n - 1] if n else None
        base = _restated(last, draft) if last is not None else None
        base = base or _cargo_of(drafts[max(0, n - _LOOK) : n], draft)
        if base is not None and draft.computed_from is None:
            draft.computed_from = base
            draft.rules.append("structure-computed")


def _restated(last: Draft, draft: Draft) -> Draft | None:
    """The same figure told again as a share, in another currency or per another unit of time."""
    if last.sentence is not draft.sentence or last.is_share or last.is_multiple:
        return None
    between = draft.sentence.norms[last.place + 1 : draft.place]
    if QUANTITY in between or ";" in between or len(between) > _OPENING:
        return None
    if draft.is_share:
        tail = between[-3:]
        return last if _holds(tail, _cues("computed")) and not set(tail) & {"to", "than"} - {"to"} else None
    money = draft.quantity.quantity_kind == last.quantity.quantity_kind == "money"
    if money and draft.unit != last.unit:
        return last if "(" in between or "or" in between[-2:] else None
    rates = draft.rate_per is not None and last.rate_per is not None and draft.rate_per != last.rate_per
    return last if rates and draft.unit == last.unit and "or" in between[-3:] else None


def _cargo_of(before: Sequence[Draft], draft: Draft) -> Draft | None:
    """What a capacity is the load of: containers for shells, voyages for oil; no figure that is only set against it."""
    if draft.aggregation != "capacity" or draft.action in {"produce", "hold"} or draft.rate_per is not None:
        return None
    if _is_set_against(draft) or draft.is_share or draft.is_multiple or _is_load_of_one(draft):
        return None
    near = [
        d
        for d in before
        if draft.sentence.index - d.sentence.index <= _CONVERSION_REACH
        and d.unit != draft.unit
        and not (d.is_multiple or d.is_share or d.rate_per or _is_set_against(d))
    ]
    for unit in _VESSELS.get(draft.unit, ()):
        held = [d for d in near if d.unit == unit and (d.item_id.startswith("logistics") or unit == "t")]
        if held:
            return held[-1]
    holds = [d for d in near if d.item_id.startswith("logistics") or (d.unit in {"t", "kg"} and draft.unit == "round")]
    return holds[-1] if holds else None


def _is_load_of_one(draft: Draft) -> bool:
    """ "About 400 rounds a box", "a box would hold two": what one vessel takes is computed from no cargo."""
    norms = draft.sentence.norms
    boxes = [m for m in draft.sentence.of("noun") if cast(Noun, m.entry).unit in {"container", "railcar"}]
    return any(
        m.i > 0 and norms[m.i - 1] in {"a", "an", "each", "per", "one"} and abs(m.i - draft.place) <= _NEAR_BOX
        for m in boxes
    )


def _is_set_against(draft: Draft) -> bool:
    """ "More than Seoul's 10,000 and fewer than the 16,500": another's figure beside which this one is put."""
    return (
        "than" in draft.sentence.norms[max(0, draft.place - 4) : draft.place] or "aggregation-compared" in draft.rules
    )
