"""Which sections the outline shows."""

from collections.abc import Iterator, Set
from enum import StrEnum

from PySide6.QtCore import (
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
)

from spec_editor.ui.outline.model import TITLE, OutlineModel
from spec_editor.ui.outline.rows import OutlineRow, is_unfinished

Index = QModelIndex | QPersistentModelIndex


class Show(StrEnum):
    """Kinds of sections to show."""

    ALL = "all"
    INCOMPLETE = "incomplete"
    PROBLEMS = "problems"


class OutlineFilter(QSortFilterProxyModel):
    """Lets through the sections whose title, or a title above, holds a text, with their parents.

    What is let through is looked up once for all rows: asking each row for its children, as Qt's
    own recursive filter does, takes time that grows with the square of their number.
    """

    def __init__(self, rows: OutlineModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows = rows
        self._shown: set[int] = set()
        self.text = ""
        self.show = Show.ALL
        self.above_found: set[int] = set()
        """Identities of the rows to unfold, so that all that was looked for can be seen."""
        self._is_stale = False
        self.setSourceModel(rows)
        for changed in (rows.dataChanged, rows.rowsInserted, rows.rowsRemoved, rows.modelReset):
            changed.connect(self._note_change)
        rows.shown.connect(self._look_again)

    def is_active(self) -> bool:
        """Return whether anything may be hidden."""
        return bool(self.text) or self.show != Show.ALL

    def set_filter(self, text: str, show: Show) -> None:
        """Show titles with ``text`` in them, upper and lower case alike, of one kind."""
        self.beginFilterChange()
        self.text, self.show = text.casefold(), show
        self._shown, self.above_found = self._look()
        self.endFilterChange(QSortFilterProxyModel.Direction.Rows)

    def indexes(self, identities: Set[int]) -> Iterator[QModelIndex]:
        """Yield the rows with these identities, parents before their children."""
        return map(self.mapFromSource, self._rows.rows(identities))

    def branches(self) -> Iterator[tuple[int, QModelIndex]]:
        """Yield the rows that have others below them, with their identities."""
        for row, index in zip(self._rows.values(), self._rows.rows(), strict=True):
            if row.has_below:
                yield row.identity, self.mapFromSource(index)

    def index_of(self, identity: int) -> QModelIndex:
        """Return the row with an identity, invalid when it is not shown."""
        return self.mapFromSource(self._rows.index_of(identity))

    def filterAcceptsRow(self, row: int, parent: QModelIndex) -> bool:  # type: ignore[override]
        """Return whether a section is shown."""
        return not self.is_active() or self._rows.value_at(row, parent).identity in self._shown

    def _note_change(self) -> None:
        """Take note that rows look different; with most key presses none does."""
        self._is_stale = True

    def _look_again(self) -> None:
        """Show what is to be shown of the rows as they are now."""
        if not (self._is_stale and self.is_active()):
            return
        shown, self.above_found = self._look()
        if shown != self._shown:
            self.beginFilterChange()
            self._shown = shown
            self.endFilterChange(QSortFilterProxyModel.Direction.Rows)

    def _look(self) -> tuple[set[int], set[int]]:
        """Find the rows to show, and those above what was looked for."""
        self._is_stale = False
        shown: set[int] = set()
        above_found: set[int] = set()
        above: list[OutlineRow] = []
        for row in self._rows.values() if self.is_active() else ():
            while above and above[-1].section.level >= row.section.level:
                above.pop()
            if self._is_wanted(row):
                identities = {outer.identity for outer in above}
                is_found = self.text in row.section.title.casefold()
                if is_found:
                    above_found |= identities
                if is_found or any(self.text in title.casefold() for title in row.section.path):
                    shown |= {row.identity, *identities}
            above.append(row)
        return shown, above_found

    def _is_wanted(self, row: OutlineRow) -> bool:
        """Return whether a section is of the kind to show."""
        if self.show == Show.INCOMPLETE:
            return is_unfinished(row.section)
        return self.show == Show.ALL or row.own.problems > 0

    # Dropping

    def canDropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index
    ) -> bool:
        """Return whether the dragged section can go there."""
        place = self._place(row, parent)
        return self._rows.canDropMimeData(data, action, place, column, self.mapToSource(parent))

    def dropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index
    ) -> bool:
        """Ask to move the dragged section there."""
        place = self._place(row, parent)
        return self._rows.dropMimeData(data, action, place, column, self.mapToSource(parent))

    def _place(self, row: int, parent: Index) -> int:
        """Return the place between all rows that is right below the row above it.

        Sections that are hidden in between come behind: nobody sees them.
        """
        if row <= 0:
            first = self.mapToSource(self.index(0, TITLE, parent))
            return first.row() if row == 0 and first.isValid() else row
        return self.mapToSource(self.index(row - 1, TITLE, parent)).row() + 1
