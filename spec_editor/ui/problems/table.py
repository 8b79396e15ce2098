"""The list of findings: rows with a rounded ground, titles that sort, keys that act."""

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyleOptionViewItem,
    QWidget,
)

from spec_editor.core.findings import Finding
from spec_editor.ui.controls import ENTER, paint_chevron
from spec_editor.ui.problems.model import ProblemsModel
from spec_editor.ui.problems.rows import Column, FileRow, Row, Sorting, identity
from spec_editor.ui.table_view import QuietTable
from spec_editor.ui.theme import Theme
from spec_editor.ui.tree_view import RowDelegate

_WIDTHS = {
    Column.SEVERITY: 30,
    Column.SECTION: 190,
    Column.RULE: 150,
    Column.LINE: 64,
    Column.FIX: 36,
}
# The message has half of the width at least; what it is about is told by its tooltip as well.
_ROOM_FOR_SECTION, _ROOM_FOR_RULE = 640, 940
_OWN_KEYS = (QKeySequence.StandardKey.Copy, QKeySequence.StandardKey.SelectAll)

Index = QModelIndex | QPersistentModelIndex


class _Cells(RowDelegate):
    """Paints cells, and the chevron of a file's row."""

    def __init__(self, view: "ProblemsTable") -> None:
        super().__init__(view)
        self._table = view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one cell."""
        row = self._table.problems.row(index)
        if isinstance(row, FileRow) and index.column() == Column.SEVERITY:
            pen = QPen(QColor(self._table.theme.muted), 1.5)
            middle = QPointF(option.rect.left() + 14, option.rect.center().y() + 0.5)
            paint_chevron(painter, middle, pen, down=row.is_open)
            return
        super().paint(painter, option, index)


class ProblemsTable(QuietTable):
    """The findings; what they are and in which order is told from outside."""

    row_requested = Signal(QModelIndex)  # a finding was clicked or Enter was pressed on it
    left = Signal()  # the keyboard is to go to the text: Enter or a double click chose a finding
    fix_requested = Signal(QModelIndex)  # its fix was clicked or asked for by Ctrl+.
    fold_requested = Signal(
        object
    )  # path (a str) of the file whose findings are to be folded or unfolded
    copy_requested = Signal()  # the chosen rows are to be copied
    sort_requested = Signal(int)  # Column whose title was clicked

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("check-circle-outline", theme, parent)
        self.setObjectName("problemsView")
        self.setAccessibleName("Problems")
        self.problems = ProblemsModel(theme, self)
        self.setModel(self.problems)
        self.setItemDelegate(_Cells(self))
        self._set_up()
        self.titles.sectionClicked.connect(self.sort_requested)
        self.clicked.connect(self._click)
        self.doubleClicked.connect(self._double_click)

    def _set_up(self) -> None:
        """Let several rows be chosen, and give the columns their widths."""
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        for column, width in _WIDTHS.items():
            resizable = column in (Column.SECTION, Column.RULE)
            modes = QHeaderView.ResizeMode
            self.titles.setSectionResizeMode(
                column, modes.Interactive if resizable else modes.Fixed
            )
            self.setColumnWidth(column, width)
        self.titles.setSectionResizeMode(Column.MESSAGE, QHeaderView.ResizeMode.Stretch)

    def show_rows(self, rows: list[Row], sorting: Sorting) -> None:
        """List these rows; the chosen ones and the place scrolled to stay."""
        self.titles.show_sorting(sorting.column, sorting.descending)
        current = self.currentIndex()
        kept = identity(self.problems.row(current)) if current.isValid() else None
        number, column = current.row(), current.column()
        self.problems.show_rows(rows)
        if kept is not None and not self.currentIndex().isValid():
            found = self.problems.find(kept, number)
            self.setCurrentIndex(self.problems.index(found, column))
        self.empty_state.setVisible(not rows)

    def choose(self, finding: Finding, path: str) -> bool:
        """Make a finding in a file the current row; false when it is not listed."""
        model = self.problems
        for number in range(model.rowCount()):
            index = model.index(number, Column.MESSAGE)
            if model.row(index) == finding and model.path_of(index) in ("", path):
                self.setCurrentIndex(index)
                self.scrollTo(index)
                return True
        return False

    def chosen(self) -> list[QModelIndex]:
        """Return the first index of each chosen row, from top to bottom."""
        return sorted(self.selectionModel().selectedRows(), key=QModelIndex.row)

    def set_theme(self, theme: Theme) -> None:
        """Take on the theme's colours."""
        super().set_theme(theme)
        self.problems.set_theme(theme)

    # Events

    def event(self, event: QEvent) -> bool:
        """Keep the keys that copy and choose all from being taken by the window's shortcuts."""
        override = event.type() == QEvent.Type.ShortcutOverride
        if override and isinstance(event, QKeyEvent) and any(map(event.matches, _OWN_KEYS)):
            event.accept()
            return True
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave columns out that there is no room for."""
        super().resizeEvent(event)
        width = event.size().width()
        self.setColumnHidden(Column.SECTION, width < _ROOM_FOR_SECTION)
        self.setColumnHidden(Column.RULE, width < _ROOM_FOR_RULE)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes there, Ctrl+. fixes, left and right fold a file, Ctrl+C copies."""
        index = self.currentIndex()
        control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        row = self.problems.row(index) if index.isValid() else None
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_requested.emit()
        elif row is None:
            super().keyPressEvent(event)
        elif event.key() in ENTER:
            self._choose(index)
            if not isinstance(row, FileRow):
                self.left.emit()
        elif control and event.key() == Qt.Key.Key_Period:
            self.fix_requested.emit(index)
        elif isinstance(row, FileRow) and event.key() in _folding_keys(row):
            self.fold_requested.emit(row.path)
        else:
            super().keyPressEvent(event)

    def _click(self, index: QModelIndex) -> None:
        """Do what a click asks for; with Ctrl or Shift it only chooses rows."""
        row = self.problems.row(index)
        if QGuiApplication.keyboardModifiers() != Qt.KeyboardModifier.NoModifier:
            return
        if index.column() == Column.FIX and not isinstance(row, FileRow) and row.fixable:
            self.fix_requested.emit(index)
        else:
            self._choose(index)

    def _double_click(self, index: QModelIndex) -> None:
        """Go to a finding; the fix and the folding were done by the first click."""
        if index.column() != Column.FIX and not isinstance(self.problems.row(index), FileRow):
            self.row_requested.emit(index)
            self.left.emit()

    def _choose(self, index: QModelIndex) -> None:
        """Go to a finding, or fold or unfold a file."""
        row = self.problems.row(index)
        if isinstance(row, FileRow):
            self.fold_requested.emit(row.path)
        else:
            self.row_requested.emit(index)


def _folding_keys(row: FileRow) -> tuple[Qt.Key, ...]:
    """Return the keys that change whether a file's findings are folded."""
    arrow = Qt.Key.Key_Left if row.is_open else Qt.Key.Key_Right
    return arrow, Qt.Key.Key_Space
