"""Renames, moves, duplicates and deletes specifications, and keeps links between them right."""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from spec_editor.app.background import Background
from spec_editor.app.documents import Documents, OpenDocument
from spec_editor.app.saving import Saver
from spec_editor.storage.errors import StorageError
from spec_editor.storage.file_operations import (
    NoTrashError,
    delete,
    duplicate,
    move,
    move_to_trash,
)
from spec_editor.storage.folder import files_in
from spec_editor.storage.history import History
from spec_editor.storage.paths import is_folder, path_after

if TYPE_CHECKING:
    from spec_editor.storage.link_survey import FileCorrections, LinkSurvey


@dataclass(eq=False, slots=True)
class Search:
    """The look for links that a move of ``source`` concerns; ``target`` was asked for last."""

    source: Path
    texts: dict[Path, str]
    target: Path | None = None
    survey: "LinkSurvey | None" = None
    stopped: Event = field(default_factory=Event)


@dataclass(frozen=True, slots=True)
class Moved:
    """What became of a move.

    ``links`` were corrected in the files ``saved`` and in the open documents ``edited``, which are
    not saved yet; ``failed`` says of the others why their links are as they were.
    """

    source: Path
    target: Path
    links: int = 0
    saved: tuple[Path, ...] = ()
    edited: tuple[Path, ...] = ()
    failed: tuple[StorageError, ...] = ()


