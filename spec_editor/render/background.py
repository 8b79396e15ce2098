"""Work away from the window's thread."""

import logging
from collections import deque
from collections.abc import Callable
from threading import Thread
from typing import Any

import shiboken6
from PySide6.QtCore import QObject, Signal

# Answers on their way: the thread must not be the last one to know of them.
_expected: "set[_Answer]" = set()
_log = logging.getLogger(__name__)


class _Answer(QObject):
    """Brings a result from the thread to the one who waits; lives in the window's thread."""

    ready = Signal(object)

    def __init__(
        self, then: Callable[[Any], None], owner: QObject, ended: Callable[[], None]
    ) -> None:
        """``ended`` is called in any case, ``then`` only as long as there is an ``owner``."""
        super().__init__()
        self._then = then
        self._owner = owner
        self._ended = ended
        self.ready.connect(self._take)

        _expected.add(self)

    def _take(self, result: Any) -> None:
        _expected.discard(self)
        self._ended()
        if shiboken6.isValid(self._owner):
            self._then(result)


def in_background(
    work: Callable[[], Any],
    then: Callable[[Any], None],
    owner: QObject,
    ended: Callable[[], None] = lambda: None,
) -> None:
    """Do ``work`` in a thread and give its result to ``then`` in this one.

    ``then`` gets None when the work raised something, and is not called when ``owner`` is gone;
    ``ended`` is called before it in any case. Leaving the program does not wait for the work,
    which may be a question to a dead network.
    """
    answer = _Answer(then, owner, ended)

    def run() -> None:
        try:
            result = work()
        except Exception:  # noqa: BLE001  (the edge of a thread)
            _log.exception("work in the background failed")
            result = None
        answer.ready.emit(result)

    Thread(target=run, daemon=True).start()


class Lane:
    """Does only some things at once in the background, and the others after them.

    A document can ask for thousands: as many threads would leave the window's own hardly any
    time, and hold all that they read.
    """

    def __init__(self, at_once: int) -> None:
        self._at_once = at_once
        self._waiting: deque[tuple[Callable[[], Any], Callable[[Any], None], QObject]] = deque()
        self.running = 0

    @property
    def waiting(self) -> int:
        """How many things have not begun yet."""
        return len(self._waiting)

    def do(self, work: Callable[[], Any], then: Callable[[Any], None], owner: QObject) -> None:
        """Do ``work`` like `in_background`, when it is its turn."""
        self._waiting.append((work, then, owner))
        self._go_on()

    def _go_on(self) -> None:
        while self._waiting and self.running < self._at_once:
            self.running += 1
            in_background(*self._waiting.popleft(), self._note_end)

    def _note_end(self) -> None:
        self.running -= 1
        self._go_on()
