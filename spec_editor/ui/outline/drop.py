"""Dragging sections within the outline: where one would go, and how that place is shown."""

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QAbstractItemView, QTreeView, QWidget

from spec_editor.ui.drag_picture import drag_picture
from spec_editor.ui.theme import Theme, mixed
from spec_editor.ui.tree_view import QuietTree

_KNOB = 3.0
_INSIDE = -1
_BESIDE = 14  # logical pixels right of and below the pointer
_OPENING_DELAY = 700  # milliseconds a dragged row rests on a folded one until that one opens


@dataclass(frozen=True, slots=True)
class DropPlace:
    """A row below ``parent``, -1 for into it; ``mark`` is a line, or the row it goes into."""

    row: int
    parent: QModelIndex
    mark: QRect

    @property
    def is_inside(self) -> bool:
        """Whether the section goes into another one rather than beside it."""
        return self.row == _INSIDE

    @property
    def column(self) -> int:
        """Where in the row: models tell by -1 that it goes into the parent."""
        return _INSIDE if self.is_inside else 0


class DropTree(QuietTree):
    """A tree whose rows can be dragged to another place in it, as far as its model allows."""

    def __init__(self, glyph: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(glyph, theme, parent)
        self._place: DropPlace | None = None
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setDropIndicatorShown(False)  # ours is painted instead
        self.setAutoExpandDelay(_OPENING_DELAY)

    def startDrag(self, actions: Qt.DropAction) -> None:
        """Drag the selected row; beside the pointer goes its title, so that the target is seen."""
        index = self.currentIndex().siblingAtColumn(0)
        data = self.model().mimeData([index]) if index.isValid() else None
        if data is not None and data.formats():
            drag = QDrag(self)
            drag.setMimeData(data)
            drag.setPixmap(drag_picture(str(index.data()), self))
            drag.setHotSpot(QPoint(-_BESIDE, -_BESIDE))
            drag.exec(actions, Qt.DropAction.MoveAction)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Let the drag in wherever it begins; each place is judged when it gets there."""
        if any(event.mimeData().hasFormat(kind) for kind in self.model().mimeTypes()):
            event.accept()
            self.setState(QAbstractItemView.State.DraggingState)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Show where the dragged row would go, if it may."""
        super().dragMoveEvent(event)
        place = place_at(self, event.position().toPoint())
        may = self.model().canDropMimeData(
            event.mimeData(), Qt.DropAction.MoveAction, place.row, place.column, place.parent
        )
        if may:
            event.setDropAction(Qt.DropAction.MoveAction)
            event.accept()
        else:
            event.ignore()
        self._show_place(place if may else None)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Show no place any more."""
        super().dragLeaveEvent(event)
        self._show_place(None)

    def dropEvent(self, event: QDropEvent) -> None:
        """Hand what was dropped to the model."""
        place = place_at(self, event.position().toPoint())
        self._show_place(None)
        self.stopAutoScroll()
        self.setState(QAbstractItemView.State.NoState)
        dropped = self.model().dropMimeData(
            event.mimeData(), Qt.DropAction.MoveAction, place.row, place.column, place.parent
        )
        event.setAccepted(dropped)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the place over the rows."""
        super().paintEvent(event)
        if self._place is not None:
            paint_place(QPainter(self.viewport()), self._place, self._theme)

    def _show_place(self, place: DropPlace | None) -> None:
        """Paint another place, or none."""
        if place != self._place:
            self._place = place
            self.viewport().update()


def place_at(tree: QTreeView, position: QPoint) -> DropPlace:
    """Return the place at a point of the viewport: above, below or inside a row."""
    index = tree.indexAt(position).siblingAtColumn(0)
    if not index.isValid():
        return _at_the_end(tree)
    rect = tree.visualRect(index)
    edge = rect.height() // 4
    if position.y() < rect.top() + edge:
        return _beside(tree, index.row(), index.parent(), index, rect.top())
    if position.y() <= rect.bottom() - edge:
        area = QRect(0, rect.top(), tree.viewport().width(), rect.height())
        return DropPlace(_INSIDE, index, area)
    if tree.isExpanded(index) and tree.model().hasChildren(index):
        first = tree.model().index(0, 0, index)
        return _beside(tree, 0, index, first, rect.bottom() + 1)
    return _beside(tree, index.row() + 1, index.parent(), index, rect.bottom() + 1)


def _at_the_end(tree: QTreeView) -> DropPlace:
    """Return the place behind all rows: the last chapter below a title that stands alone."""
    model = tree.model()
    alone = model.rowCount() == 1 and model.hasChildren(model.index(0, 0))
    parent = model.index(0, 0) if alone else QModelIndex()
    count = model.rowCount(parent)
    last = model.index(count - 1, 0, parent)
    lowest = last
    while tree.isExpanded(lowest) and model.hasChildren(lowest):
        lowest = model.index(model.rowCount(lowest) - 1, 0, lowest)
    return _beside(tree, count, parent, last, tree.visualRect(lowest).bottom() + 1)


def _beside(
    tree: QTreeView, row: int, parent: QModelIndex, neighbour: QModelIndex, y: int
) -> DropPlace:
    """Return a place between rows, marked by a line as far indented as the neighbour."""
    left = tree.visualRect(neighbour).left()
    line = QRect(left, y, tree.viewport().width() - left, 0)
    return DropPlace(row, parent, line)


def paint_place(painter: QPainter, place: DropPlace, theme: Theme) -> None:
    """Show where the dragged section would go."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(theme.accent), 2))
    if place.is_inside:
        ground = QColor(theme.accent)
        ground.setAlphaF(0.12)
        painter.setBrush(ground)
        painter.drawRoundedRect(QRectF(place.mark).adjusted(5, 1, -5, -1), 5, 5)
        return
    painter.setBrush(QColor(mixed(theme.window, theme.accent, 0.1)))
    start = QPointF(place.mark.left() + _KNOB + 1, max(place.mark.top(), int(_KNOB) + 1))
    painter.drawLine(start + QPointF(_KNOB, 0), QPointF(place.mark.right() - 8, start.y()))
    painter.drawEllipse(start, _KNOB, _KNOB)
