"""Numbers that state no quantity, told from their nearest surroundings: models, calibres, labels, ordinals, codes."""

from __future__ import annotations

import re

from schemas.vocabulary import vocabulary

Reason = tuple[str, int, int, str]  # reject_reason, start, end, rule id

_LABEL_ROWS = vocabulary("en/number_labels")
_LABEL = {row["label"]: (row["reject_reason"], row["when"]) for row in _LABEL_ROWS}


def _labels_by_last_word() -> dict[str, tuple[str, ...]]:
    table: dict[str, list[str]] = {}
    for label in _LABEL:
        table.setdefault(label.rpartition(" ")[2], []).append(label)
    return {word: tuple(sorted(labels, key=len, reverse=True)) for word, labels in table.items()}


_LABELS = _labels_by_last_word()
_TOKEN_BEFORE = re.compile(r"[\w.-]*$")
_TOKEN_AFTER = re.compile(r"[\w-]*(?:\.\d+)*")
_PREFIXES = frozenset(
    [
        "mid",
        "sub",
        "pre",
        "post",
        "non",
        "under",
        "over",
        "top",
        "all",
        "nearly",
        "almost",
        "about",
        "some",
        "around",
        "plus",
        "minus",
        "and",
        "to",
        "per",
        "ex",
        "anti",
        "pro",
        "inter",
        "up",
        "former",
        "early",
        "late",
        "circa",
        "than",
        "each",
        "the",
        "of",
        "a",
        "an",
        "multi",
        "semi",
        "least",
        "most",
    ]
)
_ORDINAL_SUFFIX = re.compile(r"(?:st|nd|rd|th|ᵗʰ)(?![a-z])")
_DECADE_SUFFIX = re.compile(r"'?s(?![a-z])")
_AGE_DECADE = re.compile(r"(?:his|her|their|my|your|our|early|mid|late)[ -]$|in (?:their|his|her) $")
_AGE_AFTER = re.compile(
    r"[ -]years?[ -]olds?(?![a-z])|[ -]years? of age|(?: years?)?[ -]yr[ -]olds?|[ -]?y/?o(?![a-z])"
)
_AGE_BEFORE = re.compile(r"(?:^|[^a-z])(?:aged|ages|age|age of|aged between|aged from|turned|turning|at age) $")
_NAME_COMMA = re.compile(r"[A-Z][\w'’-]+, $")
_AGE_CLOSES = re.compile(r"[,;.)](?!\d)| and | was | is | of |$")
_LIST_NUMBER = re.compile(r"[.)] +\S|\) ")
_PHONE = re.compile(r"\+?\(?\d[\d() ./-]{6,24}\d(?!\d)")
_GOLD_CARATS = frozenset({9, 10, 14, 18, 21, 22, 24})
_VERSION = re.compile(r"\d+(?:\.\d+){2,}")
_COORDINATE = re.compile(r"°? ?\d{0,2}(?:[.'′]\d*)? ?[\"″']? ?(?:[nsew])(?![a-z])")
_CALIBRES = frozenset(
    [
        "5.45",
        "5.56",
        "6.5",
        "7.62",
        "9",
        "9.3",
        "11.43",
        "12.7",
        "13.2",
        "14.5",
        "20",
        "23",
        "25",
        "27",
        "30",
        "35",
        "37",
        "40",
        "45",
        "50",
        "57",
        "60",
        "70",
        "73",
        "75",
        "76",
        "80",
        "81",
        "82",
        "84",
        "85",
        "88",
        "90",
        "100",
        "105",
        "106",
        "107",
        "110",
        "114",
        "115",
        "120",
        "122",
        "125",
        "127",
        "128",
        "130",
        "133",
        "135",
        "140",
        "150",
        "152",
        "155",
        "160",
        "165",
        "170",
        "175",
        "180",
        "182",
        "200",
        "203",
        "210",
        "214",
        "216",
        "220",
        "227",
        "240",
        "250",
        "280",
        "300",
        "302",
        "305",
        "320",
        "330",
        "370",
        "380",
        "400",
        "406",
        "420",
        "533",
        "600",
        "610",
        "650",
        "800",
    ]
)
_NOT_CALIBRE = re.compile(
    r"rain|snow|precip|thick|wide|width|\blong\b(?!-)|length|deep|depth|diameter|tall|high|lens|film|hail|water|gap|margin|"
    r"crack|fell|sea level|camera|per (?:hour|day|year|month)|screw|bolt|sheet|glass|tumou?r|lesion"
)


def model_or_identifier(folded: str, text: str, start: int, digits_end: int) -> Reason | None:
    """Rejects digits that hang on letters before them: "KN-23", "K9s", "C4ADS", "#12", "fcd_24".

    >>> model_or_identifier("kn-23s for", "KN-23s for", 3, 5)
    ('model', 0, 6, 'model-token')
    """
    before = folded[start - 1]
    if before.isalpha() or before == "_":
        return _token(folded, text, start)
    if before in "#@§№":
        return ("resolution" if before == "§" else "identifier"), start - 1, digits_end, "sign-before"
    if before == "-" and start > 1 and (folded[start - 2].isalnum() or folded[start - 2] in ")'\""):
        word_start = start - 1
        while (
            word_start
            and (folded[word_start - 1].isalnum() or folded[word_start - 1] == "-")
            and start - word_start < 30
        ):
            word_start -= 1
        prefix = folded[word_start : start - 1]
        if prefix.rpartition("-")[2] in _PREFIXES or not prefix or prefix.isdigit():
            return None
        return _token(folded, text, start)
    return None


