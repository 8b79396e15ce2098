"""What an earlier run did not get to save: finding it, taking it back, giving it up."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from spec_editor.app.background import Background
from spec_editor.app.documents import Documents, OpenDocument
from spec_editor.app.journaling import Journaling
from spec_editor.core.unsaved import Since, UnsavedText
from spec_editor.storage.errors import StorageError
from spec_editor.storage.journal_format import DamagedEntry, Entry
from spec_editor.storage.leftovers import Leftovers
from spec_editor.storage.paths import is_there
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
        self._background.run(self._look, self._take, self.failed.emit)

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
        known: set[tuple[Path, str]] = set()
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
            return self._documents.new_untitled(entry.path.parent)
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


def _key(entry: Entry) -> tuple[Path, str]:
    return entry.path, entry.text


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
    path, folder = entry.path, str(entry.path.parent)
    if entry.is_untitled:
        return UnsavedText(key, path.stem, folder, entry.when, Since.NEVER_SAVED, entry.text)
    try:
        file = read_text_file(path)
    except StorageError as error:
        since, reason = (Since.UNREADABLE, str(error)) if is_there(path) else (Since.GONE, "")
        return UnsavedText(key, path.name, folder, entry.when, since, entry.text, reason=reason)
    is_same = file.digest == digest_of(entry.base)
    since = Since.UNCHANGED if is_same else Since.CHANGED
    return UnsavedText(key, path.name, folder, entry.when, since, entry.text, file.text)


def _is_saved(text: UnsavedText) -> bool:
    return text.since in (Since.UNCHANGED, Since.CHANGED) and text.text == text.on_disk
