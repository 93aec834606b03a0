"""What a quantity counts: the noun phrase after it, or the nearest one before it, as the narrowest item of the tree."""

from __future__ import annotations

import re
from typing import NamedTuple, cast

from schemas.vocabulary import vocabulary
from waybill.claims.words.itemtree import common_item, related, tree, unit_of, with_calibre
from waybill.claims.words.lexicon import Modifier, Noun
from waybill.claims.words.marks import DATE, QUANTITY, Mark, Sentence
from waybill.claims.words.nounphrase import MILLIMETRES, calibres_in, phrase_after
from waybill.claims.words.wordlists import (
    ADVERBS,
    AUXILIARIES,
    DETERMINERS,
    MILITARY_BODIES,
    PHRASE_BORDERS,
    PREPOSITIONS,
    RELATIVES,
)

_CLASS_WORDS = frozenset({"weapon", "weapon.vehicle", "weapon.aircraft"})  # of heads that say little of the kind
_PLURAL_MODIFIERS = frozenset(
    row["form"] for row in vocabulary("en/noun_forms") if row["class"] in {"plural_modifier", "mass"}
)
_LAUNCHERS = {
    "weapon.airdefence": "weapon.airdefence",
    "missile.airdefence": "weapon.airdefence",
    "missile.antitank": "weapon.antitank",
    "missile.ballistic": "weapon.vehicle.launcher",
    "missile.cruise": "weapon.vehicle.launcher",
}  # of what is launched
_VERBAL = ("s", "ed", "ing")
_CLOSED = PHRASE_BORDERS | PREPOSITIONS | ADVERBS | AUXILIARIES | DETERMINERS | RELATIVES | {"and", "or", "of"}
_MAKES = frozenset(
    ["make", "origin", "manufacture", "design", "provenance", "production", "type", "build", "vintage", "stock"]
)
_ALL_KINDS = frozenset({"all", "various", "every", "different", "several", "both", "other"})
_NEXT_PHRASE = (["the"], ["a"], ["an"], ["this"], ["last"], ["each"], ["every"], ["/"])
_OF_TIME = re.compile(
    r"of (?:the |last |this |that )*(?:year|month|week|quarter|season|#d|#t|spring|summer|autumn|winter)\b"
)
_DEMONYM = re.compile(r"[A-Z][a-z]+(?:[aeiou]ns|[a-z]{3}is)$")


class Item(NamedTuple):
    """An item read from words i..j of a sentence; `item_id` None where the noun is known to be of another topic."""

    item_id: str | None
    unit: str
    i: int
    j: int
    kind: str  # of the head noun: head weak measure unit act designation ... or "unknown", "none"
    detail: str
    rule_ids: tuple[str, ...]


def _nouns(sentence: Sentence, i: int, j: int) -> list[Mark]:
    return sentence.within("noun", i, j)


def _narrowed(sentence: Sentence, head: Noun, i: int, j: int) -> tuple[str, bool]:
    """The head's item made narrower by the modifiers of its phrase; the second value tells of a mixture."""
    item_id = head.item_id
    marks: list[Mark] = []
    path = item_id.split(".")
    for depth in range(1, len(path) + 1):
        marks += sentence.within("modifier:" + ".".join(path[:depth]), i, j)
    inner = [m for m in _nouns(sentence, i, j) if m.j - m.i > 1]
    marks = [mark for mark in marks if not any(m.i <= mark.i and mark.j <= m.j for m in inner)]
    found = [cast(Modifier, mark.entry) for mark in sorted(marks, key=lambda mark: mark.i)]
    narrower = [
        m.item_id
        for m in found
        if (related(m.item_id, item_id) and len(m.item_id) > len(item_id))
        or (not related(m.item_id, item_id) and (m.head_item_id == item_id or head.kind == "weak"))
    ]
    if not narrower:
        return item_id, False
    joined = any(norm in {"and", "or", "&"} for norm in sentence.norms[i:j])
    if len(set(narrower)) > 1 and joined:
        return common_item([*narrower]) or item_id, True
    return max(narrower, key=len), False


