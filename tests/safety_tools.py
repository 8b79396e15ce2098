"""The real documents, editor, saver, journal and history in a window without preview and engine."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent
from window_tools import new_window

from spec_editor.app.document_parts import DocumentParts, make_document_parts
from spec_editor.app.documents import OpenDocument
from spec_editor.app.wiring_disk import wire_looks
from spec_editor.app.wiring_safety import wire_safety
from spec_editor.storage.journal_format import DamagedEntry, Entry, read_entry
from spec_editor.storage.places import journal_folder
from spec_editor.ui.editor.buffer import TextBuffer
from spec_editor.ui.editor.editor import SpecEditor

PATIENCE = 20_000


class SafeWindow:
    """A running program, as far as keeping texts safe is concerned."""

    def __init__(self, delay: int | None = 20, folders: tuple[Path, ...] = ()) -> None:
        """``delay`` is how long the journal waits after a key, None for as long as it does.

        ``folders`` are the open ones.
        """
        self._is_closed = False
        self.window = new_window()
        self.editor = SpecEditor()
        self.parts: DocumentParts = make_document_parts(self.window, self.editor, lambda: folders)
        if delay is not None:
            self.parts.journaling.delay = delay
        wire_safety(self.parts, self.window)
        wire_looks(self.parts)
        self.parts.documents.shown.connect(self._show)
        self.parts.documents.shown.connect(self.parts.document_notices.change_to)

    def _show(self, document: OpenDocument | None) -> None:
        # The text of a closed document goes with it: who would still paint it crashes.
        self.editor.show_buffer(TextBuffer() if document is None else document.buffer)

    def notices(self) -> tuple[str, ...]:
        """Return the keys of what stands above the text."""
        return self.window.notices.keys()

    def close(self) -> None:
        """End as after a signal: what is unsaved stays in the journal."""
        if self._is_closed:
            return
        self._is_closed = True
        self.parts.saver.close()
        self.parts.file_operations.close()
        self.parts.keeping.close()
        self.parts.recovery.close()
        self.parts.journaling.close()
        self.parts.merging.close()
        self.parts.versions.close()
        self.parts.disk_looks.close()
        self.window.allow_close()
        self.window.close()
        self.window.deleteLater()
        self.editor.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def entries() -> list[Entry | DamagedEntry]:
    """Return what lies in all journals."""
    return [read_entry(place) for place in sorted(journal_folder().glob("*/*.entry"))]


def texts() -> list[str]:
    return [entry.text for entry in entries() if isinstance(entry, Entry)]
