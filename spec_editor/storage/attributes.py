"""What a file has besides its bytes and its name, and giving it to the file in its place."""

import errno
import os
import stat
from pathlib import Path

# A file system or a kernel that has none of them says so in one of these ways.
_HAS_NONE = frozenset({errno.ENOTSUP, errno.ENOSYS, errno.EINVAL})
CANNOT_GIVE = frozenset({errno.EPERM, errno.EACCES, errno.ENOTSUP, errno.ENOSYS})
"""Error numbers of systems that give a file no owner, mode or attribute."""


class AttributesError(Exception):
    """Something that a file has cannot be given to another one."""


def copy_attributes(source: Path, status: os.stat_result, copy: Path) -> None:
    """Give a copy the owner, the mode and the extended attributes of a file.

    Access lists are extended attributes, and what a folder gives to its new files is taken away.

    Raises:
        AttributesError: one of them cannot be given.
    """
    try:
        _copy_owner(status, copy)
        _copy_mode(status, copy)
        _copy_extended(source, copy)
    except OSError as error:
        if error.errno not in CANNOT_GIVE:
            raise
        raise AttributesError(str(error)) from error


def _copy_owner(status: os.stat_result, copy: Path) -> None:
    if os.name == "nt":
        return
    own = copy.stat()
    if (own.st_uid, own.st_gid) != (status.st_uid, status.st_gid):
        os.chown(copy, status.st_uid, status.st_gid)


def _copy_mode(status: os.stat_result, copy: Path) -> None:
    wanted = stat.S_IMODE(status.st_mode)
    # Where all files have the same mode, as on a memory stick, none can be given.
    if stat.S_IMODE(copy.stat().st_mode) != wanted:
        copy.chmod(wanted)


def _copy_extended(source: Path, copy: Path) -> None:
    if not hasattr(os, "listxattr"):
        return
    wanted, present = _extended(source), _extended(copy)
    for name in present.keys() - wanted.keys():
        os.removexattr(copy, name)
    for name, value in wanted.items():
        if present.get(name) != value:
            os.setxattr(copy, name, value)


def _extended(path: Path) -> dict[str, bytes]:
    try:
        return {name: os.getxattr(path, name) for name in os.listxattr(path)}
    except OSError as error:
        if error.errno in _HAS_NONE:
            return {}
        raise
