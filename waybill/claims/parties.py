"""Which action governs a quantity, and who plays its roles: the nearest fitting verb or noun, read by its frame."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, cast

from waybill.claims.items import Item
from waybill.claims.lexicon import Action, Actor, Noun
from waybill.claims.marks import QUANTITY, Mark, Sentence
from waybill.claims.wordlists import ADVERBS, AUXILIARIES, BE, CLAUSE_BREAKS, DETERMINERS, HAVE, PREPOSITIONS

_FRAME_COST = {"observe": 6, "contain": 2, "hold": 4, "need": 3, "order": 2, "pledge": 2, "allow": 2, "ratio": -4}
_NOUN_COST = 4
_TO_NOBODY = (["according"], ["due"], ["thanks"], ["prior"], ["owing"], ["contrary"], ["compared"])
_TOO_FAR = 60
_ONE_HANDED = frozenset({"order", "receive", "give", "pay", "pledge"})  # "Libya and Mali received 40": neither alone
_IDIOMS = {"take": (["part"], ["place"]), "make": (["up"],)}  # the verb does not act on the figure
_LOSS_REACH = 8  # "suffered, by its own count, about 600 casualties"
_PARTICLE_REACH = 6  # "handed dozens of guns over"
_BASE_AFTER = frozenset(
    [
        *("they", "we", "you", "i", "who", "which", "that", "people", "police", "also"),
        *("now", "still", "men", "not", "and", "or", "then"),
    ]
)


Put = Callable[[str, Mark, str], None]
"""Takes a role of the frame, the actor that fills it, and the rule."""


class Acting(NamedTuple):
    """The action chosen for a quantity: its mark, its vocabulary row, and whether it is passive."""

    mark: Mark
    action: Action
    passive: bool
    cost: int


class Parties(NamedTuple):
    """Ids of the parties of one claim, None where the sentence does not say."""

    supplier: str | None = None
    recipient: str | None = None
    actor: str | None = None
    rule_ids: tuple[str, ...] = ()
    subject: str | None = None  # whoever of them is the grammatical subject


def is_noun_use(sentence: Sentence, mark: Mark, form: str) -> bool:
    """Whether a word that could be a verb stands as a noun: "the load", "an earlier count", "record highs"."""
    if mark.i == 0 or form not in {"base", "third", "ing"}:
        return False
    before = sentence.norms[mark.i - 1]
    if form == "base" and not _takes_base(sentence, mark.i):
        return True
    if form == "third" and not _takes_third(sentence, mark.i):
        return True
    if form == "base" and before == QUANTITY:
        return True
    if before in _BASE_AFTER or before in {"this", "ever", "only", "already"}:
        return False
    if before in DETERMINERS or (before in PREPOSITIONS - {"to", "of", "for", "by", "from", "in", "after", "at"}):
        return True
    return form != "ing" and (before in PREPOSITIONS - {"to"})


def _takes_base(sentence: Sentence, i: int) -> bool:
    """Whether a verb without ending can follow: after a plural, a pronoun, a modal, "to" or a comma."""
    before = sentence.norms[i - 1]
    if before.endswith("s") or before in _BASE_AFTER or before in AUXILIARIES or not before[:1].isalpha():
        return True
    if any(m.j == i for m in sentence.of("actor")):
        return any(norm.endswith("s") and norm.isalpha() for norm in sentence.norms[max(0, i - 5) : i - 1])
    return before in ADVERBS


def _takes_third(sentence: Sentence, i: int) -> bool:
    """Whether a verb in -s can follow: after a name, an office, a pronoun, a singular noun; not an adjective."""
    before = sentence.norms[i - 1]
    if before in DETERMINERS - {"that", "this"} or before in PREPOSITIONS:
        return False
    if any(m.j == i and cast(Actor, m.entry).form == "demonym" for m in sentence.of("actor")):
        return False  # "North Korean ships"
    if (
        sentence.norms[i + 1 : i + 2] in (["of"], ["and"], [","])
        and sentence.text[sentence.tokens[i - 1].start].islower()
    ):
        return before in _BASE_AFTER
    if before.endswith(("ed", "ing", "ous", "ical")) or sentence.norms[i - 2 : i - 1] == ["and"]:
        return before in {"being"}
    return True


def is_passive(sentence: Sentence, mark: Mark, form: str) -> bool:
    """Passive voice: a form of "be" before the participle, or a participle right after its noun ("shells sent to")."""
    if form not in {"ed", "participle"}:
        return False
    k = mark.i - 1
    while k >= 0 and mark.i - k < 5 and (sentence.norms[k] in ADVERBS or sentence.norms[k] in {"not", "never", "to"}):
        k -= 1
    if k >= 0 and sentence.norms[k] in BE:
        return True
    if k >= 0 and sentence.norms[k] in HAVE:
        return False
    particle = mark.entry.particle if isinstance(mark.entry, Action) else ""
    after = mark.j + 1 if particle and sentence.norms[mark.j : mark.j + 1] == [particle] else mark.j
    following = sentence.norms[after] if after < len(sentence.norms) else "."
    if form == "participle":
        return True
    return following in PREPOSITIONS | {".", ",", ";", ")", "so"} and any(m.j == mark.i for m in sentence.of("noun"))


def _path_cost(sentence: Sentence, i: int, j: int) -> int:
    cost = 0
    for norm in sentence.norms[i:j]:
        if norm in {";", "…", "•", "→"}:
            cost += 40
        elif norm in CLAUSE_BREAKS or norm in {":", "—", "–", "("}:
            cost += 7
        elif norm == ",":
            cost += 3
        elif norm == QUANTITY:
            cost += 2
        elif norm not in ADVERBS:
            cost += 1
    return cost


def _is_auxiliary(sentence: Sentence, mark: Mark) -> bool:
    if sentence.norms[mark.i] not in HAVE | BE:
        return False
    verbs = {m.i for m in sentence.of("verb") if m.i != mark.i} | {m.i for m in sentence.of("saying")}
    for k in range(mark.j, min(mark.j + 4, len(sentence.norms))):
        norm = sentence.norms[k]
        if k in verbs or norm in BE:
            return True
        if norm not in ADVERBS and norm not in {"not", "to"}:
            return not (norm in DETERMINERS or norm == QUANTITY or any(m.i == k for m in sentence.of("noun")))
    return False


def _is_copular(sentence: Sentence, mark: Mark) -> bool:
    """ "Losses came to 900", "the total reached 900": the verb only sets the figure, nothing moves."""
    if cast(Action, mark.entry).frame.frame != "arrive" or mark.kind != "verb":
        return False
    following = sentence.norms[mark.j : mark.j + 2]
    return following == ["to", QUANTITY] or (following[:1] == [QUANTITY] and cast(Action, mark.entry).word == "reach")


def acts(sentence: Sentence, mark: Mark) -> bool:
    """Whether a word of the action tables stands as an action: no noun use, no auxiliary, its particle after it."""
    action = cast(Action, mark.entry)
    if action.particle and action.particle not in sentence.norms[mark.j : mark.j + _PARTICLE_REACH]:
        return False
    if not action.particle and sentence.norms[mark.j : mark.j + 1] in _IDIOMS.get(action.word, ()):
        return False
    return mark.kind != "verb" or not (is_noun_use(sentence, mark, action.form) or _is_auxiliary(sentence, mark))


def find_action(sentence: Sentence, place: int, item: Item, sayings: frozenset[int] = frozenset()) -> Acting | None:
    """The verb or action noun that governs the quantity at tokens[place], or None.

    The cheapest candidate wins: words between, commas, clause breaks and other quantities cost; a participle right
    after the counted noun costs nothing; verbs of watching and having cost more than verbs of moving. `sayings` are
    the words that bring a source and move nothing ("the ministry gave a total").
    """
    item_id = item.item_id or ""
    best: Acting | None = None
    after = max(item.j, place + 1)
    for mark in (*sentence.of("verb"), *sentence.of("nominal")):
        action = cast(Action, mark.entry)
        caps = action.frame.frame == "allow"
        if not action.fits(item_id) or (caps and (item_id.startswith("commodity") or not _caps(sentence, mark, place))):
            continue
        if (
            (mark.i in sayings and action.frame.frame != "observe")
            or not acts(sentence, mark)
            or _is_copular(sentence, mark)
        ):
            continue
        inside = place < mark.i < item.j or (item.kind != "none" and item.i <= mark.i < item.j)
        if inside and any(mark.j <= m.i and m.j <= item.j for m in sentence.of("noun")):
            continue  # "strike drones": the word only colours the counted noun
        if inside:
            cost = -4 if action.frame.frame == "harm" else 0
            cost += 0 if mark.kind == "nominal" or action.form in {"ed", "participle"} else 4
        elif mark.j <= place:
            cost = _path_cost(sentence, mark.j, place)
        else:
            cost = _path_cost(sentence, after, mark.i)
            if (
                mark.i - after <= 1
                and sentence.norms[mark.i - 1] not in {"and", "or"}
                and action.form in {"ed", "participle", "ing"}
            ):
                cost = -2
        if item_id == "money" and "money" not in action.items:
            cost += 20
        cost -= 3 if action.particle else 0
        cost += _FRAME_COST.get(action.frame.frame, 0) + (_NOUN_COST if mark.kind == "nominal" and not inside else 0)
        if action.frame.frame == "contain" and subject_of(sentence, mark, set()) is not None:
            cost += _FRAME_COST["hold"] + 1  # a state holds in stock, a ship holds as a vessel
        passive = mark.kind == "verb" and is_passive(sentence, mark, action.form)
        if mark.j <= place and passive and not _agentless_list(sentence, mark, place):
            cost += 4
        if cost < _TOO_FAR and (best is None or cost < best.cost):
            best = Acting(mark, action, passive, cost)
    return best


def _caps(sentence: Sentence, mark: Mark, place: int) -> bool:
    """A permission caps what it governs: "lets the North import 500,000", not "shells allowed Russia to"."""
    if mark.kind == "nominal":
        between = sentence.norms[place + 1 : mark.i]
        if mark.j <= place:
            return not any(
                mark.j <= m.i < place and cast(Action, m.entry).frame.action == "transfer" for m in sentence.of("verb")
            )
        return len(between) <= 3 and not set(between) & (PREPOSITIONS | {",", "and", "or", "."})
    if sentence.norms[mark.i - 1] in BE:
        return True
    if mark.j > place:
        return False
    moves = any(mark.j <= m.i < place for m in sentence.of("verb"))
    return place - mark.j <= 3 or (moves and any(mark.j <= m.i < place for m in sentence.of("actor")))


def _agentless_list(sentence: Sentence, mark: Mark, place: int) -> bool:
    return any(norm in {"by", ":"} for norm in sentence.norms[mark.j : place])


def actor_id(mark: Mark) -> str:
    """The party that a mark stands for: its state where it has one, else itself."""
    return cast(Actor, mark.entry).state


def _is_party(mark: Mark) -> bool:
    return cast(Actor, mark.entry).actor_type not in {"outlet"} and actor_id(mark) not in {
        "United Nations",
        "UN.PANEL",
        "MSMT",
    }


def preposition_of(sentence: Sentence, mark: Mark) -> str:
    """The preposition that governs an actor: "to" in "to the Russian army", "" where none does."""
    k = mark.i - 1
    while k >= 0 and mark.i - k <= 3:
        norm = sentence.norms[k]
        if norm in PREPOSITIONS:
            return "" if norm == "to" and sentence.norms[k - 1 : k] in _TO_NOBODY else norm
        if norm not in DETERMINERS and norm not in {"and", "or", ","}:
            return ""
        if norm == ",":
            return ""
        if norm in {"and", "or"}:
            previous = [m for m in sentence.of("actor") if m.j == k]
            return preposition_of(sentence, previous[0]) if previous else ""
        k -= 1
    return ""


def owners(sentence: Sentence, i: int, j: int) -> list[Mark]:
    """Actors whose people or goods the words i..j speak of: "North Korean soldiers", "Kim's troops"."""
    found = []
    for mark in sentence.within("actor", i, j):
        actor = cast(Actor, mark.entry)
        possessive = sentence.norms[mark.j : mark.j + 1] in (["'s"], ["'"])
        if _is_party(mark) and (actor.form == "demonym" or possessive):
            found.append(mark)
    return found


def is_adjective(sentence: Sentence, mark: Mark) -> bool:
    """Whether an actor only colours the next noun ("Russian officials", "Moscow's war") and is no party by itself."""
    following = sentence.norms[mark.j] if mark.j < len(sentence.norms) else "."
    if following in {"'s", "'"}:
        return True
    if cast(Actor, mark.entry).form != "demonym":
        return False
    return following.isalpha() and following not in AUXILIARIES and following not in PREPOSITIONS


def has_pronoun_subject(sentence: Sentence, mark: Mark) -> bool:
    """Whether "it" or "they" is the subject of a verb: "Seoul said it would send"."""
    k = mark.i - 1
    while k > 0 and (sentence.norms[k] in AUXILIARIES or sentence.norms[k] in ADVERBS):
        k -= 1
    return sentence.norms[k] in {"it", "they", "he", "she"}


def subject_of(sentence: Sentence, mark: Mark, barred: set[int]) -> Mark | None:
    """The actor that is the subject of an active verb: nearest before it, not behind a preposition, not a source."""
    low = mark.i
    while low > 0 and sentence.norms[low - 1] not in {";", ":", "—", "–", "-", "“", '"', "•", "(", "but", "while"}:
        low -= 1
    fallback = None
    if has_pronoun_subject(sentence, mark):
        named = [m for m in sentence.within("actor", 0, mark.i) if m.i in barred]
        return named[-1] if named else None
    for actor in reversed(sentence.within("actor", low, mark.i)):
        if cast(Actor, actor.entry).form == "place" or actor.i in barred or not _is_party(actor):
            continue
        own = actor.j == mark.i and sentence.norms[actor.i - 1 : actor.i] in (["those"], ["that"], ["what"])
        if own or preposition_of(sentence, actor) in {"", "by", "than"}:
            if not is_adjective(sentence, actor):
                return actor
            fallback = fallback or actor
    return fallback


def read_roles(sentence: Sentence, acting: Acting, place: int, item: Item, barred: set[int]) -> Parties:
    """Roles around one action, by its frame; `barred` are the words that name the source of the statement."""
    roles = acting.action.frame.roles
    found: dict[str, str] = {}
    frame = acting.action.frame.frame
    rules = [f"frame-{acting.action.frame.frame}:{acting.action.word}"]

    def put(role: str, mark: Mark, rule: str) -> None:
        name = roles.get(role, "")
        if name and name not in found and actor_id(mark) not in found.values():
            found[name] = actor_id(mark)
            rules.append(rule)

    _prepositional_roles(sentence, acting, place, barred, put, {"from", "to"})
    if acting.mark.kind != "verb":
        for mark in owners(sentence, max(acting.mark.i - 4, 0), acting.mark.i):
            put("subject", mark, "party-possessive")
        maker = subject_of(sentence, acting.mark, barred) if frame == "produce" else None
        if maker is not None:
            put("subject", maker, "party-subject")
        loser = _loser(sentence, acting.mark, barred) if frame == "harm" else None
        if loser is not None:
            put("object", loser, "party-loser")
    elif acting.passive:
        _passive_roles(sentence, acting, place, put)
    else:
        subject = subject_of(sentence, acting.mark, barred)
        if subject is not None and not (frame in _ONE_HANDED and _is_coordinated(sentence, subject)):
            put("subject", subject, "party-subject")
    _prepositional_roles(sentence, acting, place, barred, put, {"object", "by", "for", "with", "in"})
    _item_owner(sentence, acting, place, item, barred, found, rules)
    subject_role = found.get(roles.get("subject", "")) if "party-subject" in rules else None
    return Parties(found.get("supplier"), found.get("recipient"), found.get("actor"), tuple(rules), subject_role)


def _loser(sentence: Sentence, noun: Mark, barred: set[int]) -> Mark | None:
    """Who suffered: "North Korean troops had suffered 4,700 casualties" names them before the verb."""
    for mark in reversed(sentence.of("verb")):
        if mark.j <= noun.i and cast(Action, mark.entry).frame.frame == "suffer" and noun.i - mark.j <= _LOSS_REACH:
            return subject_of(sentence, mark, barred) or next(iter(owners(sentence, max(0, mark.i - 6), mark.i)), None)
    return None


def with_subject(parties: Parties, acting: Acting, subject: str) -> Parties:
    """The parties with a subject that a pronoun stands for."""
    role = acting.action.frame.roles.get("subject")
    taken = {parties.supplier, parties.recipient, parties.actor}
    if role is None or getattr(parties, role) is not None or subject in taken:
        return parties
    filled = {"supplier": parties.supplier, "recipient": parties.recipient, "actor": parties.actor, role: subject}
    rules = (*parties.rule_ids, "party-pronoun")
    return Parties(filled["supplier"], filled["recipient"], filled["actor"], rules, subject)


def _is_taker(sentence: Sentence, mark: Mark, place: int) -> bool:
    """ "sold Russian powder mills 1,300 tonnes": a demonym with its noun between the verb and the figure takes."""
    nouns = any(mark.j <= m.i < place and cast(Noun, m.entry).kind == "head" for m in sentence.of("noun"))
    return mark.j < place <= mark.j + 4 and not nouns


def _is_coordinated(sentence: Sentence, mark: Mark) -> bool:
    """ "Poland and South Korea signed": both sign, and the words do not say who buys."""
    return any(m.j + 1 == mark.i and sentence.norms[m.j] == "and" for m in sentence.of("actor"))


def _passive_roles(sentence: Sentence, acting: Acting, place: int, put: Put) -> None:
    """Passive verbs give things a giver only through "by"; "Ukraine has been given 31 tanks" has a taker as subject."""
    if acting.action.frame.frame in {"give", "pledge", "pay"} and acting.mark.j <= place:
        subject = subject_of(sentence, acting.mark, set())
        gap = sentence.norms[subject.j : acting.mark.i] if subject is not None else []
        direct = all(norm in AUXILIARIES or norm in ADVERBS for norm in gap)
        if subject is not None and direct and not is_adjective(sentence, subject):
            put("to", subject, "party-passive-subject")


def _prepositional_roles(
    sentence: Sentence, acting: Acting, place: int, barred: set[int], put: Put, wanted: set[str]
) -> None:
    verb = acting.mark
    for mark in sentence.of("actor"):
        if mark.i in barred or not _is_party(mark):
            continue
        if any(norm in {";", "•"} for norm in sentence.norms[min(mark.i, verb.j) : max(mark.i, verb.j)]):
            continue
        preposition = preposition_of(sentence, mark)
        far = QUANTITY in sentence.norms[min(mark.i, place + 1) : max(mark.i, place)]
        if cast(Actor, mark.entry).form == "place" and far:
            continue
        if mark.i >= verb.j and preposition == "" and "object" in wanted and verb.kind == "verb" and not acting.passive:
            between = sentence.norms[verb.j : mark.i]
            takes = not is_adjective(sentence, mark) or _is_taker(sentence, mark, place)
            if all(norm in DETERMINERS for norm in between) and takes:
                put("object", mark, "party-object")
            continue
        role = {
            "into": "to",
            "toward": "to",
            "towards": "to",
            "onto": "to",
            "at": "in",
            "across": "in",
            "inside": "in",
            "against": "",
        }.get(preposition, preposition)
        adjective = is_adjective(sentence, mark) and sentence.norms[mark.j : mark.j + 1] in (["'s"], ["'"])
        other = role == "by" and any(verb.j <= m.i < mark.i for m in sentence.of("verb"))
        if role in wanted and not adjective and not other:
            put(role, mark, f"party-{role}")


def _item_owner(
    sentence: Sentence,
    acting: Acting,
    place: int,
    item: Item,
    barred: set[int],
    found: dict[str, str],
    rules: list[str],
) -> None:
    own = owners(sentence, place, max(item.j, place + 1)) or owners(sentence, max(item.i - 3, 0), item.j)
    own = [mark for mark in own if mark.i not in barred]
    if not own:
        return
    action = acting.action.frame.action
    people = (item.item_id or "").startswith("personnel")
    if action == "transfer" and "supplier" not in found and actor_id(own[0]) != found.get("recipient"):
        found["supplier"] = actor_id(own[0])
        rules.append("party-owner")
    elif (action in {"deploy", "casualties"} and people) or (
        action in {"hold", "casualties", "fire"} and "actor" not in found
    ):
        found["actor"] = actor_id(own[0])
        rules.append("party-owner")