class FileOperations(QObject):
    """Does the work in a thread; what it finds and what came of it are told in the window's."""

    found = Signal(object, object, object)  # Search, Path: the target, tuple[FileCorrections, ...]
    moved = Signal(object)  # Moved
    followed = Signal(object)  # OpenDocument: its file was moved, and it belongs to it as before
    duplicated = Signal(object)  # Path: the copy
    deleted = Signal(object)  # Path
    failed = Signal(str, object)  # what was not done, StorageError
    has_no_trash = Signal(object, object)  # Path, NoTrashError: nothing was deleted

    def __init__(
        self,
        documents: Documents,
        saver: Saver,
        history: History,
        folders: Callable[[], tuple[Path, ...]],
        parent: QObject | None = None,
    ) -> None:
        """``folders`` gives the open folders, whose documents may have links to correct."""
        super().__init__(parent)
        self._documents = documents
        self._saver = saver
        self._history = history
        self._folders = folders
        self._background = Background("file-operations", self)

    def close(self) -> None:
        """Wait until what is under way is done."""
        self._background.close()

    # Which links are concerned

    def begin(self, source: Path) -> Search:
        """Return a search for the links that a move of a file or folder concerns."""
        open_ones = {each.path: each.text() for each in self._documents.all if not each.is_untitled}
        return Search(source, open_ones)

    def look(self, search: Search, target: Path) -> None:
        """Find out what has to be corrected when the file goes to a target; ``found`` tells it."""
        # YAML comes along with it, and takes a while to load.
        from spec_editor.storage.link_survey import survey

        search.target = target
        folders = self._folders()

        def is_wanted() -> bool:
            # Of what was typed meanwhile only the last is looked for.
            return search.target == target and not search.stopped.is_set()

        def look() -> "tuple[FileCorrections, ...]":
            if search.survey is None:
                search.survey = survey(search.source, folders, search.texts, search.stopped.is_set)
            return search.survey.corrections(target) if is_wanted() else ()

        def tell(found: "tuple[FileCorrections, ...]") -> None:
            if is_wanted():
                self.found.emit(search, target, found)

        self._background.run(look, tell)

    # What is done

    def move(self, source: Path, target: Path, wanted: "tuple[FileCorrections, ...]") -> None:
        """Move a file or folder, and then correct the links that are wanted.

        Those of open documents become steps that can be undone; other files are saved.
        """

        def work() -> None:
            move(source, target)
            self._move_history(source, target)

        def follow(_: object) -> None:
            # What is open may be saved again from here on, however many links there are.
            for document in self._open_in(source):
                self._documents.rename(document, path_after(document.path, source, target))
                self.followed.emit(document)
            self._correct(source, target, wanted)

        self._do("moved", work, follow)

    def _correct(self, source: Path, target: Path, wanted: "tuple[FileCorrections, ...]") -> None:
        """Correct links, now that the file has been moved."""
        from spec_editor.storage.link_survey import save_corrected

        edited = [each for each in wanted if self._correct_open(each, source, target)]
        closed = [each for each in wanted if each not in edited]

        def work() -> Moved:
            links, saved, failed = 0, [], []
            for each in closed:
                path = path_after(each.path, source, target)
                try:
                    save_corrected(each, path, partial(self._keep, path))
                    saved.append(path)
                    links += len(each.corrections.changes)
                except StorageError as error:
                    failed.append(error)
            return Moved(source, target, links, tuple(saved), failed=tuple(failed))

        def finish(moved: Moved) -> None:
            paths = tuple(path_after(each.path, source, target) for each in edited)
            links = moved.links + sum(len(each.corrections.changes) for each in edited)
            self.moved.emit(replace(moved, links=links, edited=paths))

        self._background.run(work, finish, partial(self.failed.emit, "corrected"))

    def _keep(self, path: Path, data: bytes) -> None:
        """Keep what a file holds before its links are corrected; it is no reason to fail."""
        with contextlib.suppress(StorageError):
            self._history.add(path, data)

    def duplicate(self, path: Path) -> None:
        """Copy a file to a name beside it."""
        self._do("duplicated", lambda: duplicate(path), self.duplicated.emit)

    def delete(self, path: Path, *, for_good: bool = False) -> None:
        """Put a file or folder into the trash, or delete it for good."""

        def work() -> NoTrashError | None:
            try:
                (delete if for_good else move_to_trash)(path)
            except NoTrashError as error:
                return error
            return None

        def finish(error: NoTrashError | None) -> None:
            if error is not None:
                self.has_no_trash.emit(path, error)
                return
            for document in self._open_in(path):
                if not document.is_unsaved:
                    self._documents.close(document)
            self.deleted.emit(path)

        self._do("deleted", work, finish)

    def _open_in(self, path: Path) -> list[OpenDocument]:
        """Return the open documents of a file, or of the files in a folder."""
        return [
            each
            for each in self._documents.all
            if each.path.is_relative_to(path) and not each.is_untitled
        ]

    def _correct_open(self, found: "FileCorrections", source: Path, target: Path) -> bool:
        """Correct the links of a document if it is open, as one step that can be undone.

        Return whether it is open and may be edited.
        """
        document = self._documents.find(path_after(found.path, source, target))
        if document is None or document.read_only_reason:
            return False
        from spec_editor.core.link_edits import Moves
        from spec_editor.storage.link_survey import corrections_of

        moves = Moves({source.as_posix(): target.as_posix()})
        # It may have been read again since.
        corrected = corrections_of(document.text(), found.path, found.root, moves)
        document.buffer.apply_edits(corrected.edits)
        return True

    def _move_history(self, source: Path, target: Path) -> None:
        """Let the history of what was moved go along; it is no reason to fail."""
        with contextlib.suppress(StorageError):
            paths = files_in(target).specs if is_folder(target) else (target,)
            for path in paths:
                self._history.move(source / path.relative_to(target), path)

    def _do(self, what: str, work: Callable[[], object], then: Callable[..., None]) -> None:
        """Do something in the thread once nothing is being saved, and go on with its result.

        What is to be saved meanwhile waits: where its file is, is known afterwards.
        """

        def finish(result: object) -> None:
            try:
                then(result)
            finally:
                self._saver.release()

        def fail(error: StorageError) -> None:
            self._saver.release()
            self.failed.emit(what, error)

        def start() -> None:
            self._saver.hold()
            self._background.run(work, finish, fail)

        self._saver.when_idle(start)
