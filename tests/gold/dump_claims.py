"""Read the reports of a folder with whatever `waybill` is importable, and print the claims as JSON.

Run as a file, not as a module, so that another commit's `waybill` can be put in front:
`PYTHONPATH=SOURCE python tests/gold/dump_claims.py SOURCE FOLDER ... > claims.json`. SOURCE is the folder that
`waybill` must come from: figures of the wrong code are worse than none. A sidecar `<stem>.meta.yml` is used.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import waybill
from waybill.claims import read_claims
from waybill.documents import read_document
from waybill.documents.record import Quarantined


def claims_in(report: Path) -> list[dict[str, Any]]:
    """The report's claims as plain dictionaries; none when the report cannot be read."""
    sidecar = report.with_suffix(".meta.yml")
    document = read_document(report.read_bytes(), report.name, sidecar.read_bytes() if sidecar.exists() else None)
    if isinstance(document, Quarantined):
        return []
    return [asdict(claim) for claim in read_claims(document).claims]


def main(source: str, *folders: str) -> None:
    if not Path(waybill.__file__).resolve().is_relative_to(Path(source).resolve()):
        sys.exit(f"waybill was imported from {waybill.__file__}, not from {source}")
    reports = sorted(report for folder in folders for report in Path(folder).glob("*.txt"))
    json.dump({report.stem: claims_in(report) for report in reports}, sys.stdout, default=str, ensure_ascii=False)


if __name__ == "__main__":
    main(*sys.argv[1:])
