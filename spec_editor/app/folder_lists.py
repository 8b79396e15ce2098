"""Which files folders have, found out beside a scan: what comes or goes is seen at once."""

import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from spec_editor.app.background import Background
from spec_editor.app.scan import Known, bare_entry, is_drive_gone
from spec_editor.app.scan_news import Listed
from spec_editor.storage.errors import StorageError
from spec_editor.storage.folder import files_in

# After a look so many times as long as it took is none made: the scan has the processors.
_REST = 9


class FolderLists(QObject):
    """Lists folders in a thread of its own, however many wishes there are, in few looks."""

    told = Signal(object, object)  # Path of the folder, Listed

    def __init__(self, known_of: Callable[[Path], Known], parent: QObject | None = None) -> None:
        """``known_of`` says what is known of a folder's files."""
        super().__init__(parent)
        self._known_of = known_of
        self._background = Background("folder-lists", self)
        self._asked: set[Path] = set()
        self._rests_until = 0.0
        self._is_closing = threading.Event()

    def ask(self, folder: Path) -> None:
        """Have a folder listed soon, and told as it is then; where it cannot be, a scan says so."""
        if folder not in self._asked:
            self._asked.add(folder)
            look = partial(self._look, folder, self._known_of(folder))
            self._background.run(look, partial(self.told.emit, folder))

    def close(self) -> None:
        """Give up what is under way."""
        self._is_closing.set()
        self._background.close()

    def _look(self, folder: Path, known: Known) -> Listed:
        """Run in the thread."""
        self._is_closing.wait(max(0.0, self._rests_until - time.monotonic()))
        # What comes from now on may be missed by this look, and is asked for anew.
        self._asked.discard(folder)
        began = time.monotonic()
        try:
            files = files_in(folder, self._is_closing.is_set)
            if not files.specs and is_drive_gone(folder, known):
                raise StorageError(f"{folder}: the drive is not there.")
            # A scan may be adding to it: each file is asked for by itself.
            found = ((path, known.get(path)) for path in files.specs)
            entries = (seen.entry if seen else bare_entry(folder, path) for path, seen in found)
            return Listed(tuple(entries), files.notice(folder))
        finally:
            ended = time.monotonic()
            self._rests_until = ended + _REST * (ended - began)
