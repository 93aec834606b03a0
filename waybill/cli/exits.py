"""What the exit codes mean; the same table stands under `waybill --help`."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """Exit codes of every command.

    >>> [f"{code.value} {code.name.lower()}" for code in Exit][:4]
    ['0 done', '1 failed', '2 usage', '3 set_aside']
    """

    DONE = 0  # done: published, unchanged, or nothing to complain about
    FAILED = 1  # not done; the reason stands on stderr
    USAGE = 2  # the command line itself was wrong
    SET_ASIDE = 3  # done, but a file went to quarantine or an input line could not be read
    REFUSED = 4  # the release failed its own validation: nothing was published
    UNSOUND = 5  # verify found something that does not hold
    BUSY = 6  # another builder is at work on the same folder
    NOT_FOUND = 7  # no such folder, release or claim
    INTERRUPTED = 130  # Ctrl-C
    CLOSED_PIPE = 141  # the reader of our output went away, as `head` does


MEANING = {
    Exit.DONE: "done (published, or unchanged)",
    Exit.FAILED: "not done; stderr says why",
    Exit.USAGE: "wrong command line",
    Exit.SET_ASIDE: "done, but some input was set aside (quarantine, broken lines)",
    Exit.REFUSED: "refused: the tables failed validation, nothing published",
    Exit.UNSOUND: "verify found something that does not hold",
    Exit.BUSY: "another builder is at work on the same folder",
    Exit.NOT_FOUND: "no such folder, release or claim",
    Exit.INTERRUPTED: "interrupted",
}
