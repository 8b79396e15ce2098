"""What the window shows of the opened folders, and looks for in them."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QObject

from spec_editor.app.documents import OpenDocument
from spec_editor.app.parts import Parts
from spec_editor.core.report import SpecEntry
from spec_editor.ui.notices import Notice
from spec_editor.ui.workspace.rows import OpenFolder

_NOTICE = "folders"


class FolderReactions(QObject):
    """Shows the folders with their branches, and finds words in their specifications."""

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts.window)
        self._parts = parts
        self._paths: tuple[Path, ...] = ()
        self._branches: Mapping[Path, str] = {}
        self._losses: Mapping[Path, str] = {}

    def show_folders(self, _folders: object = None) -> None:
        """Name the opened folders."""
        folders = self._parts.workspace.folders
        branches, losses = self._branches, self._losses
        opened = [
            OpenFolder(str(path), branches.get(path, ""), losses.get(path, "")) for path in folders
        ]
        self._parts.workspace_panel.set_folders(opened)

    def show_branches(self, branches: Mapping[Path, str]) -> None:
        """Name the branch of each folder in a repository."""
        self._branches = branches
        self.show_folders()

    def show_losses(self, losses: Mapping[Path, str]) -> None:
        """Say which folders cannot be read now, and why, where they stand."""
        self._losses = losses
        self.show_folders()

    def show_notice(self, text: str) -> None:
        """Say which files are not shown; an empty text says that all are."""
        notices = self._parts.window.notices
        if text:
            notices.show_notice(Notice(_NOTICE, text, "warning"))
        else:
            notices.hide_notice(_NOTICE)

    def take_listed(self, entries: Sequence[SpecEntry]) -> None:
        """Take note of which specifications there are."""
        self._paths = tuple(Path(entry.path) for entry in entries)

    def look_for(self, words: str) -> None:
        """Find words in all specifications."""
        self._parts.text_search.look_for(words, self._paths)

    def remove(self, folder: str) -> None:
        """Close one of the folders; its files stay as they are."""
        self._parts.workspace.remove(Path(folder))

    def take_shown(self, document: OpenDocument | None) -> None:
        """Take note of the folder that is worked in."""
        is_file = document is not None and not document.is_untitled
        self._parts.workspace.set_current(document.path if document and is_file else None)
