"""Local images of a document: only real image files inside its folder are read."""

import stat
from pathlib import Path, PurePosixPath

from spec_editor.storage.inside import path_inside

MAX_BYTES = 20 * 1024 * 1024
_MAGIC = {
    ".png": ("image/png", (b"\x89PNG\r\n\x1a\n",)),
    ".jpg": ("image/jpeg", (b"\xff\xd8\xff",)),
    ".jpeg": ("image/jpeg", (b"\xff\xd8\xff",)),
    ".gif": ("image/gif", (b"GIF87a", b"GIF89a")),
    ".webp": ("image/webp", (b"RIFF",)),
    ".svg": ("image/svg+xml", (b"<svg", b"<?xml", b"<!--", b"\xef\xbb\xbf<")),
}


def read_image(root: Path, folder: Path, relative: str) -> tuple[bytes, str] | None:
    """Return bytes and MIME type of an image named by a document, None when it is refused.

    ``folder`` holds the document, ``root`` is the opened folder. Names that could leave the root
    (absolute ones, other hosts, devices, links out of it) are refused before any file is touched.
    """
    kind = _MAGIC.get(PurePosixPath(relative).suffix.lower())
    path = path_inside(root, folder, relative) if kind else None
    if kind is None or path is None:
        return None
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode) or status.st_size > MAX_BYTES:
            return None
        data = path.read_bytes()
    except (OSError, ValueError):
        return None
    mime, starts = kind
    return (data, mime) if data.lstrip().startswith(starts) else None
