"""What was open when the program was left, opened again at the next start."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from spec_editor.app.documents import Documents
from spec_editor.app.files import FileCommands
from spec_editor.app.settings import LAST_FILE, LAST_FILES, LAST_FOLDERS, Settings
from spec_editor.app.workspace import Workspace
from spec_editor.storage.errors import StorageError
from spec_editor.storage.paths import is_folder
from spec_editor.ui.words import counted


class LastSession(QObject):
    """Remembers folders and documents as they change, so that a crash forgets none of them."""

    told = Signal(str)  # a message for the status bar

    def __init__(
        self,
        documents: Documents,
        workspace: Workspace,
        files: FileCommands,
        settings: Settings,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._documents = documents
        self._workspace = workspace
        self._files = files
        self._settings = settings
        self._is_restoring = False

    def note(self) -> None:
        """Remember what is open now."""
        if self._is_restoring:
            return
        current = self._documents.current
        paths = [str(each.path) for each in self._documents.all if not each.is_untitled]
        self._settings.set(LAST_FILES, tuple(paths))
        is_file = current is not None and not current.is_untitled
        self._settings.set(LAST_FILE, str(current.path) if current and is_file else "")
        self._settings.set(LAST_FOLDERS, tuple(map(str, self._workspace.folders)))

    def restore(self) -> None:
        """Open what was open; what is no longer there is left out, and told."""
        folders = [Path(each) for each in self._settings.get(LAST_FOLDERS)]
        paths = self._settings.get(LAST_FILES)
        shown = self._settings.get(LAST_FILE)
        self._is_restoring = True
        try:
            for folder in filter(is_folder, folders):
                self._files.add_folder(folder)
            gone = sum(not self._reopen(Path(path), path == shown) for path in paths)
        finally:
            self._is_restoring = False
        self.note()
        if gone:
            files, verb = counted(gone, "file"), "is" if gone == 1 else "are"
            self.told.emit(f"{files} of the last time {verb} no longer there or cannot be read")

    def _reopen(self, path: Path, is_shown: bool) -> bool:
        try:
            document = self._documents.open_behind(path)
        except StorageError:
            return False
        if is_shown or self._documents.current is None:
            self._documents.show(document)
        return True
