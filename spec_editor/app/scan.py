"""One look at all specifications of a folder, in a thread of its own."""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from spec_editor.core.configuration import Setup
from spec_editor.core.findings import Finding
from spec_editor.core.report import DocumentReport, SpecEntry, with_report
from spec_editor.engine.client import EngineError
from spec_editor.engine.limits import Limits
from spec_editor.engine.pool import Ask, EnginePool
from spec_editor.engine.protocol import Reply, Request
from spec_editor.storage.configuration import setup_for
from spec_editor.storage.errors import StorageError
from spec_editor.storage.folder import find_specs
from spec_editor.storage.text_file import decode, digest_of, read_bytes

# Typing comes first.
_LIMITS = Limits(gives_way=True)


@dataclass(frozen=True, slots=True)
class Looked:
    """What is known of a file since it was looked at; ``findings`` is None where nobody asked."""

    digest: str
    entry: SpecEntry
    findings: tuple[Finding, ...] | None = None


Known = dict[Path, Looked]


def entry_of(
    folder: Path, path: Path, report: DocumentReport | None = None, problem: str = ""
) -> SpecEntry:
    """Return what the workspace shows of a file."""
    parts = path.relative_to(folder).parts
    entry = SpecEntry(str(path), parts, problem=problem, folder=str(folder))
    return with_report(entry, report) if report else entry


class FolderScan(QObject):
    """Reads a folder once; each signal carries the scan, since a late one may be of an old scan.

    ``setup`` is how the documents were judged last; it stays in use where the folder's own
    configuration cannot be read. ``known`` holds what is known of each file; what has not
    changed is not read anew by the engine. It belongs to the scan until it has ended. Findings
    are kept only ``with_findings``: those of a large folder take a lot of memory.
    """

    setup_read = Signal(object, object)  # self, Setup: how the folder is judged now
    setup_failed = Signal(object, str)  # self, what is wrong with its configuration
    readings_read = Signal(object, object)  # self, dict[Path, FolderReading] of its subfolders
    listed = Signal(object, object)  # self, tuple[SpecEntry, ...]
    entry_changed = Signal(object, object)  # self, SpecEntry
    failed = Signal(object, str)  # self, why the folder cannot be read
    ended = Signal(object)  # self

    def __init__(
        self,
        folder: Path,
        known: Known,
        setup: Setup,
        parent: QObject | None = None,
        *,
        with_findings: bool = False,
    ) -> None:
        super().__init__(parent)
        self._with_findings = with_findings
        self._folder = folder
        self._known = known
        self._setup = setup
        self._pool = EnginePool(_LIMITS, workers=1)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="folder-scan", daemon=True)

    def start(self) -> None:
        """Begin; the signals arrive in the window's thread."""
        self._thread.start()

    def stop(self) -> None:
        """Give up what is under way and wait for the thread, which takes no longer than a read."""
        self._stop.set()
        self._pool.close()
        self._thread.join()

    # On the scanning thread

    def _run(self) -> None:
        try:
            self._scan(self._folder)
        finally:
            self.ended.emit(self)

    def _scan(self, folder: Path) -> None:
        try:
            paths = find_specs(folder)
        except StorageError as error:
            self.failed.emit(self, str(error))
            return
        self._read_setup()
        self._read_readings(folder, paths)
        for gone in self._known.keys() - set(paths):
            del self._known[gone]
        known = {path: self._known.get(path) for path in paths}
        self.listed.emit(
            self, tuple(found.entry if found else entry_of(folder, p) for p, found in known.items())
        )
        changed = self._changed(folder, known)
        if not changed:
            return
        for path, answer in self._pool.map(changed, self._judge):
            if self._stop.is_set():
                return
            looked = self._answered(folder, path, changed[path], answer)
            self._known[path] = looked
            self.entry_changed.emit(self, looked.entry)

    def _read_setup(self) -> None:
        """Take up what the folder says now; another setup makes every file be judged anew."""
        try:
            setup = setup_for(self._folder)
        except StorageError as error:
            self.setup_failed.emit(self, str(error))
            return
        if setup != self._setup:
            self._setup = setup
            self._known.clear()
        self.setup_read.emit(self, setup)

    def _read_readings(self, folder: Path, paths: Sequence[Path]) -> None:
        """Find out how the documents are read as Markdown."""
        # YAML takes a while to load, and this is the one place of the window that needs it.
        from spec_editor.storage.mkdocs import folder_readings

        folders = dict.fromkeys((folder, *(path.parent for path in paths)))
        self.readings_read.emit(self, folder_readings(folder, folders))

    def _changed(self, folder: Path, known: Mapping[Path, Looked | None]) -> dict[Path, str]:
        """Return the digests of the files that are not known as they are now."""
        changed: dict[Path, str] = {}
        for path, found in known.items():
            if self._stop.is_set():
                break
            digest = self._digest(folder, path)
            is_known = found is not None and found.digest == digest
            if is_known and found and found.findings is None and self._with_findings:
                is_known = False
            if digest and not is_known:
                changed[path] = digest
        return changed

    def _digest(self, folder: Path, path: Path) -> str:
        try:
            return digest_of(read_bytes(path))
        except StorageError as error:
            self._known.pop(path, None)
            self.entry_changed.emit(self, entry_of(folder, path, problem=str(error)))
            return ""

    def _judge(self, path: Path, ask: Ask) -> Reply:
        text = decode(path, read_bytes(path)).text
        root = str(self._folder)
        return ask(Request("analyse", "scan", text, setup=self._setup, path=str(path), root=root))

    def _answered(self, folder: Path, path: Path, digest: str, answer: Reply | Exception) -> Looked:
        if isinstance(answer, Reply):
            findings = answer.report.findings if self._with_findings else None
            return Looked(digest, entry_of(folder, path, answer.report), findings)
        if isinstance(answer, (StorageError, EngineError)):
            return Looked(digest, entry_of(folder, path, problem=str(answer)), ())
        raise answer
