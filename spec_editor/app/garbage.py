"""Python looks for garbage while nobody works, and in the window's thread.

Nearly everything is freed at once, when nothing refers to it any more. For what refers to itself in
a circle Python looks through all objects there are, whenever some thread has made many of them: 40
ms for the program alone, twice as long with a long document, and no thread goes on meanwhile.
See docs/decisions/0046-garbage-while-nobody-works.md.
"""

import gc

from PySide6.QtCore import QObject, QTimer

_REST = 5000
# So many more objects than after the last search are worth another one, which takes 10 ms for them.
_FEW = 20_000
# With so many nobody is waited for: they might all be garbage, some hundred megabytes.
_MOST = 2_000_000


class GarbageCollector(QObject):
    """Looks for garbage once nobody has worked for a moment."""

    def __init__(
        self,
        parent: QObject | None = None,
        rest: int = _REST,
        few: int = _FEW,
        most: int = _MOST,
    ) -> None:
        """Make one that has not begun.

        ``rest`` is how long nobody has to work, in milliseconds; ``few`` and ``most`` are how many
        more objects there are to be for a search then, and for one at any time.
        """
        super().__init__(parent)
        self._few = few
        self._most = most
        self._timer = QTimer(self)
        self._timer.setInterval(rest)
        self._timer.timeout.connect(self.look)

    def begin(self) -> None:
        """Let Python look for no garbage by itself from now on; what is there now stays."""
        gc.disable()
        # Modules, classes and the window's parts: half of all objects, and never garbage.
        gc.freeze()
        self._timer.start()

    def end(self) -> None:
        """Leave it to Python again."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()

    def note_work(self) -> None:
        """Take note that somebody works, who is not to be held up."""
        if self._timer.isActive():
            self._timer.start()
            if _more() > self._most:
                gc.collect()

    def look(self) -> None:
        """Look for garbage if there may be enough of it."""
        if _more() > self._few:
            gc.collect()


def _more() -> int:
    """Return how many more objects there are than after the last search."""
    return gc.get_count()[0]
