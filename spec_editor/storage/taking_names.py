"""Taking a name in one step that fails when it is there already.

A file gets a second name and loses the first one, a folder is made anew. What somebody else puts
there at the same moment stays.
"""

import contextlib
import errno
import os
import stat
from pathlib import Path

from spec_editor.storage.errors import StorageError

# What systems say where a file cannot have a second name.
_NO_LINKS = frozenset(
    {errno.EPERM, errno.EOPNOTSUPP, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK, errno.EINVAL}
)


def take_name(source: Path, target: Path) -> None:
    """Give a file or folder another name on the same file system.

    Raises:
        StorageError: another program has written the source at the same moment.
        OSError: it keeps its name, for there is something at the target, or for another reason.
    """
    if os.name == "nt":
        # Writes over nothing there.
        source.rename(target)
    elif stat.S_ISDIR(source.lstat().st_mode):
        _take_folder_name(source, target)
    else:
        _take_file_name(source, target)


def _take_folder_name(source: Path, target: Path) -> None:
    target.mkdir()
    try:
        # Takes the place of an empty folder, and of no other.
        source.rename(target)
    except OSError:
        with contextlib.suppress(OSError):
            target.rmdir()
        raise


def _take_file_name(source: Path, target: Path) -> None:
    before = source.lstat()
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        _take_claimed_name(source, target)
        return
    try:
        if not os.path.samestat(before, source.lstat()):
            raise StorageError(
                f"{source}: another program has written it at the same moment; it is still there, "
                f"and what it was before is {target}. Compare them and delete one."
            )
        source.unlink()
    except OSError:
        target.unlink()
        raise


def _take_claimed_name(source: Path, target: Path) -> None:
    """Take a name where files have one each: an empty file claims it, and is replaced."""
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    claim = os.fstat(descriptor)
    os.close(descriptor)

    def is_ours() -> bool:
        found = target.lstat()
        return os.path.samestat(found, claim) and found.st_size == 0

    try:
        if not is_ours():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target))
        source.replace(target)
    except OSError:
        with contextlib.suppress(OSError):
            if is_ours():
                target.unlink()
        raise
