"""Connects what lists all specifications: tree, dashboard, palette."""

from spec_editor.app.document_reactions import DocumentReactions
from spec_editor.app.overview import OverviewReactions
from spec_editor.app.parts import Parts
from spec_editor.app.settings import WORKSPACE_LOOK
from spec_editor.ui.workspace.look import read_look


def wire_overview(parts: Parts, document: DocumentReactions) -> None:
    """Folder → views, and from there to a specification."""
    overview, command = OverviewReactions(parts), parts.window.command
    # Before others bring the open documents' entries up to their unsaved texts.
    parts.workspace.listed.connect(overview.show_listed)
    parts.workspace.entries_changed.connect(overview.show_entries)
    document.entry_known.connect(overview.show_entry)
    parts.files.folder_opened.connect(overview.forget)
    parts.workspace.folders_changed.connect(overview.show_folders)
    parts.files.recent_changed.connect(overview.show_recent)
    parts.appearance.theme_changed.connect(overview.show_theme)
    command("go.file").triggered.connect(parts.quick_open.open)
    command("go.workspace_filter").triggered.connect(overview.filter_workspace)
    parts.quick_open.file_requested.connect(overview.open)
    parts.workspace_panel.view.reveal_requested.connect(parts.reveal.show)
    parts.reveal.told.connect(parts.status.show_message)
    parts.workspace_panel.view.history_requested.connect(overview.show_history)
    parts.workspace_panel.set_look(read_look(parts.settings.get(WORKSPACE_LOOK)))
    parts.workspace_panel.look_chosen.connect(
        lambda look: parts.settings.set(WORKSPACE_LOOK, look.words)
    )
    _wire_dashboard(parts, overview, document)


def _wire_dashboard(parts: Parts, overview: OverviewReactions, document: DocumentReactions) -> None:
    """To the dashboard and back."""
    parts.workspace_panel.dashboard_requested.connect(
        lambda: parts.window.show_dashboard(not parts.window.is_dashboard)
    )
    parts.dashboard.file_requested.connect(overview.open)
    parts.dashboard.left.connect(overview.show_text)
    parts.dashboard.export_requested.connect(parts.dashboard_export.ask)
    parts.dashboard_export.exported.connect(document.show_exported)
    # What leads to the text leads away from the dashboard.
    parts.tabs.tabBarClicked.connect(overview.leave_dashboard)
    parts.workspace_panel.view.file_requested.connect(overview.leave_dashboard)
    parts.outline_panel.view.line_requested.connect(overview.leave_dashboard)
