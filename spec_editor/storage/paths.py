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
