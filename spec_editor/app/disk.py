"""What happens to the open documents when their files change on the disk."""

from PySide6.QtCore import QObject, Signal

from spec_editor.app.document_notices import DocumentNotices
from spec_editor.app.documents import Documents, OpenDocument
from spec_editor.storage.errors import StorageError
from spec_editor.storage.text_file import TextFile, read_text_file
from spec_editor.ui.notices import Notice

_DISK = "disk"


class Disk(QObject):
    """Takes up what other programs wrote, or tells of it where there is unsaved text."""

    reloaded = Signal(object)  # OpenDocument: its file was read again
    told = Signal(str)  # a message for the status bar

    def __init__(
        self, documents: Documents, notices: DocumentNotices, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._documents = documents
        self._notices = notices

    def look(self) -> None:
        """Take up the open files' new contents, or say that they differ."""
        for document in self._documents.all:
            if not (document.is_untitled or document.is_saving):
                self._look_at(document)

    def answer(self, key: str, action: str) -> None:
        """Do what a notice's button says."""
        document = self._documents.current
        if document is not None and key == _DISK and action == "reload":
            try:
                self._reload(document, read_text_file(document.path))
            except StorageError as error:
                self._notices.tell(document, Notice(_DISK, str(error), "warning"))

    def note_saved(self, document: OpenDocument) -> None:
        """What is on the disk is the document's own text again."""
        self._notices.hide(document, _DISK)

    def _look_at(self, document: OpenDocument) -> None:
        try:
            file = read_text_file(document.path)
        except StorageError as error:
            # This may be the last copy: leaving it must ask.
            document.buffer.set_modified(True)
            text = f"{error} Your text is still here: save it, or use “Save As”."
            self._notices.tell(document, Notice(_DISK, text, "warning"))
            return
        if file.digest == document.file.digest:
            return
        if not document.buffer.is_modified:
            self._reload(document, file)
            return
        text = "Another program has changed this file. Your unsaved text is still here."
        buttons = (("reload", "Discard mine and reload"),)
        self._notices.tell(document, Notice(_DISK, text, "warning", buttons))

    def _reload(self, document: OpenDocument, file: TextFile) -> None:
        """Take up the file's text as one step that can be undone; the cursor stays."""
        document.buffer.replace_text(file.text)
        document.buffer.set_modified(False)
        self._documents.take_file(document, file)
        self._notices.hide(document, _DISK)
        self.reloaded.emit(document)
        self.told.emit(f"{document.name} was changed by another program and read again")
