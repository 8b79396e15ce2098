"""Asks what shall become of a specification's file, and says what came of it."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialogButtonBox

from spec_editor.app import advice
from spec_editor.app.documents import Documents
from spec_editor.app.file_operations import FileOperations, Moved, Search
from spec_editor.core.words import unmasked
from spec_editor.storage.errors import StorageError
from spec_editor.storage.file_operations import NoTrashError
from spec_editor.storage.paths import is_folder
from spec_editor.ui.controls import Button
from spec_editor.ui.dialogs.messages import MessageDialog, show_error
from spec_editor.ui.dialogs.move_file import CorrectedLink, LinkPreview, MoveFileDialog
from spec_editor.ui.window import MainWindow
from spec_editor.ui.words import counted

if TYPE_CHECKING:
    from spec_editor.storage.link_survey import FileCorrections

_IMAGES_STAY = "Pictures and other files beside it stay where they are."


class FileQuestions(QObject):
    """Opens the dialogs; one file at a time."""

    told = Signal(str)  # a message for the status bar
    changed = Signal()  # files came, went or are called otherwise
    open_requested = Signal(object)  # Path

    def __init__(
        self,
        window: MainWindow,
        documents: Documents,
        operations: FileOperations,
        folder_of: Callable[[Path], Path | None],
    ) -> None:
        """``folder_of`` gives the open folder that a file lies in."""
        super().__init__(window)
        self._window = window
        self._documents = documents
        self._operations = operations
        self._folder_of = folder_of
        self._dialog: MoveFileDialog | None = None
        self._search: Search | None = None
        self._wanted: tuple[FileCorrections, ...] = ()

    # Renaming and moving

    def ask_rename(self, path: Path) -> None:
        """Ask for another name."""
        self._ask_target(path, None)

    def ask_move(self, path: Path, folder: str) -> None:
        """Ask whether, and with which links, a file goes to a folder; empty asks where to."""
        self._ask_target(path, folder)

    def ask_for_current(self, ask: Callable[[Path], None]) -> None:
        """Ask one of the questions about the shown document's file."""
        document = self._documents.current
        if document is None:
            return
        if document.is_untitled:
            self.told.emit(f"{unmasked(document.name)} has no file yet: save it first")
        else:
            ask(document.path)

    def _ask_target(self, path: Path, folder: str | None) -> None:
        if self._dialog is not None:
            return
        self._search = search = self._operations.begin(path)
        self._wanted = ()
        self._dialog = dialog = MoveFileDialog(str(path), self._window, folder=folder)
        dialog.target_changed.connect(lambda target: self._operations.look(search, Path(target)))
        dialog.accepted.connect(lambda: self._move(path, dialog))
        dialog.finished.connect(self._forget)
        dialog.begin()
        dialog.open()

    def show_found(
        self, search: Search, target: Path, wanted: "tuple[FileCorrections, ...]"
    ) -> None:
        """Show which links are corrected."""
        if self._dialog is not None and search is self._search:
            self._wanted = wanted
            self._dialog.show_links(str(target), self._preview(search, target, wanted))

    def _preview(
        self, search: Search, target: Path, wanted: "tuple[FileCorrections, ...]"
    ) -> LinkPreview:
        links = tuple(
            CorrectedLink(self._shown(each.path), change.line, change.old, change.new)
            for each in wanted
            for change in each.corrections.changes
        )
        remarks = [
            f"{counted(each.corrections.missed, 'link')} in {unmasked(self._shown(each.path))} "
            "cannot be corrected: look for it yourself."
            for each in wanted
            if each.corrections.missed
        ]
        unread = search.survey.unread if search.survey else ()
        if unread:
            name = unmasked(self._shown(unread[0]))
            more = f" and {len(unread) - 1} more" if len(unread) > 1 else ""
            remarks.append(f"{name}{more} cannot be read, so that links there stay as they are.")
        if target.parent != search.source.parent:
            remarks.append(_IMAGES_STAY)
        return LinkPreview(links, tuple(remarks))

    def _shown(self, path: Path) -> str:
        folder = self._folder_of(path)
        return str(path.relative_to(folder)) if folder else str(path)

    def _move(self, path: Path, dialog: MoveFileDialog) -> None:
        wanted = self._wanted if dialog.corrects_links() else ()
        self._operations.move(path, Path(dialog.target()), wanted)

    def _forget(self) -> None:
        if self._search is not None:
            self._search.stopped.set()
        if self._dialog is not None:
            self._dialog.deleteLater()
        self._dialog = self._search = None

    def show_moved(self, moved: Moved) -> None:
        """Say what was done; when not all was, what is to be done."""
        self.changed.emit()
        old, new = (unmasked(self._shown(path)) for path in (moved.source, moved.target))
        message = f"{old} is {new} now"
        if moved.links:
            files = len(moved.saved) + len(moved.edited)
            message += f"; {counted(moved.links, 'link')} in {counted(files, 'file')} corrected"
        if moved.edited:
            message += f", {counted(len(moved.edited), 'open one')} still to be saved"
        self.told.emit(message)
        if moved.failed:
            reasons = "\n\n".join(map(str, moved.failed))
            saved = "\n".join(map(str, moved.saved))
            show_error(
                self._window,
                "Some links were not corrected",
                f"“{old}” is “{new}” now, but {counted(len(moved.failed), 'file')} could not be "
                "corrected, and nothing in them was changed. Correct their links by hand, or "
                f"rename it back to “{old}”, which takes the other corrections back.",
                f"Not corrected:\n{reasons}\n\nCorrected and saved:\n{saved or 'none'}",
            )

    # Duplicating and deleting

    def show_duplicated(self, copy: Path) -> None:
        """Open the copy."""
        self.changed.emit()
        self.open_requested.emit(copy)
        # Opening clears what was said before.
        self.told.emit(f"{unmasked(copy.name)} is a copy of the file as it was saved last")

    def ask_delete(self, path: Path) -> None:
        """Ask whether a file shall go to the trash."""
        unsaved = [each for each in self._documents.unsaved() if each.path.is_relative_to(path)]
        kept = " Text with unsaved changes stays open." if unsaved else ""
        what = " with everything in it" if is_folder(path) else ""
        self._ask(
            f"Move “{unmasked(path.name)}”{what} to the trash?",
            f"You can take it out of the trash again. Links to it are not changed.{kept}",
            "Move to Trash",
            lambda: self._operations.delete(path),
        )

    def ask_delete_for_good(self, path: Path, error: NoTrashError) -> None:
        """Ask whether a file that cannot go to the trash shall be deleted for good."""
        self._ask(
            f"Delete “{unmasked(path.name)}” for good?",
            f"{error}\n\nDeleted for good it cannot be had back.",
            "Delete for Good",
            lambda: self._operations.delete(path, for_good=True),
        )

    def _ask(self, heading: str, message: str, button: str, then: Callable[[], None]) -> None:
        """Ask before something is done; the safe answer is the one that Enter and Space give."""
        box = MessageDialog("warning", heading, message, self._window)
        box.setObjectName("deleteQuestion")
        box.setWindowTitle(button)
        done = Button(button)
        done.setObjectName("delete")
        box.buttons.addButton(done, QDialogButtonBox.ButtonRole.DestructiveRole)
        box.buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        box.set_default(QDialogButtonBox.StandardButton.Cancel)
        done.clicked.connect(box.close)
        done.clicked.connect(then)
        box.finished.connect(box.deleteLater)
        box.open()

    def show_deleted(self, path: Path) -> None:
        """Say that it is gone."""
        self.changed.emit()
        self.told.emit(f"{unmasked(path.name)} is deleted")

    def show_failure(self, what: str, error: StorageError) -> None:
        """Say why something was not done."""
        self.changed.emit()
        show_error(self._window, f"It was not {what}", advice.for_changing(error))
