"""How all tables of the window look: quiet rows with a rounded ground, titles that sort."""

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from spec_editor.ui.controls import paint_chevron
from spec_editor.ui.empty_state import EmptyState
from spec_editor.ui.theme import Theme, mixed

_ROW_HEIGHT, _AROUND_TEXT = 22, 6
_RIGHT = Qt.AlignmentFlag.AlignRight


class SortHeader(QHeaderView):
    """The titles of the columns; a chevron stands beside the one that sorts."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.theme = theme
        self.sorted_by = -1
        self.is_descending = False
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setMinimumSectionSize(24)

    def show_sorting(self, column: int, is_descending: bool) -> None:
        """Show by which column the rows are sorted, -1 for none, and which way round."""
        self.sorted_by, self.is_descending = column, is_descending
        self.viewport().update()

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Paint one title."""
        painter.save()
        super().paintSection(painter, rect, section)
        painter.restore()
        if section != self.sorted_by:
            return
        across = Qt.Orientation.Horizontal
        title = str(self.model().headerData(section, across) or "")
        align = self.model().headerData(section, across, Qt.ItemDataRole.TextAlignmentRole)
        width = self.fontMetrics().horizontalAdvance(title) * 1.12
        left = rect.left() + 16 + width if title else rect.center().x()
        if align is not None and int(align) & _RIGHT.value:
            left = rect.right() - 18 - width
        painter.save()
        if not self.is_descending:
            middle = QPointF(left, rect.center().y() + 0.5)
            painter.translate(middle)
            painter.scale(1, -1)
            painter.translate(-middle)
        pen = QPen(QColor(self.theme.muted), 1.5)
        paint_chevron(painter, QPointF(left, rect.center().y() + 0.5), pen, down=True)
        painter.restore()


class QuietTable(QTableView):
    """A list of whole rows without a grid."""

    def __init__(self, glyph: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._hovered = -1
        self.titles = SortHeader(theme, self)
        self.setHorizontalHeader(self.titles)
        self.empty_state = EmptyState(glyph, theme, self)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.set_row_height(_ROW_HEIGHT, 1)

    def set_row_height(self, least: int, lines: int) -> None:
        """Make all rows as high as so many lines of text, ``least`` logical pixels at least."""
        height = self.fontMetrics().height() * lines + _AROUND_TEXT
        self.verticalHeader().setDefaultSectionSize(max(least, height))

    def set_theme(self, theme: Theme) -> None:
        """Take on the theme's colours."""
        self.theme = self.titles.theme = theme
        self.empty_state.set_theme(theme)
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the grounds of rows, then the cells."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        first = max(0, self.rowAt(0))
        last = self.rowAt(self.viewport().height() - 1)
        for row in range(first, (last if last >= 0 else self.model().rowCount() - 1) + 1):
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

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the empty state over the rows."""
        super().resizeEvent(event)
        self.empty_state.setGeometry(self.viewport().geometry())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Remember the row under the pointer."""
        super().mouseMoveEvent(event)
        self._hover(self.rowAt(event.position().toPoint().y()))

    def leaveEvent(self, event: QEvent) -> None:
        """Forget the row under the pointer."""
        super().leaveEvent(event)
        self._hover(-1)

    def _hover(self, row: int) -> None:
        """Paint anew when the pointer is over another row."""
        if row != self._hovered:
            self._hovered = row
            self.viewport().update()
