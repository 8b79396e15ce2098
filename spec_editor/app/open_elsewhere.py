"""Says when a document is open in another running instance as well."""

from pathlib import Path

from PySide6.QtCore import QObject

from spec_editor.app.background import Background
from spec_editor.app.document_notices import DocumentNotices
from spec_editor.app.documents import Documents, OpenDocument
from spec_editor.core.words import unmasked
from spec_editor.storage.presence import Owner, Presence
from spec_editor.ui.notices import Notice

_ELSEWHERE = "elsewhere"


class OpenElsewhere(QObject):
    """Takes note of what is open here, and tells of what is open elsewhere too.

    It is only told: whoever saves later is asked, whatever this says.
    """

    def __init__(
        self,
        presence: Presence,
        documents: Documents,
        notices: DocumentNotices,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._presence = presence
        self._documents = documents
        self._notices = notices
        self._background = Background("presence", self)

    def look(self, document: OpenDocument | None) -> None:
        """See whether a document that is opened or shown is open elsewhere, or no longer."""
        if document is not None and not document.is_untitled:
            path = document.path
            # The thread knows the path only: it must not drop a document's last reference.
            self._background.run(
                lambda: self._presence.enter(path),
                lambda owner: self._tell(path, owner),
            )

    def follow(self, document: OpenDocument, before: Path) -> None:
        """A document belongs to another file now."""
        self._leave(before)
        self.look(document)

    def forget(self, document: OpenDocument) -> None:
        """A document was closed."""
        self._leave(document.path)

    def close(self) -> None:
        """Nothing is open here any more."""
        self._background.close()
        self._presence.close()

    def _leave(self, path: Path) -> None:
        self._background.run(lambda: self._presence.leave(path))

    def _tell(self, path: Path, owner: Owner | None) -> None:
        document = next((each for each in self._documents.all if each.path == path), None)
        if document is None:
            return
        if owner is None:
            self._notices.hide(document, _ELSEWHERE)
            return
        who = f" (process {owner.process} on {unmasked(owner.host)})" if owner.process else ""
        text = (
            f"{unmasked(document.name)} is also open in another window of Spec Editor{who}. "
            "Nothing is lost by it: whoever saves later is asked."
        )
        self._notices.tell(document, Notice(_ELSEWHERE, text, "info"))
