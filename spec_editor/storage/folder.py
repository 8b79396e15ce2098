"""The specifications of a folder."""

import os
from collections.abc import Iterator
from pathlib import Path

from spec_editor.storage.errors import StorageError

SUFFIXES = (".md", ".markdown")
_SKIPPED = {"node_modules", "__pycache__"}
# A folder deeper or larger than this is somebody's whole disk, opened by mistake.
MAX_FILES = 20_000
MAX_DEPTH = 40


def find_specs(folder: Path) -> tuple[Path, ...]:
    """Return the Markdown files below a folder, sorted; hidden folders and links are left out.

    Raises:
        StorageError: the folder cannot be read.
    """
    try:
        os.scandir(folder).close()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise StorageError(f"{folder}: there is no such folder.") from error
    except OSError as error:
        raise StorageError(f"{folder}: the folder cannot be read ({error.strerror}).") from error
    found = []
    for path in _walk(folder, 0):
        found.append(path)
        if len(found) >= MAX_FILES:
            break
    return tuple(found)


def _walk(folder: Path, depth: int) -> Iterator[Path]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: (entry.name.casefold(), entry.name))
    except OSError:
        # A subfolder that may not be read hides its files; the others are still shown.
        return
    for entry in entries:
        if entry.name.startswith(".") or entry.name in _SKIPPED:
            continue
        if entry.is_dir(follow_symlinks=False):
            if depth < MAX_DEPTH:
                yield from _walk(Path(entry.path), depth + 1)
        # A link could show what lies outside, or lead in a circle.
        elif entry.name.lower().endswith(SUFFIXES) and entry.is_file(follow_symlinks=False):
            yield Path(entry.path)
