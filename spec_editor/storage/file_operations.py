"""Renaming, moving, duplicating and deleting files and folders; nothing is ever written over.

A name is taken in one step that fails when it is there already: of a file by giving it a second
name and taking the first one away, of a folder by making it anew. What somebody else puts there
at the same moment stays. Between file systems everything is copied, made durable and compared
before the original goes. All of it may be called on any thread.
"""

import contextlib
import errno
import hashlib
import os
import shutil
import stat
from pathlib import Path

from spec_editor.core.file_names import copy_name
from spec_editor.storage.attributes import CANNOT_GIVE
from spec_editor.storage.durable import sync_folder
from spec_editor.storage.errors import ReadOnlyFileError, StorageError, storage_error
from spec_editor.storage.paths import is_folder, is_same_entry
from spec_editor.storage.taking_names import take_name
from spec_editor.storage.temporaries import temporary_for

_TAKEN = frozenset({errno.EEXIST, errno.ENOTEMPTY, errno.EISDIR, errno.ENOTDIR})
_MOST_COPIES = 1000


class NameTakenError(StorageError):
    """There is something of that name already; it was left as it is, and so was the rest."""


class NoTrashError(StorageError):
    """The file's disk has no trash; nothing was deleted."""


def move(source: Path, target: Path) -> None:
    """Give a file or folder another name or place; a link is moved, not what it leads to.

    Raises:
        NameTakenError: there is something at the target.
        StorageError: it could not be moved, or, as the message then says, is at both places.
    """
    try:
        if target.is_relative_to(source) and target != source:
            raise StorageError(
                f"{source}: a folder cannot be moved into itself; nothing was changed."
            )
        if _is_same_entry(source, target):
            # Only upper and lower case differ, on a system for which that is the same name.
            source.rename(target)
        else:
            try:
                take_name(source, target)
            except OSError as error:
                if error.errno != errno.EXDEV:
                    raise
                _move_across(source, target)
    except OSError as error:
        raise _explained(source, target, error) from error
    except ValueError as error:
        raise storage_error(target, error, "created") from error
    for folder in {source.parent, target.parent}:
        sync_folder(folder)


def duplicate(source: Path) -> Path:
    """Copy a file to a name beside it, and return that.

    Raises:
        StorageError: it could not be copied; nothing was changed.
    """
    try:
        temporary = temporary_for(source)
        try:
            _copy_file(source, temporary)
            for number in range(1, _MOST_COPIES):
                target = source.with_name(copy_name(source.name, number))
                with contextlib.suppress(FileExistsError):
                    take_name(temporary, target)
                    sync_folder(target.parent)
                    return target
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        raise storage_error(source, error, "copied", "Nothing was changed.") from error
    raise StorageError(f"{source}: there are too many copies of it already; none was made.")


def move_to_trash(path: Path) -> None:
    """Put a file or folder into the trash.

    Raises:
        NoTrashError: it has none; the user may want to delete it for good.
        StorageError: it was not deleted.
    """
    # Loads much that only this needs.
    from send2trash import send2trash

    if not os.path.lexists(path):
        raise storage_error(path, FileNotFoundError(errno.ENOENT, "", str(path)), "deleted")
    if not (os.access(path.parent, os.W_OK) and (path.is_symlink() or os.access(path, os.W_OK))):
        raise ReadOnlyFileError(f"{path}: it or its folder is read-only, so it was not deleted.")
    try:
        send2trash(os.fspath(path))
    except OSError as error:
        reason = error.strerror or str(error) or type(error).__name__
        raise NoTrashError(
            f"{path}: it cannot be put into the trash ({reason}), so it was not deleted."
        ) from error


def delete(path: Path) -> None:
    """Delete a file, or a folder with all that is in it, for good.

    Raises:
        StorageError: it, or a part of the folder, is still there.
    """
    try:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
    except OSError as error:
        # A folder goes file by file.
        safe = "A part of it may be gone." if is_folder(path) else ""
        raise storage_error(path, error, "deleted", safe) from error
    sync_folder(path.parent)


def _explained(source: Path, target: Path, error: OSError) -> StorageError:
    if error.errno in _TAKEN and os.path.lexists(target):
        return NameTakenError(f"{target}: this exists already; nothing was changed.")
    return storage_error(source, error, "moved", "Nothing was changed.")


def _is_same_entry(source: Path, target: Path) -> bool:
    try:
        return is_same_entry(source, target)
    except OSError:
        return False


# --------------------------------------------------------------------- between file systems


def _move_across(source: Path, target: Path) -> None:
    temporary = temporary_for(target)
    try:
        before = _contents(source)
        _copy(source, temporary)
        if _contents(temporary) != before:
            raise StorageError(f"{source}: the copy of it is not the same; nothing was moved.")
        take_name(temporary, target)
    except BaseException:
        _discard(temporary)
        raise
    sync_folder(target.parent)
    try:
        if _contents(source) == before:
            delete(source)
            return
        reason = "another program has changed it meanwhile"
    except (OSError, StorageError) as error:
        reason = str(error)
    raise StorageError(
        f"{source}: it was copied to {target}, but is still here as well ({reason}). Compare them "
        "and delete one."
    )


def _copy(source: Path, target: Path) -> None:
    if source.is_symlink():
        target.symlink_to(source.readlink())
    elif source.is_dir():
        target.mkdir()
        for each in source.iterdir():
            _copy(each, target / each.name)
        _copy_status(source, target)
        sync_folder(target)
    else:
        _copy_file(source, target)


def _copy_file(source: Path, target: Path) -> None:
    """Copy a regular file with its mode, times and attributes, durably."""
    _refuse_what_is_no_file(source)
    with source.open("rb") as reader, target.open("xb") as writer:
        shutil.copyfileobj(reader, writer)
        writer.flush()
        _copy_status(source, target)
        os.fsync(writer.fileno())


def _copy_status(source: Path, target: Path) -> None:
    try:
        shutil.copystat(source, target)
    except OSError as error:
        # A drive on which all files have the same mode.
        if error.errno not in CANNOT_GIVE:
            raise


def _refuse_what_is_no_file(path: Path) -> None:
    """Refuse pipes and devices before they are opened, which could take for ever."""
    if not stat.S_ISREG(path.stat().st_mode):
        raise StorageError(f"{path}: this is no regular file; nothing was changed.")


def _contents(path: Path) -> dict[str, str]:
    """Return what is at a path and below it: of files the digests, of links where they lead."""
    if path.is_symlink():
        return {"": f"link {path.readlink()}"}
    if not path.is_dir():
        _refuse_what_is_no_file(path)
        with path.open("rb") as file:
            return {"": hashlib.file_digest(file, "sha256").hexdigest()}
    found = {"": "folder"}
    for each in path.iterdir():
        found |= {f"/{each.name}{below}": what for below, what in _contents(each).items()}
    return found


def _discard(path: Path) -> None:
    with contextlib.suppress(OSError, StorageError):
        delete(path)
