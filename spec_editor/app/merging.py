"""A document's unsaved text and what another program wrote: compared, and brought together."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from spec_editor.app.background import Background
from spec_editor.app.documents import Documents, OpenDocument
from spec_editor.storage.errors import StorageError
from spec_editor.storage.text_file import TextFile

if TYPE_CHECKING:
    from spec_editor.core.section_diff import SectionDiff
    from spec_editor.core.section_merge import SectionMerge


class Merging(QObject):
    """Shows the differences, lets somebody decide the conflicts, and changes the text.

    Nothing is written to the disk. The merged text is one step that can be undone.
    """

    merged = Signal(object, object, object)
    """OpenDocument: its text holds both sets of changes. TextFile: theirs. str: mine, before."""
    told = Signal(str)  # a message for the status bar

    def __init__(
        self, window: QWidget, documents: Documents, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._documents = documents
        self._background = Background("merging", self)
        self._busy: set[OpenDocument] = set()

    def close(self) -> None:
        """Stop comparing."""
        self._background.close()

    def compare(self, document: OpenDocument, theirs: TextFile) -> None:
        """Show in which sections a document's text differs from what is on the disk."""
        from spec_editor.core.section_diff import compare_sections
        from spec_editor.ui.dialogs.compare_versions import show_versions

        mine = document.text()

        def show(diff: "SectionDiff") -> None:
            show_versions(self._window, document.name, "My text", "Text on disk", diff)

        self._background.run(
            lambda: compare_sections(mine, theirs.text), show, self._telling(document)
        )

    def merge(self, document: OpenDocument, theirs: TextFile) -> None:
        """Bring both texts together, section by section; somebody decides what conflicts."""
        if document in self._busy:
            return
        self._busy.add(document)
        from spec_editor.core.section_merge import merge_sections
        from spec_editor.ui.merge.dialog import MergeDialog

        base, mine = document.file.text, document.text()

        def show(merge: "SectionMerge") -> None:
            dialog = MergeDialog(document.name, merge, self._window)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.merged.connect(lambda text: self._take(document, theirs, mine, text))
            dialog.finished.connect(lambda _: self._busy.discard(document))
            dialog.open()

        self._background.run(
            lambda: merge_sections(base, mine, theirs.text), show, self._telling(document)
        )

    def _take(self, document: OpenDocument, theirs: TextFile, mine: str, text: str) -> None:
        """Put the merged text into the document, unless that is another one by now."""
        if document not in self._documents.all:
            return
        if document.text() != mine:
            self.told.emit(f"{document.name} was changed meanwhile and not merged; merge it again")
            return
        document.buffer.replace_text(text)
        self.merged.emit(document, theirs, mine)
        self.told.emit(f"Both sets of changes are in {document.name} now; save it to keep them")

    def _telling(self, document: OpenDocument) -> Callable[[StorageError], None]:
        def tell(reason: StorageError) -> None:
            self._busy.discard(document)
            self.told.emit(f"{document.name} was not compared and is as it was. {reason}")

        return tell
