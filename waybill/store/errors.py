"""What can go wrong with the disk; every message names the file, the place and the mend."""

from __future__ import annotations


class StoreError(Exception):
    """Something about the folders that a person can mend."""


class Locked(StoreError):
    """Another process is writing below the same output folder."""


class NoSuchRelease(StoreError):
    """No such release, or its folder was pruned."""
