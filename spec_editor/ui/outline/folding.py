"""Keeps rows of the outline unfolded that come back: after a move, and after a filter."""

from PySide6.QtCore import QModelIndex, QObject
from PySide6.QtWidgets import QTreeView

from spec_editor.ui.outline.filter import OutlineFilter
from spec_editor.ui.outline.model import ROW_ROLE, TITLE


class Folding(QObject):
    """Remembers which sections are unfolded, by their identity.

    While a filter hides sections everything is unfolded; afterwards all is as it was before.
    """

    def __init__(self, tree: QTreeView, shown: OutlineFilter) -> None:
        super().__init__(tree)
        self._tree = tree
        self._shown = shown
        self._open: set[int] = set()
        self._held = False
        shown.rowsAboutToBeRemoved.connect(self._remember)
        shown.rowsInserted.connect(self._restore)

    def hold(self) -> None:
        """Remember everything, because a filter begins to hide sections."""
        if not self._held:
            self._remember(QModelIndex(), 0, self._shown.rowCount() - 1)
            self._held = True

    def release(self) -> None:
        """Fold and unfold everything as it was before the filter."""
        if self._held:
            self._held = False
            self._tree.collapseAll()
            self._restore(QModelIndex(), 0, self._shown.rowCount() - 1)

    def unfold(self, index: QModelIndex) -> None:
        """Unfold one row, also for the time after a filter."""
        self._open.add(index.data(ROW_ROLE).identity)
        self._tree.expand(index)

    def forget(self) -> None:
        """Remember nothing: another document comes."""
        self._open.clear()

    def _remember(self, parent: QModelIndex, first: int, last: int) -> None:
        """Remember which of these rows, and of all below them, are unfolded."""
        if self._held:
            return
        for row in range(first, last + 1):
            index = self._shown.index(row, TITLE, parent)
            if not (below := self._shown.rowCount(index)):
                continue
            identity = index.data(ROW_ROLE).identity
            (self._open.add if self._tree.isExpanded(index) else self._open.discard)(identity)
            self._remember(index, 0, below - 1)

    def _restore(self, parent: QModelIndex, first: int, last: int) -> None:
        """Unfold these rows, and all below them, as they were."""
        if self._held and parent.isValid():
            self._tree.expand(parent)
        for row in range(first, last + 1):
            index = self._shown.index(row, TITLE, parent)
            if not (below := self._shown.rowCount(index)):
                continue
            if self._held or index.data(ROW_ROLE).identity in self._open:
                self._tree.expand(index)
            self._restore(index, 0, below - 1)
