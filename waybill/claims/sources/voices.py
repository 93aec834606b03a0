"""Who speaks in one sentence: the speakers that its verbs, phrases, nouns and labels bring, each with its stance."""

from __future__ import annotations

from itertools import pairwise
from typing import cast

from waybill.claims.sources.accounts import (
    QUOTES,
    SCAN,
    STOPS,
    Voice,
    account_voice,
    bracket_voices,
    find_label,
    inner_after,
    phrase_voice,
    stance_of,
    tail_voice,
)
from waybill.claims.sources.names import (
    WordSpan,
    is_document,
    is_finite,
    is_name,
    name_after,
    starts_lower,
)
from waybill.claims.sources.sayings import (
    after_be,
    after_have,
    gives_what_stands_before,
    is_noun,
    is_withheld,
    needs_met,
    put_by,
)
from waybill.claims.sources.subjects import subject_before
from waybill.claims.words.lexicon import Saying
from waybill.claims.words.marks import DATE, DURATION, QUANTITY, Mark, Sentence
from waybill.claims.words.wordlists import (
    CLAUSE_BREAKS,
    DETERMINERS,
    EVIDENCE_NOUNS,
    PRONOUNS,
    RELATIVES,
    SELVES,
)

__all__ = ["Voice", "find_label", "find_voices"]
_OPENING_QUOTES = frozenset({'"', "“", "‘"})
_BEFORE_INVERSION = frozenset({",", '"', "”", "’", "'", "—", "–", "…", "!", "?"})
_POSSESSIVES = frozenset({"its", "his", "her", "their", "my", "our"})
_TOLD = frozenset({"tell", "inform", "assure", "warn", "brief"})  # verbs whose object is the one who listens
_THIS = frozenset(
    {
        "version",
        "caption",
        "edition",
        "headline",
        "page",
        "post",
        "article",
        "story",
        "newspaper",
        "paper",
        "magazine",
        "site",
        "website",
        "blog",
        "channel",
    }
)
_PASSIVE_REACH = 9
_NO_COMPLEMENT = STOPS | {"who", "which"}
_QUOTED = QUOTES | {"!", "?", "…"}
_BEFORE_CLOSING = STOPS | QUOTES
_PERSONAL = PRONOUNS - {"this", "these", "those", "that"}
_SPEAKS_NOT = RELATIVES | {QUANTITY}


def find_voices(sentence: Sentence) -> list[Voice]:
    """All speakers of a sentence, in the order of their sayings."""
    voices = [v for m in sentence.of("saying") if (v := _voice_of(sentence, m, cast(Saying, m.entry))) is not None]
    voices += _second_sayings(sentence, voices)
    voices += [v for m in sentence.of("sourcing") if (v := phrase_voice(sentence, m)) is not None]
    named = [*voices]
    for mark in sentence.of("account"):
        voice = account_voice(sentence, mark)
        inside = voice is not None and any(v.i <= voice.i and mark.i < v.at for v in named if v.kind == "say")
        if voice is not None and not inside and not any(v.i <= voice.i and voice.j <= v.j for v in named):
            voices.append(voice)
    label = find_label(sentence)
    if label is not None:
        voices.append(label)
    voices += bracket_voices(sentence)
    tail = tail_voice(sentence)
    if tail is not None:
        voices.append(tail)
    voices = sorted({(v.i, v.j, v.at): v for v in voices}.values(), key=lambda v: v.at)
    speakers = [v for v in voices if sentence.norms[v.j - 1] not in EVIDENCE_NOUNS]
    return _with_citings(speakers or voices)


