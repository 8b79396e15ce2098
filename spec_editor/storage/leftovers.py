"""What programs that are no more left in the recovery journal."""

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock

from spec_editor.storage.days import days_past, note_today
from spec_editor.storage.errors import StorageError
from spec_editor.storage.journal import Journal, folders_in, folders_locked, lock_of
from spec_editor.storage.journal_format import (
    ENTRY,
    DamagedEntry,
    Entry,
    read_entry,
    texts_of,
)
from spec_editor.storage.private_files import why_unusable

DAYS = 30
"""Days after which what was found, and never decided about, is cleaned up.

They count from the third day on which it was found, and three days have to say that they are past.
"""

_FOUND = "found"


class Leftovers:
    """Finds unsaved texts of programs that crashed, and keeps them from others while it is open.

    An entry that is not discarded is found again by the next program. Whoever goes on with one
    writes it into the own journal first: a crash in between then leaves two, and never none.
    """

    def __init__(self, journal: Journal, days: float = DAYS) -> None:
        self._journal = journal
        self._days = days
        self._locks: dict[Path, FileLock] = {}

    def find(self) -> tuple[Entry | DamagedEntry, ...]:
        """Return what was left, the newest last; clean up what was found long ago.

        Raises:
            StorageError: the journal's folder cannot be looked at.
        """
        root = self._journal.root
        try:
            if not root.exists():
                return ()
            with folders_locked(root):
                for folder in folders_in(root):
                    if folder != self._journal.folder and folder not in self._locks:
                        self._take(folder)
        except OSError as error:
            raise StorageError(
                f"{root}: it cannot be looked for unsaved texts there ({why_unusable(error)}). "
                "What is in it was left as it was."
            ) from error
        found = [entry for folder in self._locks for entry in _read_all(folder)]
        return tuple(sorted(found, key=lambda entry: entry.when))

    def discard(self, entry: Entry | DamagedEntry) -> None:
        """Delete an entry for good.

        Raises:
            StorageError: it is still there.
        """
        try:
            entry.location.unlink(missing_ok=True)
        except OSError as error:
            raise _failure(entry.location, error) from error
        if entry.location.parent in self._locks:
            # Elsewhere are texts of others: of a folder that could not be read it is all of them.
            self._tidy(entry.location.parent)

    def close(self) -> None:
        """Let other programs find what is left."""
        for lock in self._locks.values():
            lock.release()
        self._locks = {}

    def _take(self, folder: Path) -> None:
        """Look into a folder unless it is somebody's; what cannot be locked might be."""
        lock = lock_of(folder)
        try:
            lock.acquire(timeout=0)
        except OSError:
            return
        self._locks[folder] = lock
        # What cannot be looked at is not empty.
        with contextlib.suppress(OSError):
            if not _entries_in(folder) or days_past(note_today(folder / _FOUND)) > self._days:
                self._remove(folder)

    def _tidy(self, folder: Path) -> None:
        """Delete the texts that no entry needs any more, and the folder after its last entry.

        Where that cannot be told, nothing is deleted.
        """
        with contextlib.suppress(OSError):
            entries = _entries_in(folder)
            if not entries:
                self._remove(folder)
                return
            needed = {digest for entry in entries for digest in texts_of(entry)}
            for place in folder.glob("*.text"):
                if place.stem not in needed:
                    place.unlink()

    def _remove(self, folder: Path) -> None:
        # First: Windows deletes no file that is locked.
        if (lock := self._locks.pop(folder, None)) is not None:
            lock.release()
        shutil.rmtree(folder, ignore_errors=True)


def _entries_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.suffix == ENTRY)


def _read_all(folder: Path) -> Iterator[Entry | DamagedEntry]:
    try:
        places = _entries_in(folder)
    except OSError as error:
        yield DamagedEntry(folder, f"Its folder cannot be read: {error.strerror or error}.")
    else:
        yield from map(read_entry, places)


def _failure(place: Path, error: OSError) -> StorageError:
    return StorageError(f"{place}: {error.strerror or error}. The unsaved text is still there.")
