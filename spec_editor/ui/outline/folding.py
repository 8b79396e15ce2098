"""Keeps rows of the outline unfolded that come back: after a move, and after a filter."""

from collections.abc import Set

from PySide6.QtCore import QModelIndex, QObject
from PySide6.QtWidgets import QTreeView

from spec_editor.ui.outline.filter import OutlineFilter, Show
from spec_editor.ui.outline.model import ROW_ROLE, TITLE


class Folding(QObject):
    """Remembers which sections are unfolded, by their identity.

    While a filter hides sections all that was looked for is to be seen; afterwards everything is
    as it was before.
    """

    def __init__(self, tree: QTreeView, shown: OutlineFilter) -> None:
        super().__init__(tree)
        self._tree = tree
        self._shown = shown
        self._open: set[int] = set()
        self._changing = False
        shown.rowsAboutToBeRemoved.connect(self._remember)
        shown.rowsInserted.connect(self._restore)

    def set_filter(self, text: str, show: Show) -> None:
        """Show only some of the sections, and unfold what is above those that were looked for."""
        self._remember_all()
        self._changing = True
        # All folded, because each unfolded row is looked at for each one that comes or goes.
        self._tree.collapseAll()
        self._shown.set_filter(text, show)
        self._changing = False
        self._unfold(self._shown.above_found if self._shown.is_active() else self._open)

    def unfold(self, index: QModelIndex) -> None:
        """Unfold one row, also for the time after a filter."""
        self._open.add(index.data(ROW_ROLE).identity)
        self._tree.expand(index)

    def forget(self) -> None:
        """Remember nothing: another document comes."""
        self._open.clear()

    def _unfold(self, identities: Set[int]) -> None:
        """Unfold rows that are folded now."""
        # With the layout on its way, each row is only noted down.
        self._tree.scheduleDelayedItemsLayout()
        for index in self._shown.indexes(identities):
            self._tree.expand(index)

    def _remember_all(self) -> None:
        if not self._shown.is_active():
            for identity, index in self._shown.branches():
                self._note(identity, index)

    def _note(self, identity: int, index: QModelIndex) -> None:
        (self._open.add if self._tree.isExpanded(index) else self._open.discard)(identity)

    def _remember(self, parent: QModelIndex, first: int, last: int) -> None:
        """Remember which of these rows, and of all below them, are unfolded."""
        if self._changing or self._shown.is_active():
            return
        for row in range(first, last + 1):
            index = self._shown.index(row, TITLE, parent)
            if not (below := self._shown.rowCount(index)):
                continue
            self._note(index.data(ROW_ROLE).identity, index)
            self._remember(index, 0, below - 1)

    def _restore(self, parent: QModelIndex, first: int, last: int) -> None:
        """Unfold these rows, and all below them, as they were or as the filter wants it."""
        if self._changing:
            return
        is_active = self._shown.is_active()
        wanted = self._shown.above_found if is_active else self._open
        if not wanted:
            return
        if is_active and parent.isValid() and parent.data(ROW_ROLE).identity in wanted:
            self._tree.expand(parent)
        for row in range(first, last + 1):
            index = self._shown.index(row, TITLE, parent)
            if not (below := self._shown.rowCount(index)):
                continue
            if index.data(ROW_ROLE).identity in wanted:
                self._tree.expand(index)
            self._restore(index, 0, below - 1)
