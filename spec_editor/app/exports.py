"""Export of the open document from the menu."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from spec_editor.app.engine_bridge import EngineBridge
from spec_editor.app.exported_files import save_dialog, why_refused
from spec_editor.app.session import Session
from spec_editor.engine.protocol import Reply, Request
from spec_editor.export.html import self_contained
from spec_editor.storage.errors import StorageError
from spec_editor.storage.saving import save_bytes
from spec_editor.ui.dialogs.messages import show_error
from spec_editor.ui.dialogs.progress import ExportProgressDialog
from spec_editor.ui.window import MainWindow

if TYPE_CHECKING:
    from spec_editor.export.pdf import PdfPrinter


@dataclass(frozen=True, slots=True)
class _Job:
    """One export under way: the request that was sent, what is made, where it goes."""

    request: Request
    kind: str
    target: Path
    folders: tuple[Path, Path]


class ExportCommands(QObject):
    """Makes HTML and PDF of the text as it is in the editor; one export at a time."""

    exported = Signal(object)  # Path

    def __init__(
        self,
        window: MainWindow,
        session: Session,
        engine: EngineBridge,
        folders: Callable[[], tuple[Path, Path] | None],
        remote: Callable[[str], tuple[bytes, str] | None],
    ) -> None:
        """``folders`` gives the folder that images may lie in, and the document's own.

        ``remote`` gives a picture of the network that was loaded, by its address.
        """
        super().__init__(window)
        self._window = window
        self._session = session
        self._engine = engine
        self._folders = folders
        self._remote = remote
        self._job: _Job | None = None
        self._dialog: ExportProgressDialog | None = None
        self._printer: PdfPrinter | None = None

    def ask_html(self) -> None:
        """Let the user choose where the HTML goes."""
        self._ask("html", "Web page (*.html)")

    def ask_pdf(self) -> None:
        """Let the user choose where the PDF goes."""
        self._ask("pdf", "PDF document (*.pdf)")

    def _ask(self, kind: str, name_filter: str) -> None:
        path = self._session.path
        if path is None or self._job is not None:
            return
        title, name = f"Export as {kind.upper()}", path.with_suffix(f".{kind}").name
        dialog = save_dialog(self._window, title, path.parent, name, (name_filter,))
        if dialog.exec():
            self.start(kind, Path(dialog.selectedFiles()[0]))
        dialog.deleteLater()

    def start(self, kind: str, target: Path) -> None:
        """Export as "html" or "pdf" to ``target``."""
        path, folders = self._session.path, self._folders()
        if path is None or folders is None or self._job is not None:
            return
        if reason := why_refused(target, "an export", path):
            self._end(reason)
            return
        # Paper is white: an exported page is light, whatever the window looks like.
        self._job = _Job(self._session.page_request("light"), kind, target, folders)
        self._dialog = ExportProgressDialog(f"Export as {kind.upper()}", target.name, self._window)
        self._dialog.cancel_requested.connect(self.cancel)
        self._dialog.set_progress(2, "Reading the document")
        self._dialog.show()
        self._engine.submit(self._job.request)

    def cancel(self) -> None:
        """Give the export up; the file that was there stays."""
        if self._printer is not None:
            self._printer.cancel()
        self._end("")

    def take_reply(self, request: Request, reply: Reply) -> None:
        """Go on with the page; an answer to an export that was given up is dropped."""
        job = self._job
        if job is None or request is not job.request:
            return
        page = self_contained(reply.html, *job.folders, self._remote)
        if job.kind == "html":
            self._write(page.encode("utf-8"))
            return
        # Only an export needs it, and loading it would hold up every start.
        from spec_editor.export.pdf import PdfOptions, PdfPrinter

        options = PdfOptions(title=reply.report.title or job.target.stem)
        self._printer = PdfPrinter(options, parent=self)
        self._printer.progressed.connect(self._show_progress)
        self._printer.finished.connect(self._write)
        self._printer.failed.connect(self._end)
        self._printer.start(page)

    def take_failure(self, request: Request, message: str) -> None:
        """Say why there is no page."""
        if self._job is not None and request is self._job.request:
            self._end(message)

    def _show_progress(self, percent: int, step: str) -> None:
        if self._dialog is not None:
            self._dialog.set_progress(percent, step)

    def _write(self, data: bytes) -> None:
        if self._job is None:
            return
        target = self._job.target
        try:
            save_bytes(target, data)
        except StorageError as error:
            self._end(str(error))
            return
        self._end("")
        self.exported.emit(target)

    def _end(self, problem: str) -> None:
        """Close the dialog; say what went wrong, if anything."""
        self._job = None
        if self._printer is not None:
            self._printer.deleteLater()
            self._printer = None
        if self._dialog is not None:
            self._dialog.finish()
            self._dialog.deleteLater()
            self._dialog = None
        if problem:
            show_error(self._window, "The export was not made", problem)
