"""The quote of a claim: the smallest clause that holds quantity, item and verb, unique in the document, verbatim."""

from __future__ import annotations

from collections.abc import Sequence

from waybill.claims.draft import Draft
from waybill.claims.sources.modality import clause_of

_LONGEST = 300


def find_quote(text: str, draft: Draft, low: int, high: int, twins: Sequence[int]) -> tuple[int, int]:
    """Start and end of the quote inside text[low:high] (the paragraph): at most 300 characters, unique if it can be.

    The clause is widened to the sentence, then sideways word by word, until no other place of the text reads the same.
    `twins` are the starts of the same quantity text elsewhere: only there can a second copy of the quote lie.
    """
    sentence, place = draft.sentence, draft.place
    i, j = clause_of(sentence, place)
    last = max(draft.item.j if draft.item.i >= place else place + 1, place + 1)
    if draft.acting is not None and draft.acting.mark.j > last and draft.acting.mark.i < j:
        last = draft.acting.mark.j
    first = min(place, draft.acting.mark.i) if draft.acting is not None and draft.acting.mark.i >= i else place
    tokens = sentence.tokens
    start = _comma_before(draft, i, first)
    end = _comma_after(draft, last, j)
    for a, b in ((start, end), (i, end), (i, j), (0, len(tokens))):
        b = _without_stop(sentence.norms, max(b, place + 1))
        found = tokens[a].start, tokens[b - 1].end
        if found[1] - found[0] <= _LONGEST and _is_unique(text, draft.quantity.start, found, twins):
            return found
    return _widened(text, draft, low, high, twins)


def _is_unique(text: str, quantity_start: int, span: tuple[int, int], twins: Sequence[int]) -> bool:
    before, size = quantity_start - span[0], span[1] - span[0]
    quote = text[span[0] : span[1]]
    return not any(twin >= before and text.startswith(quote, twin - before) for twin in twins) and size > 0


def _without_stop(norms: list[str], j: int) -> int:
    while j > 1 and norms[j - 1] in {".", ",", ";", ":"}:
        j -= 1
    return j


def _comma_before(draft: Draft, i: int, first: int) -> int:
    for k in range(first - 1, i - 1, -1):
        if draft.sentence.norms[k] in {",", ":"}:
            return k + 1
    return i


def _comma_after(draft: Draft, last: int, j: int) -> int:
    for k in range(last, j):
        if draft.sentence.norms[k] in {",", ":"}:
            return k
    return j


def _widened(text: str, draft: Draft, low: int, high: int, twins: Sequence[int]) -> tuple[int, int]:
    quantity = draft.quantity
    start, end = quantity.start, quantity.end
    for step in range(10, _LONGEST, 10):
        start = max(low, quantity.start - step // 2)
        end = min(high, quantity.end + step // 2)
        if end - start >= _LONGEST or (start, end) == (low, high):
            break
        while start > low and text[start - 1].isalnum():
            start -= 1
        while end < high and text[end : end + 1].isalnum():
            end += 1
        if _is_unique(text, quantity.start, (start, end), twins):
            break
    if end - start > _LONGEST:
        start, end = quantity.start, min(quantity.end, quantity.start + _LONGEST)
    while start < quantity.start and text[start].isspace():
        start += 1
    while end > quantity.end and text[end - 1].isspace():
        end -= 1
    return start, end
