"""Looks at what stands at a file's path now, in a thread of its own: a drive may not answer."""

import os
import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from spec_editor.storage.errors import StorageError
from spec_editor.storage.folder import find_specs
from spec_editor.storage.paths import is_same_file
from spec_editor.storage.text_file import TextFile, decode, digest_of, read_bytes
from spec_editor.storage.thread_edge import call_safely


@dataclass(frozen=True, slots=True)
class Stamp:
    """What tells without reading that a file was probably not written since; times in ns."""

    device: int
    inode: int
    size: int
    changed: int

    @property
    def file(self) -> tuple[int, int]:
        """What stays the same when a file is moved, or written in place."""
        return self.device, self.inode


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a file before it is looked at.

    A file whose ``stamp`` is still the same is not read again, unless the look is ``thorough``.
    One that is gone is searched for at ``moved_to``, where an event said that it went, and below
    ``folders``.
    """

    path: Path
    digest: str
    stamp: Stamp | None = None
    thorough: bool = False
    moved_to: Path | None = None
    folders: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Sight:
    """What stands at a path: the content that is known, another one, nothing, or a problem.

    ``file`` is set for another content, ``problem`` says why there is none that could be read.
    ``moved_to`` is where a file that is gone was found again, or its new name where only small and
    capital letters differ, which such a drive takes for the same. ``is_unread`` says that the stamp
    is the one of the last look, so that there is nothing new.
    """

    known: Known
    stamp: Stamp | None = None
    file: TextFile | None = None
    is_gone: bool = False
    problem: str = ""
    moved_to: Path | None = None
    is_unread: bool = False

    @property
    def is_same(self) -> bool:
        """Whether it is the content that is known."""
        return self.file is None and not (self.problem or self.is_gone or self.is_unread)

    def is_like(self, other: "Sight | None") -> bool:
        """Say whether two looks saw the same, so that the file has come to rest."""
        return other is not None and self._content == other._content

    @property
    def _content(self) -> tuple[object, ...]:
        digest = self.file.digest if self.file else ""
        return digest, self.stamp, self.is_gone, self.problem, self.moved_to


def look_at(known: Known) -> Sight:
    """Look at a path; what is no regular file is not opened."""
    path = known.path
    try:
        stamp = _stamp_of(path.stat())
    except (FileNotFoundError, NotADirectoryError):
        return Sight(known, is_gone=True, moved_to=_find(known))
    except OSError as error:
        return Sight(known, problem=f"{path}: {error.strerror or error}.")
    renamed = known.moved_to if _differs_in_case_only(path, known.moved_to) else None
    if stamp == known.stamp and not known.thorough:
        return Sight(known, stamp, is_unread=True)
    try:
        if path.is_dir():
            return Sight(known, stamp, problem=f"{path}: there is a folder of this name now.")
        data = read_bytes(path)
        is_same = digest_of(data) == known.digest
        return Sight(known, stamp, None if is_same else decode(path, data), moved_to=renamed)
    except StorageError as error:
        return Sight(known, stamp, problem=str(error))


def _differs_in_case_only(path: Path, moved_to: Path | None) -> bool:
    """Say whether both are one file, on a drive that does not tell small from capital letters."""
    if moved_to is None or str(moved_to).casefold() != str(path).casefold():
        return False
    return is_same_file(path, moved_to)


def _stamp_of(status: os.stat_result) -> Stamp:
    return Stamp(status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns)


def _find(known: Known) -> Path | None:
    """Return where a file that is gone was moved to; None when it was not, or far away."""
    if known.moved_to is not None and any(_likenesses(known, known.moved_to)):
        return known.moved_to
    for folder in known.folders:
        with suppress(StorageError):
            for path in find_specs(folder):
                if all(_likenesses(known, path)):
                    return path
    return None


def _likenesses(known: Known, path: Path) -> Iterator[bool]:
    """Say whether a file is the same one as was known, and whether it has the same content.

    Where an event said that it went, one of both is enough. Elsewhere both are needed: the number
    of a deleted file's inode is soon given to a new one, and a copy has the same content.
    """
    try:
        stamp = _stamp_of(path.stat())
        same = known.stamp is not None and stamp.file == known.stamp.file
        yield same
        yield digest_of(read_bytes(path)) == known.digest
    except (OSError, StorageError):
        yield False


class Looker:
    """Looks at one file after the other, and tells from its own thread what it saw."""

    def __init__(self, on_sight: Callable[[int, Sight], None]) -> None:
        """``on_sight`` is called with the number that came with the wish to look."""
        self._on_sight = on_sight
        self._wishes: queue.SimpleQueue[tuple[int, Known] | None] = queue.SimpleQueue()
        self._is_closed = False
        self._thread = threading.Thread(target=self._run, name="looker", daemon=True)
        self._thread.start()

    def look(self, number: int, known: Known) -> None:
        """Look at a file when it is its turn."""
        self._wishes.put((number, known))

    def close(self, patience: float = 1.0) -> None:
        """Tell nothing more; waits at most ``patience`` seconds for a drive that is busy."""
        self._is_closed = True
        self._wishes.put(None)
        self._thread.join(patience)

    def _run(self) -> None:
        while (wish := self._wishes.get()) is not None and not self._is_closed:
            call_safely(lambda: self._look(*wish))

    def _look(self, number: int, known: Known) -> None:
        sight = look_at(known)
        if not self._is_closed:
            self._on_sight(number, sight)
