"""The preview beside the editor: shows blocks of HTML and follows the cursor."""

import json
import time
from collections import deque
from collections.abc import Iterable, Mapping
from typing import Any, Protocol, cast

from PySide6.QtCore import QFile, QIODevice, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QContextMenuEvent
from PySide6.QtWebChannel import QWebChannel
from PySide6.QtWebEngineCore import QWebEnginePage, QWebEngineScript
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QApplication, QGridLayout, QLabel, QMenu, QWidget

from spec_editor.ui.preview.blocks import PageBlocks, in_slices
from spec_editor.ui.preview.bridge import PreviewBridge
from spec_editor.ui.preview.focus_keeper import FocusKeeper

APPLICATION_WORLD = QWebEngineScript.ScriptWorldId.ApplicationWorld.value
EMPTY_TEXT = "Open a specification to see its preview"
_LOST_TEXT = (
    "The preview stopped several times and was switched off. Your text is not affected.<br><br>"
    '<a href="again">Show the preview again</a>'
)


class PreviewPage(Protocol):
    """What the view needs of its page besides what every QWebEnginePage has."""

    def load_document(self) -> None:
        """Load the empty page that the blocks go into."""


class Browser(QWebEngineView):
    """Web view whose menu offers only what makes sense for a preview."""

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer to copy and to select, and not to go back, reload or save."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.pageAction(QWebEnginePage.WebAction.Copy))
        menu.addAction(self.pageAction(QWebEnginePage.WebAction.SelectAll))
        menu.popup(event.globalPos())


