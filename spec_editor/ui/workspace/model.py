"""The workspace's rows as a model: folders and specifications, brought up to date in place."""

from collections.abc import Iterable

from PySide6.QtCore import (
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtGui import QFont

from spec_editor.core.report import SpecEntry
from spec_editor.core.words import unmasked
from spec_editor.ui.workspace.folder_tree import FolderTreeModel
from spec_editor.ui.workspace.rows import FolderRow
from spec_editor.ui.workspace.texts import folder_tip, spec_tip, spoken_folder, spoken_spec

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
ROW_ROLE = Role.UserRole + 1  # FolderRow or SpecEntry
UNSAVED_ROLE = Role.UserRole + 2  # bool
MIME = "application/x-spec-editor-specification"

_FOLDER = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDropEnabled
_SPEC = (
    Qt.ItemFlag.ItemIsEnabled
    | Qt.ItemFlag.ItemIsSelectable
    | Qt.ItemFlag.ItemIsDragEnabled
    | Qt.ItemFlag.ItemNeverHasChildren
)


class WorkspaceModel(FolderTreeModel):
    """What each row shows: a folder, or a specification with its marks."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._unsaved: set[str] = set()
        self._current = ""

    def set_unsaved(self, path: str, unsaved: bool) -> None:
        """Mark a specification as changed but not saved, or no longer so."""
        if unsaved != (path in self._unsaved):
            self._unsaved ^= {path}
            self._tell(self.index_of(path))

    @property
    def unsaved(self) -> frozenset[str]:
        """The paths of the specifications that are not saved."""
        return frozenset(self._unsaved)

    @property
    def current(self) -> str:
        """The path of the specification that is open, empty for none."""
        return self._current

    def set_current(self, path: str) -> None:
        """Mark the specification that is open; empty for none."""
        before, self._current = self._current, path
        self._tell(self.index_of(before))
        self._tell(self.index_of(path))

    # What Qt asks

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return that specifications can be dragged, and dropped onto folders."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        folder = self._folders[index.internalId()]
        return _SPEC if index.row() >= len(folder.folders) else _FOLDER

    def data(self, index: Index, role: int = Role.DisplayRole) -> object:
        """Return what one row shows."""
        if not index.isValid():
            return None
        row = self.row(index)
        if role == ROW_ROLE:
            return row
        if isinstance(row, FolderRow):
            return self._folder_data(row, role)
        return self._spec_data(row, role)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> object:
        """Name the column for screen readers."""
        is_title = orientation == Qt.Orientation.Horizontal and role == Role.DisplayRole
        return "Specification" if is_title and section == 0 else None

    def mimeTypes(self) -> list[str]:
        """Return how a dragged specification is told."""
        return [MIME]

    def mimeData(self, indexes: Iterable[Index]) -> QMimeData:
        """Return the path of a dragged specification."""
        rows = [self.row(index) for index in indexes]
        data = QMimeData()
        for row in rows:
            if isinstance(row, SpecEntry):
                data.setData(MIME, row.path.encode("utf-8", "surrogateescape"))
        return data

    def _folder_data(self, row: FolderRow, role: int) -> object:
        if role == Role.DisplayRole:
            return unmasked(row.name)
        if role == Role.ToolTipRole:
            return folder_tip(row)
        if role == Role.AccessibleTextRole:
            return spoken_folder(row)
        return None

    def _spec_data(self, entry: SpecEntry, role: int) -> object:
        if role == Role.DisplayRole:
            return unmasked(entry.parts[-1])
        if role == UNSAVED_ROLE:
            return entry.path in self._unsaved
        if role == Role.ToolTipRole:
            return spec_tip(entry, entry.path in self._unsaved)
        if role == Role.AccessibleTextRole:
            return spoken_spec(entry, entry.path in self._unsaved)
        if role == Role.FontRole and entry.path == self._current:
            font = QFont()
            font.setWeight(QFont.Weight.DemiBold)
            return font
        return None
