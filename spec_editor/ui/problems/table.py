"""The list of findings: rows with a rounded ground, titles that sort, keys that act."""

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from spec_editor.core.findings import Finding
from spec_editor.ui.controls import paint_chevron
from spec_editor.ui.empty_state import EmptyState
from spec_editor.ui.problems.model import ProblemsModel
from spec_editor.ui.problems.rows import Column, FileRow, Row, Sorting, identity
from spec_editor.ui.theme import Theme, mixed
from spec_editor.ui.tree_view import RowDelegate

_ROW_HEIGHT, _AROUND_TEXT = 22, 6
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
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)

Index = QModelIndex | QPersistentModelIndex


class SortHeader(QHeaderView):
    """The titles of the columns; a chevron stands beside the one that sorts."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.sorting = Sorting()
        self.theme = theme
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setMinimumSectionSize(24)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Paint one title."""
        painter.save()
        super().paintSection(painter, rect, section)
        painter.restore()
        if section != self.sorting.column:
            return
        title = str(self.model().headerData(section, Qt.Orientation.Horizontal))
        width = self.fontMetrics().horizontalAdvance(title) * 1.12
        left = rect.left() + 16 + width if title else rect.center().x()
        if section == Column.LINE:
            left = rect.right() - 18 - width
        painter.save()
        if not self.sorting.descending:
            middle = QPointF(left, rect.center().y() + 0.5)
            painter.translate(middle)
            painter.scale(1, -1)
            painter.translate(-middle)
        pen = QPen(QColor(self.theme.muted), 1.5)
        paint_chevron(painter, QPointF(left, rect.center().y() + 0.5), pen, down=True)
        painter.restore()


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


class ProblemsTable(QTableView):
    """The findings; what they are and in which order is told from outside."""

    row_requested = Signal(QModelIndex)  # a finding was clicked or Enter was pressed on it
    left = Signal()  # the keyboard is to go to the text: Enter or a double click chose a finding
    fix_requested = Signal(QModelIndex)  # its fix was clicked or asked for by Ctrl+.
    fold_requested = Signal(str)  # path of the file whose findings are to be folded or unfolded
    copy_requested = Signal()  # the chosen rows are to be copied
    sort_requested = Signal(int)  # Column whose title was clicked

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("problemsView")
        self.setAccessibleName("Problems")
        self.theme = theme
        self._hovered = -1
        self.problems = ProblemsModel(theme, self)
        self.titles = SortHeader(theme, self)
        self.setHorizontalHeader(self.titles)
        self.setModel(self.problems)
        self.setItemDelegate(_Cells(self))
        self.empty_state = EmptyState("check-circle-outline", theme, self)
        self._set_up()
        self.titles.sectionClicked.connect(self.sort_requested)
        self.clicked.connect(self._click)
        self.doubleClicked.connect(self._double_click)

    def _set_up(self) -> None:
        """Make it a quiet list of whole rows."""
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(max(_ROW_HEIGHT, self.fontMetrics().height() + _AROUND_TEXT))
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
        self.titles.sorting = sorting
        self.titles.viewport().update()
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
        self.theme = self.titles.theme = theme
        self.problems.set_theme(theme)
        self.empty_state.set_theme(theme)
        self.viewport().update()

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the grounds of rows, then the cells."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        first = max(0, self.rowAt(0))
        last = self.rowAt(self.viewport().height() - 1)
        for row in range(first, (last if last >= 0 else self.problems.rowCount() - 1) + 1):
            self._paint_ground(painter, row)
        painter.end()
        super().paintEvent(event)

    def _paint_ground(self, painter: QPainter, row: int) -> None:
        """Paint what lies behind a chosen or touched row, and the ring of the current one."""
        chosen = self.selectionModel().isRowSelected(row)
        focused = self.hasFocus() and row == self.currentIndex().row()
        if not chosen and not focused and row != self._hovered:
            return
        top, height = self.rowViewportPosition(row), self.rowHeight(row)
        area = QRectF(0, top, self.viewport().width(), height).adjusted(4.5, 0.5, -4.5, -0.5)
        painter.setPen(QPen(QColor(self.theme.accent), 1.5) if focused else Qt.PenStyle.NoPen)
        touched = mixed(self.theme.window, self.theme.text, 0.07)
        painter.setBrush(QColor(self.theme.selection if chosen else touched))
        painter.drawRoundedRect(area, 5, 5)

    # Events

    def event(self, event: QEvent) -> bool:
        """Keep the keys that copy and choose all from being taken by the window's shortcuts."""
        override = event.type() == QEvent.Type.ShortcutOverride
        if override and isinstance(event, QKeyEvent) and any(map(event.matches, _OWN_KEYS)):
            event.accept()
            return True
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave columns out that there is no room for; keep the empty state over the rows."""
        super().resizeEvent(event)
        width = event.size().width()
        self.setColumnHidden(Column.SECTION, width < _ROOM_FOR_SECTION)
        self.setColumnHidden(Column.RULE, width < _ROOM_FOR_RULE)
        self.empty_state.setGeometry(self.viewport().geometry())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Remember the row under the pointer."""
        super().mouseMoveEvent(event)
        self._hover(self.rowAt(event.position().toPoint().y()))

    def leaveEvent(self, event: QEvent) -> None:
        """Forget the row under the pointer."""
        super().leaveEvent(event)
        self._hover(-1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes there, Ctrl+. fixes, left and right fold a file, Ctrl+C copies."""
        index = self.currentIndex()
        control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        row = self.problems.row(index) if index.isValid() else None
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_requested.emit()
        elif row is None:
            super().keyPressEvent(event)
        elif event.key() in _ENTER:
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

    def _hover(self, row: int) -> None:
        """Paint anew when the pointer is over another row."""
        if row != self._hovered:
            self._hovered = row
            self.viewport().update()


def _folding_keys(row: FileRow) -> tuple[Qt.Key, ...]:
    """Return the keys that change whether a file's findings are folded."""
    arrow = Qt.Key.Key_Left if row.is_open else Qt.Key.Key_Right
    return arrow, Qt.Key.Key_Space
