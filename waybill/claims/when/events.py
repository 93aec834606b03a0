"""Which time of a sentence is the event's and which the statement's, and the event dates that follow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from waybill.claims.draft import Draft
from waybill.claims.sources.names import is_finite
from waybill.claims.words.clauses import Clause, Clauses, clauses_of
from waybill.claims.words.lexicon import Cue
from waybill.claims.words.marks import DATE, QUANTITY, Sentence
from waybill.claims.words.periods import Time
from waybill.claims.words.wordlists import BE, CLAUSE_BREAKS, EVIDENCE_NOUNS, HAVE, RELATIVES
from waybill.dates import bounds, precision

_SAYING_REACH = 6
_STEPS = {";": 27, "•": 27, "…": 27, QUANTITY: 5, ",": 2}
_LEVELS = frozenset({"price", "prices", "level", "levels", "figure", "total", "average", "peak", "rate", "baseline"})
_TOO_FAR = 26
_SECOND_VERB = 22
_TELLING = 9  # words from a figure to the time at which somebody gave it
_FRAMING = 2  # words of a sentence before the time that frames all of it
_ASIDES = frozenset({"where", "before", "until", "because", "although", "though", "if", "unless", "whereas"})
_LAWS = frozenset({"resolution", "resolutions", "unscr", "directive", "regulation", "law", "decree", "act"})
_DEFINITE = frozenset({"the", "those", "these", "its", "their", "our"})
_RECORDS = EVIDENCE_NOUNS | {"log", "logs", "record", "records", "register", "registers", "tables", "tally"}
_HAVING_OR_BEING = HAVE | BE
_BASES = _DEFINITE | {"that", "what", "of", QUANTITY}
_NIGHT = 3  # words within which "last night" must end to open a sentence
_BRACKET = 9  # words of a bracket that names a source and its day


def is_statement_time(sentence: Sentence, time: Time, sayings: Sequence[int]) -> bool:
    """Whether a time tells when something was said: beside the verb of saying, or opening its clause."""
    night = time.relation == "between" and precision(time.last or "") == "day" and time.j <= _NIGHT
    if (time.relation not in {"within", "as_of", "to_date"} and not night) or time.first is None:
        return False
    return any(_beside(sentence, time, saying) for saying in sayings)


def was_heard_then(sentence: Sentence, time: Time, place: int) -> bool:
    """ "Lawmakers heard on 4 November that 2,000 had died": the day of the telling, whatever the verb."""
    told = sentence.norms[time.j : time.j + 1] == ["that"] and time.relation in {"within", "as_of"}
    return told and time.j <= place and not {";", QUANTITY} & set(sentence.norms[:place])


def _beside(sentence: Sentence, time: Time, saying: int) -> bool:
    if "for" in sentence.norms[max(0, time.i - 1) : time.i + 1]:
        return False  # "the figure for May"
    if sentence.norms[time.j : time.j + 2] == ["at", QUANTITY]:
        return False  # "estimates the output of 2024 at 4.5 million"
    if time.i > saying:
        between = sentence.norms[saying + 1 : time.i]
        reach = _SAYING_REACH if sentence.norms[saying] != "according" or "," in between else 3 * _SAYING_REACH
        return len(between) <= reach and QUANTITY not in between and "that" not in between
    between = sentence.norms[time.j : saying]
    if QUANTITY in between or sentence.norms[saying] == "according":
        return False
    if sentence.norms[saying + 1 : saying + 2] == [","] and precision(time.last or "") != "day":
        return False  # "In the autumn of 2022, he says, ..."
    verbs = [m for m in sentence.of("verb") if time.j <= m.i < saying and sentence.norms[m.i] not in _HAVING_OR_BEING]
    return (time.i <= 2 and not verbs) or (len(between) <= 1 and "," not in between)


def dates_document(sentence: Sentence, time: Time) -> bool:
    """Whether a time is the day of a paper: "the February 2024 statement", "a report published in May"."""
    if time.relation not in {"within", "as_of", "to_date"} or time.first is None:
        return False
    papers = [
        m
        for m in sentence.of("source")
        if cast(Cue, m.entry).scope == "document" and sentence.norms[m.j - 1] not in EVIDENCE_NOUNS
    ]
    papers += [m for m in sentence.of("account") if cast(Cue, m.entry).cue in {"statement", "announcement"}]
    if any(m.j == time.i for m in papers) and sentence.norms[time.i] in {"this", "last"}:
        return True  # "a report this month"
    if any(time.j <= m.i <= time.j + 1 and m.i - time.i <= 4 for m in papers):
        return sentence.norms[time.i] not in {"on", "in", "since", "by"} or time.j == time.i + 1
    before = sentence.norms[max(0, time.i - 2) : time.i + 1]
    dated = bool({"dated", "published", "issued", "released"} & set(before))
    return dated and any(time.i - 5 <= m.j <= time.i for m in papers)


def was_told_then(sentence: Sentence, time: Time, end: int) -> bool:
    """ "600 announced in April", "the figure which an official gave on 31 May": the time is that of the telling."""
    k = time.i - 1
    while k >= end and sentence.norms[k] in {"on", "in", "last", "early", "late"}:
        k -= 1
    if k < end or time.i - end > _TELLING:
        return False
    told = any(m.i == k for m in sentence.of("saying")) or sentence.norms[k] in {"gave", "given"}
    between = sentence.norms[end:k]
    return told and (not between or between[0] in RELATIVES) and QUANTITY not in between


def names_a_law(sentence: Sentence, time: Time) -> bool:
    """ "Resolution 2397 (2017)": the year is part of a name."""
    before = sentence.norms[max(0, time.i - 4) : time.i]
    return before[-1:] == ["("] and sentence.norms[time.j : time.j + 1] == [")"] and bool(_LAWS & set(before))


def in_brackets(sentence: Sentence, time: Time) -> bool:
    """ "28,000 (defence intelligence, July)": a time beside a source in brackets is the day it was said."""
    norms = sentence.norms
    k = next((k for k in range(time.i - 1, max(-1, time.i - _BRACKET), -1) if norms[k] in {"(", ")"}), -1)
    if k < 0 or norms[k] != "(" or ")" not in norms[time.j : time.j + _BRACKET]:
        return False
    close = norms.index(")", time.j)
    return any(sentence.within(kind, k, close) for kind in ("source", "actor"))


def is_comparison(draft: Draft, time: Time) -> bool:
    """Whether a time belongs to what a figure is set against: "11 % more than a year earlier", "up from May"."""
    sentence, place = draft.sentence, draft.place
    if time.j < len(sentence.norms) and sentence.norms[time.j] in _LEVELS and sentence.norms[time.j - 1] == DATE:
        return True  # "four times the 2021 price"
    if time.i <= place:
        return sentence.norms[max(0, time.i - 3) : time.i] in (["in", "comparison", "with"],)
    factors = [at for q, at in zip(sentence.quantities, sentence.places, strict=True) if q.unit == "factor"]
    if any(place < at < time.i for at in factors):
        return True  # "2,300, more than three times the figure that it gave in April"
    words = sentence.norms[max(place, time.i - 6) : time.i]
    if words[-1:] in (["did"], ["does"], ["do"]):
        return True  # "less than half of what it did a year ago"
    if draft.is_multiple or place in factors:
        return _bases_a_multiple(sentence, time, place)
    others = [k for k in range(place + 1, time.i) if sentence.norms[k] == QUANTITY]
    if others:
        return _sets_against(sentence.norms[max(place, others[-1] - 3) : others[-1]])
    before = sentence.norms[max(place, time.i - 4) : time.i]
    return _sets_against([norm for norm in before if norm not in {"the", "a", "in", "that", "of"}])


def _bases_a_multiple(sentence: Sentence, time: Time, place: int) -> bool:
    """ "Twice the figure of 2023": what follows a multiple is its base; not so in "doubled in 2024"."""
    words = sentence.norms[place + 1 : time.i]
    if any(_sets_against(words[: n + 1]) for n in range(len(words))) or words[-1:] == ["from"]:
        return True
    if time.relation in {"since", "by", "after"} or sentence.norms[time.i] == "for":
        return False
    if not words:
        return sentence.words(place, place + 1).lower().endswith(("times", "twice", "double", "triple"))
    return words[0] in _BASES or words.count("as") > 1


def _sets_against(words: list[str]) -> bool:
    """Whether words end by setting what follows against what stood before: "than", "down from", "compared with"."""
    pair, three = words[-2:], words[-3:]
    return (
        words[-1:] in (["than"], ["versus"], ["against"])
        or pair in (["compared", "with"], ["compared", "to"], ["comparison", "with"], ["up", "from"], ["down", "from"])
        or three in (["as", "many", "as"], ["as", "much", "as"])
    )


def _cost(sentence: Sentence, time: Time, place: int, end: int, alone: bool) -> int:
    if time.i >= end:
        words, cost = sentence.norms[end : time.i], 0
    elif time.j <= place:
        words, cost = sentence.norms[time.j : place], 4
        opens = (
            time.i == 0
            or not {QUANTITY} & set(sentence.norms[: time.i])
            or sentence.norms[time.i - 1] in {";", ":", ","}
            or sentence.norms[time.j : time.j + 1] == [":"]
        )
        cost += 0 if opens or time.relation != "within" else 12
        leads = not any(norm.isalpha() for norm in sentence.norms[: time.i]) or sentence.norms[time.i - 1] in {
            ",",
            "that",
            ":",
        }
        if leads and alone and ";" not in words:
            return cost + len(words) // 2 + sum(_STEPS.get(n, 0) for n in words if n != ",") // 2
        if words[:2] == [",", "when"] or words[:1] == ["when"]:
            words = words[2:]  # "the best year, 2005, when it came to 233"
    else:
        return 0
    if time.i >= end and _second_verb(sentence, end, time.i):
        cost += _SECOND_VERB
    if words[:1] and words[0] in RELATIVES and time.i >= end:
        words = words[1:]  # "the 40 launchers which were promised for 2032": its clause tells of the figure
    for norm in words:
        cost += _STEPS.get(norm, 8 if norm in CLAUSE_BREAKS else 20 if norm in RELATIVES else 1)
    return cost


def _second_verb(sentence: Sentence, i: int, j: int) -> bool:
    """ "Received 10 and await 20 more by December": the time belongs to the second verb and its figure."""
    words = sentence.norms[i:j]
    if QUANTITY not in words or "and" not in words[: words.index(QUANTITY)]:
        return False
    k = i + words.index("and")
    return any(k < m.i < i + words.index(QUANTITY) for m in sentence.of("verb")) or is_finite(sentence, k + 1)


def belongs_elsewhere(draft: Draft, time: Time, end: int) -> bool:
    """Whether a time stands in a clause that tells of something else: another thing, or a figure of its own.

    "Halls that were built in 2027 make 900", "40 men left, and 20 more will follow by May". A relative clause right
    behind the figure's own thing tells of it: "the 40 tanks which were promised for 2032"; not where the sentence
    goes on with what happens to some of them: "700 men who came back in May may be sent again".
    """
    read = clauses_of(draft.sentence)
    own = {read.of(draft.place).number}
    if draft.own_acting is not None and draft.own_acting.mark.i < len(read.owner):
        own.add(read.of(draft.own_acting.mark.i).number)
    clause = read.of(time.j - 1)
    if clause.number in own and not (clause.kind == "relative" and clause.start == end):
        return False
    if clause.kind == "relative":
        if draft.sentence.norms[clause.start - 1 : clause.start + 1] in (["of", "which"], ["of", "whom"]):
            return draft.place < clause.start - 4  # "some 400 tonnes of which went east last year"
        acting = draft.own_acting.mark if draft.own_acting is not None else None
        parts = draft.sentence.norms[:1] in (["of"], ["among"])  # "of the 900 that came in May we traced 400"
        if not parts and acting is not None and acting.kind == "verb" and time.j <= acting.i < draft.place:
            return clause.number not in own  # "halls that were built in 2027 make 900"
        if not end <= clause.start <= end + 1:
            return clause.number not in own and draft.place < time.i and not _hangs_in(read, own, clause)
        lead = draft.sentence.norms[max(0, draft.place - 2) : clause.start]
        goes_on = any(g.i > time.i and read.owner[g.i] == clause.parent and g.form == "finite" for g in read.groups)
        return goes_on and not _DEFINITE & set(lead)
    if clause.kind == "sub" and draft.sentence.norms[clause.start] in _ASIDES and not _hangs_in(read, own, clause):
        return True
    figures = [k for k in draft.sentence.places if read.of(k).number == clause.number]
    return bool(figures) and time.i > _FRAMING and clause.kind in {"main", "shared"} and clause.start > draft.place


def _hangs_in(read: Clauses, own: set[int], clause: Clause) -> bool:
    """Whether a figure's clause hangs on that clause: "which, as 40 tanks came in, ..."."""
    number, deep = max(own), len(read.all)
    while number >= 0 and deep:
        if number == clause.number:
            return True
        number, deep = read.all[number].parent, deep - 1
    return False