def _read_group(sentence: Sentence, i: int, j: int) -> tuple[Noun, str, list[str]] | None:
    """Head noun, item and rules of the words i..j (one noun group, with its own modifiers and coordination)."""
    marks = _nouns(sentence, i, j)
    if not marks:
        return None
    nouns = [cast(Noun, mark.entry) for mark in marks]
    designations = [n for n in nouns if n.kind == "designation"]
    heads = [n for n in nouns if n.kind != "designation"]
    rules = ["item-head-noun"]
    if not heads:
        head = designations[0]
        item_id = common_item([d.item_id for d in designations]) or head.item_id
        return head, item_id, ["item-designation"]
    head = heads[-1]
    if head.kind in {"unit", "partitive", "kind"}:
        return head, "", rules
    if head.kind == "generic" and not _is_specified(sentence, head, marks, i, j):
        return head, "", rules
    cut = _unlike(sentence, marks, nouns)
    if cut:
        return _read_group(sentence, i, cut)
    if head.kind == "act" and len(heads) > 1:
        head = heads[-2]._replace(kind="act", unit="event")
    item_id, mixed = _narrowed(sentence, head, i, j)
    if mixed:
        return head, item_id, [*rules, "item-mixture"]
    last = marks[-1]
    for mark, noun in zip(marks, nouns, strict=True):
        if noun is head or noun.kind in {"unit", "partitive", "kind"} or mark.j > last.i:
            continue
        coordinated = any(sentence.norms[k] in {"and", "or", ","} for k in range(mark.j, last.i))
        item_id = _joined(item_id, noun, head, coordinated)
        rules.append("item-coordination" if coordinated else "item-modifier-noun")
    if head.kind == "weak" and item_id.split(".")[0] != head.item_id.split(".")[0]:
        head = head._replace(unit=unit_of(item_id), kind="designation")
    elif designations and (head.kind == "weak" or item_id != head.item_id):
        kept = head.unit if head.item_id == "weapon.vehicle" else unit_of(item_id)
        head = head._replace(unit=kept or head.unit, kind="designation")
    return head, item_id, rules


def _unlike(sentence: Sentence, marks: list[Mark], nouns: list[Noun]) -> int:
    """Where a second thing begins that the number does not count: "40 tanks and ammunition"; 0 where none does."""
    for mark, noun, following in zip(marks, nouns, nouns[1:], strict=False):
        joint = sentence.norms[mark.j : mark.j + 1]
        if joint not in (["and"], ["or"], ["&"]) or not noun.item_id or not following.item_id:
            continue
        is_plural = noun.kind == "designation" or sentence.norms[mark.j - 1] != _last_word(mark)
        roots = noun.item_id.partition(".")[0], following.item_id.partition(".")[0]
        if is_plural and roots[0] != roots[1] and roots[1] != "facility":
            return mark.j
    return 0


def _is_specified(sentence: Sentence, head: Noun, marks: list[Mark], i: int, j: int) -> bool:
    """Whether "systems" or "units" comes with a word that says which: a modifier, a designation, a weapon noun."""
    return len(marks) > 1 or _narrowed(sentence, head, i, j)[0] != head.item_id


def _joined(item_id: str, noun: Noun, head: Noun, coordinated: bool) -> str:
    """The item of a head with one more noun before it."""
    known = tree()
    if noun.kind == "designation":
        if related(noun.item_id, item_id):
            return max(noun.item_id, item_id, key=len)
        ammunition = known.ammunition.get(noun.item_id, "")
        if head.kind == "weak" and noun.item_id.split(".")[0] != item_id.split(".")[0]:
            return noun.item_id
        if head.item_id in _CLASS_WORDS and noun.item_id.startswith("weapon"):
            return noun.item_id  # "Pantsir vehicles", "Mohajer-6 aircraft"
        if ammunition and item_id.split(".")[0] in {"munition", "missile"}:
            return max(ammunition, item_id, key=len) if related(ammunition, item_id) else ammunition
        return item_id
    if coordinated:
        other = noun.item_id
        if item_id.startswith("munition"):
            other = known.ammunition.get(other, other)
        if other.split(".")[0] == item_id.split(".")[0]:
            return common_item([other, item_id]) or item_id
        return item_id
    ammunition = known.ammunition.get(noun.item_id, "")
    if item_id.startswith("munition") and ammunition and len(ammunition) > len(item_id):
        return ammunition
    return item_id


def _is_bare(sentence: Sentence, i: int, j: int) -> bool:
    """No word between i and j could be a noun of its own."""
    return all(
        norm in DETERMINERS or norm in ADVERBS or norm in AUXILIARIES or not norm[:1].isalpha()
        for norm in sentence.norms[i:j]
    )


