"""Runs a command without the rights that let root read and write any file."""

import os
import sys

# Dropped from the bounding set, a right is gone in the program that is executed next. Other
# than with another user id, the interpreter in root's own folder can still be started.
_WITHOUT_RIGHTS = """
import ctypes, os, sys
CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH, PR_CAPBSET_DROP = 1, 2, 24
for right in (CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH):
    if ctypes.CDLL(None, use_errno=True).prctl(PR_CAPBSET_DROP, right, 0, 0, 0) != 0:
        sys.exit("the right cannot be dropped")
os.execv(sys.argv[1], sys.argv[1:])
"""


def as_ordinary_user(command: list[str]) -> list[str]:
    """Return the command that permission bits hold for, also when the tests run as root."""
    if sys.platform == "linux" and os.geteuid() == 0:
        return [sys.executable, "-c", _WITHOUT_RIGHTS, *command]
    return command
