"""Two files that exchange their names in one step, where system and file system can do that."""

import ctypes
import errno
import os
import sys
from pathlib import Path

# Linux's fcntl.h and fs.h; Python has no such call.
_HERE = -100
_EXCHANGE = 2
# What systems say that cannot do it here; a sandbox that does not know the call forbids it.
_CANNOT = frozenset({errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOTSUP, errno.EPERM})


def exchange(one: Path, other: Path) -> bool:
    """Give each of two files of a file system the other's name, and say whether that was done.

    There is no moment in which one of the names is missing. False says that it cannot be done
    here, and nothing was; on Linux it can on the usual file systems.

    Raises:
        OSError: both keep their names.
    """
    if sys.platform != "linux":
        return False
    call = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if call is None:
        # An old library of C.
        return False
    if call(_HERE, os.fsencode(one), _HERE, os.fsencode(other), ctypes.c_uint(_EXCHANGE)) == 0:
        return True
    number = ctypes.get_errno()
    if number in _CANNOT:
        return False
    raise OSError(number, os.strerror(number), str(one), None, str(other))
