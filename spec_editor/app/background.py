"""Work that would hold up the window, done in a thread."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal

from spec_editor.storage.errors import StorageError
from spec_editor.storage.thread_edge import report

T = TypeVar("T")


def nothing(_: object = None) -> None:
    """Where nobody wants to know what came of some work."""


class Background(QObject):
    """Runs functions that know nothing of the window, and brings back what they return.

    They run one after the other, or as many at a time as it has ``threads``.
    """

    _ended = Signal(object, object)  # the function to call, with what: comes from the thread

    def __init__(self, name: str, parent: QObject | None = None, threads: int = 1) -> None:
        super().__init__(parent)
        self._threads = ThreadPoolExecutor(threads, name)
        self._is_closed = False
        self._ended.connect(self._tell)

    def run(
        self,
        work: Callable[[], T],
        then: Callable[[T], None] = nothing,
        failed: Callable[[StorageError], None] = nothing,
    ) -> None:
        """Do ``work`` and call ``then`` with what came of it, or ``failed`` with the reason.

        Both are called in the thread that made this object; neither is once it is closed.
        """
        if not self._is_closed:
            self._threads.submit(self._do, work, then, failed)

    def call(self, work: Callable[[], T], patience: float | None = None) -> T:
        """Do ``work`` when all that was asked for before is done, and return what comes of it.

        This holds up who calls it, for ``patience`` seconds at most; then it raises TimeoutError,
        and the work is done all the same.
        """
        return self._threads.submit(work).result(patience)

    def close(self) -> None:
        """Drop what has not begun, and wait for what has."""
        self._is_closed = True
        self._threads.shutdown(cancel_futures=True)

    def finish(self) -> None:
        """Close, but do all that was asked for."""
        self._is_closed = True
        self._threads.shutdown()

    def _tell(self, call: Callable[[Any], None], result: object) -> None:
        if not self._is_closed:
            call(result)

    def _do(
        self,
        work: Callable[[], Any],
        then: Callable[[Any], None],
        failed: Callable[[StorageError], None],
    ) -> None:
        """Run in the thread."""
        try:
            result = work()
        except StorageError as error:
            self._ended.emit(failed, error)
        except Exception as error:  # noqa: BLE001  the edge of a thread
            if failed is nothing:
                report(error)
            reason = f"This did not work ({type(error).__name__}: {error})."
            self._ended.emit(failed, StorageError(reason))
        else:
            self._ended.emit(then, result)
