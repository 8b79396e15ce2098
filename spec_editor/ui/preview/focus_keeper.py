"""Gives the keyboard back: a web view that gets a new renderer takes it, unasked."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget


class FocusKeeper(QObject):
    """Keeps the keyboard focus where it is while a part of the window is made anew."""

    def __init__(self, part: QWidget) -> None:
        super().__init__(part)
        self._part = part
        self._owner: QWidget | None = None
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus_changed)

    def begin(self) -> None:
        """Keep the focus from now on, unless it is in the part itself."""
        owner = QApplication.focusWidget()
        self._owner = None if owner is None or self._is_inside(owner) else owner

    def end(self) -> None:
        """Let the focus go where the user puts it."""
        self._owner = None

    def _is_inside(self, widget: QWidget) -> bool:
        return widget is self._part or self._part.isAncestorOf(widget)

    def _on_focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        if self._owner is not None and new is not None and self._is_inside(new):
            self._owner.setFocus()
