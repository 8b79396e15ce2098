"""What an earlier run did not get to save: finding it, taking it back, giving it up."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from spec_editor.app.background import Background
from spec_editor.app.documents import Documents, OpenDocument
from spec_editor.app.journaling import Journaling
from spec_editor.core.unsaved import Since, UnsavedText
from spec_editor.storage.errors import FileGoneError, StorageError
from spec_editor.storage.journal_format import DamagedEntry, Entry
from spec_editor.storage.leftovers import Leftovers
from spec_editor.storage.text_file import digest_of, read_text_file
from spec_editor.ui.editor.buffer import Place

_Found = list[tuple[Entry | DamagedEntry, UnsavedText]]


class Recovery(QObject):
    """Offers unsaved texts that no running program has.

    A restored text is an edit of what the file held when it was written, so undo leads back
    there, and what another program did to the file since is found as it always is.
    """

    found = Signal(object)  # tuple[UnsavedText, ...]: what is still to be decided about
    failed = Signal(str)  # something cannot be looked for, restored or discarded
    restored = Signal(object)  # OpenDocument: it has the text of an earlier run

    def __init__(
        self,
        documents: Documents,
        journaling: Journaling,
        leftovers: Leftovers,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._documents = documents
        self._journaling = journaling
        self._leftovers = leftovers
        self._found: dict[str, tuple[Entry | DamagedEntry, UnsavedText]] = {}
        self._background = Background("recovery", self)

    def look(self) -> None:
        """Look for texts in the background."""
        self._background.run(self._look, self._take, lambda error: self.failed.emit(str(error)))

    def texts(self) -> tuple[UnsavedText, ...]:
        """Return what was found and not decided about yet."""
        return tuple(text for _, text in self._found.values())

    def restore(self, keys: Sequence[str]) -> None:
        """Open texts as unsaved documents; the last one is shown."""
        for key in keys:
            self._restore(key)
        self.found.emit(self.texts())

    def discard(self, keys: Sequence[str]) -> None:
        """Delete texts for good."""
        for key in keys:
            self._drop(key)
        self.found.emit(self.texts())

    def close(self) -> None:
        """Let other programs find what is left."""
        self._background.close()
        self._leftovers.close()

    def _look(self) -> _Found:
        """Run in the thread."""
        found: _Found = []
        known: set[tuple[object, ...]] = set()
        for entry in self._leftovers.find():
            text = _described(entry)
            if _is_saved(text) or (isinstance(entry, Entry) and _key(entry) in known):
                # The last program ended between saving, or restoring, and forgetting.
                self._leftovers.discard(entry)
                continue
            found.append((entry, text))
            if isinstance(entry, Entry):
                known.add(_key(entry))
        return found

    def _take(self, found: _Found) -> None:
        self._found = {text.key: (entry, text) for entry, text in found}
        self.found.emit(self.texts())

    def _restore(self, key: str) -> None:
        entry = self._found[key][0]
        if isinstance(entry, DamagedEntry):
            return
        document = self._document_for(entry)
        if document is None:
            self.failed.emit(
                f"{entry.path}: this file is open with other unsaved changes. Save or close it, "
                "then restore the text; it is kept."
            )
            return
        document.buffer.replace_text(entry.text)
        document.buffer.set_modified(True)
        if entry.wanted is not None:
            self._documents.convert(document, entry.wanted)
        document.buffer.place = Place(entry.anchor, entry.position, entry.scroll)
        self._documents.show(document)
        self.restored.emit(document)
        # Only when it is safe from the next crash, the one of the last crash is deleted.
        if problem := self._journaling.flush():
            self.failed.emit(problem)
        else:
            self._drop(key)

    def _document_for(self, entry: Entry) -> OpenDocument | None:
        """Return a document with the file as it was then; None when the open one has edits."""
        if entry.is_untitled:
            return self._documents.new_untitled(entry.path.parent, name=entry.path.name)
        document = self._documents.find(entry.path)
        if document is None:
            document = OpenDocument(entry.file, self._documents)
            self._documents.add(document)
        elif document.is_unsaved:
            return None
        else:
            self._documents.take_file(document, entry.file)
        return document

    def _drop(self, key: str) -> None:
        try:
            self._leftovers.discard(self._found[key][0])
        except StorageError as error:
            self.failed.emit(str(error))
        else:
            del self._found[key]


def _key(entry: Entry) -> tuple[object, ...]:
    return entry.path, entry.text, entry.conversion


def _described(entry: Entry | DamagedEntry) -> UnsavedText:
    """Say what became of the file of a text."""
    key = str(entry.location)
    if isinstance(entry, DamagedEntry):
        return UnsavedText(
            key,
            "A text that cannot be read",
            key,
            entry.when,
            Since.DAMAGED,
            reason=f"{entry.reason} It lies in {entry.location.parent}.",
        )
    path, wanted = entry.path, entry.wanted
    text = UnsavedText(
        key,
        path.stem if entry.is_untitled else path.name,
        str(path.parent),
        entry.when,
        Since.NEVER_SAVED,
        entry.text,
        converted_to=f"{wanted.encoding_name}, {wanted.newline_name}" if wanted else "",
    )
    if entry.is_untitled:
        return text
    try:
        file = read_text_file(path)
    except FileGoneError:
        return replace(text, since=Since.GONE)
    except StorageError as error:
        return replace(text, since=Since.UNREADABLE, reason=str(error))
    is_same = file.digest == digest_of(entry.base)
    if wanted and file.format.is_like(wanted):
        text = replace(text, converted_to="")
    since = Since.UNCHANGED if is_same else Since.CHANGED
    return replace(text, since=since, on_disk=file.text)


def _is_saved(text: UnsavedText) -> bool:
    is_there_now = text.since in (Since.UNCHANGED, Since.CHANGED) and text.text == text.on_disk
    return is_there_now and not text.converted_to
