"""Going to places: sections, findings, links."""

from collections.abc import Callable
from math import ceil
from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication

from spec_editor.app.links import Local, Refused, describe_link, resolve_link
from spec_editor.app.session import Session
from spec_editor.app.web_links import WEB_SCHEMES, Web
from spec_editor.core.findings import Finding, Span
from spec_editor.core.unfinished import next_place, unfinished_places
from spec_editor.ui.editor.editor import SpecEditor
from spec_editor.ui.editor.positions import index_of
from spec_editor.ui.editor.view import scroll_to_line
from spec_editor.ui.preview.view import PreviewView


class Navigation(QObject):
    """Moves editor and preview together."""

    file_wanted = Signal(object)  # Path
    link_question = Signal(object)  # Web: ask before it is opened
    target_known = Signal(str)  # where the link leads that somebody points at
    jumped = Signal()  # editor and preview were both brought to a place
    told = Signal(str)  # a message for the status bar
    place_read = Signal(int)  # 1-based line that somebody who reads the preview sees first

    def __init__(
        self,
        session: Session,
        editor: SpecEditor,
        preview: PreviewView,
        root: Callable[[], Path | None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._editor = editor
        self._preview = preview
        self._root = root
        self._anchor = (Path(), "")

    def go_to_line(self, line: int) -> None:
        """Go to a 1-based line of the newest report in editor and preview, with the keyboard."""
        self.show_line(line)
        (self._editor if self._editor.isVisible() else self._preview).setFocus()

    def show_line(self, line: int) -> None:
        """Bring a 1-based line of the newest report into view; the keyboard stays where it is."""
        line = self._editor.line_now(line)
        self._editor.go_to_line(line, focus=False)
        # At the top in both, since the preview follows the first line that the editor shows.
        scroll_to_line(self._editor, float(line))
        self._preview.go_to_line(float(line))
        self.jumped.emit()

    def show_finding(self, finding: Finding) -> None:
        """Select what a finding is about, where it stands now; the keyboard stays where it is."""
        span = self._editor.span_of(finding)
        self._editor.go_to_span(span, focus=False)
        self._preview.go_to_line(float(span.line))
        self.jumped.emit()

    def fill_placeholder(self, line: int, column: int, end_line: int, end_column: int) -> None:
        """Select a placeholder in the text, with the keyboard, so that typing fills it.

        Lines and columns are 1-based, those of the preview's page; columns count bytes of UTF-8,
        and the last one is included.
        """
        behind = self._session.page.edits_since(self._session.revision)
        lines = [self._editor.line_now(each, behind) for each in (line, end_line)]
        texts = [self._editor.document().findBlockByNumber(each - 1).text() for each in lines]
        start = _code_points(texts[0], column - 1) + 1
        end = _code_points(texts[1], end_column) + 1
        self._editor.go_to_span(Span(lines[0], start, lines[1], end))
        self.jumped.emit()

    def show_place(self, path: str, line: int, column: int) -> None:
        """Open a file, unless the user keeps another one, and show a place in it.

        The keyboard stays where it is, though a file that is opened takes it.
        """
        owner = QApplication.focusWidget()
        self.file_wanted.emit(Path(path))
        if self._session.path == Path(path):
            self._editor.go_to_span(Span(line, column, line, column), focus=False)
        if owner is not None:
            owner.setFocus()

    def follow_reader(self, line: float) -> None:
        """Say what is read in the preview; the cursor stays where it is.

        A page that moves by itself, because a picture has come, is not being read.
        """
        if self._preview.is_in_use():
            # What is read is the first line that begins in sight.
            self.place_read.emit(ceil(line))

    def go_to_next_unfinished(self) -> None:
        """Select the next thing to do behind the cursor, from the start again after the last."""
        self._go_to_unfinished(backwards=False)

    def go_to_previous_unfinished(self) -> None:
        """Select the thing to do before the cursor, from the end again before the first."""
        self._go_to_unfinished(backwards=True)

    def _go_to_unfinished(self, *, backwards: bool) -> None:
        report = self._session.report
        if report is None:
            return
        cursor = self._editor.textCursor()
        # Where the last jump selected a place, the next one is looked for from its beginning.
        cursor.setPosition(cursor.selectionStart())
        column = index_of(cursor.block().text(), cursor.positionInBlock()) + 1
        here = (cursor.blockNumber() + 1, column)
        # Where they stand now: the engine may be late.
        found = [(self._editor.span_now(place.span), place) for place in unfinished_places(report)]
        places = [place.moved(span) for span, place in found if span is not None]
        place = next_place(places, *here, backwards)
        if place is None:
            self.told.emit("Nothing is left to do in this specification.")
            return
        self._editor.go_to_span(place.span)
        self._preview.go_to_line(float(place.line))
        self.jumped.emit()
        is_behind = (place.line, place.column) > here
        end = "start" if not backwards else "end"
        wrapped = "" if is_behind != backwards else f" (From the {end} again.)"
        self.told.emit(f"{place.what}{wrapped}")

    def follow_link(self, href: str) -> None:
        """Open a link of the document, or say why not."""
        document = self._session.path
        if document is None:
            return
        match resolve_link(href, document, self._root() or document.parent):
            case Web() as web:
                self.link_question.emit(web)
            case Local(path, anchor):
                self._anchor = (path, anchor)
                self.file_wanted.emit(path)
                self.go_to_anchor()
            case Refused(reason):
                self.told.emit(reason)

    def go_to_anchor(self) -> None:
        """Go to the heading that a followed link names, once it is known where that is."""
        path, anchor = self._anchor
        report = self._session.report
        if not anchor or report is None:
            return
        self._anchor = (Path(), "")
        if self._session.path != path:
            return
        name = anchor.removeprefix("user-content-").casefold()
        section = next((each for each in report.sections if each.key == name), None)
        if section is not None and section.line is not None:
            self.go_to_line(section.line)
        else:
            self.told.emit(f"There is no place “#{anchor[:80]}” in {path.name}.")

    def explain_link(self, href: str, title: str) -> None:
        """Say where a link of the document leads; ``title`` is the place's text for one inside."""
        document = self._session.path
        if document is not None:
            root = self._root() or document.parent
            self.target_known.emit(describe_link(href, title, document, root))

    def open_in_browser(self, url: str) -> None:
        """Hand an address to the system; only after the user agreed."""
        target = QUrl(url, QUrl.ParsingMode.StrictMode)
        if target.scheme() in WEB_SCHEMES and not QDesktopServices.openUrl(target):
            self.told.emit("The system has no program that opens this link.")


def _code_points(text: str, size: int) -> int:
    """Return how many characters the first ``size`` bytes of a text are."""
    return len(text.encode("utf-8", "replace")[:size].decode("utf-8", "ignore"))
