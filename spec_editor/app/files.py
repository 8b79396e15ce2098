"""What the user can do with files and folders."""

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from platformdirs import user_data_path
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog

from spec_editor.app import advice
from spec_editor.app.documents import Documents
from spec_editor.app.saves import FILTER
from spec_editor.app.settings import RECENT, Settings
from spec_editor.app.workspace import Workspace
from spec_editor.resources import resource
from spec_editor.storage.errors import StorageError, storage_error
from spec_editor.storage.paths import is_folder, is_there
from spec_editor.storage.saving import create_text
from spec_editor.storage.templates import DEFAULT
from spec_editor.ui.dialogs.messages import show_error
from spec_editor.ui.window import MainWindow

if TYPE_CHECKING:
    from spec_editor.ui.dialogs.new_specification import NewSpecificationDialog


class FileCommands(QObject):
    """Opens and makes files and folders."""

    folder_opened = Signal(object)  # Path
    recent_changed = Signal(object)  # tuple[str, ...]
    stayed = Signal()  # another file was wanted and is not open

    def __init__(
        self,
        window: MainWindow,
        documents: Documents,
        workspace: Workspace,
        settings: Settings,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._documents = documents
        self._workspace = workspace
        self._settings = settings

    # Opening

    def open_path(self, path: Path) -> None:
        """Open a folder, or a file and, when none is open, the folder around it."""
        try:
            # The folder of the start may be gone: then only a full path leads on.
            path = Path(os.path.abspath(path))  # noqa: PTH100
        except OSError as error:
            self._complain("The file was not opened", storage_error(path, error, "opened"))
            return
        if is_folder(path):
            self.open_folder(path)
        else:
            self.open_file(path)

    def open_file(self, path: Path, *, is_transient: bool = False) -> bool:
        """Open a file and return whether it is open now; one that is open is shown.

        A transient one gives way to the next, as long as nobody edits it.
        """
        try:
            self._documents.open(path, is_transient=is_transient)
        except StorageError as error:
            self._complain("The file was not opened", error)
            self.stayed.emit()
            return False
        if self._workspace.folder is None:
            self.open_folder(path.parent)
        self.remember(path)
        return True

    def open_folder(self, folder: Path) -> None:
        """Open a folder; of the open documents those stay that lie in it or are unsaved."""
        try:
            self._workspace.open(folder)
        except StorageError as error:
            self._complain("The folder was not opened", error)
            return
        for document in self._documents.all:
            if not (document.path.is_relative_to(folder) or document.is_unsaved):
                self._documents.close(document)
        self.folder_opened.emit(folder)
        if self._documents.current is None:
            self.remember(folder)

    def add_folder(self, folder: Path) -> None:
        """Open a folder beside those that are open."""
        if not self._workspace.folders:
            self.open_folder(folder)
            return
        try:
            self._workspace.add(folder)
        except StorageError as error:
            self._complain("The folder was not added", error)

    def ask_added_folder(self) -> None:
        """Let the user choose one more folder."""
        name = QFileDialog.getExistingDirectory(
            self._window, "Add Folder of Specifications", self._start_folder()
        )
        if name:
            self.add_folder(Path(os.path.normpath(name)))

    def new_untitled(self) -> None:
        """Start a text without a file."""
        self._documents.new_untitled(Path(self._start_folder()))

    def ask_file(self) -> None:
        """Let the user choose a file."""
        name, _ = QFileDialog.getOpenFileName(
            self._window, "Open Specification", self._start_folder(), FILTER
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
        self.ask_new_in("")

    def ask_new_in(self, folder: str) -> None:
        """Let the user start one in a folder; empty where none is known."""
        from spec_editor.core.template import read_template
        from spec_editor.ui.dialogs.new_specification import NewSpecificationDialog, TemplateChoice

        setup = self._workspace.setup
        choices = [
            TemplateChoice(source.name, read_template(source).name) for source in setup.templates
        ]
        dialog = NewSpecificationDialog(
            folder or self._start_folder(),
            choices,
            self._window,
            template=setup.chosen or DEFAULT,
        )
        dialog.accepted.connect(lambda: self._create(dialog))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _create(self, dialog: "NewSpecificationDialog") -> None:
        from spec_editor.core.new_document import with_title

        wanted = dialog.specification()
        path = Path(wanted.path)
        sources = {source.name: source for source in self._workspace.setup.templates}
        try:
            text = sources[wanted.template].text
            create_text(path, with_title(text, wanted.title))
        except (StorageError, ValueError) as error:
            show_error(
                self._window, "The specification was not created", advice.for_changing(error)
            )
            return
        self._workspace.rescan()
        self.open_file(path)

    def take_new_file(self, path: Path) -> None:
        """Take note of a file that was written for the first time."""
        self.remember(path)
        self._workspace.rescan()

    # Helpers

    def _start_folder(self) -> str:
        if self._workspace.folder is not None:
            return str(self._workspace.folder)
        return str(Path.home())

    def remember(self, path: Path) -> None:
        """Put a file or folder at the head of the recent ones."""
        self.recent_changed.emit(self._settings.add_recent(str(path)))

    def recent(self) -> tuple[str, ...]:
        """Return the recent files and folders that still exist."""
        return tuple(path for path in self._settings.get(RECENT) if is_there(Path(path)))

    def _complain(self, title: str, error: Exception) -> None:
        show_error(self._window, title, advice.for_opening(error))
