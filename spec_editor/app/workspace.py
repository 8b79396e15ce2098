"""The opened folder: its specifications and how complete each is, kept fresh."""

import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from spec_editor.core.report import DocumentReport, SpecEntry
from spec_editor.core.template import TemplateSource
from spec_editor.engine.client import EngineError
from spec_editor.engine.limits import Limits
from spec_editor.engine.pool import EnginePool
from spec_editor.engine.protocol import Reply, Request
from spec_editor.storage.errors import StorageError
from spec_editor.storage.folder import find_specs
from spec_editor.storage.text_file import decode, digest_of, read_bytes
from spec_editor.storage.watch import FolderWatcher

# Typing comes first.
_LIMITS = Limits(gives_way=True)


class Workspace(QObject):
    """Reads a folder in the background; its signals arrive in the window's thread."""

    listed = Signal(object)  # tuple[SpecEntry, ...]: the folder's files
    entry_changed = Signal(object)  # SpecEntry
    scanned = Signal()  # all files have been looked at
    failed = Signal(str)  # the folder cannot be read
    changed_on_disk = Signal()  # something below the folder changed
    _ended = Signal()

    def __init__(self, templates: Sequence[TemplateSource], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._templates = templates
        self._folder: Path | None = None
        self._watcher: FolderWatcher | None = None
        self._thread: threading.Thread | None = None
        self._stop = threading.Event()
        self._again = False
        self._known: dict[Path, tuple[str, SpecEntry]] = {}
        self._ended.connect(self._on_ended)
        self.changed_on_disk.connect(self.rescan)

    @property
    def folder(self) -> Path | None:
        """The opened folder."""
        return self._folder

    def open(self, folder: Path) -> None:
        """Open another folder.

        Raises:
            StorageError: it cannot be read; what was open stays open.
        """
        find_specs(folder)
        self.close()
        self._folder = folder
        self._known.clear()
        self._watcher = FolderWatcher(folder, self.changed_on_disk.emit)
        self.rescan()

    def rescan(self) -> None:
        """Look at the folder again; what has not changed is not read anew by the engine."""
        if self._folder is None:
            return
        if self._thread is not None:
            self._again = True
            return
        self._stop.clear()
        self._thread = threading.Thread(
            target=self._run, args=(self._folder,), name="workspace-scan", daemon=True
        )
        self._thread.start()

    def _on_ended(self) -> None:
        if self._thread is not None and not self._stop.is_set():
            self._thread.join()
            self._thread = None
            self.scanned.emit()
            if self._again:
                self._again = False
                self.rescan()

    def close(self) -> None:
        """Stop watching and reading."""
        self._stop.set()
        if self._watcher is not None:
            self._watcher.close()
            self._watcher = None
        if self._thread is not None:
            self._thread.join()
            self._thread = None
        self._again = False

    # On the scanning thread

    def _run(self, folder: Path) -> None:
        try:
            self._scan(folder)
        finally:
            self._ended.emit()

    def _scan(self, folder: Path) -> None:
        try:
            paths = find_specs(folder)
        except StorageError as error:
            self.failed.emit(str(error))
            return
        known = {path: self._known.get(path) for path in paths}
        self.listed.emit(
            tuple(found[1] if found else self._entry(folder, p) for p, found in known.items())
        )
        changed = self._changed(folder, known)
        if not changed:
            return
        for path, answer in EnginePool(self._templates, _LIMITS, workers=1).map(
            changed, self._request
        ):
            if self._stop.is_set():
                return
            entry = self._answered(folder, path, answer)
            self._known[path] = changed[path], entry
            self.entry_changed.emit(entry)

    def _changed(
        self, folder: Path, known: Mapping[Path, tuple[str, SpecEntry] | None]
    ) -> dict[Path, str]:
        """Return the digests of the files that are not known as they are now."""
        changed: dict[Path, str] = {}
        for path, found in known.items():
            if self._stop.is_set():
                break
            digest = self._digest(folder, path)
            if digest and (found is None or found[0] != digest):
                changed[path] = digest
        return changed

    def _digest(self, folder: Path, path: Path) -> str:
        try:
            return digest_of(read_bytes(path))
        except StorageError as error:
            self._known.pop(path, None)
            self.entry_changed.emit(self._entry(folder, path, problem=str(error)))
            return ""

    def _request(self, path: Path) -> Request:
        return Request("analyse", "scan", decode(path, read_bytes(path)).text)

    def _answered(self, folder: Path, path: Path, answer: Reply | Exception) -> SpecEntry:
        if isinstance(answer, Reply):
            return self._entry(folder, path, answer.report)
        if isinstance(answer, (StorageError, EngineError)):
            return self._entry(folder, path, problem=str(answer))
        raise answer

    def _entry(
        self, folder: Path, path: Path, report: DocumentReport | None = None, problem: str = ""
    ) -> SpecEntry:
        return SpecEntry(
            str(path),
            path.relative_to(folder).parts,
            report.title if report else "",
            report.completeness if report else None,
            report.placeholders if report else 0,
            problem,
        )

    # For the open document, whose text is ahead of the disk

    def entry_of(self, path: Path, report: DocumentReport) -> SpecEntry | None:
        """Return the entry for a report on a file's unsaved text; None outside the folder."""
        if self._folder is None or not path.is_relative_to(self._folder):
            return None
        return self._entry(self._folder, path, report)
