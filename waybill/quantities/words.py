"""What number words are where they stand: numbers, pronouns, vague amounts, zeros, ordinals, shares and multiples."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

from waybill.quantities import multiples, rejects, shares, singles
from waybill.quantities.ages import age
from waybill.quantities.bounds import bound_before
from waybill.quantities.candidates import FOLD_WORDS, GROUPS, WORD_KIND, idiom_at
from waybill.quantities.cues import cues
from waybill.quantities.draft import draft_of
from waybill.quantities.measures import joined, read_measure
from waybill.quantities.nouns import SINGLE, is_abstract, is_plural, noun_phrase
from waybill.quantities.number_words import read_vague, read_words
from waybill.quantities.numerals import (
    VAGUE_RANGE,
    VULGAR,
    WORD_CLASS,
    WORD_VALUE,
    Numeral,
    take_magnitudes,
)
from waybill.quantities.page import Page
from waybill.quantities.ranges import emit_joined
from waybill.quantities.units import find_unit

_ARTICLE_BEFORE = re.compile(r"(?:^|[^a-z0-9])(an?)[ -]$")
_NEXT_WORD = re.compile(r"[ -]([a-z]+)")
_MAGNITUDE_CLASSES = frozenset({"hundred", "scale", "dozen"})
_ONE_IS_PRONOUN_AFTER = cues("pronoun_one_after")
_COMPARED = re.compile(r"(?<!long)er than $")
_JOINING = frozenset({"in", "out", "or", "to"})
_MAGNITUDE_PREFIXES = ("multi-", "multi", "per ", "in a ")


def read_word_candidate(page: Page, start: int, word: str) -> None:
    """Reads the number word at `start` and writes it down as quantity or rejection, or leaves it alone."""
    idiom = idiom_at(page.folded, start)
    if idiom:
        page.reject(idiom[0], idiom[1], idiom[2], "idiom")
        return
    _READERS[WORD_KIND[word]](page, start, word)


def read_vulgar_candidate(page: Page, start: int, sign: str) -> None:
    """Reads a fraction sign: "½ a million", "¾ of the crew"."""
    part = VULGAR[sign]
    numeral = Numeral(start, start + 1, part, part, "fraction", "fraction-sign", part)
    take_magnitudes(page.folded, page.text, numeral)
    emit_joined(page, read_measure(page.folded, page.text, numeral))


def _number(page: Page, start: int, word: str) -> None:
    folded, text = page.folded, page.text
    numeral = read_words(folded, text, start)
    if numeral is None:
        return
    if WORD_CLASS[word] in _MAGNITUDE_CLASSES:
        article = _ARTICLE_BEFORE.search(folded[max(0, start - 4) : start])
        if article:
            numeral.start = max(0, start - 4) + article.start(1)
        if folded.endswith(_MAGNITUDE_PREFIXES, 0, numeral.start):
            page.reject("off_topic", start, numeral.end, "magnitude-alone")
            return
    if not shares.fraction_after(folded, numeral):
        shares.out_of(folded, text, numeral)
    found = age(folded, text, numeral.start, numeral.end, numeral.low) or rejects.sport_score(
        folded, numeral.start, numeral.end
    )
    if found is None and shares.base_of_every(folded, numeral):
        page.hold_base(numeral)
        return
    is_ratio = shares.ratio_to_one(folded, numeral)
    draft = read_measure(folded, text, numeral)
    if is_ratio:
        draft.unit, draft.kind = "factor", "factor"
    if found is None and draft.unit is None and draft.form == "words":
        found = rejects.label_before(folded, text, start, numeral.end) or rejects.proper_name(text, start, numeral.end)
    if found is not None:
        page.reject(*found)
        return
    emit_joined(page, draft)


def _one(page: Page, start: int, word: str) -> None:
    folded = page.folded
    numeral = read_words(folded, page.text, start)
    if numeral is None:
        return
    if numeral.end == start + 3:
        ahead = _NEXT_WORD.match(folded, start + 3)
        if (
            folded.startswith("not ", start - 4)
            and ahead
            and ahead[1] != "of"
            and noun_phrase(folded, start + 3, SINGLE)
        ):
            page.emit(draft_of(Numeral(start - 4, start + 3, 0, 0, "zero", "zero-single")))
            return
        if singles.not_one(folded, start):
            page.emit(draft_of(Numeral(start - 4, start + 3, 0, 0, "zero", "zero-single")))
            return
        taken = singles.one_taken(folded, start, start + 3)
        if taken is not None:
            page.emit(draft_of(taken))
            return
        if folded[start + 3 : start + 4] == "'" or not _counts_one(page, start, ahead):
            page.reject("off_topic", start, start + 3, "pronoun-one")
            return
    _number(page, start, word)


def _counts_one(page: Page, start: int, ahead: re.Match[str] | None) -> bool:
    """Whether "one" counts something and is no pronoun."""
    folded, text = page.folded, page.text
    end = start + 3
    if ahead is None:
        return folded[max(0, start - 9) : start] in {"at least ", "ore than ", "han just "}
    if ahead[1] in shares.PART_WORDS or ahead[1] == "more":
        return True
    if ahead[1] in _JOINING:
        probe = Numeral(start, end, 1, 1, "words", "number-word")
        return shares.out_of(folded, text, probe) or joined(folded, text, draft_of(probe)) is not None
    before = folded[max(0, start - 10) : start].rstrip(" ").rpartition(" ")[2].strip("(\"'")
    if before in _ONE_IS_PRONOUN_AFTER and folded[end] == " ":
        return False
    if find_unit(folded, text, end):
        return True
    return ahead[1] != "of" and noun_phrase(folded, end, SINGLE) is not None


def _vague(page: Page, start: int, word: str) -> None:
    folded = page.folded
    begin, phrase = start, word
    if word == "scores" and not folded.startswith((" of ", " more"), start + 6):
        return
    if word in {"few", "couple", "handful"}:
        has_article = folded.startswith("a ", start - 2) and not folded[max(0, start - 3) : start - 2].isalpha()
        has_of = folded.startswith(" of ", start + len(word)) and word != "few"
        if has_article:
            begin = start - 2
        phrase = ("a " if has_article else "") + word + (" of" if has_of else "")
        if phrase not in VAGUE_RANGE:
            return  # "the handful"
        numeral = read_vague(folded, begin, phrase)
        if numeral.rule == "vague-few" and not has_article and not has_of:
            return  # "few ships", "the couple married"
        if numeral.rule == "vague-few" and word == "couple" and not has_of:
            following = _NEXT_WORD.match(folded, numeral.end)
            if following is None or not is_plural(following[1]):
                return
    else:
        numeral = read_vague(folded, begin, phrase)
    page.emit(read_measure(folded, page.text, numeral))


def _zero(page: Page, start: int, word: str) -> None:
    folded = page.folded
    end = start + len(word)
    if word == "zero":
        _number(page, start, word)
        return
    if word == "no":
        phrase = noun_phrase(folded, end) if folded[end : end + 1] == " " else None
        if phrase is None and singles.counts_single(folded, end):
            page.emit(draft_of(Numeral(start, end, 0, 0, "zero", "zero-single")))
            return
        if phrase is None or is_abstract(folded[phrase.head_end - len(phrase.head) - 2 : phrase.head_end].split()[-1]):
            return
    if word == "not a single" and folded.startswith(" one", end) and not folded[end + 4 : end + 5].isalpha():
        end += len(" one")
    rule = "zero-single" if word == "not a single" else "zero-word"
    page.emit(draft_of(Numeral(start, end, 0, 0, "zero", rule)))


def _single(page: Page, start: int, word: str) -> None:
    numeral = singles.single_at(page.folded, start, start + len(word))
    if numeral is not None:
        page.emit(draft_of(numeral))


def _group(page: Page, start: int, word: str) -> None:
    """ "A pair of tanks": two, where a thing follows that is counted; a pair of trousers is one."""
    end = start + len(word)
    if singles.counts_several(page.folded, end):
        page.emit(draft_of(Numeral(start, end, GROUPS[word], GROUPS[word], "words", "group-word")))


def _ordinal(page: Page, start: int, word: str) -> None:
    numeral = shares.part_word(page.folded, start, word) or shares.each_nth(page.folded, start, word)
    if numeral is not None:
        emit_joined(page, read_measure(page.folded, page.text, numeral))
    elif not word.endswith("s"):
        page.reject("ordinal", start, start + len(word), "ordinal-word")


def _share(page: Page, start: int, word: str) -> None:
    numeral = shares.part_word(page.folded, start, word)
    if numeral is not None:
        emit_joined(page, read_measure(page.folded, page.text, numeral))


def _multiple(page: Page, start: int, word: str) -> None:
    kind, factor, per = multiples.multiple_word(page.folded, start, word)
    end = start + len(word)
    if kind == "off_topic":
        page.reject("off_topic", start, end, "multiple-idiom")
        return
    draft = draft_of(Numeral(start, end, factor, factor, "words", f"multiple-{kind}"))
    if kind == "factor":
        draft.unit, draft.kind = "factor", "factor"
    draft.rate_per = per
    page.emit(draft)


def _fold(page: Page, start: int, word: str) -> None:
    value = WORD_VALUE[FOLD_WORDS[word]]
    draft = draft_of(Numeral(start, start + len(word), value, value, "words", "multiple-fold"))
    draft.unit, draft.kind = "factor", "factor"
    page.emit(draft)


def _once(page: Page, start: int, word: str) -> None:
    page.reject("off_topic", start, start + len(word), "idiom-once")


def _article(page: Page, start: int, phrase: str) -> None:
    """ "Nearly a year", "an hour and a half": an article counts one where a bound or a half says so."""
    folded = page.folded
    article = phrase.index(" ")
    found = find_unit(folded, page.text, start + article)
    if found is None or folded[found.end : found.end + 1] == "-":
        return
    draft = draft_of(Numeral(start, start + article, 1, 1, "words", "article-unit"))
    draft.unit, draft.kind, draft.after = found.unit.unit, found.unit.kind, found.end
    if folded.startswith(" and a half", found.end):
        draft.end = draft.after = found.end + len(" and a half")
        draft.low = draft.high = Decimal("1.5")
    else:
        bound = bound_before(folded, start, found.unit.kind == "duration")
        if bound is not None and page.drafts and bound.edge <= page.drafts[-1].after + 1:
            return  # "8,000 more than a year ago"
        if bound is None or bound.comparator == "exact" or _COMPARED.search(folded[bound.edge : start]):
            return  # "higher than a year ago" compares with the year and counts none
    page.emit(draft)


def _decades(page: Page, start: int, word: str) -> None:
    page.reject("duration", start, start + len(word), "decades-alone")


_READERS: dict[str, Callable[[Page, int, str], None]] = {
    "number": _number,
    "one": _one,
    "vague": _vague,
    "zero": _zero,
    "single": _single,
    "group": _group,
    "ordinal": _ordinal,
    "share": _share,
    "multiple": _multiple,
    "fold": _fold,
    "once": _once,
    "decades": _decades,
    "article": _article,
}