def _second_sayings(sentence: Sentence, voices: list[Voice]) -> list[Voice]:
    """ "X said the dead were 200,000 and believed Ukraine had lost 400,000": a second verb of the same speaker."""
    found: list[Voice] = []
    taken = {v.at for v in voices}
    for mark in sentence.of("saying"):
        saying = cast(Saying, mark.entry)
        if mark.i in taken or sentence.norms[mark.i - 1 : mark.i] != ["and"] or saying.kind == "cite":
            continue
        before = [v for v in voices if v.at < mark.i and v.kind in {"say", "put", "tell", "speak", "give", "pronoun"}]
        before = before or _opening_subject(sentence, mark)
        same = before and sentence.norms[before[-1].at] != sentence.norms[mark.i]
        told = saying.form in {"ed", "past", "third"} and needs_met(sentence, mark, saying)
        if same and told and not is_noun(sentence, mark, saying):
            last = before[-1]
            stance, kind = saying.stance or "asserted", "put" if saying.kind == "put" else last.kind
            found.append(
                last._replace(at=mark.i, stance=stance, kind=kind, rule="source-second", opens=True, closes=False)
            )
    return found


def _opening_subject(sentence: Sentence, mark: Mark) -> list[Voice]:
    """ "A diplomat, however, called it too small and put it at 15,000": who opens the sentence speaks on."""
    named = name_after(sentence, 0)
    if named is None or CLAUSE_BREAKS & set(sentence.norms[named[1] : mark.i]):
        return []
    people = sentence.within("source", *named)
    return [Voice(*named, named[1], "asserted", "say", "source-second")] if people else []


def _with_citings(voices: list[Voice]) -> list[Voice]:
    """ "X, citing Y, reported", "X reported, quoting Y": whom a speaker cites lies one step further in."""
    merged: list[Voice] = []
    for voice in voices:
        if voice.kind == "by" and merged and (voice.i, voice.j) in merged[-1].inner:
            continue
        speaks = bool(merged) and merged[-1].kind in {"say", "pronoun", "label"}
        if voice.kind == "citing" and speaks and merged[-1].inner[:1] in ((), ((voice.i, voice.j),)):
            spans = ((voice.i, voice.j), *voice.inner)
            merged[-1] = merged[-1]._replace(inner=spans, rule=merged[-1].rule + "+citing")
        elif voice.kind in {"say", "put"} and merged and merged[-1].kind == "citing" and voice.j <= merged[-1].at:
            cited = merged.pop()
            merged.append(voice._replace(inner=((cited.i, cited.j), *cited.inner), rule=voice.rule + "+citing"))
        else:
            merged.append(voice)
    return merged


def _voice_of(sentence: Sentence, mark: Mark, saying: Saying) -> Voice | None:
    """The speaker of one verb of saying, None where the word is no such verb here or nobody is named."""
    form = saying.form
    quoted = _quoted_as(sentence, mark) if form == "ing" else None
    if quoted is not None:
        return quoted
    if is_noun(sentence, mark, saying) or not needs_met(sentence, mark, saying):
        return None
    if sentence.norms[mark.j : mark.j + 1] in (["nothing"], ["neither"]):
        return None
    if is_withheld(sentence, mark, saying):
        return None
    if not starts_lower(sentence, mark.i) and mark.i > 0 and sentence.norms[mark.i - 1][:1].isalnum():
        return None  # "Member States": a name
    if saying.kind == "cite":
        return _citing(sentence, mark, saying)
    is_passive = after_be(sentence, mark)
    told = saying.subject == "any" and saying.stance == "asserted"
    if is_passive and form in {"ed", "participle"} and told and not {"by", "as"} & set(_near(sentence, mark)):
        return Voice(mark.i, mark.i, mark.i, saying.stance, "unnamed", "source-unnamed", (), (), True, True)
    given_by = form in {"ed", "participle"} and (
        sentence.norms[mark.j : mark.j + 1] == ["by"] or put_by(sentence, mark, saying)
    )
    if form in {"ed", "participle"} and (is_passive or given_by):
        return _passive_voice(sentence, mark, saying)
    if form == "ing" or (form == "participle" and not after_have(sentence, mark)):
        return None
    before = sentence.norms[mark.i - 1] if mark.i else ""
    if form == "base" and saying.kind != "watch" and before in {"to", "of", "for", "by", "not"}:
        return None
    return _inverted(sentence, mark, saying) or _active_voice(sentence, mark, saying)


