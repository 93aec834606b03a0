"""Figures that the next sentence takes back: "That was wrong", "It had not", "The ministry called the story a lie"."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from schemas.vocabulary import vocabulary
from waybill.claims.sources.names import WordSpan, name_after
from waybill.claims.words.lexicon import inflect
from waybill.claims.words.marks import QUANTITY, Sentence
from waybill.claims.words.wordlists import BE, HAVE

_POINTERS = frozenset({"it", "this", "that", "they", "these", "those", "he", "she"})
_REPORTS = frozenset(
    {"report", "reports", "claim", "claims", "story", "stories", "figure", "figures", "number", "numbers", "allegation"}
    | {"allegations", "statement", "article", "news", "rumour", "rumours", "rumor", "rumors", "assertion", "account"}
)
_PRINTED = frozenset(
    {"media", "press", "newspaper", "newspapers", "paper", "papers", "outlet", "outlets", "reports", "report", "blog"}
    | {"blogs", "channel", "channels", "site", "sites", "tabloid", "website", "rumours", "post", "posts", "video"}
)
_BEING_OR_DOING = BE | HAVE | {"did", "does"}
_NEGATIONS = frozenset({"not", "n't", "never"})
_SHORT = 7  # words of an answer like "It had not."
_NEAR = 6  # words from what points back to the verdict


class Denial(NamedTuple):
    """What takes back the sentence before: words i..j of its own sentence name who does, None for the document."""

    by: WordSpan | None


@cache
def _words(role: str) -> frozenset[str]:
    return frozenset(row["words"] for row in vocabulary("en/denials") if row["role"] == role)


@cache
def _verbs() -> frozenset[str]:
    return frozenset(form for verb in _words("verb") | {"call", "describe", "brand"} for form in inflect(verb))


def denial_in(sentence: Sentence) -> Denial | None:
    """How a sentence takes back what the one before it told, None where it does not."""
    norms = sentence.norms
    pointing = _points_back(norms)
    if pointing and (_is_answer(norms) or _has_verdict(norms, pointing)):
        return Denial(None)
    if norms[:1] == ["the"] and norms[1:2] and norms[1] in _words("true") and _REPORTS & set(norms[2:3]):
        return Denial(None) if QUANTITY in norms else None
    for k in range(1, len(norms) - 1):
        if norms[k] in _verbs() and (end := _object_pointing_back(norms, k + 1)):
            if (
                norms[k] not in inflect("deny")
                and norms[k] in _calls()
                and not _words("verdict") & set(norms[end:][:_NEAR])
            ):
                continue
            named = name_after(sentence, 0)
            return Denial((named[0], min(named[1], k)) if named is not None and named[0] < k else None)
    return None


def is_printed(words: list[str]) -> bool:
    """Whether the words of a source mean the press: whose figure somebody else may take back."""
    return bool(_PRINTED & set(words))


@cache
def _calls() -> frozenset[str]:
    return frozenset(form for verb in ("call", "describe", "brand") for form in inflect(verb))


def _points_back(norms: list[str]) -> int:
    """How many words at the start point back at what was told: "It", "The report"; 0 for none."""
    if norms[:1] and norms[0] in _POINTERS:
        return 2 if norms[1:2] and norms[1] in _REPORTS else 1
    if norms[:1] == ["the"] and norms[1:2] and norms[1] in _REPORTS:
        return 2
    return 0


def _is_answer(norms: list[str]) -> bool:
    """ "It had not.", "They did not." """
    words = [n for n in norms if n[:1].isalnum() or n == "n't"]
    return 3 <= len(words) <= _SHORT - 3 and bool(_NEGATIONS & set(words[-1:])) and words[1] in _BEING_OR_DOING


def _has_verdict(norms: list[str], start: int) -> bool:
    """ "The report is incorrect", "That was wrong"."""
    after = norms[start : start + _NEAR]
    return after[:1] != [] and after[0] in BE and bool(_words("verdict") & set(after)) and not _NEGATIONS & set(after)


def _object_pointing_back(norms: list[str], k: int) -> int:
    """The index behind "it", "the report" at norms[k]; 0 where something else follows."""
    if norms[k : k + 1] and norms[k] in {"it", "this", "that", "them"} and norms[k + 1 : k + 2] != ["#q"]:
        return k + 1
    if norms[k : k + 1] and norms[k] in {"the", "this", "that", "such", "these", "those"}:
        return k + 2 if norms[k + 1 : k + 2] and norms[k + 1] in _REPORTS else 0
    return 0
