"""The format commands: marks round the selection, and links."""

import re

from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QPlainTextEdit

from spec_editor.ui.editor.line_edits import link_text, toggle_mark
from spec_editor.ui.editor.positions import characters, index_of, qt_position

_KEEP = QTextCursor.MoveMode.KeepAnchor
_LONGEST_MARK = 3


def toggle(editor: QPlainTextEdit, mark: str) -> None:
    """Put ``mark`` round the selection or the word at the cursor, or take it away."""
    if editor.isReadOnly():
        return
    document = editor.document()
    cursor = editor.textCursor()
    if not cursor.hasSelection():
        _select_word(cursor)
    start, end = cursor.selectionStart(), cursor.selectionEnd()
    line_start = document.findBlock(start).position()
    wrapped = toggle_mark(
        characters(document, max(line_start, start - _LONGEST_MARK), start),
        characters(document, start, end),
        characters(document, end, end + _LONGEST_MARK),
        mark,
    )
    cursor.setPosition(start - wrapped.before)
    cursor.setPosition(end + wrapped.after, _KEEP)
    _insert(editor, cursor, wrapped.text, wrapped.selected)


def make_link(editor: QPlainTextEdit) -> None:
    """Turn the selection into a link, the cursor where its other half is to be written."""
    if editor.isReadOnly():
        return
    cursor = editor.textCursor()
    chosen = characters(editor.document(), cursor.selectionStart(), cursor.selectionEnd())
    _insert(editor, cursor, *link_text(chosen))


def _insert(
    editor: QPlainTextEdit, cursor: QTextCursor, text: str, selected: tuple[int, int]
) -> None:
    """Replace the cursor's selection by ``text`` and select a part of it."""
    start = cursor.selectionStart()
    cursor.insertText(text)
    first, size = selected
    cursor.setPosition(start + qt_position(text, first))
    cursor.setPosition(start + qt_position(text, first + size), _KEEP)
    editor.setTextCursor(cursor)
    editor.ensureCursorVisible()


def _select_word(cursor: QTextCursor) -> None:
    """Select the word that the cursor is in or beside; nothing between spaces."""
    block = cursor.block()
    text = block.text()
    column = index_of(text, cursor.positionInBlock())
    for word in re.finditer(r"\w+", text):
        if word.start() <= column <= word.end():
            cursor.setPosition(block.position() + qt_position(text, word.start()))
            cursor.setPosition(block.position() + qt_position(text, word.end()), _KEEP)
            return
