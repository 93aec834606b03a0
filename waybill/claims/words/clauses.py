"""A sentence split into clauses, and whose subject each verb has.

One walk over the words: verb groups open clauses where conjunctions, relative pronouns, commas and verbs of saying
allow it. A clause knows the clause it hangs on, so that a verb without a subject of its own ("received 10 and expects
20", "having sold 30, Oslo ...", "which sent 40") finds the subject where English puts it.
"""

from __future__ import annotations

from typing import NamedTuple, cast

from waybill.claims.words.lexicon import Action, Saying
from waybill.claims.words.marks import DATE, DURATION, QUANTITY, Mark, Sentence
from waybill.claims.words.verbs import has_object, is_noun_use, is_passive
from waybill.claims.words.wordlists import ADVERBS, AUXILIARIES, BE, CLAUSE_BREAKS, DETERMINERS, PREPOSITIONS, TITLES

_HARD = frozenset({";", "•", "…", "→", "?", "!", "|", "»"})
_DASHES = frozenset({"—", "–", "-"})
_FINITE_AUXILIARIES = AUXILIARIES - {"be", "been", "being", "having", "to", "not", "never", "'s", "'"}
_JOINING = frozenset({"and", "but", "or", "yet", "then", "nor", "&"})
_WHO = frozenset({"which", "who", "whom", "whose"})
_SUBORDINATING = CLAUSE_BREAKS - {"but"} | {"if", "when", "where", "as", "after", "before", "since", "until"}
_NO_SUBJECT = ADVERBS | _JOINING | _SUBORDINATING | {"that", "not", "never", "to"}
_LEADS = PREPOSITIONS | ADVERBS
_TIMES = frozenset({"as", "after", "before", "since", "until", "where"})  # prepositions too: a verb must follow
_TOLD = 8  # words between "told" and its "that"
_LOOK = 14  # words after "after" within which its verb must stand
_OPENING = 6  # words after an opening participle among which its subject stands
_DEEPEST = 12  # clauses walked up for a subject
_PROMISING = frozenset(
    ["promise", "promised", "promises", "pledge", "pledged", "pledges", "offer", "offered", "offers", "vow", "vowed"]
)
"""Verbs whose own subject does what follows: "promised Kyiv to send 40"."""


class Group(NamedTuple):
    """A verb with its auxiliaries, tokens[i:j], the verb itself tokens[head]: finite, infinitive, ing or participle."""

    i: int
    head: int
    j: int
    form: str


class Clause(NamedTuple):
    """A clause by its kind (main shared relative participle complement sub aside) and the clause it hangs on."""

    number: int
    kind: str
    parent: int
    start: int


class Clauses(NamedTuple):
    """All clauses of a sentence, the clause of each of its words, and its verb groups in order."""

    all: tuple[Clause, ...]
    owner: tuple[int, ...]
    groups: tuple[Group, ...]

    def of(self, k: int) -> Clause:
        """The clause that holds tokens[k]; the last one past the end."""
        return self.all[self.owner[min(k, len(self.owner) - 1)]]

    def group_at(self, k: int) -> Group | None:
        """The verb group that holds tokens[k]."""
        return next((g for g in self.groups if g.i <= k < g.j), None)


def clauses_of(sentence: Sentence) -> Clauses:
    """The clauses of a sentence, split once and kept with its marks.

    >>> from waybill.claims.words.lexicon import lexicon
    >>> from waybill.claims.words.marks import tokenise
    >>> text = "Oslo, which sold 4 tanks, said Riga had bought them and wants more"
    >>> tokens = tokenise(text, 0, len(text))
    >>> read = clauses_of(Sentence(text, (0, len(text)), tokens, lexicon().find(text, tokens)))
    >>> [clause.kind for clause in read.all]
    ['main', 'relative', 'complement', 'shared']
    """
    kept = sentence.marks.get("clause")
    if kept:
        return cast(Clauses, kept[0].entry)
    found = _Splitter(sentence).split()
    sentence.marks["clause"] = [Mark("clause", 0, len(sentence.norms), found)]
    return found


def _verb_forms(sentence: Sentence) -> dict[int, str]:
    """The form of each known verb of doing or saying, by its first word; nouns and adjectives are left out."""
    forms: dict[int, str] = {}
    things = {k for m in sentence.of("noun") for k in range(m.i, m.j)}
    for kind in ("verb", "saying"):
        for mark in sentence.of(kind):
            form = cast("Action | Saying", mark.entry).form
            if mark.i in forms or is_noun_use(sentence, mark, form):
                continue
            if mark.i in things and not has_object(sentence, mark):
                continue
            passive = form == "participle" or (form == "ed" and is_passive(sentence, mark, form))
            if passive or (form == "ed" and "by" in sentence.norms[mark.j : mark.j + 2]):
                form = "participle"
            forms[mark.i] = form
    return forms


