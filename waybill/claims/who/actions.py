"""What was done with each figure's thing: the governing action, read for the kind of thing, or its own action."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from waybill.claims.draft import Draft
from waybill.claims.roles.caps import find_cap
from waybill.claims.roles.frames import read_roles
from waybill.claims.roles.parties import Acting, find_action
from waybill.claims.sources.voices import Voice, find_voices
from waybill.claims.who.money import as_money
from waybill.claims.who.people import as_handed_over, is_handed_over, is_home
from waybill.claims.who.pronouns import resolved
from waybill.claims.words.lexicon import Action, Actor, Noun, frames
from waybill.claims.words.marks import Mark, Sentence
from waybill.claims.words.naming import label_of, named_parties
from waybill.claims.words.phrases import phrases_of

_DEFAULT_FRAME = (
    ("personnel.workers", "arrive"),
    ("personnel", "deploy"),
    ("facility", "produce"),
    ("logistics.voyage", "observe"),
    ("logistics.railcar", "observe"),
    ("logistics.vessel", "observe"),
    ("money", "pay"),
)
_MULTIPLE_REACH = 8  # a verb further away is not what was multiplied


def _default_frame(item_id: str) -> str:
    return next((frame for root, frame in _DEFAULT_FRAME if item_id.startswith(root)), "give")


def read_action(
    draft: Draft, voices: list[Voice], lead: Sentence | None, last: Draft | None, topic: Callable[[int], str | None]
) -> None:
    """Action, its detail and the parties its sentence names; `topic` tells of whom the sentences before speak."""
    sentence, base = draft.sentence, draft.base
    known = draft.item._replace(item_id=draft.item_id)
    where, place = sentence, draft.place
    sayings = frozenset(v.at for v in voices if v.kind != "watch")
    draft.named = named_parties(sentence, {k for v in voices for k in range(v.i, v.j)}, place)
    acting = find_cap(sentence, place, draft.item_id) or find_action(sentence, place, known, sayings)
    if draft.is_multiple and base is None and acting is not None and acting.cost > _MULTIPLE_REACH:
        acting = None
    if acting is None and lead is not None:
        where, place = lead, len(lead.norms)
        known = known._replace(i=place, j=place)
        acting = _pledged(lead, find_action(lead, place, known))
    if base is not None and _is_over(draft, base):
        base = None  # the swap is over: who is counted now is counted for himself
    if base is not None and (draft.is_multiple or acting is None):
        draft.acting, draft.action, draft.detail = base.acting, base.action, base.detail
        draft.supplier, draft.recipient, draft.actor = base.supplier, base.recipient, base.actor
        draft.rules.append("action-of-base")
        _own_people(draft)
        return
    draft.acting, draft.is_led = acting, where is not sentence and acting is not None
    barred = {k for v in (voices if where is sentence else find_voices(where)) for k in range(v.i, v.j)}
    if acting is None:
        _default_action(draft, barred)
        return
    parties = read_roles(where, acting, place, known, barred)
    if where is sentence and parties.pronouns:
        parties = resolved(parties, acting, _spoken_of(draft, last, topic(sentence.index)))
    draft.subject, draft.kin = parties.subject, parties.kin
    draft.supplier, draft.recipient, draft.actor = parties.supplier, parties.recipient, parties.actor
    draft.rules.extend(parties.rule_ids)
    draft.action, draft.detail = acting.action.frame.action, acting.action.detail or None
    unnamed = not (draft.supplier or draft.recipient or draft.actor)
    alike = base is not None and base.action == draft.action and not draft.is_multiple
    if base is not None and unnamed and (alike or (draft.is_share and draft.action in {"transfer", "pay", "other"})):
        draft.action, draft.supplier, draft.recipient = base.action, base.supplier, base.recipient
        draft.actor = base.actor
        draft.rules.append("action-of-base")
        return
    _by_item(draft, acting)
    _labelled(draft, label_of(sentence, barred))


def _is_over(draft: Draft, base: Draft) -> bool:
    """A swap told in another paragraph."""
    people = base.item_id.startswith("personnel") and not base.item_id.startswith("personnel.workers")
    return people and base.action == "transfer" and base.sentence.paragraph != draft.sentence.paragraph


def _own_people(draft: Draft) -> None:
    """ "puts the North Koreans still there at 9,500": a people named in the sentence is the one that is counted."""
    if draft.actor is None or not draft.item_id.startswith("personnel"):
        return
    for phrase in phrases_of(draft.sentence):
        plural = draft.sentence.norms[phrase.mark.j - 1].endswith("s") and phrase.kind == "party"
        people = cast(Actor, phrase.mark.entry).form == "demonym" and (plural or phrase.kind == "people")
        if people and phrase.preposition in {"", "of"} and phrase.mark.j <= draft.place:
            draft.actor = phrase.party


def _labelled(draft: Draft, party: str | None) -> None:
    """ "China: 3,400 tonnes bought by Russian mills": the name before the colon gives, makes, pays or has."""
    taken = {draft.supplier, draft.recipient, draft.actor}
    if party is None or party in taken:
        return
    role = "supplier" if draft.action in {"transfer", "pay"} else "actor"
    if draft.action in {"transfer", "pay"} and draft.supplier is not None:
        role = "recipient"
    if draft.action not in {"observe", "other", "limit"} and getattr(draft, role) is None:
        setattr(draft, role, party)
        draft.rules.append("party-label")


def _spoken_of(draft: Draft, last: Draft | None, topic: str | None) -> list[str]:
    """Whom "it" or "them" can stand for: the subject of the figure before, of the sentence before, its other party."""
    near = last is not None and draft.sentence.index - last.sentence.index <= 1
    if last is None or not near or last.sentence.paragraph != draft.sentence.paragraph:
        return [topic] if topic else []
    within = last.sentence is draft.sentence
    offered = [last.subject, topic] if within or topic is None else [topic, last.subject]
    return [party for party in (*offered, last.recipient, last.supplier) if party]


def _pledged(lead: Sentence, acting: Acting | None) -> Acting | None:
    """A list under "the department announced a package. It held:" is a list of what was promised."""
    if acting is None or acting.action.frame.frame != "contain":
        return acting
    for mark in (*lead.of("verb"), *lead.of("nominal")):
        action = cast(Action, mark.entry)
        if action.frame.frame == "pledge":
            return Acting(mark, action, False, acting.cost)
    return acting


def _default_action(draft: Draft, barred: set[int]) -> None:
    """No action is named: the thing's own, with the parties that prepositions and owners name around it."""
    shot = draft.is_share and draft.item_id.startswith(("munition", "missile"))
    frame = frames()["fire" if shot else _default_frame(draft.item_id)]
    mark = Mark("nominal", draft.place, max(draft.item.j, draft.place + 1), None)
    acting = Acting(mark, Action("", "noun", frame, (), ""), False, 0)
    parties = read_roles(draft.sentence, acting, draft.place, draft.item, barred)
    draft.supplier, draft.recipient, draft.actor = parties.supplier, parties.recipient, parties.actor
    draft.rules.extend(parties.rule_ids[1:])
    draft.action = frame.action
    people = draft.item_id.startswith("personnel") and not draft.item_id.startswith("personnel.workers")
    if people and is_home(draft):
        draft.supplier = None
        as_handed_over(draft, acting._replace(action=acting.action._replace(frame=frames()["arrive"])))
    draft.rules.append("action-default")
    _labelled(draft, label_of(draft.sentence, barred))


