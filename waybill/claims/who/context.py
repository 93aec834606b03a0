"""What a document settles once and sentences leave out: who supplies whom, whose troops, who fires, who makes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple, cast

from schemas.vocabulary import vocabulary
from waybill.claims.draft import Draft
from waybill.claims.roles.frames import read_roles
from waybill.claims.roles.parties import Acting, acts, is_passive
from waybill.claims.words.items import Item
from waybill.claims.words.lexicon import Action, Actor, Noun
from waybill.claims.words.marks import Mark, Sentence
from waybill.claims.words.phrases import party_of, phrases_of

_FLOW = frozenset({"give", "receive", "arrive", "pledge", "order", "leave"})
ARMS = ("munition", "missile", "weapon", "logistics.container", "logistics.crate")
_ARMED = 2  # how much more a figure of arms says of the direction than a price
_OFTEN = 3  # times that the only taker must be named before it is taken for granted
_SHORT = 10  # words of a heading in front of its paragraph
_PAID = frozenset({"pay", "earn"})


class Flow(NamedTuple):
    """A direction of transfer that some sentence states."""

    supplier: str | None
    recipient: str | None


def flows_of(sentence: Sentence, barred: set[int]) -> list[Flow]:
    """Directions stated by the verbs and action nouns of a sentence; `barred` are the words that name its sources."""
    found: list[Flow] = []
    pair = _slashed(sentence)
    if pair is not None:
        found.append(pair)
    nothing = Item(None, "", 0, 0, "none", "", ())
    for mark in (*sentence.of("verb"), *sentence.of("nominal")):
        action = cast(Action, mark.entry)
        moves = action.frame.frame in _FLOW and any(action.fits(root) for root in ARMS)
        twin = any(m.i == mark.i and cast(Action, m.entry).frame.frame in _FLOW for m in sentence.of(mark.kind))
        if twin and not moves:
            continue
        paid = action.frame.frame in _PAID and (action.word == "pay" or _has_money(sentence))
        if not (moves or paid) or not acts(sentence, mark) or _takes_people(sentence, mark):
            continue
        acting = Acting(mark, action, mark.kind == "verb" and is_passive(sentence, mark, action.form), 0)
        roles = read_roles(sentence, acting, mark.i, nothing._replace(i=mark.i, j=mark.j), barred)
        flow = Flow(roles.supplier, roles.recipient)
        if flow.supplier or flow.recipient:
            found.append(Flow(flow.recipient, flow.supplier) if action.frame.frame in _PAID else flow)
    return found


def _has_money(sentence: Sentence) -> bool:
    return any(quantity.quantity_kind == "money" for quantity in sentence.quantities)


def _takes_people(sentence: Sentence, mark: Mark) -> bool:
    """ "took 17 soldiers alive": no direction of arms."""
    nouns = [m for m in sentence.of("noun") if mark.j <= m.i <= mark.j + _SHORT]
    people = bool(nouns) and cast(Noun, nouns[0].entry).item_id.startswith("personnel")
    return people and cast(Action, mark.entry).frame.frame == "receive"


def _slashed(sentence: Sentence) -> Flow | None:
    """ "DPRK/RUS materiel": a pair in a short heading runs from the first to the second."""
    marks = sentence.of("actor") if len(sentence.norms) <= _SHORT else []
    for a, b in pairwise(marks):
        if sentence.norms[a.j : b.i] == ["/"] and party_of(a) != party_of(b):
            return Flow(party_of(a), party_of(b))
    return None


def heading_flow(sentence: Sentence) -> Flow | None:
    """ "North Korea to Russia": the direction that a section heading names."""
    marks = sentence.of("actor")
    for a, b in pairwise(marks):
        if sentence.norms[a.j : b.i] in (["to"], ["to", "the"]) and party_of(a) != party_of(b):
            return Flow(party_of(a), party_of(b))
    return None


class Habits(NamedTuple):
    """The document's own answers to what a sentence leaves open, each None where the text does not settle it."""

    flow: Flow | None
    troops: str | None
    shooter: str | None
    maker: str | None
    back: Flow | None
    taker: str | None
    capped: str | None
    workers: Flow | None = None


@cache
def _known() -> frozenset[str | None]:
    """Parties of the vocabulary: only they settle anything for a document; "makers" and single firms do not."""
    return frozenset(row["actor_id"] for row in vocabulary("actors"))


def _most(values: Iterable[str | None]) -> str | None:
    counts = Counter(v for v in values if v in _known())
    best = counts.most_common(2)
    if not best or (len(best) > 1 and best[0][1] == best[1][1] and len(counts) > 2):
        return None
    return best[0][0]


