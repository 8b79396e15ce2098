"""The table of the dashboard: what cells look like, what clicks and keys ask for."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPalette, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QStyle, QStyleOptionViewItem, QTableView, QWidget

from spec_editor.core.report import SpecEntry
from spec_editor.core.status import stage_of
from spec_editor.ui.controls import ENTER, small_font
from spec_editor.ui.dashboard.model import ENTRY_ROLE, NUMBERS, DashboardModel
from spec_editor.ui.dashboard.rows import Column, Sorting
from spec_editor.ui.status_words import badge_text, paint_badge
from spec_editor.ui.table_view import QuietTable
from spec_editor.ui.theme import Theme
from spec_editor.ui.tree_view import Index, RowDelegate
from spec_editor.ui.words import percent_text
from spec_editor.ui.workspace.delegate import paint_bar
from spec_editor.ui.workspace.texts import problem_text, short

_BAR_WIDTH, _BAR_HEIGHT = 56, 5
_WIDTHS = {
    Column.STATUS: 124,
    Column.VERSION: 84,
    Column.DONE: 124,
    Column.ERRORS: 84,
    Column.WARNINGS: 100,
    Column.REQUIREMENTS: 76,
    Column.APPROVER: 150,
    Column.AUTHOR: 140,
    Column.UPDATED: 124,
    Column.CHANGED: 124,
}
# What is shown where there is room, the most important first; the tooltip tells all.
_OPTIONAL = (
    Column.STATUS,
    Column.WARNINGS,
    Column.APPROVER,
    Column.CHANGED,
    Column.REQUIREMENTS,
    Column.AUTHOR,
    Column.VERSION,
    Column.UPDATED,
)
_LEAST_NAME = 240


class _Cells(RowDelegate):
    """Paints title over path, the badge of the status, and the bar of completeness."""

    def __init__(self, view: "DashboardTable") -> None:
        super().__init__(view)
        self._table = view

    def paint_text(self, painter: QPainter, cell: QStyleOptionViewItem, area: QRect) -> None:
        """Paint one cell."""
        entry: SpecEntry = cell.index.data(ENTRY_ROLE)
        column = Column(cell.index.column())
        if column is Column.NAME:
            self._paint_name(painter, cell, entry, area)
        elif column is Column.STATUS:
            self._paint_status(painter, cell, entry, area)
        elif column is Column.DONE:
            self._paint_done(painter, cell, entry, area)
        elif column in NUMBERS:
            super().paint_text(painter, cell, area)
        else:
            cell.font = small_font(cell.font)
            super().paint_text(painter, cell, area)

    def _paint_name(
        self, painter: QPainter, cell: QStyleOptionViewItem, entry: SpecEntry, area: QRect
    ) -> None:
        """Paint the title, and below it the path or what is wrong with the file."""
        small = small_font(cell.font)
        high, low = QFontMetrics(cell.font).height(), QFontMetrics(small).height()
        top = area.top() + (area.height() - high - low - 1) // 2
        head = QRect(area.left() + 4, top, area.width() - 4, high)
        foot = QRect(head.left(), head.bottom() + 2, head.width(), low)
        path = "/".join(entry.parts)
        theme = self._table.theme
        text, color = (
            (problem_text(entry), theme.error) if entry.problem else (short(path), theme.muted)
        )
        self._draw(painter, cell, cell.text, head, theme.text)
        cell.font = small
        self._draw(painter, cell, text, foot, color)

    def _paint_status(
        self, painter: QPainter, cell: QStyleOptionViewItem, entry: SpecEntry, area: QRect
    ) -> None:
        text = badge_text(entry.status)
        if text:
            font = small_font(cell.font)
            metrics = QFontMetrics(font)
            width = min(area.width(), metrics.horizontalAdvance(text) + 12)
            height = metrics.height() + 2
            chip = QRect(area.left(), area.center().y() - height // 2, width, height)
            paint_badge(painter, stage_of(entry.status), text, chip, font, self._table.theme)

    def _paint_done(
        self, painter: QPainter, cell: QStyleOptionViewItem, entry: SpecEntry, area: QRect
    ) -> None:
        theme, done = self._table.theme, entry.completeness
        if done is None:
            self._draw(painter, cell, "–", area, theme.muted)
            return
        top = area.center().y() - _BAR_HEIGHT / 2 + 1
        paint_bar(painter, QRectF(area.left(), top, _BAR_WIDTH, _BAR_HEIGHT), done, theme)
        area = area.adjusted(_BAR_WIDTH + 8, 0, 0, 0)
        self._draw(painter, cell, percent_text(done), area, theme.text)

    def _draw(
        self, painter: QPainter, cell: QStyleOptionViewItem, text: str, area: QRect, color: str
    ) -> None:
        """Paint a text, its middle left out where it does not fit."""
        selected = cell.state & QStyle.StateFlag.State_Selected
        role = QPalette.ColorRole.HighlightedText
        painter.setPen(cell.palette.color(role) if selected else QColor(color))
        painter.setFont(cell.font)
        shown = QFontMetrics(cell.font).elidedText(text, Qt.TextElideMode.ElideMiddle, area.width())
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)


class DashboardTable(QuietTable):
    """The specifications; which they are and in which order is told from outside."""

    file_requested = Signal(object)  # path (a str) of the specification that was chosen
    sort_requested = Signal(int)  # Column whose title was clicked
    left = Signal()  # Escape was pressed

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("file-search-outline", theme, parent)
        self.setObjectName("dashboardTable")
        self.setAccessibleName("Specifications")
        self.entries = DashboardModel(self)
        self.setModel(self.entries)
        self.setItemDelegate(_Cells(self))
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.set_row_height(40, 2)
        modes = QHeaderView.ResizeMode
        for column, width in _WIDTHS.items():
            self.titles.setSectionResizeMode(column, modes.Interactive)
            self.setColumnWidth(column, width)
        self.titles.setSectionResizeMode(Column.NAME, modes.Stretch)
        self.titles.sectionClicked.connect(self.sort_requested)
        self.doubleClicked.connect(self._choose)

    def show_rows(self, entries: Sequence[SpecEntry], sorting: Sorting) -> None:
        """List these; the chosen one and the place scrolled to stay."""
        self.titles.show_sorting(sorting.column, sorting.descending)
        current, place = self.currentIndex(), self.verticalScrollBar().value()
        kept = self.entries.entry(current).path if current.isValid() else ""
        self.entries.show_rows(entries)
        if kept and not self.currentIndex().isValid():
            self.setCurrentIndex(self.entries.find(kept))
            self.verticalScrollBar().setValue(place)
        self.empty_state.setVisible(not entries)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave columns out that there is no room for."""
        super().resizeEvent(event)
        widths = {column: self.columnWidth(column) or _WIDTHS[column] for column in _WIDTHS}
        kept = sum(width for column, width in widths.items() if column not in _OPTIONAL)
        room = event.size().width() - _LEAST_NAME - kept
        for column in _OPTIONAL:
            fits = widths[column] <= room
            self.setColumnHidden(column, not fits)
            room -= widths[column] if fits else 0

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open by Enter, leave by Escape."""
        if event.key() in ENTER and self.currentIndex().isValid():
            self._choose(self.currentIndex())
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _choose(self, index: Index) -> None:
        self.file_requested.emit(self.entries.entry(index).path)
