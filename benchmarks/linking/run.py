"""How linking grows: generated reports, three in ten syndicated, at several sizes; time and peak memory of each.

    python benchmarks/linking/run.py                      # 1,000 and 4,000 documents, seconds
    python benchmarks/linking/run.py 10000 100000         # the bar: growth per document at most 1.15, below 4 GB

Each size runs in a process of its own, so that its peak memory is its own; the claims themselves are part of it.
"""

from __future__ import annotations

import json
import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from hashlib import sha256

from waybill.assertions import link
from waybill.claims.record import Claim
from waybill.documents.record import Document

CLAIMS_A_DOCUMENT = 10
DOCUMENTS_A_DAY = 50
SYNDICATED, REWRITTEN = 0.30, 0.15
ITEMS = (
    ("munition.artillery.shell.152mm", "round", "transfer"),
    ("munition.artillery.rocket.122mm", "round", "transfer"),
    ("logistics.container", "container", "transfer"),
    ("missile.ballistic", "missile", "fire"),
    ("personnel.troops", "person", "deploy"),
    ("personnel.troops", "person", "casualties"),
    ("weapon.artillery.gun", "system", "transfer"),
    ("commodity.oil.refined", "bbl", "transfer"),
    ("money", "USD", "pay"),
    ("logistics.voyage", "voyage", "observe"),
)
PARTIES = (("PRK", "RUS"), ("USA", "UKR"), ("IRN", "RUS"), ("RUS", "PRK"), ("KOR", "POL"), ("CZE", "UKR"))
BODIES = (
    "South Korea's spy agency", "Ukrainian officials", "the Pentagon", "U.S. officials", "the General Staff of Ukraine",
    "the Open Source Centre", "Seoul officials", "the State Department", "NATO", "Japan's defence ministry",
)  # fmt: skip
COMPARATORS = ("exact", "about", "more_than", "up_to")
SYLLABLES = ("ba", "ko", "ri", "ten", "mar", "os", "lu", "vin", "sha", "del", "gor", "pim", "ast", "ne", "quo", "fer")


def _name(random_: random.Random, syllables: int = 3) -> str:
    return "".join(random_.choice(SYLLABLES) for _ in range(syllables)).capitalize()


def _number(random_: random.Random) -> float:
    """As reports give them: mostly one or two digits and noughts, now and then exact."""
    digits = random_.choice((1, 2, 2, 3, 4))
    return float(random_.randrange(10 ** (digits - 1), 10**digits) * 10 ** random_.randrange(1, 5))


def _text(random_: random.Random, numbers: list[float], words: list[str]) -> str:
    sentences = []
    for number in numbers:
        filler = " ".join(random_.choice(words) for _ in range(22))
        sentences.append(f"{filler} {number:,.0f} {random_.choice(words)} {random_.choice(words)}.")
    return " ".join(sentences)


