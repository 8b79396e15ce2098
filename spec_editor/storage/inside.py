"""Names in a document that lead to files: only inside its folder, whatever they are made of."""

import os
import re
from pathlib import Path

# On Windows these are devices in any folder and with any suffix; to look at one can hang.
_DEVICE = re.compile(
    r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])\s*(?:\.|$)", re.IGNORECASE
)
# More links on the way than this lead in a circle.
_MOST_LINKS = 40


def path_inside(root: Path, folder: Path, relative: str) -> Path | None:
    """Return the real path behind a name in a document of ``folder``; None when it is refused.

    Refused is what leads out of ``root``: absolute names, other hosts, devices, links out of it.
    Nothing outside ``root`` is looked at, not even where a link inside it points there: on
    Windows, to look at a name of another host already gives the user's password away.
    """
    if not _is_plainly_relative(relative):
        return None
    path = os.path.normpath(folder / relative)
    below = os.path.normpath(root)
    if not Path(path).is_relative_to(below):
        return None
    try:
        return _follow(os.path.realpath(root), list(Path(path).relative_to(below).parts))
    except ValueError:
        # No file can have this name.
        return None


def _is_plainly_relative(name: str) -> bool:
    """Say whether a name is relative and no device, on any platform."""
    if "\\" in name or ":" in name or name.startswith("/"):
        return False
    if any(ord(character) < 32 for character in name):
        return False
    return not any(_DEVICE.match(part) for part in name.split("/"))


def _follow(root: str, parts: list[str]) -> Path | None:
    """Walk down from a real folder, link by link; None where a link leads out of it."""
    here = root
    links = 0
    while parts:
        part = parts.pop(0)
        if part == os.pardir:
            if here == root:
                return None
            here = str(Path(here).parent)
            continue
        link = _link_at(os.path.join(here, part))  # noqa: PTH118
        if link is None:
            here = os.path.join(here, part)  # noqa: PTH118
            continue
        links += 1
        if links > _MOST_LINKS:
            return None
        if link.is_absolute():
            if not link.is_relative_to(root):
                return None
            here, link = root, link.relative_to(root)
        parts[:0] = link.parts
    return Path(here)


def _link_at(path: str) -> Path | None:
    """Return what a link says; None for what is no link, or not there."""
    try:
        return Path(path).readlink()
    except OSError:
        return None
