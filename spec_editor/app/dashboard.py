"""The dashboard as a file to hand on."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from spec_editor.app.exported_files import save_dialog, why_refused
from spec_editor.app.workspace import Workspace
from spec_editor.export.dashboard import dashboard_csv, dashboard_html
from spec_editor.storage.errors import StorageError
from spec_editor.storage.saving import save_bytes
from spec_editor.ui.dashboard.page import Dashboard
from spec_editor.ui.dialogs.messages import show_error
from spec_editor.ui.window import MainWindow

_FILTERS = {"html": "Web page (*.html)", "csv": "Table for spreadsheets (*.csv)"}


class DashboardExport(QObject):
    """Writes what the dashboard lists, as a page or a table."""

    exported = Signal(object)  # Path

    def __init__(self, window: MainWindow, dashboard: Dashboard, workspace: Workspace) -> None:
        super().__init__(window)
        self._window = window
        self._dashboard = dashboard
        self._workspace = workspace

    def ask(self, kind: str) -> None:
        """Let the user choose where the "html" or "csv" goes."""
        folder, name = self._workspace.folder or Path.home(), f"dashboard.{kind}"
        filters = (_FILTERS[kind],)
        dialog = save_dialog(self._window, "Export the Dashboard", folder, name, filters)
        if dialog.exec():
            self.write(kind, Path(dialog.selectedFiles()[0]))
        dialog.deleteLater()

    def write(self, kind: str, target: Path) -> None:
        """Write what is listed now; a specification is never overwritten."""
        if reason := why_refused(target, "an export"):
            self._complain(reason)
            return
        listed = self._dashboard.listed()
        if kind == "csv":
            data = dashboard_csv(listed)
        else:
            title = title_of(self._workspace.folders) or "Specifications"
            now = datetime.now().astimezone()
            data = dashboard_html(listed, title, now).encode("utf-8", "backslashreplace")
        try:
            save_bytes(target, data)
        except StorageError as error:
            self._complain(str(error))
            return
        self.exported.emit(target)

    def _complain(self, message: str) -> None:
        show_error(self._window, "The dashboard was not exported", message)


def title_of(folders: Sequence[Path]) -> str:
    """Return the names of the opened folders, empty for none."""
    return ", ".join(folder.name or str(folder) for folder in folders)
