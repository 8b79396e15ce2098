"""A window for one diagram: as large as one likes, to copy, to save."""

import json
from collections.abc import Callable
from typing import Protocol, cast

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QColor, QKeySequence, QShortcut, QWheelEvent
from PySide6.QtWebChannel import QWebChannel
from PySide6.QtWebEngineCore import QWebEnginePage
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from spec_editor.ui.icons import icon
from spec_editor.ui.preview.feed import APPLICATION_WORLD, channel_script
from spec_editor.ui.theme import Theme

_CONTROL = Qt.KeyboardModifier.ControlModifier


class PicturePage(Protocol):
    """What the viewer needs of its page besides what every QWebEnginePage has."""

    def load_document(self) -> None:
        """Load the page with the picture."""


class PictureBridge(QObject):
    """What the script in the picture's page can call."""

    loaded = Signal()
    zoomed = Signal(float, bool)
    """The picture is shown so large, 1.0 being its natural size, and whether it fills the page."""

    @Slot()
    def report_ready(self) -> None:
        """Take note that the script runs."""
        self.loaded.emit()

    @Slot(float, bool)
    def report_zoom(self, factor: float, is_fitted: bool) -> None:
        """Take note of the size."""
        self.zoomed.emit(factor, is_fitted)


class _View(QWebEngineView):
    """Web view without a menu: what can be done with a diagram stands in the bar."""

    def contextMenuEvent(self, event: QEvent) -> None:
        """Offer nothing."""
        event.accept()