def _unknown_head(sentence: Sentence, i: int, j: int) -> bool:
    """The last noun of the vocabulary is followed by another plural noun: "missile manufacturing complexes"."""
    marks = _nouns(sentence, i, j)
    last = marks[-1].j
    rest = [n for n in sentence.norms[last:j] if n.isalpha() and n not in ADVERBS]
    noun = cast(Noun, marks[-1].entry)
    if not rest or noun.kind in {"unit", "partitive"}:
        return False
    if _is_plural_head(sentence, marks[-1]) and not rest[0].endswith("s"):
        return False  # "3,000 women sew uniforms": an unknown verb follows
    return rest[-1].endswith("s") and not rest[-1].endswith(("ss", "'s")) and rest[-1] not in DETERMINERS


def _is_plural_head(sentence: Sentence, mark: Mark) -> bool:
    """A noun in a plural that no other noun can follow: "women", "tankers", not "arms" or "weapons"."""
    modifies = sentence.norms[mark.j - 1] in _PLURAL_MODIFIERS and cast(Noun, mark.entry).kind != "person"
    return not modifies and sentence.norms[mark.j - 1] != _last_word(mark)


def _last_word(mark: Mark) -> str:
    """The last word of a noun as the vocabulary has it, in the singular."""
    return cast(Noun, mark.entry).noun.rpartition(" ")[2].lower()


def read_item_after(sentence: Sentence, place: int) -> Item:
    """The item named by the words after the quantity at tokens[place].

    kind "none" where no noun follows (the noun stands elsewhere), "unknown" where a noun of no item follows.
    """
    whole = _whole_after(sentence, place)
    if whole:
        return read_item_after(sentence, whole)
    if sentence.norms[place + 1 : place + 2] in _NEXT_PHRASE and _is_count(sentence, place):
        return Item(None, "", place + 1, place + 1, "none", "", ())  # "5,100 the year before"
    if sentence.norms[place + 1 : place + 2] == ["of"] and _OF_TIME.match(
        " ".join(sentence.norms[place + 1 : place + 6])
    ):
        return Item(None, "", place + 1, place + 1, "none", "", ())  # "the 7,900 of last year"
    phrase = phrase_after(sentence, place + 1)
    calibres = calibres_in(sentence, place + 1, phrase.end)
    detail = sentence.words(place + 1, phrase.end)
    for n, (i, j) in enumerate(phrase.groups):
        read = _read_group(sentence, i, j)
        if read is None:
            if n == 0 and i > place + 1 and _MAKES & set(sentence.norms[j - 1 : j + 1]):
                return Item(None, "", place + 1, place + 1, "none", "", ("item-of-make",))  # "11 of Turkish make"
            if _are_people(sentence, i, j):
                return Item("personnel", "person", i, j, "person", detail, ("item-demonym",))
            if _is_bare(sentence, i, j) or _is_predicate(sentence, i, j, phrase.end) or _is_calibre(sentence, i, j):
                continue
            return Item(None, "", i, phrase.end, "unknown", detail, ("item-other-noun",))
        head, item_id, rules = read
        if head.kind == "kind" and set(sentence.norms[place + 1 : j]) & {"such", "these", "those"}:
            head = head._replace(kind="partitive")
        following = phrase.groups[n + 1] if n + 1 < len(phrase.groups) else None
        if head.noun == "member" and following and MILITARY_BODIES & set(sentence.norms[slice(*following)]):
            return Item("personnel.troops", "person", i, phrase.end, "head", detail, ("item-member-of-forces",))
        if head.kind == "kind" and n == 0 and i > place + 1 and _ALL_KINDS & set(sentence.norms[i:j]):
            continue  # "800 of all types": the thing stands elsewhere
        if head.kind == "kind" or _is_possessor(sentence, i, j) or _unknown_head(sentence, i, j):
            return Item(None, "", i, phrase.end, "unknown", detail, ("item-other-noun",))
        head, item_id, rules = _of_what(sentence, head, item_id, rules, following)
        if not item_id:
            kind = "unknown" if head.kind in {"generic", "other"} else "none"
            return Item(None, "", i, phrase.end, kind, sentence.words(i, phrase.end), ("item-bare-measure",))
        if head.kind == "measure" and not calibres and item_id == head.item_id and item_id.startswith("munition"):
            item_id = _named_before(sentence, place) or item_id
        end = _last_noun(sentence, place + 1, phrase.end)
        return Item(with_calibre(item_id, calibres), head.unit, i, end, head.kind, detail, tuple(rules))
    return Item(None, "", place + 1, phrase.end, "none", "", ("item-of-them",) if phrase.pronoun else ())