def states_of(sentences: Iterable[Sentence], sources: Callable[[int], set[int]] | None = None) -> list[str]:
    """States that sentences name as parties, most named first; whoever only tells, and where, is left out."""
    counts: Counter[str] = Counter()
    for sentence in sentences:
        for phrase in phrases_of(sentence):
            actor = cast(Actor, phrase.mark.entry)
            told = sources is not None and phrase.kind != "place" and phrase.mark.i in sources(sentence.index)
            seated = actor.form == "seat" and phrase.preposition in {"in", "according"}
            if actor.actor_type == "body" or phrase.kind == "speaker" or told or seated:
                continue
            if (actor.state and len(actor.state) == 3) or (actor.actor_type == "bloc" and actor.state != "NATO"):
                counts[actor.state] += 1
    return [state for state, _ in counts.most_common()]


def soldiers_of(sentences: Iterable[Sentence]) -> str | None:
    """Whose soldiers sentences speak of most, with or without figures: "how many North Korean troops are there?"."""
    found: list[str] = []
    for sentence in sentences:
        nouns = {m.i for m in sentence.of("noun") if cast(Noun, m.entry).item_id.startswith("personnel.troops")}
        for mark in sentence.of("actor"):
            if mark.j in nouns and cast(Actor, mark.entry).form == "demonym":
                found.append(party_of(mark))
    return found[0] if len(set(found)) == 1 else None


def learn(
    drafts: Sequence[Draft],
    stated: Sequence[Flow],
    returned: Callable[[Flow], bool],
    leading: Sequence[str] = (),
    troops_of: str | None = None,
) -> Habits:
    """Habits of a document from its drafts and the flows of its title, lead and other sentences.

    `leading` are the states that title and lead name; `returned` tells whether the document says that goods also
    went the other way.
    """
    shooter = _most(d.actor for d in drafts if d.action == "fire" and "party-owner" not in d.rules)
    maker = _most(d.actor for d in drafts if d.action == "produce")
    flow = _main_flow(drafts, stated, leading)
    if flow is None:
        sent = _most(d.sent[0] for d in drafts if d.sent is not None)
        giver = sent or _sole_giver(drafts) or (maker if maker in leading and shooter not in {None, maker} else None)
        flow = Flow(giver, None) if giver else None
    if flow is not None and flow.recipient is None and shooter != flow.supplier:
        flow = Flow(flow.supplier, shooter)
    flow = _with_counterpart(flow, leading)
    supplier = flow.supplier if flow else None
    recipient = flow.recipient if flow else None
    people = [d for d in drafts if d.item_id.startswith("personnel") and d.action in {"deploy", "casualties"}]
    troops = _most(d.actor for d in people) or supplier or troops_of
    shooter = shooter or recipient
    maker = maker or supplier
    back, taker = _back_flow(drafts, flow, returned), _sole_taker(drafts, stated)
    return Habits(flow, troops, shooter, maker, back, taker, _capped(drafts), _workers(drafts, flow, leading))


def _with_counterpart(flow: Flow | None, leading: Sequence[str]) -> Flow | None:
    """When title and lead name two states and one has its role, the other plays the other role."""
    if flow is None or (flow.supplier and flow.recipient) or len(leading) != 2:
        return flow
    known = flow.supplier or flow.recipient
    if known not in leading:
        return flow
    other = leading[0] if leading[1] == known else leading[1]
    return Flow(flow.supplier or other, flow.recipient or other)


def _main_flow(drafts: Sequence[Draft], stated: Sequence[Flow], leading: Sequence[str]) -> Flow | None:
    """The direction that the document states most; one statement among several givers is none of the document.

    Figures of arms weigh more than prices and soldiers, and a side named alone supports the pairs it belongs to.
    """
    pairs: Counter[Flow] = Counter()
    givers: Counter[str] = Counter()
    takers: Counter[str] = Counter()
    for draft in drafts:
        flow = flow_of(draft)
        if flow is not None and not draft.is_multiple:
            pairs[flow] += _ARMED if draft.action == "transfer" else 1
        elif draft.action == "transfer" and draft.item_id.startswith(ARMS):
            givers.update([draft.supplier] if draft.supplier in _known() and draft.supplier else [])
            takers.update([draft.recipient] if draft.recipient in _known() and draft.recipient else [])
    told: Counter[Flow] = Counter(f for f in stated if f.supplier and f.recipient and f.supplier != f.recipient)
    for flow in stated:
        if flow not in told:
            givers.update([flow.supplier] if flow.supplier else [])
            takers.update([flow.recipient] if flow.recipient else [])
    both = pairs + Counter({flow: _ARMED * count for flow, count in told.items()})
    taking = Counter[str | None](f.recipient for f in stated if f.recipient and not f.supplier)
    if both:
        best = max(both, key=lambda f: 2 * both[f] + givers[f.supplier or ""] + takers[f.recipient or ""])
        if taking[best.supplier] * _ARMED >= both[best] and not taking[best.recipient]:
            return Flow(_most(d.supplier for d in drafts if d.supplier != best.supplier), best.supplier)
        named = {d.supplier for d in drafts if d.action == "transfer" and d.supplier and d.item_id.startswith(ARMS)}
        sure = {f.supplier for f in stated if f.supplier} == {best.supplier} or pairs[best] > _ARMED or len(named) <= 1
        sure = sure and (both[best] > _ARMED or told[best] > 0 or set(leading) <= set(best))
        return best if sure and (best.supplier in named or not named) else None
    half = [f for f in stated if not (f.supplier and f.recipient)]
    flow = Flow(_most(f.supplier for f in half), _most(f.recipient for f in half))
    return flow if flow.supplier != flow.recipient else None


