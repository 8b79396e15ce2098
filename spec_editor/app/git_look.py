"""Asks Git about the opened folders, in a thread of its own."""

import threading
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from spec_editor.storage.folder import SUFFIXES
from spec_editor.storage.git import git_state


class GitLook(QObject):
    """Tells what Git says of folders; of two questions about one folder the later one counts."""

    found = Signal(object, str, object)  # Path of the folder, branch, dict[str, str] by path

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._asked: dict[Path, None] = {}
        self._changed = threading.Condition()
        self._closed = threading.Event()
        self._thread: threading.Thread | None = None

    def ask(self, folder: Path) -> None:
        """Find out what Git says of a folder now; returns at once."""
        with self._changed:
            self._asked[folder] = None
            self._changed.notify()
            if self._thread is None and not self._closed.is_set():
                self._thread = threading.Thread(target=self._run, name="git-look", daemon=True)
                self._thread.start()

    def close(self) -> None:
        """Ask nothing more, and end what is under way."""
        self._closed.set()
        with self._changed:
            self._changed.notify()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        while (folder := self._next()) is not None:
            state = git_state(folder, SUFFIXES, is_stopped=self._closed.is_set)
            if not self._closed.is_set():
                states = {str(path): said for path, said in state.files.items()}
                self.found.emit(folder, state.branch, states)

    def _next(self) -> Path | None:
        with self._changed:
            while not self._asked and not self._closed.is_set():
                self._changed.wait()
            if self._closed.is_set():
                return None
            folder = next(iter(self._asked))
            del self._asked[folder]
            return folder
