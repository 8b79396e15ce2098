"""Watches all that is open for what other programs do to it."""

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from spec_editor.storage.watch import Pace, Watcher


class Watching(QObject):
    """Tells of changes of the opened folders, and of open files wherever they are."""

    hinted = Signal(object)  # Hint: this may have changed
    told = Signal(str)  # how it is watched, where that is not as usual

    def __init__(self, parent: QObject | None = None, pace: Pace | None = None) -> None:
        super().__init__(parent)
        self._folders: tuple[Path, ...] = ()
        self._files: tuple[Path, ...] = ()
        self._watcher = Watcher(self.hinted.emit, self.told.emit, pace)

    def set_folders(self, folders: Iterable[Path]) -> None:
        """Watch these folders with all below them."""
        self._change_to(tuple(folders), self._files)

    def set_files(self, files: Iterable[Path]) -> None:
        """Watch these files as well."""
        self._change_to(self._folders, tuple(files))

    def close(self) -> None:
        """Watch nothing any more."""
        self._watcher.close()

    def _change_to(self, folders: tuple[Path, ...], files: tuple[Path, ...]) -> None:
        if (folders, files) != (self._folders, self._files):
            self._folders, self._files = folders, files
            self._watcher.watch(folders, files)
