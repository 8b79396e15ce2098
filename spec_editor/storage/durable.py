"""What makes changes of a folder survive a power cut."""

import contextlib
import os
from pathlib import Path


def sync_folder(folder: Path) -> None:
    """Make what was named or renamed in a folder durable; Windows has no such call, needs none.

    Some file systems refuse it, and a folder may be writable without being readable: the file is
    saved all the same, so this is no failure.
    """
    if os.name == "nt":
        return
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