def _near(sentence: Sentence, mark: Mark) -> list[str]:
    return sentence.norms[mark.j : mark.j + _PASSIVE_REACH]


def _quoted_as(sentence: Sentence, mark: Mark) -> Voice | None:
    """ "X was quoted by Y as saying": X speaks, Y passes it on."""
    if sentence.norms[mark.i - 1] != "as":
        return None
    for other in sentence.of("saying"):
        if not (mark.i - 12 <= other.i < mark.i) or cast(Saying, other.entry).form not in {"ed", "participle"}:
            continue
        if not after_be(sentence, other):
            continue
        subject = subject_before(sentence, other)
        if subject is None or not is_name(sentence, *subject):
            return None
        by = next((k for k in range(other.j, mark.i) if sentence.norms[k] in {"by", "in"}), 0)
        outer = name_after(sentence, by + 1) if by else None
        ends = sentence.norms[mark.j : mark.j + 1] in ([], ["."], [";"])
        return Voice(
            *subject, mark.i, "asserted", "say", "source-quoted-as", (outer,) if outer else (), (), not ends, ends
        )
    return None


def _inverted(sentence: Sentence, mark: Mark, saying: Saying) -> Voice | None:
    """ ", said X": the name after the verb, where a clause or a quotation stands before and nothing is said after."""
    before = sentence.norms[mark.i - 1] if mark.i else ""
    as_led = before == "as"
    if saying.subject != "any" or not (as_led or before in _BEFORE_INVERSION):
        return None
    start = _after_adverbial(sentence, mark.j)
    plain = saying.lemma == "say" and sentence.norms[start : start + 1] in (["the"], ["a"], ["an"])
    named = name_after(sentence, start) or (name_after(sentence, start, True) if plain else None)
    if named is None or sentence.norms[named[0]].endswith("day") or sentence.norms[named[0]] in _POSSESSIVES:
        return None
    speaker = any(m.i == named[0] or m.i == named[0] + 1 for m in sentence.of("source"))
    if starts_lower(sentence, named[0]) and not speaker and sentence.norms[named[0]] not in DETERMINERS:
        return None
    told = saying.lemma in _TOLD or starts_lower(sentence, named[0])
    if saying.lemma in _TOLD and not as_led and _has_subject(sentence, mark):
        return None
    if not as_led and (_complement(sentence, named[1]) or (told and not _clause_before(sentence, mark.i, before))):
        return None
    named = _proper_after(sentence, named)
    inner = inner_after(sentence, named[1])
    opens = as_led or _quote_resumes(sentence, named[1])
    return Voice(*named, mark.i, saying.stance, "say", "source-inverted", (), inner, opens, True)


def _proper_after(sentence: Sentence, named: WordSpan) -> WordSpan:
    """ "Said a second member, Park Hye-rin": the name that an indefinite description is followed by."""
    if sentence.norms[named[0]] not in {"a", "an", "another"} or sentence.norms[named[1] : named[1] + 1] != [","]:
        return named
    other = name_after(sentence, named[1] + 1)
    if other is None or not 2 <= other[1] - other[0] <= 4 or any(starts_lower(sentence, k) for k in range(*other)):
        return named
    return other if sentence.norms[other[1] : other[1] + 1] in ([","], ["."], [";"], []) else named


def _has_subject(sentence: Sentence, mark: Mark) -> bool:
    """Whether a name, and no clause, stands before the verb: "Ida Holm, the premier, told reporters"."""
    subject = subject_before(sentence, mark)
    if subject is None:
        return False
    return QUANTITY not in sentence.norms[slice(*subject)] and is_name(sentence, *subject)


