"""Asks Git about the opened folders, in a thread."""

from pathlib import Path
from threading import Event

from PySide6.QtCore import QObject, Signal

from spec_editor.app.background import Background
from spec_editor.storage.folder import SUFFIXES
from spec_editor.storage.git import git_state


class GitLook(QObject):
    """Tells what Git says of folders; of two questions about one folder the later one counts."""

    found = Signal(object, str, object)  # Path of the folder, branch, dict[str, str] by path

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: set[Path] = set()
        self._stop = Event()
        self._background = Background("git-look", self)

    def ask(self, folder: Path) -> None:
        """Find out what Git says of a folder now; returns at once."""
        if folder not in self._waiting:
            self._waiting.add(folder)
            self._background.run(lambda: self._look(folder), lambda said: self.found.emit(*said))

    def close(self) -> None:
        """Ask nothing more, and end what is under way."""
        self._stop.set()
        self._background.close()

    def _look(self, folder: Path) -> tuple[Path, str, dict[str, str]]:
        """Run in the thread."""
        self._waiting.discard(folder)
        state = git_state(folder, SUFFIXES, is_stopped=self._stop.is_set)
        return folder, state.branch, {str(path): said for path, said in state.files.items()}
