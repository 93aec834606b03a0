"""Multiples: "doubled", "ten times", "5-fold", and changes by a share, "up 40 %", "a fifth less"."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

from schemas.vocabulary import vocabulary
from waybill.quantities.cues import cue_pattern
from waybill.quantities.draft import Draft, set_value
from waybill.quantities.nouns import of_phrase
from waybill.quantities.numerals import Number, plain
from waybill.quantities.trie import trie_pattern

_MULTIPLES = {row["word"]: row for row in vocabulary("en/multiples")}
_CHANGES = vocabulary("en/changes")
_DIRECTION = {row["word"]: row["direction"] for row in _CHANGES}
_VERB_DIRECTION = {row["word"]: row["direction"] for row in _CHANGES if row["class"] == "verb"}
COMPARATIVES = frozenset(row["word"] for row in _CHANGES if row["class"] == "adverb") - {"up", "down"}
_TIMES = re.compile(rf"[ -]times(?![a-z])(?= (?:(?:{cue_pattern('times_base')})(?![a-z])|(?:last|this) [a-z]+'s ))")
_TIMES_OVER = re.compile(
    r"[ -]times(?: over(?=[.,;:!?)\n]|$)| of (?=(?:the|last) (?:year|level|figure|amount|volume|previous|same)))"
)
_TIMES_ALONE = re.compile(r"[ -]times(?![a-z])(?! (?:a|an|per|each|every) | in (?!comparison))")
_FOLD = re.compile(r"[ -]?fold(?![a-z])|x(?![a-z0-9])(?! ?\d)")
_TIMES_LESS = re.compile(rf" (?:{cue_pattern('times_less')})(?![a-z])")
_COMPARATIVE_AFTER = re.compile(rf" ({trie_pattern(COMPARATIVES)})(?![a-z])")
_AS_MANY = re.compile(r" as (?:many|much|high|large|big|long|fast|often|likely|heavy)(?![a-z])")
_UP_BEFORE = re.compile(r"(?:^|[^a-z])(?:([a-z]+) )?(up|down)(?: by)? $")
_UP_COMPLETES = re.compile(rf"(?:{cue_pattern('up_completes')})$")
_UP_AFTER = re.compile(r" (up|down) (?:on|from)(?![a-z])")
_BY = re.compile(r"(?:^|[^a-z])(?:by|in) $")
_CUT_IN = re.compile(r"(?:^|[^a-z])(?:cut|cuts|cutting|slash|slashed|split|reduced?|shrunk) ")
_VERB = re.compile(r"[a-z]+")
_BY_REACH = 4  # words between a verb of change and its "by": "raise their output of shells by"
_BARE_BEFORE = re.compile(rf"(?:^|[^a-z])(?:{cue_pattern('bare_multiple_before')}) $")
_BARE_AFTER = re.compile(
    rf" (?:{cue_pattern('bare_multiple_after')})(?![a-z])"
    r"| as (?:many|much|high|large|big|fast|long|often)(?![a-z])| \w+'s "
)
_CLOSES = re.compile(r"[.,;:)!?\n]|$")
_TWICE_RATE = re.compile(
    r"[ -](?:an?|per|each|every)[ -](year|month|week|day|hour|season|night|minute|quarter)(?![a-z])"
    r"|[ -](yearly|monthly|weekly|daily|hourly)"
    r"(?= (?:in|on|at|by|from|to|for|and|or|since|until|with)[ ,]|[^a-z ]|$| ?\n)"
)
_ADVERB_PERIOD = {"yearly": "year", "monthly": "month", "weekly": "week", "daily": "day", "hourly": "hour"}
_TWICE_FACTOR = re.compile(
    r" (?:the|annual|yearly|monthly|daily|weekly"
    r"|as (?:many|much|high|large|big|long|fast|often|likely|heavy|far|good|old|strong|tall|wide|deep|bad)"
    r"|that|what|its|his|her|their|this|those|our|more|\w+'s)(?![a-z])"
)
_BASE = re.compile(
    r" (?:as [a-z]+(?: [a-z]+){0,3} as|(?:more|higher|less|lower|larger|greater|bigger|fewer) than|"
    r"the (?:size|number|rate|level|amount|price|cost|weight) of|that of)(?= )"
)
_EARLIER = re.compile(
    r" (?:since|from|than|compared (?:with|to)|versus|against|relative to) ([^\s,.;:()][^,.;:()\n]{1,60})"
)
_DETERMINED = re.compile(r" (?:the|its|his|her|their|our|your|that|what|a|an|last|this|previous|[a-z]+'s) ")
_MIRROR = {"more_than": "less_than", "less_than": "more_than", "at_least": "up_to", "up_to": "at_least"}


def take_times(folded: str, draft: Draft) -> bool:
    """Reads "ten times the", "5-fold", "22x" as a factor; False where none of them follows the number."""
    match = _TIMES.match(folded, draft.end) or _FOLD.match(folded, draft.end) or _TIMES_OVER.match(folded, draft.end)
    direction = None
    if match is None:
        match, direction = _times_of_change(folded, draft)
    if match is None:
        return False
    draft.end = draft.after = match.start() + len(" times") if "times" in match[0] else match.end()
    if draft.low and (direction == "down" or _TIMES_LESS.match(folded, draft.end)):
        set_value(draft, plain(1 / Fraction(draft.low)))
    draft.unit, draft.kind = "factor", "factor"
    draft.rules.append("multiple-times")
    return True


def _times_of_change(folded: str, draft: Draft) -> tuple[re.Match[str] | None, str | None]:
    """The "times" of "grew by three times", "has grown in 2.4 times": a change and no repetition; and which way."""
    match = _TIMES_ALONE.match(folded, draft.end)
    words = _VERB.findall(folded[max(0, draft.start - 30) : draft.start]) if match else []
    led = bool(words) and words[-1] in {"by", "in"}
    if led:
        words.pop()
    direction = _VERB_DIRECTION.get(words[-1]) or (led and _DIRECTION.get(words[-1])) if words else None
    if direction and (led or draft.low != draft.low // 1):
        return match, direction
    return None, None


def multiple_word(folded: str, start: int, word: str) -> tuple[str, Number, str | None]:
    """What a multiple word is where it stands: ("factor", 2, None), ("rate", 2, "week"), ("off_topic", 0, None).

    >>> multiple_word("twice a week", 0, "twice")
    ('rate', 2, 'week')
    """
    row = _MULTIPLES[word]
    factor: Number = Decimal(row["factor"]) if "." in row["factor"] else int(row["factor"])
    end = start + len(word)
    if row["class"] == "verb":
        return ("off_topic", 0, None) if _is_noun(folded, start, word) else ("factor", factor, None)
    if row["class"] == "adverb":
        rate = _TWICE_RATE.match(folded, end)
        if rate:
            return "rate", factor, rate[1] or _ADVERB_PERIOD[rate[2]]
        return ("factor" if _TWICE_FACTOR.match(folded, end) else "count"), factor, None
    before = folded[max(0, start - 12) : start]
    if _BARE_AFTER.match(folded, end) or (_BARE_BEFORE.search(before) and _CLOSES.match(folded, end)):
        return "factor", factor, None
    if before.endswith((" to ", " than ", " would ", " could ", " will ")) and folded[end : end + 1] == " ":
        return ("off_topic", 0, None) if folded.startswith(" as ", end) else ("factor", factor, None)
    return "off_topic", 0, None


def _is_noun(folded: str, start: int, word: str) -> bool:
    """Whether "doubles", "halves" name a game or two parts."""
    before = folded[max(0, start - 5) : start]
    if word in {"doubles", "triples"}:
        return start == 0 or before.endswith(("\n", "s ", "d ", "in ", "he ", "a "))
    return word == "halves" and before.endswith(("two ", "oth ", "the ", "o "))


def take_change(folded: str, draft: Draft) -> None:
    """Turns a share into the factor of the new level: "up 40 %" is 1.4, "a fifth less" 0.8, "by half" 0.5."""
    if draft.unit != "percent" or draft.comparator in {"vague", "between"}:
        return
    if draft.form == "fraction" and _AS_MANY.match(folded, draft.end):
        set_value(draft, plain(Fraction(draft.low) / 100))
        draft.unit, draft.kind = "factor", "factor"
        draft.rules.append("multiple-as-many")
        return
    after = _COMPARATIVE_AFTER.match(folded, draft.end)
    direction = _DIRECTION[after[1]] if after else _direction_around(folded, draft)
    if direction is None:
        verb = _verb_before(folded, draft.start)
        if verb is not None:
            draft.rules.append(f"change-verb-{verb}")  # "rose 3 percent" stays a share; the way it went is kept
        return
    if after:
        draft.end = draft.after = after.end()
    sign = 1 if direction == "up" else -1
    set_value(draft, plain(1 + sign * Fraction(draft.low) / 100))
    if sign < 0:
        draft.comparator = _MIRROR.get(draft.comparator, draft.comparator)
    draft.unit, draft.kind = "factor", "factor"
    draft.rules.append(f"change-{direction}")


def _verb_before(folded: str, start: int) -> str | None:
    """Which way a verb of change goes: "rose 3 percent", "raise output by 3 percent"."""
    words = _VERB.findall(folded[max(0, start - 40) : start])
    if words and words[-1] == "by":
        words.pop()
        ways = (_VERB_DIRECTION.get(word) for word in words[: -_BY_REACH - 1 : -1])
        return next((way for way in ways if way), None)
    return _VERB_DIRECTION.get(words[-1]) if words else None


def _direction_around(folded: str, draft: Draft) -> str | None:
    up = _UP_BEFORE.search(folded[max(0, draft.start - 20) : draft.start])
    if up and not (up[1] and _UP_COMPLETES.match(up[1])):
        return up[2]
    if draft.form == "fraction" and _BY.search(folded[max(0, draft.start - 4) : draft.start]):
        lead = folded[max(0, draft.start - 60) : draft.start]
        if lead.endswith("in ") and _CUT_IN.search(lead) is None:
            return None
        verbs = _VERB.findall(lead)
        if len(verbs) > 1 and verbs[-1] == "by" and verbs[-2] in COMPARATIVES:
            return _DIRECTION[verbs[-2]]  # "became bigger by a third"
        return next((_VERB_DIRECTION[word] for word in reversed(verbs) if word in _VERB_DIRECTION), "down")
    trailing = _UP_AFTER.match(folded, draft.end)
    return trailing[1] if trailing else None


def relative_base(folded: str, end: int) -> tuple[int, int] | None:
    """The base of a multiple: "twice the annual cap" gives the span of "annual cap".

    >>> relative_base("twice the annual cap.", 5)
    (10, 20)
    """
    earlier = _EARLIER.match(folded, end)
    if earlier:
        stop = earlier.end()
        if stop < len(folded) and folded[stop].isalnum():
            stop = folded.rfind(" ", earlier.start(1), stop)
        return (earlier.start(1), stop) if stop > earlier.start(1) else None
    match = _BASE.match(folded, end)
    if match is None and _DETERMINED.match(folded, end) is None:
        return None
    phrase = of_phrase(folded, match.end() if match else end)
    return (phrase.start, phrase.end) if phrase else None