def find_groups(sentence: Sentence) -> list[Group]:
    """Verb groups in order: auxiliaries with their verb, and bare verbs of the vocabulary."""
    norms, n = sentence.norms, len(sentence.norms)
    forms = _verb_forms(sentence)
    found: list[Group] = []
    k = 0
    while k < n:
        norm = norms[k]
        if (
            norm in _FINITE_AUXILIARIES
            or norm == "having"
            or (norm in {"'s", "'re"} and k and norms[k - 1] in {"it", "that", "he", "she"})
        ):
            j = k + 1
            while j < n and (norms[j] in AUXILIARIES or norms[j] in ADVERBS or norms[j].endswith("ly")):
                j += 1
            if j + 1 in forms and norms[j].isalpha() and j not in forms and norm not in BE:
                j += 1  # "has thereby received": an adverb that no list knows
            verbal = j < n and (j in forms or (norms[j].isalpha() and norms[j].endswith(("ed", "ing", "wn", "nt"))))
            head = j if verbal else j - 1
            found.append(Group(k, head, head + 1, "ing" if norm == "having" else "finite"))
            k = head + 1
            continue
        if k in forms:
            form = forms[k]
            before = norms[k - 1] if k else ""
            shape = "infinitive" if form == "base" and before == "to" else form
            shape = shape if shape in {"infinitive", "ing", "participle"} else "finite"
            found.append(Group(k, k, k + 1, shape))
        k += 1
    return found


