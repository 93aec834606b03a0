"""Who plays the roles of an action: its subject, its object and what prepositions bring, clause by clause.

A role is filled from the clause of the action alone, the figure's own place in a list first: in "bought 116 tanks from
Washington and 180 from Seoul" each figure has its own seller, in "sent Kyiv 8 guns, Norway 22" its own giver.
"""

from __future__ import annotations

from typing import NamedTuple, cast

from waybill.claims.roles.parties import Acting, Parties
from waybill.claims.words.clauses import clauses_of, subject_words
from waybill.claims.words.items import Item
from waybill.claims.words.lexicon import Action, Actor
from waybill.claims.words.marks import QUANTITY, Mark, Sentence
from waybill.claims.words.naming import owners
from waybill.claims.words.phrases import Phrase, kin_nouns, phrases_of, unnamed_party
from waybill.claims.words.verbs import acts
from waybill.claims.words.wordlists import ADVERBS, AUXILIARIES, DETERMINERS, PREPOSITIONS

_ONE_HANDED = frozenset({"order", "receive", "give", "pay", "pledge"})  # "Libya and Mali received 40": neither alone
_LOSS_REACH = 8  # "suffered, by its own count, about 600 casualties"
_OWNER_REACH = 4  # words between an owner and the action noun: "Riyadh's long-awaited big purchase"
_GAP = 3  # words between a name and its figure where the verb is left out: "Norway another 22"
_SUBJECTS = frozenset({"party", "industry"})
_WEAK_SUBJECTS = ("people", "carrier", "kin")  # "Russian ships took 40": the state whose name they bear
_PLACED = frozenset({"party", "industry", "place", "people", "speaker", "goods"})
_PRONOUNS = frozenset({"it", "they", "he", "she", "we"})
_MOVING = frozenset({"transfer", "observe"})
_BY_ANYONE = frozenset({"produce", "give", "pledge", "pay", "order"})  # what makers and partners without a name do
_BRINGING = frozenset({"load", "bring", "carry", "pack", "take", "fly", "land", "unload"})
_LIST_SIGNS = frozenset({",", "and", "or", ";"})
_APART = PREPOSITIONS | {",", "and", "or", ";", ":"} | AUXILIARIES - {"'s"}
_ONE_TAKER = _ONE_HANDED | {"arrive"}
_BEFORE_GAPS = _LIST_SIGNS | {"while", "—", "–"}
_LIGHT = ADVERBS | DETERMINERS | {"ones", "with"}


class _Reach(NamedTuple):
    """The words that are the figure's own in a list, and the clauses whose words may fill a role."""

    own: tuple[int, int]
    clauses: frozenset[int]


def read_roles(sentence: Sentence, acting: Acting, place: int, item: Item, barred: set[int]) -> Parties:
    """Roles around one action, by its frame; `barred` are the words that name the source of the statement."""
    return _Reading(sentence, acting, place, item, barred).read()


