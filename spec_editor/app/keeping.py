"""Each save leaves a version in the local history."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from spec_editor.app.background import Background, nothing
from spec_editor.app.documents import OpenDocument
from spec_editor.storage.errors import StorageError
from spec_editor.storage.history import History
from spec_editor.storage.text_format import encode


class Keeping(QObject):
    """Notes, in a thread, what files hold when they are saved, and what they held before.

    ``is_failing`` says that something could not be noted.
    """

    failed = Signal(str)  # why earlier versions are not kept; said once

    def __init__(self, history: History, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._history = history
        self.is_failing = False
        self._background = Background("keeping", self)

    def keep_before(self, path: Path, data: bytes, *, is_own: bool) -> None:
        """Keep what a file holds before it is saved over; may be called on any thread.

        A file that is not the text's own (``is_own``) is kept before this returns: nobody but
        the history may have it.
        """
        self._keep(path, lambda: data)
        if not is_own:
            # What was asked for before is done by then.
            self._background.call(nothing)

    def note_saved(self, document: OpenDocument) -> None:
        """Keep what a document's file holds now."""
        file = document.file
        self._keep(file.path, lambda: encode(file.text, file.format))

    def follow(self, document: OpenDocument, before: Path) -> None:
        """Let a file's past go along to where another program has moved it."""
        path = document.path
        self._background.run(lambda: self._history.move(before, path), failed=self._tell)

    def close(self) -> None:
        """Wait until all is kept."""
        self._background.finish()

    def _keep(self, path: Path, data: Callable[[], bytes]) -> None:
        self._background.run(lambda: self._history.add(path, data()), failed=self._tell)

    def _tell(self, problem: StorageError) -> None:
        if not self.is_failing:
            self.is_failing = True
            self.failed.emit(str(problem))
