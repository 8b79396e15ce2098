"""What a scan of a folder tells, one thing after the other."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from spec_editor.core.findings import Finding
from spec_editor.core.flavour import FolderReading
from spec_editor.core.report import SpecEntry
from spec_editor.core.setup import Setup


@dataclass(frozen=True, slots=True)
class SetupRead:
    """How the folder's documents are judged."""

    setup: Setup


@dataclass(frozen=True, slots=True)
class SetupFailed:
    """What is wrong with the folder's configuration; what held before still does."""

    message: str


@dataclass(frozen=True, slots=True)
class ReadingsRead:
    """How the documents of the folder and of those below it are read as Markdown."""

    readings: Mapping[Path, FolderReading]


@dataclass(frozen=True, slots=True)
class Listed:
    """All files of the folder, as far as they are known; ``notice`` says which are left out."""

    entries: tuple[SpecEntry, ...]
    notice: str


@dataclass(frozen=True, slots=True)
class EntriesRead:
    """What was found out about some of the files."""

    entries: tuple[SpecEntry, ...]


@dataclass(frozen=True, slots=True)
class FindingsRead:
    """The findings of all files by their paths."""

    findings: Mapping[str, tuple[Finding, ...]]


@dataclass(frozen=True, slots=True)
class ScanFailed:
    """Why the folder cannot be read."""

    message: str


@dataclass(frozen=True, slots=True)
class ScanEnded:
    """The scan has ended, in whatever way."""


News = (
    SetupRead
    | SetupFailed
    | ReadingsRead
    | Listed
    | EntriesRead
    | FindingsRead
    | ScanFailed
    | ScanEnded
)
