"""Each save leaves a version in the local history."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from spec_editor.app.documents import OpenDocument
from spec_editor.storage.errors import StorageError
from spec_editor.storage.history import History
from spec_editor.storage.text_file import encode


class Keeping(QObject):
    """Notes, in a thread, what files hold when they are saved, and what they held before."""

    failed = Signal(str)  # why earlier versions are not kept; said once
    _problem = Signal(str)  # comes from the thread

    def __init__(self, history: History, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._history = history
        self._is_told = False
        self._thread = ThreadPoolExecutor(1, "history")
        self._problem.connect(self._tell)

    def keep_before(self, path: Path, data: bytes, *, is_own: bool) -> None:
        """Keep what a file holds before it is saved over; may be called on any thread.

        A file that is not the text's own (``is_own``) is kept before this returns: nobody but
        the history may have it.
        """
        kept = self._thread.submit(self._keep, path, lambda: data)
        if not is_own:
            kept.result()

    def note_saved(self, document: OpenDocument) -> None:
        """Keep what a document's file holds now."""
        file = document.file
        self._thread.submit(self._keep, file.path, lambda: encode(file.text, file.format))

    def close(self) -> None:
        """Wait until all is kept."""
        self._thread.shutdown()

    def _keep(self, path: Path, data: Callable[[], bytes]) -> None:
        """Run in the thread."""
        try:
            self._history.add(path, data())
        except StorageError as error:
            self._problem.emit(str(error))
        except Exception as error:  # noqa: BLE001  the edge of a thread
            self._problem.emit(f"{type(error).__name__}: {error}")

    def _tell(self, problem: str) -> None:
        if not self._is_told:
            self._is_told = True
            self.failed.emit(problem)
