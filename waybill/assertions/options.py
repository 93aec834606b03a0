"""Two options that a re-report turns into two deliveries: "or" in the source, "and" on the way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from waybill.assertions.names import name_tokens
from waybill.assertions.reports import Mention

_APART = 160  # characters between two options; further apart they are not told together
_JOINING = frozenset({"and", "plus", "both"})


def options_of(mentions: Sequence[Mention]) -> Iterator[tuple[Mention, Mention]]:
    """Each option that one report joins to others by "or", with each of the others."""
    groups: defaultdict[str, list[Mention]] = defaultdict(list)
    for mention in mentions:
        if mention.claim.alternative_group is not None and mention.claim.alternative_operator == "or":
            groups[mention.claim.alternative_group].append(mention)
    for group in groups.values():
        yield from ((one, other) for one in group for other in group if other is not one)


def joins_options(later: Mention, beside: Iterable[Mention]) -> bool:
    """Whether a re-report of an option joins it by "and" to a re-report of another option `beside` it in its text.

    The reader marks options that a text sets against each other; here the source's options are looked for in the
    re-report, and the words between them decide.
    """
    return later.claim.alternative_group is None and any(_are_joined(later, other) for other in beside)


def _are_joined(one: Mention, other: Mention) -> bool:
    """Whether the words between two quantities of one text add them up."""
    first, second = sorted((one.claim, other.claim), key=lambda claim: claim.quantity_start)
    between = one.report.text[first.quantity_end : second.quantity_start]
    words = set(name_tokens(between)) if len(between) <= _APART else set()
    return bool(words & _JOINING) and "or" not in words
