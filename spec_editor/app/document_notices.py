"""The notices of the open documents: each stands above its own document's text."""

from PySide6.QtCore import QObject

from spec_editor.app.documents import Documents, OpenDocument
from spec_editor.ui.notices import Notice, NoticeArea


class DocumentNotices(QObject):
    """Shows the notices of the document that is shown, and keeps those of the others."""

    def __init__(
        self, area: NoticeArea, documents: Documents, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._area = area
        self._documents = documents
        self._shown: OpenDocument | None = None

    def change_to(self, document: OpenDocument | None) -> None:
        """Show the notices of another document, or of none."""
        for key in self._shown.notices if self._shown else ():
            self._area.hide_notice(key)
        self._shown = document
        for notice in document.notices.values() if document else ():
            self._area.show_notice(notice)

    def tell(self, document: OpenDocument, notice: Notice) -> None:
        """Show a notice above a document's text, also when it is shown again later."""
        if document.notices.get(notice.key) == notice:
            # Shown already, or closed by the user, who need not be told twice.
            return
        document.notices[notice.key] = notice
        if document is self._shown:
            self._area.show_notice(notice)

    def hide(self, document: OpenDocument, key: str) -> None:
        """Take one of a document's notices away; does nothing when it is not there."""
        if document.notices.pop(key, None) is not None and document is self._shown:
            self._area.hide_notice(key)
