"""A program in which somebody types, saves and restores at random until it is killed.

It says on its standard output what was typed and what is saved: a text by its digest, and when.
What a process has written to a pipe is there after its end, however it ends.

    python killed_program.py whole|small|asking SEED FOLDER

"whole" is the real program with everything. "small" has neither preview nor engine and starts in
a fraction of the time: documents, editor, saver, journal and how they are connected are the same.
"asking" is the small one, which stands at the question what to do with unsaved text.
"""

import os
import random
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QSettings, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from spec_editor.app.disk import Disk
from spec_editor.app.documents import Documents, OpenDocument
from spec_editor.app.ending import Ending
from spec_editor.app.recovery import Recovery
from spec_editor.app.saving import Saver
from spec_editor.app.settings import Settings
from spec_editor.core.unsaved import UnsavedText
from spec_editor.storage.text_file import digest_of, read_text_file
from spec_editor.ui.editor.editor import SpecEditor
from spec_editor.ui.recovery.dialog import RecoveryDialog

NAMES = ("a.md", "b.md")
UNTITLED = "untitled"
_WORDS = "the service answers each request within two seconds, and never twice; "
_LONGEST_PAUSE = 60  # milliseconds


def digest(text: str) -> str:
    """Return what tells two texts apart."""
    return digest_of(text.encode("utf-8", "surrogatepass"))


def say(event: str, document: OpenDocument, text: str) -> None:
    """Report a text and the moment."""
    name = UNTITLED if document.is_untitled else document.path.name
    line = f"{time.monotonic():.6f} {event} {name} {digest(text)}\n"
    try:
        os.write(1, line.encode("ascii"))
    except BrokenPipeError:
        # Nobody is left who would kill it.
        os._exit(1)


class Typist(QObject):
    """Does at random what authors do."""

    def __init__(self, window: QWidget, editor: SpecEditor, seed: int, folder: Path) -> None:
        super().__init__(window)
        self._random = random.Random(seed)
        self._window = window
        self._editor = editor
        self._folder = folder
        self._has_begun = False
        self._documents = window.findChild(Documents)
        self._saver = window.findChild(Saver)
        letters: list[Callable[[], None]] = [self._type] * 14
        self._acts = [*letters, self._enter, self._erase, self._move, self._save]
        self._acts += [self._paste, self._undo, self._change] if seed % 2 else [self._change]
        self._documents.edited.connect(lambda each: say("text", each, each.text()))
        self._saver.saved.connect(lambda each: say("saved", each, each.file.text))
        self._saver.failed.connect(lambda each, _: say("failed", each, each.text()))
        self._recovery = window.findChild(Recovery)
        self._recovery.found.connect(self._begin)

    def _begin(self, texts: Sequence[UnsavedText]) -> None:
        """Restore what an earlier run left, by its button; then have all documents open."""
        if self._has_begun:
            return
        self._has_begun = True
        if texts:
            (dialog,) = self._window.findChildren(RecoveryDialog)
            several = len(texts) > 1
            button = dialog.all_button if several else dialog.restore_button
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        for name in NAMES:
            self._documents.open(self._folder / name)
        if not any(each.is_untitled for each in self._documents.all):
            self._documents.new_untitled(self._folder)
        for document in self._documents.all:
            if not document.is_untitled:
                # Somebody decides for the own text where another one is on the disk.
                file = read_text_file(document.path)
                if file.digest != document.file.digest:
                    self._window.findChild(Disk).take_base(document, file)
            say("begun", document, document.text())
        self._go_on()

    def _go_on(self) -> None:
        self._random.choice(self._acts)()
        QTimer.singleShot(self._random.randint(1, _LONGEST_PAUSE), self, self._go_on)

    def _type(self) -> None:
        QTest.keyClick(self._editor, self._random.choice(_WORDS))

    def _enter(self) -> None:
        QTest.keyClick(self._editor, Qt.Key.Key_Return)

    def _erase(self) -> None:
        QTest.keyClick(self._editor, Qt.Key.Key_Backspace)

    def _undo(self) -> None:
        QTest.keyClick(self._editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)

    def _paste(self) -> None:
        QApplication.clipboard().setText(_WORDS * self._random.randint(1, 60))
        QTest.keyClick(self._editor, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)

    def _move(self) -> None:
        cursor = self._editor.textCursor()
        cursor.setPosition(self._random.randint(0, self._editor.document().characterCount() - 1))
        self._editor.setTextCursor(cursor)

    def _change(self) -> None:
        self._documents.step(1)

    def _save(self) -> None:
        document = self._documents.current
        if not document.is_untitled and document.is_unsaved:
            self._saver.save(document)


def run_small(seed: int, folder: Path, *, is_asking: bool = False) -> int:
    """Run what keeps texts safe, in a window without preview and engine."""
    from safety_tools import SafeWindow

    application = QApplication(["killed"])
    window = SafeWindow(delay=None)
    window.editor.show()
    ending = Ending(window.window, window.parts.journaling, Settings(QSettings()))
    ending.listen()
    if is_asking:
        document = window.parts.documents.new_untitled(folder)
        QTest.keyClicks(window.editor, _WORDS)
        QTimer.singleShot(0, window.parts.leaving.close_all)
        # Comes while the question is open.
        QTimer.singleShot(1, window.window, lambda: say("text", document, document.text()))
    else:
        Typist(window.window, window.editor, seed, folder)
        QTimer.singleShot(0, window.parts.recovery.look)
    code = application.exec()
    ending.close()
    window.close()
    return code


def run_asking(seed: int, folder: Path) -> int:
    """Run the small program and have it ask."""
    return run_small(seed, folder, is_asking=True)


def run_whole(seed: int, folder: Path) -> int:
    """Run the real program; only who sits in front of it is not."""
    from spec_editor.app import start
    from spec_editor.app.main import run_window

    class TypedIn(QApplication):
        def exec(self) -> int:
            windows = QApplication.topLevelWidgets()
            window = next(each for each in windows if each.objectName() == "mainWindow")
            Typist(window, window.findChild(SpecEditor), seed, folder)
            return super().exec()

    start.QApplication = TypedIn  # type: ignore[misc]
    return run_window([str(folder)])


if __name__ == "__main__":
    run = {"whole": run_whole, "small": run_small, "asking": run_asking}[sys.argv[1]]
    sys.exit(run(int(sys.argv[2]), Path(sys.argv[3])))
