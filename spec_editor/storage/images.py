"""Local images of a document: only real image files inside its folder are read."""

import os
import stat
from pathlib import Path, PurePosixPath

from spec_editor.storage.image_check import ImageError, image_type
from spec_editor.storage.inside import path_inside

MAX_BYTES = 20 * 1024 * 1024
_TYPES = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".svg": "image/svg+xml",
}
# What was a file when it was looked at may be a pipe or a link when it is opened.
_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_CLOEXEC", 0)
)


def read_image(root: Path, folder: Path, relative: str) -> tuple[bytes, str] | None:
    """Return bytes and MIME type of an image named by a document, None when it is refused.

    ``folder`` holds the document, ``root`` is the opened folder. Names that could leave the root
    (absolute ones, other hosts, devices, links out of it) are refused before any file is touched.
    An image has to be what its name says, at most 20 MB, 50 million points, and safe to draw.
    """
    kind = _TYPES.get(PurePosixPath(relative).suffix.lower())
    path = path_inside(root, folder, relative) if kind else None
    if kind is None or path is None:
        return None
    try:
        data = _read(path)
        return (data, kind) if image_type(data) == kind else None
    except (OSError, ValueError, ImageError):
        return None


def _read(path: Path) -> bytes:
    """Return what an ordinary file of at most MAX_BYTES holds.

    Raises:
        OSError: it cannot be read.
        ValueError: it is something else, or too large.
    """
    if not stat.S_ISREG(path.stat(follow_symlinks=False).st_mode):
        raise ValueError(path)
    with os.fdopen(os.open(path, _FLAGS), "rb") as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode) or status.st_size > MAX_BYTES:
            raise ValueError(path)
        data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise ValueError(path)
    return data