class DiagramViewer(QWidget):
    """Shows a page with a picture in a window of its own, under a bar of buttons."""

    ready = Signal()
    """The picture can be zoomed."""
    copy_requested = Signal()
    """The picture is to be put on the clipboard."""
    copy_source_requested = Signal()
    """The source of the diagram is to be put on the clipboard."""
    save_requested = Signal()
    """The picture is to be saved."""
    closed = Signal()

    def __init__(
        self,
        page: QWebEnginePage,
        script: str,
        words: str,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        """Show the given page (a `PicturePage` as well); ``words`` say what is on it."""
        super().__init__(parent, Qt.WindowType.Window)
        self.setObjectName("diagramViewer")
        self.setWindowTitle(words)
        self.setAccessibleName(f"Diagram: {words}")
        self._page = page
        self._script = f"{channel_script()}\n{script}"
        self._theme = theme
        self.buttons: dict[str, QToolButton] = {}
        self._build()
        self._connect()
        self.resize(1000, 720)
        page.setBackgroundColor(QColor(theme.base))
        cast("PicturePage", page).load_document()

    def _build(self) -> None:
        self._view = _View(self)
        self._view.setPage(self._page)
        self._view.setAcceptDrops(False)
        self.zoom_label = QLabel("100 %")
        self.zoom_label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.zoom_label.setMinimumWidth(self.fontMetrics().horizontalAdvance("1600 %") + 8)
        self.zoom_label.setAccessibleName("Zoom")
        self.message = QLabel()
        self.message.setProperty("role", "muted")
        bar = QHBoxLayout()
        bar.setContentsMargins(8, 6, 8, 6)
        bar.setSpacing(2)
        bar.addWidget(self._button("zoom_out", "minus", "Zoom out", "-", lambda: self._zoom(-1)))
        bar.addWidget(self.zoom_label)
        bar.addWidget(self._button("zoom_in", "plus", "Zoom in", "+", lambda: self._zoom(1)))
        bar.addWidget(
            self._button("natural", "numeric-1-box-outline", "Natural size", "0", self.zoom_natural)
        )
        bar.addWidget(self._button("fit", "fit-to-page-outline", "Fit to window", "F", self.fit))
        bar.addSpacing(12)
        bar.addWidget(
            self._button("full", "fullscreen", "Full screen", "F11", self.toggle_full_screen)
        )
        bar.addSpacing(12)
        bar.addWidget(self.message, 1)
        bar.addWidget(
            self._button("copy", "content-copy", "Copy picture", "Ctrl+C", self.copy_requested.emit)
        )
        bar.addWidget(
            self._button(
                "source",
                "code-tags",
                "Copy source",
                "Ctrl+Shift+C",
                self.copy_source_requested.emit,
            )
        )
        bar.addWidget(
            self._button("save", "content-save-outline", "Save", "Ctrl+S", self.save_requested.emit)
        )
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addLayout(bar)
        rows.addWidget(self._view, 1)
        self.setFocusProxy(self._view)

    def _button(
        self, name: str, glyph: str, words: str, keys: str, action: Callable[[], None]
    ) -> QToolButton:
        """Return a button that does something, as its keys do."""
        button = QToolButton()
        button.setObjectName(name)
        button.setIconSize(QSize(18, 18))
        button.setIcon(icon(glyph, self._theme, self._theme.muted))
        if button.icon().isNull():
            button.setText(words)
        shown = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
        button.setToolTip(f"{words} ({shown})")
        button.setAccessibleName(words)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda: action())
        QShortcut(QKeySequence(keys), self, action)
        self.buttons[name] = button
        return button

    def _connect(self) -> None:
        self._bridge = PictureBridge(self)
        self._bridge.loaded.connect(self._on_loaded)
        self._bridge.zoomed.connect(self._show_zoom)
        self._channel = QWebChannel(self)
        self._channel.registerObject("bridge", self._bridge)
        self._page.setWebChannel(self._channel, APPLICATION_WORLD)
        self._page.loadFinished.connect(self._on_load_finished)
        self._page.renderProcessTerminated.connect(self._on_terminated)
        QShortcut(QKeySequence("="), self, lambda: self._zoom(1))
        QShortcut(QKeySequence("Escape"), self, self._leave)

    # What one does

    def fit(self) -> None:
        """Show all of the picture, as large as it can be."""
        self._call("fit")

    def zoom_natural(self) -> None:
        """Show the picture in its natural size."""
        self._call("zoomTo", 1)

    def toggle_full_screen(self) -> None:
        """Fill the screen, or no longer."""
        if self.isFullScreen():
            self.showNormal()
        else:
            self.showFullScreen()

    def show_message(self, text: str) -> None:
        """Say something in the bar."""
        self.message.setText(text)
        self.message.setAccessibleName(text)

    def _zoom(self, steps: int) -> None:
        self._call("zoomBy", steps)

    def _leave(self) -> None:
        """Leave the full screen, or close."""
        if self.isFullScreen():
            self.showNormal()
        else:
            self.close()

    # The page

    def _call(self, function: str, *arguments: object) -> None:
        values = ", ".join(json.dumps(each) for each in arguments)
        self._page.runJavaScript(
            f"globalThis.specPicture && specPicture.{function}({values})", APPLICATION_WORLD
        )

    def _on_load_finished(self, complete: bool) -> None:
        if complete:
            self._page.runJavaScript(self._script, APPLICATION_WORLD)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Zoom by the wheel with Ctrl; the web engine would enlarge the page as well."""
        if isinstance(event, QWheelEvent) and event.modifiers() & _CONTROL:
            place = event.position()
            self._call("zoomAt", event.angleDelta().y() / 120, place.x(), place.y())
            return True
        return super().eventFilter(watched, event)

    def _on_loaded(self) -> None:
        # The widget that gets the events is made by the engine, with the page.
        surface = self._view.focusProxy()
        if surface is not None:
            surface.installEventFilter(self)
        self._view.setFocus()
        self.ready.emit()

    def _on_terminated(self) -> None:
        self.show_message("The picture was lost. Close this window and open the diagram again.")

    def _show_zoom(self, factor: float, is_fitted: bool) -> None:
        self.zoom_label.setText(f"{round(factor * 100)} %")
        self.buttons["fit"].setDown(is_fitted)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Tell that the page is no longer needed."""
        super().closeEvent(event)
        self.closed.emit()
