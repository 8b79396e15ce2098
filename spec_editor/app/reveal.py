"""Shows a file in the system's file manager."""

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from urllib.parse import quote

from PySide6.QtCore import QObject, QProcess, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from spec_editor.storage.paths import is_folder


class Reveal(QObject):
    """Starts the file manager; nothing of the file itself is opened or run."""

    told = Signal(str)  # why nothing is shown

    def __init__(
        self,
        parent: QObject | None = None,
        *,
        platform: str = sys.platform,
        start: Callable[[str, Sequence[str]], object] = QProcess.startDetached,
        open_folder: Callable[[QUrl], bool] = lambda url: QDesktopServices.openUrl(url),
    ) -> None:
        super().__init__(parent)
        self._platform = platform
        self._start = start
        self._open_folder = open_folder

    def show(self, path: str) -> None:
        """Show a file, or a folder, where it lies."""
        if self._platform == "darwin":
            # Not the folder itself: one whose name says so would be run as a program.
            is_shown = self._start("open", ["-R", path])
        elif self._platform == "win32":
            is_shown = self._start("explorer", ["/select,", os.path.normpath(path)])
        else:
            folder = Path(path) if is_folder(Path(path)) else Path(path).parent
            # By its bytes: Qt's own way drops what is no text in a name.
            address = "file://" + quote(os.fsencode(folder))
            is_shown = self._open_folder(QUrl.fromEncoded(address.encode()))
        if not is_shown:
            self.told.emit(f"No file manager could be started. The file is {path}")
