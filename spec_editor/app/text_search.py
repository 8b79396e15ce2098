"""Looks for words in the texts of all specifications, in a thread of its own."""

import threading
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from spec_editor.storage.text_search import search_text

# Found more often than this, a word tells nothing; the list would only grow.
_MOST_FOUND = 2_000


class TextSearch(QObject):
    """Answers the newest question; an older one that is under way is given up."""

    found = Signal(str, object)  # what was asked for, tuple[TextFound, ...]

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def look_for(self, words: str, paths: Sequence[Path]) -> None:
        """Find words in files; returns at once."""
        self.close()
        self._stop = stop = threading.Event()
        self._thread = threading.Thread(
            target=self._run, args=(words, paths, stop), name="text-search", daemon=True
        )
        self._thread.start()

    def close(self) -> None:
        """Give up what is under way; waits no longer than a read takes."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _run(self, words: str, paths: Sequence[Path], stop: threading.Event) -> None:
        found = []
        for hit in search_text(paths, words):
            if stop.is_set():
                return
            if hit is not None:
                found.append(hit)
                if len(found) >= _MOST_FOUND:
                    break
        self.found.emit(words, tuple(found))
