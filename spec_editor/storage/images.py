"""Local images of a document: only real image files inside its folder are read."""

import os
import stat
from pathlib import Path, PurePosixPath

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
    (absolute ones, other hosts, devices, links out of it) are refused before any file is touched
    or by their real path.
    """
    name = _safe_name(relative)
    kind = _MAGIC.get(PurePosixPath(relative).suffix.lower())
    if name is None or kind is None:
        return None
    path = Path(os.path.normpath(folder / name))
    if not path.is_relative_to(os.path.normpath(root)):
        return None
    try:
        real = Path(os.path.realpath(path))
        status = real.stat()
        inside = real.is_relative_to(os.path.realpath(root))
        if not inside or not stat.S_ISREG(status.st_mode) or status.st_size > MAX_BYTES:
            return None
        data = real.read_bytes()
    except (OSError, ValueError):
        return None
    mime, starts = kind
    return (data, mime) if data.lstrip().startswith(starts) else None


def _safe_name(relative: str) -> str | None:
    """Refuse what is not plainly relative, on any platform: it must never reach the disk."""
    odd = "\\" in relative or ":" in relative or relative.startswith("/")
    return None if odd or any(ord(character) < 32 for character in relative) else relative
