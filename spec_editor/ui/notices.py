"""Notices above the editor: they tell and ask without stopping anybody from typing."""

from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from spec_editor.ui.controls import Button
from spec_editor.ui.icons import icon
from spec_editor.ui.theme import Theme

_MOST_BESIDE = 2
"""So many buttons stand beside a notice's text; more stand below it."""

_GLYPHS = {
    "info": "information-outline",
    "ok": "check-circle-outline",
    "warning": "alert-outline",
    "error": "alert-circle-outline",
}


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice.

    ``key`` names it: a second notice with the same key replaces the first. ``severity`` is
    "info", "ok", "warning" or "error". ``buttons`` are pairs of an action's name and its text;
    ``closable`` adds a cross.
    """

    key: str
    text: str
    severity: str = "info"
    buttons: tuple[tuple[str, str], ...] = ()
    closable: bool = True


class InfoBar(QFrame):
    """The bar that shows one notice."""

    action_requested = Signal(str, str)  # the notice's key, the action's name
    dismissed = Signal(str)  # the notice's key

    def __init__(self, notice: Notice, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._notice = notice
        self.setProperty("severity", notice.severity)
        self.setAccessibleName(f"{notice.severity}: {notice.text}")
        self._icon = QLabel()
        self._text = QLabel(notice.text)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(12, 6, 8, 6)
        rows.setSpacing(6)
        row = QHBoxLayout()
        row.setSpacing(8)
        rows.addLayout(row)
        row.addWidget(self._icon)
        row.addWidget(self._text, 1)
        self.buttons = {name: self._button(name, text) for name, text in notice.buttons}
        for button in self.buttons.values():
            row.addWidget(button)
        if len(self.buttons) > _MOST_BESIDE:
            # Beside them the text would have no room in a narrow window.
            below = QHBoxLayout()
            below.setSpacing(8)
            below.setContentsMargins(26, 0, 0, 2)
            rows.addLayout(below)
            for button in self.buttons.values():
                below.addWidget(button)
            below.addStretch(1)
        self.cross = QToolButton()
        self.cross.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.cross.setToolTip("Close this notice")
        self.cross.setAccessibleName("Close this notice")
        self.cross.clicked.connect(lambda: self.dismissed.emit(notice.key))
        row.addWidget(self.cross)
        # Not before: without a parent it would be a window for a moment, and take the keyboard.
        self.cross.setVisible(notice.closable)
        self.set_theme(theme)

    def _button(self, name: str, text: str) -> Button:
        """Return the button of one action."""
        button = Button(text)
        button.setObjectName(name)
        button.setAccessibleDescription(self._notice.text)
        button.clicked.connect(lambda: self.action_requested.emit(self._notice.key, name))
        return button

    def set_theme(self, theme: Theme) -> None:
        """Draw the icons in the theme's colours."""
        severity = self._notice.severity
        color = str(getattr(theme, severity))
        ratio = self.devicePixelRatioF()
        self._icon.setPixmap(icon(_GLYPHS[severity], theme, color).pixmap(QSize(18, 18), ratio))
        self.cross.setIcon(icon("close", theme, theme.muted))


class NoticeArea(QWidget):
    """The notices that are open now, one below the other; takes no room when there is none."""

    action_requested = Signal(str, str)  # the notice's key, the action's name
    dismissed = Signal(str)  # the notice's key
    left = Signal()  # Escape was pressed, or the notice goes away that the keyboard was in

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notices")
        self.setAccessibleName("Notices")
        self._theme = theme
        self._bars: dict[str, InfoBar] = {}
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(1)
        self.hide()

    def show_notice(self, notice: Notice) -> None:
        """Show a notice; one with the same key gives way to it."""
        self.hide_notice(notice.key)
        bar = InfoBar(notice, self._theme)
        bar.action_requested.connect(self.action_requested)
        bar.dismissed.connect(self._dismiss)
        self._bars[notice.key] = bar
        self._rows.addWidget(bar)
        self.show()
        # Somebody who types hears of it as others see it.
        event = QAccessibleAnnouncementEvent(self, bar.accessibleName())
        QAccessible.updateAccessibility(event)

    def hide_notice(self, key: str) -> None:
        """Take a notice away; does nothing when it is not shown."""
        bar = self._bars.pop(key, None)
        if bar is not None:
            focused = self.window().focusWidget()
            if focused is not None and bar.isAncestorOf(focused):
                # Qt would give the keyboard to whatever comes next, as the tree of files.
                self.left.emit()
            self._rows.removeWidget(bar)
            bar.hide()
            bar.deleteLater()
        self.setVisible(bool(self._bars))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Give the keyboard to the first button of the uppermost notice."""
        for bar in self._bars.values():
            for button in (*bar.buttons.values(), bar.cross):
                if not button.isHidden():
                    button.setFocus(event.reason())
                    return

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave by Escape; the notices stay."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def clear(self) -> None:
        """Take all notices away."""
        for key in list(self._bars):
            self.hide_notice(key)

    def keys(self) -> tuple[str, ...]:
        """Return the keys of the notices shown, from top to bottom."""
        return tuple(self._bars)

    def bar(self, key: str) -> InfoBar:
        """Return the bar of one notice that is shown."""
        return self._bars[key]

    def set_theme(self, theme: Theme) -> None:
        """Take on the theme's colours."""
        self._theme = theme
        for bar in self._bars.values():
            bar.set_theme(theme)

    def _dismiss(self, key: str) -> None:
        """Take the notice away that the user closed, and say so."""
        self.hide_notice(key)
        self.dismissed.emit(key)
