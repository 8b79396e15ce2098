"""The template's text and one's own, side by side."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QTextCharFormat,
    QTextCursor,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
    QTextTableFormat,
)
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from spec_editor.ui.dialogs.line_pairs import LinePair, Ranges, line_pairs
from spec_editor.ui.theme import MONOSPACE, Theme, current_theme, mixed
from spec_editor.ui.words import counted


class CompareDialog(QDialog):
    """Two columns; lines that differ have a ground, and the words in them a stronger one."""

    def __init__(
        self, title: str, template_text: str, own_text: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("compareDialog")
        self.setWindowTitle("Compare with the Template")
        self.resize(880, 560)
        self.pairs = line_pairs(template_text, own_text)
        heading = _label(f"“{title}”", "title")
        self.summary = _label(self._summary(), "muted")
        self.view = QTextEdit()
        self.view.setObjectName("comparison")
        self.view.setAccessibleName("Template's text and own text, line by line")
        self.view.setReadOnly(True)
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.button(QDialogButtonBox.StandardButton.Close).setAutoDefault(False)
        buttons.rejected.connect(self.reject)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(24, 20, 24, 16)
        rows.setSpacing(4)
        rows.addWidget(heading)
        rows.addWidget(self.summary)
        rows.addSpacing(8)
        columns = QHBoxLayout()
        columns.setContentsMargins(8, 0, 12, 0)
        columns.addWidget(_label("The template", "title"), 1)
        columns.addWidget(_label("This document", "title"), 1)
        rows.addLayout(columns)
        rows.addWidget(self.view, 1)
        rows.addSpacing(8)
        rows.addWidget(buttons)
        _fill(self.view, self.pairs, current_theme())
        self.view.setFocus()

    def _summary(self) -> str:
        """Say in one sentence how much differs."""
        number = sum(pair.differs for pair in self.pairs)
        if not number:
            return "Nothing differs: this is the template's text."
        verb = "differs" if number == 1 else "differ"
        return f"{counted(number, 'line')} {verb}; the words that differ are marked."


def show_comparison(
    parent: QWidget | None, title: str, template_text: str, own_text: str
) -> CompareDialog:
    """Show both texts and return at once; the box frees itself when it is closed."""
    dialog = CompareDialog(title, template_text, own_text, parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    return dialog


def _fill(view: QTextEdit, pairs: Sequence[LinePair], theme: Theme) -> None:
    """Write the pairs into a table of two columns, in which long lines wrap beside each other."""
    font = QFont()
    font.setFamilies(MONOSPACE)
    font.setPointSizeF(font.pointSizeF() * 0.95)
    document = view.document()
    document.setDefaultFont(font)
    document.setDocumentMargin(0)
    document.setUndoRedoEnabled(False)
    cursor = QTextCursor(document)
    cursor.beginEditBlock()
    table = cursor.insertTable(max(1, len(pairs)), 2, _table_format(theme))
    for row, pair in enumerate(pairs):
        if pair.skipped:
            _write_skipped(table, row, pair.skipped, theme)
            continue
        _write_cell(table, row, 0, pair.left, pair.left_marks, pair.differs, theme.error, theme)
        _write_cell(table, row, 1, pair.right, pair.right_marks, pair.differs, theme.ok, theme)
    cursor.endEditBlock()
    view.moveCursor(QTextCursor.MoveOperation.Start)


def _table_format(theme: Theme) -> QTextTableFormat:
    """Return two columns of the same width with a thin line between them."""
    look = QTextTableFormat()
    look.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
    half = QTextLength(QTextLength.Type.PercentageLength, 50)
    look.setColumnWidthConstraints([half, half])
    look.setCellSpacing(0)
    look.setCellPadding(2)
    look.setBorder(1)
    look.setBorderCollapse(True)
    look.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
    look.setBorderBrush(QColor(mixed(theme.border, theme.base, 0.5)))
    return look


def _write_cell(
    table: QTextTable,
    row: int,
    column: int,
    line: str | None,
    marks: Ranges,
    differs: bool,
    color: str,
    theme: Theme,
) -> None:
    """Write one line; where there is none the cell stays empty and grey."""
    cell = table.cellAt(row, column)
    look = cell.format()
    if line is None:
        look.setBackground(QColor(theme.window))
    elif differs:
        look.setBackground(QColor(mixed(theme.base, color, 0.08)))
    cell.setFormat(look)
    cursor = cell.firstCursorPosition()
    start = 0
    plain, marked = QTextCharFormat(), QTextCharFormat()
    marked.setBackground(QColor(mixed(theme.base, color, 0.28)))
    for first, last in marks:
        cursor.insertText((line or "")[start:first], plain)
        cursor.insertText((line or "")[first:last], marked)
        start = last
    cursor.insertText((line or "")[start:], plain)


def _write_skipped(table: QTextTable, row: int, skipped: int, theme: Theme) -> None:
    """Say how many equal lines are left out."""
    table.mergeCells(row, 0, 1, 2)
    look = QTextCharFormat()
    look.setForeground(QColor(theme.muted))
    look.setFontItalic(True)
    text = f"{counted(skipped, 'equal line')} not shown"
    table.cellAt(row, 0).firstCursorPosition().insertText(text, look)


def _label(text: str, role: str) -> QLabel:
    """Return a text that is shown as it is."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("role", role)
    label.setWordWrap(True)
    return label