def _by_item(draft: Draft, acting: Acting) -> None:
    """What an action means for the kind of thing: troops sent are deployed, machines that are hit are other."""
    frame = acting.action.frame
    harmed = {"killed", "dead", "died"} & set(draft.sentence.norms[draft.place : draft.place + 14])
    hurt = {"wounded", "injured", "hurt"} & set(draft.sentence.norms[draft.place : draft.place + 14])
    if frame.frame == "harm" and harmed and hurt and _is_joined(draft):
        draft.detail = "killed_or_wounded"
    people = draft.item_id.startswith("personnel") and not draft.item_id.startswith("personnel.workers")
    if people and is_handed_over(draft, acting):
        as_handed_over(draft, acting)
    elif people and frame.action == "transfer":
        draft.action = "deploy"
        draft.actor = draft.supplier
        draft.sent = (draft.supplier, draft.recipient)
        draft.supplier = draft.recipient = None
        draft.rules.append("action-troops-deploy")
    elif draft.item_id.startswith("personnel.workers") and frame.action == "hold":
        hosts = [p.party for p in phrases_of(draft.sentence) if p.preposition == "in" and p.party != draft.actor]
        draft.action, draft.supplier, draft.actor = "transfer", draft.actor, None
        draft.recipient = hosts[0] if hosts else None
        draft.rules.append("action-workers-held")
    elif people and frame.action == "hold":
        draft.action = "deploy"
        draft.rules.append("action-troops-held")
    elif draft.item_id.startswith("logistics.railcar") and frame.frame in {"contain", "hold"}:
        draft.action, draft.supplier, draft.recipient, draft.actor = "observe", None, None, None
        draft.rules.append("action-wagons-stand")
    elif frame.frame == "give" and draft.supplier is None and _is_made_by(draft, acting):
        draft.action, draft.recipient = "produce", None
        draft.rules.append("action-plant-gives")
    elif draft.is_share and frame.frame == "arrive" and draft.item_id.startswith(("munition", "missile")):
        draft.action = "fire"
        draft.sent = (draft.supplier, None)
        draft.supplier = draft.recipient = None
        draft.rules.append("action-share-fired")
    elif draft.item_id == "money":
        as_money(draft, acting)
    elif draft.item_id.startswith(("missile", "weapon.drone")) and frame.frame == "arrive" and not draft.recipient:
        draft.action = "fire"
        draft.supplier = draft.actor = None
        draft.rules.append("action-missiles-arrive")
    elif not draft.item_id.startswith("personnel") and frame.action == "casualties":
        draft.action = "other"
        draft.actor = draft.actor if draft.item_id.split(".")[0] == "weapon" and frame.frame == "suffer" else None
        draft.rules.append("action-things-lost")


def _is_joined(draft: Draft) -> bool:
    """Whether the dead and the hurt share one figure: "killed or wounded", and no other figure between."""
    norms = draft.sentence.norms
    k = next((k for k in range(draft.place, len(norms)) if norms[k] in {"killed", "dead", "died", "wounded"}), 0)
    return norms[k + 1 : k + 2] in (["or"], ["and"]) and norms[k + 2 : k + 3] in (
        ["wounded"], ["injured"], ["killed"], ["hurt"], ["dead"],
    )  # fmt: skip


def _is_made_by(draft: Draft, acting: Acting) -> bool:
    """ "the line gives 10,000 tonnes": what a plant gives it makes."""
    at = acting.mark.i
    return any(
        at - 2 <= m.j <= at and cast(Noun, m.entry).item_id.startswith("facility") for m in draft.sentence.of("noun")
    )
