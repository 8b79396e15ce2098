"""What the workspace shows: folders with their specifications, each in its order."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import PurePath

from spec_editor.core.report import SpecEntry
from spec_editor.core.status import status_rank


class Sorting(StrEnum):
    """What the specifications of a folder are sorted by; folders are always sorted by name."""

    NAME = "name"
    STATUS = "status"
    COMPLETENESS = "completeness"
    FINDINGS = "findings"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class OpenFolder:
    """One of the opened folders.

    ``branch`` is that of its repository, empty where it is none; ``loss`` says why the folder
    cannot be read now, empty where it can.
    """

    path: str
    branch: str = ""
    loss: str = ""


@dataclass(slots=True)
class Tally:
    """What is known of all specifications below a folder; ``done`` adds up their completeness."""

    count: int = 0
    known: int = 0
    done: float = 0.0
    errors: int = 0
    warnings: int = 0

    def add(self, entry: SpecEntry, sign: int = 1) -> None:
        """Count a specification in, or out again by -1."""
        self.count += sign
        self.errors += sign * entry.errors
        self.warnings += sign * entry.warnings
        if entry.completeness is not None:
            self.known += sign
            self.done += sign * entry.completeness

    @property
    def completeness(self) -> float | None:
        """The mean of those that are known, 0.0-1.0; None where none is."""
        # Taking numbers out again leaves a crumb of rounding behind.
        return min(1.0, max(0.0, round(self.done / self.known, 9))) if self.known else None


@dataclass(slots=True, eq=False)
class FolderRow:
    """A folder: its folders come first, then its files.

    ``path`` is absolute, and empty for the one above all others, which is never shown; ``row``
    is its place in the folder above. An opened folder has its ``branch``, and a ``loss`` while it
    cannot be read.
    """

    path: str
    name: str
    parent: "FolderRow | None" = None
    branch: str = ""
    loss: str = ""
    is_opened: bool = False
    number: int = 0
    row: int = 0
    folders: "list[FolderRow]" = field(default_factory=list)
    files: list[SpecEntry] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)

    @property
    def size(self) -> int:
        """How many rows are right below this one."""
        return len(self.folders) + len(self.files)

    def keys(self) -> list[str]:
        """Return what names the rows right below: paths, those of folders with a slash behind."""
        return [f"{row.path}/" for row in self.folders] + [entry.path for entry in self.files]

    def inside(self) -> "Iterator[FolderRow]":
        """Yield this folder and all below it, parents before their children."""
        yield self
        for folder in self.folders:
            yield from folder.inside()

    def count(self, entry: SpecEntry, sign: int = 1) -> None:
        """Count a specification in for this folder and all above it, or out again by -1."""
        folder: FolderRow | None = self
        while folder is not None:
            folder.tally.add(entry, sign)
            folder = folder.parent


Row = FolderRow | SpecEntry


def folder_of(row: Row) -> str:
    """Return the path of a folder, or of the one that a specification lies in."""
    return row.path[: -len(row.parts[-1]) - 1] if isinstance(row, SpecEntry) else row.path


Order = Callable[[SpecEntry], tuple[object, ...]]


def in_order(sorting: Sorting, is_reversed: bool = False) -> Callable[[list[SpecEntry]], None]:
    """Return what sorts a list of specifications in place; those alike stay sorted by name."""
    order = _ORDERS[sorting]

    def sort(entries: list[SpecEntry]) -> None:
        entries.sort(key=_by_name)
        if order is not None:
            entries.sort(key=order, reverse=is_reversed)
        elif is_reversed:
            entries.reverse()

    return sort


def in_folders(
    entries: Sequence[SpecEntry],
    opened: Sequence[OpenFolder] = (),
    sort: Callable[[list[SpecEntry]], None] | None = None,
) -> FolderRow:
    """Return the folders with their specifications below one that is not shown.

    Several opened folders are rows of their own; of a single one only the contents are.
    """
    sort = sort or in_order(Sorting.NAME)
    top = FolderRow("", "")
    folders: dict[tuple[str, tuple[str, ...]], FolderRow] = {}
    for one in opened if len(opened) > 1 else ():
        row = FolderRow(one.path, PurePath(one.path).name or one.path, top)
        row.branch, row.loss, row.is_opened = one.branch, one.loss, True
        folders[one.path, ()] = row
        top.folders.append(row)
    for entry in entries:
        place = (entry.folder, entry.parts[:-1])
        parent = folders.get(place) or _folder_for(place, entry, folders, top)
        parent.files.append(entry)
    for folder in top.inside():
        if folder is not top or len(opened) < 2:
            folder.folders.sort(key=lambda row: (row.name.casefold(), row.name))
        for place_of_it, below in enumerate(folder.folders):
            below.row = place_of_it
        sort(folder.files)
    _tally(top)
    return top


def in_a_list(entries: Sequence[SpecEntry]) -> FolderRow:
    """Return the specifications one below the other, in their order."""
    top = FolderRow("", "", files=list(entries))
    _tally(top)
    return top


def _folder_for(
    place: tuple[str, tuple[str, ...]],
    entry: SpecEntry,
    folders: dict[tuple[str, tuple[str, ...]], FolderRow],
    top: FolderRow,
) -> FolderRow:
    """Return the row of the folder that an entry lies in, made together with those above."""
    root, parts = place
    above = PurePath(entry.path).parents
    parent = folders.setdefault((root, ()), top)
    for depth in range(1, len(parts) + 1):
        known = folders.get((root, parts[:depth]))
        if known is None:
            path = str(above[len(parts) - depth])
            known = folders[root, parts[:depth]] = FolderRow(path, parts[depth - 1], parent)
            parent.folders.append(known)
        parent = known
    return parent


def _tally(folder: FolderRow) -> Tally:
    """Count what is below a folder."""
    tally = folder.tally
    for below in folder.folders:
        inner = _tally(below)
        tally.count += inner.count
        tally.known += inner.known
        tally.done += inner.done
        tally.errors += inner.errors
        tally.warnings += inner.warnings
    for entry in folder.files:
        tally.add(entry)
    return tally


def _by_name(entry: SpecEntry) -> tuple[str, str]:
    """Return what sorts names, upper and lower case alike."""
    return entry.parts[-1].casefold(), entry.parts[-1]


def _by_completeness(entry: SpecEntry) -> tuple[object, ...]:
    """Return what sorts the least complete first, and at the end what is not known."""
    done = entry.completeness
    return (done is None, done or 0.0)


_ORDERS: dict[Sorting, Order | None] = {
    Sorting.NAME: None,
    Sorting.STATUS: lambda entry: status_rank(entry.status),
    Sorting.COMPLETENESS: _by_completeness,
    Sorting.FINDINGS: lambda entry: (-entry.errors, -entry.warnings, -entry.infos),
    Sorting.CHANGED: lambda entry: (-entry.changed,),
}
