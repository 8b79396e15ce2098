"""The opened folders: their specifications and how complete each is, kept fresh."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from spec_editor.app.folder_scans import FolderScans, Touched
from spec_editor.app.git_look import GitLook
from spec_editor.app.opened_folder import OpenedFolder
from spec_editor.app.scan import Look
from spec_editor.app.scan_news import (
    EntriesRead,
    FindingsRead,
    Listed,
    News,
    ReadingsRead,
    ScanFailed,
    SetupFailed,
    SetupRead,
)
from spec_editor.core.findings import Finding
from spec_editor.core.flavour import FolderReading
from spec_editor.core.report import DocumentReport, SpecEntry
from spec_editor.core.setup import Setup
from spec_editor.storage.errors import StorageError
from spec_editor.storage.folder import require_folder
from spec_editor.storage.hints import Hint
from spec_editor.storage.index import Index
from spec_editor.storage.places import index_folder

# So many files are told at once.
_TOGETHER = 250


class Workspace(QObject):
    """Knows the opened folders and has them read in the background, again when they change."""

    listed = Signal(object)  # tuple[SpecEntry, ...]: the files of all folders
    entries_changed = Signal(object)  # tuple[SpecEntry, ...]: some of them
    scanned = Signal()  # all files have been looked at
    found = Signal(object)  # dict[str, tuple[Finding, ...]]: what is wrong with each file
    noticed = Signal(str)  # what is not shown of the folders; empty when all is
    losses_changed = Signal(object)  # dict[Path, str]: why folders cannot be read now
    setup_changed = Signal(object)  # Setup: documents are judged in another way from now on
    setup_failed = Signal(str)  # what is wrong with how a folder says to judge
    setup_recovered = Signal()  # nothing is, any more
    readings_found = Signal(object)  # dict[Path, FolderReading]: how the folders are read
    folders_changed = Signal(object)  # tuple[Path, ...]: these are open now
    branches_changed = Signal(object)  # dict[Path, str]: the branch of each folder in a repository

    def __init__(self, setup: Setup, parent: QObject | None = None) -> None:
        """``setup`` holds until a folder says something else."""
        super().__init__(parent)
        self._first_setup = setup
        self._told_setup = setup
        self._told_problem = self._told_notice = ""
        self._told_losses: dict[Path, str] = {}
        self._opened: dict[Path, OpenedFolder] = {}
        self._current: Path | None = None
        self._with_findings = False
        self._index = Index(index_folder())
        self.scans = FolderScans(self._look_for, lambda path: self._opened[path].known, self)
        self.scans.told.connect(self._take)
        self.scans.done.connect(self._tell_scanned)
        self._git = GitLook(self)
        self._git.found.connect(self._take_git)

    # What is open

    @property
    def folders(self) -> tuple[Path, ...]:
        """The opened folders, in the order in which they were opened."""
        return tuple(self._opened)

    @property
    def folder(self) -> Path | None:
        """The opened folder that the current document lies in, else the first one."""
        own = self._of(self._current)
        return own.path if own else next(iter(self._opened), None)

    @property
    def setup(self) -> Setup:
        """How documents are judged: what the folder said when it last could be understood."""
        folder = self.folder
        return self._opened[folder].setup if folder else self._first_setup

    def folder_of(self, path: Path) -> Path | None:
        """Return the opened folder that a file lies in, None where it lies in none."""
        own = self._of(path)
        return own.path if own else None

    def setup_of(self, path: Path) -> Setup:
        """Return how a document is judged: as its folder says, else as the current one does."""
        own = self._of(path)
        return own.setup if own else self.setup

    def entry_of(self, path: Path, report: DocumentReport) -> SpecEntry | None:
        """Return the entry for a report on a file's text as it is now; None outside the folders."""
        own = self._of(path)
        return own.entry_of(path, report) if own else None

    def open(self, folder: Path) -> None:
        """Open a folder in place of those that are open.

        Raises:
            StorageError: it cannot be read; what was open stays open.
        """
        require_folder(folder)
        self.scans.stop()
        self._with_findings = False
        self._opened = {folder: OpenedFolder(folder, self._first_setup)}
        self._tell_folders()
        self.rescan()

    def add(self, folder: Path) -> None:
        """Open a folder beside those that are open; those that lie in it become a part of it.

        Raises:
            StorageError: it cannot be read, or is shown already as a part of another one.
        """
        own = self._of(folder)
        if own is not None:
            raise StorageError(f"{folder}: this folder is open already, as a part of {own.path}.")
        require_folder(folder)
        for inner in [each for each in self._opened if each.is_relative_to(folder)]:
            self.scans.forget(inner)
            del self._opened[inner]
        self._opened[folder] = OpenedFolder(folder, self._first_setup)
        self._tell_folders()
        self.scans.ask(folder, None)

    def remove(self, folder: Path) -> None:
        """Close one of the folders; its files stay as they are."""
        if folder in self._opened:
            self.scans.forget(folder)
            del self._opened[folder]
            self._tell_folders()
            self._tell_list()
            self._tell_notice()
            self._tell_readings()
            if self.scans.is_idle:
                self._tell_scanned()

    def set_current(self, path: Path | None) -> None:
        """Take note of which document is shown: its folder is the one that commands are about."""
        self._current = path
        self._tell_setup()

    def close(self) -> None:
        """Stop reading."""
        self.scans.close()
        self._git.close()
        self._index.close()

    # Reading

    def rescan(self, hint: Hint | None = None) -> None:
        """Look at the folders again; what has not changed is not read anew by the engine.

        ``hint`` says what is to be read for sure; without it that is everything.
        """
        touched = None if hint is None or hint.whole else hint.paths
        for folder in self._opened:
            self.scans.ask(folder, touched)

    def find_problems(self) -> None:
        """Collect the findings of all files from now on, until another folder is opened."""
        self._with_findings = True
        self.rescan()

    def _look_for(self, folder: Path, touched: Touched) -> Look:
        opened = self._opened[folder]
        self._git.ask(folder)
        return Look(
            folder,
            opened.known,
            opened.setup,
            self._index,
            touched,
            frozenset((self._current,)) if self._current else frozenset(),
            self._with_findings,
            opened.states,
        )

    def _take(self, folder: Path, news: News) -> None:
        """Take up what a scan tells."""
        opened = self._opened[folder]
        match news:
            case EntriesRead(entries):
                self.entries_changed.emit(opened.update_entries(entries))
            case Listed(entries, notice):
                opened.notice, opened.loss = notice, ""
                is_new = opened.list_entries(entries)
                self._tell_notice()
                if is_new or not entries:
                    self._tell_list()
                self._tell_git(opened, opened.outdated())
            case SetupRead(setup):
                opened.setup, opened.problem = setup, ""
                self._tell_setup()
            case SetupFailed(message):
                opened.problem = message
                self._tell_setup()
            case ReadingsRead(readings):
                opened.readings = readings
                self._tell_readings()
            case FindingsRead(findings):
                opened.findings = findings
            case ScanFailed(message):
                # What was known of its files stays, for when it is back.
                opened.loss = message
                self._tell_notice()

    def _tell_scanned(self) -> None:
        self.scanned.emit()
        if self._with_findings:
            findings: dict[str, tuple[Finding, ...]] = {}
            for each in self._opened.values():
                findings |= each.findings
            self.found.emit(findings)

    # Telling

    def _tell_folders(self) -> None:
        # Before they are read: what happens while they are read must not be missed.
        self.folders_changed.emit(self.folders)
        self._tell_setup()

    def _tell_list(self) -> None:
        folders = self._opened.values()
        self.listed.emit(tuple(entry for each in folders for entry in each.entries.values()))

    def _tell_setup(self) -> None:
        """Tell how the current folder is judged, and a problem once, however often it is found."""
        setup = self.setup
        if setup != self._told_setup:
            self._told_setup = setup
            self.setup_changed.emit(setup)
        problem = next((each.problem for each in self._opened.values() if each.problem), "")
        if problem != self._told_problem:
            self._told_problem = problem
            if problem:
                self.setup_failed.emit(problem)
            else:
                self.setup_recovered.emit()

    def _tell_notice(self) -> None:
        """Tell what of the folders is not shown, and which cannot be read."""
        folders = self._opened.values()
        notice = " ".join(each.notice for each in folders if each.notice and not each.loss)
        if notice != self._told_notice:
            self._told_notice = notice
            self.noticed.emit(notice)
        losses = {path: each.loss for path, each in self._opened.items() if each.loss}
        if losses != self._told_losses:
            self._told_losses = losses
            self.losses_changed.emit(losses)

    def _tell_readings(self) -> None:
        readings: dict[Path, FolderReading] = {}
        for each in self._opened.values():
            readings |= each.readings
        self.readings_found.emit(readings)

    def _take_git(self, folder: Path, branch: str, states: dict[str, str]) -> None:
        opened = self._opened.get(folder)
        if opened is not None:
            has_new_branch = branch != opened.branch
            opened.branch, opened.states = branch, states
            self._tell_git(opened, opened.outdated())
            if has_new_branch:
                folders = self._opened.items()
                self.branches_changed.emit({path: each.branch for path, each in folders})

    def _tell_git(self, opened: OpenedFolder, paths: Sequence[str]) -> None:
        """Tell the files that look different, a few at a time: there may be ten thousand."""
        some, rest = paths[:_TOGETHER], paths[_TOGETHER:]
        entries = [opened.entries[path] for path in some if path in opened.entries]
        if entries and self._opened.get(opened.path) is opened:
            self.entries_changed.emit(opened.update_entries(entries))
        if rest:
            QTimer.singleShot(0, self, lambda: self._tell_git(opened, rest))

    def _of(self, path: Path | None) -> OpenedFolder | None:
        """Return the opened folder that a file or folder lies in."""
        return next(
            (each for each in self._opened.values() if path and path.is_relative_to(each.path)),
            None,
        )
