"""What a view shows when it has nothing to show: why, and what to do."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from spec_editor.ui.controls import Button
from spec_editor.ui.icons import icon
from spec_editor.ui.theme import Theme

_ROOM_FOR_GLYPH = 150  # logical pixels


class EmptyState(QWidget):
    """A glyph, a title, a sentence and perhaps a button, in the middle of the room there is."""

    action_requested = Signal()  # the button was pressed

    def __init__(self, glyph: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._glyph = glyph
        self._picture = QLabel()
        self._title = QLabel()
        self._title.setProperty("role", "title")
        self._text = QLabel()
        self._text.setProperty("role", "muted")
        for label in (self._picture, self._title, self._text):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(label is not self._picture)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.button = Button()
        self.button.clicked.connect(self.action_requested)
        self._layout = rows = QVBoxLayout(self)
        rows.setContentsMargins(16, 16, 16, 16)
        rows.setSpacing(8)
        rows.addStretch(2)
        for widget in (self._picture, self._title, self._text):
            rows.addWidget(widget)
        rows.addSpacing(4)
        rows.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        rows.addStretch(3)
        self.set_theme(theme)

    def set_texts(self, title: str, text: str, button: str = "") -> None:
        """Say why there is nothing, what to do, and offer to do it."""
        self._title.setText(title)
        self._title.setVisible(bool(title))
        self._text.setText(text)
        self.button.setText(button)
        self.button.setVisible(bool(button))

    def texts(self) -> tuple[str, str, str]:
        """Return title, sentence and the button's text."""
        return self._title.text(), self._text.text(), self.button.text()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the glyph out where there is no room for it above the texts."""
        super().resizeEvent(event)
        is_high = event.size().height() >= _ROOM_FOR_GLYPH
        self._picture.setVisible(is_high)
        margin = 16 if is_high else 4
        self._layout.setContentsMargins(16, margin, 16, margin)

    def set_theme(self, theme: Theme) -> None:
        """Take on the theme's colours."""
        glyph = icon(self._glyph, theme, theme.muted)
        self._picture.setPixmap(glyph.pixmap(QSize(32, 32), self.devicePixelRatioF()))