def _is_count(sentence: Sentence, place: int) -> bool:
    return any(
        q.quantity_kind == "count" and q.unit is None and q.value_low != 0
        for q, p in zip(sentence.quantities, sentence.places, strict=True)
        if p == place
    )


def _are_people(sentence: Sentence, i: int, j: int) -> bool:
    """A demonym in the plural ends the phrase: "two North Koreans", "70 Cubans"."""
    last = sentence.tokens[j - 1]
    return _DEMONYM.match(sentence.text[last.start : last.end]) is not None


def _is_predicate(sentence: Sentence, i: int, j: int, end: int) -> bool:
    """A lone word in -ed that ends the phrase is a verb: "another 95 vanished"."""
    return j - i == 1 and j == end and sentence.norms[i].endswith("ed")


def _is_calibre(sentence: Sentence, i: int, j: int) -> bool:
    """Nothing but a calibre: "300,000 of 122 mm"."""
    words = sentence.norms[i:j]
    return bool(calibres_in(sentence, i, j)) and all(not w.isalpha() or w in MILLIMETRES for w in words)


def _of_what(
    sentence: Sentence, head: Noun, item_id: str, rules: list[str], following: tuple[int, int] | None
) -> tuple[Noun, str, list[str]]:
    """Head, item and rules with what stands after "of": "rounds of X", "pieces of X", "missiles of the X class"."""
    if following is None:
        return head, item_id, rules
    if head.kind == "head":
        return head, _launched(sentence, head, _named_by_class(sentence, item_id, *following), *following), rules
    if head.kind not in {"measure", "unit", "partitive"}:
        return head, item_id, rules
    inner = _read_group(sentence, *following)
    if inner is not None and inner[1]:
        found = _measured(head, item_id, inner[0], inner[1])
        kept = head if head.kind == "measure" else inner[0]
        return kept, found, [*inner[2], "item-measure-of"]
    if head.kind in {"unit", "partitive"}:
        return head._replace(kind="other" if inner is None else head.kind), "", rules
    return head, item_id, rules


def _is_possessor(sentence: Sentence, i: int, j: int) -> bool:
    """ "two countries' weapons" counts the countries: a possessive after a plain noun ends what is counted."""
    names = {k for mark in sentence.of("actor") for k in range(mark.i, mark.j)}
    return any(
        sentence.norms[k] in {"'", "'s"} and k - 1 not in names and k > i and sentence.norms[k - 1].isalpha()
        for k in range(i, j)
    )


def _launched(sentence: Sentence, head: Noun, item_id: str, i: int, j: int) -> str:
    """ "launchers of the air defence system X": what is launched tells which launchers they are."""
    if head.noun != "launcher":
        return item_id
    inner = _read_group(sentence, i, j)
    return (
        _LAUNCHERS.get(inner[1].partition(".")[0] + "." + inner[1].split(".")[1], item_id)
        if inner and "." in inner[1]
        else item_id
    )


def _named_by_class(sentence: Sentence, item_id: str, i: int, j: int) -> str:
    """ "missiles of the Hwasong-11 class": the designation after "of" narrows the head."""
    named = [cast(Noun, m.entry) for m in _nouns(sentence, i, j)]
    found = [n.item_id for n in named if n.kind == "designation" and related(n.item_id, item_id)]
    return max([item_id, *found], key=len)


def _named_before(sentence: Sentence, place: int) -> str | None:
    """What bare "rounds" are: "if filled with 152 mm shells it would hold 12 million rounds"."""
    for mark in nouns_before(sentence, place):
        if QUANTITY in sentence.norms[max(0, mark.i - 4) : mark.i]:
            return None
        if cast(Noun, mark.entry).item_id.startswith("munition"):
            return read_noun_before(sentence, mark).item_id
    return None


def own_calibre(sentence: Sentence, place: int, item_id: str) -> str:
    """The item with the calibre right after an elliptical figure ("300,000 of 122 mm") instead of its own."""
    calibres = calibres_in(sentence, place + 1, place + 4)
    if not calibres:
        return item_id
    base, _, last = item_id.rpartition(".")
    base = base if last.endswith("mm") else item_id
    return with_calibre("munition.artillery" if base.startswith("munition.artillery") else base, calibres)


