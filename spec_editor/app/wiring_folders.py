"""Connects the opened folders: one or several, what is in them, what is looked for in them."""

from spec_editor.app.folder_reactions import FolderReactions
from spec_editor.app.parts import Parts


def wire_folders(parts: Parts) -> None:
    """Folders → views; adding, removing and looking into them."""
    folders, workspace = FolderReactions(parts), parts.workspace
    view = parts.workspace_panel.view
    workspace.folders_changed.connect(folders.show_folders)
    workspace.folders_changed.connect(parts.last_session.note)
    workspace.branches_changed.connect(folders.show_branches)
    workspace.noticed.connect(folders.show_notice)
    workspace.losses_changed.connect(folders.show_losses)
    workspace.listed.connect(folders.take_listed)
    parts.documents.shown.connect(folders.take_shown)
    parts.workspace_panel.add_folder_requested.connect(parts.files.ask_added_folder)
    parts.window.command("file.add_folder").triggered.connect(parts.files.ask_added_folder)
    view.remove_folder_requested.connect(folders.remove)
    view.text_search_requested.connect(folders.look_for)
    parts.text_search.found.connect(view.show_found_text)
