"""Walks the candidates of a text and turns each into a quantity, a rejection, or leaves it to a wider reading."""

from __future__ import annotations

import re
from bisect import bisect_right
from decimal import Decimal
from fractions import Fraction

from waybill.dates import DateExpression, find_dates
from waybill.quantities import rejects, shares
from waybill.quantities.candidates import FOLD_WORDS, WORD_KIND, find_candidates, idiom_at
from waybill.quantities.draft import Draft, draft_of, percent_of, quantity_of, set_value
from waybill.quantities.finish import finish
from waybill.quantities.fold import fold
from waybill.quantities.measures import (
    joined,
    opener_before,
    read_measure,
    same_unit,
    share_magnitude,
)
from waybill.quantities.nouns import is_plural, noun_phrase
from waybill.quantities.numerals import (
    VULGAR,
    WORD_VALUE,
    Number,
    Numeral,
    plain,
    read_digits,
    read_vague,
    read_words,
    take_magnitudes,
)
from waybill.quantities.record import Quantity, Reading, Rejection
from waybill.quantities.units import find_money_before, find_unit

_ADDRESS = re.compile(
    r"(?:https?://|www\.)[^\s<>\"]+|[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64})+|[a-z0-9-]+\.(?:com|org|net|example|io|co|gov|edu|info|me|ru|ua|kr|uk)(?:/[^\s<>\"]*)?(?![a-z])"
)
_SPORT = re.compile(
    r"\b(?:w[io]n|wins|beat|beats|beating|lost|lose|loss|defeat|defeated|draw|drew|victory|lead|led|score|scored|win|winners|thrash|thrashed|tie|tied|goals?|half-time|aggregate|set|match|game)\b"
)
_CHANGE_FROM = re.compile(
    r"\b(?:"
    + "|".join(sorted({w for w, d in shares._CHANGE.items()}, key=len, reverse=True))
    + r"|went|up|down|changed|moved|shifted|revised|upgraded|downgraded|widened|narrowed|doubled|tripled|halved|increase|rise|fall|drop|jump|growth|decline)\b"
)
_A_BEFORE = re.compile(r"(?:^|[^a-z0-9])(an?)[ -]$")
_ONE_PRONOUN_BEFORE = frozenset(
    [
        "the",
        "this",
        "that",
        "which",
        "another",
        "any",
        "every",
        "each",
        "no",
        "some",
        "not",
        "his",
        "her",
        "only",
        "big",
        "new",
        "old",
        "last",
        "next",
        "first",
        "good",
        "bad",
        "same",
        "right",
        "wrong",
        "little",
        "young",
        "only-",
    ]
)
_NEXT_WORD = re.compile(r"[ -]([a-z]+)")
_ZERO_NOUN_SKIP = frozenset(["doubt", "longer", "one"])
_YEARISH = re.compile(r"(?:19|20)\d\d$")


