"""What programs that are no more left in the recovery journal."""

import contextlib
import shutil
import time
from pathlib import Path

from filelock import FileLock

from spec_editor.storage.errors import StorageError
from spec_editor.storage.journal import Journal, folders_in, folders_locked, lock_of
from spec_editor.storage.journal_format import (
    ENTRY,
    DamagedEntry,
    Entry,
    read_entry,
    texts_of,
)
from spec_editor.storage.private_files import why_unusable, write_private

DAYS = 30
"""Days after which what was found, and never decided about, is cleaned up."""

_FOUND = "found"
_LEAST_FINDS = 3
_SECONDS_OF_A_DAY = 86_400


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
        if not root.exists():
            return ()
        try:
            with folders_locked(root):
                for folder in folders_in(root):
                    if folder != self._journal.folder and folder not in self._locks:
                        self._take(folder)
        except OSError as error:
            raise StorageError(
                f"{root}: it cannot be looked for unsaved texts there ({why_unusable(error)}). "
                "What is in it was left as it was."
            ) from error
        found = [read_entry(place) for folder in self._locks for place in _entries_in(folder)]
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
        if not _entries_in(folder) or self._is_old(folder):
            self._remove(folder)

    def _is_old(self, folder: Path) -> bool:
        """Say whether this was found, and left, long ago.

        The days count from when it was found a few times: a clock that was wrong when the text
        was written, or at one of the starts since, makes nothing old.
        """
        now, place = time.time(), folder / _FOUND
        found = _times_in(place)
        if len(found) >= _LEAST_FINDS:
            return now - max(found) > self._days * _SECONDS_OF_A_DAY
        # It could not be written on a full disk: then it counts from the next time.
        with contextlib.suppress(OSError):
            lines = "\n".join(map(str, [*found, now]))
            write_private(place, lines.encode("ascii"))
        return False

    def _tidy(self, folder: Path) -> None:
        """Delete the texts that no entry needs any more, and the folder after its last entry."""
        entries = _entries_in(folder)
        if not entries:
            self._remove(folder)
            return
        needed = {digest for entry in entries for digest in texts_of(entry)}
        with contextlib.suppress(OSError):
            for place in folder.glob("*.text"):
                if place.stem not in needed:
                    place.unlink()

    def _remove(self, folder: Path) -> None:
        # First: Windows deletes no file that is locked.
        if (lock := self._locks.pop(folder, None)) is not None:
            lock.release()
        shutil.rmtree(folder, ignore_errors=True)


def _times_in(place: Path) -> list[float]:
    with contextlib.suppress(OSError, ValueError):
        return [float(line) for line in place.read_text("ascii").split("\n")]
    return []


def _entries_in(folder: Path) -> list[Path]:
    with contextlib.suppress(OSError):
        return sorted(path for path in folder.iterdir() if path.suffix == ENTRY)
    return []


def _failure(place: Path, error: OSError) -> StorageError:
    return StorageError(f"{place}: {error.strerror or error}. The unsaved text is still there.")
