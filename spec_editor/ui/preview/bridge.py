"""What the script in the preview's page can call."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication

from spec_editor.core.shown_text import Spot


class PreviewBridge(QObject):
    """Turns calls of the page's script into signals; offers nothing else."""

    loaded = Signal()
    """The script runs and waits for blocks."""
    patched = Signal(int)
    """The blocks of this revision are in the page."""
    taken = Signal(int)
    """The page is through with the patch of this number."""
    out_of_step = Signal()
    """A patch did not fit the blocks in the page."""
    link_activated = Signal(str)
    """A link was clicked; carries the href as it stands in the document."""
    line_requested = Signal(int)
    """Somebody wants to see this 1-based source line."""
    diagram_requested = Signal(str, str, int, int, int)
    """Something is to be done with a diagram: "open", "copy" or "save"; name of its picture, and
    the first and last of the 1-based source lines that it stands in, and which of the diagrams
    there it is, from 0."""
    found = Signal(int, int, bool)
    """What is looked for was found: 1-based number of the place one is at (0: at none), number of
    places, and whether there are more than were counted."""
    pointed = Signal(bool, str, str, bool)
    """Whether somebody points at a link, its href as it stands in the document, for a place in
    the page that place's text, and whether the pointer is near the lower left corner."""

    remark_requested = Signal(int)
    """A mark in the margin was clicked: the number of what was found there, from 0."""
    placeholder_requested = Signal(int, int, int, int)
    """A placeholder was clicked: 1-based lines and columns of its start and its end; columns count
    bytes of UTF-8, and the last one is included."""
    spot_requested = Signal(object)
    """Somebody wants to see the source of this `Spot` of the page."""
    box_clicked = Signal(int, int, bool)
    """A task's box was clicked: 1-based source line and column of the item, in bytes of UTF-8,
    and whether it is to be ticked."""
    placed = Signal(float, float, int)
    """What the page shows: a source line, with a fraction, and at which share of its height; and
    the number of the last wish to be somewhere that the page has heard of."""
    scrolled = Signal(float)
    """The page scrolled by itself or by the reader; carries the source line that it shows."""
    led = Signal(float, float, int)
    """The reader scrolled: a source line, the share of the height that it stands at, and the
    revision of the text that the page shows."""

    @Slot()
    def report_ready(self) -> None:
        """Take note that the script runs."""
        self.loaded.emit()

    @Slot(int)
    def report_patched(self, revision: int) -> None:
        """Take note of the revision in the page."""
        self.patched.emit(revision)

    @Slot(int)
    def report_taken(self, number: int) -> None:
        """Take note that the page has time for another patch."""
        self.taken.emit(number)

    @Slot()
    def report_out_of_step(self) -> None:
        """Take note that the page holds other blocks than we think."""
        self.out_of_step.emit()

    @Slot(str)
    def report_link(self, href: str) -> None:
        """Take note of a clicked link."""
        self.link_activated.emit(href)

    @Slot(int)
    def report_line(self, line: int) -> None:
        """Take note of a wish to see a line."""
        self.line_requested.emit(line)

    @Slot("QVariantMap")
    def report_spot(self, spot: Mapping[str, Any]) -> None:
        """Take note of a double click."""
        first, column, last, end = (int(spot[name]) for name in ("first", "column", "last", "end"))
        texts = str(spot["before"]), str(spot["after"]), str(spot.get("note", ""))
        self.spot_requested.emit(Spot(first, column, last, end, *texts))

    @Slot(str, str, int, int, int)
    def report_diagram(self, action: str, name: str, first: int, last: int, number: int) -> None:
        """Take note of what is wanted of a diagram."""
        if action in ("open", "copy", "save"):
            self.diagram_requested.emit(action, name, first, last, number)

    @Slot(int, int, bool)
    def report_found(self, place: int, count: int, has_more: bool) -> None:
        """Take note of what a search has found."""
        self.found.emit(place, count, has_more)

    @Slot(int, int, int, int)
    def report_placeholder(self, line: int, column: int, end_line: int, end_column: int) -> None:
        """Take note of a click on a placeholder."""
        self.placeholder_requested.emit(line, column, end_line, end_column)

    @Slot(int)
    def report_remark(self, number: int) -> None:
        """Take note of a click on a mark in the margin."""
        self.remark_requested.emit(number)

    @Slot(str, result=bool)
    def copy_text(self, text: str) -> bool:
        """Put a text on the clipboard, which the page itself cannot reach; say that it is there."""
        QGuiApplication.clipboard().setText(text)
        return True

    @Slot(bool, str, str, bool)
    def report_pointed(self, is_link: bool, href: str, title: str, in_the_way: bool) -> None:
        """Take note of the link that somebody points at."""
        self.pointed.emit(is_link, href, title, in_the_way)

    @Slot(int, int, bool)
    def report_tick(self, line: int, column: int, ticked: bool) -> None:
        """Take note of a click on a task's box."""
        self.box_clicked.emit(line, column, ticked)

    @Slot(float, float, int, int, bool, bool)
    def report_place(
        self, line: float, share: float, wish: int, revision: int, is_ours: bool, is_readers: bool
    ) -> None:
        """Take note of what the page shows, and whether we or the reader brought it there."""
        self.placed.emit(line, share, wish)
        if not is_ours:
            self.scrolled.emit(line)
        if is_readers:
            self.led.emit(line, share, revision)
