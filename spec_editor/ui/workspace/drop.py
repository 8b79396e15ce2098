"""Dragging a specification onto a folder of the workspace."""

from PySide6.QtCore import QModelIndex, QPoint, QRectF, Qt, Signal
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
from PySide6.QtWidgets import QAbstractItemView, QWidget

from spec_editor.ui.drag_picture import drag_picture
from spec_editor.ui.theme import Theme
from spec_editor.ui.tree_view import QuietTree
from spec_editor.ui.workspace.model import MIME, WorkspaceModel
from spec_editor.ui.workspace.rows import folder_of

_BESIDE = 14  # logical pixels right of and below the pointer
_OPENING_DELAY = 700  # milliseconds a dragged row rests on a folded one until that one opens


class MoveTree(QuietTree):
    """A tree of folders whose specifications can be dragged from one to another."""

    move_requested = Signal(object, object)  # specification, folder (empty: ask); both a str

    def __init__(self, rows: WorkspaceModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("folder-open-outline", theme, parent)
        self.entries = rows
        self._target = QModelIndex()
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDropIndicatorShown(False)  # ours is painted instead
        self.setAutoExpandDelay(_OPENING_DELAY)

    def startDrag(self, _actions: Qt.DropAction) -> None:
        """Drag the selected specification; beside the pointer goes its name."""
        index = self.currentIndex()
        data = self.entries.mimeData([index]) if index.isValid() else None
        if data is not None and data.formats():
            drag = QDrag(self)
            drag.setMimeData(data)
            drag.setPixmap(drag_picture(str(index.data()), self))
            drag.setHotSpot(QPoint(-_BESIDE, -_BESIDE))
            drag.exec(Qt.DropAction.MoveAction, Qt.DropAction.MoveAction)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Let specifications in; each place is judged when they get there."""
        if event.mimeData().hasFormat(MIME):
            event.accept()
            self.setState(QAbstractItemView.State.DraggingState)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Show which folder the specification would go into, if any."""
        super().dragMoveEvent(event)
        target = self.indexAt(event.position().toPoint())
        wanted = bool(self._wish(event, target))
        self._show_target(target if wanted else QModelIndex())
        if wanted:
            event.setDropAction(Qt.DropAction.MoveAction)
            event.accept()
        else:
            event.ignore()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Show no folder any more."""
        super().dragLeaveEvent(event)
        self._show_target(QModelIndex())

    def dropEvent(self, event: QDropEvent) -> None:
        """Ask for the specification to be moved into the folder."""
        wish = self._wish(event, self.indexAt(event.position().toPoint()))
        self._show_target(QModelIndex())
        self.stopAutoScroll()
        self.setState(QAbstractItemView.State.NoState)
        event.setAccepted(bool(wish))
        if wish:
            self.move_requested.emit(*wish)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground of the folder that would be moved into."""
        super().paintEvent(event)
        if not self._target.isValid():
            return
        area = self.visualRect(self._target)
        area.setLeft(0)
        ground = QColor(self._theme.accent)
        ground.setAlphaF(0.12)
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._theme.accent), 2))
        painter.setBrush(ground)
        painter.drawRoundedRect(QRectF(area).adjusted(5, 1, -5, -1), 5, 5)

    def _wish(self, event: QDropEvent, target: QModelIndex) -> tuple[str, str] | tuple[()]:
        """Return specification and folder, nothing where it cannot go or lies already."""
        data = bytes(event.mimeData().data(MIME).data())
        path = data.decode("utf-8", "surrogateescape")
        source = self.entries.index_of(path)
        if not target.isValid() or not source.isValid():
            return ()
        folder = folder_of(self.entries.row(target))
        return () if folder == folder_of(self.entries.row(source)) else (path, folder)

    def _show_target(self, target: QModelIndex) -> None:
        """Paint another folder, or none; over a specification it is the one that it lies in."""
        if target.isValid() and target.model().flags(target) & Qt.ItemFlag.ItemIsDragEnabled:
            target = target.parent() if target.parent().isValid() else target
        if target != self._target:
            self._target = target
            self.viewport().update()
