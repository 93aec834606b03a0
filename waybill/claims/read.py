"""From a document to its claims: each number-like expression ends as a claim or as a rejection with its reason."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable

from waybill.claims.build import build_claim
from waybill.claims.deepen import deepen
from waybill.claims.draft import Draft
from waybill.claims.record import Claim, ClaimReading
from waybill.claims.structure import link_all
from waybill.claims.what.restate import as_change, as_millions, as_multiple, restated
from waybill.claims.what.tables import find_cell
from waybill.claims.what.topic import decide, of_cell, speaks_of_topic
from waybill.claims.words.marks import Sentence
from waybill.claims.words.scene import Scene
from waybill.dates import find_dates
from waybill.documents import report_sentences
from waybill.documents.record import Document
from waybill.quantities import read_numbers
from waybill.quantities.record import Quantity, Rejection

_MEMORY = 40  # figures before one that its reading may lean on
_BELOW = 3  # sentences under a heading that tell what it says
_GROUP = 60  # figures of one value among which a repeat is looked for


def read_claims(document: Document) -> ClaimReading:
    """All claims and rejections of one document, in text order and disjoint; pure, linear in the text.

    >>> from waybill.documents import read_document
    >>> raw = b"Guns\\n\\n4 May 2031\\n\\nNorth Korea sent Russia about 40 howitzers in April, Seoul officials said."
    >>> claim = read_claims(read_document(raw, "a.txt")).claims[0]
    >>> claim.item_id, claim.supplier_id, claim.recipient_id, claim.origin, str(claim.event_end)
    ('weapon.artillery.gun', 'PRK', 'RUS', 'Seoul officials', '2031-04-30')
    """
    dates = find_dates(document.text)
    reading = read_numbers(document.text, dates)
    scene = Scene(
        document,
        report_sentences(document),
        dates,
        reading.quantities,
        reading.rejections,
    )
    return read_scene(scene)


def read_scene(scene: Scene) -> ClaimReading:
    """The claims of a scene whose numbers, dates and sentences are already found."""
    drafts, rejections = _drafts(scene)
    deepen(scene, drafts)
    kept, repeats = _without_repeats(drafts, frozenset(d.sentence.index for d in drafts if _is_line(scene, d)))
    claims = _claims(scene, kept)
    rejections += [_rejected(d.quantity, "duplicate", "structure-repeat") for d in repeats]
    rejections += _ledger(scene)
    return ClaimReading(tuple(claims), tuple(sorted(rejections, key=lambda r: r.start)))


def _rejected(quantity: Quantity, reason: str, rule_id: str) -> Rejection:
    return Rejection(quantity.start, quantity.end, quantity.text, reason, quantity, (*quantity.rule_ids, rule_id))


def _ledger(scene: Scene) -> list[Rejection]:
    """The quantity reader's own rejections; those in furniture keep a reason of their own where it tells more."""
    return list(scene.rejections)


def _furniture_reason(scene: Scene, quantity: Quantity) -> str | None:
    furniture = scene.document.furniture
    n = bisect_right(furniture, quantity.start, key=lambda f: f.start) - 1
    return furniture[n].reject_reason if n >= 0 and quantity.start < furniture[n].end else None


def _drafts(scene: Scene) -> tuple[list[Draft], list[Rejection]]:
    """First pass: what is in topic, and what each in-topic figure counts."""
    drafts: list[Draft] = []
    rejections: list[Rejection] = []
    near: list[Sentence] = []
    on_topic = speaks_of_topic(scene.text)
    for quantity in scene.quantities:
        reason = _furniture_reason(scene, quantity)
        place = scene.place_at(quantity.start) if reason is None else None
        if reason is not None or place is None:
            rejections.append(_rejected(quantity, reason or "furniture", "topic-furniture"))
            continue
        if quantity.quantity_kind == "duration" or not on_topic:
            rejections.append(
                _rejected(
                    quantity,
                    "duration" if on_topic or quantity.quantity_kind == "duration" else "off_topic",
                    "topic-none",
                )
            )
            continue
        sentence = scene.sentence(place)
        where = sentence.place_of.get(quantity.start)
        if where is None:
            rejections.append(_rejected(quantity, "off_topic", "topic-too-long"))
            continue
        if not near or near[0] is not sentence:
            near = [sentence, *near[:2]]
        said = as_millions(as_multiple(as_change(quantity), sentence, where), sentence, where, drafts)
        cell = find_cell(scene, place, quantity)
        verdict = (of_cell(cell.item, said) if cell is not None else None) or decide(
            sentence, where, said, drafts, near[1:3], _before(scene, place.number)
        )
        if verdict.reject_reason is not None or verdict.item is None:
            rejections.append(_rejected(quantity, verdict.reject_reason or "off_topic", verdict.rule_id))
            continue
        drafts.append(
            Draft(
                restated(said, verdict), sentence, where, verdict.item, verdict.item_id, verdict.unit,
                is_heading=place.is_heading, row_source=cell.source if cell is not None else None, base=verdict.base,
                rules=[verdict.rule_id, *verdict.item.rule_ids],
            )
        )  # fmt: skip
    return drafts, rejections


