"""Work that would hold up the window, done a few milliseconds at a time between its events."""

import time
from collections.abc import Generator
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

T = TypeVar("T")

#: Work that yields where it may be interrupted, and returns what comes of it.
Steps = Generator[None, None, T]

# Milliseconds of the processor, after which the window's events come first.
_LONGEST = 4.0


def at_once(steps: Steps[T]) -> T:
    """Do all of the work, and return what comes of it."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            result: T = end.value
            return result


class InSteps(QObject):
    """Does one work at a time; a newer one takes the place of one that is under way."""

    done = Signal()  # nothing is left to do

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work: Steps[None] | None = None
        # With nothing to wait for it comes after all events that are there.
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._go_on)

    @property
    def is_idle(self) -> bool:
        """Whether everything has been done."""
        return self._work is None

    def begin(self, work: Steps[None]) -> None:
        """Begin a work now, and go on with it when the window has nothing else to do."""
        self.drop()
        self._work = work
        self._go_on()

    def finish(self) -> None:
        """Do now what is left of the work."""
        self._timer.stop()
        if self._work is not None:
            at_once(self._work)
            self._end()

    def drop(self) -> None:
        """Leave the work as it is."""
        self._timer.stop()
        if self._work is not None:
            self._work.close()
            self._work = None

    def _go_on(self) -> None:
        end = time.thread_time() + _LONGEST / 1000
        for _ in self._work or ():
            if time.thread_time() > end:
                self._timer.start(0)
                return
        self._end()

    def _end(self) -> None:
        self._work = None
        self.done.emit()