class _Reading:
    """One action at one figure while its roles are being filled; the first that fits a role keeps it."""

    def __init__(self, sentence: Sentence, acting: Acting, place: int, item: Item, barred: set[int]) -> None:
        self.sentence, self.norms, self.acting = sentence, sentence.norms, acting
        self.place, self.item, self.barred = place, item, barred
        self.frame = acting.action.frame
        self.clauses = clauses_of(sentence)
        self.reach = self._reach()
        self.found: dict[str, str] = {}
        self.rules = [f"frame-{self.frame.frame}:{acting.action.word}"]
        self.subject: str | None = None
        self.pronouns: list[str] = []

    def read(self) -> Parties:
        if self.frame.action in {"transfer", "pay"}:
            self._obliques({"from", "to"})
        if self.acting.mark.kind != "verb":
            self._of_noun()
        elif self.acting.passive:
            self._of_passive()
        else:
            self._of_active()
        self._obliques({"by", "for", "with", "in"})
        self._obliques({"from", "to"})
        self._owner()
        self._before_colon()
        self._pronouns()
        f = self.found
        rules, pronouns = tuple(self.rules), tuple(self.pronouns)
        return Parties(
            f.get("supplier"), f.get("recipient"), f.get("actor"), rules, self.subject, pronouns, self._kin()
        )

    def _kin(self) -> str:
        """The role that "its ally" or "the neighbour" plays where no name follows."""
        norms, low = self.norms, min(self.acting.mark.j, self.place)
        for k in range(low, min(len(norms) - 1, max(self.reach.own[1], self.acting.mark.j))):
            if norms[k] not in {"its", "their", "his"} or norms[k + 1] not in kin_nouns():
                continue
            if any(p.mark.i == k + 2 for p in phrases_of(self.sentence)):
                return ""
            before = norms[k - 1] if k else ""
            place = before if before in PREPOSITIONS else "object"
            role = self.frame.roles.get({"with": "to"}.get(place, place), "")
            return role if role not in self.found else ""
        return ""

    def _before_colon(self) -> None:
        """ "Iran is a distant second: 400,000 shells, sent by sea": the subject before the colon is that behind it."""
        clause = self.clauses.of(self.place)
        if self.norms[clause.start : clause.start + 1] != [":"] or clause.parent < 0 or self.subject is not None:
            return
        above = [g for g in self.clauses.groups if self.clauses.owner[g.i] == clause.parent and g.form == "finite"]
        phrase = self._find_subject(above[0].head) if above else None
        if phrase is not None and phrase.kind in _SUBJECTS and not phrase.listed:
            self._put("subject", phrase.party, "party-before-colon")

    def _pronouns(self) -> None:
        """Pronouns behind the verb or behind a preposition: "sold it 300,000", "bought 24 jets from them"."""
        verb, norms = self.acting.mark, self.norms
        if (
            verb.kind == "verb"
            and not self.acting.passive
            and norms[verb.j : verb.j + 1] in (["it"], ["them"], ["him"])
        ):
            self.pronouns.append("object")
        low, high = min(verb.j, self.place), max(self.reach.own[1], verb.j)
        if {"its", "their", "his"} & set(norms[self.place + 1 : max(self.item.j, self.place + 1)]):
            self.pronouns.append("owner")
        harmed = self.frame.frame in {"harm", "suffer"}
        if harmed and {"its", "their", "his"} & set(norms[max(0, self.place - _OWNER_REACH) : self.place]):
            self._own_losses()
        for k in range(low, min(high, len(norms)) - 1):
            if norms[k] in {"from", "to", "for", "by"} and norms[k + 1] in {"it", "them", "him"}:
                self.pronouns.append(norms[k])

    def _put(self, role: str, party: str, rule: str) -> bool:
        name = self.frame.roles.get(role, "")
        if not name or name in self.found or party in self.found.values():
            return False
        self.found[name] = party
        self.rules.append(rule)
        return True

    def _reach(self) -> _Reach:
        norms, place = self.norms, self.place
        quantities = [k for k, norm in enumerate(norms) if norm == QUANTITY]
        before = max((k for k in quantities if k < place), default=-1)
        after = min((k for k in quantities if k > place), default=len(norms))
        low = next((k for k in range(place - 1, before, -1) if norms[k] in _LIST_SIGNS), place) if before >= 0 else 0
        high = after
        if after < len(norms):
            high = next((k for k in range(after - 1, place, -1) if norms[k] in _LIST_SIGNS), after)
        at = min(self.acting.mark.i, len(norms) - 1)
        owner = self.clauses.owner
        numbers = {owner[at]} if owner else set()
        if owner and place < len(norms) and owner[place] != owner[at] and not self._has_own_action(owner[place]):
            numbers.add(owner[place])
        return _Reach((low, high), frozenset(numbers))

    def _has_own_action(self, number: int) -> bool:
        """Whether a clause has an action of its own: its parties are that action's."""
        marks = self.sentence.of("verb")
        return any(self.clauses.owner[m.i] == number and acts(self.sentence, m) for m in marks)

    def _phrases(self) -> list[Phrase]:
        owner = self.clauses.owner
        return [p for p in phrases_of(self.sentence) if owner[p.mark.i] in self.reach.clauses]

    # -- prepositions

    def _obliques(self, wanted: set[str]) -> None:
        """Names that a preposition brings: the figure's own first, then what stands nearest to it."""
        open_roles = {role for role in wanted if self.frame.roles.get(role)}
        if not open_roles:
            return
        offered = [p for p in self._phrases() if p.preposition in open_roles and self._may(p)]
        for phrase in sorted(offered, key=self._order):
            if phrase.listed and self.frame.frame in _ONE_TAKER and self._is_shared_out(phrase):
                continue
            self._put(phrase.preposition, phrase.party, f"party-{phrase.preposition}")

    def _order(self, phrase: Phrase) -> tuple[bool, bool, int]:
        low, high = self.reach.own
        own = low <= phrase.mark.i < high
        return (not own, cast(Actor, phrase.mark.entry).form == "place", abs(phrase.mark.i - self.place))

    def _may(self, phrase: Phrase) -> bool:
        """Whether a name behind a preposition can belong to this action."""
        verb, at = self.acting.mark, phrase.mark.i
        if at in self.barred or phrase.kind not in _PLACED or (phrase.is_possessive and phrase.kind == "goods"):
            return False
        if phrase.preposition == "by" and any(verb.j <= m.i < at for m in self.sentence.of("verb")):
            return False
        if phrase.preposition in {"in", "to", "for"} and phrase.kind == "goods":
            return False
        if any(norm in {";", "•"} for norm in self.norms[min(at, verb.j) : max(at, verb.j)]):
            return False
        low, high = self.reach.own
        far = QUANTITY in self.norms[min(at, self.place + 1) : max(at, self.place)] and not low <= at < high
        if cast(Actor, phrase.mark.entry).form == "place" and far:
            return False
        return not self._is_of_other_verb(phrase)

    def _is_of_other_verb(self, phrase: Phrase) -> bool:
        """Another action stands between this one, with its figure, and the name: "to replace those sent to Kyiv"."""
        low = max(self.acting.mark.j, self.place + 1, self.item.j if self.item.j > self.place else 0)
        for mark in self.sentence.of("verb"):
            if low <= mark.i < phrase.mark.i and mark.i != self.acting.mark.i and acts(self.sentence, mark):
                action = cast(Action, mark.entry)
                alike = action.frame.action == self.frame.action
                alike = alike or (self.frame.action in {"transfer", "pay"} and action.frame.action in _MOVING)
                agent = action.form in {"ed", "participle"} and self.norms[mark.j : mark.j + 1] == ["by"]
                if action.form in {"base", "ing"} or not (alike or agent):
                    return True
        return False

    def _is_shared_out(self, phrase: Phrase) -> bool:
        """ "to Poland, Romania and Estonia": no one of them takes the figure."""
        others = {p.party for p in self._phrases() if p.listed and p.preposition == phrase.preposition}
        return len(others) > 1

    # -- subjects and objects

    def _of_active(self) -> None:
        gap = self._gap_subject()
        if gap is not None:
            self._put("subject", gap.party, "party-gap")
            self.subject = self.found.get(self.frame.roles.get("subject", ""))
        else:
            self._subject()
        if self.frame.frame in {"arrive", "contain"} or (self.frame.frame, self.acting.action.word) == (
            "receive",
            "take",
        ):
            self._carrier()
        target = self._object()
        if target is not None:
            self._put("object", target.party, "party-object")

    def _carrier(self) -> None:
        """ "Russian ships took 6,000 tonnes to Tobruk", "Tehran flew in 40": whoever brings a thing gives it."""
        between = self.norms[self.acting.mark.j : self.place]
        plain = all(norm in DETERMINERS or norm in ADVERBS or norm in {"in", "up", "on"} for norm in between)
        phrase = self._find_subject(self.acting.mark.i) if self.acting.mark.j <= self.place and plain else None
        if plain and phrase is None and "subject" in self.pronouns and self.acting.action.word in _BRINGING:
            self.pronouns.append("carrier")
        if phrase is not None and "party-from" in self.rules and self._comes_from_place():
            del self.found["supplier"]  # "Russian ships took 40 from Tartus": the port gives nothing
        if phrase is None or phrase.listed or (self.frame.frame == "receive" and phrase.kind != "carrier"):
            return
        if self.found.get("recipient") == phrase.party and self.subject == phrase.party:
            del self.found["recipient"]
        if "supplier" not in self.found and phrase.party != self.found.get("recipient"):
            self.found["supplier"], self.subject = phrase.party, phrase.party
            self.rules.append("party-carrier")

    def _comes_from_place(self) -> bool:
        giver = self.found.get("supplier")
        from_ = [p for p in self._phrases() if p.preposition == "from" and p.party == giver]
        return bool(from_) and all(p.kind == "place" for p in from_)

    def _subject(self) -> None:
        phrase = self._find_subject(self.acting.mark.i)
        if phrase is None:
            return
        if phrase.listed and self.frame.frame in _ONE_HANDED:
            return
        if self._put("subject", phrase.party, "party-subject"):
            self.subject = phrase.party

    def _find_subject(self, at: int) -> Phrase | None:
        """The name among the words of a verb's subject; a pronoun is looked up in the clauses above."""
        found = subject_words(self.sentence, at)
        inside = [p for p in phrases_of(self.sentence) if p.mark.i in found.words]
        if found.is_antecedent:
            end = found.words[-1] + 1 if found.words else 0
            inside = [p for p in inside if p.head >= end - 1 and p.preposition not in {"according"}]
            inside = [p for p in inside if p.mark.i not in self.barred or p.kind in _SUBJECTS]
            return inside[-1] if inside and inside[-1].kind in _SUBJECTS else None
        last = next((k for k in reversed(found.words) if self.norms[k] not in ADVERBS), None)
        if last is not None and self.norms[last] in _PRONOUNS:
            return self._above(last, self.norms[last])
        bare = [p for p in inside if p.preposition in {"", "by", "than"}]
        group = self.clauses.group_at(at)
        sayer = group is not None and group.form in {"ing", "infinitive"}  # "denies having sent 40"
        named = [p for p in bare if sayer or p.mark.i not in self.barred or self._acts_itself(p, at)]
        full = [p for p in named if p.kind in _SUBJECTS]
        if full:
            return full[-1]
        guns = self.frame.frame == "fire"  # "Ukraine's guns fired 40"
        weak = [p for p in named if p.kind in _WEAK_SUBJECTS or (p.kind == "goods" and (guns or not p.is_possessive))]
        if weak:
            return weak[-1]
        if last is not None and self.norms[last - 1 : last + 1] in (["its", "country"], ["their", "country"]):
            return self._above(last, "they")
        if self.frame.frame == "produce":
            seated = [p for p in inside if p.preposition in {"in", "at"} and p.kind in {"party", "place", "industry"}]
            if seated:
                return seated[0]  # "a factory near Pyongyang"
        return unnamed_party(self.sentence, found.words) if self.frame.frame in _BY_ANYONE else None

    def _acts_itself(self, phrase: Phrase, at: int) -> bool:
        """A source that is the subject of this very verb: nobody says anything between the two."""
        owner = self.clauses.owner
        between = [m for m in self.sentence.of("saying") if phrase.head <= m.i <= at]
        said = any(owner[m.i] in {owner[at], owner[phrase.mark.i]} for m in between)
        return phrase.kind in _SUBJECTS and phrase.mark.j <= at and not said and "according" not in self.norms[:at]

    def _above(self, at: int, pronoun: str) -> Phrase | None:
        above = self._antecedent(at, pronoun)
        if above is None and "subject" not in self.pronouns and not self._has_other_subject(at, pronoun):
            self.pronouns.append("subject")
        return above

    def _own_losses(self) -> None:
        """ "Moscow puts its own dead at 5,937": the losses of whoever tells of them, else of whom was spoken before."""
        number = self.clauses.owner[self.place]
        groups = [g for g in self.clauses.groups if self.clauses.owner[g.i] == number and g.form == "finite"]
        words = subject_words(self.sentence, groups[0].head).words if groups else ()
        told = [p for p in phrases_of(self.sentence) if p.mark.i in words and p.kind in _SUBJECTS and not p.preposition]
        if told and "own" in self.norms and "actor" not in self.found:
            self.found["actor"] = told[-1].party
            self.rules.append("party-its-own")
        else:
            self.pronouns.append("owner")

    def _has_other_subject(self, at: int, pronoun: str) -> bool:
        """Whether the clause above has a subject of its own that no name stands for: "units that ..., they fired"."""
        clause, owner = self.clauses.of(at), self.clauses.owner
        above = [g for g in self.clauses.groups if g.i < min(at, clause.start) and g.form == "finite"]
        if not above or pronoun != "they" or owner[above[-1].i] == clause.number:
            return False
        words = subject_words(self.sentence, above[-1].head).words
        named = any(p.mark.i in words for p in phrases_of(self.sentence))
        return not named and any(self.norms[k][:1].isalpha() and self.norms[k] not in _PRONOUNS for k in words)

    def _antecedent(self, at: int, pronoun: str) -> Phrase | None:
        """Whom a pronoun stands for inside its sentence: the subject of the clause above."""
        clause, owner = self.clauses.of(at), self.clauses.owner
        above = [g for g in self.clauses.groups if g.i < min(at, clause.start) and g.form == "finite"]
        if clause.parent >= 0:
            above = [g for g in above if owner[g.i] == clause.parent]
        if not above:
            return None
        words = subject_words(self.sentence, above[-1].head).words
        named = [p for p in phrases_of(self.sentence) if p.mark.i in words and p.preposition == ""]
        named = [p for p in named if p.kind in _SUBJECTS or (p.kind == "speaker" and pronoun != "it")]
        return named[-1] if named else None

    def _gap_subject(self) -> Phrase | None:
        """ "..., Norway 22 and Italy 6": a name right before a figure whose verb stands with an earlier figure."""
        low = self.reach.own[0]
        if QUANTITY not in self.norms[self.acting.mark.j : self.place]:
            return None
        for phrase in phrases_of(self.sentence):
            between = self.norms[phrase.head : self.place]
            if low < phrase.start + 1 and phrase.head <= self.place and phrase.preposition == "":
                opens = phrase.start == 0 or self.norms[phrase.start - 1] in _BEFORE_GAPS
                plain = all(norm in _LIGHT for norm in between)
                if opens and plain and len(between) <= _GAP and phrase.kind != "speaker":
                    return phrase
        return None

    def _object(self) -> Phrase | None:
        """The taker right behind the verb, without a preposition."""
        verb = self.acting.mark
        start = verb.j + (self.norms[verb.j : verb.j + 1] == [self.acting.action.particle])
        for phrase in phrases_of(self.sentence):
            if phrase.mark.i < verb.j or phrase.mark.i in self.barred or phrase.preposition:
                continue
            between = self.norms[start : phrase.start]
            if not all(norm in DETERMINERS or norm in ADVERBS for norm in between):
                return None
            taker = phrase.kind in _SUBJECTS | {"place", "kin", "speaker", "people"}
            taker = taker or (phrase.kind == "goods" and phrase.head <= self.place <= phrase.head + 1)
            before_figure = phrase.head <= self.place or self.place < verb.i
            return phrase if taker and (before_figure or phrase.kind in _SUBJECTS) else None
        return None

    def _of_passive(self) -> None:
        """Passive verbs name a giver only through "by"; "Kyiv has been given 31 tanks" has its taker as subject."""
        if self.frame.frame not in {"give", "pledge", "pay", "ask"}:
            return
        taker = "object" if self.frame.frame == "ask" else "to"
        phrase = self._find_subject(self.acting.mark.i)
        self.pronouns = [taker if place == "subject" else place for place in self.pronouns]
        if phrase is None or phrase.kind not in _SUBJECTS:
            return
        figure = self.place in subject_words(self.sentence, self.acting.mark.i).words
        if not figure and (self.place > self.acting.mark.i or self.clauses.of(self.acting.mark.i).kind == "relative"):
            self._put(taker, phrase.party, "party-passive-subject")
            self.subject = phrase.party

    def _of_noun(self) -> None:
        """ "Berlin's delivery of 12", "a Greek donation": the owner of the noun plays its subject."""
        noun = self.acting.mark
        for phrase in reversed(phrases_of(self.sentence)):
            gap = self.norms[phrase.mark.j : noun.i]
            near = phrase.mark.j <= noun.i and len(gap) <= _OWNER_REACH
            lost = self.frame.frame == "harm" and len(gap) <= 2  # "Ukraine's losses": no source
            near = near and (lost or phrase.mark.i not in self.barred)
            owns = phrase.is_possessive or cast(Actor, phrase.mark.entry).form == "demonym"
            if near and owns and not _APART & set(gap):
                self._put("subject", phrase.party, "party-possessive")
                break
        if self.frame.frame == "produce":
            maker = self._find_subject(noun.i)
            if maker is not None and maker.kind in _SUBJECTS and not maker.listed:
                self._put("subject", maker.party, "party-subject")
        if self.frame.frame == "harm":
            loser = self._loser(noun)
            if loser is not None:
                self._put("object", loser.party, "party-loser")

    def _loser(self, noun: Mark) -> Phrase | None:
        """Who suffered: "North Korean troops had suffered 4,700 casualties" names them before the verb."""
        for mark in reversed(self.sentence.of("verb")):
            frame = cast(Action, mark.entry).frame.frame
            if mark.j <= noun.i and frame == "suffer" and noun.i - mark.j <= _LOSS_REACH:
                return self._find_subject(mark.i)
        return None

    # -- owners of the thing

    def _owner(self) -> None:
        """ "40 North Korean shells": whose goods or people they are, where the action leaves it open."""
        own = [p for p in self._owners() if p.mark.i not in self.barred]
        if self.item.item_id is None:
            own = [p for p in own if p.kind in {"goods", "people", "carrier"}]
        if not own:
            return
        action, party = self.frame.action, own[0].party
        people = (self.item.item_id or "").startswith("personnel")
        if action == "transfer" and "supplier" not in self.found and party != self.found.get("recipient"):
            self.found["supplier"] = party
        elif (action in {"deploy", "casualties"} and people) or (
            action in {"hold", "casualties", "fire"} and "actor" not in self.found
        ):
            self.found["actor"] = party
        else:
            return
        self.rules.append("party-owner")

    def _owners(self) -> list[Phrase]:
        item, place = self.item, self.place
        own = owners(self.sentence, place, max(item.j, place + 1))
        return own or owners(self.sentence, max(item.i - 3, 0), item.j) or self._holder()

    def _holder(self) -> list[Phrase]:
        """ "Pyongyang has 5,000 builders heading east": whoever has people sends them."""
        if self.norms[self.place - 1 : self.place] not in (["has"], ["have"], ["had"]):
            return []
        phrase = self._find_subject(self.place - 1)
        return [phrase] if phrase is not None else []
