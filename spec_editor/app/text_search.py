"""Looks for words in the texts of all specifications, in a thread."""

from collections.abc import Sequence
from itertools import islice, takewhile
from pathlib import Path
from threading import Event

from PySide6.QtCore import QObject, Signal

from spec_editor.app.background import Background
from spec_editor.core.report import TextFound
from spec_editor.storage.text_search import search_text

# Found more often than this, a word tells nothing; the list would only grow.
_MOST_FOUND = 2_000


class TextSearch(QObject):
    """Answers the newest question; an older one that is under way is given up."""

    found = Signal(str, object)  # what was asked for, tuple[TextFound, ...]

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stop = Event()
        self._background = Background("text-search", self)

    def look_for(self, words: str, paths: Sequence[Path]) -> None:
        """Find words in files; returns at once, however long a read under way takes."""
        self._stop.set()
        self._stop = stop = Event()

        def tell(found: tuple[TextFound, ...]) -> None:
            if not stop.is_set():
                self.found.emit(words, found)

        self._background.run(lambda: _search(words, paths, stop), tell, lambda _error: tell(()))

    def close(self) -> None:
        """Give up what is under way; waits no longer than a read takes."""
        self._stop.set()
        self._background.close()


def _search(words: str, paths: Sequence[Path], stop: Event) -> tuple[TextFound, ...]:
    """Run in the thread."""
    hits = takewhile(lambda _: not stop.is_set(), search_text(paths, words))
    return tuple(islice((hit for hit in hits if hit is not None), _MOST_FOUND))