class Reader:
    """One reading of one text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.folded = fold(text)
        self.quantities: list[Quantity] = []
        self.rejections: list[Rejection] = []
        self.position = 0
        self.dates: list[DateExpression] = []
        self.date_starts: list[int] = []

    def read(self) -> Reading:
        folded = self.folded
        self.dates = find_dates(self.text)
        self.date_starts = [date.start for date in self.dates]
        self.starts = frozenset(self.date_starts)
        addresses = [match.span() for match in _ADDRESS.finditer(folded)] if "." in folded or "@" in folded else []
        address_starts = [start for start, _ in addresses]
        for match in find_candidates(folded):
            start = match.start()
            if start < self.position:
                continue
            if addresses:
                index = bisect_right(address_starts, start) - 1
                if index >= 0 and start < addresses[index][1]:
                    self._reject("identifier", addresses[index][0], addresses[index][1], "address")
                    continue
            date = self._date_at(start)
            if date is not None and not self._is_count(date, start):
                self._reject("date", max(date.start, self.position), date.end, date.rule_id)
                continue
            word = match[0]
            if word[0].isdigit():
                self._digits(start)
            elif word in VULGAR:
                self._vulgar(start, word)
            else:
                self._word(start, word)
        return Reading(tuple(self.quantities), tuple(self.rejections))

    # -- dates -----------------------------------------------------------------------------------------------------

    def _date_at(self, start: int) -> DateExpression | None:
        index = bisect_right(self.date_starts, start) - 1
        if index < 0:
            return None
        date = self.dates[index]
        return date if start < date.end else None

    def _is_count(self, date: DateExpression, start: int) -> bool:
        """Whether what looks like a bare year counts the noun after it: "2000 soldiers"."""
        if date.kind != "year" or date.end - date.start != 4:
            return False
        if find_money_before(self.folded, self.text, start):
            return True
        if self.folded[max(0, start - 6) : start].endswith((" in ", " since ", " from ", " by ", " of ", " for ")):
            return False
        unit = find_unit(self.folded, self.text, date.end)
        return unit is not None and unit.unit.kind != "duration"

    # -- emitting --------------------------------------------------------------------------------------------------

    def _reject(self, reason: str, start: int, end: int, rule: str) -> None:
        start = max(start, self.position)
        if end <= start:
            return
        self.rejections.append(Rejection(start, end, self.text[start:end], reason, None, (rule,)))
        self.position = end

    def _emit(self, draft: Draft) -> None:
        draft.start = max(draft.start, self.position)
        finish(self.folded, self.text, draft, self.position)
        draft.end = min(draft.end, len(self.text))
        self.quantities.append(quantity_of(draft, self.text))
        self.position = max(draft.end, draft.after)

    # -- digits ----------------------------------------------------------------------------------------------------

    def _digits(self, start: int) -> None:
        folded, text = self.folded, self.text
        before = folded[start - 1] if start else " "
        money = None
        if before not in " \n(":
            money = find_money_before(folded, text, start)
            if money is None and self._left_bound(start, before):
                return
        elif before == " ":
            money = find_money_before(folded, text, start)
        if (before == "+" or folded[start] == "0") and self._phone(start):
            return
        numeral = read_digits(folded, text, start, money is not None)
        if before == "." and (start < 2 or not folded[start - 2].isalnum()) and numeral.form == "digits":
            self._leading_point(numeral)
        if numeral.form in {"code", "unreadable"}:
            why = "unreadable" if numeral.form == "unreadable" else "identifier"
            self._reject(why, numeral.start, numeral.end, numeral.rule)
            return
        reason: rejects.Reason | None
        idiom = idiom_at(folded, start) if folded[start] in "12579" else None
        if idiom:
            self._reject(idiom[0], idiom[1], idiom[2], "idiom")
            return
        end = numeral.end
        glued = folded[end : end + 1]
        if (glued in "- y" and numeral.scale == 1) or (glued in ",.;)\n" and before == " "):
            reason = rejects.age(folded, text, start, end, numeral.low)
            if reason is not None:
                self._reject(*reason)
                return
        if shares.out_of(folded, text, numeral):
            self._emit(read_measure(folded, text, numeral))
            return
        draft = read_measure(folded, text, numeral)
        if (
            glued.isalpha()
            and draft.after == end
            and not folded.startswith("fold", end)
            and numeral.form == "digits"
            and numeral.end == end
        ):
            letters = rejects.glued_letters(folded, text, start, end)
            self._reject(*letters)
            return
        if draft.unit is None and before in " \n" and numeral.scale == 1 and self._labelled(draft, start, end):
            return
        if draft.unit == "mm" and rejects.is_calibre(folded, start, draft.after, text[start:end]):
            self._reject("calibre", start, draft.after, "calibre-mm")
            return
        self._range_or_emit(draft)

    def _left_bound(self, start: int, before: str) -> bool:
        folded, text = self.folded, self.text
        end = start
        while end < len(folded) and folded[end].isdigit():
            end += 1
        if before == "[" and folded[end : end + 1] == "]":
            self._reject("furniture", start, end, "footnote-mark")
            return True
        reason = rejects.model_or_identifier(folded, text, start, end)
        if reason:
            self._reject(*reason)
            return True
        return False

    def _phone(self, start: int) -> bool:
        end = rejects.phone_end(self.folded, start)
        if end:
            self._reject("identifier", start - (self.folded[start - 1 : start] == "+"), end, "phone")
        return bool(end)

    def _leading_point(self, numeral: Numeral) -> None:
        digits = self.folded[numeral.start : numeral.end]
        if digits.isdigit():
            numeral.low = numeral.high = numeral.face = Decimal("0." + digits)
            numeral.start -= 1

    def _labelled(self, draft: Draft, start: int, end: int) -> bool:
        folded, text = self.folded, self.text
        if rejects.list_number(folded, start, end):
            self._reject("furniture", start, end, "list-number")
            return True
        next_is_noun = False
        if folded[end : end + 1] == " ":
            next_is_noun = noun_phrase(folded, end) is not None
        reason = rejects.label_before(folded, text, start, end, next_is_noun)
        if reason:
            self._reject(*reason)
            return True
        return False

    # -- words -----------------------------------------------------------------------------------------------------

    def _vulgar(self, start: int, sign: str) -> None:
        numeral = Numeral(start, start + 1, VULGAR[sign], VULGAR[sign], "fraction", "fraction-sign", VULGAR[sign])
        take_magnitudes(self.folded, self.text, numeral)
        self._emit(read_measure(self.folded, self.text, numeral))

    def _word(self, start: int, word: str) -> None:
        idiom = idiom_at(self.folded, start)
        if idiom:
            self._reject(idiom[0], idiom[1], idiom[2], "idiom")
            return
        getattr(self, f"_{WORD_KIND[word]}")(start, word)

    def _number(self, start: int, word: str) -> None:
        folded, text = self.folded, self.text
        numeral = read_words(folded, text, start)
        if numeral is None:
            return
        if WORD_VALUE[word] in {100, 12} or WORD_VALUE[word] >= 1000:
            article = _A_BEFORE.search(folded[max(0, start - 4) : start])
            if article:
                numeral.start = start - (start - max(0, start - 4)) + article.start(1)
            elif folded[max(0, start - 4) : start] == "per ":
                self._reject("off_topic", start, numeral.end, "rate-base")
                return
        if not shares.fraction_after(folded, numeral):
            shares.out_of(folded, text, numeral)
        reason = rejects.age(folded, text, numeral.start, numeral.end, numeral.low) if numeral.low <= 110 else None
        if reason:
            self._reject(*reason)
            return
        draft = read_measure(folded, text, numeral)
        if draft.unit is None and draft.form == "words":
            labelled = rejects.label_before(
                folded, text, start, numeral.end, noun_phrase(folded, numeral.end) is not None
            )
            if labelled:
                self._reject(*labelled)
                return
        self._range_or_emit(draft)

    def _one(self, start: int, word: str) -> None:
        folded = self.folded
        numeral = read_words(folded, self.text, start)
        if numeral is None:
            return
        if numeral.end == start + 3:
            following = folded[start + 3 : start + 4]
            ahead = _NEXT_WORD.match(folded, start + 3)
            if following == "'" or not self._counts_one(start, ahead):
                self._reject("off_topic", start, start + 3, "pronoun-one")
                return
        self._number(start, word)

    def _counts_one(self, start: int, ahead: re.Match[str] | None) -> bool:
        folded = self.folded
        if ahead is None:
            return folded[max(0, start - 9) : start] in {"at least ", "ore than "}
        if ahead[1] in {"in", "out"} or ahead[1] in shares.DENOMINATOR or ahead[1] in {"or", "to"}:
            probe = Numeral(start, start + 3, 1, 1, "words", "number-word")
            if shares.out_of(folded, self.text, probe) or ahead[1] in shares.DENOMINATOR:
                return True
            draft = joined(folded, self.text, draft_of(probe), self.starts)
            return draft is not None
        before = folded[max(0, start - 10) : start].rstrip(" ").rpartition(" ")[2].strip("(\"'")
        if before in _ONE_PRONOUN_BEFORE and folded[start + 3] == " ":
            return False
        if find_unit(folded, self.text, start + 3):
            return True
        return noun_phrase(folded, start + 3, True) is not None and ahead[1] != "of"

    def _vague(self, start: int, word: str) -> None:
        folded = self.folded
        begin, phrase = start, word
        if word in {"few", "couple", "handful"}:
            article = (
                folded[max(0, start - 2) : start] == "a "
                and not folded[max(0, start - 3) : max(0, start - 2)].isalnum()
            )
            of = folded.startswith(" of ", start + len(word)) and word != "few"
            if article:
                begin, phrase = start - 2, f"a {word}" + (" of" if of else "")
            elif of:
                phrase = f"{word} of"
            numeral = read_vague(folded, begin, phrase)
            if not article and numeral.rule == "vague-few" and not of:
                return
            if (
                word == "couple"
                and numeral.rule == "vague-few"
                and not of
                and not is_plural((_NEXT_WORD.match(folded, numeral.end) or ["", ""])[1])
            ):
                return
        else:
            if word == "scores" and not folded.startswith((" of ", " more"), start + 6):
                return
            numeral = read_vague(folded, begin, phrase)
        if folded[begin - 1 : begin].isalpha():
            return
        draft = read_measure(folded, self.text, numeral)
        self._emit(draft)

    def _zero(self, start: int, word: str) -> None:
        folded = self.folded
        end = start + len(word)
        if word == "zero":
            self._number(start, word)
            return
        if word == "no":
            phrase = noun_phrase(folded, end)
            if phrase is None or folded[end : end + 1] != " " or phrase.head not in _counted_nouns():
                return
        numeral = Numeral(start, end, 0, 0, "zero", "zero-word")
        self._emit(draft_of(numeral))

    def _ordinal(self, start: int, word: str) -> None:
        numeral = shares.part_word(self.folded, start, word)
        if numeral is not None:
            self._emit(read_measure(self.folded, self.text, numeral))
        elif not word.endswith("s"):
            self._reject("ordinal", start, start + len(word), "ordinal-word")

    def _share(self, start: int, word: str) -> None:
        folded = self.folded
        numeral = shares.part_word(folded, start, word)
        if numeral is None:
            return
        if numeral.form == "fraction":
            skip = re.compile(r"[ -](?:an?[ -])?").match(folded, numeral.end)
            unit = find_unit(folded, self.text, (skip.end() - 1) if skip else numeral.end)
            if unit and unit.unit.kind != "share":
                draft = draft_of(numeral)
                draft.unit, draft.kind, draft.after = unit.unit.unit, unit.unit.kind, unit.end
                set_value(draft, plain(draft.low))
                self._emit(draft)
                return
        self._range_or_emit(read_measure(folded, self.text, numeral))

    def _multiple(self, start: int, word: str) -> None:
        kind, factor, per = shares.multiple_word(self.folded, start, word)
        end = start + len(word)
        if kind == "off_topic":
            self._reject("off_topic", start, end, "multiple-idiom")
            return
        numeral = Numeral(start, end, factor, factor, "words", f"multiple-{kind}")
        draft = draft_of(numeral)
        if kind == "factor":
            draft.unit, draft.kind = "factor", "factor"
        draft.rate_per = per
        self._emit(draft)

    def _fold(self, start: int, word: str) -> None:
        value = WORD_VALUE[FOLD_WORDS[word]]
        draft = draft_of(Numeral(start, start + len(word), value, value, "words", "multiple-fold"))
        draft.unit, draft.kind = "factor", "factor"
        self._emit(draft)

    def _decades(self, start: int, word: str) -> None:
        self._reject("duration", start, start + len(word), "decades-alone")

    def _once(self, start: int, word: str) -> None:
        self._reject("off_topic", start, start + 4, "idiom-once")

    # -- ranges ----------------------------------------------------------------------------------------------------

    def _range_or_emit(self, first: Draft) -> None:
        folded = self.folded
        second = joined(folded, self.text, first, self.starts)
        if second is None:
            self._emit(first)
            return
        draft, connector = second
        if connector in {"±", "+/-"}:
            margin = draft.low
            draft.low, draft.high = _exact(first.low, margin, -1), _exact(first.low, margin, 1)
            self._emit_range(first, draft, first.start, "range-plus-minus")
            return
        opener = opener_before(folded, first.start)
        share_magnitude(first, draft)
        if not same_unit(first, draft) or not self._is_range(first, draft, connector, opener):
            if connector == "-" and self._is_score(first, draft):
                self._reject("off_topic", first.start, draft.end, "score")
                return
            self._emit(first)
            return
        start = opener[1] if opener else first.start
        low = first.low
        draft.low, draft.high = low, draft.high
        if draft.unit is None:
            draft.unit, draft.kind = first.unit, first.kind
        rule = {"-": "range-dash", "—": "range-dash", "to": "range-to", "and": "range-between", "or": "range-or"}.get(
            connector, "range-to"
        )
        self._emit_range(first, draft, max(start, self.position), rule)

    def _emit_range(self, first: Draft, draft: Draft, start: int, rule: str) -> None:
        draft.start = start
        draft.comparator = "between"
        draft.rules = [*first.rules, rule]
        if draft.low > draft.high:
            draft.low, draft.high = draft.high, draft.low
        if first.form == "fraction" or draft.form == "fraction":
            draft.form = "digits"
            draft.low, draft.high = percent_of(draft.low), percent_of(draft.high)
            draft.unit, draft.kind = "percent", "share"
        self._emit(draft)

    def _is_range(self, first: Draft, second: Draft, connector: str, opener: tuple[str, int] | None) -> bool:
        folded = self.folded
        if first.form == "vague" or second.form == "vague":
            return False
        if connector == "and":
            return opener is not None and opener[0] == "between" and first.low != second.low
        if second.low <= first.low:
            return False
        if connector == "or":
            return _are_neighbours(first, second) and (first.after == first.number_end)
        if connector in {"to", "through"}:
            before = folded[max(0, first.start - 60) : opener[1] if opener else first.start]
            before = before.rpartition(". ")[2].rpartition("\n")[2].rpartition(";")[2]
            if opener is not None and opener[0] == "from":
                return _CHANGE_FROM.search(before) is None or "ranging" in before
            return not re.search(
                r"(?:^|[^a-z])(?:rose|fell|up|down|climbed|dropped|slipped|gained|lost|added|shed|jumped|eased|edged|advanced|declined|sank|tumbled|surged|soared|slid|dipped)(?: by| about| nearly| almost)? $",
                before,
            )
        if (
            self._is_score(first, second)
            and second.high < 20
            and first.unit is None
            and _SPORT.search(folded[max(0, first.start - 40) : second.after + 30])
        ):
            return noun_phrase(folded, second.after) is not None and not _SPORT.search(
                folded[max(0, first.start - 12) : first.start]
            )
        return (
            folded[second.after : second.after + 1] != "-" or not folded[second.after + 1 : second.after + 2].isdigit()
        )

    def _is_score(self, first: Draft, second: Draft) -> bool:
        return (
            first.unit is None
            and second.unit is None
            and isinstance(first.low, int)
            and isinstance(second.low, int)
            and first.low < 200
            and second.low < 200
            and first.form == second.form
        )


def _exact(value: Number, margin: Number, sign: int) -> Number:
    if isinstance(value, Fraction) or isinstance(margin, Fraction):
        return plain(Fraction(value) + sign * Fraction(margin))
    return plain(Decimal(value) + sign * Decimal(margin))


def _are_neighbours(first: Draft, second: Draft) -> bool:
    """ "Two or three", "20 or 30": one loose amount, not two alternatives."""
    if not isinstance(first.low, int) or not isinstance(second.low, int):
        return False
    gap = second.low - first.low
    step = 1
    while first.low % (step * 10) == 0 and first.low >= step * 10:
        step *= 10
    return gap == step and first.low < 10 * step + step * 90 and first.low // step < 10


_COUNTED = frozenset(
    [
        "shell",
        "round",
        "missile",
        "rocket",
        "container",
        "shipment",
        "delivery",
        "troop",
        "soldier",
        "casualty",
        "death",
        "injury",
        "fatality",
        "tanker",
        "ship",
        "vessel",
        "voyage",
        "railcar",
        "train",
        "launch",
        "survivor",
        "case",
        "goal",
        "attack",
        "strike",
        "flight",
        "arrest",
        "drone",
        "tank",
        "vehicle",
        "weapon",
        "worker",
        "person",
        "civilian",
        "victim",
        "victory",
        "point",
        "run",
        "wicket",
        "sanction",
        "barrel",
        "bomb",
        "bullet",
        "plane",
        "aircraft",
        "helicopter",
        "patient",
        "infection",
        "vote",
        "seat",
        "medal",
        "win",
        "loss",
        "trade",
        "job",
        "house",
        "home",
        "student",
        "child",
        "woman",
        "man",
        "passenger",
        "explosion",
        "accident",
        "fire",
        "report",
        "complaint",
        "ticket",
        "truck",
        "wagon",
        "export",
        "import",
        "payment",
        "sale",
        "order",
        "call",
        "visit",
    ]
)


def _counted_nouns() -> frozenset[str]:
    return _COUNTED
