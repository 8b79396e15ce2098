"""Saving that can lose nothing: a file holds its old or its new bytes, whatever happens.

A temporary file beside it is written and made durable, and takes its name in one step. Where that
would lose something, the file is written in place (:mod:`spec_editor.storage.in_place`). All of it
may be called on any thread.
"""

import contextlib
import hashlib
import os
import stat
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from spec_editor.storage.attributes import AttributesError, copy_attributes
from spec_editor.storage.durable import sync_folder
from spec_editor.storage.errors import (
    FileChangedError,
    FileGoneError,
    NotEncodableError,
    ReadOnlyFileError,
    StorageError,
    TooLargeError,
    storage_error,
)
from spec_editor.storage.exchanging import exchange
from spec_editor.storage.in_place import write_in_place
from spec_editor.storage.places import saving_folder
from spec_editor.storage.taking_names import take_name
from spec_editor.storage.temporaries import temporary_for
from spec_editor.storage.text_file import MAX_BYTES, TextFile, digest_of, read_bytes
from spec_editor.storage.text_format import TextFormat, encode

_AS_IT_WAS = "The file on disk is as it was."
# So long a save waits for that of another window; after that the digests alone must do.
_LOCK_SECONDS = 10
_LOCKS = 64
# A file that was opened, and what can be added to it with patience, is smaller.
_LARGEST = 4 * MAX_BYTES


def save_text(
    path: Path,
    text: str,
    text_format: TextFormat,
    expected: str | None = None,
    keep: Callable[[bytes], None] | None = None,
) -> TextFile:
    """Write a text in a format, and return the file as it is now.

    ``expected`` is the digest of the bytes that the text was read from: a file that has changed
    or gone since is left alone, and one that has the text's bytes already is not written at all.
    With None whatever is there is replaced. ``keep`` is given what the file holds before that.

    Raises:
        StorageError: nothing was written; the old file is as it was.
    """
    fitted = text_format.fitted(text)
    try:
        data = encode(text, fitted)
    except NotEncodableError as error:
        raise NotEncodableError(f"{path}: {error}") from error
    save_bytes(path, data, expected, keep)
    return TextFile(path, text, fitted, digest_of(data))


def save_bytes(
    path: Path,
    data: bytes,
    expected: str | None = None,
    keep: Callable[[bytes], None] | None = None,
) -> None:
    """Replace a file's bytes; ``expected`` and ``keep`` as for :func:`save_text`.

    A symbolic link stays one, its target is replaced; where the target does not exist it is made.
    Mode, owner, extended attributes and other names of the file are kept.

    Raises:
        StorageError: nothing was written; the old file is as it was.
    """
    try:
        target = Path(os.path.realpath(path))
        with _one_at_a_time(target):
            if _save(path, target, data, expected, keep):
                _verify(path, target, data)
    except (OSError, ValueError) as error:
        # Save As may have been refused where nothing was.
        safe = _AS_IT_WAS if os.path.lexists(path) else ""
        raise storage_error(path, error, "saved", safe) from error


def create_text(path: Path, text: str) -> None:
    """Write a new file.

    Raises:
        StorageError: it exists already (and was left as it is), or cannot be written.
    """
    try:
        data = encode(text, TextFormat())
    except NotEncodableError as error:
        raise NotEncodableError(f"{path}: {error}") from error
    try:
        # Takes the name in one step, so that of two programs only one gets it. A dangling link
        # is refused as well: writing would create a file somewhere else.
        path.open("xb").close()
    except FileExistsError:
        raise StorageError(f"{path}: this exists already; nothing was written.") from None
    except (OSError, ValueError) as error:
        raise storage_error(path, error, "created") from error
    try:
        save_bytes(path, data, digest_of(b""))
    except FileChangedError:
        # Somebody else has written something there, which is theirs.
        raise
    except StorageError:
        path.unlink(missing_ok=True)
        raise


@contextlib.contextmanager
def _one_at_a_time(target: Path) -> Iterator[None]:
    """Keep another window from saving the same file between our look at it and our change."""
    # Loads much that reading alone does not need.
    from filelock import FileLock

    number = hashlib.sha256(os.fsencode(target)).digest()[0] % _LOCKS
    lock = FileLock(saving_folder() / "locks" / f"{number:02}.lock", timeout=_LOCK_SECONDS)
    # Without a lock the file is still compared just before it is replaced.
    with contextlib.suppress(OSError, NotImplementedError):
        Path(lock.lock_file).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock.acquire()
    try:
        yield
    finally:
        lock.release()


