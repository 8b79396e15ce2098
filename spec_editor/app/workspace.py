"""The opened folder: its specifications and how complete each is, kept fresh."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from spec_editor.app.scan import FolderScan, Known, entry_of
from spec_editor.core.configuration import Setup
from spec_editor.core.flavour import FolderReading
from spec_editor.core.report import DocumentReport, SpecEntry
from spec_editor.storage.folder import find_specs


class Workspace(QObject):
    """Knows the opened folder and has it read in the background, again when it changes."""

    listed = Signal(object)  # tuple[SpecEntry, ...]: the folder's files
    entry_changed = Signal(object)  # SpecEntry
    scanned = Signal()  # all files have been looked at
    found = Signal(object)  # dict[str, tuple[Finding, ...]]: what is wrong with each file
    failed = Signal(str)  # the folder cannot be read
    setup_changed = Signal(object)  # Setup: documents are judged in another way from now on
    setup_failed = Signal(str)  # what is wrong with how the folder says to judge
    setup_recovered = Signal()  # nothing is, any more
    readings_found = Signal(object)  # dict[Path, FolderReading]: how its folders are read
    folders_changed = Signal(object)  # tuple[Path, ...]: these are open now

    def __init__(self, setup: Setup, parent: QObject | None = None) -> None:
        """``setup`` holds until a folder says something else."""
        super().__init__(parent)
        self._first_setup = setup
        self._setup = setup
        self._setup_problem = ""
        self._templates: dict[Path, str] = {}
        self._folder: Path | None = None
        self._scan: FolderScan | None = None
        self._again = False
        self._with_findings = False
        self._known: Known = {}

    @property
    def folder(self) -> Path | None:
        """The opened folder."""
        return self._folder

    def folders(self) -> tuple[Path, ...]:
        """Return the opened folders."""
        return (self._folder,) if self._folder else ()

    @property
    def setup(self) -> Setup:
        """How documents are judged: what the folder said when it last could be understood."""
        return self._setup

    def open(self, folder: Path) -> None:
        """Open another folder.

        Raises:
            StorageError: it cannot be read; what was open stays open.
        """
        find_specs(folder)
        self.close()
        self._with_findings = False
        self._folder = folder
        self._known = {}
        self._use(self._first_setup)
        self._take_problem("")
        # Before it is read: what happens while it is read must not be missed.
        self.folders_changed.emit((folder,))
        self.rescan()

    def rescan(self) -> None:
        """Look at the folder again; what has not changed is not read anew by the engine."""
        if self._folder is None:
            return
        if self._scan is not None:
            self._again = True
            return
        self._scan = scan = FolderScan(
            self._folder, self._known, self._setup, self, with_findings=self._with_findings
        )
        scan.setup_read.connect(self._on_setup)
        scan.setup_failed.connect(self._on_setup_failed)
        scan.readings_read.connect(self._on_readings)
        scan.listed.connect(self._on_listed)
        scan.entry_changed.connect(self._on_entry)
        scan.failed.connect(self._on_failed)
        scan.ended.connect(self._on_ended)
        scan.start()

    def find_problems(self) -> None:
        """Collect the findings of all files from now on, until another folder is opened."""
        self._with_findings = True
        self.rescan()

    def close(self) -> None:
        """Stop reading."""
        if self._scan is not None:
            self._scan.stop()
            self._scan.deleteLater()
            self._scan = None
        self._again = False

    # What a scan says; a late word of one that was stopped is dropped

    def _on_setup(self, scan: FolderScan, setup: Setup) -> None:
        if scan is self._scan:
            self._use(setup)
            self._take_problem("")

    def _on_setup_failed(self, scan: FolderScan, message: str) -> None:
        if scan is self._scan:
            self._take_problem(message)

    def _on_readings(self, scan: FolderScan, readings: dict[Path, FolderReading]) -> None:
        if scan is self._scan:
            self.readings_found.emit(readings)

    def _use(self, setup: Setup) -> None:
        if setup != self._setup:
            self._setup = setup
            self.setup_changed.emit(setup)

    def _take_problem(self, message: str) -> None:
        """Tell a problem once, however often it is found."""
        if message == self._setup_problem:
            return
        self._setup_problem = message
        if message:
            self.setup_failed.emit(message)
        else:
            self.setup_recovered.emit()

    def _on_listed(self, scan: FolderScan, entries: tuple[SpecEntry, ...]) -> None:
        if scan is self._scan:
            self.listed.emit(entries)

    def _on_entry(self, scan: FolderScan, entry: SpecEntry) -> None:
        if scan is self._scan:
            self.entry_changed.emit(entry)

    def _on_failed(self, scan: FolderScan, message: str) -> None:
        if scan is self._scan:
            self.failed.emit(message)

    def _on_ended(self, scan: FolderScan) -> None:
        if scan is not self._scan:
            return
        scan.stop()
        scan.deleteLater()
        self._scan = None
        self.scanned.emit()
        if self._with_findings:
            self.found.emit({str(p): looked.findings or () for p, looked in self._known.items()})
        if self._again:
            self._again = False
            self.rescan()

    def folders_of(self, path: Path | None) -> tuple[Path, Path] | None:
        """Return the folder that a document's images may lie in, and the document's own."""
        if path is None:
            return None
        root = self._folder
        return (root if root and path.is_relative_to(root) else path.parent), path.parent

    def judging_of(self, path: Path) -> tuple[Setup, Path]:
        """Return how a document is judged, and the folder that its links may lead into."""
        folders = self.folders_of(path)
        return self._setup_of(path), folders[0] if folders else path.parent

    def _setup_of(self, path: Path) -> Setup:
        chosen = self._templates.get(path)
        if chosen is None:
            return self._setup
        if not chosen:
            return replace(self._setup, templates=(), chosen="")
        is_there = any(source.name == chosen for source in self._setup.templates)
        return replace(self._setup, chosen=chosen) if is_there else self._setup

    def template_of(self, path: Path) -> str | None:
        """Return the template that the user chose for a document; None leaves it to the folder."""
        return self._templates.get(path)

    def choose_template(self, path: Path, name: str | None) -> None:
        """Measure a document by a template from now on, by none for an empty name.

        None leaves it to what the folder says, or to what fits best.
        """
        if name is None:
            self._templates.pop(path, None)
        else:
            self._templates[path] = name

    # For the open document, whose text is ahead of the disk

    def entry_of(self, path: Path, report: DocumentReport) -> SpecEntry | None:
        """Return the entry for a report on a file's unsaved text; None outside the folder."""
        if self._folder is None or not path.is_relative_to(self._folder):
            return None
        return entry_of(self._folder, path, report)
