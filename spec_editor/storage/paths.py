"""Looks at paths without ever failing: what cannot be looked at is not there."""

import os
from pathlib import Path


def is_folder(path: Path) -> bool:
    """Say whether there is a folder; ``Path.is_dir`` raises where a name is too long or hidden."""
    return os.path.isdir(path)  # noqa: PTH112


def is_there(path: Path) -> bool:
    """Say whether there is anything, at the end of a link too."""
    return os.path.exists(path)  # noqa: PTH110


def path_after(path: Path, source: Path, target: Path) -> Path:
    """Return where a file is once ``source`` has become ``target``."""
    return target / path.relative_to(source) if path.is_relative_to(source) else path


def is_same_file(one: Path, other: Path) -> bool:
    """Say whether two paths lead to one file: by links, or by small and capital letters."""
    try:
        return one.samefile(other) or is_same_entry(one, other)
    except (OSError, ValueError):
        return False


def is_same_entry(one: Path, other: Path) -> bool:
    """Say whether two names differ but are one entry of a folder that ignores case.

    The number of the file does not tell: drivers of memory sticks give one file another number for
    each way to write its name.

    Raises:
        OSError: one of them is not there, or the folder cannot be read.
    """
    name = one.name.casefold()
    if one == other or one.parent != other.parent or name != other.name.casefold():
        return False
    one.lstat()
    other.lstat()
    # Two names of one file (hard links) are two entries.
    return [each.casefold() for each in os.listdir(one.parent)].count(name) == 1  # noqa: PTH208
