"""Whom the pronouns of a sentence stand for, once the sentences before have said of whom they speak."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from waybill.claims.roles.parties import Acting, Parties


def _role_of_owner(acting: Acting, filled: Mapping[str, str | None]) -> str | None:
    """Which role the owner of the thing plays: "6,000 of its men have been killed", "4 of its tanks were sold"."""
    action = acting.action.frame.action
    if action in {"deploy", "casualties", "hold", "fire"}:
        return "actor"
    return "supplier" if action == "transfer" and acting.passive and not filled["supplier"] else None


def resolved(parties: Parties, acting: Acting, offered: Sequence[str]) -> Parties:
    """The parties with those that pronouns stand for: for each open role the first one offered that has none yet."""
    filled = {"supplier": parties.supplier, "recipient": parties.recipient, "actor": parties.actor}
    subject, rules = parties.subject, parties.rule_ids
    for place in parties.pronouns:
        role = _role_of_owner(acting, filled) if place == "owner" else acting.action.frame.roles.get(place)
        role = "supplier" if place == "carrier" else role
        party = next((p for p in offered if p not in filled.values()), None)
        if role is None or filled[role] is not None or party is None:
            continue
        filled[role] = party
        subject = party if place == "subject" else subject
        rules = (*rules, "party-pronoun")
    return Parties(filled["supplier"], filled["recipient"], filled["actor"], rules, subject)
