"""An editor on the screen that is not there, and a short way to write down text with a cursor."""

from collections.abc import Callable

import pytest
from PySide6.QtGui import QTextCursor
from pytestqt.qtbot import QtBot

from spec_editor.ui.editor.buffer import TextBuffer
from spec_editor.ui.editor.editor import SpecEditor
from spec_editor.ui.editor.positions import qt_position

MARK = "¦"


@pytest.fixture
def editor(qtbot: QtBot) -> SpecEditor:
    widget = SpecEditor()
    qtbot.addWidget(widget)
    widget.resize(700, 500)
    with qtbot.waitExposed(widget):
        widget.show()
    widget.setFocus()
    return widget


@pytest.fixture
def load(editor: SpecEditor) -> Callable[[str], None]:
    """Load a text in which one mark stands for the cursor, two for a selection."""

    def do(marked: str) -> None:
        first, *rest = marked.split(MARK)
        editor.show_buffer(TextBuffer("".join([first, *rest])))
        cursor = editor.textCursor()
        position = qt_position(first, len(first))
        cursor.setPosition(position)
        if len(rest) == 2:
            end = first + rest[0]
            cursor.setPosition(qt_position(end, len(end)), QTextCursor.MoveMode.KeepAnchor)
        editor.setTextCursor(cursor)

    return do


@pytest.fixture
def marked(editor: SpecEditor) -> Callable[[], str]:
    """Return the text with the cursor and the selection marked."""

    def do() -> str:
        units = editor.text().encode("utf-16-le")
        cursor = editor.textCursor()
        places = {cursor.selectionStart(), cursor.selectionEnd()}
        for place in sorted(places, reverse=True):
            units = units[: place * 2] + MARK.encode("utf-16-le") + units[place * 2 :]
        return units.decode("utf-16-le")

    return do
