"""Texts that an earlier run of the program did not get to save."""

from dataclasses import dataclass
from enum import StrEnum


class Since(StrEnum):
    """What became of the file of an unsaved text."""

    UNCHANGED = "unchanged"
    CHANGED = "changed"
    GONE = "gone"
    UNREADABLE = "unreadable"
    NEVER_SAVED = "never saved"
    DAMAGED = "damaged"


@dataclass(frozen=True, slots=True)
class UnsavedText:
    """One text; ``key`` names it.

    ``when`` is the time of its last change in seconds since 1970. ``on_disk`` is what its file
    holds now, empty when there is none. ``converted_to`` names what the file was to be converted
    to and is not yet; empty for nothing. ``reason`` says why the file, or of a damaged text the
    text itself, cannot be read.
    """

    key: str
    name: str
    folder: str
    when: float
    since: Since
    text: str = ""
    on_disk: str = ""
    reason: str = ""
    converted_to: str = ""
