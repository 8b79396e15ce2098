"""The window that the preview is in while it is detached."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget


class PreviewWindow(QWidget):
    """A normal window for one widget; closing it asks to have the widget back where it was."""

    closed = Signal()
    """The user closed the window."""

    def __init__(self, owner: QWidget) -> None:
        """Go with ``owner``; unlike a dialogue the window can lie behind the owner's."""
        super().__init__(owner, Qt.WindowType.Window)
        self.setObjectName("previewWindow")
        self.setMinimumSize(280, 200)
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._was_placed = False
        # Here these keys mean this window, and not the document.
        QShortcut(QKeySequence.StandardKey.Close, self, self.close)
        self.set_document("")

    def set_document(self, name: str) -> None:
        """Name the document in the title bar."""
        self.setWindowTitle(f"{name} – Preview" if name else "Preview")

    def take(self, widget: QWidget) -> None:
        """Show a widget; it becomes the window's own until somebody else takes it."""
        if not self._was_placed:
            self._was_placed = True
            self.resize(max(720, widget.width()), max(640, widget.height()))
        self._rows.addWidget(widget)
        self.setFocusProxy(widget)

    def place(self) -> bytes:
        """Return size and place, for the settings."""
        return bytes(self.saveGeometry().data()) if self._was_placed else b""

    def set_place(self, place: bytes) -> None:
        """Take up what ``place()`` returned; a screen that is gone is replaced by another."""
        if place:
            self._was_placed = self.restoreGeometry(place)

    def open(self, *, activate: bool) -> None:
        """Show the window; without ``activate`` the keyboard stays where it is."""
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating, not activate)
        self.show()
        if activate:
            self.raise_()
            self.activateWindow()

    def showEvent(self, event: QShowEvent) -> None:
        """Become independent of the owner's window, which would keep this one above itself."""
        handle = self.windowHandle()
        if handle is not None:
            handle.setTransientParent(None)  # type: ignore[arg-type]
        super().showEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask for the widget to be taken back, which hides the window."""
        event.ignore()
        self.closed.emit()
