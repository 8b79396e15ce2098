"""Files that only the user may read, written whole or not at all."""

import os
import secrets
from pathlib import Path

from spec_editor.storage.durable import sync_folder


def make_private_folder(folder: Path) -> None:
    """Make a folder, and those above it, unless it is there.

    Raises:
        OSError: it cannot be made.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.mkdir(mode=0o700, exist_ok=True)


def why_unusable(error: OSError) -> str:
    """Return why a folder that programs share cannot be used; a lock may be another one's."""
    busy = "somebody else is busy in it"
    return busy if isinstance(error, TimeoutError) else error.strerror or str(error)


def write_private(path: Path, data: bytes) -> None:
    """Put a file in place of the one of this name, if there is one; after a crash one of the two
    is there whole.

    Raises:
        OSError: what was there is there still.
    """
    temporary = path.with_name(f".{secrets.token_hex(6)}.tmp")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    try:
        with open(os.open(temporary, flags, 0o600), "wb") as file:  # noqa: PTH123
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)
