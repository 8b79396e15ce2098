"""What can go wrong with files, each as one message for the user.

StorageError
├── FileGoneError          there is no such file any more
├── FileChangedError       another program wrote the file since it was read
├── ReadOnlyFileError      file, folder or file system must not be written
├── DiskFullError          no room is left
├── NotEncodableError      the file's encoding has no bytes for a character of the text
├── TooLargeError          the file is larger than what is read
└── UnreadableTextError    the bytes are no text that can be shown
"""

import errno
import os


class StorageError(Exception):
    """A file could not be read or written; the message names it and says what is safe on the disk.

    What is safe elsewhere, and what to do, depends on who wanted it: the window's editor has the
    text, the command line has none.
    """


class FileGoneError(StorageError):
    """There is no such file, or no longer."""


class FileChangedError(StorageError):
    """Another program has written the file since it was read."""


class ReadOnlyFileError(StorageError):
    """The file, its folder or its file system must not be written."""


class DiskFullError(StorageError):
    """The disk, or what the user may use of it, is full."""


class NotEncodableError(StorageError):
    """The text has a character that the file's encoding has not; nothing was written."""


class TooLargeError(StorageError):
    """The file is larger than anything that is read."""


class UnreadableTextError(StorageError):
    """The file's bytes are no text that can be shown."""


_REASONS: dict[int, tuple[type[StorageError], str]] = {
    errno.ENOENT: (FileGoneError, "there is no such file or folder."),
    errno.EACCES: (ReadOnlyFileError, "permission denied; it was not {done}."),
    errno.EPERM: (ReadOnlyFileError, "permission denied; it was not {done}."),
    errno.EROFS: (ReadOnlyFileError, "the file system is read-only; it was not {done}."),
    errno.ENOSPC: (DiskFullError, "the disk is full; it was not {done}."),
    errno.EDQUOT: (DiskFullError, "your share of the disk is full; it was not {done}."),
    errno.EFBIG: (DiskFullError, "the disk takes no file of this size; it was not {done}."),
    errno.ELOOP: (StorageError, "its symbolic links lead in a circle; it was not {done}."),
    errno.ENAMETOOLONG: (StorageError, "the name is too long; it was not {done}."),
    errno.ENOTDIR: (FileGoneError, "a part of the path is a file, not a folder."),
}


def storage_error(
    path: str | os.PathLike[str], error: Exception, done: str, safe: str = ""
) -> StorageError:
    """Return what to tell the user of a failed call of the system.

    ``done`` is the word for what was not: "read", "saved", "created". ``safe`` is a sentence
    about what is still there.
    """
    if not isinstance(error, OSError):
        return StorageError(f"{os.fspath(path)!r}: this is no possible file name.")
    plain = f"{error.strerror or error}; it was not {{done}}."
    kind, reason = _REASONS.get(error.errno or 0, (StorageError, plain))
    # Of what is not there nothing can be as it was.
    parts = [reason.format(done=done), "" if kind is FileGoneError else safe]
    return kind(f"{os.fspath(path)}: {' '.join(part for part in parts if part)}")
