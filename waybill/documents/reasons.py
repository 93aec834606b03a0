"""Why a file becomes no document: one stable word each, what it means, and what a person can do about it."""

from __future__ import annotations

from typing import NamedTuple


class Reason(NamedTuple):
    """Meaning and mend of a quarantine word."""

    meaning: str
    mend: str


REASONS: dict[str, Reason] = {
    # what the bytes are
    "empty": Reason("the file has no bytes", "fetch the report again"),
    "blank": Reason("the file holds only white space or invisible characters", "fetch the report again"),
    "gzip": Reason("a gzip archive under a text file's name", "unpack it and put the text here"),
    "zip": Reason("a zip archive, or an office document, under a text file's name", "unpack it, or export it as text"),
    "pdf": Reason("a PDF under a text file's name", "export its text, for example with pdftotext"),
    "binary": Reason("bytes of a picture, a program or another format that is no text", "export the report as text"),
    "nul_bytes": Reason("text with NUL bytes in it: damaged, or UTF-16 without its mark", "save it again as UTF-8"),
    "invalid_utf8": Reason("UTF-8 with bytes that are none: two encodings mixed, or a cut", "save it again as UTF-8"),
    "invalid_utf16": Reason("a UTF-16 mark, but not UTF-16 behind it", "save it again as UTF-8"),
    "unknown_encoding": Reason("neither UTF-8 nor an encoding that can be told with confidence", "save it as UTF-8"),
    "bad_sidecar": Reason("the .meta.yml beside the report cannot be used", "mend the key that the detail names"),
    # what stands in the raw folder
    "bad_name": Reason("the file's name is not UTF-8", "rename the file"),
    "unreadable": Reason("the file could not be opened or read", "check its permissions and the disk"),
    "directory": Reason("a folder whose name ends like a report's", "rename the folder"),
    "not_a_file": Reason("a pipe, socket or device", "put a plain file here"),
    "symlink": Reason("a link inside the raw folder", "nothing: its target is read under its own name"),
    "symlink_broken": Reason("a link that leads nowhere or in a circle", "put the file itself here"),
    "symlink_outside": Reason("a link out of the raw folder", "put the file itself here"),
    "sidecar_unreadable": Reason("the .meta.yml beside the report could not be opened", "check its permissions"),
    "changed_while_reading": Reason("the file changed or vanished while the folder was read", "build again"),
    "reader_failed": Reason("the reader itself failed on this report", "report it: this is a fault of the code"),
    "sidecar_without_report": Reason("a .meta.yml with no report beside it", "put the report beside it, or remove it"),
}
"""Every word that the `reason` column of `quarantine` can hold. Words stay; new ones may come."""


class Refusal(Exception):
    """Bytes that cannot become a document: a word of REASONS and what exactly is wrong."""

    def __init__(self, reason: str, detail: str) -> None:
        if reason not in REASONS:
            raise ValueError(f"{reason!r} is no quarantine word; add it to REASONS with its meaning and mend")
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail
