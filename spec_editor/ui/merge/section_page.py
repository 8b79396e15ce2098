"""One section of a merge: both sides beside each other, the decision, and the result."""

from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QTextCursor
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from spec_editor.core.line_pairs import pairs_of_pieces
from spec_editor.core.section_merge import Choice, MergedPart
from spec_editor.ui.controls import Button, ChoiceBox, firm_splitter, plain_label, quiet_button
from spec_editor.ui.editor.positions import insert_text, text_of
from spec_editor.ui.merge.decisions import Decisions, Place
from spec_editor.ui.merge.words import part_words
from spec_editor.ui.section_words import title_words
from spec_editor.ui.theme import MONOSPACE
from spec_editor.ui.two_columns import TwoColumns
from spec_editor.ui.words import elided

MINE, THEIRS, BEFORE = "My text", "Text on disk", "Text before both changes"

_VIEWS = ((MINE, THEIRS), (BEFORE, MINE), (BEFORE, THEIRS))
_LONGEST_HEADING = 160
_CHOICES = (
    (Choice.MINE, "Use Mine"),
    (Choice.THEIRS, "Use Theirs"),
    (Choice.BOTH, "Use Both"),
)


class SectionPage(QWidget):
    """Shows what it is given; decisions and what is written are told, not kept."""

    decided = Signal(Choice)  # what was chosen for the conflict that is shown
    written = Signal(str)  # the section's text, written by hand

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._part: MergedPart | None = None
        self._number = -1
        self._rows: list[tuple[int, int]] = []
        self._end = ""
        self.heading = plain_label("", "title")
        self.words = plain_label("", "muted")
        self.compared = ChoiceBox()
        self.compared.setAccessibleName("Which texts are compared")
        for left, right in _VIEWS:
            self.compared.addItem(f"{left} and {right.lower()}")
        self.compared.currentIndexChanged.connect(self._show_columns)
        self.columns = TwoColumns(MINE, THEIRS)
        self.conflict = plain_label("")
        self.group = QButtonGroup(self)
        self.buttons = {choice: _choice_button(text) for choice, text in _CHOICES}
        self.bar = self._bar()
        self.result = QPlainTextEdit()
        self.result.setObjectName("mergeResult")
        self.result.setAccessibleName("Result of this section")
        self.result.setFrameShape(QFrame.Shape.NoFrame)
        self.result.setTabChangesFocus(True)
        font = QFont()
        font.setFamilies(MONOSPACE)
        font.setPointSizeF(font.pointSizeF() * 0.95)
        self.result.setFont(font)
        self.result.textChanged.connect(self._tell_written)
        self._lay_out()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(8, 0, 0, 0)
        titles = QVBoxLayout()
        titles.setSpacing(0)
        titles.addWidget(self.heading)
        titles.addWidget(self.words)
        head.addLayout(titles, 1)
        head.addWidget(self.compared)
        below = QWidget()
        under = QVBoxLayout(below)
        under.setContentsMargins(0, 0, 0, 0)
        under.setSpacing(6)
        under.addWidget(self.bar)
        label = plain_label("Result of this section", "title")
        label.setContentsMargins(8, 0, 0, 0)
        label.setBuddy(self.result)
        under.addWidget(label)
        under.addWidget(self.result, 1)
        splitter = firm_splitter(Qt.Orientation.Vertical, self.columns, below)
        splitter.setStretchFactor(0, 3)
        splitter.setStretchFactor(1, 2)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(6)
        rows.addLayout(head)
        rows.addWidget(splitter, 1)

    def _bar(self) -> QFrame:
        bar = QFrame()
        bar.setProperty("severity", "warning")
        row = QHBoxLayout(bar)
        row.setContentsMargins(12, 6, 8, 6)
        row.setSpacing(8)
        row.addWidget(self.conflict, 1)
        for choice, button in self.buttons.items():
            self.group.addButton(button)
            row.addWidget(button)
            button.clicked.connect(lambda _=False, choice=choice: self.decided.emit(choice))
        return bar

    def show_part(self, decisions: Decisions, number: int) -> None:
        """Show a section."""
        self._number = number
        self._part = decisions.part(number)
        self.heading.setText(elided(title_words(self._part.title), _LONGEST_HEADING))
        self._show_columns()
        self.result.document().setUndoRedoEnabled(False)
        self.show_result(decisions)
        self.result.document().setUndoRedoEnabled(True)

    def show_result(self, decisions: Decisions) -> None:
        """Show what the section becomes; with conflicts left it cannot be written."""
        text = decisions.text_of(self._number)
        is_left = decisions.left_in(self._number) > 0
        self.words.setText(part_words(decisions, self._number))
        self.result.setReadOnly(is_left)
        self._end = text[len(text.rstrip("\n")) :]
        if text == self.text():
            return
        self.result.blockSignals(True)
        cursor = QTextCursor(self.result.document())
        cursor.select(QTextCursor.SelectionType.Document)
        insert_text(cursor, text.rstrip("\n"))
        self.result.moveCursor(QTextCursor.MoveOperation.Start)
        self.result.blockSignals(False)

    def show_conflict(self, decisions: Decisions, place: Place | None) -> None:
        """Show what was chosen for a conflict, and bring it into view."""
        self.bar.setVisible(place is not None)
        if place is None or self._part is None:
            return
        total, number = len(self._part.conflicts), place[1]
        which = f"Conflict {number + 1} of {total}" if total > 1 else "Conflict"
        choice = decisions.choice(place)
        state = "decided" if choice else "which text shall stand here?"
        self.conflict.setText(f"{which}: {state}")
        self.bar.setProperty("severity", "ok" if choice else "warning")
        self.bar.style().polish(self.bar)
        self.group.setExclusive(False)
        for each, button in self.buttons.items():
            button.setChecked(each is choice)
        self.group.setExclusive(True)
        if self.compared.currentIndex() == 0 and number < len(self._rows):
            self.columns.go_to_rows(*self._rows[number])

    def take_keyboard(self) -> None:
        """Give the keyboard to the choice of the conflict that is shown."""
        self.buttons[Choice.MINE].setFocus(Qt.FocusReason.OtherFocusReason)

    def text(self) -> str:
        """Return the result as it stands there, with the blank lines that it had at its end."""
        text = text_of(self.result.document())
        return f"{text}{self._end}" if text else ""

    def _show_columns(self) -> None:
        part = self._part
        if part is None:
            return
        left, right = _VIEWS[self.compared.currentIndex()]
        self.columns.set_titles(left, right)
        pieces = [_sides(part, left, right)]
        if self.compared.currentIndex() == 0 and part.conflicts:
            pieces = [
                (piece, piece) if isinstance(piece, str) else (piece.mine, piece.theirs)
                for piece in part.pieces
            ]
            pairs, starts = pairs_of_pieces(pieces)
            self._rows = [
                (start, end - start)
                for (start, end), piece in zip(
                    pairwise([*starts, len(pairs)]), part.pieces, strict=True
                )
                if not isinstance(piece, str)
            ]
            self.columns.show_pairs(pairs)
        else:
            self.columns.show_texts(*(text.removesuffix("\n") for text in pieces[0]))

    def _tell_written(self) -> None:
        if not self.result.isReadOnly():
            self.written.emit(self.text())


def _sides(part: MergedPart, left: str, right: str) -> tuple[str, str]:
    texts = {MINE: part.mine, THEIRS: part.theirs, BEFORE: part.base}
    return texts[left] or "", texts[right] or ""


def _choice_button(text: str) -> Button:
    button = quiet_button(text)
    button.setCheckable(True)
    return button
