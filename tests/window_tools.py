"""A window with stand-ins for the parts that need an engine."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPlainTextEdit

from spec_editor.ui.breadcrumb import Breadcrumb
from spec_editor.ui.dashboard.page import Dashboard
from spec_editor.ui.document_tabs import DocumentTabs
from spec_editor.ui.guidance import GuidancePanel
from spec_editor.ui.outline.panel import OutlinePanel
from spec_editor.ui.problems.panel import ProblemsPanel
from spec_editor.ui.status import StatusBar
from spec_editor.ui.theme import LIGHT
from spec_editor.ui.welcome import WelcomePage
from spec_editor.ui.window import MainWindow, WindowParts
from spec_editor.ui.workspace.panel import WorkspacePanel


def new_window() -> MainWindow:
    """Return a window that is not shown yet."""
    preview = QLabel("preview")
    preview.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    parts = WindowParts(
        workspace=WorkspacePanel(LIGHT),
        outline=OutlinePanel(LIGHT),
        tabs=DocumentTabs(),
        breadcrumb=Breadcrumb(LIGHT),
        editor=QPlainTextEdit(),
        preview=preview,
        status=StatusBar(LIGHT),
        welcome=WelcomePage(LIGHT),
        dashboard=Dashboard(LIGHT),
        problems=ProblemsPanel(LIGHT),
        guidance=GuidancePanel(LIGHT),
        find_bar=QLabel("find"),
    )
    return MainWindow(parts, LIGHT)
