"""The recovery journal: unsaved texts are on the disk a second after they were typed.

Each running program has a folder of its own in the journal's folder, and the lock in it for as
long as it runs. The system frees the lock when the program ends, however it ends, so a folder
whose lock can be taken belongs to nobody any more. What cannot be locked is left alone.
"""

import contextlib
import re
import secrets
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock

from spec_editor.core.difference import difference
from spec_editor.core.edits import TextEdit
from spec_editor.storage.errors import StorageError
from spec_editor.storage.journal_format import (
    ENTRY,
    Draft,
    as_bytes,
    entry_place,
    keep_text,
    text_place,
    write_entry,
)
from spec_editor.storage.paths import is_there
from spec_editor.storage.private_files import make_private_folder, why_unusable
from spec_editor.storage.text_file import digest_of
from spec_editor.storage.text_format import encode

_NAME = re.compile("[0-9a-f]{16}")
_LOCK = "lock"
# So long somebody else may be looking through the journal's folder.
_PATIENCE = 10.0
# A change of more characters is written as a text of its own, to which the next ones are small.
_LARGEST_CHANGE = 32_768
_NO_CHANGE = TextEdit(0, 0, "")
# An empty text needs no file.
_NOTHING = digest_of(b"")


@dataclass(frozen=True, slots=True)
class _Kept:
    """What lies in the journal for a document: a text, and the file's bytes by their digests."""

    file_digest: str
    base: str
    text: str
    digest: str


def lock_of(folder: Path) -> FileLock:
    """Return the lock that says whether a folder of the journal is somebody's."""
    return FileLock(folder / _LOCK, mode=0o600, thread_local=False)


@contextlib.contextmanager
def folders_locked(root: Path) -> Iterator[None]:
    """Keep others from making or looking at the folders of programs meanwhile.

    Raises:
        OSError: there is no place to write to.
        Timeout: somebody else has it for too long.
    """
    make_private_folder(root)
    with FileLock(root / _LOCK, timeout=_PATIENCE, mode=0o600, thread_local=False):
        yield


def folders_in(root: Path) -> list[Path]:
    """Return the folders of all programs, whether they run or not."""
    with contextlib.suppress(FileNotFoundError):
        return sorted(
            path
            for path in root.iterdir()
            if _NAME.fullmatch(path.name) and path.is_dir() and not path.is_symlink()
        )
    return []


class Journal:
    """The journal of this program. It may be used from several threads."""

    def __init__(self, root: Path) -> None:
        """``root`` is the folder in which all programs have theirs; it is made when needed."""
        self.root = root
        self._guard = threading.Lock()
        self._folder: Path | None = None
        self._lock: FileLock | None = None
        self._kept: dict[str, _Kept] = {}

    @property
    def folder(self) -> Path | None:
        """The folder of this program, None as long as nothing was written."""
        return self._folder

    def write(self, draft: Draft) -> None:
        """Have a document's unsaved text on the disk, in place of what was written before.

        Raises:
            StorageError: it is not there; what was written before still is.
        """
        with self._guard, self._explained():
            try:
                self._write(draft)
            except FileNotFoundError:
                # Somebody has cleaned up behind our back.
                self._leave_folder()
                self._write(draft)

    def lost(self) -> frozenset[str]:
        """Return the documents whose texts somebody has deleted: they are to be written again."""
        with self._guard:
            return frozenset(each for each in self._kept if not self._is_whole(each))

    def remove(self, document: str) -> None:
        """Forget a document's text: it is saved, or it is not wanted any more.

        Raises:
            StorageError: it is still there.
        """
        with self._guard, self._explained():
            if self._folder is not None:
                entry_place(self._folder, document).unlink(missing_ok=True)
                self._drop(self._kept.pop(document, None))

    def close(self) -> None:
        """End the program's own part; what is still in it is found by the next start."""
        with self._guard:
            folder, lock = self._folder, self._lock
            self._folder = self._lock = None
            self._kept = {}
            if folder is None or lock is None:
                return
            # First: Windows deletes no file that is locked.
            lock.release()
            with contextlib.suppress(OSError):
                if not any(path.suffix == ENTRY for path in folder.iterdir()):
                    shutil.rmtree(folder)

    def _own_folder(self) -> Path:
        if self._folder is None:
            with folders_locked(self.root):
                folder = self.root / secrets.token_hex(8)
                folder.mkdir(mode=0o700)
                lock = lock_of(folder)
                lock.acquire(timeout=0)
            self._folder, self._lock = folder, lock
        return self._folder

    def _leave_folder(self) -> None:
        """Make a new folder for the next text; those of others are missing in it."""
        if self._lock is not None:
            self._lock.release()
        self._folder = self._lock = None

    def _is_whole(self, document: str) -> bool:
        """Say whether all that was written for a document is there still."""
        kept, folder = self._kept.get(document), self._folder
        if kept is None or folder is None:
            return False
        texts = (text_place(folder, each) for each in (kept.base, kept.digest) if each != _NOTHING)
        return all(map(is_there, (entry_place(folder, document), *texts)))

    def _write(self, draft: Draft) -> None:
        folder = self._own_folder()
        before = self._kept.get(draft.document)
        kept = before if self._is_whole(draft.document) else None
        if kept is None or kept.file_digest != draft.file.digest:
            kept = _begin(folder, draft)
        change = difference(kept.text, draft.text) or _NO_CHANGE
        if len(change.text) > _LARGEST_CHANGE:
            digest = keep_text(folder, as_bytes(draft.text))
            kept = _Kept(kept.file_digest, kept.base, draft.text, digest)
            change = _NO_CHANGE
        try:
            write_entry(folder, draft, kept.base, kept.digest, change)
        except OSError:
            if kept is not before:
                # Room is what is missing most likely.
                self._drop(kept)
            raise
        self._kept[draft.document] = kept
        if before is not kept:
            self._drop(before)

    def _drop(self, kept: _Kept | None) -> None:
        """Delete texts that no document needs any more."""
        if kept is None or self._folder is None:
            return
        needed = {digest for each in self._kept.values() for digest in (each.base, each.digest)}
        for digest in {kept.base, kept.digest} - needed:
            text_place(self._folder, digest).unlink(missing_ok=True)

    @contextlib.contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise StorageError(
                f"{self.root}: unsaved text cannot be kept safe from a crash there "
                f"({why_unusable(error)}). Save often, and make room or give access to the folder."
            ) from error


def _begin(folder: Path, draft: Draft) -> _Kept:
    """Put the file's text beside the entry that is to come; the two are mostly the same bytes."""
    file = draft.file
    bytes_of_file = b"" if draft.is_untitled else encode(file.text, file.format)
    base = keep_text(folder, bytes_of_file)
    return _Kept(file.digest, base, file.text, keep_text(folder, as_bytes(file.text)))
