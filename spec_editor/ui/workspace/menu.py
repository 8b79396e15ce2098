"""What can be done with a row of the workspace: the context menu and its keys."""

from PySide6.QtWidgets import QWidget

from spec_editor.ui.row_menu import Entry, RowMenu, keys_of
from spec_editor.ui.theme import Theme
from spec_editor.ui.workspace.rows import FolderRow, Row

OPEN, NEW, RENAME, DUPLICATE, MOVE, DELETE = "open", "new", "rename", "duplicate", "move", "delete"
COPY_PATH, REVEAL, HISTORY = "copy-path", "reveal", "history"
ADD_FOLDER, REMOVE_FOLDER = "add-folder", "remove-folder"


ENTRIES = (
    Entry(OPEN, "&Open", "file-document-outline", "Return"),
    Entry(NEW, "&New Specification Here…", "file-plus-outline"),
    Entry(RENAME, "&Rename…", "rename-outline", "F2", 1),
    Entry(DUPLICATE, "D&uplicate", "content-duplicate", group=1),
    Entry(MOVE, "&Move to…", "folder-move-outline", group=1),
    Entry(DELETE, "&Delete…", "trash-can-outline", "Del", 1),
    Entry(COPY_PATH, "&Copy Path", "content-copy", "Ctrl+C", 2),
    Entry(REVEAL, "Re&veal in File Manager", "folder-search-outline", group=2),
    Entry(HISTORY, "&History…", "history", group=3),
    Entry(ADD_FOLDER, "&Add Folder to Workspace…", "folder-plus-outline", group=4),
    Entry(REMOVE_FOLDER, "Remove &Folder from Workspace", "folder-remove-outline", group=4),
)
_OF_SPEC = frozenset(
    {OPEN, NEW, RENAME, DUPLICATE, MOVE, DELETE, COPY_PATH, REVEAL, HISTORY, ADD_FOLDER}
)
_OF_FOLDER = frozenset({NEW, COPY_PATH, REVEAL, ADD_FOLDER})
_OF_FOLDER_BELOW = frozenset({RENAME, MOVE, DELETE})
_BESIDE = frozenset({NEW, ADD_FOLDER})
# Enter opens in any list, and is no key of the menu's alone.
KEYS = keys_of(ENTRIES[1:])


def possible(row: Row | None) -> frozenset[str]:
    """Return the names of what can be done with a row, or beside all rows for None."""
    if row is None:
        return _BESIDE
    if isinstance(row, FolderRow):
        return _OF_FOLDER | ({REMOVE_FOLDER} if row.is_opened else _OF_FOLDER_BELOW)
    return _OF_SPEC


class WorkspaceMenu(RowMenu):
    """The context menu of one row, with what can be done there."""

    def __init__(self, row: Row | None, theme: Theme, parent: QWidget | None = None) -> None:
        names = possible(row)
        super().__init__((entry for entry in ENTRIES if entry.name in names), "", theme, parent)
        self.setObjectName("workspaceMenu")
