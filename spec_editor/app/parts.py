"""Makes the parts of the program; nothing is connected here."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QApplication

from spec_editor.app.appearance import Appearance
from spec_editor.app.engine_bridge import EngineBridge
from spec_editor.app.exports import ExportCommands
from spec_editor.app.files import FileCommands
from spec_editor.app.navigation import Navigation
from spec_editor.app.session import Session
from spec_editor.app.settings import Settings
from spec_editor.app.web import Web
from spec_editor.app.workspace import Workspace
from spec_editor.core.template import TemplateSource
from spec_editor.engine.client import Engine
from spec_editor.render.web import RendererWatch
from spec_editor.resources import resource
from spec_editor.ui.breadcrumb import Breadcrumb
from spec_editor.ui.editor.editor import SpecEditor
from spec_editor.ui.editor.find_bar import FindBar
from spec_editor.ui.outline.view import OutlinePanel
from spec_editor.ui.preview.view import PreviewView
from spec_editor.ui.status import StatusBar
from spec_editor.ui.welcome import WelcomePage
from spec_editor.ui.window import MainWindow, WindowParts
from spec_editor.ui.workspace.view import WorkspacePanel


@dataclass(frozen=True)
class Parts:
    """Everything that one window consists of."""

    settings: Settings
    appearance: Appearance
    web: Web
    workspace_panel: WorkspacePanel
    outline_panel: OutlinePanel
    breadcrumb: Breadcrumb
    editor: SpecEditor
    find_bar: FindBar
    preview: PreviewView
    status: StatusBar
    welcome: WelcomePage
    window: MainWindow
    engine: EngineBridge
    session: Session
    workspace: Workspace
    files: FileCommands
    exports: ExportCommands
    navigation: Navigation


def make_parts(
    application: QApplication,
    settings: Settings,
    templates: Sequence[TemplateSource],
    engine: Engine,
    web: Web,
) -> Parts:
    """Make a window and all that works behind it; the engine loads while the window is made."""
    bridge = EngineBridge(engine)
    appearance = Appearance(application, settings)
    theme = appearance.theme
    # A child of the page, so that it never looks at one that is gone.
    RendererWatch(web.page, parent=web.page)
    script = resource("preview", "preview.js").read_text(encoding="utf-8")
    editor = SpecEditor()
    workspace_panel, outline_panel = WorkspacePanel(theme), OutlinePanel(theme)
    breadcrumb, status, welcome = Breadcrumb(theme), StatusBar(theme), WelcomePage(theme)
    preview, find_bar = PreviewView(web.page, script), FindBar(editor)
    window = MainWindow(
        WindowParts(
            workspace=workspace_panel,
            outline=outline_panel,
            breadcrumb=breadcrumb,
            editor=editor,
            preview=preview,
            status=status,
            welcome=welcome,
            find_bar=find_bar,
        ),
        theme,
    )
    session = Session(editor.text, bridge.submit, window)
    workspace = Workspace(templates, window)

    def folders() -> tuple[Path, Path] | None:
        return workspace.folders_of(session.path)

    web.assets.folders = folders
    return Parts(
        settings=settings,
        appearance=appearance,
        web=web,
        workspace_panel=workspace_panel,
        outline_panel=outline_panel,
        breadcrumb=breadcrumb,
        editor=editor,
        find_bar=find_bar,
        preview=preview,
        status=status,
        welcome=welcome,
        window=window,
        engine=bridge,
        session=session,
        workspace=workspace,
        files=FileCommands(window, session, workspace, settings, editor.document().isModified),
        exports=ExportCommands(window, session, bridge, folders),
        navigation=Navigation(session, editor, preview, lambda: workspace.folder, window),
    )
