"""One of the opened folders, and what is known of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from spec_editor.app.scan import Known, bare_entry, with_state
from spec_editor.core.findings import Finding
from spec_editor.core.flavour import FolderReading
from spec_editor.core.report import DocumentReport, SpecEntry, with_report
from spec_editor.core.setup import Setup


@dataclass(slots=True)
class OpenedFolder:
    """A folder with its setup, its files and what Git says of them.

    ``problem`` says what is wrong with its configuration, ``notice`` which of its files are not
    shown, ``loss`` why it cannot be read at all now; they are empty where all is well.
    """

    path: Path
    setup: Setup
    problem: str = ""
    notice: str = ""
    loss: str = ""
    known: Known = field(default_factory=dict)
    entries: dict[str, SpecEntry] = field(default_factory=dict)
    readings: Mapping[Path, FolderReading] = field(default_factory=dict)
    findings: Mapping[str, tuple[Finding, ...]] = field(default_factory=dict)
    branch: str = ""
    states: dict[str, str] = field(default_factory=dict)

    def list_entries(self, entries: Iterable[SpecEntry]) -> bool:
        """Take up which files there are; return whether these are others than before.

        What is known of those that were there is as new as what comes with the list, or newer.
        """
        before = self.entries
        self.entries = {entry.path: before.get(entry.path, entry) for entry in entries}
        return before.keys() != self.entries.keys()

    def update_entries(self, entries: Iterable[SpecEntry]) -> tuple[SpecEntry, ...]:
        """Take up what is known of some of the files; return how they are shown."""
        known = (entry for entry in entries if entry.path in self.entries)
        shown = [with_state(entry, self.states) for entry in known]
        self.entries.update((entry.path, entry) for entry in shown)
        return tuple(shown)

    def outdated(self) -> list[str]:
        """Return the paths of the files of which Git says something else than is shown."""
        states = self.states
        return [p for p, entry in self.entries.items() if entry.git != states.get(p, "")]

    def entry_of(self, path: Path, report: DocumentReport) -> SpecEntry:
        """Return the entry of a file whose text, perhaps not saved, is reported on."""
        known = self.entries.get(str(path)) or bare_entry(self.path, path)
        return with_report(with_state(known, self.states), report)