def generate(documents: int, seed: int = 7, a_day: int = DOCUMENTS_A_DAY) -> Iterator[tuple[Document, list[Claim]]]:
    """Documents with their claims: originals, near-verbatim copies of recent ones, and rewritten re-reports."""
    random_ = random.Random(seed)
    words = [_name(random_, random_.randrange(1, 4)).lower() for _ in range(4000)]
    persons = [f"{_name(random_)} {_name(random_)}" for _ in range(400)]
    outlets = [f"{_name(random_)} {random_.choice(('Post', 'Wire', 'Herald', 'Times'))}" for _ in range(300)]
    recent: list[tuple[Document, list[Claim]]] = []
    for number in range(documents):
        day = date(2020, 1, 1) + timedelta(days=number // a_day)
        kind = random_.random()
        source = random_.choice(recent) if recent and kind < SYNDICATED + REWRITTEN else None
        outlet = random_.choice(outlets)
        if source is None:
            made = _original(random_, number, day, outlet, words, persons)
        else:
            made = _retold(random_, number, day, outlet, source, words, verbatim=kind < SYNDICATED)
        recent = [*recent[-199:], made]
        yield made


def _document(number: int, day: date, outlet: str, text: str) -> Document:
    digest = sha256(f"{number}".encode()).hexdigest()
    return Document(
        "d_" + digest[:16], f"{number}.txt", digest, len(text), "text/plain", "utf-8", text, None, None, None, outlet,
        day.isoformat(), day, "day", "header", None, None, "en", 0, len(text), (),
    )  # fmt: skip


def _original(
    random_: random.Random, number: int, day: date, outlet: str, words: list[str], persons: list[str]
) -> tuple[Document, list[Claim]]:
    numbers = [_number(random_) for _ in range(CLAIMS_A_DOCUMENT)]
    document = _document(number, day, outlet, _text(random_, numbers, words))
    claims = []
    for place, value in enumerate(numbers):
        item, unit, action = random_.choice(ITEMS)
        supplier, recipient = random_.choice(PARTIES)
        origin = random_.choice(persons) if random_.random() < 0.5 else random_.choice(BODIES)
        chain = () if random_.random() < 0.2 else (origin,)
        claims.append(
            _claim(document, place, value, random_.choice(COMPARATORS), item, unit, action, supplier, recipient, chain)
        )
    return document, claims


def _retold(
    random_: random.Random,
    number: int,
    day: date,
    outlet: str,
    source: tuple[Document, list[Claim]],
    words: list[str],
    verbatim: bool,
) -> tuple[Document, list[Claim]]:
    original, told = source
    kept = told if verbatim else random_.sample(told, 6)
    text = original.text if verbatim else _text(random_, [claim.value_point for claim in kept], words)
    document = _document(number, day, outlet, f"{text} {_name(random_)} {original.publisher}.")
    claims = []
    for place, claim in enumerate(kept):
        comparator = claim.comparator if verbatim or random_.random() < 0.6 else "exact"
        chain = claim.attributed_to if verbatim or random_.random() < 0.8 else (str(original.publisher),)
        claims.append(
            _claim(
                document,
                place,
                claim.value_point,
                comparator,
                str(claim.item_id),
                claim.unit,
                claim.action,
                claim.supplier_id,
                claim.recipient_id,
                chain,
            )
        )
    return document, claims


def _claim(
    document: Document, place: int, value: float, comparator: str, item: str, unit: str, action: str,
    supplier: str | None, recipient: str | None, chain: tuple[str, ...],
) -> Claim:  # fmt: skip
    low = None if comparator == "up_to" else value
    high = None if comparator == "more_than" else value
    day = document.published_date
    return Claim(
        claim_id="c_" + sha256(f"{document.doc_id}{place}".encode()).hexdigest()[:16], doc_id=document.doc_id,
        quantity_start=place * 150, quantity_end=place * 150 + 8, quantity_text=f"{value:,.0f}",
        quote_start=place * 150, quote_end=place * 150 + 100, quote=document.text[place * 150 : place * 150 + 100],
        value_low=low, value_best=value if low == high else None, value_high=high, value_point=value,
        value_point_basis="stated", comparator=comparator, unit=unit,
        quantity_kind="money" if unit == "USD" else "count", currency=None, value_si=None, unit_si=None, rate_per=None,
        share_of=None, relative_to=None, bound_basis="stated", item_id=item, item_detail=None, action=action,
        action_detail=None, supplier_id=supplier, recipient_id=recipient, actor_id=None, location=None,
        event_start=None, event_end=day, event_edtf=None, date_precision="day", statement_date=day,
        statement_date_basis="published_date", attributed_to=chain, origin=chain[-1] if chain else document.publisher,
        origin_id=None, is_anonymous_origin=False, evidence_type=None, hedge_text=None, modality="asserted",
        aggregation="cumulative", alternative_group=None, alternative_operator=None, part_of_claim_id=None,
        computed_from_claim_id=None, confidence="high", rule_ids=(),
    )  # fmt: skip


def measure(documents: int) -> dict[str, float]:
    """Seconds of linking and peak memory in MB for so many documents, claims included."""
    made, claims = [], []
    for document, found in generate(documents):
        made.append(document)
        claims += found
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    start, cpu = time.perf_counter(), time.process_time()
    links = link(claims, made)
    return {
        "documents": documents,
        "claims": len(claims),
        "assertions": len(links.assertions),
        "relations": len(links.relations),
        "copies": len(links.near_duplicate_of),
        "seconds": round(time.perf_counter() - start, 2),
        "cpu_seconds": round(time.process_time() - cpu, 2),
        "input_mb": round(before),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


def main(sizes: list[int]) -> None:
    """Print one line a size, and the growth per document from each to the next."""
    last: dict[str, float] | None = None
    for size in sizes:
        run = subprocess.run([sys.executable, __file__, "--one", str(size)], check=True, capture_output=True, text=True)
        found = json.loads(run.stdout)
        growth = ""
        if last is not None:
            rate = (found["cpu_seconds"] / found["documents"]) / (last["cpu_seconds"] / last["documents"])
            growth = f"   growth per document {rate:.2f}"
        print(json.dumps(found) + growth, flush=True)
        last = found


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        print(json.dumps(measure(int(sys.argv[2]))))
    else:
        main([int(size) for size in sys.argv[1:]] or [1000, 4000])
