"""Closing documents and leaving the program: nothing unsaved goes without a question."""

from collections import Counter
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from spec_editor.app.documents import Documents, OpenDocument
from spec_editor.app.saves import SaveCommands
from spec_editor.app.saving import Saver
from spec_editor.ui.dialogs.messages import UnsavedChoice, ask_unsaved


class Leaving(QObject):
    """Asks what shall become of unsaved text, does it, and closes when nothing is lost by it."""

    def __init__(
        self, window: QWidget, documents: Documents, saves: SaveCommands, saver: Saver
    ) -> None:
        super().__init__(window)
        self._window = window
        self._documents = documents
        self._saves = saves
        self._saver = saver

    def close_current(self) -> None:
        """Close the document that is shown."""
        if self._documents.current is not None:
            self.close((self._documents.current,))

    def close(self, documents: Sequence[OpenDocument]) -> None:
        """Close documents unless somebody wants to keep unsaved text."""

        def close() -> None:
            for document in documents:
                self._documents.close(document)

        self.leave(documents, close)

    def close_others(self, document: OpenDocument) -> None:
        """Close all documents but one."""
        self.close([each for each in self._documents.all if each is not document])

    def close_all(self) -> None:
        """Close all documents."""
        self.close(self._documents.all)

    def leave(self, documents: Sequence[OpenDocument], then: Callable[[], None]) -> None:
        """Do ``then`` once all that the user wants to keep of the documents is on the disk.

        It is not done when the user cancels, or when something could not be saved.
        """
        modified = [each for each in documents if each.is_modified]
        if not modified:
            self._saver.when_idle(lambda: self._finish(documents, (), then))
            return
        if len(modified) == 1:
            # It must be seen what is asked about.
            self._documents.show(modified[0])
        choice = ask_unsaved(self._window, *_told_apart(modified))
        if choice is UnsavedChoice.DISCARD:
            self._saver.when_idle(lambda: self._finish(documents, modified, then))
        elif choice is UnsavedChoice.SAVE and self._saves.save_each(modified):
            self._saver.when_idle(lambda: self._finish(documents, (), then))

    def _finish(
        self,
        documents: Sequence[OpenDocument],
        given_up: Sequence[OpenDocument],
        then: Callable[[], None],
    ) -> None:
        # One that gave way to another meanwhile is gone already.
        kept = [each for each in self._documents.all if each in documents and each not in given_up]
        if not any(each.is_unsaved for each in kept):
            then()


def _told_apart(documents: Sequence[OpenDocument]) -> list[str]:
    """Return what documents are called, with their folders where others are called alike."""
    names = Counter(each.name for each in documents)
    return [
        f"{each.name} in {each.path.parent}" if names[each.name] > 1 else each.name
        for each in documents
    ]
