"""The open documents: each one's file, its text as it is now, and which of them is shown."""

from dataclasses import replace
from itertools import chain, count
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from spec_editor.storage.errors import StorageError
from spec_editor.storage.paths import is_same_file, is_there
from spec_editor.storage.text_file import TextFile, digest_of, read_text_file
from spec_editor.storage.text_format import TextFormat
from spec_editor.ui.editor.buffer import TextBuffer
from spec_editor.ui.notices import Notice

# With more of it the window stands still for seconds: 50 million characters take nine.
_LONGEST_TEXT = 10_000_000


class OpenDocument(QObject):
    """A file, or a text that has none yet, with its text as it is now.

    ``file`` is what is known of the file: its text and digest as they were read or saved last.
    An untitled document has the path that it would be saved to, where nothing is yet.
    ``notices`` are those that stand above its text, by their keys. A transient document gives
    way to the next one, as long as it was not edited. One that ``needs_decision`` (its file was
    changed by another program, or is gone) is not saved unasked; ``file_state`` says in words
    what became of the file, for example "deleted", and is empty for nothing. ``wanted_format`` is
    what the file is converted to when it is saved next, None to leave it as it is.
    """

    def __init__(
        self, file: TextFile, parent: QObject | None = None, *, is_untitled: bool = False
    ) -> None:
        super().__init__(parent)
        self.file = file
        self.is_untitled = is_untitled
        self.is_transient = False
        self.is_saving = False
        self.needs_decision = False
        self.file_state = ""
        self.wanted_format: TextFormat | None = None
        self.notices: dict[str, Notice] = {}
        self.buffer = TextBuffer(file.text, self)

    @property
    def path(self) -> Path:
        """The file, or where an untitled document would be saved."""
        return self.file.path

    @property
    def name(self) -> str:
        """What the document is called in the window."""
        return self.path.stem if self.is_untitled else self.path.name

    @property
    def read_only_reason(self) -> str:
        """Why it must not be edited; empty when it may be."""
        return self.file.read_only_reason

    @property
    def format(self) -> TextFormat:
        """How the text is written when it is saved next."""
        return self.wanted_format or self.file.format

    @property
    def is_modified(self) -> bool:
        """Whether there is something to save: of the text, or of how it is written."""
        return self.buffer.is_modified or self.wanted_format is not None

    @property
    def is_unsaved(self) -> bool:
        """Whether the text is not, or not yet, or otherwise, on the disk."""
        return self.is_modified or self.is_saving

    @property
    def has_changes(self) -> bool:
        """Whether saving would write something else than what was read or saved last."""
        return self.wanted_format is not None or self.text() != self.file.text

    def text(self) -> str:
        """Return the text as it is now."""
        return self.buffer.text()


