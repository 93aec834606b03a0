"""Claims and documents made ready to be compared: dates as intervals, origins as facets, outlets as keys."""

from __future__ import annotations

import calendar
import re
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from zlib import crc32

from waybill.assertions.names import name_tokens
from waybill.assertions.origins import NOBODY, Origin, is_person, known_outlets, outlet_key, read_origin
from waybill.claims.record import Claim
from waybill.documents.record import Document

_CAPITALISED = re.compile(r"\b[A-Z][^\W_]*(?:['’.&-][^\W_]+)*")
_LONGEST_OUTLET = 5
_SHORT_NAME = 4  # letters; a name no longer than this may be a common word
_POSSESSIVES = ("its ", "their ", "his ", "her ")  # point to somebody named beside them, not to an earlier source
_UNKNOWN = (date.min.toordinal(), date.max.toordinal())

Interval = tuple[int, int]
"""First and last possible day as ordinals; the whole calendar where nothing is known."""


@dataclass(frozen=True, slots=True)
class Report:
    """One document as linking sees it."""

    doc_id: str
    published: Interval
    outlet: str | None  # key of the publisher
    outlet_name: tuple[str, ...]  # its proper name, without "daily", "news agency" and the like
    sources: frozenset[str]  # keys of the outlets it names, its own left out
    voice: Origin  # the publication as an origin of its own
    voices: frozenset[tuple[str, ...]]  # names of those who stand between it and its origins
    text: str
    body_start: int


@dataclass(frozen=True, slots=True)
class Mention:
    """One claim as linking sees it."""

    claim: Claim
    report: Report
    origin: Origin
    origin_key: str | None  # the origin's words as an outlet's key: what to compare with publishers
    said: Interval  # when the origin said it, as far as the report tells
    is_own_voice: bool
    place: int = field(default=-1, compare=False)  # among all mentions of a run

    @property
    def in_headline(self) -> bool:
        """Whether it stands above the body, where newsrooms shorten."""
        return self.claim.quantity_start < self.report.body_start


def names_report(mention: Mention, report: Report) -> bool:
    """Whether the words of the origin are the name of that report's publication."""
    if report.outlet is None or not mention.claim.attributed_to:
        return False
    return mention.origin_key == report.outlet or (
        len("".join(report.outlet_name)) > _SHORT_NAME and mention.origin.name == report.outlet_name
    )


def published_interval(document: Document) -> Interval:
    """Day, month or year of publication as ordinals; unknown where the page gives no date."""
    if document.published_date is not None:
        day = document.published_date.toordinal()
        return day, day
    parts = re.fullmatch(r"(\d{4})(?:-(\d{2}))?", document.published or "")
    if parts is None or not 1 <= int(parts[1]) <= 9998:
        return _UNKNOWN
    year, month = int(parts[1]), int(parts[2] or 0)
    if not 1 <= month <= 12:
        return date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
    last = calendar.monthrange(year, month)[1]
    return date(year, month, 1).toordinal(), date(year, month, last).toordinal()


def gap(one: Interval, other: Interval) -> int:
    """Days between two intervals, 0 where they touch or overlap."""
    return max(0, one[0] - other[1], other[0] - one[1])


def read_report(document: Document, claims: Sequence[Claim], sources: frozenset[str]) -> Report:
    """A document as linking sees it; `sources` are the outlets that it names, see `read_sources`."""
    outlet = outlet_key(document.publisher)
    return Report(
        doc_id=document.doc_id,
        published=published_interval(document),
        outlet=outlet,
        outlet_name=read_origin(document.publisher).name,
        sources=sources - {outlet or ""},
        voice=_own_voice(document.publisher, outlet),
        voices=_voices(claims),
        text=document.text,
        body_start=document.body_start,
    )


@lru_cache(maxsize=1 << 16)
def _own_voice(publisher: str | None, outlet: str | None) -> Origin:
    name = read_origin(publisher).name
    return replace(NOBODY, actor_id=outlet, name=name, written=name, is_outlet=True)


def _voices(claims: Iterable[Claim]) -> frozenset[tuple[str, ...]]:
    sources = {source for claim in claims for source in claim.attributed_to[:-1]}
    return frozenset(name for source in sources if (name := read_origin(source).name))


