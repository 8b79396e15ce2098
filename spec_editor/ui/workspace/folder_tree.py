"""Folders and their files as a tree model that is brought up to date in place."""

from collections.abc import Iterable
from itertools import groupby

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex

from spec_editor.core.report import SpecEntry
from spec_editor.ui.workspace.rows import FolderRow, Row

Index = QModelIndex | QPersistentModelIndex

_MOST_RUNS = 40


class FolderTreeModel(QAbstractItemModel):
    """One row for each folder and specification; subclasses say what a row shows.

    An index carries the number of the folder that it lies in, so that nothing has to be kept for
    the row of a file: there may be many thousands.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._count = 0
        self._top = FolderRow("", "")
        self._folders: dict[int, FolderRow] = {0: self._top}
        self._places: dict[str, tuple[FolderRow, int]] = {}
        self._paths: dict[str, FolderRow] = {}

    def show_rows(self, top: FolderRow) -> bool:
        """Show what is below ``top``, which belongs to the model from now on.

        Rows that were shown before keep their indexes where little comes or goes; otherwise the
        model is reset, and true is returned.
        """
        changes = list(self._changes(self._top, top))
        if self._top.size and top.size and sum(map(len, changes)) <= _MOST_RUNS:
            self._follow(self._top, top)
            return False
        self.beginResetModel()
        self._top = top
        self._folders, self._places, self._paths = {}, {}, {}
        self._adopt(top, None)
        self.endResetModel()
        return True

    def update_entries(self, entries: Iterable[SpecEntry]) -> None:
        """Show what is known now about specifications; those that are not shown are left out."""
        touched: set[int] = set()
        for entry in entries:
            folder, place = self._places.get(entry.path, (None, 0))
            if folder is None or folder.files[place] == entry:
                continue
            folder.count(folder.files[place], -1)
            folder.count(entry)
            folder.files[place] = entry
            self._tell(self._index_in(folder, len(folder.folders) + place))
            while folder is not self._top and folder.number not in touched:
                touched.add(folder.number)
                folder = folder.parent or self._top
        for number in touched:
            self._tell(self._index_of(self._folders[number]))

    def index_of(self, path: str) -> QModelIndex:
        """Return the row of a specification, invalid when it is not shown."""
        folder, place = self._places.get(path, (None, 0))
        return self._index_in(folder, len(folder.folders) + place) if folder else QModelIndex()

    def folder_index(self, path: str) -> QModelIndex:
        """Return the row of a folder, invalid when it is not shown."""
        folder = self._paths.get(path)
        return self._index_of(folder) if folder else QModelIndex()

    def row_of(self, path: str) -> QModelIndex:
        """Return the row of a specification or folder, invalid when it is not shown."""
        index = self.index_of(path)
        return index if index.isValid() else self.folder_index(path)

    def row(self, index: Index) -> Row:
        """Return what the row of a valid index shows."""
        folder = self._folders[index.internalId()]
        place = index.row() - len(folder.folders)
        return folder.files[place] if place >= 0 else folder.folders[index.row()]

    @property
    def folders(self) -> list[FolderRow]:
        """All folders that are shown, parents before their children."""
        return [folder for folder in self._top.inside() if folder is not self._top]

    # What Qt asks

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return the number of rows below ``parent``."""
        folder = self._folder_at(parent)
        return folder.size if folder else 0

    def columnCount(self, _parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return that there is one column."""
        return 1

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        """Return the index of one row."""
        folder = self._folder_at(parent)
        if folder is None or column != 0 or not 0 <= row < folder.size:
            return QModelIndex()
        return self.createIndex(row, 0, folder.number)

    def parent(self, index: Index = QModelIndex()) -> QModelIndex:  # type: ignore[override]  # noqa: B008
        """Return the index of the folder that a row lies in."""
        folder = self._folders.get(index.internalId()) if index.isValid() else None
        return self._index_of(folder) if folder else QModelIndex()

    # Bringing up to date

    def _changes(self, old: FolderRow, new: FolderRow) -> Iterable[str]:
        """Yield a letter for each run of rows that comes or goes; many where they trade places."""
        before, after = old.keys(), new.keys()
        if before != after:
            gone, come = set(before) - set(after), set(after) - set(before)
            if [k for k in before if k not in gone] != [k for k in after if k not in come]:
                yield "!" * (_MOST_RUNS + 1)
                return
            for keys, other in ((before, gone), (after, come)):
                yield from ("." for inside, _ in groupby(keys, other.__contains__) if inside)
        known = {folder.path: folder for folder in old.folders}
        for folder in new.folders:
            if folder.path in known:
                yield from self._changes(known[folder.path], folder)

    def _follow(self, old: FolderRow, new: FolderRow) -> None:
        """Give a folder that is shown the rows of ``new``; those that stay are in order."""
        facts = new.tally, new.branch, new.loss
        is_alike = (old.tally, old.branch, old.loss) == facts
        old.tally, old.branch, old.loss = facts
        before, after = old.keys(), new.keys()
        if before != after:
            self._remove(old, set(before) - set(after))
            self._insert(old, new, set(after) - set(before))
        for below, other in zip(old.folders, new.folders, strict=True):
            if below is not other:
                self._follow(below, other)
        first = len(old.folders)
        for place, (entry, now) in enumerate(zip(old.files, new.files, strict=True)):
            if entry != now:
                old.files[place] = now
                self._tell(self._index_in(old, first + place))
        if not is_alike:
            self._tell(self._index_of(old))

    def _remove(self, folder: FolderRow, gone: set[str]) -> None:
        """Remove rows, neighbours together, from the end."""
        keys = folder.keys()
        for first, last in reversed(_runs(keys, gone)):
            split = len(folder.folders)
            self.beginRemoveRows(self._index_of(folder), first, last)
            for below in folder.folders[first : last + 1]:
                self._forget(below)
            for entry in folder.files[max(0, first - split) : max(0, last + 1 - split)]:
                self._places.pop(entry.path, None)
            del folder.files[max(0, first - split) : max(0, last + 1 - split)]
            del folder.folders[first : last + 1]
            self._note_places(folder)
            self.endRemoveRows()

    def _insert(self, folder: FolderRow, new: FolderRow, come: set[str]) -> None:
        """Insert the rows of ``new`` that are not there yet, neighbours together."""
        split = len(new.folders)
        for first, last in _runs(new.keys(), come):
            # Folders and files have lists of their own, so a run ends where files begin.
            for start, end in ((first, min(last + 1, split)), (max(first, split), last + 1)):
                if start >= end:
                    continue
                self.beginInsertRows(self._index_of(folder), start, end - 1)
                if start < split:
                    folder.folders[start:start] = new.folders[start:end]
                    for below in new.folders[start:end]:
                        self._adopt(below, folder)
                else:
                    place = start - split
                    folder.files[place:place] = new.files[place : end - split]
                self._note_places(folder)
                self.endInsertRows()

    def _adopt(self, folder: FolderRow, parent: FolderRow | None) -> None:
        """Take a folder with all that is below it among those that are known."""
        folder.parent = parent
        for inner in folder.inside():
            if inner is self._top:
                inner.number = 0
            else:
                # Numbers are never used twice: one of a row that is gone must not name another.
                self._count += 1
                inner.number = self._count
            self._folders[inner.number] = inner
            self._note_places(inner)

    def _forget(self, folder: FolderRow) -> None:
        """Drop a folder and all that is below it."""
        for inner in folder.inside():
            del self._folders[inner.number]
            self._paths.pop(inner.path, None)
            for entry in inner.files:
                self._places.pop(entry.path, None)

    def _note_places(self, folder: FolderRow) -> None:
        """Write down where the rows of a folder are."""
        for row, below in enumerate(folder.folders):
            below.row, below.parent = row, folder
            self._paths[below.path] = below
        self._places.update((e.path, (folder, place)) for place, e in enumerate(folder.files))

    def _folder_at(self, index: Index) -> FolderRow | None:
        """Return the folder of an index, the one above all for an invalid one."""
        if not index.isValid():
            return self._top
        folder = self._folders[index.internalId()]
        return folder.folders[index.row()] if index.row() < len(folder.folders) else None

    def _index_of(self, folder: FolderRow) -> QModelIndex:
        """Return the index of a folder, invalid for the one above all."""
        if folder.parent is None:
            return QModelIndex()
        return self.createIndex(folder.row, 0, folder.parent.number)

    def _index_in(self, folder: FolderRow, row: int) -> QModelIndex:
        return self.createIndex(row, 0, folder.number)

    def _tell(self, index: QModelIndex) -> None:
        """Tell the views that one row looks different now."""
        if index.isValid():
            self.dataChanged.emit(index, index)


def _runs(keys: list[str], chosen: set[str]) -> list[tuple[int, int]]:
    """Return first and last place of each run of keys that are chosen."""
    runs, place = [], 0
    for is_chosen, run in groupby(keys, chosen.__contains__):
        length = sum(1 for _ in run)
        if is_chosen:
            runs.append((place, place + length - 1))
        place += length
    return runs
