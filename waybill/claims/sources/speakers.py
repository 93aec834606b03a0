"""Who speaks on over sentence borders: pronouns, quotations, turns of a transcript, interviews, sources carried on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from functools import cached_property, lru_cache

from waybill.claims.sources.attribution import Source, read_source, source_of, spoken
from waybill.claims.sources.names import is_finite, name_after, starts_lower
from waybill.claims.sources.voices import Voice, find_label, find_voices
from waybill.claims.words.lexicon import interview_cues
from waybill.claims.words.marks import QUANTITY, Sentence
from waybill.claims.words.scene import Scene
from waybill.claims.words.wordlists import LABELS, OWN_ROLES, PREPOSITIONS, PRONOUNS

_CARRY = 1  # sentences over which a source speaks on inside a paragraph
_PRONOUN_CARRY = 4
_TURN = 3  # paragraphs that one turn of a transcript may run on; and turns that make a transcript
_TURNS = re.compile(r"^[A-Z][A-Z. ]{2,30}(?:\([^)\n]{1,60}\))?:", re.MULTILINE)
_HOSTS = re.compile(r"^(?P<name>[A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*){0,3}), (?P<role>[^\n:,]{3,60}):", re.MULTILINE)
_OURS = re.compile(
    r"\b[Oo]ur (?:own )?(?:\w+ )?(?:reporter|correspondent|editor) (?P<name>[A-Z]\w+(?: [A-Z][\w-]+){1,2})"
)
_NAMED_TURNS = re.compile(
    r"^(?:Q\d{1,4} )?(?P<name>[A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*){0,3}): (?=[A-Z“\"])", re.MULTILINE
)
_QUOTE_REACH = 3000  # code points of a paragraph in which the marks of a quotation are counted
_QUOTE_SENTENCES = 6
_OPENING = 6  # sentences in which an interview names whom it is with
_NAME_WORD = re.compile(r"[^\W_]+")
_REMEMBERED = 4096  # names of sources and publishers: each figure of a report asks for its own
_QUESTIONS = 2  # paragraphs ending in a question mark that make an interview
_DOCUMENTS = frozenset(
    ["report", "reports", "assessment", "study", "article", "document", "analysis", "survey", "paper"]
)
_ANAPHORS = frozenset(
    [
        "claim",
        "figure",
        "figures",
        "number",
        "numbers",
        "estimate",
        "announcement",
        "statement",
        "count",
        "total",
        "assessment",
    ]
)
_FIRST_PERSON = frozenset({"i", "we", "my", "our"})
_NEUTER = frozenset({"it", "its"})
_NO_NAMES = PREPOSITIONS | {"it", "he", "she", "they", "this", "that"}


class Speakers:
    """The speakers of a document by sentence, and who speaks where a sentence itself does not say.

    `said_day` gives the day on which the statement of a sentence was made, where it is told.
    """

    def __init__(self, scene: Scene, said_day: Callable[[int], str | None]) -> None:
        self.scene, self._said_day = scene, said_day
        self._voices: dict[int, list[Voice]] = {}
        self.is_transcript = _is_marked_up(scene.text) or _takes_turns(scene.text)
        self.interviewee = self._interviewee()

    def sentence(self, index: int) -> Sentence:
        """The sentence of that number."""
        return self.scene.sentence(self.scene.places[index])

    def voices(self, index: int) -> list[Voice]:
        """Its speakers."""
        if index not in self._voices:
            sentence = self.sentence(index)
            self._voices[index] = [self._as_own(sentence, voice) for voice in find_voices(sentence)]
        return self._voices[index]

    def _as_own(self, sentence: Sentence, voice: Voice) -> Voice:
        """The turn of a host or a correspondent is the voice of the station itself."""
        if voice.kind != "label" or sentence.words(voice.j - 1, voice.j).lower() not in self.own_names:
            return voice
        return voice._replace(kind="self", rule="source-own-turn")

    @cached_property
    def own_names(self) -> frozenset[str]:
        """Last names of the hosts and reporters of a transcript: "LENA ORTIZ, HOST:", "our reporter Signe Damgaard"."""
        if not self.is_transcript:
            return frozenset()
        names = [m["name"] for m in _HOSTS.finditer(self.scene.text) if OWN_ROLES & set(m["role"].lower().split())]
        names += [m["name"] for m in _OURS.finditer(self.scene.text)]
        return frozenset(name.split()[-1].lower() for name in names)

    def read(
        self, sentence: Sentence, place: int, lead: Sentence | None, is_heading: bool = False
    ) -> tuple[Source | None, str | None]:
        """The sources of the figure at tokens[place] and the day they spoke, each None where nothing tells."""
        index = sentence.index
        said: str | None = None
        source = read_source(sentence, place, self.voices(index))
        if source is None and lead is not None:
            source, said = self.carried(index)
            led = None if source is not None else read_source(lead, len(lead.norms), find_voices(lead))
            if led is not None:
                source = led._replace(sayings=(), words=frozenset())
        if source is not None and source.is_self:
            return self._own(index, source), None
        if source is not None and (source.pronoun or self._points_back(source)):
            source, said = self._resolved(sentence, source)
        if source is None and not is_heading:
            source, said = self._quoted(sentence, place)
            if source is None and self._inside_quote(sentence, place) and (close := self._antecedent(index, "he")):
                source = Source((close,), "asserted", frozenset(), (), ("source-quoted",))
            if source is None and _FIRST_PERSON & set(sentence.norms) and not self._inside_quote(sentence, place):
                return self._own(index, Source((), "asserted", frozenset(), (), ("source-first-person",))), None
            if source is None and (self.interviewee or self.is_transcript):
                source = self.turn_of(index)
            if source is None:
                source, said = self.carried(index)
            if source is None:
                source, said = self._named_next(index)
            if source is not None:
                source = source._replace(sayings=(), rule_ids=("source-carried",), words=frozenset())
        return self._without_publisher(source), said

    def _own(self, index: int, source: Source) -> Source:
        """ "we", "my guess": the one whose turn it is, else the document; "it is believed": nobody."""
        if source.chain or "source-unnamed" in source.rule_ids:
            return source
        turn = self.turn_of(index)
        return source._replace(chain=turn.chain) if turn is not None else source

    def _resolved(self, sentence: Sentence, source: Source) -> tuple[Source | None, str | None]:
        """A pronoun, or "the report", stands for who spoke before: in the sentence, the paragraph, the text."""
        index = sentence.index
        same = [v for v in self.voices(index) if v.at < min(source.sayings) and v.kind in {"say", "put", "speak"}]
        pointing = self._points_back(source) and not source.pronoun
        said: str | None = None
        if same and not pointing:
            named: Source | None = source_of(sentence, same[-1:])
        else:
            named, said = self.carried(index, pronoun=True)
            word = source.chain[-1].lower() if source.chain else ""
            own = self._own_subject(sentence, word)
            if own is not None or (word == "it" and self.interviewee):
                return (source._replace(chain=(own,), pronoun=False) if own else self.turn_of(index)), None
            close = self._antecedent(index, word) if source.pronoun and not self._spoke_in_paragraph(index) else None
            if close is not None:
                named, said = source._replace(chain=(close,)), None
        if pointing and named is None:
            return source, None
        at = next((n for n, name in enumerate(source.chain) if name.lower() in PRONOUNS), len(source.chain) - 1)
        chain = source.chain[:at] + (named.chain if named is not None else ()) + source.chain[at + 1 :]
        return (source._replace(chain=chain, pronoun=False) if chain else None), said

    def _own_subject(self, sentence: Sentence, word: str) -> str | None:
        """ "The company has built 16 and, by its own account, ...": its owner opens the sentence."""
        if word not in {"its", "their", "his", "her"}:
            return None
        named = name_after(sentence, 0)
        if named is None or sentence.norms[named[0]] == "according" or sentence.norms[named[0]] in _NO_NAMES:
            return None
        kinds = {m.entry.scope for m in sentence.within("source", *named)}  # type: ignore[attr-defined]
        proper = not any(starts_lower(sentence, k) for k in range(*named)) or bool(sentence.within("actor", *named))
        return sentence.words(*named) if kinds & {"body", "person", "people", "outlet"} or proper else None

    def _spoke_in_paragraph(self, index: int) -> bool:
        here = self.scene.places[index].paragraph
        return any(
            v.kind not in {"pronoun", "self", "unnamed", "watch"}
            for n in range(max(0, index - _PRONOUN_CARRY), index)
            if self.scene.places[n].paragraph == here
            for v in self.voices(n)
        )

    def _antecedent(self, index: int, word: str) -> str | None:
        """Whom a pronoun means that has not spoken yet: the subject of a sentence before, in the same paragraph."""
        here = self.scene.places[index].paragraph
        for n in range(index, max(-1, index - _PRONOUN_CARRY), -1):
            if self.scene.places[n].paragraph != here:
                return None
            sentence = self.sentence(n)
            named = name_after(sentence, 0)
            if named is None or sentence.norms[named[0]] in _NO_NAMES:
                continue
            kinds = {m.entry.scope for m in sentence.within("source", *named)}  # type: ignore[attr-defined]
            actors = sentence.within("actor", *named)
            proper = named[1] - named[0] >= 2 and not any(starts_lower(sentence, k) for k in range(*named))
            proper = proper and (word in _NEUTER or all(m.entry.actor_type == "person" for m in actors))  # type: ignore[attr-defined]
            alone = named[1] - named[0] == 1 and not actors and word not in _NEUTER
            if alone and (sentence.norms[named[1] : named[1] + 1] == [","] or is_finite(sentence, named[1])):
                return sentence.words(*named)
            if kinds & ({"body", "outlet", "document"} if word in _NEUTER else {"person", "people"}):
                return sentence.words(*named)
            if proper or (word in _NEUTER and actors):
                return sentence.words(*named)
        return None

    def _quoted(self, sentence: Sentence, place: int) -> tuple[Source | None, str | None]:
        """A figure inside a quotation that runs over sentences belongs to who is named where it ends or began."""
        if not self._inside_quote(sentence, place):
            return None, None
        here = self.scene.places[sentence.index].paragraph
        for n in range(sentence.index + 1, min(len(self.scene.places), sentence.index + _QUOTE_SENTENCES)):
            if self.scene.places[n].paragraph != here:
                break
            following = self.sentence(n)
            ends = next((k for k, norm in enumerate(following.norms) if norm in {"”", '"'}), None)
            if ends is None:
                continue
            closing = [v for v in self.voices(n) if v.closes and v.at > ends]
            if closing:
                source = source_of(following, closing[::-1])
                if source.pronoun:
                    return self._resolved(following, source)
                return source, self._said_day(n)
            break
        return self.carried(sentence.index, reach=_QUOTE_SENTENCES)

    def _inside_quote(self, sentence: Sentence, place: int) -> bool:
        span = self.scene.places[sentence.index].paragraph_span
        at = sentence.tokens[place].start
        before = self.scene.text[max(span[0], at - _QUOTE_REACH) : at]
        if "“" in before:
            return before.rfind("“") > before.rfind("”")
        return before.count('"') % 2 == 1

    def carried(self, index: int, pronoun: bool = False, reach: int = _CARRY) -> tuple[Source | None, str | None]:
        """The source of the sentences before, and the day it spoke: inside the paragraph, further for a pronoun."""
        here = self.scene.places[index].paragraph
        for n in range(index - 1, max(-1, index - 1 - (_PRONOUN_CARRY if pronoun else reach)), -1):
            if self.scene.places[n].paragraph != here and not pronoun:
                break
            everyone = [v for v in self.voices(n) if not self._is_anaphor(n, v)]
            if not everyone and self.voices(n) and n > 0:
                return self.carried(n, pronoun=True)
            mute = {"pronoun", "watch", "self", "unnamed", *(("label",) if pronoun and self.is_transcript else ())}
            voices = [v for v in everyone if v.kind not in mute]
            if not voices and any(v.kind == "watch" for v in everyone):
                seen = [v for v in everyone if v.kind == "watch"][-1:]
                goes_on = self.sentence(index).norms[:1] in (["it"], ["they"], ["he"], ["she"])
                return (source_of(self.sentence(n), seen) if goes_on or pronoun else self.turn_of(index)), None
            if not voices and everyone and n > 0:
                if any(v.kind in {"self", "unnamed"} for v in everyone) and not pronoun:
                    return self.turn_of(index), None
                return self.carried(n, pronoun=True)
            if voices:
                source = source_of(self.sentence(n), spoken(self.sentence(n), voices))
                if source.stance == "denied" and not pronoun:
                    return self.turn_of(index), None
                return source, self._said_day(n)
        return self.turn_of(index), None

    def turn_of(self, index: int) -> Source | None:
        """Whose turn it is: the name and colon that open the paragraph ("COL. RYU: ..."), or the one interviewed."""
        places = self.scene.places
        oldest = places[index].paragraph - (_TURN if self.is_transcript else 0)
        for paragraph in range(places[index].paragraph, max(oldest, 0) - 1, -1):
            n = self.scene.openings[paragraph]
            label = find_label(self.sentence(n))
            if label is None and self.is_transcript:
                turn = _NAMED_TURNS.match(self.scene.text, places[n].span[0])
                if turn is not None and turn["name"].split()[-1].lower() not in self.own_names | LABELS:
                    return Source((turn["name"],), "asserted", frozenset(), (), ("source-label",))
            if label is not None:
                return source_of(self.sentence(n), [self._as_own(self.sentence(n), label)])
        if self.interviewee and self.scene.text[places[index].paragraph_span[1] - 1] != "?":
            return Source((self.interviewee,), "asserted", frozenset(), (), ("source-interview",))
        return None

    def _interviewee(self) -> str | None:
        """ "X talks to the tracer Y about shells": whom a text of questions and answers is with."""
        paragraphs = {p.paragraph: p.paragraph_span for p in self.scene.places}
        asked = sum(self.scene.text[end - 1 : end] == "?" for _, end in paragraphs.values())
        if asked < _QUESTIONS or self.is_transcript:
            return None
        for place in self.scene.places[:_OPENING]:
            words = self.scene.text[slice(*place.span)].lower()
            cue = next((c for c in interview_cues() if c in words), None)
            if cue is None:
                continue
            sentence = self.scene.sentence(place)
            after = place.span[0] + words.index(cue) + len(cue)
            k = next((k for k, token in enumerate(sentence.tokens) if token.start >= after), None)
            named = name_after(sentence, k) if k is not None else None
            if named is not None and QUANTITY not in sentence.norms[slice(*named)]:
                return sentence.words(*named)
        return None

    def _is_anaphor(self, index: int, voice: Voice) -> bool:
        """ "according to the same report": the words only point back at a source named before."""
        norms = self.sentence(index).norms[voice.i : voice.j]
        return (
            bool(norms) and len(norms) <= 3 and norms[0] in {"the", "that", "this", "same"} and norms[-1] in _DOCUMENTS
        )

    @staticmethod
    def _points_back(source: Source) -> bool:
        words = source.chain[-1].lower().split() if source.chain else []
        return (
            bool(words) and len(words) <= 3 and words[0] in {"the", "that", "this", "same"} and words[-1] in _DOCUMENTS
        )

    def _named_next(self, index: int) -> tuple[Source | None, str | None]:
        """A source that the next sentence names for "the claim" or "the figure" of this one."""
        if index + 1 >= len(self.scene.places):
            return None, None
        following = self.sentence(index + 1)
        if following.norms[:1] not in (["the"], ["this"], ["that"]) or following.norms[1:2] == []:
            return None, None
        if following.norms[1] not in _ANAPHORS:
            return None, None
        voices = self.voices(index + 1)
        source = source_of(following, voices) if voices else None
        return (source, self._said_day(index + 1)) if source is not None and source.chain else (None, None)

    def _without_publisher(self, source: Source | None) -> Source | None:
        """The document's own publisher is left out of the chain: "the Gazette has counted" is its own voice."""
        publisher = self.scene.document.publisher
        if source is None or not publisher or not source.chain:
            return source
        chain = tuple(name for name in source.chain if not is_publisher(name, publisher))
        return source if chain == source.chain else source._replace(chain=chain)