class _Splitter:
    """The walk: which clause is open, which clauses wait for it to end."""

    def __init__(self, sentence: Sentence) -> None:
        self.sentence, self.norms = sentence, sentence.norms
        self.groups = find_groups(sentence)
        self.starts = {g.i: g for g in self.groups}
        self.sayings = {m.i for m in sentence.of("saying")}
        self.owner = [0] * len(self.norms)
        self.all = [Clause(0, "main", -1, 0)]
        self.finite: dict[int, Group] = {}  # the last finite group of each clause
        self.last: Group | None = None
        self.waiting: list[tuple[int, str]] = []  # the clause to go back to, and the sign that ends the open one
        self.current = 0

    def split(self) -> Clauses:
        """All clauses."""
        for k, norm in enumerate(self.norms):
            self._leave(k, norm)
            self._enter(k, norm)
            group = self.starts.get(k)
            if group is not None:
                self._meet(group)
            self.owner[k] = self.current
        for group in self.groups:
            for k in range(group.i, group.j):
                self.owner[k] = self.owner[group.i]
        return Clauses(tuple(self.all), tuple(self.owner), tuple(self.groups))

    def _open(self, kind: str, start: int, parent: int) -> None:
        self.all.append(Clause(len(self.all), kind, parent, start))
        self.current = len(self.all) - 1

    def _has_verb(self) -> bool:
        return self.current in self.finite or (self.last is not None and self.last.i >= self.all[self.current].start)

    def _leave(self, k: int, norm: str) -> None:
        """Ends an inserted clause at its closing sign."""
        if norm in _HARD or norm == ":" or (norm == "." and self._ends(k)):
            if k:
                self._open("main", k, -1 if norm != ":" else self.current)
            self.waiting.clear()
            return
        if not self.waiting:
            return
        back, sign = self.waiting[-1]
        if sign in _DASHES and self.norms[k - 1] == norm:
            return
        if norm != sign or (sign == "," and not (self._has_verb() and self._resumes(k + 1))):
            return
        self.waiting.pop()
        self.current = back

    def _ends(self, k: int) -> bool:
        """A full stop inside what was taken for one sentence: no initial, no title."""
        if k == 0 or k + 1 >= len(self.norms):
            return False
        initial = len(self.norms[k - 1]) == 1 and not _is_actor(self.sentence, k + 1)
        return not initial and self.norms[k - 1] not in TITLES and not starts_lower_at(self.sentence, k + 1)

    def _resumes(self, k: int) -> bool:
        """Whether the sentence goes on after a comma with a verb or a subject and its verb, not with a list."""
        if self.all[self.current].start <= 1 or self.all[self.current].kind in {"participle", "sub"}:
            return True
        while k < len(self.norms) and (self.norms[k] in ADVERBS or self.norms[k].endswith("ly")):
            k += 1
        if k in self.starts:
            return True
        return any(self.starts[j].form == "finite" for j in range(k, min(k + 6, len(self.norms))) if j in self.starts)

    def _enter(self, k: int, norm: str) -> None:
        """Opens a clause that a word or sign announces."""
        before = self.norms[k - 1] if k else ""
        if norm == "(":
            self.waiting.append((self.current, ")"))
            self._open("aside", k, self.current)
        elif norm in _DASHES and k and before != norm and not self._closes_dash(norm):
            self.waiting.append((self.current, norm))
            self._open("aside", k, self.current)
        elif norm in _WHO or (norm == "that" and self._is_relative(k)):
            if k and before in PREPOSITIONS and self.all[self.current].kind != "relative":
                self.owner[k - 1] = len(self.all)
            comma = before == "," or (k > 1 and self.norms[k - 2] == ",")
            self.waiting.append((self.current, "," if comma else ""))
            self._open("relative", k, self.current)
        elif norm == "that" and k and self._is_told(k):
            self._open("complement", k, self.current)
        elif norm in _SUBORDINATING and (norm not in _TIMES or self._verb_soon(k + 1)):
            first = not self._has_verb()
            if first:
                self.waiting.append((self.current, ","))
            gerund = k + 1 in self.starts and self.starts[k + 1].form in {"ing", "participle"}
            self._open("participle" if gerund else "sub", k, self.current)

    def _closes_dash(self, norm: str) -> bool:
        return any(sign == norm for _, sign in self.waiting)

    def _is_relative(self, k: int) -> bool:
        """ "the shells that Pyongyang sent": after a noun, and no verb of saying right before."""
        if k == 0 or (self.last is not None and self.last.j == k) or self._is_told(k):
            return False
        before = self.norms[k - 1]
        if (
            not (before[:1].isalpha() or before == QUANTITY)
            or before in ADVERBS
            or before in PREPOSITIONS
            or before in AUXILIARIES
        ):
            return False
        return self._verb_soon(k + 1)

    def _is_told(self, k: int) -> bool:
        """ "told reporters on Monday that", "the claim that": what follows is what is said."""
        if any(i in self.sayings for i in range(max(0, k - 2), k)):
            return True
        last = self.last
        return (
            last is not None
            and last.head in self.sayings
            and k - last.j <= _TOLD
            and QUANTITY not in self.norms[last.j : k]
        )

    def _verb_soon(self, k: int) -> bool:
        for j in range(k, min(k + _LOOK, len(self.norms))):
            if j in self.starts:
                return self.starts[j].form != "infinitive" and not (self.starts[j].form == "participle" and j > k)
            if self.norms[j] in {",", ";", QUANTITY, DATE, DURATION, "."}:
                return False
        return False

    def _meet(self, group: Group) -> None:
        """A verb group: the first of its clause, or the first of a new one."""
        k = group.i
        before = self.norms[k - 1] if k else ","
        clause = self.all[self.current]
        if group.form in {"ing", "participle"}:
            if before == "," and (self._has_verb() or k == 0):
                self.waiting.append((self.current, ","))
                self._open("participle", k, self.current)
            elif k == 0:
                self.waiting.append((0, ","))
                self._open("participle", 0, 0)
        elif group.form == "finite":
            previous = self.finite.get(self.current)
            if previous is not None and previous.i >= clause.start - 1:
                self._second(group, previous)
            self.finite[self.current] = group
        self.last = group

    def _second(self, group: Group, previous: Group) -> None:
        """A second finite verb: a clause of its own that begins at the last joint between the two."""
        k = group.i - 1
        while k >= previous.j and (self.norms[k] in ADVERBS or self.norms[k].endswith("ly")):
            k -= 1
        if self.norms[k] in _JOINING or self.norms[k] == ",":
            self._open("shared", k, self.current)
            return
        joint = next((j for j in range(k, previous.j - 1, -1) if self._is_joint(j)), None)
        clause = self.all[self.current]
        if clause.kind == "relative" and self.waiting and self.waiting[-1][1] == "" and joint is None:
            self.current = self.waiting.pop()[0]
            return
        if joint is None:
            said = previous.head in self.sayings
            self._open("complement" if said else "main", previous.j if said else group.i, self.current)
        else:
            self._open("main", joint, self.current)
        for j in range(self.all[self.current].start, group.i):
            if self.owner[j] == clause.number:
                self.owner[j] = self.current

    def _is_joint(self, j: int) -> bool:
        return self.owner[j] == self.current and (self.norms[j] in _JOINING or self.norms[j] in {",", ":", "“", '"'})


class Subject(NamedTuple):
    """Where the subject of a verb stands: words of the sentence, or the one noun group that ends at `end`."""

    words: tuple[int, ...]
    is_antecedent: bool = False  # the words end with the noun that a relative pronoun stands for


