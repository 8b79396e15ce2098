"""The specifications as a table model."""

from collections.abc import Sequence
from typing import ClassVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from spec_editor.core.report import SpecEntry
from spec_editor.core.words import day_text, unmasked
from spec_editor.ui.dashboard.rows import Column
from spec_editor.ui.words import percent_text
from spec_editor.ui.workspace.texts import short, spec_tip, spoken_spec

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
ENTRY_ROLE = Role.UserRole + 1  # SpecEntry

NUMBERS = (Column.ERRORS, Column.WARNINGS, Column.REQUIREMENTS)


class DashboardModel(QAbstractTableModel):
    """One row for each specification, in the order in which they are given."""

    TITLES: ClassVar[dict[Column, str]] = {
        Column.NAME: "Specification",
        Column.STATUS: "Status",
        Column.VERSION: "Version",
        Column.DONE: "Complete",
        Column.ERRORS: "Errors",
        Column.WARNINGS: "Warnings",
        Column.REQUIREMENTS: "Reqs",
        Column.APPROVER: "Next Approver",
        Column.AUTHOR: "Author",
        Column.UPDATED: "Last Updated",
        Column.CHANGED: "File Changed",
    }

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries: list[SpecEntry] = []

    def show_rows(self, entries: Sequence[SpecEntry]) -> None:
        """List these; where the same ones stand in the same order only what differs is told."""
        entries = list(entries)
        if [entry.path for entry in entries] != [entry.path for entry in self._entries]:
            self.beginResetModel()
            self._entries = entries
            self.endResetModel()
            return
        for row, (old, new) in enumerate(zip(self._entries, entries, strict=True)):
            if old != new:
                self._entries[row] = new
                self.dataChanged.emit(self.index(row, 0), self.index(row, len(Column) - 1))

    def entry(self, index: Index) -> SpecEntry:
        """Return the specification of a valid index."""
        return self._entries[index.row()]

    def find(self, path: str) -> QModelIndex:
        """Return the row of a specification, invalid when it is not listed."""
        rows = (row for row, entry in enumerate(self._entries) if entry.path == path)
        return self.index(next(rows, -1), 0)

    # What Qt asks

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self._entries)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return the number of columns."""
        return 0 if parent.isValid() else len(Column)

    def data(self, index: Index, role: int = Role.DisplayRole) -> object:
        """Return what one cell shows."""
        if not index.isValid():
            return None
        entry, column = self._entries[index.row()], Column(index.column())
        if role == ENTRY_ROLE:
            return entry
        if role == Role.DisplayRole:
            return cell_text(entry, column)
        if role == Role.AccessibleTextRole:
            told = f"{self.TITLES[column]}: {cell_text(entry, column) or 'none'}"
            return spoken_spec(entry, unsaved=False) if column is Column.NAME else told
        if role == Role.ToolTipRole:
            return spec_tip(entry, unsaved=False)
        if role == Role.TextAlignmentRole and column in NUMBERS:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> object:
        """Return the title of a column."""
        if orientation == Qt.Orientation.Vertical:
            return None
        column = Column(section)
        if role == Role.DisplayRole:
            return self.TITLES[column]
        if role == Role.TextAlignmentRole and column in NUMBERS:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role == Role.ToolTipRole:
            name = "requirements" if column is Column.REQUIREMENTS else self.TITLES[column].lower()
            return f"Sort by {name}"
        return None


def cell_text(entry: SpecEntry, column: Column) -> str:
    """Return what one cell says, in one line; nothing for what is not known or none."""
    if column is Column.NAME:
        return short(entry.title) or unmasked(entry.parts[-1])
    if column is Column.DONE:
        return "" if entry.completeness is None else percent_text(entry.completeness)
    if column is Column.CHANGED:
        return day_text(entry.changed)
    if column in NUMBERS:
        number = {
            Column.ERRORS: entry.errors,
            Column.WARNINGS: entry.warnings,
            Column.REQUIREMENTS: entry.requirements,
        }[column]
        return f"{number:,}" if number else ""
    texts = {
        Column.STATUS: entry.status,
        Column.VERSION: entry.version,
        Column.APPROVER: entry.next_approver,
        Column.AUTHOR: entry.author,
        Column.UPDATED: entry.updated,
    }
    return short(texts[column])
