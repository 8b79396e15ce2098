"""A text that becomes another version of itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QTextDocument
from pytestqt.qtbot import QtBot

from spec_editor.ui.editor.buffer import TextBuffer
from spec_editor.ui.editor.positions import text_of

_LETTERS = "ab\n🙂\u2028\xa0"


@pytest.mark.usefixtures("qapp")
@given(st.text(_LETTERS, max_size=40), st.text(_LETTERS, max_size=40))
def test_it_knows_its_text_without_reading_it(old: str, new: str) -> None:
    buffer = TextBuffer(old)
    buffer.replace_text(new)
    assert buffer.text() == text_of(buffer.document) == new
    buffer.document.undo()
    assert buffer.text() == text_of(buffer.document) == old


@pytest.mark.parametrize("odd", ["\r", "\u2029", "\ufdd0"])
def test_what_qt_writes_otherwise_is_read(qtbot: QtBot, odd: str) -> None:
    buffer = TextBuffer("one\ntwo\n")
    buffer.replace_text(f"one\n{odd}\ntwo\n")
    assert buffer.text() == text_of(buffer.document)


def test_letters_behind_what_was_put_in_are_known(qtbot: QtBot) -> None:
    buffer = TextBuffer("one\ntwo\n")
    buffer.replace_text("one 🙂\ntwo\n")
    buffer.document.find("two", 0, QTextDocument.FindFlag(0)).insertText("2")
    assert buffer.text() == text_of(buffer.document) == "one 🙂\n2\n"


def test_only_what_differs_is_touched(qtbot: QtBot) -> None:
    lines = [f"line {number}" for number in range(1000)]
    buffer = TextBuffer("\n".join(lines))
    cursor = buffer.document.find("line 500")
    place = cursor.selectionStart()
    buffer.replace_text("\n".join(["new", *lines, "end"]))
    assert cursor.selectedText() == "line 500"
    assert cursor.selectionStart() == place + len("new\n")
