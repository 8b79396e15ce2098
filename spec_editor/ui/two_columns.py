"""Two texts beside each other: lines that belong together in one row, what differs marked."""

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtGui import (
    QColor,
    QFont,
    QTextCharFormat,
    QTextCursor,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
    QTextTableCell,
    QTextTableFormat,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QTextEdit, QVBoxLayout, QWidget

from spec_editor.core.line_pairs import LinePair, Ranges, line_pairs
from spec_editor.ui.controls import plain_label
from spec_editor.ui.theme import MONOSPACE, Theme, current_theme, mixed
from spec_editor.ui.words import counted

MOST_ROWS = 3000
"""Rows that are shown; how many more there are is said below them."""

_ROWS_AT_ONCE = 60
_LONGEST_LINE = 2000
# Characters of both texts that take less than a frame.
_MOST_AT_ONCE = 100_000
_FRAME = 16  # milliseconds
_BEFORE_DIFFERENCE = 200
_EDGE = 3  # logical pixels
_MOST_MARKED = 200


class TwoColumns(QWidget):
    """Two columns with a title each; lines that differ have a ground, the words in them a
    stronger one.

    Long equal stretches are left out. Long texts are filled in step by step.
    """

    def __init__(self, left_title: str, right_title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pairs: Sequence[LinePair] = ()
        self.left_title, self.right_title = (
            plain_label(left_title, "title"),
            plain_label(right_title, "title"),
        )
        self.view = QTextEdit()
        self.view.setObjectName("comparison")
        self.view.setAccessibleName(f"{left_title} and {right_title}, line by line")
        self.view.setReadOnly(True)
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setTabChangesFocus(True)
        document = self.view.document()
        document.setDocumentMargin(0)
        document.setUndoRedoEnabled(False)
        columns = QHBoxLayout()
        columns.setContentsMargins(8, 0, 12, 0)
        columns.addWidget(self.left_title, 1)
        columns.addWidget(self.right_title, 1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(4)
        rows.addLayout(columns)
        rows.addWidget(self.view, 1)
        self.setFocusProxy(self.view)
        self._filled = 0
        self._comparing: Future[list[LinePair]] | None = None
        # Asked now and then: the thread need not know whether the view is still there.
        self._thread = ThreadPoolExecutor(1, "comparing")
        self._look = QTimer(self)
        self._look.setInterval(_FRAME)
        self._look.timeout.connect(self._show_compared)
        self._tables: list[QTextTable] = []
        self._wanted: tuple[int, int] | None = None
        self._marked = range(0)
        self._theme = current_theme()
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._fill_some)

    def set_titles(self, left: str, right: str) -> None:
        """Say what the columns are."""
        self.left_title.setText(left)
        self.right_title.setText(right)
        self.view.setAccessibleName(f"{left} and {right}, line by line")

    def show_texts(self, left: str, right: str) -> None:
        """Show two texts whose lines end in line feeds; large ones are compared in a thread."""
        if len(left) + len(right) <= _MOST_AT_ONCE:
            self.show_pairs(line_pairs(left, right))
            return
        self.show_pairs(())
        self.view.textCursor().insertText("Comparing…", _quiet(self._theme))
        self._comparing = self._thread.submit(line_pairs, left, right)
        self._look.start()

    def _show_compared(self) -> None:
        """Show what the thread has compared, as soon as it has."""
        if self._comparing is None:
            self._look.stop()
        elif self._comparing.done():
            self.show_pairs(self._comparing.result())

    def show_pairs(self, pairs: Sequence[LinePair]) -> None:
        """Show lines that were laid beside each other already."""
        self.pairs = pairs
        self._comparing = None
        self._theme = current_theme()
        self._filled = 0
        self._wanted = None
        self._marked = range(0)
        self._timer.stop()
        self._tables = []
        self.view.document().clear()
        font = QFont()
        font.setFamilies(MONOSPACE)
        font.setPointSizeF(font.pointSizeF() * 0.95)
        self.view.document().setDefaultFont(font)
        self._fill_some()
        self.view.moveCursor(QTextCursor.MoveOperation.Start)
        if self._filled < len(self.pairs):
            self._timer.start()

    def go_to_rows(self, row: int, count: int) -> None:
        """Put the cursor at a row of ``pairs`` and bring it to the upper third of the view.

        So many rows from there on are marked at their left edge. Rows that are not filled in yet
        are gone to when they are; for those that are never shown it is the end.
        """
        last = min(row + count, len(self.pairs), MOST_ROWS)
        self._wanted = (row, count) if last > self._filled else None
        if self._wanted is not None:
            return
        self._mark(range(row, last))
        shown = min(row, self._filled - 1)
        if shown < 0:
            return
        cursor = self._cell(shown).firstCursorPosition()
        self.view.setTextCursor(cursor)
        bar = self.view.verticalScrollBar()
        third = self.view.viewport().height() // 3
        bar.setValue(bar.value() + self.view.cursorRect(cursor).top() - third)

    def _mark(self, rows: range) -> None:
        """Mark rows at their left edge, and no others."""
        changes = QTextCursor(self.view.document())
        changes.beginEditBlock()
        for row in self._marked:
            _set_edge(self._cell(row), 0, self._theme)
        self._marked = rows[:_MOST_MARKED]
        for row in self._marked:
            _set_edge(self._cell(row), _EDGE, self._theme)
        changes.endEditBlock()

    def _cell(self, row: int) -> QTextTableCell:
        """Return the left cell of a row that is filled in."""
        return self._tables[row // _ROWS_AT_ONCE].cellAt(row % _ROWS_AT_ONCE, 0)

    @property
    def is_complete(self) -> bool:
        """Whether all rows stand there that will."""
        return not self._timer.isActive() and self._comparing is None

    def number_of_differences(self) -> int:
        """Return how many rows differ."""
        return sum(pair.differs for pair in self.pairs)

    def changeEvent(self, event: QEvent) -> None:
        """Take on the colours when they change."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._theme != current_theme():
            marked = self._marked
            self.show_pairs(self.pairs)
            if marked:
                self.go_to_rows(marked.start, len(marked))

    def _fill_some(self) -> None:
        """Write the next rows into a table of their own, as long ones are laid out anew whole."""
        theme = self._theme
        last = min(self._filled + _ROWS_AT_ONCE, len(self.pairs), MOST_ROWS)
        cursor = QTextCursor(self.view.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.beginEditBlock()
        if self._filled < last:
            self._tables.append(_write_rows(cursor, self.pairs[self._filled : last], theme))
        self._filled = last
        if last in (MOST_ROWS, len(self.pairs)):
            self._timer.stop()
            if last < len(self.pairs):
                cursor.movePosition(QTextCursor.MoveOperation.End)
                rest = counted(len(self.pairs) - last, "more line")
                cursor.insertText(f"{rest} not shown", _quiet(theme))
        cursor.endEditBlock()
        if self._wanted is not None:
            self.go_to_rows(*self._wanted)


def _write_rows(cursor: QTextCursor, pairs: Sequence[LinePair], theme: Theme) -> QTextTable:
    """Write pairs into a table of two columns, in which long lines wrap beside each other."""
    table = cursor.insertTable(len(pairs), 2, _table_format(theme))
    for row, pair in enumerate(pairs):
        if pair.skipped:
            table.mergeCells(row, 0, 1, 2)
            text = f"{counted(pair.skipped, 'equal line')} not shown"
            table.cellAt(row, 0).firstCursorPosition().insertText(text, _quiet(theme))
            continue
        _write_cell(table, row, 0, pair, theme)
        _write_cell(table, row, 1, pair, theme)
    return table


def _table_format(theme: Theme) -> QTextTableFormat:
    """Return two columns of the same width with a thin line between them."""
    look = QTextTableFormat()
    look.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
    half = QTextLength(QTextLength.Type.PercentageLength, 50)
    look.setColumnWidthConstraints([half, half])
    look.setCellSpacing(0)
    look.setCellPadding(2)
    look.setBorder(1)
    # Above a table Qt leaves this much room, and the next rows would seem to be others.
    look.setTopMargin(-4)
    look.setBorderCollapse(True)
    look.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
    look.setBorderBrush(QColor(mixed(theme.border, theme.base, 0.5)))
    return look


def _write_cell(table: QTextTable, row: int, column: int, pair: LinePair, theme: Theme) -> None:
    """Write one line; where there is none the cell stays empty and grey."""
    is_left = column == 0
    line, color = (pair.left, theme.error) if is_left else (pair.right, theme.ok)
    cell = table.cellAt(row, column)
    if line is None or pair.differs:
        look = cell.format()
        ground = theme.window if line is None else mixed(theme.base, color, 0.08)
        look.setBackground(QColor(ground))
        cell.setFormat(look)
    if not line:
        return
    shown, marks = _shortened(line, pair.left_marks if is_left else pair.right_marks)
    cursor = cell.firstCursorPosition()
    plain, marked = QTextCharFormat(), QTextCharFormat()
    marked.setBackground(QColor(mixed(theme.base, color, 0.28)))
    start = 0
    for first, last in marks:
        cursor.insertText(shown[start:first], plain)
        cursor.insertText(shown[first:last], marked)
        start = last
    cursor.insertText(shown[start:], plain)


def _shortened(line: str, marks: Ranges) -> tuple[str, Ranges]:
    """Return a line, of a very long one the stretch at its first difference, and its marks."""
    if len(line) <= _LONGEST_LINE:
        return line, marks
    start = max(0, marks[0][0] - _BEFORE_DIFFERENCE) if marks else 0
    end = min(len(line), start + _LONGEST_LINE)
    before, after = "… " if start else "", " …" if end < len(line) else ""
    shift = len(before) - start
    inside = tuple(
        (first + shift, min(last, end) + shift) for first, last in marks if start <= first < end
    )
    return f"{before}{line[start:end]}{after}", inside


def _set_edge(cell: QTextTableCell, width: int, theme: Theme) -> None:
    """Draw the left edge of a cell so many pixels wide in the accent's colour, 0 for none."""
    look = cell.format().toTableCellFormat()
    look.setLeftBorder(width)
    look.setLeftBorderStyle(
        QTextFrameFormat.BorderStyle.BorderStyle_Solid
        if width
        else QTextFrameFormat.BorderStyle.BorderStyle_None
    )
    look.setLeftBorderBrush(QColor(theme.accent))
    cell.setFormat(look)


def _quiet(theme: Theme) -> QTextCharFormat:
    """Return how is written what stands in neither text."""
    look = QTextCharFormat()
    look.setForeground(QColor(theme.muted))
    look.setFontItalic(True)
    return look
