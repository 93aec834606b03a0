"""What numbers share: the unit or noun that stands once for several of them.

Forward: "12, 19 and 23 km", "200 or 300 shells". Backward, inside a sentence: "3,000 people in May and 4,500 in June".
"""

from __future__ import annotations

import re

from waybill.quantities.draft import Draft

_LIST_GAP = re.compile(r"(?:,|,? (?:and|or|to|then|&)|/|-)? ?(?:then |up to |about |around |nearly |some |almost )?$")
# A name right before the number and no verb or preposition: "..., the Netherlands 87.5 million".
_NAMED_GAP = re.compile(
    r"(?:[^,;.\n]{0,40}[,;])?(?: (?:and|while|but|with))?(?: the)?(?: [A-Z][\w.'’&-]{1,20}){1,4} ?"
    r"(?:with |another |about |around |nearly |some |almost |up to |only |just )?$"
)
_BARE_GAP = re.compile(r"(?:,|,? and| or|, then)(?: another| a further| about| around| some)? $")
_NOTHING_COUNTED = re.compile(
    r" (?:in|on|at|by|last|this|and|from|for|since|during|to|while|but|next)(?![a-z])|[,.;:)\n]|$"
)
_LENT = frozenset({"unit-shared", "noun-shared"})
_MAX_GAP = 110
_SENTENCE_END = re.compile(r"[.!?] |\n|[;:] ")
_SENTENCE_STOP = re.compile(r"[.!?] |\n")
_NO_NOUN_NEXT = re.compile(
    r" (?:in|on|at|by|last|this|a|the|and|from|for|since|during|between|to|of them|of whom|of which|were|was|are|is|"
    r"had|have|more|fewer|less)(?![a-z])|[,.;)\n]|$"
)


def ends_sentence(folded: str, first: Draft, second: Draft) -> bool:
    """Whether a sentence ends between two drafts, so that nothing is lent from one to the other."""
    return second.start - first.after > _MAX_GAP or _SENTENCE_END.search(folded, first.after, second.start) is not None


def share_units(drafts: list[Draft], folded: str, text: str) -> None:
    """Lends units and nouns to the numbers beside them that have none."""
    for index in range(1, len(drafts)):
        _currency_from_previous(drafts[index], drafts[index - 1], folded, text)
    for index in range(len(drafts) - 2, -1, -1):
        draft, following = drafts[index], drafts[index + 1]
        if draft.kind == "count" and draft.unit is None and draft.item is None:
            _from_following(draft, following, folded)
    for index in range(1, len(drafts)):
        draft, previous = drafts[index], drafts[index - 1]
        if draft.kind == "count" and draft.unit is None and draft.item is None:
            _from_previous(draft, previous, folded)


def _currency_from_previous(draft: Draft, previous: Draft, folded: str, text: str) -> None:
    """The currency said once for a list of givers: "Germany gave 576 million euros, the Netherlands 87.5 million"."""
    if draft.kind != "count" or previous.kind != "money" or draft.scale < 1000 or previous.scale < 1000:
        return
    if draft.item is not None or draft.unit is not None:
        return
    gap = draft.start - previous.after
    if gap > _MAX_GAP or gap < 1 or not _NOTHING_COUNTED.match(folded, draft.after):
        return
    between = text[previous.after : draft.start]
    if _SENTENCE_STOP.search(between) or not (_BARE_GAP.match(between) or _NAMED_GAP.match(between)):
        return
    draft.unit, draft.kind = previous.unit, previous.kind
    draft.rules.append("currency-carried")


def _from_following(draft: Draft, following: Draft, folded: str) -> None:
    gap = following.start - draft.after
    if gap > 16 or following.has_money_sign or following.kind == "factor" or following.form in {"zero", "fraction"}:
        return
    if (following.unit is None and following.item is None) or not _LIST_GAP.match(
        folded[draft.after : following.start]
    ):
        return
    is_bare_comma = folded[draft.after] == "," and not folded.startswith((", and", ", or"), draft.after)
    if is_bare_comma and following.rules[-1] not in _LENT:
        return  # "at 277, two strokes ahead": a comma alone joins nothing
    if gap == 1:
        return  # two numbers side by side share nothing: "20 120mm mortars"
    draft.unit, draft.kind = following.unit, following.kind
    draft.item, draft.item_head = following.item, following.item_head
    draft.rules.append("unit-shared" if following.unit else "noun-shared")


def _from_previous(draft: Draft, previous: Draft, folded: str) -> None:
    lends = previous.kind == "count" and previous.unit is None and previous.item is not None
    if not lends or previous.form == "zero" or draft.low != draft.low // 1:
        return
    if draft.start - previous.end > _MAX_GAP:
        return
    between = folded[previous.end : draft.start]
    if _SENTENCE_END.search(between) or not _NO_NOUN_NEXT.match(folded, draft.after):
        return
    draft.item, draft.item_head = previous.item, previous.item_head
    draft.rules.append("noun-carried")
