"""What the tabs show of the open documents, and what they ask for."""

import os
from collections import Counter
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from spec_editor.app.documents import OpenDocument
from spec_editor.app.parts import Parts
from spec_editor.ui.document_tabs import Tab


class TabReactions(QObject):
    """Keeps the tabs like the documents."""

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts.window)
        self._parts = parts

    def show(self) -> None:
        """Show the open documents as they are now."""
        documents = self._parts.documents
        names = Counter(document.name for document in documents.all)
        current = str(documents.current.path) if documents.current else ""
        self._parts.tabs.set_tabs(
            [_tab(document, names[document.name] > 1) for document in documents.all], current
        )

    def choose(self, key: str) -> None:
        """Show the document of a tab."""
        if (document := self._find(key)) is not None:
            self._parts.documents.show(document)

    def keep(self, key: str) -> None:
        """Let the document of a tab stay open."""
        if (document := self._find(key)) is not None:
            self._parts.documents.keep(document)

    def close(self, key: str) -> None:
        """Close the document of a tab."""
        if (document := self._find(key)) is not None:
            self._parts.leaving.close((document,))

    def close_others(self, key: str) -> None:
        """Close the documents of all other tabs."""
        if (document := self._find(key)) is not None:
            self._parts.leaving.close_others(document)

    def copy_path(self, key: str) -> None:
        """Put the path of a document's file on the clipboard."""
        QApplication.clipboard().setText(key)

    def _find(self, key: str) -> OpenDocument | None:
        return self._parts.documents.find(Path(key))


def _tab(document: OpenDocument, has_namesake: bool) -> Tab:
    return Tab(
        str(document.path),
        document.name,
        document.path.parent.name if has_namesake else "",
        "" if document.is_untitled else os.fspath(document.path),
        document.is_unsaved,
        document.file_state,
        transient=document.is_transient,
    )
