"""How all trees of the window look: quiet rows with a rounded ground, chevrons, a focus ring."""

from types import MappingProxyType

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPalette,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)

from spec_editor.ui.controls import ENTER, paint_chevron
from spec_editor.ui.empty_state import EmptyState
from spec_editor.ui.row_menu import Keys, name_of
from spec_editor.ui.theme import Theme, mixed

_ICON, _GAP, _LEFT, _RIGHT = 16, 8, 6, 12

Index = QModelIndex | QPersistentModelIndex


class RowDelegate(QStyledItemDelegate):
    """Paints the icon and the text of one cell; the row's ground is the view's."""

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return a height that is comfortable to hit: the text and 6 pixels above and below."""
        return QSize(64, max(28, option.fontMetrics.height() + 12))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one cell."""
        cell = QStyleOptionViewItem(option)
        self.initStyleOption(cell, index)
        area = cell.rect.adjusted(_LEFT, 0, -_RIGHT if index.column() else -_GAP, 0)
        if not cell.icon.isNull():
            top = area.top() + (area.height() - _ICON) // 2
            cell.icon.paint(painter, QRect(area.left(), top, _ICON, _ICON))
            area.setLeft(area.left() + _ICON + _GAP)
        self.paint_text(painter, cell, area)

    def paint_text(self, painter: QPainter, cell: QStyleOptionViewItem, area: QRect) -> None:
        """Paint the cell's text into ``area``, shortened by "…" where it does not fit."""
        selected = bool(cell.state & QStyle.StateFlag.State_Selected)
        role = QPalette.ColorRole.HighlightedText if selected else QPalette.ColorRole.Text
        painter.setFont(cell.font)
        painter.setPen(cell.palette.color(role))
        metrics = QFontMetrics(cell.font)
        text = metrics.elidedText(cell.text, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, cell.displayAlignment | Qt.AlignmentFlag.AlignVCenter, text)


class QuietTree(QTreeView):
    """A tree without header: the first column takes the room, the others a fixed width.

    ``menu_keys`` are those of the menu of its rows.
    """

    menu_keys: Keys = MappingProxyType({})

    def __init__(self, glyph: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._hovered = QPersistentModelIndex()
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setIndentation(16)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setExpandsOnDoubleClick(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setItemDelegate(RowDelegate(self))
        self.empty_state = EmptyState(glyph, theme, self)

    def set_columns(self, *widths: int) -> None:
        """Fix the widths (logical pixels) of the columns after the first."""
        header = self.header()
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(16)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column, width in enumerate(widths, start=1):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            header.resizeSection(column, width)

    def setModel(self, model: QAbstractItemModel | None) -> None:
        """Show a model, and the empty state while it has no row."""
        super().setModel(model)
        if model is not None:
            for signal in (model.modelReset, model.rowsInserted, model.rowsRemoved):
                signal.connect(self.update_empty_state)
        self.update_empty_state()

    def update_empty_state(self) -> None:
        """Show or hide what is shown in place of rows."""
        model = self.model()
        self.empty_state.setVisible(model is None or model.rowCount() == 0)

    def set_theme(self, theme: Theme) -> None:
        """Take on the theme's colours."""
        self._theme = theme
        self.empty_state.set_theme(theme)
        self.viewport().update()

    # Painting

    def drawRow(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row: ground, chevron, cells."""
        row = index.sibling(index.row(), 0)
        selected = self.selectionModel().isSelected(row)
        painter.save()
        self._paint_ground(painter, QRect(option.rect), row, selected)
        for column in range(self.model().columnCount(row.parent())):
            cell = QStyleOptionViewItem(option)
            sibling = row.siblingAtColumn(column)
            cell.rect = self.visualRect(sibling)
            cell.state &= ~(QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_HasFocus)
            if selected:
                cell.state |= QStyle.StateFlag.State_Selected
            self.itemDelegate().paint(painter, cell, sibling)
        if self.model().hasChildren(row):
            self._paint_chevron(painter, self.visualRect(row), self.isExpanded(row))
        painter.restore()

    def _paint_ground(
        self, painter: QPainter, rect: QRect, index: QModelIndex, selected: bool
    ) -> None:
        """Paint what lies behind a selected or touched row, and the ring of the focused one."""
        area = QRectF(rect).adjusted(4.5, 0.5, -4.5, -0.5)
        first = index.siblingAtColumn(0)
        focused = self.hasFocus() and first == self.currentIndex().siblingAtColumn(0)
        touched = self._hovered.isValid() and first == self._hovered
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._theme.accent), 1.5) if focused else Qt.PenStyle.NoPen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if selected:
            painter.setBrush(QColor(self._theme.selection))
        elif touched:
            painter.setBrush(QColor(mixed(self._theme.window, self._theme.text, 0.07)))
        if focused or selected or touched:
            painter.drawRoundedRect(area, 5, 5)

    def _paint_chevron(self, painter: QPainter, cell: QRect, is_open: bool) -> None:
        """Paint the mark that folds and unfolds a row, left of its first cell."""
        middle = QPointF(cell.left() - self.indentation() / 2 + 3, cell.center().y() + 0.5)
        pen = QPen(QColor(self._theme.muted), 1.5)
        paint_chevron(painter, middle, pen, down=is_open)

    # Events

    def event(self, event: QEvent) -> bool:
        """Keep the keys of the menu's entries from being taken by the window's shortcuts."""
        override = event.type() == QEvent.Type.ShortcutOverride
        if override and isinstance(event, QKeyEvent) and name_of(event, self.menu_keys):
            event.accept()
            return True
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the empty state over the whole view."""
        super().resizeEvent(event)
        self.empty_state.setGeometry(self.viewport().geometry())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Remember the row under the pointer."""
        super().mouseMoveEvent(event)
        self._hover(self.indexAt(event.position().toPoint()).siblingAtColumn(0))

    def leaveEvent(self, event: QEvent) -> None:
        """Forget the row under the pointer."""
        super().leaveEvent(event)
        self._hover(QModelIndex())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Activate the current row by Enter on every platform."""
        if event.key() in ENTER and self.currentIndex().isValid():
            self.activated.emit(self.currentIndex())
            return
        super().keyPressEvent(event)

    def _hover(self, index: QModelIndex) -> None:
        """Paint anew when the pointer is over another row."""
        if index != self._hovered:
            self._hovered = QPersistentModelIndex(index)
            self.viewport().update()
