"""From a document to its claims: each number-like expression ends as a claim or as a rejection with its reason."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from waybill.claims.aggregation import read_aggregation
from waybill.claims.attribution import Source, read_source
from waybill.claims.build import build_claim
from waybill.claims.context import Flow, Habits, fill_parties, flows_of, heading_flow, learn
from waybill.claims.draft import Draft
from waybill.claims.lexicon import frames
from waybill.claims.marks import Sentence
from waybill.claims.modality import read_modality
from waybill.claims.parties import Acting, find_action, read_roles
from waybill.claims.periods import Anchor, Time, anchor_of, read_times
from waybill.claims.record import Claim, ClaimReading
from waybill.claims.scene import Place, Scene
from waybill.claims.structure import link_alternatives, link_computed, link_parts
from waybill.claims.topic import decide, topic_words
from waybill.claims.when import choose_times, event_dates
from waybill.dates import find_dates
from waybill.documents import split_sentences
from waybill.documents.record import Document
from waybill.quantities import read_numbers
from waybill.quantities.record import Quantity, Rejection

_DEFAULT_FRAME = (
    ("personnel.workers", "transfer"),
    ("personnel", "deploy"),
    ("facility", "produce"),
    ("logistics.voyage", "observe"),
    ("logistics.railcar", "observe"),
    ("money", "pay"),
)
_LEAD_SENTENCES = 4  # sentences of the body that are read for its directions even without figures


def read_claims(document: Document) -> ClaimReading:
    """All claims and rejections of one document, in text order and disjoint; pure, linear in the text.

    >>> from waybill.documents import read_document
    >>> raw = b"Guns for Moscow\\n\\n4 May 2031\\n\\nNorth Korea sent Russia about 40 howitzers in April, Seoul officials said."
    >>> claim = read_claims(read_document(raw, "a.txt")).claims[0]
    >>> claim.item_id, claim.supplier_id, claim.recipient_id, claim.origin, str(claim.event_end)
    ('weapon.artillery.gun', 'PRK', 'RUS', 'Seoul officials', '2031-04-30')
    """
    reading = read_numbers(document.text)
    scene = Scene(
        document,
        split_sentences(document.text, document.body_start, document.body_end),
        find_dates(document.text),
        reading.quantities,
        reading.rejections,
    )
    return read_scene(scene)


def read_scene(scene: Scene) -> ClaimReading:
    """The claims of a scene whose numbers, dates and sentences are already found."""
    drafts, rejections = _drafts(scene)
    _deepen(scene, drafts)
    kept, repeats = _without_repeats(drafts)
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
    on_topic = bool(topic_words().search(scene.text))
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
        if quantity not in sentence.quantities:
            rejections.append(_rejected(quantity, "off_topic", "topic-too-long"))
            continue
        if not near or near[0] is not sentence:
            near.insert(0, sentence)
        where = sentence.places[sentence.quantities.index(quantity)]
        verdict = decide(sentence, where, quantity, drafts, near[1:3])
        if verdict.reject_reason is not None or verdict.item is None:
            rejections.append(_rejected(quantity, verdict.reject_reason or "off_topic", verdict.rule_id))
            continue
        drafts.append(
            Draft(
                quantity, sentence, where, verdict.item, verdict.item_id, verdict.unit,
                is_heading=place.is_heading, base=verdict.base, rules=[verdict.rule_id, *verdict.item.rule_ids],
            )
        )  # fmt: skip
    return drafts, rejections


def _deepen(scene: Scene, drafts: list[Draft]) -> None:
    """Second pass: action, source, time, modality, aggregation; then what only the whole document settles."""
    anchor = anchor_of(scene.document.published)
    stated = _stated_flows(scene) if drafts else []
    sections = _sections(scene, drafts)
    carried: Source | None = None
    carried_statement: str | None = None
    carried_at: tuple[int, int] = (-9, -9)
    times: dict[int, list[Time]] = {}
    previous: Time | None = None
    for draft in drafts:
        sentence = draft.sentence
        place = scene.places[sentence.index]
        lead = _lead(scene, place, draft)
        _read_action(draft, lead)
        if sentence.index not in times:
            times[sentence.index] = read_times(sentence, scene.dates, anchor, previous)
        _read_source(draft, lead, carried if _near(carried_at, sentence) else None, carried_statement)
        _read_time(scene, draft, times[sentence.index], lead, anchor)
        if draft.source is not None:
            carried, carried_statement, carried_at = draft.source, draft.statement, (sentence.index, sentence.paragraph)
        previous = draft.time or previous
        where = (
            lead
            if lead is not None and draft.acting is not None and draft.acting.mark not in _marks(sentence)
            else None
        )
        stance = draft.stance
        modality = (
            read_modality(where, len(where.norms), draft.item._replace(i=0, j=0), draft.acting, stance)
            if where is not None
            else read_modality(sentence, draft.place, draft.item, draft.acting, stance)
        )
        draft.modality, draft.hedge_text = modality.modality, modality.hedge_text
        draft.rules.extend(modality.rule_ids)
        draft.aggregation, rule = read_aggregation(draft)
        draft.rules.append(rule)
    habits = learn(drafts, stated)
    for draft in drafts:
        _settle(draft, habits, sections.get(draft.sentence.index), anchor)


def _marks(sentence: Sentence) -> list[object]:
    return [*sentence.of("verb"), *sentence.of("nominal")]


def _near(at: tuple[int, int], sentence: Sentence) -> bool:
    return at[1] == sentence.paragraph and sentence.index - at[0] <= 2


def _lead(scene: Scene, place: Place, draft: Draft) -> Sentence | None:
    """The sentence that opens the list of a figure without a verb of its own."""
    if any(m.kind == "verb" for m in draft.sentence.of("verb")) and scene.text[place.span[0]] not in "•-–*➡·":
        return None
    lead = scene.lead_of(place)
    return scene.joined(*lead) if lead is not None else None


def _default_frame(item_id: str) -> str:
    return next((frame for root, frame in _DEFAULT_FRAME if item_id.startswith(root)), "transfer")


def _read_action(draft: Draft, lead: Sentence | None) -> None:
    """Action, its detail and the parties its sentence names."""
    sentence, item = draft.sentence, draft.item
    known = item._replace(item_id=draft.item_id)
    acting = find_action(sentence, draft.place, known)
    where, place = sentence, draft.place
    if acting is None and lead is not None:
        acting = find_action(lead, len(lead.norms), known._replace(i=0, j=0))
        where, place = lead, len(lead.norms)
    if draft.base is not None and (draft.is_multiple or acting is None):
        draft.acting, draft.rules = draft.base.acting, [*draft.rules, "action-of-base"]
        draft.action, draft.detail = draft.base.action, draft.base.detail
        draft.supplier, draft.recipient, draft.actor = draft.base.supplier, draft.base.recipient, draft.base.actor
        return
    draft.acting = acting
    barred = set(draft.source.words) if draft.source is not None else set()
    if acting is None:
        frame = frames().get(_default_frame(draft.item_id))
        draft.action = frame.action if frame is not None else "transfer"
        if draft.is_share and draft.item_id.startswith(("munition", "missile")):
            draft.action = "fire"
        draft.rules.append("action-default")
        return
    item_there = known if where is sentence else known._replace(i=len(where.norms), j=len(where.norms))
    parties = read_roles(where, acting, place, item_there, barred)
    draft.supplier, draft.recipient, draft.actor = parties.supplier, parties.recipient, parties.actor
    draft.rules.extend(parties.rule_ids)
    draft.action, draft.detail = acting.action.frame.action, acting.action.detail or None
    _as_people(draft, acting)


def _as_people(draft: Draft, acting: Acting) -> None:
    """Troops that are sent are deployed; money that is moved for goods is what the goods are worth."""
    frame = acting.action.frame
    if draft.item_id.startswith(("personnel.troops", "personnel.prisoners")) or draft.item_id == "personnel":
        if frame.action == "transfer":
            draft.action = "deploy"
            draft.actor = draft.supplier
            draft.supplier = draft.recipient = None
            draft.rules.append("action-troops-deploy")


def _read_source(draft: Draft, lead: Sentence | None, carried: Source | None, carried_statement: str | None) -> None:
    source = read_source(draft.sentence, draft.place)
    if source is None and lead is not None:
        source = read_source(lead, len(lead.norms))
    if source is not None and source.pronoun:
        named = carried.chain if carried is not None else ()
        if named:
            source = source._replace(chain=(*source.chain[:-1], *named), pronoun=False)
        else:
            source = source._replace(chain=source.chain[:-1]) if len(source.chain) > 1 else None
    if source is None and carried is not None:
        source = carried._replace(saying=None, rule_ids=("source-carried",), words=frozenset())
        draft.statement, draft.statement_basis = carried_statement, "resolved" if carried_statement else None
    draft.source = source
    if source is not None:
        draft.chain, draft.stance = source.chain, source.stance
        draft.rules.extend(source.rule_ids)


def _read_time(scene: Scene, draft: Draft, times: list[Time], lead: Sentence | None, anchor: Anchor | None) -> None:
    event, statement = choose_times(draft, times)
    if lead is not None and (event is None or statement is None):
        others = read_times(lead, scene.dates, anchor, None)
        end = Draft(draft.quantity, lead, len(lead.norms), draft.item._replace(i=0, j=0), "", "")
        end.source = read_source(lead, len(lead.norms))
        lead_event, lead_statement = choose_times(end, others)
        event, statement = event or lead_event, statement or lead_statement
    draft.time = event
    if event is not None:
        draft.rules.append(f"period-{event.relation}")
    if statement is not None:
        draft.statement, draft.statement_basis = statement.last, "resolved"


def _settle(draft: Draft, habits: Habits, section: Flow | None, anchor: Anchor | None) -> None:
    if draft.base is not None and draft.is_multiple:
        base = draft.base
        draft.supplier, draft.recipient, draft.actor = base.supplier, base.recipient, base.actor
        draft.event_start, draft.event_end = base.event_start, base.event_end
        return
    fill_parties(draft, habits, section)
    draft.event_start, draft.event_end = event_dates(draft, anchor)


def _stated_flows(scene: Scene) -> list[Flow]:
    flows: list[Flow] = []
    for place in scene.places[: _LEAD_SENTENCES + 1]:
        sentence = scene.sentence(place)
        flows += flows_of(sentence)
    return flows


def _sections(scene: Scene, drafts: Sequence[Draft]) -> dict[int, Flow]:
    """Direction by sentence index, from the nearest heading above that names one."""
    if not drafts:
        return {}
    found: dict[int, Flow] = {}
    current: Flow | None = None
    for place in scene.places:
        if place.number and scene.is_heading(place):
            current = heading_flow(scene.sentence(place)) or None
        elif current is not None:
            found[place.number] = current
    return found


def _without_repeats(drafts: list[Draft]) -> tuple[list[Draft], list[Draft]]:
    """One claim for each distinct claim: the fullest mention stays, body before headline."""
    groups: dict[tuple[object, ...], list[Draft]] = {}
    for draft in drafts:
        q = draft.quantity
        key = (q.value_low, q.value_high, q.comparator, draft.unit, draft.item_id.split(".")[0])
        groups.setdefault(key, []).append(draft)
    repeats: list[Draft] = []
    for group in groups.values():
        for other in group[1:]:
            first = next((d for d in group if d is not other and d not in repeats and _same_claim(d, other)), None)
            if first is not None:
                repeats.append(first if first.is_heading and not other.is_heading else other)
    gone = {id(d) for d in repeats}
    return [d for d in drafts if id(d) not in gone], repeats


def _same_claim(a: Draft, b: Draft) -> bool:
    """Same figure of the same thing: nothing tells the two apart but where they stand."""
    if a.is_share or a.is_multiple:
        return a.item_id == b.item_id and a.chain[-1:] == b.chain[-1:] and a.action == b.action
    if a.is_heading or b.is_heading:
        return True
    if a.sentence is b.sentence or a.group is not None:
        return False
    times = a.time is None or b.time is None or (a.time.first, a.time.last) == (b.time.first, b.time.last)
    sources = not a.chain or not b.chain or a.chain[-1] == b.chain[-1]
    related = a.item_id == b.item_id or a.item_id.startswith(b.item_id) or b.item_id.startswith(a.item_id)
    return times and sources and related and a.action == b.action and a.modality == b.modality


def _claims(scene: Scene, drafts: list[Draft]) -> list[Claim]:
    link_alternatives(drafts)
    link_parts(drafts)
    link_computed(drafts)
    for draft in drafts:
        base = draft.computed_from
        if base is not None and draft.time is None:
            draft.event_start, draft.event_end = base.event_start, base.event_end
    twins: dict[str, list[int]] = {}
    numbers: list[Quantity | Rejection] = [*scene.quantities, *scene.rejections]
    for number in numbers:
        twins.setdefault(number.text, []).append(number.start)
    return [build_claim(scene, draft, twins[draft.quantity.text]) for draft in drafts]
