"""Releases: corrections as applied, the list of releases, the history of claims, and what changed and why."""

from __future__ import annotations

from schemas.claims import Claims
from schemas.columns import CLAIM_ID, RELEASE_ID, SHA256, WORD, Count, Position, Table, Text, column, key
from schemas.terms import terms


class Corrections(Table):
    """Corrections by people (raw/corrections.csv) as applied in this release."""

    class Config:
        name = "corrections"

    correction_id: Text = key(
        "k_ and 16 hex digits over the line of the file", pattern=r"^k_[0-9a-f]{16}$", unique=True
    )
    claim_id: Text = column("The claim that it corrects, as found now")
    quantity_text: Text = column("The quantity's words: they find the claim again when spans move")
    column_name: Text = column("Column that it sets", nullable=False, pattern=WORD)
    old_value: Text = column("What the reader must read for the correction to apply; null = nothing")
    new_value: Text = column("What the column holds instead; null = nothing")
    reason: Text = column("Why", nullable=False)
    editor: Text = column("Who", nullable=False)
    created_at: Text = column("When the correction was written, as the file gives it")
    status: Text = column("What became of it in this release", nullable=False, terms=terms("correction_status"))


class Releases(Table):
    """The releases up to this one (not in any Parquet file: released_at is a clock)."""

    class Config:
        name = "releases"

    release_id: Text = key("CalVer YYYY.MM.N", pattern=RELEASE_ID, unique=True)
    release_seq: Position = column("1, 2, 3 ... in order of publishing", nullable=False, unique=True, ge=1)
    released_at: Text = column("UTC time of publishing, ISO 8601", nullable=False)
    code_version: Text = column("Version of the software and fingerprint of its code", nullable=False)
    input_sha256: Text = column("sha256 over the raw folder's files", nullable=False, pattern=SHA256)
    claims: Count = column("Number of claims", nullable=False, ge=0)
    assertions: Count = column("Number of assertions", nullable=False, ge=0)
    documents: Count = column("Number of documents", nullable=False, ge=0)
    status: Text = column("Whether it may be used", nullable=False, terms=terms("release_status"))


class ClaimsHistory(Claims):
    """Every claim as each release held it: valid from valid_from_seq until before valid_to_seq."""

    class Config:
        name = "claims_history"

    claim_id: Text = key("Id of the claim; with valid_from_seq the key", pattern=CLAIM_ID)
    valid_from_seq: Position = key("First release_seq that held this row", ge=1)
    valid_to_seq: Position = column(
        "First release_seq that no longer held it; null = the newest release holds it", ge=2
    )


class ReleaseChanges(Table):
    """What changed from one release to the next, column by column, each with one cause."""

    class Config:
        name = "release_changes"

    release_id: Text = column("The newer release", nullable=False, pattern=RELEASE_ID)
    prev_release_id: Text = column("The release it is compared with", nullable=False, pattern=RELEASE_ID)
    table_name: Text = column("Table of the row", nullable=False, pattern=WORD)
    row_key: Text = column("Primary key of the row, parts joined by |", nullable=False)
    change_type: Text = column("What happened to the row", nullable=False, terms=terms("change_type"))
    column_name: Text = column("Column that changed; null for rows added or removed", pattern=WORD)
    old_value: Text = column("Value before, as text; lists as JSON")
    new_value: Text = column("Value after, as text; lists as JSON")
    change_cause: Text = column("Why", nullable=False, terms=terms("change_cause"))
