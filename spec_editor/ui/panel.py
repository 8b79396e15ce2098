"""The frame round a tree of the sidebar: its title, a few buttons, the tree."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from spec_editor.ui.icons import icon
from spec_editor.ui.theme import Theme


class Panel(QFrame):
    """A title with buttons at its right, above whatever is added; Escape leaves it."""

    left = Signal()  # the keyboard is to go back to the text

    def __init__(self, title: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self._theme = theme
        self._text = title
        self._glyphs: dict[QToolButton, str] = {}
        self._title = QLabel(title)
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._title.setProperty("role", "title")
        self._title.setMinimumWidth(40)
        self._header = QHBoxLayout()
        self._header.setContentsMargins(12, 6, 8, 2)
        self._header.setSpacing(2)
        self._header.addWidget(self._title, 1)
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)
        self._rows.addLayout(self._header)

    def set_title(self, title: str) -> None:
        """Write another title, shortened where it does not fit."""
        self._text = title
        self._shorten()

    def title(self) -> str:
        """Return the whole title."""
        return self._text

    def add_button(self, glyph: str, tip: str, checkable: bool = False) -> QToolButton:
        """Return a new button at the right end of the header."""
        button = QToolButton()
        button.setIconSize(QSize(18, 18))
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setCheckable(checkable)
        button.setIcon(icon(glyph, self._theme, self._theme.muted))
        self._glyphs[button] = glyph
        self._header.addWidget(button)
        return button

    def set_theme(self, theme: Theme) -> None:
        """Take on the theme's colours."""
        self._theme = theme
        for button, glyph in self._glyphs.items():
            button.setIcon(icon(glyph, theme, theme.muted))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave by Escape, when nothing in the panel had a use for it."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the title into the new width."""
        super().resizeEvent(event)
        self._shorten()

    def _shorten(self) -> None:
        """Cut the title to the room beside the buttons."""
        room = self.width() - 24 - 28 * len(self._glyphs)
        metrics = self._title.fontMetrics()
        text = metrics.elidedText(self._text, Qt.TextElideMode.ElideMiddle, max(40, room))
        self._title.setText(text)
