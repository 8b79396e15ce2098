"""The preview beside the editor: shows blocks of HTML and follows the cursor."""

from collections.abc import Iterable, Mapping
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QColor, QKeySequence, QPalette, QShortcut, QShowEvent
from PySide6.QtWebEngineCore import QWebEnginePage
from PySide6.QtWidgets import QApplication, QGridLayout, QWidget

from spec_editor.ui.empty_state import EmptyState
from spec_editor.ui.preview.browser import Browser
from spec_editor.ui.preview.feed import PageFeed
from spec_editor.ui.preview.find_bar import PreviewFindBar
from spec_editor.ui.preview.focus_keeper import FocusKeeper
from spec_editor.ui.preview.link_label import LinkLabel
from spec_editor.ui.preview.marks import PageMarks
from spec_editor.ui.theme import LIGHT, Theme

EMPTY_TEXT = "Open a specification to see its preview"
_LOST = (
    "The preview was switched off",
    "It stopped several times in a row. Your text is not affected.",
    "Show the Preview Again",
)


class PreviewView(QWidget):
    """Shows the rendered specification; changed blocks are patched in, the page stays loaded."""

    ready = Signal()
    """The page takes blocks; again after each start of the engine."""
    patched = Signal(int)
    """The page shows this revision."""
    link_activated = Signal(str)
    """A link out of the page was clicked; carries the href as it stands in the document."""
    link_pointed = Signal(str, str)
    """Somebody points at a link; carries the href as in `link_activated` and, when it leads to a
    place in the page, that place's text. `show_target` is the answer."""
    line_requested = Signal(int)
    """A double click asks for this 1-based source line."""
    diagram_requested = Signal(str, str, int, int, int)
    """Something is to be done with a diagram, see `PreviewBridge.diagram_requested`."""
    placeholder_requested = Signal(int, int, int, int)
    """A placeholder was clicked: 1-based lines and columns of its start and its end; columns count
    bytes of UTF-8, and the last one is included."""
    zoom_requested = Signal(int)
    """The wheel was turned while Ctrl was held; 1 wants larger letters, -1 smaller ones."""
    engine_restarted = Signal()
    """The engine had ended; it was started again, and the page is as it was."""
    spot_requested = Signal(object)
    """A double click asks for the source of this `Spot`."""
    box_clicked = Signal(int, int, bool)
    """A task's box was clicked: 1-based source line and column of the item, in bytes of UTF-8,
    and whether it is to be ticked."""
    scrolled = Signal(float)
    """The page scrolled by itself or by the reader; carries the 1-based source line, with a
    fraction, that it shows."""
    led = Signal(float, float, int)
    """The reader scrolled: a source line, the share of the page's height that it stands at, and
    the revision of the text that the page shows."""
    engine_lost = Signal()
    """The engine ended too often and was not started again; a notice is shown."""

    def __init__(self, page: QWebEnginePage, script: str, parent: QWidget | None = None) -> None:
        """Show the given page (a `PreviewPage` as well) with the given script in it."""
        super().__init__(parent)
        self.setObjectName("preview")
        self.setAccessibleName("Preview")
        self._page = page
        self._lost = False
        self._zoom = 1.0
        self._is_in_the_way = False
        self._has_stopped = False
        self.feed = PageFeed(page, script, self)
        self.marks = PageMarks(self.feed, self)
        self.find_bar = PreviewFindBar(self.feed, self)
        self._build()
        self._connect()
        self._focus = FocusKeeper(self._browser)
        self.feed.load()

    def _build(self) -> None:
        self._browser = Browser(self)
        self._browser.setPage(self._page)
        self._browser.setAcceptDrops(False)
        self.notice = EmptyState("book-open-outline", LIGHT, self)
        self.notice.setObjectName("previewNotice")
        self.notice.setAutoFillBackground(True)
        self.notice.setBackgroundRole(QPalette.ColorRole.Base)
        self.notice.set_texts("", EMPTY_TEXT)
        self.notice.action_requested.connect(self._start_again)
        # One above the other: the page has its size also while a notice covers it.
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._browser, 0, 0)
        layout.addWidget(self.notice, 0, 0)
        layout.addWidget(self.find_bar, 1, 0)
        layout.setRowStretch(0, 1)
        self.link_label = LinkLabel(self._browser)
        self.notice.raise_()
        self.setFocusProxy(self._browser)
        # Only while the bar is open: the page may have a use for the key otherwise.
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self.find_bar.close_bar)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.setEnabled(False)
        self.find_bar.opened.connect(escape.setEnabled)

    def _connect(self) -> None:
        bridge = self.feed.bridge
        bridge.patched.connect(self.patched)
        bridge.link_activated.connect(self.link_activated)
        bridge.pointed.connect(self._point)
        bridge.line_requested.connect(self.line_requested)
        bridge.diagram_requested.connect(self.diagram_requested)
        self._browser.zoom_requested.connect(self.zoom_requested)
        self.find_bar.closed.connect(self._browser.setFocus)
        bridge.placeholder_requested.connect(self.placeholder_requested)
        bridge.spot_requested.connect(self.spot_requested)
        bridge.box_clicked.connect(self.box_clicked)
        bridge.scrolled.connect(self.scrolled)
        bridge.led.connect(self.led)
        self.feed.ready.connect(self._on_ready)
        self.feed.stopped.connect(self._on_stopped)
        self.feed.given_up.connect(self._give_up)

    # What the window asks for

    def apply_patch(self, patch: Mapping[str, Any], revision: int) -> None:
        """Change the blocks `{"start", "removed", "inserted", "shift"}`; see `patched`.

        Raises:
            ValueError: the patch does not fit the blocks that the preview has.
        """
        self.feed.apply_patch(patch, revision)
        self._show_page()

    def reset(self, blocks: Iterable[Mapping[str, Any]], revision: int = 0) -> None:
        """Show other blocks `{"html", "first", "last"}`, from the top.

        A preview that was given up is tried again: what ended it may not be in these.
        """
        self.feed.reset(blocks, revision)
        if self._lost:
            self._start_again()
        self._show_page()

    def show_notice(self, text: str = EMPTY_TEXT) -> None:
        """Show a sentence instead of the page, until blocks come again."""
        self.notice.set_texts("", text)
        self.notice.show()

    def go_to_line(self, line: float) -> None:
        """Bring a 1-based source line, with a fraction, to the top of the preview.

        While it is hidden this waits until it is shown.
        """
        self.feed.go_to_line(line, later=not self.isVisible())

    def showEvent(self, event: QShowEvent) -> None:
        """Be at once where the text is, or where one was in another window."""
        super().showEvent(event)
        if not event.spontaneous():
            self.feed.go_to_line()

    def mark_line(self, line: int) -> None:
        """Mark the block that holds a 1-based source line, where the cursor is; 0 marks none."""
        self.feed.keep("markLine", line)

    def show_target(self, text: str) -> None:
        """Say where the link leads that somebody points at."""
        self.link_label.tell(text, on_the_right=self._is_in_the_way)

    def open_find(self) -> None:
        """Show the bar to find in the page; what is selected is looked for."""
        self.find_bar.open_find(self._page.selectedText())

    def offer(self, *actions: QAction) -> None:
        """Offer more in the menu of the page."""
        self._browser.addActions(actions)

    def copy(self) -> None:
        """Copy what is selected in the page."""
        self._page.triggerAction(QWebEnginePage.WebAction.Copy)

    def select_all(self) -> None:
        """Select the whole page."""
        self._page.triggerAction(QWebEnginePage.WebAction.SelectAll)

    def set_theme(self, theme: Theme) -> None:
        """Give what belongs to the page the theme's colours."""
        self.find_bar.set_theme(theme)
        self.link_label.set_theme(theme)
        self.notice.set_theme(theme)

    def show_marks(self, shown: bool) -> None:
        """Show or hide the marks of placeholders, example text and problems."""
        self.feed.keep("showMarks", shown)

    def set_theme_css(self, theme: str, background: str = "") -> None:
        """Show the page in a theme, `light` or `dark`; its style sheet holds both.

        `background`, as `#rrggbb`, is painted where the page has nothing painted yet.
        """
        if background:
            self._page.setBackgroundColor(QColor(background))
        self.feed.keep("setTheme", theme)

    def set_zoom(self, factor: float) -> None:
        """Enlarge the page; 1.0 is its natural size."""
        self._zoom = factor
        self._page.setZoomFactor(factor)

    def is_in_use(self) -> bool:
        """Say whether somebody reads here: the keyboard is in the page, or the pointer over it."""
        owner = QApplication.focusWidget()
        return self.underMouse() or (owner is not None and self.isAncestorOf(owner))

    def _show_page(self) -> None:
        if not self._lost:
            self.notice.hide()

    def _point(self, is_link: bool, href: str, title: str, in_the_way: bool) -> None:
        self._is_in_the_way = in_the_way
        self._browser.link = href.replace("#user-content-", "#", 1) if is_link else ""
        if is_link:
            self.link_pointed.emit(href, title)
        else:
            self.link_label.tell("")

    # What becomes of the page

    def _on_stopped(self) -> None:
        self.link_label.tell("")
        self._has_stopped = True
        self._focus.begin()

    def _on_ready(self) -> None:
        self._page.setZoomFactor(self._zoom)
        # The new renderer's widget has come by now; its last wish for the focus is on its way.
        QTimer.singleShot(0, self, self._focus.end)
        self.ready.emit()
        if self._has_stopped:
            self._has_stopped = False
            self.engine_restarted.emit()

    def _give_up(self) -> None:
        self._lost = True
        self.notice.set_texts(*_LOST)
        self.notice.show()
        self.setFocusProxy(self.notice.button)
        self._focus.end()
        self.engine_lost.emit()

    def _start_again(self) -> None:
        self._lost = False
        self.setFocusProxy(self._browser)
        self._show_page()
        self.feed.start_again()