class Documents(QObject):
    """Opens and closes documents; several are open, at most one is shown."""

    shown = Signal(object)  # OpenDocument, or None: that one is shown now
    changed = Signal()  # other documents are open, or called otherwise, or in another order
    edited = Signal(object)  # OpenDocument: its characters changed
    modified_changed = Signal(object)  # OpenDocument: it is unsaved now, or no longer
    opened = Signal(object)  # OpenDocument: one more is open
    closed = Signal(object)  # OpenDocument: it is no longer open
    converted = Signal(object)  # OpenDocument: it is written otherwise from its next save on
    moved = Signal(object, object)  # OpenDocument, Path: it belonged to that file before

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: list[OpenDocument] = []
        self._recent: list[OpenDocument] = []
        self._current: OpenDocument | None = None

    @property
    def current(self) -> OpenDocument | None:
        """The document that is shown."""
        return self._current

    @property
    def all(self) -> tuple[OpenDocument, ...]:
        """All open documents, in the order of their tabs."""
        return tuple(self._all)

    def unsaved(self) -> tuple[OpenDocument, ...]:
        """Return the documents whose text is not on the disk."""
        return tuple(document for document in self._all if document.is_unsaved)

    def find(self, path: Path) -> OpenDocument | None:
        """Return the open document of a file, by whatever path; None when it is not open."""
        found = next((each for each in self._all if each.path == path), None)
        return found or next((each for each in self._all if is_same_file(each.path, path)), None)

    def open(self, path: Path, *, is_transient: bool = False) -> OpenDocument:
        """Show a file, opened now or before.

        Raises:
            StorageError: it cannot be read; what is shown stays.
        """
        is_new = self.find(path) is None
        document = self.open_behind(path)
        if is_new:
            document.is_transient = is_transient
        elif not is_transient:
            self.keep(document)
        self.show(document)
        return document

    def open_behind(self, path: Path) -> OpenDocument:
        """Open a file, unless it is open, without showing it.

        Raises:
            StorageError: it cannot be read.
        """
        document = self.find(path)
        if document is None:
            file = read_text_file(path)
            _refuse_huge(file)
            document = OpenDocument(file, self)
            self.add(document)
        return document

    def new_untitled(self, folder: Path, text: str = "", name: str = "") -> OpenDocument:
        """Show a text that has no file yet; ``folder`` is where it would be saved.

        It gets the ``name`` that it had before, or else the first one that is free.
        """
        names = chain([name] if name else [], (f"Untitled {number}.md" for number in count(1)))
        paths = (folder / each for each in names)
        path = next(each for each in paths if not (self.find(each) or is_there(each)))
        file = TextFile(path, text, TextFormat(), digest_of(b""))
        document = OpenDocument(file, self, is_untitled=True)
        self.add(document)
        self.show(document)
        return document

    def add(self, document: OpenDocument) -> None:
        """Take one more document in, behind the one that is shown."""
        place = self._all.index(self._current) + 1 if self._current else len(self._all)
        self._all.insert(place, document)
        document.buffer.edited.connect(lambda: self._take_edit(document))
        document.buffer.modified_changed.connect(lambda _: self._take_modified(document))
        self.opened.emit(document)
        self.changed.emit()

    def show(self, document: OpenDocument) -> None:
        """Show one of the open documents."""
        if document is self._current:
            return
        before, self._current = self._current, document
        if document in self._recent:
            self._recent.remove(document)
        self._recent.append(document)
        self.shown.emit(document)
        if before is not None and before.is_transient:
            self._remove(before)

    def keep(self, document: OpenDocument) -> None:
        """Let a transient document stay open when another one is shown."""
        if document.is_transient:
            document.is_transient = False
            self.changed.emit()

    def close(self, document: OpenDocument) -> None:
        """Close a document, whatever becomes of its text; the one shown before it is shown."""
        if document is self._current:
            others = [each for each in self._recent if each is not document]
            self._current = None
            if others:
                self.show(others[-1])
            else:
                self.shown.emit(None)
        self._remove(document)

    def step(self, steps: int) -> None:
        """Show the document some tabs further on; behind the last comes the first."""
        if self._current is not None:
            place = self._all.index(self._current) + steps
            self.show(self._all[place % len(self._all)])

    def move_tab(self, start: int, end: int) -> None:
        """Put the document at one place (0-based) of the order to another one."""
        self._all.insert(end, self._all.pop(start))
        self.changed.emit()

    def take_file(self, document: OpenDocument, file: TextFile) -> None:
        """Take up what is known of a document's file now: saved, read again, or another one."""
        before = document.path
        was_untitled, document.is_untitled = document.is_untitled, False
        document.file = file
        document.wanted_format = None
        if before != file.path or was_untitled:
            self.moved.emit(document, before)
            self.changed.emit()

    def rename(self, document: OpenDocument, path: Path) -> None:
        """Let a document follow its file, which is elsewhere now."""
        wanted = document.wanted_format
        self.take_file(document, replace(document.file, path=path))
        document.wanted_format = wanted

    def convert(self, document: OpenDocument, text_format: TextFormat) -> None:
        """Write a document otherwise from its next save on; its file's own format takes it back."""
        is_own = text_format == document.file.format
        document.wanted_format = None if is_own else text_format
        # Undoing all that was typed does not take a conversion back.
        is_same = is_own and document.text() == document.file.text and not document.file_state
        document.buffer.set_modified(not is_same)
        self.converted.emit(document)

    def _take_edit(self, document: OpenDocument) -> None:
        self.keep(document)
        self.edited.emit(document)

    def _take_modified(self, document: OpenDocument) -> None:
        # Not only typing makes it so: a conversion does, and a file that is gone.
        if document.is_unsaved:
            self.keep(document)
        self.modified_changed.emit(document)

    def _remove(self, document: OpenDocument) -> None:
        if document in self._all:
            self._all.remove(document)
            self._recent.remove(document)
            self.closed.emit(document)
            self.changed.emit()
            document.deleteLater()


def _refuse_huge(file: TextFile) -> None:
    """Refuse what cannot be edited with ease, before anything is shown of it."""
    if len(file.text) > _LONGEST_TEXT:
        size = len(file.text) // 1_000_000
        raise StorageError(
            f"{file.path}: its {size} million characters are too many to be edited here (at most "
            "10). The file is as it was. Split it into several files, or have it checked on the "
            "command line with “spec-editor check”."
        )
