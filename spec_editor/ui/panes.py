"""The parts of the window that the keyboard can be in, and how it gets from one to another."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction, QPainter, QPaintEvent, QPalette, QRegion
from PySide6.QtWidgets import QApplication, QWidget

_FRAME = 1  # logical pixels


class FocusFrame(QWidget):
    """A line round a pane, to be seen while the keyboard is in it."""

    def __init__(self, pane: QWidget) -> None:
        super().__init__(pane)
        self._pane = pane
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()
        pane.installEventFilter(self)

    def eventFilter(self, _pane: QObject, event: QEvent) -> bool:
        """Stay as large as the pane."""
        if event.type() == QEvent.Type.Resize:
            self._fit()
        return False

    def show_on_top(self) -> None:
        """Show the line over all that is in the pane now."""
        self._fit()
        self.raise_()
        self.show()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the line in the theme's accent."""
        QPainter(self).fillRect(self.rect(), self.palette().color(QPalette.ColorRole.Accent))

    def _fit(self) -> None:
        """Lie over the edge of the pane and nothing else, so that what is inside scrolls fast."""
        area = self._pane.rect()
        self.setGeometry(area)
        inside = area.adjusted(_FRAME, _FRAME, -_FRAME, -_FRAME)
        self.setMask(QRegion(area) - QRegion(inside))


class Panes(QObject):
    """Goes round the panes that are visible, shows them by keys, and frames the one in use."""

    entered = Signal(str)  # name of the pane that the keyboard has come to

    def __init__(
        self,
        panes: Mapping[str, QWidget],
        entries: Mapping[str, QWidget],
        show: Callable[[str, bool], None],
        parent: QObject,
    ) -> None:
        """``panes`` are given in the order in which to go round; ``show`` shows or hides one.

        ``entries`` are the widgets in them that the keyboard comes to, where it is not the pane.
        """
        super().__init__(parent)
        self._panes = dict(panes)
        self._entries = {**panes, **entries}
        self._frames = {name: FocusFrame(pane) for name, pane in panes.items()}
        self._show = show
        self._keys: dict[QObject, str] = {}
        self._current = ""
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow)

    def current(self) -> str:
        """Return the name of the pane that the keyboard is in, empty when it is in none."""
        return self._holding(QApplication.focusWidget())

    def entry(self, name: str) -> QWidget:
        """Return the widget that the keyboard comes to in a pane."""
        return self._entries[name]

    def go_to(self, *names: str) -> None:
        """Give the keyboard to the first of these panes that can be seen."""
        for name in names:
            pane = self._panes[name]
            if pane.isVisible():
                # Of our windows the other one; another program is not pushed aside.
                if QApplication.activeWindow() not in (None, pane.window()):
                    if pane.window().isMinimized():
                        pane.window().showNormal()
                    pane.activateWindow()
                self._entries[name].setFocus(Qt.FocusReason.ShortcutFocusReason)
                return

    def go_round(self, step: int) -> None:
        """Give the keyboard to the next pane, or to the one before for -1."""
        names = [name for name, pane in self._panes.items() if pane.isVisible()]
        current = self.current()
        if current in names:
            self.go_to(names[(names.index(current) + step) % len(names)])
        else:
            self.go_to("editor", "welcome")

    def use_keys(self, action: QAction, name: str) -> None:
        """Let the keys of an action lead to a pane, and put it away when they are pressed there.

        A click on the action still shows and hides.
        """
        self._keys[action] = name
        action.installEventFilter(self)

    def eventFilter(self, action: QObject, event: QEvent) -> bool:
        """Do what the keys of an action ask for."""
        if event.type() != QEvent.Type.Shortcut:
            return False
        name = self._keys[action]
        self._show(name, self.current() != name)
        self.go_to(name, "editor", "welcome")
        return True

    def _holding(self, widget: QWidget | None) -> str:
        """Return the name of the pane that a widget belongs to, empty for none."""
        for name, pane in self._panes.items():
            if widget is not None and (widget is pane or pane.isAncestorOf(widget)):
                return name
        return ""

    def _follow(self, _old: QWidget | None, new: QWidget | None) -> None:
        """Frame the pane that the keyboard is in."""
        before, self._current = self._current, self._holding(new)
        if before == self._current:
            return
        if before:
            self._frames[before].hide()
        if self._current:
            self._frames[self._current].show_on_top()
            self.entered.emit(self._current)
