"""Work away from the window's thread."""

import logging
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

    def __init__(self, then: Callable[[Any], None], owner: QObject) -> None:
        super().__init__()
        self._then = then
        self._owner = owner
        self.ready.connect(self._take)

        _expected.add(self)

    def _take(self, result: Any) -> None:
        _expected.discard(self)
        if shiboken6.isValid(self._owner):
            self._then(result)


def in_background(work: Callable[[], Any], then: Callable[[Any], None], owner: QObject) -> None:
    """Do ``work`` in a thread and give its result to ``then`` in this one.

    ``then`` gets None when the work raised something, and is not called when ``owner`` is gone.
    Leaving the program does not wait for the work, which may be a question to a dead network.
    """
    answer = _Answer(then, owner)

    def run() -> None:
        try:
            result = work()
        except Exception:  # noqa: BLE001  (the edge of a thread)
            _log.exception("work in the background failed")
            result = None
        answer.ready.emit(result)

    Thread(target=run, daemon=True).start()
