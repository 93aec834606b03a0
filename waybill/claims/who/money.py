"""Money: prices run against the goods, aid and packages run with them, what a package lists goes the package's way."""

from __future__ import annotations

from typing import cast

from waybill.claims.draft import Draft
from waybill.claims.roles.frames import read_roles
from waybill.claims.roles.parties import Acting, find_action
from waybill.claims.words.lexicon import Action, Noun
from waybill.claims.words.wordlists import GOODS_WORDS, LIST_CUES

_PRICE_REACH = 10  # words from "sold" to the price


def as_money(draft: Draft, acting: Acting) -> None:
    """Money for goods: a price is paid by the buyer; a package of goods worth so much is moved; other money is paid."""
    frame = acting.action.frame.frame
    near = draft.sentence.norms[max(0, draft.place - 8) : draft.place + 10]
    if acting.action.word == "worth":
        _as_worth(draft, acting)
        return
    if acting.mark.kind == "nominal" and frame in {"earn", "order"} and not (draft.supplier or draft.recipient):
        _as_deal(draft)
    elif frame == "give" and _is_price_of(draft, acting):
        draft.action, draft.supplier, draft.recipient = "pay", draft.recipient, draft.supplier
        draft.rules.append("action-price")  # "sold 40 guns at $2 million apiece"
    elif frame == "order":
        draft.action, draft.supplier, draft.recipient = "pay", draft.recipient, draft.supplier
        draft.rules.append("action-price")
    elif draft.action == "transfer" and frame in {"pledge", "give"} and not (GOODS_WORDS & set(near)):
        draft.action = "pay"
        draft.rules.append("action-money-given")


def _is_price_of(draft: Draft, acting: Acting) -> bool:
    """ "sold 40 guns at $2 million apiece": the money is what each costs."""
    before = draft.sentence.norms[max(0, draft.place - 1) : draft.place]
    near = acting.mark.kind == "verb" and 0 < draft.place - acting.mark.j <= _PRICE_REACH
    return near and acting.action.word == "sell" and before in (["at"], ["for"])


def _as_deal(draft: Draft) -> None:
    """ "is to receive 96 helicopters under a $10 billion deal": whoever takes the goods pays."""
    draft.action = "pay"
    moved = find_action(draft.sentence, draft.place, draft.item._replace(item_id="weapon"))
    if moved is None or moved.action.frame.action != "transfer":
        return
    parties = read_roles(draft.sentence, moved, draft.place, draft.item, set())
    draft.supplier, draft.recipient = parties.recipient, parties.supplier
    draft.rules.append("action-price")


def _as_worth(draft: Draft, acting: Acting) -> None:
    """ "missiles worth $3 million were sent" moves goods; a contract worth so much is a price."""
    sentence, at = draft.sentence, acting.mark.i
    deals = [m for m in sentence.of("nominal") if cast(Action, m.entry).frame.frame == "order"]
    if deals:
        draft.acting = Acting(deals[0], cast(Action, deals[0].entry), False, acting.cost)
        return
    goods = bool(GOODS_WORDS & set(sentence.norms[max(0, at - 4) : at])) or any(
        at - 4 <= m.j <= at and cast(Noun, m.entry).item_id.startswith(("munition", "missile", "weapon", "commodity"))
        for m in sentence.of("noun")
    )
    if not goods:
        return
    draft.action, draft.supplier, draft.recipient = "transfer", None, None
    draft.rules.append("action-goods-worth")
    moved = find_action(sentence, draft.place, draft.item._replace(item_id="weapon"))
    if moved is not None and moved.action.frame.action == "transfer":
        parties = read_roles(sentence, moved, draft.place, draft.item, set())
        draft.acting, draft.supplier, draft.recipient = moved, parties.supplier, parties.recipient


def follow_list(draft: Draft, last: Draft | None) -> None:
    """ "a package that includes 12 guns and 90 lorries": what is listed goes the way of what it is part of."""
    if last is None or last.sentence is not draft.sentence or draft.is_multiple or draft.is_share:
        return
    between = draft.sentence.norms[last.place + 1 : draft.place]
    listed = last.listed_in is not None and not set(between) & {".", ";", ":"}
    if not (listed or LIST_CUES & set(between)):
        return
    head = last.listed_in if listed and last.listed_in is not None else last
    if head.action not in {"transfer", "pay"} or draft.action == "casualties":
        return
    draft.listed_in, draft.action, draft.detail = head, "transfer", head.detail
    draft.acting = head.acting
    draft.supplier, draft.recipient, draft.actor = head.supplier, head.recipient, None
    draft.rules.append("action-listed")


def follow_price(draft: Draft, last: Draft | None) -> None:
    """ "sold 40 tanks for $300 million": the money goes against the goods."""
    if draft.item_id != "money" or last is None or last.sentence is not draft.sentence or last.action != "transfer":
        return
    if "for" not in draft.sentence.norms[max(0, draft.place - 2) : draft.place] or last.item_id == "money":
        return
    draft.action, draft.supplier, draft.recipient = "pay", last.recipient, last.supplier
    draft.rules.append("action-price-for")
