"""Export of the open document from the menu."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog

from spec_editor.app.engine_bridge import EngineBridge
from spec_editor.app.session import Session
from spec_editor.engine.protocol import Reply, Request
from spec_editor.export.html import self_contained
from spec_editor.storage.errors import StorageError
from spec_editor.storage.text_file import save_bytes
from spec_editor.ui.dialogs.messages import show_error
from spec_editor.ui.dialogs.progress import ExportProgressDialog
from spec_editor.ui.window import MainWindow

if TYPE_CHECKING:
    from spec_editor.export.pdf import PdfPrinter


class ExportCommands(QObject):
    """Makes HTML and PDF of the text as it is in the editor; one export at a time."""

    exported = Signal(object)  # Path

    def __init__(self, window: MainWindow, session: Session, engine: EngineBridge) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        self._engine = engine
        self._target: Path | None = None
        self._root: Path | None = None
        self._dialog: ExportProgressDialog | None = None
        self._printer: PdfPrinter | None = None

    def ask_html(self) -> None:
        """Let the user choose where the HTML goes."""
        self._ask("HTML", "Web page (*.html)")

    def ask_pdf(self) -> None:
        """Let the user choose where the PDF goes."""
        self._ask("PDF", "PDF document (*.pdf)")

    def _ask(self, kind: str, name_filter: str) -> None:
        path = self._session.path
        if path is None or self._dialog is not None:
            return
        suggested = path.with_suffix(f".{kind.lower()}")
        name, _ = QFileDialog.getSaveFileName(
            self._window, f"Export as {kind}", str(suggested), name_filter
        )
        if name:
            target = Path(name)
            self.start(target if target.suffix else target.with_suffix(f".{kind.lower()}"))

    def start(self, target: Path) -> None:
        """Export to ``target``; its ending says what is made."""
        path = self._session.path
        if path is None:
            return
        if target.resolve() == path.resolve():
            self._end(f"{target}: this is the specification itself; it was not overwritten.")
            return
        self._target, self._root = target, path.parent
        kind = "PDF" if target.suffix.lower() == ".pdf" else "HTML"
        self._dialog = ExportProgressDialog(f"Export as {kind}", target.name, self._window)
        self._dialog.cancel_requested.connect(self.cancel)
        self._dialog.set_progress(2, "Reading the document")
        self._dialog.show()
        # Paper is white: an exported page is light, whatever the window looks like.
        self._engine.submit(self._session.page_request("light"))

    def cancel(self) -> None:
        """Give the export up; the file that was there stays."""
        if self._printer is not None:
            self._printer.cancel()
        self._end("")

    def take_reply(self, request: Request, reply: Reply) -> None:
        """Go on with the page."""
        if request.lane != "export" or self._target is None or self._root is None:
            return
        page = self_contained(reply.html, self._root, self._root)
        if self._target.suffix.lower() != ".pdf":
            self._write(page.encode("utf-8"))
            return
        # Only an export needs it, and loading it would hold up every start.
        from spec_editor.export.pdf import PdfOptions, PdfPrinter

        options = PdfOptions(title=reply.report.title or self._target.stem)
        self._printer = PdfPrinter(options, parent=self)
        self._printer.progressed.connect(self._show_progress)
        self._printer.finished.connect(self._write)
        self._printer.failed.connect(self._end)
        self._printer.start(page)

    def take_failure(self, request: Request, message: str) -> None:
        """Say why there is no page."""
        if request.lane == "export":
            self._end(message)

    def _show_progress(self, percent: int, step: str) -> None:
        if self._dialog is not None:
            self._dialog.set_progress(percent, step)

    def _write(self, data: bytes) -> None:
        target = self._target
        if target is None:
            return
        try:
            save_bytes(target, data)
        except StorageError as error:
            self._end(str(error))
            return
        self._end("")
        self.exported.emit(target)

    def _end(self, problem: str) -> None:
        """Close the dialog; say what went wrong, if anything."""
        self._target = None
        if self._printer is not None:
            self._printer.deleteLater()
            self._printer = None
        if self._dialog is not None:
            self._dialog.finish()
            self._dialog.deleteLater()
            self._dialog = None
        if problem:
            show_error(self._window, "The export was not made", problem)
