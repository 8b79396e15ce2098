"""Makes what the window shows."""

from dataclasses import dataclass

from spec_editor.app.web import Web
from spec_editor.render.page import preview_script
from spec_editor.ui.breadcrumb import Breadcrumb
from spec_editor.ui.dashboard.page import Dashboard
from spec_editor.ui.document_tabs import DocumentTabs
from spec_editor.ui.editor.editor import SpecEditor
from spec_editor.ui.editor.find_bar import FindBar
from spec_editor.ui.guidance import GuidancePanel
from spec_editor.ui.outline.panel import OutlinePanel
from spec_editor.ui.preview.view import PreviewView
from spec_editor.ui.problems.panel import ProblemsPanel
from spec_editor.ui.status import StatusBar
from spec_editor.ui.theme import Theme
from spec_editor.ui.welcome import WelcomePage
from spec_editor.ui.window import MainWindow, WindowParts
from spec_editor.ui.workspace.panel import WorkspacePanel


@dataclass(frozen=True)
class Views:
    """The widgets that the window is made of."""

    workspace_panel: WorkspacePanel
    outline_panel: OutlinePanel
    problems_panel: ProblemsPanel
    guidance_panel: GuidancePanel
    tabs: DocumentTabs
    breadcrumb: Breadcrumb
    editor: SpecEditor
    find_bar: FindBar
    preview: PreviewView
    status: StatusBar
    welcome: WelcomePage
    dashboard: Dashboard


def make_views(web: Web, theme: Theme) -> Views:
    """Make them; nothing is open yet."""
    editor = SpecEditor()
    return Views(
        workspace_panel=WorkspacePanel(theme),
        outline_panel=OutlinePanel(theme),
        problems_panel=ProblemsPanel(theme),
        guidance_panel=GuidancePanel(theme),
        tabs=DocumentTabs(),
        breadcrumb=Breadcrumb(theme),
        editor=editor,
        find_bar=FindBar(editor),
        preview=PreviewView(web.page, preview_script()),
        status=StatusBar(theme),
        welcome=WelcomePage(theme),
        dashboard=Dashboard(theme),
    )


def make_window(views: Views, theme: Theme) -> MainWindow:
    """Make the window around them."""
    parts = WindowParts(
        workspace=views.workspace_panel,
        outline=views.outline_panel,
        problems=views.problems_panel,
        guidance=views.guidance_panel,
        tabs=views.tabs,
        breadcrumb=views.breadcrumb,
        editor=views.editor,
        find_bar=views.find_bar,
        preview=views.preview,
        status=views.status,
        welcome=views.welcome,
        dashboard=views.dashboard,
    )
    return MainWindow(parts, theme)
