"""Going to places: sections, findings, links."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from spec_editor.app.links import Local, Refused, Web, resolve_link
from spec_editor.app.session import Session
from spec_editor.ui.editor.editor import SpecEditor
from spec_editor.ui.editor.view import scroll_to_line
from spec_editor.ui.preview.view import PreviewView


class Navigation(QObject):
    """Moves editor and preview together."""

    file_wanted = Signal(object)  # Path
    link_question = Signal(str, str)  # URL, host: ask before it is opened
    told = Signal(str)  # a message for the status bar

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

    def go_to_line(self, line: int) -> None:
        """Bring a 1-based line into view in editor and preview."""
        self._editor.go_to_line(line)
        # At the top in both, since the preview follows the first line that the editor shows.
        scroll_to_line(self._editor, float(line))
        self._preview.go_to_line(float(line))

    def go_to_next_unfinished(self) -> None:
        """Select the next finding behind the cursor, from the start again after the last."""
        report = self._session.report
        if report is None:
            return
        if not report.findings:
            self.told.emit("Nothing is left to do in this specification.")
            return
        cursor = self._editor.textCursor()
        position = cursor.blockNumber() + 1, cursor.positionInBlock() + 1
        later = (f for f in report.findings if (f.span.line, f.span.column) > position)
        finding = next(later, report.findings[0])
        self._editor.go_to_span(finding.span)
        self._preview.go_to_line(float(finding.span.line))
        self.told.emit(finding.message)

    def follow_link(self, href: str) -> None:
        """Open a link of the document, or say why not."""
        document = self._session.path
        if document is None:
            return
        match resolve_link(href, document, self._root() or document.parent):
            case Web(url, host):
                self.link_question.emit(url, host)
            case Local(path):
                self.file_wanted.emit(path)
            case Refused(reason):
                self.told.emit(reason)

    def open_in_browser(self, url: str) -> None:
        """Hand an address to the system; only after the user agreed."""
        QDesktopServices.openUrl(QUrl(url))