@dataclass(frozen=True, slots=True)
class OutletNames:
    """Names of publications: what to look for in the texts of the others."""

    keys: Mapping[tuple[str, ...], str]  # words of a name, without the article -> key of the outlet
    firsts: frozenset[str]  # first words of names
    published: frozenset[str]  # keys

    def words(self, before: OutletNames) -> array[int]:
        """By which words a report shows that it may name an outlet that is known now and was not before, or was."""
        changed = self.keys.items() ^ before.keys.items()
        return _asked({*(name[0] for name, _ in changed), *(f"={key}" for key in self.published ^ before.published)})


def outlet_names(publishers: Iterable[str | None]) -> OutletNames:
    """An outlet is known by actors.csv, or because it published one of the documents."""
    found = dict(known_outlets())
    for publisher in sorted({publisher for publisher in publishers if publisher is not None}):
        key = outlet_key(publisher)
        if key is not None:
            words = tuple(word for word in name_tokens(publisher.split("(")[0]) if word != "the")
            found[words] = key
    found.pop((), None)
    return OutletNames(found, frozenset(name[0] for name in found), frozenset(found.values()))


def read_sources(document: Document, claims: Iterable[Claim], names: OutletNames) -> tuple[frozenset[str], array[int]]:
    """The outlets that a document names, and the words by which it would name others (see `OutletNames.words`)."""
    attributed = {source for claim in claims for source in claim.attributed_to}
    keys = {key for source in attributed if (key := outlet_key(source)) is not None}
    found = keys & names.published
    words = [(word.start(), name_tokens(word.group())) for word in _CAPITALISED.finditer(document.text)]
    tokens = [token for _, parts in words for token in parts]
    ends = [start for start, parts in words for _ in parts]
    for at in [at for at, token in enumerate(tokens) if token in names.firsts]:
        for length in range(min(_LONGEST_OUTLET, len(tokens) - at), 0, -1):
            name = tuple(tokens[at : at + length])
            if name in names.keys and ends[at + length - 1] - ends[at] <= 16 * length:
                found.add(names.keys[name])
                break
    return frozenset(found), _asked({*tokens, *(f"={key}" for key in keys)})


def _asked(words: Iterable[str]) -> array[int]:
    """Words as small numbers; two that share one cost a look in vain."""
    return array("I", sorted({crc32(word.encode("utf-8", "surrogatepass")) for word in words}))


def in_time(document: Document) -> tuple[int, str]:
    """The order in which linking goes through documents: what is compared lies near in memory, too."""
    return published_interval(document)[1], document.doc_id


def read_mentions(report: Report, claims: Sequence[Claim], first: int) -> tuple[Mention, ...]:
    """A report's claims in the order of its text, numbered from `first`; "the team" becomes the one named before it."""
    named: list[Origin] = []
    found = []
    ordered = sorted(claims, key=lambda claim: (claim.quantity_start, claim.claim_id))
    for place, claim in enumerate(ordered, start=first):
        origin = _origin_of(claim, report, named)
        key = outlet_key(claim.attributed_to[-1]) if claim.attributed_to else report.outlet
        own = not claim.attributed_to or (key is not None and key == report.outlet)
        found.append(Mention(claim, report, origin, key, _said(claim, report), own, place))
    return tuple(found)


def _origin_of(claim: Claim, report: Report, named: list[Origin]) -> Origin:
    """The innermost source; own voice is the publisher; a bare role takes its state from the last one that had it."""
    if not claim.attributed_to:
        return report.voice
    origin = read_origin(claim.attributed_to[-1], claim.origin_id)
    bare = not (origin.is_outlet or origin.actor_id or origin.states)
    if bare and not claim.attributed_to[-1].casefold().startswith(_POSSESSIVES):
        origin = next((earlier for earlier in reversed(named) if _refers(origin, earlier)), origin)
    if not origin.is_outlet and (origin.states or origin.actor_id or origin.name):
        named.append(origin)
    return origin


def _refers(bare: Origin, earlier: Origin) -> bool:
    """Whether "the military", "the team" or "the same office" can mean an origin named before it."""
    if bare.name:
        return len(bare.name) == 1 and len(earlier.name) > 1 and bare.name[0] == earlier.name[-1]
    if bare.roles:
        return bare.roles <= earlier.roles and not is_person(earlier)
    return bool(earlier.actor_id or earlier.states)


def _said(claim: Claim, report: Report) -> Interval:
    if claim.statement_date is not None and claim.statement_date_basis != "published_date":
        day = claim.statement_date.toordinal()
        return day, day
    return report.published
