"""The field above a list that says what is to be shown of it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from spec_editor.ui.icons import icon
from spec_editor.ui.theme import Theme

_INTO_LIST = (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class SearchField(QLineEdit):
    """A field that filters a list; Down leads from it into the list, Escape empties it."""

    left = Signal()  # the list is to have the focus

    def __init__(self, name: str, text: str, parent: QWidget | None = None) -> None:
        """``name`` is the object's name; ``text`` says what is filtered."""
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(text)
        self.setPlaceholderText(text)
        self.setClearButtonEnabled(True)
        self._glass = self.addAction(QIcon(), QLineEdit.ActionPosition.LeadingPosition)

    def set_theme(self, theme: Theme) -> None:
        """Take on the theme's colours."""
        self._glass.setIcon(icon("magnify", theme, theme.muted))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go down into the list, or clear the text by Escape."""
        if event.key() in _INTO_LIST or (event.key() == Qt.Key.Key_Escape and not self.text()):
            self.left.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.clear()
        else:
            super().keyPressEvent(event)