def _after_adverbial(sentence: Sentence, k: int) -> int:
    """Past "on Monday", "yesterday", "in" between a verb of saying and its subject."""
    norms = sentence.norms
    if norms[k : k + 1] == ["on"] and norms[k + 1 : k + 2] and (norms[k + 1] == DATE or norms[k + 1].endswith("day")):
        k += 2
    elif norms[k : k + 1] and (norms[k] in {"yesterday", "today", DATE} or norms[k].endswith("day")):
        k += 1
    return k + 1 if norms[k : k + 2] in (["in", "the"], ["in", "a"]) else k


def _complement(sentence: Sentence, k: int) -> bool:
    """Whether a clause follows at tokens[k]: "told the BBC that", "said Russia had"."""
    norms = sentence.norms
    if norms[k : k + 1] == ["on"] and norms[k + 1 : k + 2]:
        k += 2
    if k >= len(norms) or norms[k] in _NO_COMPLEMENT:
        return False
    return norms[k] in {"that", QUANTITY, ":"} or is_finite(sentence, k)


def _clause_before(sentence: Sentence, k: int, sign: str) -> bool:
    """A quotation or a clause (something with a verb or a figure) ends before tokens[k]."""
    if sign in _QUOTED or sentence.norms[k - 2 : k - 1] in (["”"], ['"'], ["’"]):
        return True
    return any(
        sentence.norms[n] == QUANTITY or is_finite(sentence, n) or (n > 0 and sentence.norms[n].endswith("ed"))
        for n in range(k - 1)
    )


def _quote_resumes(sentence: Sentence, k: int) -> bool:
    """Whether a quotation opens after the comma or the full stop at or soon after tokens[k]."""
    for n in range(k, min(len(sentence.norms) - 1, k + SCAN)):
        if sentence.norms[n] in {",", ":", "."} and sentence.norms[n + 1] in _OPENING_QUOTES:
            return True
    return False


def _active_voice(sentence: Sentence, mark: Mark, saying: Saying) -> Voice | None:
    subject = subject_before(sentence, mark)
    if subject is None:
        return None
    first, size = sentence.norms[subject[0]], subject[1] - subject[0]
    opens, closes = _reach(sentence, mark, saying, subject)
    shown = bool(EVIDENCE_NOUNS & set(sentence.norms[slice(*subject)]))  # a picture's day is the event's
    watch = "-watch" if saying.kind == "watch" or shown else ""
    if (size <= 3 and first in SELVES and subject[1] == subject[0] + size) or _is_own(sentence, subject):
        return Voice(*subject, mark.i, saying.stance, "self", f"source-self{watch}", (), (), opens, closes)
    if size == 1 and first in _PERSONAL:
        return Voice(*subject, mark.i, saying.stance, "pronoun", f"source-pronoun{watch}", (), (), opens, closes)
    if sentence.norms[slice(*subject)] == ["let", "us"]:
        return Voice(*subject, mark.i, "possible", "self", "source-self", (), (), opens, closes)
    if first in {"nobody", "none", "neither", "nothing", "according"}:
        return None
    if first in {"it", "that", "this", "which", "who", "there", "what"} and size == 1:
        return None
    if not (is_name(sentence, *subject) or (saying.subject == "any" and _could_speak(sentence, subject))):
        return None
    if saying.subject == "person" and not sentence.within("source", *subject):
        return None
    if saying.kind == "watch" and (size > 8 or first in PRONOUNS or "to" in sentence.norms[mark.i - 2 : mark.i]):
        return None  # "he did not claim to have seen"
    outer = _messenger(sentence, subject[1], mark.i)
    inner = inner_after(sentence, subject[1])
    stance = saying.stance if saying.stance != "asserted" else stance_of(sentence, *subject)
    if saying.kind == "give" and {"range", "estimate"} & set(sentence.norms[mark.j : mark.j + 4]):
        stance = "estimated"
    rule = f"source-{saying.kind}{'-watch' if shown and saying.kind != 'watch' else ''}"
    return Voice(*subject, mark.i, stance, saying.kind, rule, outer, inner, opens, closes)