def flow_of(draft: Draft) -> Flow | None:
    """The direction of arms that one figure states."""
    if not {draft.supplier, draft.recipient} - {None} <= _known():
        return None
    if (
        draft.action == "transfer"
        and draft.supplier
        and draft.recipient
        and draft.item_id.startswith((*ARMS, "logistics"))
    ):
        return Flow(draft.supplier, draft.recipient)
    if draft.action == "pay" and draft.supplier and draft.recipient:
        pay = Flow(draft.supplier, draft.recipient)
        return Flow(pay.recipient, pay.supplier) if is_price(draft) else pay
    if draft.sent is not None and draft.sent[0] and draft.sent[1]:
        return Flow(*draft.sent)
    return None


def _workers(drafts: Sequence[Draft], flow: Flow | None, leading: Sequence[str]) -> Flow | None:
    """From whom to whom the document's workers go, as its figures say; else the way of its arms."""
    sent = [d for d in drafts if d.item_id.startswith("personnel.workers") and d.action == "transfer"]
    giver, host = _most(d.supplier for d in sent), _most(d.recipient for d in sent)
    if giver is None and host is None:
        return flow
    pair = set(flow) if flow is not None else set()
    giver = giver or (flow.supplier if flow is not None and host in pair else None)
    host = host or (flow.recipient if flow is not None and giver in pair else None)
    if host is None and len(leading) == 2 and giver in leading:
        host = leading[0] if leading[1] == giver else leading[1]
    return Flow(giver, host) if giver != host else None


def _sole_giver(drafts: Sequence[Draft]) -> str | None:
    """The only supplier that any figure names, or whoever earns."""
    moved = [d for d in drafts if d.action == "transfer" and d.item_id.startswith(ARMS)]
    givers = {d.supplier for d in moved if d.supplier and d.supplier in _known()}
    if len(givers) == 1:
        return givers.pop()
    return _most(d.recipient for d in drafts if d.action == "pay") if not givers else None


def _sole_taker(drafts: Sequence[Draft], stated: Sequence[Flow]) -> str | None:
    """The only taker of arms that figures, title and lead name, however many give: "allies' aid to Ukraine"."""
    named = [d.recipient for d in drafts if d.action == "transfer" and d.recipient and d.item_id.startswith(ARMS)]
    named += [f.recipient for f in stated if f.recipient]
    return named[0] if len(named) >= _OFTEN and len(set(named)) == 1 else None


def _capped(drafts: Sequence[Draft]) -> str | None:
    """Who takes the goods that a cap is set on."""
    return _most(d.recipient for d in drafts if d.item_id.startswith("commodity"))


def _back_flow(drafts: Sequence[Draft], flow: Flow | None, returned: Callable[[Flow], bool]) -> Flow | None:
    """What is given in return: the direction of oil and food where a sentence states it, else the flow turned round."""
    for draft in drafts:
        if draft.item_id.startswith("commodity") and draft.supplier and draft.recipient:
            return Flow(draft.supplier, draft.recipient)
    if flow is None or flow.supplier is None or flow.recipient is None:
        return None
    moved = [d for d in drafts if d.action == "transfer"]
    needs = [d for d in moved if flow.supplier == d.recipient and d.supplier is None]
    needs += [d for d in moved if flow.recipient == d.supplier and d.recipient is None]
    goods = [d for d in drafts if d.action == "transfer" and d.item_id.startswith("commodity") and d.supplier is None]
    back = Flow(flow.recipient, flow.supplier)
    return back if (needs or goods) and returned(back) else None


def is_price(draft: Draft) -> bool:
    """Whether money goes against the goods (a price, earnings) and not along with them (aid)."""
    return draft.acting is None or draft.acting.action.frame.frame in {"earn", "pay", "cost", "order", "trade"}
