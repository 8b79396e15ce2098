"""Makes the parts of the program; nothing is connected here."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QApplication

from spec_editor.app.acting import Acting
from spec_editor.app.appearance import Appearance
from spec_editor.app.dashboard import DashboardExport
from spec_editor.app.diagrams import DiagramCommands
from spec_editor.app.document_parts import DocumentParts, make_document_parts
from spec_editor.app.downloads import ImageDownloads
from spec_editor.app.engine_bridge import EngineBridge
from spec_editor.app.exports import ExportCommands
from spec_editor.app.file_questions import FileQuestions
from spec_editor.app.files import FileCommands
from spec_editor.app.flavours import Flavours
from spec_editor.app.garbage import GarbageCollector
from spec_editor.app.in_step import InStep
from spec_editor.app.judging import Judging
from spec_editor.app.last_session import LastSession
from spec_editor.app.moved import MovedSection
from spec_editor.app.navigation import Navigation
from spec_editor.app.pacer import ReportPacer
from spec_editor.app.pane_commands import PaneCommands
from spec_editor.app.remote_images import RemoteImages
from spec_editor.app.reveal import Reveal
from spec_editor.app.session import Session
from spec_editor.app.settings import Settings
from spec_editor.app.text_search import TextSearch
from spec_editor.app.views import Views, make_views, make_window
from spec_editor.app.watching import Watching
from spec_editor.app.web import Web
from spec_editor.app.workspace import Workspace
from spec_editor.core.setup import Setup
from spec_editor.engine.client import Engine
from spec_editor.ui.summary import Summary
from spec_editor.ui.window import MainWindow
from spec_editor.ui.workspace.quick_open import QuickOpen


@dataclass(frozen=True)
class Parts(DocumentParts, Views):
    """Everything that one window consists of."""

    garbage: GarbageCollector
    settings: Settings
    appearance: Appearance
    web: Web
    summary: Summary
    quick_open: QuickOpen
    reveal: Reveal
    window: MainWindow
    engine: EngineBridge
    session: Session
    pacer: ReportPacer
    workspace: Workspace
    judging: Judging
    text_search: TextSearch
    watching: Watching
    flavours: Flavours
    files: FileCommands
    file_questions: FileQuestions
    last_session: LastSession
    exports: ExportCommands
    dashboard_export: DashboardExport
    diagrams: DiagramCommands
    navigation: Navigation
    pane_commands: PaneCommands
    downloads: ImageDownloads
    remote_images: RemoteImages
    in_step: InStep
    acting: Acting
    moved: MovedSection


def make_parts(
    application: QApplication, settings: Settings, setup: Setup, engine: Engine, web: Web
) -> Parts:
    """Make a window and all that works behind it; the engine loads while the window is made."""
    bridge = EngineBridge(engine)
    appearance = Appearance(application, settings)
    theme = appearance.theme
    views = make_views(web, theme)
    window = make_window(views, theme)
    appearance.dress()
    editor, preview = views.editor, views.preview
    workspace = Workspace(setup, window)
    judging = Judging(workspace)
    flavours = Flavours(settings, lambda: workspace.folder, window)
    document_parts = make_document_parts(window, editor, lambda: workspace.folders)
    session = Session(bridge.submit, judging.judging_of, window, flavours.reading_of)
    files = FileCommands(window, document_parts.documents, workspace, settings)

    def folders() -> tuple[Path, Path] | None:
        return judging.folders_of(session.path)

    downloads = ImageDownloads(window)
    remote_images = RemoteImages(downloads, parent=window)
    web.assets.folders, web.assets.remote = folders, remote_images.picture
    return Parts(
        **vars(views),
        **vars(document_parts),
        garbage=GarbageCollector(window),
        settings=settings,
        appearance=appearance,
        web=web,
        summary=Summary(theme, window),
        quick_open=QuickOpen(theme, window),
        reveal=Reveal(window),
        window=window,
        engine=bridge,
        session=session,
        pacer=ReportPacer(parent=window),
        workspace=workspace,
        judging=judging,
        text_search=TextSearch(window),
        watching=Watching(window),
        flavours=flavours,
        files=files,
        file_questions=FileQuestions(
            window, document_parts.documents, document_parts.file_operations, workspace.folder_of
        ),
        last_session=LastSession(document_parts.documents, workspace, files, settings, window),
        diagrams=DiagramCommands(window, web.assets, session, editor.text, appearance),
        dashboard_export=DashboardExport(window, views.dashboard, workspace),
        exports=ExportCommands(window, session, bridge, folders, remote_images.picture_at),
        navigation=Navigation(session, editor, preview, lambda: workspace.folder, window),
        downloads=downloads,
        remote_images=remote_images,
        pane_commands=PaneCommands(window, editor, views.find_bar, preview),
        in_step=InStep(session, editor, preview, window),
        acting=Acting(window, session, editor, window),
        moved=MovedSection(session, editor, window),
    )
