"""The text and its preview: side by side, one of them alone, or the preview in its own window."""

from dataclasses import dataclass, replace

from PySide6.QtCore import QByteArray, QDataStream, Qt, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QSplitter, QWidget

from spec_editor.ui.preview.window import PreviewWindow

BOTH, TEXT, PREVIEW = "both", "editor", "preview"
"""What can be shown."""


@dataclass(frozen=True, slots=True)
class AreaState:
    """What is shown, and the room that text and preview have beside each other, as weights."""

    shown: str = BOTH
    is_detached: bool = False
    sizes: tuple[int, int] = (500, 500)
    place: bytes = b""

    def write(self, stream: QDataStream) -> None:
        """Add the state to a stream."""
        stream.writeQString(self.shown)
        stream.writeBool(self.is_detached)
        for size in self.sizes:
            stream.writeInt32(size)
        stream << QByteArray(self.place)

    @classmethod
    def read(cls, stream: QDataStream) -> "AreaState":
        """Read a state; whether it is one, the stream's status says."""
        shown, is_detached = stream.readQString(), stream.readBool()
        sizes = (stream.readInt32(), stream.readInt32())
        place = QByteArray()
        stream >> place
        shown = shown if shown in (BOTH, TEXT, PREVIEW) else BOTH
        return cls(shown, is_detached, sizes, bytes(place.data()))


class DocumentArea(QSplitter):
    """Shows text and preview.

    A detached preview has the window to itself, and the text the whole area. "Preview only" has
    no use for a second window, so it takes the preview back.
    """

    changed = Signal()
    """Something else is shown, or in another place."""

    def __init__(self, text: QWidget, preview: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._text = text
        self._preview = preview
        self._state = AreaState()
        self._was_shown = False
        self.setChildrenCollapsible(False)
        # One pixel to look at; Qt widens the area that can be grabbed to five by itself.
        self.setHandleWidth(1)
        self.addWidget(text)
        self.addWidget(preview)
        for index in range(self.count()):
            # Both grow and shrink with the window.
            self.setStretchFactor(index, 1)
        self._share_room()
        self.preview_window = PreviewWindow(self)
        self.preview_window.closed.connect(lambda: self.detach(False))

    @property
    def shown(self) -> str:
        """BOTH, TEXT or PREVIEW."""
        return self._state.shown

    @property
    def is_detached(self) -> bool:
        """Whether the preview has a window of its own, be it shown or not."""
        return self._state.is_detached

    def show_panes(self, shown: str) -> None:
        """Show BOTH, or only TEXT or PREVIEW."""
        detached = self.is_detached and shown != PREVIEW
        self._change(replace(self._state, shown=shown, is_detached=detached, sizes=self._sizes()))

    def detach(self, detached: bool) -> None:
        """Give the preview a window of its own, or take it back; both are shown then."""
        self._change(replace(self._state, shown=BOTH, is_detached=detached, sizes=self._sizes()))

    def state(self) -> AreaState:
        """Return what is to be remembered."""
        return replace(self._state, sizes=self._sizes(), place=self.preview_window.place())

    def restore(self, state: AreaState) -> None:
        """Take up what ``state()`` returned."""
        self.preview_window.set_place(state.place)
        self._change(state)

    def showEvent(self, event: QShowEvent) -> None:
        """Open the detached preview's window together with the document."""
        super().showEvent(event)
        if not event.spontaneous():
            self._was_shown = True
            self._show_window(activate=False)

    def hideEvent(self, event: QHideEvent) -> None:
        """Put the detached preview's window away when the document is, or the main window."""
        super().hideEvent(event)
        if not event.spontaneous():
            self.preview_window.hide()

    def _change(self, state: AreaState) -> None:
        """Show something else; the keyboard goes along with the preview, and to what is left."""
        owner = QApplication.focusWidget()
        in_text = owner is not None and self._text.isAncestorOf(owner)
        in_preview = owner is not None and self._preview.isAncestorOf(owner)
        self._state = state
        if state.is_detached and self._preview.window() is not self.preview_window:
            self.preview_window.take(self._preview)
        elif not state.is_detached and self.indexOf(self._preview) < 0:
            self.addWidget(self._preview)
        # Shown first, so that the keyboard has somewhere to go.
        for widget, other in ((self._text, PREVIEW), (self._preview, TEXT)):
            if state.shown != other:
                widget.show()
        if (in_text and state.shown == PREVIEW) or in_preview:
            target = self._text if state.shown == TEXT else self._preview
            target.setFocus(Qt.FocusReason.OtherFocusReason)
            if target.window() is self.window():
                target.activateWindow()
        self._text.setVisible(state.shown != PREVIEW)
        self._preview.setVisible(state.shown != TEXT)
        self._share_room()
        self._show_window(activate=in_preview)
        self.changed.emit()

    def _is_shared(self) -> bool:
        return self.shown == BOTH and not self.is_detached

    def _share_room(self) -> None:
        if self._is_shared():
            self.setSizes(self._state.sizes)

    def _show_window(self, *, activate: bool) -> None:
        if self._state.is_detached and self._state.shown == BOTH and self.isVisible():
            if not self.preview_window.isVisible():
                self.preview_window.open(activate=activate)
        else:
            self.preview_window.hide()

    def _sizes(self) -> tuple[int, int]:
        """Return the room that both have, or had when both were last here."""
        sizes = self.sizes()
        is_known = self._is_shared() and self._was_shown and all(sizes)
        return (sizes[0], sizes[1]) if is_known else self._state.sizes