def _before(scene: Scene, number: int) -> Callable[[int], Sentence | None]:
    return lambda back: scene.sentence(scene.places[number - back]) if number >= back else None


def _is_line(scene: Scene, draft: Draft) -> bool:
    """A heading inside the body: a line of its own with a verb, no bullet and no cell of a table."""
    place = scene.places[draft.sentence.index]
    return draft.row_source is None and scene.is_heading(place) and scene.text[place.span[0]].isalnum()


def _without_repeats(drafts: list[Draft], lines: frozenset[int]) -> tuple[list[Draft], list[Draft]]:
    """One claim for each distinct claim: the fullest mention stays, body before headline."""
    groups: dict[tuple[object, ...], list[Draft]] = {}
    for draft in drafts:
        q = draft.quantity
        key = (q.value_low, q.value_high, q.comparator, draft.unit, draft.item_id.split(".")[0])
        groups.setdefault(key, []).append(draft)
    repeats: list[Draft] = []
    gone: set[int] = set()
    for group in groups.values():
        for n, other in enumerate(group[1:], start=1):
            near = (
                d
                for d in group[max(0, n - _GROUP) : n]
                if id(d) not in gone and (_same_claim(d, other) or _heads(d, other, lines))
            )
            first = next(near, None)
            if first is not None:
                above = first.is_heading or first.sentence.index in lines
                repeat = first if above and not other.is_heading and other.sentence.index not in lines else other
                gone.add(id(repeat))
                repeats.append(repeat)
    return [d for d in drafts if id(d) not in gone], repeats


_POINTING = (["the"], ["those"], ["these"], ["that"])


def _span(draft: Draft) -> tuple[str | None, str | None] | None:
    return (draft.time.first, draft.time.last) if draft.time is not None else None


def _heads(line: Draft, other: Draft, lines: frozenset[int]) -> bool:
    """Whether a heading of the body tells the figure of the sentences right below it."""
    below = 0 < other.sentence.index - line.sentence.index <= _BELOW and other.sentence.index not in lines
    kind = line.item_id.split(".")[:2] == other.item_id.split(".")[:2] and line.action == other.action
    return line.sentence.index in lines and below and kind and not _differ(line, other)


def _differ(a: Draft, b: Draft) -> bool:
    """Whether two mentions name different parties in one role: Kyiv's 24 drones are not Warsaw's 24."""
    pairs = ((a.supplier, b.supplier), (a.recipient, b.recipient), (a.actor, b.actor))
    return any(one and other and one != other for one, other in pairs)


def _same_claim(a: Draft, b: Draft) -> bool:
    """Same figure of the same thing: nothing tells the two apart but where they stand."""
    if a.is_share or a.is_multiple:
        return a.item_id == b.item_id and a.chain[-1:] == b.chain[-1:] and a.action == b.action
    if a.is_heading or b.is_heading:
        return True
    if a.sentence is b.sentence or a.group is not None:
        return False
    if _differ(a, b):
        return False
    times = _span(a) == _span(b) or (b.time is None and b.sentence.norms[b.place - 1 : b.place] in _POINTING)
    sources = not a.chain or not b.chain or a.chain[-1] == b.chain[-1]
    related = a.item_id == b.item_id or a.item_id.startswith(b.item_id) or b.item_id.startswith(a.item_id)
    return times and sources and related and a.action == b.action and a.modality == b.modality


def _claims(scene: Scene, drafts: list[Draft]) -> list[Claim]:
    link_all(drafts)
    for draft in drafts:
        base = draft.computed_from
        if base is not None and draft.time is None and draft.rate_per is None:
            draft.event_start, draft.event_end = base.event_start, base.event_end
    twins: dict[str, list[int]] = {}
    numbers: list[Quantity | Rejection] = [*scene.quantities, *scene.rejections]
    for number in numbers:
        twins.setdefault(number.text, []).append(number.start)
    return [build_claim(scene, draft, twins[draft.quantity.text]) for draft in drafts]
