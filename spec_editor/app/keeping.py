"""Each save leaves a version in the local history."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from spec_editor.app.documents import OpenDocument
from spec_editor.storage.errors import StorageError
from spec_editor.storage.history import History
from spec_editor.storage.text_file import TextFile, encode


class Keeping(QObject):
    """Notes, in a thread, what files hold when they are saved, and held before the first time."""

    failed = Signal(str)  # why earlier versions are not kept; said once
    _problem = Signal(str)  # comes from the thread

    def __init__(self, history: History, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._history = history
        self._first: dict[OpenDocument, TextFile] = {}
        self._is_told = False
        self._thread = ThreadPoolExecutor(1, "history")
        self._problem.connect(self._tell)

    def note_opened(self, document: OpenDocument) -> None:
        """Remember what a file holds before it is saved for the first time."""
        if not document.is_untitled:
            self._first[document] = document.file

    def note_saved(self, document: OpenDocument) -> None:
        """Keep what a document's file holds now."""
        before = self._first.pop(document, None)
        files = (document.file,) if before is None else (before, document.file)
        self._thread.submit(self._keep, files)

    def follow(self, document: OpenDocument) -> None:
        """A document's file is elsewhere now; what it held before goes along."""
        before = self._first.get(document)
        if before is not None:
            self._first[document] = replace(before, path=document.path)

    def forget(self, document: OpenDocument) -> None:
        """A document is closed."""
        self._first.pop(document, None)

    def close(self) -> None:
        """Wait until all is kept."""
        self._thread.shutdown()

    def _keep(self, files: tuple[TextFile, ...]) -> None:
        """Run in the thread."""
        try:
            for file in files:
                self._history.add(file.path, encode(file.text, file.format))
        except StorageError as error:
            self._problem.emit(str(error))
        except Exception as error:  # noqa: BLE001  the edge of a thread
            self._problem.emit(f"{type(error).__name__}: {error}")

    def _tell(self, problem: str) -> None:
        if not self._is_told:
            self._is_told = True
            self.failed.emit(problem)
