"""Saves that were cut off, by a crash or a power cut: finished, cleaned up, or told of."""

import os
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from spec_editor.app.background import Background
from spec_editor.app.documents import OpenDocument
from spec_editor.storage.errors import StorageError
from spec_editor.storage.history import History
from spec_editor.storage.in_place import Interrupted, finish_interrupted
from spec_editor.storage.temporaries import Swept, sweep


class CutOffSaves(QObject):
    """Looks once at the start for saves in place, and in each folder for temporary files."""

    told = Signal(str)  # what was found, and what became of it

    def __init__(self, history: History, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._history = history
        self._seen: set[Path] = set()
        self._background = Background("sweeping", self)

    def finish(self) -> None:
        """Finish saves in place that were cut off; to be called before a document is opened."""
        found = finish_interrupted()
        if found:
            self.told.emit(" ".join(self._text(each) for each in found))

    def look_beside(self, document: OpenDocument) -> None:
        """Clean up the folder of a document, in a thread and once."""
        folder = Path(os.path.realpath(document.path)).parent
        if folder not in self._seen:
            self._seen.add(folder)
            self._background.run(lambda: sweep(folder), self._tell_kept)

    def close(self) -> None:
        """Wait until the folder under way is done."""
        self._background.close()

    def _text(self, save: Interrupted) -> str:
        if save.record is None:
            return f"{save.path}: saving it was cut off and has been finished now."
        start = (
            f"{save.path}: saving it was cut off. It has been changed since, or cannot be written "
            "now, so it was left as it is."
        )
        try:
            self._history.add(save.path, save.old)
            self._history.add(save.path, save.new)
            save.record.unlink(missing_ok=True)
        except (StorageError, OSError):
            return f"{start} Its text before and after that save is in {save.record}."
        return f"{start} Its text before and after that save is kept in its history."

    def _tell_kept(self, swept: Swept) -> None:
        for path in swept.kept:
            self.told.emit(
                f"{path}: this was left by a save that was cut off, and its file is gone. It may "
                "be the last copy, so it was kept. Open it to see, then rename or delete it."
            )
