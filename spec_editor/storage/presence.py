"""Which files are open here and in other running instances of the program on this computer.

A lock beside others in the user's state folder, named after the file, belongs to the instance
that opened it first. The system takes it back when that instance ends, however it ends.
"""

import hashlib
import os
import platform
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

# A line with a number and a name; whatever else is there was not written by us.
_MOST = 1_000


@dataclass(frozen=True, slots=True)
class Owner:
    """Who has a file open; ``process`` is 0 and ``host`` empty where that is not known."""

    process: int
    host: str


class Presence:
    """Says of files that they are open here, and who has them open elsewhere."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._held: dict[Path, FileLock] = {}

    def enter(self, path: Path) -> Owner | None:
        """Say that a file is open here; return who had it open before, None for nobody.

        Where nothing can be written to the state folder nobody is known.
        """
        if path in self._held:
            return None
        place = self._place(path)
        lock = FileLock(f"{place}.lock", timeout=0, thread_local=False)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            lock.acquire()
        except Timeout:
            return _read(place)
        except (OSError, NotImplementedError):
            return None
        self._held[path] = lock
        with suppress(OSError):
            place.write_text(f"{os.getpid()} {platform.node()}", encoding="utf-8")
        return None

    def leave(self, path: Path) -> None:
        """Say that a file is no longer open here; does nothing when somebody else has it."""
        lock = self._held.pop(path, None)
        if lock is None:
            return
        place = self._place(path)
        # Before the lock is given back: afterwards they may be another one's.
        for left in (place, Path(lock.lock_file)):
            with suppress(OSError):
                left.unlink()
        lock.release()

    def close(self) -> None:
        """Nothing is open here any more."""
        for path in list(self._held):
            self.leave(path)

    def _place(self, path: Path) -> Path:
        name = hashlib.sha256(os.fsencode(os.path.realpath(path))).hexdigest()
        return self._folder / name[:32]


def _read(place: Path) -> Owner:
    try:
        with place.open("rb") as file:
            number, _, host = file.read(_MOST).decode("utf-8").partition(" ")
        return Owner(int(number), host)
    except (OSError, ValueError):
        return Owner(0, "")
