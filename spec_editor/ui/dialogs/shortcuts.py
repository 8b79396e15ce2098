"""All keyboard shortcuts in one list."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from spec_editor.ui.commands import COMMANDS, plain_text, shortcut_text
from spec_editor.ui.controls import Button

_EDITOR = "Writing"
_EDITOR_KEYS = (
    (_EDITOR, "Continue a list; on an empty item, end it", "Enter"),
    (_EDITOR, "Indent list items or the selection", "Tab"),
    (_EDITOR, "Take the indentation back", "Shift+Tab"),
    (_EDITOR, "Fix the problem at the cursor, or in the list of problems", "Ctrl+."),
    (_EDITOR, "Go from a panel back to the text", "Esc"),
)


class ShortcutsDialog(QDialog):
    """A list of what can be done by keys, by menu, with a filter."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("shortcutsDialog")
        self.setWindowTitle("Keyboard Shortcuts")
        self.resize(480, 560)
        self.filter = QLineEdit()
        self.filter.setPlaceholderText("Filter by text or key")
        self.filter.setAccessibleName("Filter shortcuts")
        self.filter.setClearButtonEnabled(True)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QScrollArea.Shape.NoFrame)
        buttons = QDialogButtonBox()
        buttons.addButton(Button("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(24, 24, 24, 16)
        rows.setSpacing(12)
        rows.addWidget(self.filter)
        rows.addWidget(self._area, 1)
        rows.addWidget(buttons)
        self.filter.textChanged.connect(self._show)
        self._show("")

    def entries(self) -> list[tuple[str, str, str]]:
        """Return what is shown as (group, text, keys)."""
        wanted = self.filter.text().strip().casefold()
        return [entry for entry in all_shortcuts() if wanted in " ".join(entry).casefold()]

    def _show(self, _text: str) -> None:
        """Build the list."""
        self._area.setWidget(_list_of(self.entries()))


def all_shortcuts() -> list[tuple[str, str, str]]:
    """Return every shortcut of this platform as (menu, text, keys)."""
    found = [
        (command.menu.partition("/")[0].replace("&", ""), plain_text(command), keys)
        for command in COMMANDS
        if (keys := shortcut_text(command))
    ]
    return [*found, *_EDITOR_KEYS]


def _list_of(entries: Sequence[tuple[str, str, str]]) -> QWidget:
    """Return the entries below the titles of their groups."""
    page = QWidget()
    page.setObjectName("shortcutList")
    grid = QGridLayout(page)
    grid.setContentsMargins(0, 0, 16, 0)
    grid.setHorizontalSpacing(24)
    grid.setVerticalSpacing(8)
    grid.setColumnStretch(0, 1)
    last = ""
    for group, text, keys in entries:
        if group != last:
            title = QLabel(group)
            title.setProperty("role", "title")
            title.setContentsMargins(0, 8 if last else 0, 0, 0)
            grid.addWidget(title, grid.rowCount(), 0, 1, 2)
            last = group
        row = grid.rowCount()
        grid.addWidget(QLabel(text), row, 0)
        label = QLabel(keys)
        label.setProperty("role", "key")
        grid.addWidget(label, row, 1, Qt.AlignmentFlag.AlignRight)
    if not entries:
        none = QLabel("No shortcut fits.")
        none.setProperty("role", "muted")
        grid.addWidget(none, 0, 0)
    grid.setRowStretch(grid.rowCount(), 1)
    return page