def choose_times(draft: Draft, times: Sequence[Time]) -> tuple[Time | None, Time | None]:
    """The event's time and the statement's time for one quantity, each None where the sentence gives none."""
    sayings = draft.source.sayings if draft.source is not None else ()
    watching = draft.source is not None and any(rule.endswith("-watch") for rule in draft.source.rule_ids)
    statement = None
    events: list[tuple[int, Time]] = []
    end = max(draft.item.j if draft.item.i >= draft.place else 0, draft.place + 1)
    for time in times:
        heard = was_heard_then(draft.sentence, time, draft.place)
        put = draft.source is not None and "source-put" in draft.source.rule_ids and time.i >= end
        put = put and not _RECORDS & set(draft.chain[-1].lower().split() if draft.chain else ())
        given = put and not {QUANTITY, ",", ";"} & set(draft.sentence.norms[end : time.i]) and time.relation == "within"
        if given or heard or (not watching and is_statement_time(draft.sentence, time, sayings)):
            statement = time
            continue
        told = was_told_then(draft.sentence, time, end) or in_brackets(draft.sentence, time)
        if told or dates_document(draft.sentence, time):
            statement = statement or time
            continue
        named = names_a_law(draft.sentence, time) or (time.first or "").endswith("X")  # "dates from the 1980s"
        if named or time.relation in {"before", "event"} or is_comparison(draft, time):
            continue
        if belongs_elsewhere(draft, time, end):
            continue
        alone = not any(time.j <= other.i < draft.place for other in times)
        cost = _cost(draft.sentence, time, draft.place, end, alone)
        if cost < _TOO_FAR:
            events.append((cost, time))
    if draft.is_multiple and any(time.relation == "since" for _, time in events):
        events = [(cost, time) for cost, time in events if time.relation == "since"]
    return (min(events, key=lambda e: e[0])[1] if events else None), statement


def in_order(start: str | None, end: str | None) -> tuple[str | None, str | None]:
    """Event dates that do not contradict each other: of a start after its end neither is known.

    >>> in_order("2031-04", "2030-12-31"), in_order("2031-04", "2031")
    ((None, None), ('2031-04', '2031'))
    """
    if start is None or end is None:
        return start, end
    try:
        first, last = bounds(start)[0], bounds(end)[1]
    except ValueError:
        return start, end
    return (None, None) if first is not None and last is not None and first > last else (start, end)
