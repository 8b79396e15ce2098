"""What the user can do with files and folders."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

from platformdirs import user_data_path
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog

from spec_editor.app.session import Session
from spec_editor.app.settings import RECENT, Settings
from spec_editor.app.workspace import Workspace
from spec_editor.core.new_document import with_title
from spec_editor.core.template import read_template
from spec_editor.resources import resource
from spec_editor.storage.errors import StorageError
from spec_editor.storage.paths import is_folder, is_there
from spec_editor.storage.templates import DEFAULT
from spec_editor.storage.text_file import create_text, read_text_file
from spec_editor.ui.dialogs.messages import UnsavedChoice, ask_unsaved, show_error
from spec_editor.ui.dialogs.new_specification import NewSpecificationDialog, TemplateChoice
from spec_editor.ui.window import MainWindow

_FILTER = "Specifications (*.md *.markdown);;All files (*)"


class FileCommands(QObject):
    """Opens, makes, saves and closes; asks before unsaved text could be lost."""

    folder_opened = Signal(object)  # Path
    recent_changed = Signal(object)  # tuple[str, ...]
    stayed = Signal()  # another file was wanted and is not open

    def __init__(
        self,
        window: MainWindow,
        session: Session,
        workspace: Workspace,
        settings: Settings,
        is_modified: Callable[[], bool],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        self._workspace = workspace
        self._settings = settings
        self._is_modified = is_modified

    # Opening

    def open_path(self, path: Path) -> None:
        """Open a folder, or a file and, when none is open, the folder around it."""
        path = Path(os.path.normpath(Path.cwd() / path))
        if is_folder(path):
            self.open_folder(path)
        else:
            self.open_file(path)

    def open_file(self, path: Path) -> bool:
        """Open a file; return whether it is open now."""
        if path == self._session.path:
            return True
        if not self._open(path):
            self.stayed.emit()
            return False
        if self._workspace.folder is None or not path.is_relative_to(self._workspace.folder):
            self.open_folder(path.parent, keep_document=True)
        self._remember(path)
        return True

    def _open(self, path: Path) -> bool:
        try:
            # Before the question about unsaved text: what cannot be read is not worth it.
            read_text_file(path)
            if not self.leave_document():
                return False
            self._session.open(path)
        except StorageError as error:
            self._complain("The file was not opened", error)
            return False
        return True

    def open_folder(self, folder: Path, *, keep_document: bool = False) -> None:
        """Open a folder; the open document stays only when it lies in it."""
        current = self._session.path
        keep_document = keep_document or bool(current and current.is_relative_to(folder))
        if not keep_document and not self.leave_document():
            return
        try:
            self._workspace.open(folder)
        except StorageError as error:
            self._complain("The folder was not opened", error)
            return
        if not keep_document:
            self._session.close()
        self.folder_opened.emit(folder)
        if not keep_document:
            self._remember(folder)

    def ask_file(self) -> None:
        """Let the user choose a file."""
        name, _ = QFileDialog.getOpenFileName(
            self._window, "Open Specification", self._start_folder(), _FILTER
        )
        if name:
            self.open_path(Path(name))

    def ask_folder(self) -> None:
        """Let the user choose a folder."""
        name = QFileDialog.getExistingDirectory(
            self._window, "Open Folder of Specifications", self._start_folder()
        )
        if name:
            self.open_path(Path(name))

    def open_examples(self) -> None:
        """Open a copy of the examples: the shipped ones are not the user's to edit."""
        folder = user_data_path("Spec Editor", appauthor=False) / "Examples"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for source in sorted(resource("examples").glob("*.md")):
                if not (folder / source.name).exists():
                    shutil.copyfile(source, folder / source.name)
        except OSError as error:
            reason = StorageError(f"{folder}: the examples could not be copied ({error.strerror}).")
            self._complain("The examples were not opened", reason)
            return
        self.open_path(folder)

    def ask_new(self) -> None:
        """Let the user start a specification from a template."""
        setup = self._workspace.setup
        choices = [
            TemplateChoice(source.name, read_template(source).name) for source in setup.templates
        ]
        dialog = NewSpecificationDialog(
            self._start_folder(), choices, self._window, template=setup.chosen or DEFAULT
        )
        dialog.accepted.connect(lambda: self._create(dialog))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _create(self, dialog: NewSpecificationDialog) -> None:
        wanted = dialog.specification()
        path = Path(wanted.path)
        sources = {source.name: source for source in self._workspace.setup.templates}
        try:
            text = sources[wanted.template].text
            create_text(path, with_title(text, wanted.title))
        except (StorageError, ValueError) as error:
            self._complain("The specification was not created", error)
            return
        self._workspace.rescan()
        self.open_file(path)

    # Saving and leaving

    def save(self) -> bool:
        """Save the open document; return whether it is saved."""
        if self._session.read_only_reason:
            return self.ask_save_as()
        return self._save(None)

    def ask_save_as(self) -> bool:
        """Let the user choose where to save; return whether it is saved."""
        if self._session.path is None:
            return False
        name, _ = QFileDialog.getSaveFileName(
            self._window, "Save Specification As", str(self._session.path), _FILTER
        )
        return bool(name) and self._save(Path(name))

    def _save(self, path: Path | None) -> bool:
        try:
            self._session.save(path)
        except StorageError as error:
            self._complain("The document was not saved", error)
            return False
        if path is not None:
            self._remember(path)
            self._workspace.rescan()
        return True

    def leave_document(self) -> bool:
        """Ask what to do with unsaved changes; return whether the document may be left."""
        path = self._session.path
        if path is None or not self._is_modified():
            return True
        choice = ask_unsaved(self._window, path.name)
        if choice is UnsavedChoice.SAVE:
            return self.save()
        return choice is UnsavedChoice.DISCARD

    def close_document(self) -> None:
        """Close the open document."""
        if self.leave_document():
            self._session.close()

    # Helpers

    def _start_folder(self) -> str:
        if self._workspace.folder is not None:
            return str(self._workspace.folder)
        return str(Path.home())

    def _remember(self, path: Path) -> None:
        self.recent_changed.emit(self._settings.add_recent(str(path)))

    def recent(self) -> tuple[str, ...]:
        """Return the recent files and folders that still exist."""
        return tuple(path for path in self._settings.get(RECENT) if is_there(Path(path)))

    def _complain(self, title: str, error: Exception) -> None:
        show_error(self._window, title, str(error))
