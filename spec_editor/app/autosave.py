"""Documents that save themselves, for those who want it."""

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from spec_editor.app.documents import Documents, OpenDocument
from spec_editor.app.saves import needs_question
from spec_editor.app.saving import Saver
from spec_editor.storage.errors import FileChangedError, FileGoneError, StorageError

CHOICES = ("off", "focus", "10", "60", "300")
"""What the menu offers: never, on leaving the program's windows, every so many seconds."""


class Autosave(QObject):
    """Saves what has a file, when the program loses the focus or every so many seconds.

    A document about which something is to be decided (it was changed by another program, it is
    gone, saving failed) is left to the user. While a box is open nothing is saved: it may ask
    whether this shall be, and nobody can type meanwhile.
    """

    def __init__(self, documents: Documents, saver: Saver, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._documents = documents
        self._saver = saver
        self._on_focus = False
        self._failed: set[OpenDocument] = set()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.save)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.applicationStateChanged.connect(self._take_state)

    def choose(self, choice: str) -> None:
        """Save at other times from now on: "off", "focus", or a number of seconds."""
        self._on_focus = choice == "focus"
        self._timer.stop()
        if choice.isdecimal():
            self._timer.start(int(choice) * 1000)

    def note_failure(self, document: OpenDocument, error: StorageError) -> None:
        """Leave a document alone that could not be saved, until the user has saved it.

        One whose file is another one now, or elsewhere, is only left until that is decided.
        """
        if not isinstance(error, FileChangedError | FileGoneError):
            self._failed.add(document)

    def note_saved(self, document: OpenDocument) -> None:
        """Save a document again by itself: it can be saved."""
        self._failed.discard(document)

    def save(self) -> None:
        """Save what can be saved without a question."""
        if QApplication.activeModalWidget() is not None:
            return
        for document in self._documents.all:
            is_ours = not (needs_question(document) or document in self._failed)
            if document.is_modified and is_ours:
                self._saver.save(document, unasked=True)

    def _take_state(self, state: Qt.ApplicationState) -> None:
        if self._on_focus and state != Qt.ApplicationState.ApplicationActive:
            self.save()