def _last_noun(sentence: Sentence, i: int, j: int) -> int:
    """The end of the last noun of the vocabulary in words i..j, a calibre in brackets after it included."""
    end = max((mark.j for mark in _nouns(sentence, i, j)), default=j)
    return j if sentence.norms[end : end + 1] in (["("], ["of"]) else end


def _whole_after(sentence: Sentence, place: int) -> int:
    """The place of the whole in "980,000 of the one million shells", 0 where none follows."""
    following = sentence.norms[place + 1 : place + 4]
    if following[:1] != ["of"] or QUANTITY not in following:
        return 0
    k = place + 1 + following.index(QUANTITY)
    return k if all(norm in DETERMINERS for norm in following[1 : following.index(QUANTITY)]) else 0


def _measured(head: Noun, item_id: str, inner: Noun, inner_id: str) -> str:
    """The item of "rounds of X" or "barrels of X"."""
    if head.kind != "measure" or not item_id:
        return inner_id
    if item_id.startswith("munition"):
        if inner_id.startswith("munition"):
            return inner_id if inner_id != "munition" else "munition"
        return tree().ammunition.get(inner_id, item_id)
    return inner_id


def read_noun_before(sentence: Sentence, mark: Mark) -> Item:
    """The item of one noun mark, with the modifiers and calibre that stand before and right after it."""
    low = mark.i
    while low > 0 and mark.i - low < 6:
        norm = sentence.norms[low - 1]
        if norm in PHRASE_BORDERS or norm in {QUANTITY, DATE, ","} or norm in PREPOSITIONS:
            break
        low -= 1
    read = _read_group(sentence, low, mark.j)
    noun = cast(Noun, mark.entry)
    head, item_id, rules = read if read is not None else (noun, noun.item_id, ["item-head-noun"])
    after = mark.j + 5 if sentence.norms[mark.j : mark.j + 1] in (["of"], ["("]) else mark.j
    calibres = calibres_in(sentence, low, mark.j) or calibres_in(sentence, mark.j, after)
    if item_id:
        item_id = with_calibre(item_id, calibres)
    return Item(item_id or None, head.unit, low, mark.j, head.kind, sentence.words(low, mark.j), tuple(rules))


def item_of_words(sentence: Sentence) -> Item | None:
    """The item that a few words by themselves name, such as the heading of a column; a bare calibre is ammunition."""
    end = len(sentence.norms)
    marks = [m for m in _nouns(sentence, 0, end) if cast(Noun, m.entry).item_id]
    if marks:
        item = read_noun_before(sentence, marks[-1])
        return item._replace(unit=item.unit or unit_of(item.item_id)) if item.item_id else None
    calibres = calibres_in(sentence, 0, end)
    item_id = with_calibre("munition.artillery", calibres) if calibres else ""
    return Item(item_id, "round", 0, end, "none", sentence.words(0, end), ("item-calibre",)) if item_id else None


def nouns_before(sentence: Sentence, place: int) -> list[Mark]:
    """Nouns left of the quantity, nearest first, that could name what an elliptical quantity counts."""
    skip = {"unit", "partitive", "kind"}
    speaks = {m.i for m in sentence.of("saying")}
    found = [m for m in sentence.of("noun") if m.j <= place and cast(Noun, m.entry).kind not in skip]
    found = [m for m in found if not _is_compound(sentence, m)]
    return [m for m in found[::-1] if m.j not in speaks]  # "the gunners said" counts no gunners


def _is_compound(sentence: Sentence, mark: Mark) -> bool:
    """A noun in the singular with an unknown noun right after it only says what sort that is: "drone school"."""
    word = sentence.norms[mark.j] if mark.j < len(sentence.norms) else ""
    if not word.isalpha() or cast(Noun, mark.entry).kind == "designation" or word.endswith(_VERBAL):
        return False
    if sentence.norms[mark.j - 1] != _last_word(mark) or word in _CLOSED:
        return False
    return not any(m.i == mark.j for kind in ("noun", "verb", "saying", "nominal", "actor") for m in sentence.of(kind))


def has_relative(sentence: Sentence, i: int, j: int) -> bool:
    """Whether a relative pronoun stands between two places: the noun before it belongs to another clause."""
    return any(norm in RELATIVES for norm in sentence.norms[i:j])
