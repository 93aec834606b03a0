"""Who says so, read from the words of an attribution: which state, which kind of body, which name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from schemas.vocabulary import phrases, vocabulary
from waybill.assertions.names import folded, initials, name_tokens, same_name, spelled

_LONGEST_PHRASE = 6
_GOVERNMENT = frozenset({"officials"})  # "Seoul said": some part of that state's government
_TEXTS = frozenset({"outlet", "document"})
_NAMING = 4  # letters that a name must have to tell one publication from a common word
_ARTICLES = frozenset({"the", "a", "an"})
_STATES = frozenset({"state", "bloc"})


@dataclass(frozen=True, slots=True, eq=False)
class Origin:
    """An origin as far as words tell it; `compare_origins` says whether two are one.

    Compared as objects, not field by field: an attribution is read once, and pairs are looked up by the million.
    """

    actor_id: str | None  # a body, person or outlet of actors.csv, or an id given by the reader
    above: tuple[str, ...]  # the bodies it belongs to, nearest first, up to the state
    states: frozenset[str]
    roles: frozenset[str]  # classes of origin_roles.csv: officials, spy, military ...
    name: tuple[str, ...]  # what is left: a proper name, lower case, British and American spelling made one
    common: frozenset[str]  # what is left in small letters: "nurse", "clerk"
    written: tuple[str, ...]  # the words of the name as they stand in the text
    initials: str  # of all words, roles and places too: what an acronym of it would be
    is_outlet: bool  # a publication, named or not ("the magazine")

    @property
    def is_nobody(self) -> bool:
        """Whether the words name no one at all."""
        return not (self.actor_id or self.states or self.roles or self.name or self.common)


NOBODY = Origin(None, (), frozenset(), frozenset(), (), frozenset(), (), "", False)


@dataclass(frozen=True, slots=True)
class _Actor:
    actor_id: str
    kind: str
    above: tuple[str, ...]
    state: str | None


@cache
def _actors() -> Mapping[str, _Actor]:
    rows = {row["actor_id"]: row for row in vocabulary("actors")}

    def above(actor_id: str) -> tuple[str, ...]:
        chain: list[str] = []
        parent = rows[actor_id]["parent_actor_id"]
        while parent in rows and parent not in chain:
            chain.append(parent)
            parent = rows[parent]["parent_actor_id"]
        return tuple(chain)

    return {
        actor_id: _Actor(
            actor_id, row["actor_type"], above(actor_id), row["country_iso3"] or _bloc(above(actor_id), rows)
        )
        for actor_id, row in rows.items()
    }


def _bloc(above: Sequence[str], rows: Mapping[str, Mapping[str, str]]) -> str | None:
    return next((actor_id for actor_id in above if rows[actor_id]["actor_type"] in _STATES), None)


@cache
def _places() -> Mapping[tuple[str, ...], str]:
    """Names, demonyms and seats of states and blocs, as tokens."""
    found: dict[tuple[str, ...], str] = {}
    for row in vocabulary("actors"):
        if row["actor_type"] in _STATES:
            cells = (row["actor"], row["aliases"], row["demonyms"], row["seats"])
            for phrase in (name for cell in cells for name in phrases(cell)):
                found.setdefault(_key(phrase), row["actor_id"])
    return found


@cache
def _bodies() -> Mapping[tuple[str, ...], str]:
    """Names of bodies, persons and outlets as tokens; "{KOR} spy agency" stands for every way to say South Korean."""
    words_of: dict[str, list[tuple[str, ...]]] = {}
    for words, state in _places().items():
        words_of.setdefault(state, []).append(words)
    found: dict[tuple[str, ...], str] = {}
    for row in vocabulary("actors"):
        if row["actor_type"] in _STATES:
            continue
        for phrase in (row["actor"], *phrases(row["aliases"])):
            for tokens in _expanded(phrase, words_of):
                found.setdefault(tokens, row["actor_id"])
    return found


def _expanded(phrase: str, words_of: Mapping[str, Sequence[tuple[str, ...]]]) -> Iterator[tuple[str, ...]]:
    if not phrase.startswith("{"):
        yield _key(phrase)
        return
    state, _, rest = phrase[1:].partition("}")
    for words in words_of.get(state, ()):
        yield words + _key(rest)


@cache
def _roles() -> Mapping[tuple[str, ...], str]:
    return {_key(row["word"], keep_articles=True): row["class"] for row in vocabulary("en/origin_roles")}


@lru_cache(maxsize=1 << 16)
def _key(text: str, keep_articles: bool = False) -> tuple[str, ...]:
    return spelled(name_tokens(text) if keep_articles else _unarticled(text))


def _unarticled(text: str) -> tuple[str, ...]:
    tokens = name_tokens(text)
    return tokens[1:] if len(tokens) > 1 and tokens[0] in _ARTICLES else tokens


@lru_cache(maxsize=1 << 16)
def read_origin(text: str | None, origin_id: str | None = None) -> Origin:
    """The facets of an attribution; `origin_id` is the reader's, used where actors.csv knows it.

    >>> sorted(read_origin("officials in Washington and Seoul").states)
    ['KOR', 'USA']
    >>> read_origin("the Ostby Institute").name
    ('ostby',)
    >>> read_origin("spies in Seoul").roles == read_origin("South Korea's intelligence service").roles
    True
    """
    tokens = _key(text or "")
    states, roles, places = _parse(tokens)
    proper = _proper_words(text or "")
    raw = _unarticled(text or "")
    name = tuple(tokens[at] for at in places if raw[at] in proper)
    common = frozenset(tokens[at] for at in places if raw[at] not in proper)
    written = tuple(raw[at] for at in places if raw[at] in proper)
    letters = initials(raw)
    is_outlet = "outlet" in roles or ("document" in roles and not (states or name or roles - {"document"}))
    roles -= _TEXTS
    actor = _actors().get(origin_id or "") or _actors().get(_bodies().get(tokens, ""))
    if actor is None:
        if states and not (roles or name or common):
            roles = _GOVERNMENT
        return Origin(None, (), states, roles, name, common, written, letters, is_outlet)
    if actor.kind in _STATES:
        return Origin(None, (), states | {actor.actor_id}, roles or _GOVERNMENT, name, common, written, letters, False)
    if actor.kind == "outlet":
        return Origin(
            actor.actor_id, (), frozenset(), frozenset(), name or tokens, common, written or raw, letters, True
        )
    if actor.state is not None:
        states = states or frozenset({actor.state})
    roles = roles or _roles_of(actor)
    if "officials" in roles:  # "Ukrainian officials" is no body: any of that state's may be meant
        return Origin(None, actor.above, states, roles, (), common, (), letters, False)
    return Origin(actor.actor_id, actor.above, states, roles, name, common, written, letters, False)


def _proper_words(text: str) -> frozenset[str]:
    """Words of a text that begin with a capital or a digit somewhere in it."""
    return frozenset(token for word in text.split() if not word[:1].islower() for token in name_tokens(word))


def is_person(origin: Origin) -> bool:
    """Whether actors.csv knows the origin as a person."""
    actor = _actors().get(origin.actor_id or "")
    return actor is not None and actor.kind == "person"


def _roles_of(actor: _Actor) -> frozenset[str]:
    """Role classes of a body from its names, and of a person from the nearest body above."""
    for actor_id in (actor.actor_id, *actor.above):
        words = [tokens for tokens, owner in _bodies().items() if owner == actor_id]
        roles = frozenset[str]().union(*(_parse(tokens)[1] for tokens in words)) if words else frozenset[str]()
        if roles:
            return roles - _TEXTS
    return frozenset()


def _parse(tokens: tuple[str, ...]) -> tuple[frozenset[str], frozenset[str], tuple[int, ...]]:
    """States, role classes and the places of the remaining name among tokens, longest phrases first."""
    states: set[str] = set()
    roles: set[str] = set()
    name: list[int] = []
    at = 0
    while at < len(tokens):
        for length in range(min(_LONGEST_PHRASE, len(tokens) - at), 0, -1):
            words = tokens[at : at + length]
            state, role = _places().get(words), _roles().get(words)
            if state is not None:
                states.add(state)
            elif role is not None and role != "filler":
                roles.add(role)
            if state is not None or role is not None:
                at += length
                break
        else:
            if not _is_based(tokens, at):
                name.append(at)
            at += 1
    return frozenset(states), frozenset(roles), tuple(name)


def _is_based(tokens: tuple[str, ...], at: int) -> bool:
    """A town in front of "-based" says where a body sits and is no part of its name."""
    return tokens[at] == "based" or (at + 1 < len(tokens) and tokens[at + 1] == "based")


SAME, ROLE, RELATED, LOST, OTHER = 4, 3, 2, 1, 0
"""How two origins stand: the same one by id or name; the same role of the same state; one belongs to the other or one
of several is meant; one report has lost it; two different ones."""


@lru_cache(maxsize=1 << 18)
def compare_origins(one: Origin, other: Origin) -> int:
    """How well two attributions can mean the same origin: SAME, ROLE, RELATED, LOST or OTHER.

    >>> compare_origins(read_origin("Elena Huseynova"), read_origin("Olena Guseinova")) == SAME
    True
    >>> compare_origins(read_origin("Seoul officials"), read_origin("officials in South Korea")) == ROLE
    True
    >>> compare_origins(read_origin("Kyiv"), read_origin("Seoul")) == OTHER
    True
    """
    if _same_words(one, other):
        return SAME
    if one.is_outlet or other.is_outlet or one.is_nobody or other.is_nobody:
        return LOST
    if one.name and other.name:
        return SAME if same_name(one.name, other.name) else OTHER
    if other.actor_id in one.above or one.actor_id in other.above:
        return ROLE if one.roles & other.roles else RELATED
    if one.common != other.common and (one.common and other.common):
        return OTHER
    if one.states and other.states:
        return _compare_states(one, other)
    return RELATED if one.roles & other.roles or one.common & other.common else OTHER


def _same_words(one: Origin, other: Origin) -> bool:
    """Whether the two are one actor, one publication and its name in a text, or an acronym and its long form."""
    if one.actor_id is not None and one.actor_id == other.actor_id:
        return True
    if one.is_outlet != other.is_outlet and one.name == other.name:
        return len("".join(one.name)) >= _NAMING
    return _is_acronym(one, other) or _is_acronym(other, one)


def _is_acronym(short: Origin, long: Origin) -> bool:
    return len(short.name) == 1 and len(short.name[0]) >= 3 and short.name[0] == long.initials


def _compare_states(one: Origin, other: Origin) -> int:
    if not one.states & other.states:
        return OTHER
    if one.name or other.name:
        general, named = (one, other) if not one.name else (other, one)
        official = is_person(named) or bool(named.roles)
        if general.actor_id is None and "officials" in general.roles and official:
            return RELATED
        if is_person(named) and not named.roles and "president" in general.roles:
            return RELATED  # a person of that state whose office the vocabulary does not know may hold this one
        return RELATED if one.roles & other.roles else OTHER
    if one.roles & other.roles:
        return ROLE if one.states == other.states else RELATED
    return RELATED if "officials" in one.roles | other.roles or not (one.roles and other.roles) else OTHER


def origin_keys(origin: Origin) -> Iterator[str]:
    """Keys under which two mentions of one origin meet: id, states, and the sound of each longer word of the name."""
    if origin.actor_id is not None:
        yield origin.actor_id
    yield from origin.above[:1]
    yield from sorted(origin.states)
    for word in origin.name[-3:]:
        if len(word) >= 3:
            yield "~" + folded(word)


@cache
def known_outlets() -> Mapping[tuple[str, ...], str]:
    """Names of the outlets of actors.csv as tokens without the article."""
    return {
        tuple(token for token in tokens if token != "the"): actor_id
        for tokens, actor_id in _bodies().items()
        if _actors()[actor_id].kind == "outlet"
    }


@lru_cache(maxsize=1 << 16)
def outlet_key(text: str | None) -> str | None:
    """One key for every way to write a publication's name, or None.

    >>> outlet_key("The Ostby Courier (machine translation)") == outlet_key("Ostby Courier")
    True
    """
    tokens = _key((text or "").split("(")[0])
    if not tokens:
        return None
    actor_id = _bodies().get(tokens) or _bodies().get(("the", *tokens))
    return actor_id if actor_id is not None else "=" + " ".join(tokens)
