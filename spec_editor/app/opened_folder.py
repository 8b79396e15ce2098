"""One of the opened folders, and what is known of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from spec_editor.app.scan import Known, bare_entry
from spec_editor.core.configuration import Setup
from spec_editor.core.findings import Finding
from spec_editor.core.flavour import FolderReading
from spec_editor.core.report import DocumentReport, SpecEntry, with_report
from spec_editor.storage.git import NO_STATE, GitState


@dataclass(slots=True)
class OpenedFolder:
    """A folder with its setup, its files and what Git says of them.

    ``problem`` says what is wrong with its configuration, ``notice`` which of its files are not
    shown; both are empty where all is well.
    """

    path: Path
    setup: Setup
    problem: str = ""
    notice: str = ""
    known: Known = field(default_factory=dict)
    entries: dict[str, SpecEntry] = field(default_factory=dict)
    readings: Mapping[Path, FolderReading] = field(default_factory=dict)
    findings: Mapping[str, tuple[Finding, ...]] = field(default_factory=dict)
    git: GitState = NO_STATE

    def list_entries(self, entries: Iterable[SpecEntry]) -> bool:
        """Take up which files there are; return whether these are others than before."""
        before = self.entries.keys()
        self.entries = {entry.path: self._with_git(entry) for entry in entries}
        return before != self.entries.keys()

    def update_entries(self, entries: Iterable[SpecEntry]) -> tuple[SpecEntry, ...]:
        """Take up what is known of some of the files; return how they are shown."""
        shown = [self._with_git(entry) for entry in entries if entry.path in self.entries]
        self.entries.update((entry.path, entry) for entry in shown)
        return tuple(shown)

    def take_git(self, state: GitState) -> tuple[SpecEntry, ...]:
        """Take up what Git says; return the entries that look different by it."""
        paths = map(str, dict.fromkeys((*self.git.files, *state.files)))
        self.git = state
        there = [self.entries[path] for path in paths if path in self.entries]
        changed = [entry for entry in there if self._with_git(entry) != entry]
        return self.update_entries(changed)

    def entry_of(self, path: Path, report: DocumentReport) -> SpecEntry:
        """Return the entry of a file whose text, perhaps not saved, is reported on."""
        known = self.entries.get(str(path)) or bare_entry(self.path, path)
        return with_report(self._with_git(known), report)

    def _with_git(self, entry: SpecEntry) -> SpecEntry:
        state = self.git.files.get(Path(entry.path), "") if self.git.files else ""
        return entry if entry.git == state else replace(entry, git=state)