def _token(folded: str, text: str, start: int) -> Reason:
    begin = start
    while begin and (folded[begin - 1].isalnum() or folded[begin - 1] in "-_") and start - begin < 30:
        begin -= 1
    match = _TOKEN_AFTER.match(folded, start)
    end = match.end() if match else start + 1
    if folded[end - 1] == "-":
        end -= 1
    written = text[begin:end]
    if "_" in written or len(written) > 18 or written[:1].isdigit():
        return "identifier", begin, end, "identifier-token"
    return "model", begin, end, "model-token"


def glued_letters(folded: str, text: str, start: int, end: int) -> Reason | None:
    """Rejects digits with letters glued after them that are no unit: "44th", "1990s", "2B26", "24K".

    >>> glued_letters("44th drawdown", "44th drawdown", 0, 2)
    ('ordinal', 0, 4, 'ordinal-suffix')
    """
    suffix = _ORDINAL_SUFFIX.match(folded, end)
    if suffix:
        return "ordinal", start, suffix.end(), "ordinal-suffix"
    decade = _DECADE_SUFFIX.match(folded, end)
    if decade and end - start in {2, 4}:
        if _AGE_DECADE.search(folded[max(0, start - 12) : start]):
            return "age", start, decade.end(), "age-decade"
        return "date", start, decade.end(), "decade"
    match = _TOKEN_AFTER.match(folded, end)
    stop = match.end() if match else end
    return "model", start, stop, "model-token"


def label_before(folded: str, text: str, start: int, end: int, next_is_noun: bool) -> Reason | None:
    """Rejects a number that a word before it turns into a name: "Resolution 1874", "No. 7", "Flight 370", "Phase 2".

    >>> label_before("under resolution 1874,", "under Resolution 1874,", 17, 21, False)
    ('resolution', 17, 21, 'label-before')
    """
    if not start or folded[start - 1] not in " ":
        return None
    stop = start - 1
    word = folded[max(0, folded.rfind(" ", max(0, stop - 24), stop) + 1) : stop].rpartition("\n")[2].lstrip("([\"'")
    for label in _LABELS.get(word, ()):
        begin = stop - len(label)
        if not folded.startswith(label, begin) or (begin and folded[begin - 1].isalnum()):
            continue
        reason, when = _LABEL[label]
        if when == "bare" and (next_is_noun or (reason == "ordinal" and not text[begin].isupper())):
            return None
        return reason, start, end, "label-before"
    return None


def age(folded: str, text: str, start: int, end: int, value: object) -> Reason | None:
    """Rejects ages: "aged 42", "58-year-old", "Mr Ito, 58,".

    >>> age("aged 42 and", "aged 42 and", 5, 7, 42)
    ('age', 5, 7, 'age-before')
    """
    after = _AGE_AFTER.match(folded, end)
    if after:
        return "age", start, after.end(), "age-after"
    before = folded[max(0, start - 14) : start]
    if before.endswith(" ") and _AGE_BEFORE.search(before):
        return "age", start, end, "age-before"
    if (
        before.endswith(", ")
        and isinstance(value, int)
        and 5 <= value <= 110
        and _NAME_COMMA.search(text[max(0, start - 30) : start])
        and folded[end : end + 1] in ",.;)\n"
        and not folded[end + 1 : end + 2].isdigit()
    ):
        return "age", start, end, "age-apposition"
    return None


def is_calibre(folded: str, start: int, end: int, digits: str) -> bool:
    """Whether millimetres are a calibre: a calibre in use, and no word of rain or size near.

    >>> is_calibre("20 mm of rain fell", 0, 5, "20")
    False
    """
    if digits not in _CALIBRES:
        return False
    return _NOT_CALIBRE.search(folded[max(0, start - 30) : end + 30]) is None


def list_number(folded: str, start: int, end: int) -> bool:
    """Whether a number at the start of a line numbers a list: "1. North Korea", "2) Fuel"."""
    if end - start > 2 or (start and folded[start - 1] != "\n" and folded[max(0, start - 3) : start].strip(" (")):
        return False
    line = folded.rfind("\n", max(0, start - 6), start)
    if line < 0 and start > 4:
        return False
    return _LIST_NUMBER.match(folded, end) is not None


def phone_end(folded: str, start: int) -> int:
    """Where a phone number that starts at `start` ends; 0 where there is none.

    >>> phone_end("+44 0000 000000", 1)
    15
    """
    match = _PHONE.match(folded, start)
    if match is None:
        return 0
    groups = re.split(r"[^\d]+", match[0].strip("+("))
    if groups[0].startswith("0") or (start and folded[start - 1] == "+" and len(groups) > 2):
        return match.end()
    return 0
