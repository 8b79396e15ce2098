"""The text of one open document: its characters, its undo steps, its colours, where one was."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QSignalBlocker, Signal
from PySide6.QtGui import QTextCursor, QTextDocument
from PySide6.QtWidgets import QPlainTextDocumentLayout

from spec_editor.core.difference import differences
from spec_editor.core.edits import TextEdit, apply_edits
from spec_editor.ui.editor.highlighter import MarkdownHighlighter
from spec_editor.ui.editor.positions import (
    characters,
    insert_text,
    set_text,
    text_of,
    utf16_length,
)
from spec_editor.ui.theme import LIGHT

MARGIN = 8
"""Pixels around the text."""

_KEEP = QTextCursor.MoveMode.KeepAnchor
# What Qt stores as something else: line ends of other systems, and characters it keeps to itself.
_REWRITTEN = re.compile("[\\0\r\u2029\ufdd0\ufdd1\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Place:
    """Where one was in a text: the selection (UTF-16 positions) and the rows above the view."""

    anchor: int = 0
    position: int = 0
    scroll: int = 0


class TextBuffer(QObject):
    """The only mutable copy of a document's text; it lives on while another one is shown.

    ``edits`` counts the changes of its characters, so that two moments can be told apart.
    """

    edited = Signal()
    """Characters changed; colours do not count."""
    modified_changed = Signal(bool)
    """The text differs from what was saved last, or no longer does."""

    def __init__(self, text: str = "", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.document = QTextDocument(self)
        self.document.setDocumentLayout(QPlainTextDocumentLayout(self.document))
        self.document.setDocumentMargin(MARGIN)
        self.highlighter = MarkdownHighlighter(self.document, LIGHT)
        self.place = Place()
        self._text: str | None = None
        # What the text is once the edits are made, so that it need not be read.
        self._coming: str | None = None
        self._is_simple = True
        self._told = self.edits = 0
        self._load(text)
        self._blocks = self.document.blockCount()
        self.document.contentsChange.connect(self._note_change)
        self.document.contentsChanged.connect(self._tell_change)
        self.document.modificationChanged.connect(self.modified_changed)

    def text(self) -> str:
        """Return the text with ``\\n`` between lines, every other character as it is."""
        if self._text is None:
            self._text = text_of(self.document)
            self._is_simple = len(self._text) == self.document.characterCount() - 1
        return self._text

    def _load(self, text: str) -> None:
        """Hold a first text: nothing to undo, unmodified."""
        set_text(self.document, text)
        if _REWRITTEN.search(text) is None:
            self._text = text
            self._is_simple = utf16_length(text) == len(text)
        self.document.setModified(False)

    @property
    def is_modified(self) -> bool:
        """Whether the text differs from what was saved last."""
        return self.document.isModified()

    def set_modified(self, modified: bool) -> None:
        """Say that the text as it is now is saved, or that no text of its undo steps is."""
        if modified and self.is_modified:
            # Qt would go on to take the text that was saved before for the saved one.
            with QSignalBlocker(self.document):
                self.document.setModified(False)
        self.document.setModified(modified)

    def replace_text(self, text: str) -> None:
        """Take over a changed version of the text as one step that can be undone."""
        edits = differences(self.text(), text)
        if edits:
            self.apply_edits(edits)

    def forget_steps(self) -> None:
        """Let nothing lead back to an earlier text."""
        self.document.clearUndoRedoStacks()

    def apply_edits(self, edits: Sequence[TextEdit], *, joined: bool = False) -> None:
        """Make edits as one step that can be undone; cursors and views stay where they are.

        ``joined`` makes them part of the step before.

        Raises:
            ValueError: an edit does not lie inside the text, or two overlap; nothing was changed.
        """
        text = self.text()
        edited = apply_edits(text, edits)
        places, position, units = [], 0, 0
        for edit in sorted(edits):
            units += utf16_length(text[position : edit.start])
            position = edit.start
            places.append((units, units + utf16_length(text[edit.start : edit.end]), edit.text))
        cursor = QTextCursor(self.document)
        if joined:
            cursor.joinPreviousEditBlock()
        else:
            cursor.beginEditBlock()
        if not any(_REWRITTEN.search(edit.text) for edit in edits):
            self._coming = edited
        # From the end, so that the places before stay what they are.
        for start, end, replacement in reversed(places):
            cursor.setPosition(start)
            cursor.setPosition(end, _KEEP)
            insert_text(cursor, replacement)
        cursor.endEditBlock()
        self._coming = None

    def _note_change(self, position: int, removed: int, added: int) -> None:
        """Follow a change in the text read before; reading a long one anew takes many frames."""
        if removed or added:
            self.edits += 1
        self._follow_place(position, removed, added)
        if self._coming is not None:
            self._text = self._coming
            self._is_simple = len(self._text) == self.document.characterCount() - 1
        elif self._text is not None:
            self._text = self._followed(self._text, position, removed, added)

    def _follow_place(self, position: int, removed: int, added: int) -> None:
        """Keep the place where one was at the same words while another text is shown."""
        blocks, self._blocks = self._blocks, self.document.blockCount()
        anchor, cursor = (
            _moved(place, position, removed, added)
            for place in (self.place.anchor, self.place.position)
        )
        scroll = self.place.scroll
        if self.document.findBlock(position).blockNumber() < scroll:
            scroll = max(0, scroll + self._blocks - blocks)
        self.place = Place(anchor, cursor, scroll)

    def _followed(self, text: str, position: int, removed: int, added: int) -> str | None:
        """Return ``text`` with a change made, None when it has to be read anew."""
        size = self.document.characterCount() - 1
        # Positions are those of Python too as long as no character takes two UTF-16 units.
        if len(text) - removed + added != size or position + added > size or not self._is_simple:
            return None
        piece = characters(self.document, position, position + added)
        self._is_simple = len(piece) == added
        return text[:position] + piece + text[position + removed :]

    def _tell_change(self) -> None:
        """Report a change of the text once it is complete."""
        if self._told != self.edits:
            self._told = self.edits
            self.edited.emit()


def _moved(place: int, position: int, removed: int, added: int) -> int:
    """Return where a place is after some characters at a position gave way to others."""
    if place < position:
        return place
    if place >= position + removed:
        return place + added - removed
    return position + added
