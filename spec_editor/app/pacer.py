"""When reports are shown: at once, unless showing one takes so long that typing would notice."""

import time

from PySide6.QtCore import QObject, QTimer, Signal

from spec_editor.core.report import DocumentReport

# With so many sections the next report may take longer than the last one, whatever that took:
# what comes in steps, as the outline does, is not counted, nor what was the same as before.
_MANY = 1000


class ReportPacer(QObject):
    """Hands reports on to be shown; a long document's wait until nobody types for a moment.

    Only the newest report waits. Outline, problems and marks of a document with thousands of
    sections take longer to bring up to date than a key may wait.
    """

    due = Signal(object)  # DocumentReport: to be shown now

    def __init__(
        self, pause: int = 250, longest: float = 16.0, parent: QObject | None = None
    ) -> None:
        """Make a pacer.

        When showing a report took more than ``longest`` milliseconds of the processor, or it had
        more than a thousand sections, the next ones wait for ``pause`` milliseconds without an
        edit.
        """
        super().__init__(parent)
        self._longest = longest
        self._cost = 0.0
        self._is_long = False
        self._waiting: DocumentReport | None = None
        self._timer = QTimer(self, singleShot=True)
        self._timer.setInterval(pause)
        self._timer.timeout.connect(self._show_waiting)

    def take(self, report: DocumentReport) -> None:
        """Show a report, now or later."""
        self._waiting = report
        if self._cost <= self._longest and not self._is_long:
            self._show_waiting()
        else:
            self._timer.start()

    @property
    def is_idle(self) -> bool:
        """Whether every report has been shown."""
        return self._waiting is None

    def note_edit(self) -> None:
        """Take note that somebody types."""
        if self._timer.isActive():
            self._timer.start()

    def forget(self) -> None:
        """Another document is open: nothing is to be shown of the last one."""
        self._timer.stop()
        self._waiting = None
        self._cost = 0.0
        self._is_long = False

    def _show_waiting(self) -> None:
        self._timer.stop()
        report, self._waiting = self._waiting, None
        if report is not None:
            start = time.thread_time()
            self.due.emit(report)
            # What took long once may be quick for a letter, and take long for the next new line.
            self._cost = max((time.thread_time() - start) * 1000, self._cost * 0.8)
            self._is_long = len(report.sections) > _MANY
