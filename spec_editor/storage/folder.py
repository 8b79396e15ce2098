"""The specifications of a folder."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from spec_editor.storage.errors import StorageError
from spec_editor.storage.ignore import IgnoreRules, rules_for

SUFFIXES = (".md", ".markdown")
SKIPPED = {"node_modules", "__pycache__"}
# A folder deeper or larger than this is somebody's whole disk, opened by mistake.
MAX_FILES = 20_000
MAX_DEPTH = 40


@dataclass(frozen=True, slots=True)
class FolderFiles:
    """The Markdown files below a folder, sorted.

    ``closed`` are the folders below it that may not be read; ``is_cut`` says that there are more
    than :data:`MAX_FILES` files.
    """

    specs: tuple[Path, ...]
    closed: tuple[Path, ...] = ()
    is_cut: bool = False

    def notice(self, folder: Path) -> str:
        """Return in words for the user what is not shown of the folder; empty where all is."""
        parts = []
        if self.is_cut:
            parts.append(
                f"{folder}: only the first {MAX_FILES:,} specifications are shown; "
                "open a folder further down to see the others."
            )
        if self.closed:
            more = f" and {len(self.closed) - 1} more" if len(self.closed) > 1 else ""
            parts.append(
                f"{self.closed[0]}{more}: you may not read this folder, so what is in it is not "
                "shown. The other specifications are."
            )
        return " ".join(parts)


@dataclass(slots=True)
class _Walk:
    is_stopped: Callable[[], bool]
    closed: list[Path] = field(default_factory=list)

    def files(self, folder: str, rules: IgnoreRules, depth: int) -> Iterator[Path]:
        try:
            with os.scandir(folder) as found:
                entries = sorted(found, key=lambda entry: (entry.name.casefold(), entry.name))
        except OSError:
            # It hides its files; the others are still shown.
            self.closed.append(Path(folder))
            return
        for entry in entries:
            if self.is_stopped():
                return
            name = entry.name
            if name.startswith(".") or name in SKIPPED:
                continue
            # A link could show what lies outside, or lead in a circle.
            if entry.is_dir(follow_symlinks=False):
                if depth < MAX_DEPTH and not rules.leave_out(entry.path, is_folder=True):
                    yield from self.files(entry.path, rules.within(entry.path), depth + 1)
            elif (
                name.lower().endswith(SUFFIXES)
                and entry.is_file(follow_symlinks=False)
                and not rules.leave_out(entry.path, is_folder=False)
            ):
                yield Path(entry.path)


def require_folder(folder: Path) -> None:
    """See to it that there is a folder that can be read; what is in it is not looked at.

    Raises:
        StorageError: there is none, or it cannot be read.
    """
    try:
        os.scandir(folder).close()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise StorageError(f"{folder}: there is no such folder.") from error
    except OSError as error:
        raise StorageError(f"{folder}: the folder cannot be read ({error.strerror}).") from error


def files_in(folder: Path, is_stopped: Callable[[], bool] = lambda: False) -> FolderFiles:
    """Return the Markdown files below a folder.

    Left out are hidden folders and links, and what ``.gitignore`` leaves out.

    Raises:
        StorageError: the folder cannot be read.
    """
    require_folder(folder)
    walk = _Walk(is_stopped)
    found: list[Path] = []
    is_cut = False
    for path in walk.files(os.fspath(folder), rules_for(folder), 0):
        if len(found) >= MAX_FILES:
            is_cut = True
            break
        found.append(path)
    return FolderFiles(tuple(found), tuple(walk.closed), is_cut)


def find_specs(folder: Path) -> tuple[Path, ...]:
    """Return the Markdown files below a folder, sorted; see :func:`files_in`.

    Raises:
        StorageError: the folder cannot be read.
    """
    return files_in(folder).specs
