"""The border between code points, which Python counts, and UTF-16 units, which Qt counts."""

from PySide6.QtGui import QTextCursor, QTextDocument

_PARAGRAPH_SEPARATOR = "\u2029"
_BYTE_ORDER_MARK = "\ufeff"


def text_of(document: QTextDocument) -> str:
    """Return the document's text with ``\\n`` between lines and every other character as it is.

    Not by ``toPlainText``: that turns no-break spaces into spaces.
    """
    return document.toRawText().replace(_PARAGRAPH_SEPARATOR, "\n")


def characters(document: QTextDocument, start: int, end: int) -> str:
    """Return what stands between two UTF-16 positions, as far as the document goes."""
    cursor = QTextCursor(document)
    cursor.setPosition(start)
    cursor.setPosition(min(end, document.characterCount() - 1), QTextCursor.MoveMode.KeepAnchor)
    return cursor.selectedText().replace(_PARAGRAPH_SEPARATOR, "\n")


def insert_text(cursor: QTextCursor, text: str) -> None:
    """Insert ``text`` at the cursor, also what Qt drops at the start of a string."""
    if not text.startswith(_BYTE_ORDER_MARK):
        cursor.insertText(text)
        return
    start = cursor.selectionStart()
    cursor.insertText(f"-{text}")
    end = cursor.position()
    cursor.setPosition(start)
    cursor.deleteChar()
    cursor.setPosition(end - 1)


def set_text(document: QTextDocument, text: str) -> None:
    """Make ``text`` the document's own, with nothing to undo."""
    if not text.startswith(_BYTE_ORDER_MARK):
        document.setPlainText(text)
        return
    document.setUndoRedoEnabled(False)
    cursor = QTextCursor(document)
    cursor.select(QTextCursor.SelectionType.Document)
    insert_text(cursor, text)
    document.setUndoRedoEnabled(True)


def utf16_length(text: str) -> int:
    """Return how many UTF-16 units ``text`` takes in Qt."""
    if text.isascii():
        return len(text)
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def qt_position(text: str, index: int) -> int:
    """Return the UTF-16 position of the code point ``index`` (0-based) of ``text``."""
    if text.isascii():
        return min(index, len(text))
    return utf16_length(text[:index])


def index_of(text: str, position: int) -> int:
    """Return the code point at the UTF-16 ``position``; inside a pair it is that pair's own."""
    if text.isascii():
        return min(position, len(text))
    units = text.encode("utf-16-le", "surrogatepass")[: position * 2]
    before = units.decode("utf-16-le", "surrogatepass" if _ends_whole(units) else "ignore")
    return len(before)


def _ends_whole(units: bytes) -> bool:
    """Say whether the UTF-16 ``units`` do not end in the middle of a surrogate pair."""
    return len(units) < 2 or not 0xD8 <= units[-1] <= 0xDB
