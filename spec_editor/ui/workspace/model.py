"""The workspace's rows: the folders and specifications of the opened folder."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QObject, Qt
from PySide6.QtGui import QBrush, QColor, QFont

from spec_editor.core.report import SpecEntry
from spec_editor.ui.icons import icon
from spec_editor.ui.theme import Theme
from spec_editor.ui.tree_model import Branch, Index, KeyedTreeModel
from spec_editor.ui.words import counted, percent, percent_text, rich_tip

Role = Qt.ItemDataRole
NAME, DONE = range(2)
COMPLETENESS_ROLE = Role.UserRole + 1  # float 0.0-1.0 or None
PATH_ROLE = Role.UserRole + 2  # absolute path of a specification, empty for a folder


@dataclass(frozen=True, slots=True)
class WorkspaceRow:
    """A folder, or a specification with its entry."""

    name: str
    entry: SpecEntry | None = None


class WorkspaceModel(KeyedTreeModel[WorkspaceRow]):
    """Name with the mark of unsaved changes, and how complete the specification is."""

    COLUMNS = 2

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._unsaved: set[str] = set()
        self._current = ""
        # Where each file's row is: thousands of them are brought up to date in a moment.
        self._places: dict[str, int] = {}
        self._set_icons(theme)

    def set_entries(self, entries: Sequence[SpecEntry]) -> None:
        """Show these specifications in their folders."""
        self.set_tree(in_folders(entries))

    def set_tree(self, branches: Sequence[Branch[WorkspaceRow]]) -> None:
        """Show these rows; rows whose keys stay keep their indexes."""
        super().set_tree(branches)
        rows = enumerate(self.values())
        self._places = {row.entry.path: place for place, row in rows if row.entry is not None}

    def update_entries(self, entries: Iterable[SpecEntry]) -> None:
        """Show what is known now about some specifications; one of an unknown path is left out."""
        for entry in entries:
            place = self._places.get(entry.path)
            if place is not None:
                self.show_at(place, WorkspaceRow(entry.parts[-1], entry))

    def set_unsaved(self, path: str, unsaved: bool) -> None:
        """Mark a specification as changed but not saved, or no longer so."""
        if unsaved != (path in self._unsaved):
            self._unsaved ^= {path}
            self._repaint(path)

    @property
    def current(self) -> str:
        """The path of the specification that is open, empty for none."""
        return self._current

    def set_current(self, path: str) -> None:
        """Mark the specification that is open; empty for none."""
        before, self._current = self._current, path
        self._repaint(before)
        self._repaint(path)

    def set_theme(self, theme: Theme) -> None:
        """Take on the theme's colours; the view paints itself anew."""
        self._set_icons(theme)

    def index_of(self, path: str) -> QModelIndex:
        """Return the row of a specification, invalid when it is not shown."""
        place = self._places.get(path)
        return QModelIndex() if place is None else self.index_at(place)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> object:
        """Name the columns for screen readers."""
        if orientation == Qt.Orientation.Horizontal and role == Role.DisplayRole:
            return ("Specification", "Complete")[section]
        return None

    def data(self, index: Index, role: int = Role.DisplayRole) -> object:
        """Return what one cell shows."""
        if not index.isValid():
            return None
        row = self.value(index)
        if role == PATH_ROLE:
            return row.entry.path if row.entry else ""
        if role == COMPLETENESS_ROLE:
            return row.entry.completeness if row.entry else None
        if role == Role.ToolTipRole:
            return self._tip(row)
        if role == Role.AccessibleTextRole:
            return self._spoken(row)
        if index.column() == NAME:
            return self._name_data(row, role)
        if role == Role.DisplayRole:
            return _done_text(row.entry)
        if role == Role.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Role.ForegroundRole:
            return QBrush(self._alarm if row.entry and row.entry.problem else self._quiet)
        return None

    def _name_data(self, row: WorkspaceRow, role: int) -> object:
        """Return what the first column shows."""
        unsaved = row.entry is not None and row.entry.path in self._unsaved
        if role == Role.DisplayRole:
            return row.name
        if role == Role.DecorationRole:
            if row.entry is None:
                return self._folder
            if unsaved:
                return self._changed
            return self._broken if row.entry.problem else self._file
        if role == Role.FontRole and row.entry is not None and row.entry.path == self._current:
            font = QFont()
            font.setWeight(QFont.Weight.DemiBold)
            return font
        return None

    def _tip(self, row: WorkspaceRow) -> str:
        """Return the tooltip: title, path, how far it is or what is wrong."""
        if row.entry is None:
            return rich_tip(row.name)
        entry = row.entry
        unsaved = "Unsaved changes" if entry.path in self._unsaved else ""
        return rich_tip(entry.title or row.name, _state_text(entry), unsaved, entry.path)

    def _spoken(self, row: WorkspaceRow) -> str:
        """Return the whole row as a screen reader says it."""
        if row.entry is None:
            return f"Folder {row.name}"
        unsaved = ", unsaved changes" if row.entry.path in self._unsaved else ""
        return f"{row.name}, {_state_text(row.entry)}{unsaved}"

    def _set_icons(self, theme: Theme) -> None:
        """Draw the icons in the theme's colours."""
        self._quiet = QColor(theme.muted)
        self._alarm = QColor(theme.error)
        self._folder = icon("folder-outline", theme, theme.muted)
        self._file = icon("file-document-outline", theme, theme.muted)
        self._changed = icon("circle-edit-outline", theme, theme.accent)
        self._broken = icon("file-alert-outline", theme, theme.error)

    def _repaint(self, path: str) -> None:
        """Tell the views that one specification looks different now."""
        index = self.index_of(path)
        if index.isValid():
            self.row_changed(index)


def in_folders(entries: Sequence[SpecEntry]) -> list[Branch[WorkspaceRow]]:
    """Return the entries as a tree, folders before files, each in alphabetical order."""
    top: list[Branch[WorkspaceRow]] = []
    folders: dict[tuple[str, ...], list[Branch[WorkspaceRow]]] = {(): top}
    for entry in sorted(entries, key=_order):
        for depth in range(1, len(entry.parts)):
            place = entry.parts[:depth]
            if place not in folders:
                folder = Branch(("folder", place[-1]), WorkspaceRow(place[-1]))
                folders[place[:-1]].append(folder)
                folders[place] = folder.children
        name = entry.parts[-1]
        folders[entry.parts[:-1]].append(Branch(("file", name), WorkspaceRow(name, entry)))
    return top


def _order(entry: SpecEntry) -> tuple[tuple[int, str, str], ...]:
    """Return what sorts folders before files and ignores upper and lower case."""
    last = len(entry.parts) - 1
    return tuple((int(n == last), part.casefold(), part) for n, part in enumerate(entry.parts))


def _done_text(entry: SpecEntry | None) -> str:
    """Return the short text at the right end of a row."""
    if entry is None:
        return ""
    if entry.problem:
        return "!"
    return "…" if entry.completeness is None else percent_text(entry.completeness)


def _state_text(entry: SpecEntry) -> str:
    """Return in words how far a specification is."""
    if entry.problem:
        return entry.problem
    if entry.completeness is None:
        return "not checked yet"
    left = counted(entry.placeholders, "placeholder")
    return f"{percent(entry.completeness)} % complete, {left} left"
