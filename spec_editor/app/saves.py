"""What the user can do to have texts on the disk."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import starmap
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from spec_editor.app.documents import Documents, OpenDocument
from spec_editor.app.saving import Saver
from spec_editor.core.file_names import with_ending
from spec_editor.storage.errors import FileChangedError, FileGoneError, StorageError
from spec_editor.storage.paths import is_there
from spec_editor.ui.dialogs.messages import ask_whether, show_error
from spec_editor.ui.words import counted

_HERE = "Your text is safe in the editor: choose another name, or close that tab first."
_NO_COPY = "The document is as it was: choose another place for the copy."
_KEPT = "what it held before is in its history"
_ALL_FILES = "All files (*)"
FILTER = f"Specifications (*.md *.markdown);;{_ALL_FILES}"
_MOST_TOLD = 4


class SaveCommands(QObject):
    """Saves one document, or all, to its own or to another file; asks where there is none."""

    saved_as = Signal(object)  # Path: a document belongs to another file now, or has a copy there
    told = Signal(str)  # a message for the status bar
    undecided = Signal(object)  # OpenDocument: not saved before somebody says what of its file

    def __init__(
        self, window: QWidget, documents: Documents, saver: Saver, keeps: Callable[[], bool]
    ) -> None:
        """``keeps`` says whether what is saved over is in the history."""
        super().__init__(window)
        self._keeps = keeps
        self._window = window
        self._documents = documents
        self._saver = saver
        self._questions = 0
        self._failures: list[tuple[str, str]] = []

    def save(self) -> bool:
        """Save the document that is shown; return whether it is on its way to the disk."""
        document = self._documents.current
        return document is not None and self.save_document(document)

    def save_document(self, document: OpenDocument) -> bool:
        """Save a document, where asked; return whether it is on its way to the disk."""
        if document.read_only_reason or document.is_untitled:
            return self._save_as(document)
        if document.needs_decision:
            self.undecided.emit(document)
            return False
        if document.is_unsaved:
            self._saver.save(document)
        else:
            # Writing what is there already would only change its time.
            self.told.emit(f"{document.name} has no changes to save")
        return True

    def save_all(self) -> None:
        """Save every document that has unsaved text, and tell what came of it."""
        documents = self._documents.unsaved()
        self.save_each(documents)
        self._saver.when_idle(lambda: self._tell_saved(documents))

    def save_each(self, documents: Iterable[OpenDocument]) -> bool:
        """Save documents, and return whether all are on their way to the disk.

        The first question that is not answered ends it; what needs none is saved before, and
        what is asked above the text comes last.
        """
        with self._asking():
            return all(
                map(
                    self.save_document,
                    sorted(documents, key=lambda each: (needs_question(each), each.needs_decision)),
                )
            )

    def save_again(self, document: OpenDocument) -> None:
        """Write a document's file anew that is gone."""
        self._saver.save(document, anew=True)

    def ask_save_as(self) -> bool:
        """Let the user choose where to save; return whether it is on its way to the disk."""
        document = self._documents.current
        return document is not None and self._save_as(document)

    def _save_as(self, document: OpenDocument) -> bool:
        # Of several it must be seen which one is meant.
        self._documents.show(document)
        path = self._ask_path(document, "Save Specification As")
        if path is None:
            return False
        other = self._documents.find(path)
        if other is not None and other is not document:
            reason = f"{path}: this file is open in another tab, so it was not overwritten. {_HERE}"
            show_error(self._window, "The document was not saved", reason)
            return False
        is_new = not is_there(path)
        is_other = other is None and not is_new

        def note() -> None:
            self.saved_as.emit(path)
            if is_other and self._keeps():
                self.told.emit(f"Saved {path.name}; {_KEPT}")

        # What comes there meanwhile was not asked about.
        self._saver.save(document, path, note, anew=is_new)
        return True

    def ask_save_copy(self) -> None:
        """Let the user choose where to put a copy; the document stays with its own file."""
        document = self._documents.current
        path = self._ask_path(document, "Save a Copy") if document else None
        if document is None or path is None:
            return
        if self._documents.find(path) is not None:
            reason = f"{path}: this file is open, so it was not overwritten. {_NO_COPY}"
            show_error(self._window, "The copy was not saved", reason)
            return
        is_other = is_there(path)

        def note(error: StorageError | None) -> None:
            if error is not None:
                show_error(self._window, "The copy was not saved", f"{error} {_NO_COPY}")
                return
            self.saved_as.emit(path)
            kept = f"; {_KEPT}" if is_other and self._keeps() else ""
            self.told.emit(f"Saved a copy as {path.name}{kept}")

        self._saver.save_copy(document, path, note)

    def _ask_path(self, document: OpenDocument, title: str) -> Path | None:
        with self._asking():
            if not self._may_differ(document):
                return None
            name, kind = QFileDialog.getSaveFileName(
                self._window, title, str(document.path), FILTER
            )
            if "\ufffd" in name:
                # So Qt writes what is no letter in a name; with it, it is another file's name.
                reason = (
                    f"{name}: this name cannot be chosen here, since it has bytes that are no "
                    "letters. Nothing was saved. Your text is safe in the editor: choose another "
                    "name."
                )
                show_error(self._window, "The document was not saved", reason)
                return None
            return self._ended(Path(name), document, kind) if name else None

    def _ended(self, path: Path, document: OpenDocument, kind: str) -> Path | None:
        """Give a path its ending; None when a file is there that shall stay."""
        if kind == _ALL_FILES or path == document.path or not path.name:
            return path
        ended = path.with_name(with_ending(path.name))
        # The system has asked about the name without its ending.
        is_free = ended == path or not is_there(ended)
        return ended if is_free or self._may_replace(ended) else None

    def _may_replace(self, path: Path) -> bool:
        return ask_whether(
            self._window,
            "File Exists",
            f"Replace “{path.name}”?",
            f"There is a file of this name in {path.parent}. Replacing it puts the text in its "
            "place.",
            "Replace",
        )

    def _may_differ(self, document: OpenDocument) -> bool:
        """Ask before another file gets a text that is not all that the document's file holds."""
        reason = document.read_only_reason
        return not reason or ask_whether(
            self._window,
            "Read-Only File",
            f"Save “{document.name}” as it is shown?",
            f"{reason} The file stays as it is. Another one gets the text as it is shown here, "
            "without what cannot be shown.",
            "Save As Shown…",
        )

    def show_failure(self, document: OpenDocument, error: StorageError) -> None:
        """Say why a document was not saved; what became of its file is asked above its text."""
        if isinstance(error, FileChangedError | FileGoneError):
            self.undecided.emit(document)
            return
        self._failures.append((str(document.path), str(error)))
        self._saver.when_idle(self._tell_failures)

    @contextmanager
    def _asking(self) -> Iterator[None]:
        """Keep failures for later: a second box must not open above a question."""
        self._questions += 1
        try:
            yield
        finally:
            self._questions -= 1
            self._saver.when_idle(self._tell_failures)

    def _tell_failures(self) -> None:
        """Say in one box why documents were not saved."""
        if self._questions or not self._failures:
            return
        failures, self._failures = self._failures, []
        if len(failures) == 1:
            show_error(self._window, "The document was not saved", failures[0][1])
            return
        paths: dict[str, list[str]] = defaultdict(list)
        for path, message in failures:
            paths[message.removeprefix(f"{path}: ")].append(path)
        text = "\n\n".join(starmap(_about_all, paths.items()))
        show_error(self._window, f"{len(failures)} documents were not saved", text)

    def _tell_saved(self, documents: Sequence[OpenDocument]) -> None:
        """Tell how many of the documents are on the disk now."""
        still_open = self._documents.all
        left = [each.name for each in documents if each in still_open and each.is_unsaved]
        total = counted(len(documents), "specification")
        if not documents:
            self.told.emit("There are no changes to save")
        elif not left:
            self.told.emit(f"Saved {total}")
        else:
            rest = f" and {len(left) - 1} more" if len(left) > 1 else ""
            verb = "is" if len(left) == 1 else "are"
            done = len(documents) - len(left)
            self.told.emit(f"Saved {done} of {total}; {left[0]}{rest} {verb} not saved")


def needs_question(document: OpenDocument) -> bool:
    """Say whether a document can only be saved once the user has said where, or over what."""
    return bool(document.is_untitled or document.read_only_reason or document.needs_decision)


def _about_all(reason: str, paths: Sequence[str]) -> str:
    """Say why several documents were not saved."""
    lines = list(paths[:_MOST_TOLD])
    if len(paths) > _MOST_TOLD:
        lines.append(f"… and {len(paths) - _MOST_TOLD} more")
    start = "Each of them: " if len(paths) > 1 else ""
    return "\n".join([*lines, "", start + reason])
