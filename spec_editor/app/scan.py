"""One look at all specifications of a folder, in a thread of its own."""

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

# Typing comes first.
_LIMITS = Limits(gives_way=True)

Known = dict[Path, tuple[str, SpecEntry]]


def entry_of(
    folder: Path, path: Path, report: DocumentReport | None = None, problem: str = ""
) -> SpecEntry:
    """Return what the workspace shows of a file."""
    return SpecEntry(
        str(path),
        path.relative_to(folder).parts,
        report.title if report else "",
        report.completeness if report else None,
        report.placeholders if report else 0,
        problem,
    )


class FolderScan(QObject):
    """Reads a folder once; each signal carries the scan, since a late one may be of an old scan.

    ``known`` holds the digest and the entry of each file as it was read last; what has not
    changed is not read anew by the engine. It belongs to the scan until it has ended.
    """

    listed = Signal(object, object)  # self, tuple[SpecEntry, ...]
    entry_changed = Signal(object, object)  # self, SpecEntry
    failed = Signal(object, str)  # self, why the folder cannot be read
    ended = Signal(object)  # self

    def __init__(
        self,
        folder: Path,
        known: Known,
        templates: Sequence[TemplateSource],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._folder = folder
        self._known = known
        self._pool = EnginePool(templates, _LIMITS, workers=1)
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
        known = {path: self._known.get(path) for path in paths}
        self.listed.emit(
            self, tuple(found[1] if found else entry_of(folder, p) for p, found in known.items())
        )
        changed = self._changed(folder, known)
        if not changed:
            return
        for path, answer in self._pool.map(changed, self._request):
            if self._stop.is_set():
                return
            entry = self._answered(folder, path, answer)
            self._known[path] = changed[path], entry
            self.entry_changed.emit(self, entry)

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
            self.entry_changed.emit(self, entry_of(folder, path, problem=str(error)))
            return ""

    def _request(self, path: Path) -> Request:
        return Request("analyse", "scan", decode(path, read_bytes(path)).text)

    def _answered(self, folder: Path, path: Path, answer: Reply | Exception) -> SpecEntry:
        if isinstance(answer, Reply):
            return entry_of(folder, path, answer.report)
        if isinstance(answer, (StorageError, EngineError)):
            return entry_of(folder, path, problem=str(answer))
        raise answer
