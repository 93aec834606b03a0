"""Numbers that state no quantity, told from their nearest surroundings: models, calibres, labels, ordinals, codes."""

from __future__ import annotations

import re

from schemas.vocabulary import vocabulary
from waybill.quantities.cues import cue_pattern, cues
from waybill.quantities.nouns import noun_phrase

Reason = tuple[str, int, int, str]  # reject_reason, start, end, rule id

_LABEL_ROWS = vocabulary("en/number_labels")
_LABEL = {row["label"]: (row["reject_reason"], row["when"]) for row in _LABEL_ROWS}


def _labels_by_last_word() -> dict[str, tuple[str, ...]]:
    table: dict[str, list[str]] = {}
    for label in _LABEL:
        table.setdefault(label.rpartition(" ")[2], []).append(label)
    return {word: tuple(sorted(labels, key=len, reverse=True)) for word, labels in table.items()}


_LABELS = _labels_by_last_word()
_TOKEN_AFTER = re.compile(r"[\w-]{0,200}+(?:\.\d{1,20}+){0,8}+")
_PREFIXES = cues("not_prefix")
_ORDINAL_SUFFIX = re.compile(r"(?:st|nd|rd|th|ᵗʰ)(?![a-z])")
_DECADE_SUFFIX = re.compile(r"'?s(?![a-z])")
_AGE_DECADE = re.compile(r"(?:(?:his|her|their|my|your|our|early|mid|late)[ -]|(?:under|over)[ -])$")
_LIST_NUMBER = re.compile(r"[.)] +\S|\) ")
_PHONE = re.compile(r"\+?\(?\d[\d() ./-]{6,24}\d(?!\d)")
_COORDINATE = re.compile(
    r"(?:\.\d+)?(?:[°º] ?(?:\d{1,2}(?:\.\d+)?['′] ?)?(?:\d{1,2}(?:\.\d+)?[\"″] ?)?)?[NSEW](?![A-Za-z])"
)
_POSITION = re.compile(r", ?-?\d{1,3}\.\d{3,8}(?!\d)")
_HYPHENED = re.compile(r"\d{1,4}(?:-\d{2,4}){2,4}(?![\w-])|\d{2,3}-\d{1,4}(?:s|er|lr)(?![a-z0-9])")
_FILING = re.compile(r"\d{1,2}-[KQ](?![A-Za-z])")
_K_CODE = re.compile(r"(?:[248]|9|10|14|18|2[124])K(?![A-Za-z+])")
_PRODUCT_BEFORE = re.compile(r" (?:[A-Z][\w-]* ){1,2}$")
_GAUGE = re.compile(r"\d{1,2}-(?:gauge|bore)(?![a-z])")
_FURNITURE = re.compile(rf"(?: ?{cue_pattern('furniture_count')}| min(?:ute)?s? read) *(?:$|\n)", re.MULTILINE)
_RATIO = re.compile(r":\d{1,3}(?![\d:])")
_CLIP = re.compile(r"'[0-5]\d(?:\"|''|(?!\w))")
_CLOCK = re.compile(r":[0-5]\d(?::[0-5]\d)?(?!\d|:\d)")
_STREET = re.compile(rf" (?:[A-Z][\w'’]+ ){{1,3}}(?:{cue_pattern('street')})\b")
_CODE_BEFORE = re.compile(r"(?:^|[^\w&'’.-])([A-Z]{2,3}) $")
_CRICKET = re.compile(rf"\b(?:{cue_pattern('cricket')})\b")
_FOR_WICKETS = re.compile(
    r" for (?:\d{1,3}|one|two|three|four|five|six|seven|eight|nine)(?!\w|,\d)(?! [a-z]{3,}s\b)"
    r"| all out(?![a-z])|-for-\d{1,3}(?!\d)"
)
_PAGE_OF = re.compile(
    r"(?: ?/ ?| of )(\d{1,3})(?! ?\d)(?= (?:photos?|images?|pictures?|slides?|pages?)\b| *$| *\n)", re.MULTILINE
)
_CALIBRES = cues("calibre_mm")
_CALIBRE_NEXT = re.compile(r"(?:,| ?/ ?| and | or |, and ) ?\d{2,3}(?: and \d{2,3})?[ -]?(?:mm|millimet)")
_SIZES = cues("calibre_or_size_mm")
_MODEL_NEAR = re.compile(r"\b[A-Z][A-Za-z]*-?\d")
_WEAPON = re.compile(cue_pattern("weapon_near"))
_NOT_CALIBRE = re.compile(rf"\b{cue_pattern('size_not_calibre')}|\blong\b(?!-)")
_SENTENCE_GLUED = re.compile(r"[a-z]{4,}[.!?][\"')]?$")
_SENTENCE_FOLLOWS = re.compile(r"\s*$| ?\n| [A-Z\"“‘(]|\[")
_YEAR_MARKED = re.compile(r"(?:19|20)\d\d\.\d{1,3}")
_MONTHS = "|".join(row["name"].lower() for row in vocabulary("en/months"))
_TIME_BEFORE = re.compile(rf"(?:^|[^a-z])(?:in|since|until|during|early|late|{_MONTHS})(?: \d{{1,2}},)? $")
_SMALL_ARM = re.compile(r"[ -](?:magnum|rifle|pistol|revolver|handgun|calib|cal\b|gun|ammunition|rounds?|bullet|shell)")


