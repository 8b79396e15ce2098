"""What the keys do in the editor beyond writing their character."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QTextBlock, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit

from spec_editor.ui.editor.line_edits import (
    INDENT,
    continuation,
    indent_width,
    indentation,
    is_list_item,
    outdent_width,
)
from spec_editor.ui.editor.positions import index_of

_SURROUND = {"*": "*", "_": "_", "`": "`", "~": "~", "(": ")", "[": "]", "{": "}", '"': '"'}
_KEEP = QTextCursor.MoveMode.KeepAnchor


def handle_key(editor: QPlainTextEdit, event: QKeyEvent, in_code: bool) -> bool:
    """Do what a key means here; False when it is an ordinary one.

    ``in_code`` says that the cursor is in a fence, where lists do not go on.
    """
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    shifted = modifiers == Qt.KeyboardModifier.ShiftModifier
    if modifiers and not shifted:
        return False
    key = event.key()
    if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        break_line(editor, go_on=not shifted and not in_code)
    elif key == Qt.Key.Key_Tab:
        indent(editor, in_code)
    elif key == Qt.Key.Key_Backtab:
        outdent(editor)
    elif key == Qt.Key.Key_Backspace:
        return not shifted and _unindent_by_backspace(editor)
    elif event.text() in _SURROUND and editor.textCursor().hasSelection():
        return _surround(editor, event.text())
    else:
        return False
    return True


def break_line(editor: QPlainTextEdit, go_on: bool) -> None:
    """Start a new line; ``go_on`` continues lists and quotes, else only the indentation."""
    cursor = editor.textCursor()
    cursor.beginEditBlock()
    cursor.removeSelectedText()
    line = cursor.block().text()
    column = index_of(line, cursor.positionInBlock())
    rule = continuation(line) if go_on else None
    if rule is None or column < rule.length:
        cursor.insertText("\n" + indentation(line)[:column])
    elif rule.ends:
        _replace_line(cursor, rule.text)
    else:
        _skip_spaces(cursor, line[column:])
        cursor.insertText("\n" + rule.text)
    cursor.endEditBlock()
    editor.setTextCursor(cursor)
    editor.ensureCursorVisible()


def _replace_line(cursor: QTextCursor, text: str) -> None:
    """Put ``text`` in the place of the cursor's line."""
    cursor.movePosition(QTextCursor.MoveOperation.StartOfBlock)
    cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, _KEEP)
    cursor.insertText(text)


def _skip_spaces(cursor: QTextCursor, rest: str) -> None:
    """Take away the spaces before the ``rest`` of the line, which would double the marker's."""
    if rest.strip():
        for _ in range(len(rest) - len(rest.lstrip(" "))):
            cursor.deleteChar()


def indent(editor: QPlainTextEdit, in_code: bool) -> None:
    """Indent the list item or the selected lines, or write spaces up to the next stop."""
    cursor = editor.textCursor()
    blocks = selected_blocks(cursor)
    several = len(blocks) > 1
    if several or (not in_code and is_list_item(blocks[0].text())):
        width = len(INDENT)
        if not in_code:
            width = indent_width(blocks[0].text(), _item_above(blocks[0]))
        cursor.beginEditBlock()
        for block in blocks:
            if block.text().strip() or not several:
                QTextCursor(block).insertText(" " * width)
        cursor.endEditBlock()
        return
    column = cursor.selectionStart() - blocks[0].position()
    cursor.insertText(" " * (len(INDENT) - column % len(INDENT)))
    editor.setTextCursor(cursor)


def outdent(editor: QPlainTextEdit) -> None:
    """Take one step of indentation from the selected lines."""
    cursor = editor.textCursor()
    cursor.beginEditBlock()
    for block in selected_blocks(cursor):
        first = QTextCursor(block)
        for _ in range(outdent_width(block.text())):
            first.deleteChar()
    cursor.endEditBlock()


def selected_blocks(cursor: QTextCursor) -> list[QTextBlock]:
    """Return the lines that the selection touches; a line of which nothing is selected is not."""
    document = cursor.document()
    block = document.findBlock(cursor.selectionStart())
    end = cursor.selectionEnd()
    blocks = [block]
    block = block.next()
    while block.isValid() and block.position() < end:
        blocks.append(block)
        block = block.next()
    return blocks


def _item_above(block: QTextBlock) -> str:
    """Return the nearest list item above with the same indentation, else an empty text."""
    own = indentation(block.text())
    above = block.previous()
    for _ in range(50):
        if not above.isValid() or (
            above.text().strip() and len(indentation(above.text())) < len(own)
        ):
            break
        if is_list_item(above.text()) and indentation(above.text()) == own:
            return above.text()
        above = above.previous()
    return ""


def _unindent_by_backspace(editor: QPlainTextEdit) -> bool:
    """Take a whole step of indentation when there is nothing but spaces before the cursor."""
    cursor = editor.textCursor()
    line = cursor.block().text()
    before = line[: index_of(line, cursor.positionInBlock())]
    if cursor.hasSelection() or not before or before.strip(" "):
        return False
    cursor.beginEditBlock()
    for _ in range((len(before) - 1) % len(INDENT) + 1):
        cursor.deletePreviousChar()
    cursor.endEditBlock()
    return True


def _surround(editor: QPlainTextEdit, opening: str) -> bool:
    """Put a pair of characters round the selection instead of replacing it."""
    cursor = editor.textCursor()
    start, end = cursor.selectionStart(), cursor.selectionEnd()
    cursor.beginEditBlock()
    cursor.setPosition(end)
    cursor.insertText(_SURROUND[opening])
    cursor.setPosition(start)
    cursor.insertText(opening)
    cursor.endEditBlock()
    cursor.setPosition(start + 1)
    cursor.setPosition(end + 1, _KEEP)
    editor.setTextCursor(cursor)
    return True
