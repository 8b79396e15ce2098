"""Measures how long the window is held when a text becomes another version of itself.

That happens after a merge, and when a file that another program changed is read again. Prints the
milliseconds of processor time for 2.4 MB with more and more lines changed, all over the text, and
how many edits it took:

    QT_QPA_PLATFORM=offscreen .venv/bin/python tests/benchmarks/measure_replacing.py
"""

import random
import sys
import time

from common import TEMPLATE
from PySide6.QtWidgets import QApplication

from spec_editor.core.difference import differences
from spec_editor.ui.editor.buffer import TextBuffer
from spec_editor.ui.editor.editor import SpecEditor

TEXT = TEMPLATE * 100


def edited(number: int) -> str:
    """Return the text with a word put behind so many lines."""
    lines = TEXT.split("\n")
    for place in random.Random(number).sample(range(len(lines)), number):
        lines[place] += " word"
    return "\n".join(lines)


def main() -> None:
    """Measure."""
    application = QApplication(sys.argv[:1])
    editor = SpecEditor()
    editor.resize(800, 600)
    editor.show()
    for number in (1, 10, 100, 400, 5000):
        buffer = TextBuffer(TEXT)
        editor.show_buffer(buffer)
        application.processEvents()
        new = edited(number)
        begin = time.thread_time()
        buffer.replace_text(new)
        done = time.thread_time()
        application.processEvents()
        painted = time.thread_time()
        held, then = (done - begin) * 1000, (painted - done) * 1000
        edits = len(differences(TEXT, new))
        print(f"{number:>5} lines: {held:6.1f} ms, then {then:5.1f} ms; {edits} edits")


if __name__ == "__main__":
    main()