def model_or_identifier(folded: str, text: str, start: int, digits_end: int) -> Reason | None:
    """Rejects digits that hang on letters before them: "KN-23", "K9s", "C4ADS", "#12", "fcd_24".

    >>> model_or_identifier("kn-23s for", "KN-23s for", 3, 5)
    ('model', 0, 6, 'model-token')
    """
    before = folded[start - 1]
    if before.isalpha() or before == "_" or (before == "." and text[start - 2 : start - 1].isupper()):
        return _token(folded, text, start)
    if before == "." and folded.endswith(_ABBREVIATED, 0, start):
        return "identifier", start, digits_end, "label-glued"
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
        if prefix.rpartition("-")[2] in _PREFIXES or not prefix or prefix.isdecimal():
            return None
        return _token(folded, text, start)
    return None


def _token(folded: str, text: str, start: int) -> Reason:
    begin = start
    while begin and (folded[begin - 1].isalnum() or folded[begin - 1] in "-_.") and start - begin < 30:
        begin -= 1
    match = _TOKEN_AFTER.match(folded, start)
    end = match.end() if match else start + 1
    if folded[end - 1] == "-":
        end -= 1
    written = text[begin:end]
    if "_" in written or len(written) > 18 or written[:1].isdecimal():
        return "identifier", begin, end, "identifier-token"
    return "model", begin, end, "model-token"