def subject_words(sentence: Sentence, at: int) -> Subject:
    """The words among which the subject of the verb at tokens[at] stands; none where the sentence does not say."""
    read = clauses_of(sentence)
    group = read.group_at(at) or Group(at, at, at + 1, "finite")
    return _subject(sentence, read, group, _DEEPEST)


def _subject(sentence: Sentence, read: Clauses, group: Group, deep: int) -> Subject:
    if deep == 0:
        return Subject(())
    clause = read.of(group.i)
    same = [g for g in read.groups if g.i < group.i and read.owner[g.i] == clause.number]
    finite = [g for g in same if g.form == "finite"]
    if group.form == "infinitive" or (group.form == "ing" and same):
        return _of_infinitive(sentence, read, group, same, deep)
    low = max((g.j for g in finite), default=clause.start)
    start = max(clause.start, low)
    words = [k for k, owner in enumerate(read.owner[start : group.i], start) if owner == clause.number]
    if clause.kind == "relative":
        own = [k for k in words if k > clause.start]
        if any(_names(sentence, k) for k in own):
            return Subject(tuple(own))
        return _antecedent(read, clause)
    if any(_names(sentence, k) for k in words) and clause.kind not in {"shared", "participle"}:
        return Subject(tuple(words))
    return Subject(()) if clause.kind == "aside" else _of_parent(sentence, read, clause, deep)


def _names(sentence: Sentence, k: int) -> bool:
    """Whether a word could be part of a subject."""
    norm = sentence.norms[k]
    if norm in {QUANTITY, DATE, DURATION}:
        return norm == QUANTITY
    return norm[:1].isalnum() and norm not in _NO_SUBJECT


def _of_infinitive(sentence: Sentence, read: Clauses, group: Group, same: list[Group], deep: int) -> Subject:
    """The subject of "to send": the object of a verb that lets or asks, else the subject of the verb before."""
    if not same:
        clause = read.of(group.i)
        words = [k for k in range(clause.start, group.i) if read.owner[k] == clause.number]
        if any(_names(sentence, k) for k in words) and clause.kind not in {"shared", "participle"}:
            return Subject(tuple(words))
        return _of_parent(sentence, read, clause, deep)
    matrix = same[-1]
    before = sentence.norms[group.i - 1]
    if group.form == "ing" and group.i > matrix.j and before[:1].isalpha() and before not in _LEADS:
        return Subject(tuple(range(matrix.j, group.i)))  # "traced voyages carrying 40"
    if group.form == "ing" and sentence.norms[group.i - 1] in {"of", "from", "for"}:
        accused = tuple(range(matrix.j, group.i - 1))
        if any(_is_actor(sentence, k) for k in accused):
            return Subject(accused)  # "accused Minsk of sending"
    if sentence.norms[matrix.head] not in _PROMISING and _is_controlled(sentence, matrix.j, group.i):
        return Subject(tuple(range(matrix.j, group.i)))
    return _subject(sentence, read, matrix, deep - 1)


def _is_controlled(sentence: Sentence, i: int, j: int) -> bool:
    """ "expects Warsaw to pay": a name right between two verbs is the subject of the second."""
    to = j - (sentence.norms[j - 1] == "to")
    words = [norm for norm in sentence.norms[i:to] if norm not in DETERMINERS]
    return bool(words) and words[0] not in PREPOSITIONS and any(m.j == to and m.i >= i for m in sentence.of("actor"))


def starts_lower_at(sentence: Sentence, k: int) -> bool:
    """Whether tokens[k] is written with a small first letter."""
    return sentence.text[sentence.tokens[k].start].islower()


def _is_actor(sentence: Sentence, k: int) -> bool:
    return any(m.i <= k < m.j for m in sentence.of("actor"))


def _of_parent(sentence: Sentence, read: Clauses, clause: Clause, deep: int) -> Subject:
    if clause.parent < 0:
        return Subject(())
    inside = [g for g in read.groups if read.owner[g.i] == clause.parent and g.form == "finite"]
    before = [g for g in inside if g.i < clause.start]
    verb = before[-1] if before else (inside[0] if inside else None)
    if verb is not None:
        return _subject(sentence, read, verb, deep - 1)
    words = [k for k in range(len(read.owner)) if read.owner[k] == clause.parent]
    words = [k for k in words if k < clause.start] or words[:_OPENING]
    if any(_names(sentence, k) for k in words):
        return Subject(tuple(words))
    return _of_parent(sentence, read, read.all[clause.parent], deep - 1)


def _antecedent(read: Clauses, clause: Clause) -> Subject:
    words = [k for k in range(max(0, clause.start - 8), clause.start) if read.owner[k] == clause.parent]
    return Subject(tuple(words), True)
