"""Bytes through the real editor: typing and undoing gives them back, a line changes that line."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from spec_editor.storage.text_file import decode
from spec_editor.storage.text_format import MARKS, encode
from spec_editor.ui.editor.buffer import TextBuffer
from spec_editor.ui.editor.editor import SpecEditor

PATH = Path("a.md")
CASES = {
    "empty": b"",
    "mark only": b"\xef\xbb\xbf",
    "two marks": b"\xef\xbb\xbf\xef\xbb\xbfx",
    "no final newline": b"# T\n\nlast",
    "many final newlines": b"# T\n\nlast\n\n\n\n",
    "crlf": b"\xef\xbb\xbf# T\r\n\r\nx\r\n",
    "cr": b"# T\r\rx\r",
    "mixed": b"a\r\nb\nc\rd\r\r\ne\n\n\r\n\r",
    "spaces": b"hard break  \nnext\t\n   \n\xc2\xa0\n-\tx\n\t-\ty\n",
    "separators": "a\u2028b\u0085c\x0bd\x0ce\x1af\x1bg\n\u2028\r\n\u0085".encode(),
    "composed or not": "e\u0301 \u212b \ufb01 \u00e9 🙂\u200d🙂 \u202eabc\n".encode(),
    "not characters": "\ufffe\uffff\ufdd2\ufffc\ufffd \U0010ffff\ue000\n".encode(),
    "utf-16": "\ufeff# Tïtle\r\n漢字\r\nend".encode("utf-16-le"),
    "utf-16 without mark": "# Title\nplain\r\n".encode("utf-16-be"),
    "utf-32": "\ufeff# T\n🙂".encode("utf-32-be"),
    "western": "# Größe\r\n\nnaïve\r\n".encode("cp1252"),
    "japanese": "# 仕様書\n".encode("shift_jis"),
}


@pytest.mark.parametrize("name", CASES)
def test_typing_and_undoing_gives_the_bytes_back(
    editor: SpecEditor, qtbot: QtBot, name: str
) -> None:
    data = CASES[name]
    file = decode(PATH, data)
    editor.show_buffer(TextBuffer(file.text))
    middle = Qt.Key.Key_Down
    for _ in range(file.text.count("\n") // 2):
        qtbot.keyClick(editor, middle)
    qtbot.keyClick(editor, Qt.Key.Key_X)
    typed = encode(editor.text(), file.format.fitted(editor.text()))
    assert typed != data
    assert len(typed) == len(data) + len("x".encode(file.format.encoding))
    editor.undo()
    assert encode(editor.text(), file.format) == data


def test_a_new_line_has_its_neighbours_newline(editor: SpecEditor, qtbot: QtBot) -> None:
    data = b"one\r\ntwo\nthree\r\n"
    file = decode(PATH, data)
    editor.show_buffer(TextBuffer(file.text))
    text_format = file.format
    for line, expected in (
        (0, b"one\r\nnew\r\ntwo\nthree\r\n"),
        (2, b"one\r\nnew\r\ntwo\nnew\nthree\r\n"),
    ):
        editor.go_to_line(line + 1)
        qtbot.keyClick(editor, Qt.Key.Key_End)
        qtbot.keyClick(editor, Qt.Key.Key_Return)
        qtbot.keyClicks(editor, "new")
        text_format = text_format.fitted(editor.text())
        assert encode(editor.text(), text_format) == expected


def test_every_character_goes_through_the_editor(editor: SpecEditor, qtbot: QtBot) -> None:
    """All but those for which a file is refused or read-only, edited at another place."""
    refused = {0, 0xD, 0x2029, 0xFDD0, 0xFDD1, *range(0xD800, 0xE000)}
    points = [point for point in range(0x110000) if point not in refused]
    rows = [points[start : start + 4096] for start in range(0, len(points), 4096)]
    # Out of sight: painting them takes fonts that have them.
    text = "\n".join(["first", *[""] * 100, *("".join(map(chr, row)) for row in rows)])
    data = MARKS["utf-8"] + text.encode()
    file = decode(PATH, data)
    assert file.read_only_reason == ""
    editor.show_buffer(TextBuffer(file.text))
    qtbot.keyClicks(editor, "x")
    changed = encode(editor.text(), file.format)
    assert changed == data.replace(b"first", b"xfirst", 1)
