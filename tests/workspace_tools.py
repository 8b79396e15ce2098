"""Rows of the workspace that its tests look at."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex
from pytestqt.qtbot import QtBot

from spec_editor.core.report import SpecEntry
from spec_editor.ui.theme import LIGHT, Theme
from spec_editor.ui.workspace.panel import WorkspacePanel
from spec_editor.ui.workspace.rows import OpenFolder
from spec_editor.ui.workspace.view import WorkspaceView

Entries = tuple[SpecEntry, ...]
SIGN_ON = "/specs/platform/identity/sign-on.md"
BILLING = "/specs/Billing.md"
FOLDER = "/specs/platform"
OPENED = OpenFolder("/specs")


def listed(view: WorkspaceView) -> list[str]:
    """Return the names of the rows of the first level."""
    model = view.model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def index_of(view: WorkspaceView, path: str) -> QModelIndex:
    return view.entries.index_of(path)


def shown_panel(
    qtbot: QtBot,
    entries: Sequence[SpecEntry],
    theme: Theme = LIGHT,
    folder: OpenFolder = OPENED,
    height: int = 500,
) -> WorkspacePanel:
    """Return a panel that shows the specifications of a folder."""
    panel = WorkspacePanel(theme)
    qtbot.addWidget(panel)
    panel.resize(300, height)
    panel.set_folders((folder,))
    panel.view.set_entries(entries)
    panel.show()
    return panel
