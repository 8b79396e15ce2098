"""Whose reading of Markdown the documents are shown in: chosen, said by the folder, or found."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from spec_editor.app.settings import FLAVOURS, Settings
from spec_editor.core.flavour import Flavour, FolderReading, Reading

_OPEN = FolderReading()


class Flavours(QObject):
    """Knows how each document is read; a choice is remembered for its folder."""

    changed = Signal()  # documents may be read in another way from now on

    def __init__(
        self,
        settings: Settings,
        folder: Callable[[], Path | None],
        parent: QObject | None = None,
    ) -> None:
        """``folder`` gives the opened folder: a choice holds for all of it."""
        super().__init__(parent)
        self._settings = settings
        self._folder = folder
        self._found: dict[Path, FolderReading] = {}

    def take(self, found: dict[Path, FolderReading]) -> None:
        """Take up what the folders say now."""
        if found != self._found:
            self._found = found
            self.changed.emit()

    def said_for(self, path: Path) -> FolderReading:
        """Return what is said about a document where nobody chooses."""
        known = (self._found[each] for each in path.parents if each in self._found)
        return next(known, _OPEN)

    def reading_of(self, path: Path) -> Reading:
        """Return how a document is read."""
        return self.said_for(path).reading(self.choice_for(path))

    def choice_for(self, path: Path) -> Flavour | None:
        """Return what the user chose for the folder of a document, None where it is left open."""
        folder = str(self._folder_of(path))
        for entry in self._settings.get(FLAVOURS):
            name, _, of = entry.partition(":")
            if of == folder and name in tuple(Flavour):
                return Flavour(name)
        return None

    def choose(self, path: Path, flavour: Flavour | None) -> None:
        """Show the documents of a document's folder in a flavour from now on; None leaves it open.

        Nothing is written into the folder: that is for those to do who share it.
        """
        folder = str(self._folder_of(path))
        others = [e for e in self._settings.get(FLAVOURS) if e.partition(":")[2] != folder]
        mine = [] if flavour is None else [f"{flavour}:{folder}"]
        # The setting keeps the newest ones only.
        self._settings.set(FLAVOURS, FLAVOURS.read([*mine, *others]))
        self.changed.emit()

    def _folder_of(self, path: Path) -> Path:
        folder = self._folder()
        return folder if folder and path.is_relative_to(folder) else path.parent