def _save(
    path: Path,
    target: Path,
    data: bytes,
    expected: str | None,
    keep: Callable[[bytes], None] | None,
) -> bool:
    """Write where something is to be written, and say whether it was."""
    old = _status_of(target)
    if old is None:
        if expected is not None:
            raise FileGoneError(
                f"{path}: this file has been deleted, moved or renamed since it was opened; "
                "nothing was written."
            )
        _make(path, target, data)
        return True
    _refuse_what_is_no_file(path, old.st_mode)
    if expected is not None and old.st_size == len(data) and _content_of(target, len(data)) == data:
        return False
    _refuse_read_only(path, target, old.st_mode)

    if keep is not None and expected is None:
        _refuse_what_cannot_be_kept(path, old.st_size)
    kept: bytes | None = None

    def check(place: Path) -> None:
        nonlocal kept
        if expected is None and keep is None:
            return
        now = _content_before(place)
        if now is None or (expected is not None and digest_of(now) != expected):
            raise FileChangedError(
                f"{path}: another program has changed this file since it was opened, so it was "
                "not overwritten."
            )
        if keep is not None and now != kept:
            keep(now)
            kept = now

    _change(path, target, data, old, check)
    return True


def _refuse_what_cannot_be_kept(path: Path, size: int) -> None:
    if size > MAX_BYTES:
        raise StorageError(
            f"{path}: what this file holds is too large to be kept, so it was not overwritten."
        )


def _change(
    path: Path, target: Path, data: bytes, old: os.stat_result, check: Callable[[Path], None]
) -> None:
    """Give a file that is there other bytes; ``check`` raises when what is at a path must stay."""
    check(target)
    if old.st_nlink == 1:
        # Another file may not be made here, or may not be like this one.
        with contextlib.suppress(AttributesError, PermissionError):
            _replace(target, data, old, check)
            return
    write_in_place(path, target, data, partial(check, target))


def _status_of(target: Path) -> os.stat_result | None:
    """Return what is at a path, None for nothing; links in a circle raise like any other fault."""
    try:
        return target.stat()
    except FileNotFoundError:
        return None


def _refuse_what_is_no_file(path: Path, mode: int) -> None:
    """Refuse what os.replace would silently put a file in place of."""
    if stat.S_ISDIR(mode):
        raise StorageError(f"{path}: there is a folder of this name, so nothing was saved.")
    if not stat.S_ISREG(mode):
        raise StorageError(f"{path}: this is no regular file, so nothing was saved.")


def _refuse_read_only(path: Path, target: Path, mode: int) -> None:
    """Refuse what os.replace would replace all the same."""
    if not (os.access(target, os.W_OK) and mode & 0o222):
        raise ReadOnlyFileError(f"{path}: the file is read-only, so nothing was saved.")


def _make(path: Path, target: Path, data: bytes) -> None:
    """Write a file where none is, in one step that fails when one comes meanwhile."""
    try:
        _write_beside(target, data, None, lambda temporary: take_name(temporary, target))
    except FileExistsError:
        raise FileChangedError(
            f"{path}: another program has made this file at this moment, so it was not overwritten."
        ) from None


def _replace(target: Path, data: bytes, old: os.stat_result, check: Callable[[Path], None]) -> None:
    def replace(temporary: Path) -> None:
        # As late as can be: where names cannot be exchanged, nothing but the change follows.
        check(target)
        if not exchange(temporary, target):
            temporary.replace(target)
            return
        try:
            check(temporary)
        except BaseException:
            # Somebody has written it since the last look.
            _give_back(temporary, target, data)
            raise
        # What is left is swept later; the text is saved.
        with contextlib.suppress(OSError):
            temporary.unlink()

    _write_beside(target, data, old, replace)


def _give_back(temporary: Path, target: Path, data: bytes) -> None:
    """Let a file, or whatever it is by now, have its name again; ``data`` took it meanwhile.

    Whoever goes on writing it is the last one that has it: what comes back is to be what was put
    there, or it is newer.
    """
    put: bytes | None = data
    while True:
        theirs = _any_content_of(temporary)
        exchange(temporary, target)
        if _any_content_of(temporary) == put:
            return
        put = theirs


def _write_beside(
    target: Path, data: bytes, old: os.stat_result | None, name: Callable[[Path], None]
) -> None:
    """Write a temporary file, durably, and give it the target's name."""
    temporary = temporary_for(target)
    # What was private stays so while it is being written.
    mode = 0o666 if old is None else 0o600
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    descriptor = os.open(temporary, flags, mode)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            if old is not None:
                copy_attributes(target, old, temporary)
            os.fsync(file.fileno())
        name(temporary)
    except BaseException:
        # What is left is swept later; why nothing was saved is what has to be said.
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    sync_folder(target.parent)


def _content_of(target: Path, most: int) -> bytes | None:
    """Read a file, unless it has become larger than so many bytes."""
    try:
        return read_bytes(target, most)
    except TooLargeError:
        return None


def _any_content_of(place: Path) -> bytes | None:
    """Read a file, None for what is none or cannot be read."""
    try:
        return _content_of(place, _LARGEST)
    except StorageError:
        return None


def _content_before(target: Path) -> bytes | None:
    """Read what is to be written over; where that cannot be read it is the saving that failed."""
    try:
        return _content_of(target, _LARGEST)
    except StorageError as error:
        raise (error.__cause__ if isinstance(error.__cause__, OSError) else error) from None


def _verify(path: Path, target: Path, data: bytes) -> None:
    """Notice a program that has written the file at the same moment."""
    if _content_of(target, len(data)) != data:
        raise FileChangedError(
            f"{path}: another program has written this file at the same moment; "
            "what it wrote is there now."
        )
