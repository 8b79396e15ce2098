"""The system wants the program to end: unsaved text goes to the journal, and nothing is asked."""

import signal
import socket
from types import FrameType

from PySide6.QtCore import QCoreApplication, QObject, QSocketNotifier
from PySide6.QtGui import QSessionManager

from spec_editor.app.journaling import Journaling
from spec_editor.app.settings import WINDOW, Settings
from spec_editor.ui.notices import Notice
from spec_editor.ui.window import MainWindow

ENDING = "ending"
"""The key of the notice why the program stays open."""

_NAMES = ("SIGTERM", "SIGINT", "SIGHUP")


class Ending(QObject):
    """Ends the program at a signal or with the session, after all unsaved text is safe.

    The texts stay in the journal, and the next start offers them. Where they cannot be written,
    the program stays and says why.
    """

    def __init__(self, window: MainWindow, journaling: Journaling, settings: Settings) -> None:
        super().__init__(window)
        self._window = window
        self._journaling = journaling
        self._settings = settings
        self._before: dict[int, object] = {}
        self._is_ending = False
        # While Qt waits, Python runs no handler; what a signal writes to a socket wakes both.
        self._reader, self._writer = socket.socketpair()
        for end in (self._reader, self._writer):
            end.setblocking(False)
        self._notifier = QSocketNotifier(self._reader.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._take_signal)

    def listen(self) -> None:
        """Take note of signals from now on; only the main thread can."""
        signal.set_wakeup_fd(self._writer.fileno(), warn_on_full_buffer=False)
        for name in _NAMES:
            if (number := getattr(signal, name, None)) is not None:
                self._before[number] = signal.signal(number, _ignore)

    def close(self) -> None:
        """Leave signals to whoever had them before."""
        if self._is_ending:
            # A key may have come in before the loop had ended.
            self._journaling.flush()
        self._notifier.setEnabled(False)
        if self._before:
            signal.set_wakeup_fd(-1)
        for number, handler in self._before.items():
            signal.signal(number, handler)  # type: ignore[arg-type]
        self._before = {}
        self._reader.close()
        self._writer.close()

    def end_session(self, manager: QSessionManager) -> None:
        """Let the session end without a question, or keep it from ending."""
        if not self._allow():
            manager.cancel()

    def _take_signal(self) -> None:
        try:
            self._reader.recv(64)
        except BlockingIOError:
            return
        if self._allow():
            self._is_ending = True
            # Ends the loops of open boxes as well; closing the window could ask.
            QCoreApplication.exit(0)

    def _allow(self) -> bool:
        """Have all unsaved text in the journal and let the window close; return whether it may."""
        problem = self._journaling.flush()
        if problem:
            text = (
                f"The program stays open, or unsaved text would be lost. {problem} "
                "Save your text somewhere else, then end the program again."
            )
            self._window.notices.show_notice(Notice(ENDING, text, "error"))
            return False
        self._settings.set(WINDOW, self._window.state())
        self._window.allow_close()
        return True


def _ignore(_number: int, _frame: FrameType | None) -> None:
    """The socket tells of it."""
