"""`waybill trace`: where one number comes from, as a footnote reads."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from waybill.cli.exits import Exit
from waybill.cli.options import complete_release, json_option, out_option, raw_option
from waybill.cli.releases import refusals
from waybill.cli.terminal import Refusal, echo_json, one_line
from waybill.cli.words import value_in_words

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Row = dict[str, Any]

_MENTIONS = """
    select claim_id, published_date, publisher, quantity_text, is_origin_mention, url
    from claims where assertion_id = ? order by published_date nulls last, claim_id
"""
_RELATIONS = """
    select relation, from_claim_id, to_claim_id, drift_types, method, r.confidence, o.quantity_text as other_text,
    from claim_relations r
    join claims o on o.claim_id = if(from_claim_id = $id, to_claim_id, from_claim_id)
    where from_claim_id = $id or to_claim_id = $id order by 1, 2, 3
"""


@click.command()
@click.argument("claim_id")
@out_option
@raw_option
@click.option("--release", metavar="ID", shell_complete=complete_release, help="A release other than the newest.")
@json_option
def trace(claim_id: str, out: Path, raw: Path, release: str | None, as_json: bool) -> None:
    """Where a claim comes from: file, line, sentence, rules, chain, releases.

    CLAIM_ID may be shortened to any beginning that only one claim has.

    \b
    waybill trace c_0123456789abcdef
    """
    from waybill import store

    with refusals():
        connection = store.connect(out, release)
    try:
        found = _follow(connection, claim_id)
    finally:
        connection.close()
    found["place"] = _place(found["document"], found["claim"], raw)
    if as_json:
        echo_json(found)
    else:
        click.echo("\n".join(_footnote(found)))


def _rows(connection: DuckDBPyConnection, sql: str, parameters: object) -> list[Row]:
    result = connection.execute(sql, parameters)
    names = [column[0] for column in result.description]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def _follow(connection: DuckDBPyConnection, claim_id: str) -> Row:
    """The claim and everything that its release says about where it comes from."""
    claims = _rows(connection, "select * from claims where starts_with(claim_id, ?) limit 6", [claim_id])
    if not claims:
        raise Refusal(_unknown(connection, claim_id), Exit.NOT_FOUND)
    if len(claims) > 1:
        some = ", ".join(claim["claim_id"] for claim in claims[:5])
        raise Refusal(f"{claim_id} begins several claims: {some}{' ...' if len(claims) > 5 else ''}", Exit.USAGE)
    claim = claims[0]
    history = "select valid_from_seq, valid_to_seq from claims_history where claim_id = ? order by 1"
    return {
        "claim": claim,
        "document": _rows(connection, "select * from documents where doc_id = ?", [claim["doc_id"]])[0],
        "mentions": _rows(connection, _MENTIONS, [claim["assertion_id"]]),
        "relations": _rows(connection, _RELATIONS, {"id": claim["claim_id"]}),
        "history": _rows(connection, history, [claim["claim_id"]]),
        "releases": {r["release_seq"]: r["release_id"] for r in _rows(connection, "select * from releases", [])},
    }


def _unknown(connection: DuckDBPyConnection, claim_id: str) -> str:
    past = "select max(valid_to_seq) as seq from claims_history where starts_with(claim_id, ?)"
    gone = _rows(connection, past, [claim_id])[0]["seq"]
    if gone is not None:
        return f"{claim_id}: no longer claimed; it stood until release number {gone} (waybill releases)"
    return (
        f"{claim_id}: no such claim in this release; "
        "ids are in the column claim_id:  waybill query 'select claim_id, quote from claims'"
    )


def _place(document: Row, claim: Row, raw: Path) -> Row:
    """Line and column of the quantity in the raw file, and whether the file still says so."""
    path = raw / document["raw_path"]
    place: Row = {"file": str(path), "line": None, "column": None, "holds": None}
    try:
        text = path.read_bytes().decode(document["encoding"])
    except (OSError, UnicodeDecodeError, LookupError):
        return place
    start, end = claim["quantity_start"], claim["quantity_end"]
    before = text[:start]
    place["line"] = before.count("\n") + 1
    place["column"] = start - (before.rfind("\n") + 1) + 1
    place["holds"] = text[start:end] == claim["quantity_text"]
    return place


def _footnote(found: Row) -> list[str]:
    claim, document, place = found["claim"], found["document"], found["place"]
    lines = [_quote(claim), "", f"  {_source(document, place)}"]
    if document["title"]:
        lines.append(f"  “{one_line(document['title'])}”")
    lines += [f"  {document['url']}"] if document["url"] else []
    lines.append("")
    for name, text in _facts(claim):
        lines += _wrapped(name, text) if text else []
    lines += ["", *_chain(found)]
    return lines + _standing(found)


def _wrapped(name: str, text: str) -> list[str]:
    """A fact under its name, over as many lines as it needs."""
    return textwrap.wrap(
        text,
        110,
        initial_indent=f"  {name:<14} ",
        subsequent_indent=" " * 17,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _quote(claim: Row) -> str:
    at = claim["quantity_start"] - claim["quote_start"]
    upto = claim["quantity_end"] - claim["quote_start"]
    quote = claim["quote"]
    marked = click.style(one_line(quote[at:upto]), fg="cyan", bold=True)
    before, after = one_line(quote[:at] + "|")[:-1], one_line("|" + quote[upto:])[1:]
    return f"{before}{marked}{after}"


def _source(document: Row, place: Row) -> str:
    where = place["file"] + (f", line {place['line']}, column {place['column']}" if place["line"] else "")
    standing = {True: "re-sliced", False: "CHANGED since", None: "not at hand"}[place["holds"]]
    outlet = ", ".join(str(part) for part in (document["publisher"], document["published_date"]) if part)
    return f"{where} ({standing})" + (f" · {outlet}" if outlet else "")


def _facts(claim: Row) -> list[tuple[str, str]]:
    value = value_in_words(claim["comparator"], claim["value_low"], claim["value_best"], claim["value_high"])
    rate = f" a {claim['rate_per']}" if claim["rate_per"] else ""
    parties = " → ".join(claim[key] or "?" for key in ("supplier", "recipient"))
    who = parties if claim["supplier"] or claim["recipient"] else claim["actor"]
    when = claim["event_edtf"] and f"{claim['event_edtf']} (to the {claim['date_precision']})"
    said = " ← ".join(one_line(name) for name in reversed(claim["attributed_to"] or [])) or "the report itself"
    hedge = claim["hedge_text"] and f"“{one_line(claim['hedge_text'])}”"
    stance = [claim["modality"], claim["aggregation"], claim["evidence_type"], hedge]
    item = claim["item"] or claim["item_detail"] or "not said"
    return [
        ("value", f"{value} {claim['unit']}{rate}"),
        ("of what", f"{one_line(item)}" + (f" ({claim['item_id']})" if claim["item_id"] else "")),
        ("who", " ".join(part for part in (claim["action_detail"] or claim["action"], who) if part)),
        ("when", when or ""),
        ("said", str(claim["statement_date"] or "")),
        ("on the word of", said),
        ("stance", ", ".join(part for part in stance if part)),
        ("read by", f"{', '.join(claim['rule_ids'])} (confidence {claim['confidence']}, {claim['review_status']})"),
    ]


def _chain(found: Row) -> list[str]:
    mentions = found["mentions"]
    lines = [
        f"  carried by     {len(mentions)} mention{'s' * (len(mentions) != 1)} of {found['claim']['assertion_id']}:"
    ]
    for mention in mentions[:12]:
        own = " ← this one" if mention["claim_id"] == found["claim"]["claim_id"] else ""
        origin = " (the origin)" if mention["is_origin_mention"] else ""
        lines.append(
            f"    {mention['claim_id']}  {mention['published_date'] or 'undated'!s:<10}  "
            f"{one_line(mention['publisher'] or '?')}: {one_line(mention['quantity_text'])}{origin}{own}"
        )
    lines += [f"    ... and {len(mentions) - 12} more"] if len(mentions) > 12 else []
    for relation in found["relations"]:
        lines.append(f"    {_relation(relation, found['claim']['claim_id'])}")
    return lines


def _relation(relation: Row, claim_id: str) -> str:
    """A relation as seen from the traced claim."""
    word = relation["relation"].replace("_", " ")
    drift = f" ({', '.join(relation['drift_types'])})" if relation["drift_types"] else ""
    other = one_line(relation["other_text"])
    if relation["from_claim_id"] == claim_id:
        return f"{relation['to_claim_id']}  this one {word} “{other}”{drift}"
    return f"{relation['from_claim_id']}  “{other}” {word} this one{drift}"


def _standing(found: Row) -> list[str]:
    names = found["releases"]
    lines = []
    for row in found["history"]:
        first = names.get(row["valid_from_seq"], f"number {row['valid_from_seq']}")
        last = row["valid_to_seq"]
        until = "in every release since" if last is None else f"until {names.get(last, f'number {last}')}"
        lines.append(f"  released       read this way from {first} {until}")
    return lines
