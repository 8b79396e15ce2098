"""What the recovery journal costs while somebody types, in processor time and in waiting.

    python tests/benchmarks/measure_journal.py [--seconds 20]

Types five keys a second into documents of three sizes, with the journal and without. The time is
that of the whole process, so what the editor itself needs for the keys is taken off.
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from common import SIZES, TEMPLATE
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from safety_tools import SafeWindow

from spec_editor.app.journaling import Journaling

_PAUSE = 200  # milliseconds between two keys


class _Watched:
    """Notes the longest time for which the window is held by handing a text to the journal."""

    def __init__(self) -> None:
        self.longest = 0.0
        self.writes = 0
        whole = Journaling._write

        def write(journaling: Journaling) -> None:
            start = time.perf_counter()
            whole(journaling)
            self.longest = max(self.longest, time.perf_counter() - start)
            self.writes += 1

        Journaling._write = write  # type: ignore[method-assign]


def main() -> None:
    """Print one line for each size."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=int, default=20)
    seconds = parser.parse_args().seconds
    watched = _Watched()
    application = QApplication(sys.argv[:1])
    for name, times in SIZES.items():
        watched.longest, watched.writes = 0.0, 0
        with_journal = _processor_time(application, times, seconds, is_on=True)
        writes, held = watched.writes, watched.longest * 1000
        without = _processor_time(application, times, seconds, is_on=False)
        share = (with_journal - without) / seconds * 100
        print(
            f"{name:>8}: {share:5.2f} % of a processor ({with_journal / seconds * 100:.2f} % with, "
            f"{without / seconds * 100:.2f} % without), {writes} writes in {seconds} s, the window "
            f"held {held:.2f} ms at most"
        )


def _processor_time(application: QApplication, times: int, seconds: int, *, is_on: bool) -> float:
    """Return the processor time of typing for so many seconds."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "document.md"
        path.write_text(TEMPLATE * times, encoding="utf-8")
        window = SafeWindow(delay=None if is_on else 10**8)
        window.editor.resize(800, 600)
        window.editor.show()
        window.parts.documents.open(path)
        loop, keys = QEventLoop(), QTimer()
        keys.timeout.connect(lambda: QTest.keyClick(window.editor, "x"))
        cursor = window.editor.textCursor()
        cursor.setPosition(window.editor.document().characterCount() // 2)
        window.editor.setTextCursor(cursor)
        # The first key has the colours of a long text settled, and its base written.
        QTest.keyClick(window.editor, "x")
        QTimer.singleShot(2_000, loop.quit)
        loop.exec()
        keys.start(_PAUSE)
        start = time.process_time()
        QTimer.singleShot(seconds * 1000, loop.quit)
        loop.exec()
        spent = time.process_time() - start
        keys.stop()
        window.parts.journaling.forget_all()
        window.close()
        return spent


if __name__ == "__main__":
    main()
