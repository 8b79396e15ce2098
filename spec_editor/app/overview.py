"""What is known of all specifications, for the views that list them."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject

from spec_editor.app.dashboard import title_of
from spec_editor.app.parts import Parts
from spec_editor.core.report import SpecEntry
from spec_editor.ui.theme import Theme


class OverviewReactions(QObject):
    """Shows the specifications in the tree, on the dashboard and in the palette; opens them."""

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts.window)
        self._parts = parts
        self._views = (parts.workspace_panel.view, parts.dashboard, parts.quick_open)
        self.show_recent(parts.files.recent())

    def show_listed(self, entries: Sequence[SpecEntry]) -> None:
        """Show these specifications and no others."""
        for view in self._views:
            view.set_entries(entries)

    def show_entries(self, entries: Sequence[SpecEntry]) -> None:
        """Show what is known now about some of them."""
        for view in self._views:
            view.update_entries(entries)

    def show_entry(self, entry: SpecEntry) -> None:
        """Show what is known now about one of them."""
        self.show_entries((entry,))

    def show_folders(self, folders: Sequence[Path]) -> None:
        """Say whose specifications they are."""
        self._parts.dashboard.set_title(title_of(folders))

    def forget(self) -> None:
        """Nothing is known yet of the specifications of another folder."""
        self.show_listed(())

    def show_recent(self, paths: tuple[str, ...]) -> None:
        """Offer the recent files."""
        self._parts.quick_open.set_recent(paths)

    def show_theme(self, theme: Theme) -> None:
        """Use other colours."""
        self._parts.quick_open.set_theme(theme)

    def open(self, path: str) -> None:
        """Open a specification and go to its text."""
        if self._parts.files.open_file(Path(path)):
            self.show_text()

    def show_history(self, path: str) -> None:
        """Open a specification and its earlier versions."""
        if self._parts.files.open_file(Path(path)):
            self.show_text()
            self._parts.versions.open()

    def show_text(self) -> None:
        """Go from the dashboard to the text."""
        self._parts.window.show_dashboard(False)
        self._parts.window.focus_text()

    def leave_dashboard(self) -> None:
        """Show what was shown before the dashboard; the keyboard stays where it is."""
        self._parts.window.show_dashboard(False)

    def filter_workspace(self) -> None:
        """Give the keyboard to the workspace's filter, which may be hidden."""
        self._parts.window.show_part("workspace", True)
        self._parts.workspace_panel.go_to_filter()
