"""The vocabulary tables of claims, read once into one lexicon; inflected forms are made here from the base forms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

from schemas.vocabulary import phrases, vocabulary
from waybill.claims.words.marks import Entry, Lexicon

_IRREGULAR_PLURALS = {
    "man": "men",
    "woman": "women",
    "serviceman": "servicemen",
    "infantryman": "infantrymen",
    "spokesman": "spokesmen",
    "person": "persons",
    "personnel": "personnel",
    "aircraft": "aircraft",
    "dead": "dead",
    "killed": "killed",
    "wounded": "wounded",
    "injured": "injured",
    "artillery": "artillery",
    "ammunition": "ammunition",
}
_VOWELS = frozenset("aeiou")


def plural(noun: str) -> str:
    """The regular plural of the last word, or the irregular one that is listed.

    >>> plural("battery"), plural("box"), plural("serviceman")
    ('batteries', 'boxes', 'servicemen')
    """
    thing, of, rest = noun.partition(" of ")
    if of:
        return f"{plural(thing)} of {rest}"
    head, _, last = noun.rpartition(" ")
    if last in _IRREGULAR_PLURALS:
        last = _IRREGULAR_PLURALS[last]
    elif last.endswith("y") and last[-2:-1] not in _VOWELS:
        last = last[:-1] + "ies"
    elif last.endswith(("s", "x", "ch", "sh")):
        last += "es"
    else:
        last += "s"
    return f"{head} {last}" if head else last


class VerbForm(NamedTuple):
    """One form of a verb: base, third ("ships"), ing, past, participle, or "ed" where past and participle agree."""

    lemma: str
    form: str


def _doubles(lemma: str) -> bool:
    return 3 <= len(lemma) <= 4 and lemma[-1] not in "aeiouwxy" and lemma[-2] in _VOWELS and lemma[-3] not in _VOWELS


def inflect(lemma: str, past: str = "", participle: str = "") -> dict[str, str]:
    """Form by surface word.

    >>> inflect("ship")["shipped"], inflect("supply")["supplies"], inflect("send", "sent", "sent")["sent"]
    ('ed', 'third', 'ed')
    """
    stem = lemma + lemma[-1] if _doubles(lemma) else lemma
    if lemma.endswith("e"):
        regular, ing = lemma + "d", lemma[:-1] + "ing"
    elif lemma.endswith("y") and lemma[-2] not in _VOWELS:
        regular, ing = lemma[:-1] + "ied", lemma + "ing"
    else:
        regular, ing = stem + "ed", stem + "ing"
    if past.endswith(lemma[-1] * 2 + "ed"):
        ing = past[:-2] + "ing"
    if lemma == "die":
        ing = "dying"
    third = {"have": "has", "go": "goes"}.get(lemma, plural(lemma))
    past = past or regular
    participle = participle or past
    forms = {lemma: "base", third: "third", ing: "ing"}
    if past == participle:
        forms[past] = "ed"
    else:
        forms[past] = "past"
        forms[participle] = "participle"
    return forms


class Noun(NamedTuple):
    """A counted noun: the item it names, the unit it is counted in, and how far it stands by itself."""

    noun: str
    item_id: str
    unit: str
    kind: str  # head weak person measure unit partitive kind act


class Modifier(NamedTuple):
    """A word before the noun that makes its item narrower: on heads below `head_item_id` it means `item_id`."""

    head_item_id: str
    item_id: str


class Frame(NamedTuple):
    """Who plays which role around an action: subject, object, and what each preposition brings."""

    frame: str
    action: str
    roles: Mapping[str, str]
    troops_action: str
    troops_actor: str


class Action(NamedTuple):
    """A verb form or a noun that says what was done."""

    word: str
    form: str  # a verb form, or "noun"
    frame: Frame
    items: tuple[str, ...]
    detail: str
    particle: str = ""  # "down" in "shot down": it must follow within a few words

    def fits(self, item_id: str) -> bool:
        """Whether the vocabulary lets this word act on such an item; "" stands for an unknown item."""
        return not self.items or any(item_id == root or item_id.startswith(root + ".") for root in self.items)


class Saying(NamedTuple):
    """A verb form that brings a source."""

    lemma: str
    form: str
    kind: str  # say tell watch put give speak cite
    stance: str
    needs: str
    particle: str = ""
    subject: str = ""  # "any" where every noun group before the verb speaks, "person" where only people do
    also_noun: bool = False  # "reports", "the claim"


class Actor(NamedTuple):
    """Somebody by one of the names; `form` says which sort of name it was."""

    actor_id: str
    state: str  # ISO 3166-1 alpha-3 of the state it belongs to, or its own id where there is none
    actor_type: str
    form: str  # name demonym seat place


class Cue(NamedTuple):
    """A cue of modality, aggregation or evidence."""

    cue: str
    value: str
    scope: str


@cache
def frames() -> Mapping[str, Frame]:
    """Frames by name."""
    roles = ("subject", "object", "to", "from", "by", "for", "with", "in")
    return {
        row["frame"]: Frame(
            row["frame"],
            row["action"],
            {role: row[role] for role in roles if row[role]},
            row["troops_action"],
            row["troops_actor"],
        )
        for row in vocabulary("en/frames")
    }


def _noun_entries() -> Iterator[Entry]:
    units = {row["item_id"]: row["unit"] for row in vocabulary("items")}
    for row in vocabulary("en/item_nouns"):
        noun = Noun(row["noun"], row["item_id"], row["unit"] or units.get(row["item_id"], ""), row["kind"])
        yield Entry("noun", row["noun"], noun)
        if plural(row["noun"]) != row["noun"]:
            yield Entry("noun", plural(row["noun"]), noun)
    for row in vocabulary("items"):
        for alias in phrases(row["aliases"]):
            noun = Noun(alias, row["item_id"], row["unit"], "designation")
            yield Entry("noun", alias, noun)
            yield Entry("noun", alias + "s", noun)
    for row in vocabulary("en/item_modifiers"):
        yield Entry("modifier:" + row["head_item_id"], row["modifier"], Modifier(row["head_item_id"], row["item_id"]))


def _verb_rows(table: str) -> Iterator[tuple[Mapping[str, str], str, str]]:
    for row in vocabulary(table):
        for word, form in inflect(row["verb"], row["past"], row["participle"]).items():
            yield row, word, form


def _action_entries() -> Iterator[Entry]:
    for row, word, form in _verb_rows("en/verbs"):
        action = Action(
            row["verb"], form, frames()[row["frame"]], tuple(row["items"].split()), row["detail"], row["particle"]
        )
        yield Entry("verb", word, action)
    for row in vocabulary("en/nominals"):
        action = Action(row["noun"], "noun", frames()[row["frame"]], tuple(row["items"].split()), row["detail"])
        yield Entry("nominal", row["noun"], action)
        if plural(row["noun"]) != row["noun"]:
            yield Entry("nominal", plural(row["noun"]), action)


def _source_entries() -> Iterator[Entry]:
    for row, word, form in _verb_rows("en/attribution"):
        saying = Saying(
            row["verb"],
            form,
            row["kind"],
            row["stance"],
            row["needs"],
            row["particle"],
            row["subject"],
            row["also_noun"] == "yes",
        )
        yield Entry("saying", word, saying)
    for row in vocabulary("en/source_phrases"):
        yield Entry("sourcing", row["phrase"], Cue(row["phrase"], row["stance"], row["name"]))
    for row in vocabulary("en/account_nouns"):
        for word in {row["noun"], plural(row["noun"])}:
            yield Entry("account", word, Cue(row["noun"], row["stance"], ""))
    for row in vocabulary("en/source_nouns"):
        cue = Cue(row["noun"], row["stance"], row["kind"])
        for word in {row["noun"], plural(row["noun"])}:
            yield Entry("source", word, cue)


def _cue_entries() -> Iterator[Entry]:
    for row in vocabulary("en/hedges"):
        yield Entry("hedge", row["cue"], Cue(row["cue"], row["modality"], row["scope"]))
    for row in vocabulary("en/aggregation"):
        yield Entry("aggregation", row["cue"], Cue(row["cue"], row["aggregation"], ""))
    for row in vocabulary("en/periods"):
        yield Entry("period", row["phrase"], Cue(row["phrase"], row["kind"], row["value"]))
    for row in vocabulary("en/evidence"):
        for word in {row["cue"], plural(row["cue"])}:
            yield Entry("evidence", word, Cue(row["cue"], row["evidence_type"], ""))


@cache
def names_of_actors() -> tuple[tuple[str, Actor], ...]:
    """Every name of every actor; a name with {ISO} in it is written out with each name of that state."""
    rows = vocabulary("actors")
    parents = {row["actor_id"]: row["parent_actor_id"] for row in rows}
    types = {row["actor_id"]: row["actor_type"] for row in rows}

    def state_of(actor_id: str) -> str:
        while parents.get(actor_id) and types.get(actor_id) not in {"state", "bloc", "company"}:
            actor_id = parents[actor_id]
        return actor_id

    states: dict[str, list[str]] = {}
    names: list[tuple[str, Actor]] = []
    for row in rows:
        actor_id = row["actor_id"]
        forms = [("name", name) for name in (row["actor"], *phrases(row["aliases"]))]
        forms += [("name", actor_id)] if row["actor_type"] == "state" else []
        forms += [("demonym", name) for name in phrases(row["demonyms"])]
        forms += [("seat", name) for name in phrases(row["seats"])]
        forms += [("place", name) for name in phrases(row["places"])]
        if row["actor_type"] == "state":
            states[actor_id] = [name for form, name in forms if form != "place"]
        for form, name in forms:
            country = name[1:4] if name.startswith("{") else ""
            tail = name[6:]
            written = [f"{n}{mid} {tail}" for n in states[country] for mid in ("", "'s")] if country else [name]
            if country:
                written += [f"{tail} of {n}" for n in states[country]]
            names += [(one, Actor(actor_id, state_of(actor_id), row["actor_type"], form)) for one in written]
    return tuple(names)


def _actor_entries() -> Iterator[Entry]:
    for name, actor in names_of_actors():
        short = name.isupper() and len(name) <= 4 and name.isalpha()
        yield Entry("actor", name, actor, cased=short)


@cache
def interview_cues() -> tuple[str, ...]:
    """Words after which a text names the one it interviews."""
    return tuple(row["cue"] for row in vocabulary("en/interview_cues"))


@cache
def lexicon() -> Lexicon:
    """The whole vocabulary of claims."""
    return Lexicon(
        entry
        for entries in (_noun_entries(), _action_entries(), _source_entries(), _cue_entries(), _actor_entries())
        for entry in entries
    )