class PreviewView(QWidget):
    """Shows the rendered specification; changed blocks are patched in, the page stays loaded."""

    ready = Signal()
    """The page takes blocks; again after each start of the engine."""
    patched = Signal(int)
    """The page shows this revision."""
    link_activated = Signal(str)
    """A link out of the page was clicked; carries the href as it stands in the document."""
    line_requested = Signal(int)
    """A double click asks for this 1-based source line."""
    scrolled = Signal(float)
    """The reader scrolled; carries the 1-based source line, with a fraction, at the top."""
    engine_lost = Signal()
    """The engine ended too often and was not started again; a notice is shown."""

    restarts_per_minute = 3

    def __init__(self, page: QWebEnginePage, script: str, parent: QWidget | None = None) -> None:
        """Show the given page (a `PreviewPage` as well) with the given script in it."""
        super().__init__(parent)
        self.setObjectName("preview")
        self.setAccessibleName("Preview")
        self._page = page
        self._blocks = PageBlocks()
        self._revision: int | None = None
        self._outbox: deque[tuple[dict[str, Any], int | None]] = deque()
        self._count_in_page = 0
        self._running = False
        self._lost = False
        self._theme: str | None = None
        self._zoom = 1.0
        self._top_line = 1.0
        self._marked_line = 0
        self._restarts: deque[float] = deque(maxlen=self.restarts_per_minute)
        self._next_send = QTimer(self, interval=0, singleShot=True)
        self._next_send.timeout.connect(self._send_next)
        self._build()
        self._script = f"{_channel_script()}\n{script}"
        self._connect()
        self._focus = FocusKeeper(self)
        self._load()

    def _build(self) -> None:
        self._browser = Browser(self)
        self._browser.setPage(self._page)
        self._browser.setAcceptDrops(False)
        self._notice = QLabel(EMPTY_TEXT, self)
        self._notice.setObjectName("previewNotice")
        self._notice.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._notice.setWordWrap(True)
        self._notice.setMargin(24)
        self._notice.setAutoFillBackground(True)
        self._notice.linkActivated.connect(self._start_again)
        # One above the other: the page has its size also while a notice covers it.
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._browser, 0, 0)
        layout.addWidget(self._notice, 0, 0)
        self._notice.raise_()
        self.setFocusProxy(self._browser)

    def _connect(self) -> None:
        self._bridge = PreviewBridge(self)
        self._bridge.loaded.connect(self._on_loaded)
        self._bridge.patched.connect(self.patched)
        self._bridge.out_of_step.connect(self._send_all)
        self._bridge.link_activated.connect(self.link_activated)
        self._bridge.line_requested.connect(self.line_requested)
        self._bridge.scrolled.connect(self._on_scrolled)
        self._channel = QWebChannel(self)
        self._channel.registerObject("bridge", self._bridge)
        self._page.setWebChannel(self._channel, APPLICATION_WORLD)
        self._page.renderProcessTerminated.connect(self._on_terminated)
        self._page.loadFinished.connect(self._on_load_finished)

    # What the window asks for

    def apply_patch(self, patch: Mapping[str, Any], revision: int) -> None:
        """Change the blocks `{"start", "removed", "inserted", "shift"}`; see `patched`.

        Raises:
            ValueError: the patch does not fit the blocks that the preview has.
        """
        self._blocks.apply(patch)
        self._revision = revision
        if self._running:
            self._send(patch)
        self._show_page()

    def reset(self, blocks: Iterable[Mapping[str, Any]], revision: int = 0) -> None:
        """Show other blocks `{"html", "first", "last"}`, from the top."""
        self._blocks.replace(blocks)
        self._revision = revision
        self._top_line = 1.0
        self._send_all()
        self._show_page()

    def show_notice(self, text: str = EMPTY_TEXT) -> None:
        """Show a sentence instead of the page, until blocks come again."""
        self._notice.setTextFormat(Qt.TextFormat.PlainText)
        self._notice.setText(text)
        self._notice.show()

    def go_to_line(self, line: float) -> None:
        """Bring a 1-based source line, with a fraction, to the top of the preview."""
        self._top_line = line
        self._call("goToLine", line)

    def mark_line(self, line: int) -> None:
        """Mark the block that holds a 1-based source line, where the cursor is; 0 marks none."""
        self._marked_line = line
        self._call("markLine", line)

    def set_theme_css(self, theme: str, background: str = "") -> None:
        """Show the page in a theme, `light` or `dark`; its style sheet holds both.

        `background`, as `#rrggbb`, is painted where the page has nothing painted yet.
        """
        self._theme = theme
        if background:
            self._page.setBackgroundColor(QColor(background))
        self._call("setTheme", theme)

    def set_zoom(self, factor: float) -> None:
        """Enlarge the page; 1.0 is its natural size."""
        self._zoom = factor
        self._page.setZoomFactor(factor)

    def is_in_use(self) -> bool:
        """Say whether somebody reads here: the keyboard is in the page, or the pointer over it."""
        owner = QApplication.focusWidget()
        return self.underMouse() or (owner is not None and self.isAncestorOf(owner))

    # What goes to the page

    def _call(self, function: str, *arguments: object) -> None:
        """Call a function of the page's script; what it gets is data, never code."""
        if self._running:
            self._page.runJavaScript(
                f"specPreview.{function}({', '.join(json.dumps(each) for each in arguments)})",
                APPLICATION_WORLD,
            )

    def _send(self, patch: Mapping[str, Any]) -> None:
        slices = list(in_slices(patch))
        self._outbox.extend((each, None) for each in slices[:-1])
        self._outbox.append((slices[-1], self._revision))
        if not self._next_send.isActive():
            self._send_next()

    def _send_next(self) -> None:
        """Send one slice; the others follow when the window has had its turn."""
        if not self._outbox:
            return
        patch, revision = self._outbox.popleft()
        self._count_in_page += len(patch["inserted"]) - patch["removed"]
        self._call("apply", patch, revision, self._count_in_page)
        if self._outbox:
            self._next_send.start()

    def _send_all(self) -> None:
        self._outbox.clear()
        self._count_in_page = 0
        self._call("clear")
        if self._running and self._revision is not None:
            self._send(self._blocks.as_patch())
            while self._outbox and self._top_line > 1:
                self._send_next()
            self._call("goToLine", self._top_line)

    def _show_page(self) -> None:
        if not self._lost:
            self._notice.hide()

    # What comes from the page

    def _on_load_finished(self, complete: bool) -> None:
        # The page's own list of scripts is not used: after a crash it sometimes does not reach
        # the new process, and the preview would stay empty.
        if complete:
            self._page.runJavaScript(self._script, APPLICATION_WORLD)

    def _on_loaded(self) -> None:
        self._running = True
        self._page.setZoomFactor(self._zoom)
        if self._theme is not None:
            self._call("setTheme", self._theme)
        self._call("markLine", self._marked_line)
        self._send_all()
        # The new renderer's widget has come by now; its last wish for the focus is on its way.
        QTimer.singleShot(0, self, self._focus.end)
        self.ready.emit()

    def _on_scrolled(self, line: float) -> None:
        self._top_line = line
        self.scrolled.emit(line)

    def _on_terminated(self) -> None:
        self._focus.begin()
        self._running = False
        self._outbox.clear()
        now = time.monotonic()
        if len(self._restarts) == self._restarts.maxlen and now - self._restarts[0] < 60:
            self._give_up()
            return
        self._restarts.append(now)
        QTimer.singleShot(0, self, self._load)

    def _give_up(self) -> None:
        self._lost = True
        self._notice.setTextFormat(Qt.TextFormat.RichText)
        self._notice.setText(_LOST_TEXT)
        self._notice.show()
        self._focus.end()
        self.engine_lost.emit()

    def _start_again(self) -> None:
        self._lost = False
        self._restarts.clear()
        self._show_page()
        self._load()

    def _load(self) -> None:
        cast("PreviewPage", self._page).load_document()


def _channel_script() -> str:
    """Return Qt's own client of the channel."""
    file = QFile(":/qtwebchannel/qwebchannel.js")
    if not file.open(QIODevice.OpenModeFlag.ReadOnly):
        raise FileNotFoundError("Qt's qwebchannel.js is missing: the installation is damaged")
    return bytes(file.readAll().data()).decode("utf-8")
