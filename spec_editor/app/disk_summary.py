"""One sentence about many changes, as after another branch was checked out."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from spec_editor.app.documents import OpenDocument
from spec_editor.core.words import unmasked
from spec_editor.storage.folder import SUFFIXES
from spec_editor.storage.git_folder import branch_of
from spec_editor.storage.hints import Hint
from spec_editor.ui.words import counted

_MANY = 10


class DiskSummary(QObject):
    """Gathers what other programs did until it is quiet, and says it in one sentence.

    ``told`` is a passing message about single documents; ``summed_up`` is about many files.
    """

    told = Signal(str)
    summed_up = Signal(str)

    def __init__(
        self,
        folders: Callable[[], tuple[Path, ...]] = lambda: (),
        parent: QObject | None = None,
        quiet: int = 1000,
    ) -> None:
        """``folders`` gives the open folders; ``quiet`` is in milliseconds."""
        super().__init__(parent)
        self._folders = folders
        self._branches: tuple[str, ...] = ()
        self._files: set[Path] = set()
        self._is_whole = False
        self._reloaded: set[Path] = set()
        self._unsaved: set[Path] = set()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(quiet)
        self._timer.timeout.connect(self._tell)

    def begin(self) -> None:
        """Take note of the branches as they are before anything changes."""
        self._branches = self._read_branches()

    def _read_branches(self) -> tuple[str, ...]:
        return tuple(branch_of(folder) for folder in self._folders())

    def take_hint(self, hint: Hint) -> None:
        """Count the files that were touched."""
        self._files |= {path for path in hint.paths if path.suffix.lower() in SUFFIXES}
        self._is_whole = self._is_whole or hint.whole
        self._timer.start()

    def note_reloaded(self, document: OpenDocument) -> None:
        """A document was read again."""
        self._reloaded.add(document.path)
        self._timer.start()

    def note_unsaved(self, document: OpenDocument) -> None:
        """A document with unsaved text was changed, so that somebody has to decide."""
        self._unsaved.add(document.path)
        self._timer.start()

    def _tell(self) -> None:
        before, self._branches = self._branches, self._read_branches()
        files, reloaded, unsaved = self._files, self._reloaded, self._unsaved
        is_whole = self._is_whole
        self._files, self._reloaded, self._unsaved, self._is_whole = set(), set(), set(), False
        if len(files) >= _MANY or (is_whole and len(reloaded | unsaved) >= _MANY):
            number = counted(max(len(files), len(reloaded | unsaved)), "specification")
            where = _switch(before, self._branches)
            self.summed_up.emit(f"{number} changed on disk{where}{_open_ones(reloaded, unsaved)}.")
        elif len(reloaded) == 1:
            name = unmasked(next(iter(reloaded)).name)
            self.told.emit(f"{name} was changed by another program and read again")
        elif reloaded:
            number = f"{len(reloaded)} open specifications"
            self.told.emit(f"{number} were changed by another program and read again")


def _switch(before: tuple[str, ...], after: tuple[str, ...]) -> str:
    """Say which other branch was checked out; empty when none was."""
    switched = [
        pair for pair in zip(before, after, strict=False) if all(pair) and len(set(pair)) > 1
    ]
    return f" (branch {switched[0][0]} → {switched[0][1]})" if switched else ""


def _open_ones(reloaded: set[Path], unsaved: set[Path]) -> str:
    parts = []
    if reloaded:
        parts.append(f"{counted(len(reloaded), 'open one was', 'open ones were')} read again")
    if unsaved:
        parts.append(f"{counted(len(unsaved), 'has', 'have')} unsaved changes")
    return ": " + ", ".join(parts) if parts else ""
