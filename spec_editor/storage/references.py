"""Whether the links of a document lead to files that are there."""

import os
import re
import stat
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

from spec_editor.storage.inside import path_inside

#: For so many seconds an answer is given again without a look at the disk.
KEPT_SECONDS = 2.0
_MOST_KEPT = 10_000
_END_OF_PATH = re.compile("[?#]")


class FileReferences:
    """Tells whether links lead to files; remembers each answer for a moment."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._known: dict[tuple[str, str, str], tuple[float, bool | None]] = {}

    def exists(self, path: str, root: str, target: str) -> bool | None:
        """Say whether a link of a document leads to a file or folder.

        ``path`` is the document, ``root`` the folder that links may lead into, both absolute;
        ``target`` is the link as it is written. None where that is not to be judged: a link to
        the web, out of ``root``, into the document itself, or of a document without a file.
        """
        name = _file_name(target)
        if not (path and root and name):
            return None
        key = (os.path.dirname(path), root, name)  # noqa: PTH120
        now = self._clock()
        known = self._known.get(key)
        if known is not None and now - known[0] < KEPT_SECONDS:
            return known[1]
        if len(self._known) >= _MOST_KEPT:
            self._known.clear()
        answer = _look(Path(root), Path(key[0]), name)
        self._known[key] = now, answer
        return answer


def _file_name(target: str) -> str:
    """Return the path in a link, decoded once as a browser does; empty where there is none."""
    try:
        return unquote(_END_OF_PATH.split(target.strip(), maxsplit=1)[0], errors="strict")
    except UnicodeDecodeError:
        return ""


def _look(root: Path, folder: Path, name: str) -> bool | None:
    path = path_inside(root, folder, name)
    if path is None:
        return None
    try:
        # There is no link left to follow, and looking at a pipe or a device does not open it.
        mode = path.lstat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return False
    except (OSError, ValueError):
        return None
    return stat.S_ISREG(mode) or stat.S_ISDIR(mode)
