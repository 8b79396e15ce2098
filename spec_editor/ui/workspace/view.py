"""The workspace: the specifications of the opened folder and how complete each is."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from PySide6.QtCore import QModelIndex, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeySequence, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from spec_editor.core.report import SpecEntry
from spec_editor.ui.panel import Panel
from spec_editor.ui.theme import Theme, mixed
from spec_editor.ui.tree_view import Index, QuietTree, RowDelegate
from spec_editor.ui.workspace.model import COMPLETENESS_ROLE, DONE, PATH_ROLE, WorkspaceModel

_BAR_WIDTH, _BAR_HEIGHT = 28, 4
_DONE_WIDTH = 92


class _EntryDelegate(RowDelegate):
    """Paints the small bar before the percentage."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one cell."""
        completeness = index.data(COMPLETENESS_ROLE)
        if index.column() == DONE and completeness is not None:
            self._paint_bar(painter, QRect(option.rect), float(completeness))
        super().paint(painter, option, index)

    def _paint_bar(self, painter: QPainter, cell: QRect, completeness: float) -> None:
        """Paint the share that is done."""
        theme = self.theme
        left, top = cell.left() + 4.0, cell.center().y() - _BAR_HEIGHT / 2 + 0.5
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(mixed(theme.window, theme.text, 0.18)))
        painter.drawRoundedRect(QRectF(left, top, _BAR_WIDTH, _BAR_HEIGHT), 2, 2)
        if completeness > 0:
            painter.setBrush(QColor(theme.ok if completeness >= 1 else theme.accent))
            done = max(_BAR_HEIGHT, _BAR_WIDTH * completeness)
            painter.drawRoundedRect(QRectF(left, top, done, _BAR_HEIGHT), 2, 2)


class WorkspaceView(QuietTree):
    """The tree of folders and specifications."""

    file_requested = Signal(str)  # absolute path of the specification that was chosen
    open_folder_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("folder-open-outline", theme, parent)
        self.setObjectName("workspaceView")
        self.setAccessibleName("Specifications")
        self._delegate = _EntryDelegate(theme, self)
        self.setItemDelegate(self._delegate)
        self.entries = WorkspaceModel(theme, self)
        self.setModel(self.entries)
        self.set_columns(_DONE_WIDTH)
        self.clicked.connect(self._choose)
        self.activated.connect(self._choose)
        self.empty_state.action_requested.connect(self.open_folder_requested)
        self.clear()

    def set_entries(self, entries: Sequence[SpecEntry]) -> None:
        """Show the specifications of the opened folder."""
        was_empty = self.entries.rowCount() == 0
        self.entries.set_entries(entries)
        if was_empty:
            self.expandAll()
            self._select_current()
        keys = QKeySequence(QKeySequence.StandardKey.New).toString(
            QKeySequence.SequenceFormat.NativeText
        )
        self.empty_state.set_texts(
            "No specifications in this folder",
            f"Write a new one ({keys}), or open a folder that holds Markdown files.",
            "Open Folder…",
        )
        self.update_empty_state()

    def clear(self) -> None:
        """Show that no folder is open."""
        self.entries.set_entries(())
        self.empty_state.set_texts(
            "No folder is open",
            "Open the folder that holds your specifications.",
            "Open Folder…",
        )
        self.update_empty_state()

    def update_entry(self, entry: SpecEntry) -> None:
        """Show what is known now about one specification."""
        self.entries.update_entries((entry,))

    def update_entries(self, entries: Iterable[SpecEntry]) -> None:
        """Show what is known now about some of the specifications."""
        self.entries.update_entries(entries)

    def mark_current(self, path: str) -> None:
        """Select and mark the specification that is open; empty for none."""
        self.entries.set_current(path)
        self._select_current()

    def _select_current(self) -> None:
        """Select the specification that is open and bring it into view."""
        index = self.entries.index_of(self.entries.current)
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)
        else:
            self.setCurrentIndex(QModelIndex())
            self.clearSelection()

    def set_unsaved(self, path: str, unsaved: bool) -> None:
        """Mark a specification as changed but not saved, or no longer so."""
        self.entries.set_unsaved(path, unsaved)

    def set_theme(self, theme: Theme) -> None:
        """Take on the theme's colours."""
        super().set_theme(theme)
        self._delegate.theme = theme
        self.entries.set_theme(theme)

    def _choose(self, index: QModelIndex) -> None:
        """Ask for the specification, or fold and unfold the folder."""
        path = index.data(PATH_ROLE)
        if path:
            self.file_requested.emit(path)
        else:
            first = index.siblingAtColumn(0)
            self.setExpanded(first, not self.isExpanded(first))


class WorkspacePanel(Panel):
    """The workspace under the opened folder's name."""

    new_requested = Signal()
    open_folder_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("Workspace", theme, parent)
        self.view = WorkspaceView(theme)
        self._new = self.add_button("file-plus-outline", "New specification in this folder")
        self._open = self.add_button("folder-open-outline", "Open another folder")
        self._rows.addWidget(self.view, 1)
        self.setFocusProxy(self.view)
        self._new.clicked.connect(self.new_requested)
        self._open.clicked.connect(self.open_folder_requested)
        self.view.open_folder_requested.connect(self.open_folder_requested)

    def set_folder(self, path: str) -> None:
        """Name the opened folder; empty when none is open."""
        self.set_title(Path(path).name or path or "Workspace")
        self._title.setToolTip(path)

    def set_theme(self, theme: Theme) -> None:
        """Take on the theme's colours."""
        super().set_theme(theme)
        self.view.set_theme(theme)
