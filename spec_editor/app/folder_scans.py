"""The folders that are to be looked at, one after the other: each look takes all processors."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from spec_editor.app.folder_lists import FolderLists
from spec_editor.app.scan import FolderScan, Known, Look
from spec_editor.app.scan_news import Listed, News, ScanEnded

#: The paths that have to be read again for sure; None for all.
Touched = frozenset[Path] | None


class FolderScans(QObject):
    """Has one folder read at a time; of several wishes for one folder one scan is made.

    Which files a folder has that waits for its turn is told at once.
    """

    told = Signal(object, object)  # Path of the folder, News
    done = Signal()  # nothing is left to look at

    def __init__(
        self,
        look_for: Callable[[Path, Touched], Look],
        known_of: Callable[[Path], Known],
        parent: QObject | None = None,
    ) -> None:
        """``look_for`` says how a folder is looked at, once it is its turn.

        ``known_of`` says what is known of its files.
        """
        super().__init__(parent)
        self._look_for = look_for
        self._waiting: dict[Path, Touched] = {}
        self._scan: FolderScan | None = None
        self._lists = FolderLists(known_of, self)
        self._lists.told.connect(self._take_list)

    @property
    def is_idle(self) -> bool:
        """Whether nothing is left to look at."""
        return self._scan is None

    def ask(self, folder: Path, touched: Touched) -> None:
        """Have a folder looked at as soon as no other one is."""
        waiting = self._waiting.get(folder, frozenset())
        both = None if waiting is None or touched is None else waiting | touched
        self._waiting[folder] = both
        self._go_on()
        self._list_if_waiting(folder)

    def forget(self, folder: Path) -> None:
        """Do not look at a folder, or no further; waits no longer than a read takes."""
        self._waiting.pop(folder, None)
        if self._scan is not None and self._scan.folder == folder:
            self._end()
        self._go_on()

    def give_way(self) -> None:
        """Let somebody who types come first."""
        if self._scan is not None:
            self._scan.give_way()

    def stop(self) -> None:
        """Look at nothing any more; waits no longer than a read takes."""
        self._waiting.clear()
        self._end()

    def close(self) -> None:
        """Look at nothing any more, for good."""
        self.stop()
        self._lists.close()

    def _go_on(self) -> None:
        if self._scan is None and self._waiting:
            folder = next(iter(self._waiting))
            self._scan = FolderScan(self._look_for(folder, self._waiting.pop(folder)), self)
            self._scan.told.connect(self._take)
            self._scan.start()

    def _take(self, scan: FolderScan, news: News) -> None:
        """Pass on what a scan tells; a late word of one that was ended is dropped."""
        if scan is not self._scan:
            return
        if not isinstance(news, ScanEnded):
            self.told.emit(scan.folder, news)
            if isinstance(news, Listed):
                # It may be older than the list that was told meanwhile.
                self._list_if_waiting(scan.folder)
            return
        self._end()
        if self._waiting:
            self._go_on()
        else:
            self.done.emit()

    def _list_if_waiting(self, folder: Path) -> None:
        if folder in self._waiting:
            self._lists.ask(folder)

    def _take_list(self, folder: Path, news: Listed) -> None:
        """Pass on which files there are, unless a scan that has begun since says it better."""
        if folder in self._waiting:
            self.told.emit(folder, news)

    def _end(self) -> None:
        scan, self._scan = self._scan, None
        if scan is not None:
            scan.stop()
            scan.deleteLater()
