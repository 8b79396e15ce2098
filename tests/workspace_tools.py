"""Rows of the workspace that its tests look at."""

from PySide6.QtCore import QModelIndex

from spec_editor.core.report import SpecEntry
from spec_editor.ui.workspace.view import WorkspaceView

Entries = tuple[SpecEntry, ...]
SIGN_ON = "/specs/platform/identity/sign-on.md"
BILLING = "/specs/Billing.md"
FOLDER = "/specs/platform"


def listed(view: WorkspaceView) -> list[str]:
    """Return the names of the rows of the first level."""
    model = view.model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def index_of(view: WorkspaceView, path: str) -> QModelIndex:
    return view.entries.index_of(path)
