"""What one report tells, whatever the others do: under what its claims may meet others, what it says of them itself."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pyarrow as pa

from waybill.assertions.candidates import block_keys, number_key, pairs_within
from waybill.assertions.derived import derive
from waybill.assertions.desk import Desk
from waybill.assertions.ledger import Ledger, carried, columns_of, joined, rows
from waybill.assertions.numbering import Numbers
from waybill.assertions.options import options_of
from waybill.assertions.pairs import Link, judge_within
from waybill.assertions.reports import Mention
from waybill.assertions.stated import stated_relations
from waybill.assertions.totals import totals_in_order

_STATED = ("stated", "ordered", "options", "derived")
OWN = ("asks", "sources", "blocks", "numbers", "within", *_STATED)


def told_tables(desk: Desk, numbers: Numbers, before: Ledger) -> dict[str, pa.Table]:
    """The tables `OWN` of the ledger: taken over, or read from fresh reports."""
    fresh = _read(desk, numbers.fresh.tolist())
    return {name: joined(name, carried(before[name], numbers.moved), fresh[name]) for name in OWN}


def mention_columns(desk: Desk, numbers: Numbers, before: Ledger) -> tuple[list[str], np.ndarray, np.ndarray]:
    """Of every mention its claim's id, the last day on which it may have been said, whether it is one of options."""
    ids = np.empty(numbers.mentions, object)
    said, has_options = np.zeros(numbers.mentions, np.int64), np.zeros(numbers.mentions, bool)
    moved = numbers.moved["mention"]
    stays, old = moved >= 0, before["mentions"]
    ids[moved[stays]] = old.column("claim_id").to_numpy()[stays]
    said[moved[stays]] = old.column("said").to_numpy()[stays]
    has_options[moved[stays]] = old.column("has_options").to_numpy()[stays]
    for report in numbers.fresh.tolist():
        for mention in desk.mentions(report):
            ids[mention.place] = mention.claim.claim_id
            said[mention.place] = mention.said[1]
            has_options[mention.place] = mention.claim.alternative_group is not None
    return ids.tolist(), said, has_options


def _read(desk: Desk, reports: Sequence[int]) -> Mapping[str, pa.Table]:
    words, asked = array("I"), np.zeros(len(reports), np.int64)
    keys: dict[str, tuple[array[int], array[int]]] = {name: (array("q"), array("Q")) for name in ("blocks", "numbers")}
    links: list[tuple[int, int, str, str, float]] = []
    others: dict[str, list[tuple[object, ...]]] = {name: [] for name in ("sources", *_STATED)}
    for at, report in enumerate(reports):
        sources, asks = desk.read_sources(report)
        others["sources"] += [(report, outlet) for outlet in sorted(sources)]
        words.extend(asks)
        asked[at] = len(asks)
        mentions = desk.mentions(report)
        for mention in mentions:
            for name, keys_of in (("blocks", block_keys), ("numbers", number_key)):
                found = [*keys_of(mention)]
                keys[name][0].extend([mention.place] * len(found))
                keys[name][1].extend(found)
        links += _links_within(mentions)
        for name, told in _stated(mentions):
            others[name].append(told)
    owners = np.repeat(np.array(reports, np.int64), asked)
    return {
        "asks": columns_of("asks", owners, np.array(words, np.uint32)),
        **{name: columns_of(name, *map(np.array, found)) for name, found in keys.items()},
        "within": rows("within", links),
        **{name: rows(name, told) for name, told in others.items()},
    }


def _links_within(mentions: Sequence[Mention]) -> Iterator[tuple[int, int, str, str, float]]:
    """Links inside one document; a headline goes with the one mention of the body that fits it best."""
    headlines: dict[int, tuple[int, Link]] = {}
    for one, other in pairs_within(mentions):
        left, right = mentions[one], mentions[other]
        link = judge_within(left, right)
        if link is None:
            continue
        if not left.in_headline or right.in_headline:
            yield left.place, right.place, link.method, link.confidence, link.score
        elif left.place not in headlines or link.score > headlines[left.place][1].score:
            headlines[left.place] = right.place, link
    for place, (to, link) in headlines.items():
        yield place, to, link.method, link.confidence, link.score


def _stated(mentions: Sequence[Mention]) -> Iterator[tuple[str, tuple[object, ...]]]:
    """What a report says of its own claims: parts and conversions, totals in order, options, and what follows."""
    places = {mention.claim.claim_id: mention.place for mention in mentions}
    claims = [mention.claim for mention in mentions]
    for relation in stated_relations(claims):
        ends = places[relation.from_claim_id], places[relation.to_claim_id]
        yield "stated", (*ends, relation.relation, relation.method, relation.confidence)
    for older, newer in totals_in_order(mentions):
        yield "ordered", (newer.place, older.place)
    for one, other in options_of(mentions):
        yield "options", (one.place, other.place)
    for value in derive(claims):
        facts = value.method, value.value_low, value.value_best, value.value_high, value.unit, value.inputs
        yield "derived", (places[value.claim_id], value.claim_id, *facts)