def _is_own(sentence: Sentence, subject: WordSpan) -> bool:
    """ "this newspaper", "an earlier version of this post": the document speaks of itself."""
    norms = sentence.norms[slice(*subject)]
    if norms[:1] in (["our"], ["my"]) or any(a in {"this", "our", "my"} and b in _THIS for a, b in pairwise(norms)):
        return True
    return norms[1:2] in (["earlier"], ["previous"]) and norms[2:3] != [] and norms[2] in _THIS


def _could_speak(sentence: Sentence, subject: WordSpan) -> bool:
    """A plain noun group can speak where the verb can only be one of saying, unless it is a thing of the topic."""
    if sentence.within("noun", *subject) or sentence.norms[subject[0]] in _SPEAKS_NOT:
        return False
    return DATE not in sentence.norms[slice(*subject)] and DURATION not in sentence.norms[slice(*subject)]


def _reach(sentence: Sentence, mark: Mark, saying: Saying, subject: WordSpan) -> tuple[bool, bool]:
    """Whether the words after the verb are what is said, and whether the words before are: ", X said on Monday."."""
    if saying.kind == "give" and gives_what_stands_before(sentence, mark):
        return False, True
    if saying.kind == "put" and sentence.norms[mark.j : mark.j + 1] == ["it"]:
        return sentence.norms[max(0, subject[0] - 1) : subject[0]] != ["as"], True  # "as the general put it"
    if saying.kind not in {"say", "tell"}:
        return True, False
    norms, n = sentence.norms, mark.j
    limit = min(len(norms), mark.j + SCAN)
    while n < limit and norms[n] not in STOPS:
        if norms[n] in {"that", QUANTITY, ":"} or (n > mark.j and is_finite(sentence, n)):
            return True, False
        n += 1
    ended = n >= len(norms) or (n < limit)
    before = norms[subject[0] - 1] if subject[0] else ""
    closes = ended and before in _BEFORE_CLOSING
    return (not closes or _quote_resumes(sentence, mark.j)), closes


def _messenger(sentence: Sentence, low: int, high: int) -> tuple[WordSpan, ...]:
    """ "the agency, through the lawmaker Kang, said": who carries the words stands outside of whose words they are."""
    for k in range(low, min(high, low + 3)):
        if sentence.norms[k] in {"through", "via"}:
            named = name_after(sentence, k + 1)
            return (named,) if named else ()
    return ()


def _citing(sentence: Sentence, mark: Mark, saying: Saying) -> Voice | None:
    if saying.form in {"ed", "participle"} and after_be(sentence, mark):
        return None
    heard = bool(saying.particle)
    named = name_after(sentence, mark.j + heard)
    if named is not None and sentence.norms[named[0]] in _POSSESSIVES:
        return None  # "citing its own calculation"
    outer = None if saying.form == "ing" or heard else subject_before(sentence, mark)
    if named is None:
        return None
    inner = inner_after(sentence, named[1])
    if outer is not None and is_name(sentence, *outer):
        closes = _reach(sentence, mark, saying._replace(kind="say"), outer)[1]
        return Voice(*outer, mark.i, saying.stance, "cite", "source-cite", (), (named, *inner), not closes, closes)
    return Voice(*named, mark.i, saying.stance, "citing", "source-citing", (), inner, True, True)


def _passive_voice(sentence: Sentence, mark: Mark, saying: Saying) -> Voice | None:
    """ "were counted by X"; "a memo seen by the paper" names a reader and no source."""
    if is_document(sentence, max(0, mark.i - 3), mark.i) and not after_be(sentence, mark):
        return None
    for k in range(mark.j, min(len(sentence.norms), mark.j + _PASSIVE_REACH)):
        if sentence.norms[k] == "by":
            named = name_after(sentence, k + 1)
            rule = "source-passive-by"
            return Voice(*named, mark.i, saying.stance, "by", rule, (), (), True, True) if named else None
    return None
