"""The editor of a specification's source text."""

import re
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QMimeData, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QTextBlock, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from spec_editor.core.edits import TextEdit
from spec_editor.core.findings import Span
from spec_editor.ui.editor.block_states import is_fence_kind
from spec_editor.ui.editor.buffer import TextBuffer
from spec_editor.ui.editor.finding_view import FindingView
from spec_editor.ui.editor.keys import handle_key
from spec_editor.ui.editor.marks import make_link, toggle
from spec_editor.ui.editor.positions import characters, qt_position
from spec_editor.ui.editor.view import bring_to_upper_third

LONGEST_LINE = 100_000
"""Characters of one line above which wrapping and colours are switched off."""

_KEEP = QTextCursor.MoveMode.KeepAnchor
_WINDOW_KEYS = frozenset({Qt.Key.Key_B, Qt.Key.Key_D, Qt.Key.Key_E, Qt.Key.Key_I, Qt.Key.Key_K})
_PARAGRAPH_SEPARATOR = "\u2029"


class SpecEditor(FindingView):
    """Edits Markdown; the QTextDocument in it is the only mutable copy of the text."""

    text_changed = Signal()
    """Characters changed (loading included); colours and the cursor do not count."""
    cursor_line_changed = Signal(int)
    """The cursor is on another line (1-based)."""
    notice = Signal(str)
    """Something the user should know about how the text is shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("editor")
        self.setAccessibleName("Specification source")
        self.setAccessibleDescription("The Markdown source of the specification")
        self._line = 1
        self._plain = False
        self._told = (self.buffer, self.buffer.edits)
        self.textChanged.connect(self._tell_change)
        self.cursorPositionChanged.connect(self._tell_line)
        self.scroll_marks.line_requested.connect(lambda line: self.go_to_line(self.line_now(line)))

    def text(self) -> str:
        """Return the text with ``\\n`` between lines, every other character as it is."""
        return self.buffer.text()

    def show_buffer(self, buffer: TextBuffer) -> None:
        """Show a document's text as it was left: cursor, scroll place, undo steps."""
        self.set_findings(())
        self._set_plain(_longest_line(buffer.text()) > LONGEST_LINE)
        super().show_buffer(buffer)
        buffer.highlighter.set_enabled(not self._plain)

    def replace_text(self, text: str) -> None:
        """Take over a changed version of the text as one step that can be undone."""
        self.buffer.replace_text(text)

    def apply_edit(self, edit: TextEdit) -> None:
        """Make one edit, as ``apply_edits`` does."""
        self.apply_edits((edit,))

    def apply_edits(self, edits: Sequence[TextEdit], *, joined: bool = False) -> None:
        """Make edits as one step that can be undone; cursor and view stay where they are.

        ``joined`` makes them part of the step before.

        Raises:
            ValueError: an edit does not lie inside the text, or two overlap; nothing was changed.
        """
        self.buffer.apply_edits(edits, joined=joined)

    def go_to_line(self, line: int, *, focus: bool = True) -> None:
        """Put the cursor at the start of the 1-based ``line``, in the upper third of the view.

        With ``focus`` the keyboard comes along, unless the text is hidden.
        """
        block = self._block(line)
        self.setTextCursor(QTextCursor(block))
        bring_to_upper_third(self, block)
        # Qt gives the keyboard to a hidden widget too, and one would type unseen.
        if focus and self.isVisible():
            self.setFocus()

    def go_to_span(self, span: Span, *, focus: bool = True) -> None:
        """Select a stretch of the text and bring it to the upper third of the view.

        With ``focus`` the keyboard comes along.
        """
        first, last = self._block(span.line), self._block(span.end_line)
        cursor = QTextCursor(self.document())
        cursor.setPosition(_position_in(first, span.column))
        cursor.setPosition(_position_in(last, span.end_column), _KEEP)
        self.setTextCursor(cursor)
        bring_to_upper_third(self, first)
        # Qt gives the keyboard to a hidden widget too, and one would type unseen.
        if focus and self.isVisible():
            self.setFocus()

    def toggle_bold(self) -> None:
        """Make the selection, or the word at the cursor, bold or not bold."""
        toggle(self, "**")

    def toggle_italic(self) -> None:
        """Make the selection, or the word at the cursor, italic or not italic."""
        toggle(self, "*")

    def toggle_code(self) -> None:
        """Make the selection, or the word at the cursor, code or not code."""
        toggle(self, "`")

    def insert_link(self) -> None:
        """Turn the selection into a link, the cursor where its other half is to be written."""
        make_link(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Continue lists, indent and surround; the rest as in every editor."""
        if not self.isReadOnly() and handle_key(self, event, self._is_in_code()):
            event.accept()
            return
        super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Leave the window's own shortcuts to it; some are Emacs keys of Qt's text widgets."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
            if control and event.key() in _WINDOW_KEYS:
                event.ignore()
                return False
        return super().event(event)

    def createMimeDataFromSelection(self) -> QMimeData:
        """Copy the characters as they are, no-break spaces included, and nothing but text."""
        data = QMimeData()
        cursor = self.textCursor()
        start, end = cursor.selectionStart(), cursor.selectionEnd()
        data.setText(characters(self.document(), start, end))
        return data

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Take text; files that are dropped are for the window to open."""
        return source.hasText() and not any(url.isLocalFile() for url in source.urls())

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste text; an address pasted over a selection makes it a link."""
        cursor = self.textCursor()
        # A file with a NUL is no text file for any program.
        text = source.text().replace("\0", "")
        address = text.strip()
        label = cursor.selectedText()
        one_line = bool(label) and _PARAGRAPH_SEPARATOR not in label and not _is_address(label)
        is_link = one_line and _is_address(address)
        cursor.insertText(f"[{label}]({address})" if is_link else text)
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def _is_in_code(self) -> bool:
        """Say whether the cursor is in a fence."""
        return is_fence_kind(self.highlighter.kind_of(self.textCursor().block()))

    def _block(self, line: int) -> QTextBlock:
        """Return the block of a 1-based line, the nearest one when there is no such line."""
        return self.document().findBlockByNumber(max(0, min(line, self.blockCount()) - 1))

    def _tell_change(self) -> None:
        """Report a change of the text once it is complete."""
        if self._told == (self.buffer, self.buffer.edits):
            return
        self._told = (self.buffer, self.buffer.edits)
        self.end_version()
        if self._plain or self.textCursor().block().length() > LONGEST_LINE:
            # Not now: the document is still telling others about its change.
            QTimer.singleShot(0, self._check_lines)
        self.text_changed.emit()

    def _check_lines(self) -> None:
        """Switch wrapping and colours off or on as the longest line asks."""
        self._set_plain(_longest_line(self.text()) > LONGEST_LINE)
        self.highlighter.set_enabled(not self._plain)

    def _set_plain(self, plain: bool) -> None:
        """Show the text without wrapping and colours, or with them."""
        if plain == self._plain:
            return
        self._plain = plain
        modes = QPlainTextEdit.LineWrapMode
        self.setLineWrapMode(modes.NoWrap if plain else modes.WidgetWidth)
        if plain:
            self.notice.emit(
                f"A line of this document has more than {LONGEST_LINE:,} characters. Line wrapping"
                " and colours are off so that typing stays quick; the text is unchanged. Break the"
                " line to have them back."
            )

    def _tell_line(self) -> None:
        """Report the cursor's line when it is another one."""
        line = self.textCursor().blockNumber() + 1
        if line != self._line:
            self._line = line
            self.cursor_line_changed.emit(line)


def _longest_line(text: str) -> int:
    """Return the length of the longest line in characters."""
    return max(map(len, text.split("\n")))


def _position_in(block: QTextBlock, column: int) -> int:
    """Return the UTF-16 position of a 1-based column in code points, within the line."""
    text = block.text()
    return block.position() + qt_position(text, max(0, min(column - 1, len(text))))


def _is_address(text: str) -> bool:
    """Say whether a text is a web address and nothing else."""
    return re.fullmatch(r"(?:https?://|mailto:)[^\s<>\"]+", text) is not None
