"""The command that shows earlier versions of a document."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from spec_editor.app.background import Background
from spec_editor.app.documents import Documents
from spec_editor.storage.history import History


class HistoryCommands(QObject):
    """Opens the history of the document that is shown."""

    told = Signal(str)  # a message for the status bar

    def __init__(
        self,
        window: QWidget,
        documents: Documents,
        history: History,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._documents = documents
        self._history = history
        self._background = Background("history", self)

    def close(self) -> None:
        """Stop comparing."""
        self._background.close()

    def open(self) -> None:
        """Show the versions of the document that is shown."""
        document = self._documents.current
        if document is None:
            return
        if document.is_untitled:
            self.told.emit(
                f"{document.name} has no file yet; versions are kept from the first save on"
            )
            return
        from spec_editor.app.browsing import Browsing

        browsing = Browsing(self._window, document, self._history, self._background)
        browsing.told.connect(self.told)
        browsing.begin()