def _is_marked_up(text: str) -> bool:
    """Whether lines open with names in capitals and a colon: a transcript."""
    return text.count(":") >= _TURN and len(_TURNS.findall(text)) >= _TURN


def _takes_turns(text: str) -> bool:
    """Whether paragraphs open again and again with the same names and a colon: a hearing, a debate."""
    if text.count(": ") <= _TURN:
        return False
    names = Counter(m["name"] for m in _NAMED_TURNS.finditer(text))
    return sum(count for count in names.values() if count > 1) > _TURN


def is_publisher(name: str, publisher: str) -> bool:
    """Whether a name in the text means the publisher: in full, or by its last word with a capital.

    >>> is_publisher("the Gazette", "The Yonder Gazette"), is_publisher("a gazette", "The Yonder Gazette")
    (True, False)
    """
    words, whole = _words_of_name(name), _words_of_name(publisher)
    if not words or not whole:
        return False
    if [w.lower() for w in words] == [w.lower() for w in whole]:
        return True
    return words == whole[-1:] and words[0][:1].isupper() and name.lower().startswith("the ")


@lru_cache(maxsize=_REMEMBERED)
def _words_of_name(name: str) -> tuple[str, ...]:
    """The words of a name without its articles."""
    return tuple(w for w in _NAME_WORD.findall(name) if w.lower() not in {"the", "a", "an"})