def glued_letters(folded: str, start: int, end: int) -> Reason:
    """Rejects digits with letters glued after them that are no unit: "44th", "1990s", "2B26", "24K".

    >>> glued_letters("44th drawdown", 0, 2)
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


_LABEL_SPAN = re.compile(r"-\d{1,5}(?![\w-])")  # "pp. 12-15", "Case No. 12-345"
_SHARE_SPAN = re.compile(r"(?:\.\d{1,3})?-\d{1,3}(?:\.\d{1,3})? ?(?:%|per ?cent)")
_ABBREVIATED = (" no.", " nos.", " p.", " pp.", " fig.", " art.", " sec.", " vol.", "(no.", "(p.", "(pp.", "(fig.")


def issue_number(folded: str, text: str, start: int, end: int) -> Reason | None:
    """Rejects the number after "No" of a series: "Crossword No 9,081".

    >>> issue_number("crossword no 9,081", "Crossword No 9,081", 13, 18)
    ('identifier', 13, 18, 'issue-number')
    """
    if not text.endswith((" No ", " no ", " Nr "), 0, start) or noun_phrase(folded, end) is not None:
        return None
    return "identifier", start, end, "issue-number"


def label_before(folded: str, text: str, start: int, end: int) -> Reason | None:
    """Rejects a number that a word before it turns into a name: "Resolution 1874", "No. 7", "Flight 370", "Phase 2".

    >>> label_before("under resolution 1874,", "under Resolution 1874,", 17, 21)
    ('resolution', 17, 21, 'label-before')
    """
    if not start or folded[start - 1] not in " ":
        return None
    stop = start - 2 if folded[start - 2] == ")" else start - 1  # "resolution (UNSCR) 2397"
    word = folded[max(0, stop - 24) : stop].rpartition(" ")[2].rpartition("\n")[2].lstrip("([\"'")
    for label in _LABELS.get(word, ()):
        begin = stop - len(label)
        if not folded.startswith(label, begin) or (begin and folded[begin - 1].isalnum()):
            continue
        reason, when = _LABEL[label]
        is_capital = text[begin].isupper() or (reason == "model" and not text[begin:stop].islower())
        if reason == "model" and not is_capital:
            return None  # "the challenger 33-35%"
        if when == "bare" and not is_capital and reason in {"ordinal", "resolution"}:
            return None
        if when == "bare" and (not is_capital or label == "top") and noun_phrase(folded, end) is not None:
            return None
        if label == "top" and end - start > 3:
            return None  # "may top 1,000"
        if _SHARE_SPAN.match(folded, end):
            return None  # "on our numbers 5-6% of it"
        onwards = _LABEL_SPAN.match(folded, end)
        end = onwards.end() if onwards else end
        if folded[start].isalpha() and not (text[begin].isupper() and text[start].isupper()):
            return None
        return reason, start, end, "label-before"
    return None


def is_calibre(folded: str, text: str, start: int, end: int) -> bool:
    """Whether millimetres are a calibre: a calibre in use and no word of rain or size near.

    Calibres that are common sizes too (20, 100) need a weapon or a model near.

    >>> rain, guns = "20 mm of rain fell", "20 mm guns"
    >>> is_calibre(rain, rain, 0, 5), is_calibre(guns, guns, 0, 5)
    (False, True)
    """
    digits = folded[start:end].partition("mm")[0].partition("㎜")[0].partition("millim")[0].strip(" -")
    if _NOT_CALIBRE.search(folded, max(0, start - 30), _line_end(folded, end, 30)):
        return False
    if digits in _CALIBRES:
        return True
    if digits not in _SIZES:
        return False
    return (
        _WEAPON.search(folded, max(0, start - 80), end + 80) is not None
        or _MODEL_NEAR.search(text, max(0, start - 25), end + 25) is not None
    )


def _line_end(folded: str, end: int, reach: int) -> int:
    """How far a look ahead may go: no further than its line, "155mm rounds;\\n40 High Mobility ..."."""
    stop = folded.find("\n", end, end + reach)
    return end + reach if stop < 0 else stop


def calibre_of_list(folded: str, start: int, end: int) -> Reason | None:
    """Rejects the first of two calibres that share their unit: "shells of 152 and 122 millimetres".

    >>> calibre_of_list("of 152 and 122 mm", 3, 6)
    ('calibre', 3, 6, 'calibre-list')
    """
    if folded[start:end] not in _CALIBRES or _CALIBRE_NEXT.match(folded, end) is None:
        return None
    return "calibre", start, end, "calibre-list"


def small_arm(folded: str, start: int, end: int) -> Reason | None:
    """Rejects a calibre in inches: "a .22 rifle".

    >>> small_arm("a .22 rifle", 3, 5)
    ('calibre', 2, 5, 'calibre-inch')
    """
    if start > 1 and folded[start - 2].isalnum():
        return None
    return ("calibre", start - 1, end, "calibre-inch") if _SMALL_ARM.match(folded, end) else None


def footnote_glued(folded: str, text: str, start: int, end: int) -> Reason | None:
    """Rejects the mark of a footnote glued to the end of a sentence: "of shells.3 Then".

    >>> footnote_glued("of shells.3 then", "of shells.3 Then", 10, 11)
    ('furniture', 10, 11, 'footnote-mark')
    """
    if end - start > 3 or not _SENTENCE_GLUED.search(folded[max(0, start - 12) : start]):
        return None
    return ("furniture", start, end, "footnote-mark") if _SENTENCE_FOLLOWS.match(text, end) else None


def year_with_footnote(folded: str, start: int, end: int) -> bool:
    """Whether "2023.1" is a year with the mark of a footnote: a word of time stands before and no noun after.

    >>> year_with_footnote("it began in 2023.1 and", 12, 18)
    True
    """
    if not _YEAR_MARKED.fullmatch(folded, start, end) or noun_phrase(folded, end) is not None:
        return False
    return _TIME_BEFORE.search(folded[max(0, start - 14) : start]) is not None


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


def place_or_clock(folded: str, text: str, start: int, end: int) -> Reason | None:
    """Rejects coordinates ("61°N"), clock times left over by the calendar ("14:05:") and house numbers.

    >>> place_or_clock("at 61°n with", "at 61°N with", 3, 5)
    ('identifier', 3, 7, 'coordinate')
    """
    sign = text[end : end + 1]
    if sign in "°ºNSEW.":
        match = _COORDINATE.match(text, end)
        if match and (sign in "°º" or "." in match[0] or "." in folded[start:end]):
            return "identifier", start, match.end(), "coordinate"
    elif sign == "," and "." in folded[start:end]:
        pair = _POSITION.match(folded, end)
        if pair and end - folded.find(".", start) > 3:
            return "identifier", start, pair.end(), "coordinate-pair"
    elif sign == ":":
        clock = _CLOCK.match(folded, end)
        if clock and end - start <= 2 and int(folded[start:end]) < 25:
            return "date", start, clock.end(), "clock"
        ratio = _RATIO.match(folded, end)
        if ratio:
            return "off_topic", start, ratio.end(), "ratio"
    elif sign == " " and _STREET.match(text, end):
        return "identifier", start, end, "house-number"
    return None


def clip_length(folded: str, start: int, end: int) -> Reason | None:
    """Rejects the length of a clip in minutes and seconds: 0'14".

    >>> clip_length("(clip, 2'05\\")", 7, 8)
    ('duration', 7, 12, 'clip-length')
    """
    clip = _CLIP.match(folded, end) if end - start <= 2 else None
    return ("duration", start, clip.end(), "clip-length") if clip else None


def hyphened_code(folded: str, start: int) -> Reason | None:
    """Rejects phone numbers and models with hyphens, "1-800-555-0199", "787-9s", and bores, "12-gauge".

    >>> hyphened_code("1-800-555-0199;", 0)
    ('identifier', 0, 14, 'hyphened-code')
    """
    gauge = _GAUGE.match(folded, start)
    if gauge:
        return "calibre", start, gauge.end(), "calibre-gauge"
    code = _HYPHENED.match(folded, start)
    if code is None:
        return None
    return ("model" if folded[code.end() - 1].isalpha() else "identifier"), start, code.end(), "hyphened-code"


def capital_code(folded: str, text: str, start: int, end: int) -> Reason | None:
    """Rejects filings and grades, "10-K", "4K", "24K gold", that are no thousands.

    >>> capital_code("in 4k quality", "in 4K quality", 3, 4)
    ('identifier', 3, 5, 'capital-code')
    """
    code = _FILING.match(text, start) or _K_CODE.match(text, start)
    if code is None or noun_phrase(folded, code.end()) is not None:
        return None
    return "identifier", start, code.end(), "capital-code"


def product_number(text: str, counted_end: int, start: int, end: int) -> Reason | None:
    """Rejects the number of a product that is itself counted: the 2 of "14 Challenger 2 tanks".

    >>> product_number("14 Challenger 2 tanks", 2, 14, 15)
    ('model', 14, 15, 'model-counted')
    """
    if not 0 < start - counted_end < 30 or not _PRODUCT_BEFORE.fullmatch(text, counted_end, start):
        return None
    return "model", start, end, "model-counted"


def furniture_line(folded: str, start: int, end: int) -> Reason | None:
    """Rejects the counts under a headline: a line that is only "1,204 comments" or "5 min read".

    >>> furniture_line("1,204 comments", 0, 5)
    ('furniture', 0, 5, 'furniture-line')
    """
    lead = folded[max(0, start - 3) : start]
    if lead.rpartition("\n")[2].strip(" ") or (start > 3 and "\n" not in lead):
        return None
    return ("furniture", start, end, "furniture-line") if _FURNITURE.match(folded, end) else None


def code_before(text: str, start: int, end: int) -> Reason | None:
    """Rejects a number after a code of capitals: "LH 454".

    >>> code_before("on LH 454 turned", 6, 9)
    ('identifier', 3, 9, 'code-before')
    """
    match = _CODE_BEFORE.search(text[max(0, start - 5) : start])
    if match is None or match[1] in _NO_CODES:
        return None
    return "identifier", start - len(match[1]) - 1, end, "code-before"


_NO_CODES = cues("no_code")


def sport_score(folded: str, start: int, end: int) -> Reason | None:
    """Rejects a cricket score, "287 for 6", "91 all out", where cricket is spoken of; "4-for-5" anywhere.

    >>> sport_score("took five for 38 in an innings", 5, 9)
    ('off_topic', 5, 16, 'score-cricket')
    """
    match = _FOR_WICKETS.match(folded, end)
    if match is None:
        return None
    if match[0][0] == "-" or _CRICKET.search(folded[max(0, start - 80) : end + 80]):
        return "off_topic", start, match.end(), "score-cricket"
    return None


def page_count(folded: str, start: int, end: int) -> Reason | None:
    """Rejects "3 of 12 photos" and a lone "1/6" on its line.

    >>> page_count("3 of 12 photos", 0, 1)
    ('furniture', 0, 7, 'page-count')
    """
    match = _PAGE_OF.match(folded, end)
    if match is None:
        return None
    lone = match[0].lstrip()[0] == "/"
    if lone and folded[max(0, start - 12) : start].rpartition("\n")[2].strip(" ") not in {"", "photo", "image"}:
        return None
    if lone and start and "\n" not in folded[max(0, start - 12) : start] and start > 12:
        return None
    return "furniture", start, match.end(1), "page-count"


def proper_name(text: str, start: int, end: int) -> Reason | None:
    """Rejects a number word inside a name: "the Fab Four", "the Three Graces".

    >>> proper_name("on the Fab Four record", 11, 15)
    ('identifier', 11, 15, 'name-word')
    """
    if not text[start].isupper():
        return None
    before, after = text[max(0, start - 24) : start], text[end : end + 3]
    if before.endswith((" the ", " The ")) and after[:1] == " " and after[1:2].isupper():
        return "identifier", start, end, "name-word"
    return ("identifier", start, end, "name-word") if _NAME_BEFORE.search(before) else None


_NAME_BEFORE = re.compile(r"(?:^|[^\w])the [A-Z][a-z]+ $")
