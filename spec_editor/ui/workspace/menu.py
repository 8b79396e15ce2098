"""What can be done with a row of the workspace: the context menu and its keys."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from spec_editor.ui.icons import icon
from spec_editor.ui.theme import Theme
from spec_editor.ui.workspace.rows import FolderRow, Row

OPEN, NEW, RENAME, DUPLICATE, MOVE, DELETE = "open", "new", "rename", "duplicate", "move", "delete"
COPY_PATH, REVEAL, HISTORY = "copy-path", "reveal", "history"
ADD_FOLDER, REMOVE_FOLDER = "add-folder", "remove-folder"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the menu."""

    name: str
    text: str
    glyph: str
    keys: str = ""
    group: int = 0


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
_KEYS = {QKeySequence(entry.keys): entry.name for entry in ENTRIES[1:] if entry.keys}


def possible(row: Row | None) -> frozenset[str]:
    """Return the names of what can be done with a row, or beside all rows for None."""
    if row is None:
        return _BESIDE
    if isinstance(row, FolderRow):
        return _OF_FOLDER | ({REMOVE_FOLDER} if row.is_opened else _OF_FOLDER_BELOW)
    return _OF_SPEC


class WorkspaceMenu(QMenu):
    """The context menu of one row, with what can be done there."""

    chosen = Signal(str)  # name of the entry

    def __init__(self, row: Row | None, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("workspaceMenu")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        group = 0
        for entry in ENTRIES:
            if entry.name not in possible(row):
                continue
            if entry.group != group and not self.isEmpty():
                self.addSeparator()
            group = entry.group
            native = QKeySequence(entry.keys).toString(QKeySequence.SequenceFormat.NativeText)
            action = self.addAction(f"{entry.text}\t{native}" if native else entry.text)
            action.setObjectName(entry.name)
            action.setIcon(icon(entry.glyph, theme, theme.muted))
        self.triggered.connect(lambda action: self.chosen.emit(action.objectName()))


def name_of_keys(event: QKeyEvent) -> str:
    """Return the name of the entry whose keys were pressed, empty for none."""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    keys = QKeySequence(event.keyCombination().key().value | modifiers.value)
    return next((name for known, name in _KEYS.items() if known == keys), "")
