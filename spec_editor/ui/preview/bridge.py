"""What the script in the preview's page can call."""

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication


class PreviewBridge(QObject):
    """Turns calls of the page's script into signals; offers nothing else."""

    loaded = Signal()
    """The script runs and waits for blocks."""
    patched = Signal(int)
    """The blocks of this revision are in the page."""
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
    scrolled = Signal(float)
    """The reader scrolled; carries the source line, with a fraction, at the top."""
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

    @Slot()
    def report_ready(self) -> None:
        """Take note that the script runs."""
        self.loaded.emit()

    @Slot(int)
    def report_patched(self, revision: int) -> None:
        """Take note of the revision in the page."""
        self.patched.emit(revision)

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
        """Take note of a double click."""
        self.line_requested.emit(line)

    @Slot(str, str, int, int, int)
    def report_diagram(self, action: str, name: str, first: int, last: int, number: int) -> None:
        """Take note of what is wanted of a diagram."""
        if action in ("open", "copy", "save"):
            self.diagram_requested.emit(action, name, first, last, number)

    @Slot(float)
    def report_scroll(self, line: float) -> None:
        """Take note of the line at the top."""
        self.scrolled.emit(line)

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
