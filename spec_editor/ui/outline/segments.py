"""A row of words of which one is chosen."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from spec_editor.ui.controls import small_font

_PADDING = 10  # logical pixels beside a word, with the frame


class _Segment(QToolButton):
    """One word, shortened by "…" where it does not fit."""

    def __init__(self, text: str, tip: str) -> None:
        super().__init__()
        self._whole = text
        self.setFont(small_font(self.font()))
        self.setText(text)
        self.setToolTip(tip)
        self.setAccessibleName(text)
        self.setAccessibleDescription(tip)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(24)
        self.natural_width = self.fontMetrics().horizontalAdvance(text) + _PADDING

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the word into the new width."""
        super().resizeEvent(event)
        room = self.width() - _PADDING
        self.setText(self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, room))


class Segments(QFrame):
    """Chooses one of a few things; the arrow keys go from one to the next."""

    chosen = Signal(str)  # the value that was chosen

    def __init__(
        self, choices: Sequence[tuple[str, str, str]], parent: QWidget | None = None
    ) -> None:
        """``choices`` holds value, word and tooltip of each; the first one is chosen."""
        super().__init__(parent)
        self.setProperty("role", "segments")
        self._group = QButtonGroup(self)
        self.buttons: dict[str, QToolButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 2, 2, 2)
        row.setSpacing(2)
        for value, text, tip in choices:
            button = _Segment(text, tip)
            self.buttons[value] = button
            self._group.addButton(button)
            row.addWidget(button, button.natural_width)
        next(iter(self.buttons.values())).setChecked(True)
        self._group.buttonToggled.connect(self._announce)

    def value(self) -> str:
        """Return what is chosen."""
        return next(value for value, button in self.buttons.items() if button.isChecked())

    def _announce(self, _button: QToolButton, is_chosen: bool) -> None:
        """Say what is chosen now."""
        if is_chosen:
            self.chosen.emit(self.value())
